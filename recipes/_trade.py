"""What the trade recipes share: codes that stand in `states`, the years in which a state lived, and the sources."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from recipes._cite import ACCESSED
from recipes._tables import hand

MILLION = 1e6


def known_states(frame: pd.DataFrame, columns: Iterable[str], leave_out: Iterable[str] = ()) -> pd.DataFrame:
    """Rows whose codes all stand in `states`; a code neither known nor named in `leave_out` is an error."""
    known, named = set(hand("states")["state"]), set(leave_out)
    for column in columns:
        unknown = set(frame[column].dropna()) - known - named
        if unknown:
            raise ValueError(f"{column} holds codes that are not in states: {', '.join(sorted(unknown))}")
        frame = frame[~frame[column].isin(named)]
    return frame


def alive(frame: pd.DataFrame, columns: Iterable[str], year: str = "year") -> pd.DataFrame:
    """Rows of years in which every state named existed on at least one day."""
    states = hand("states").set_index("state")
    first = pd.to_numeric(states["start"].str.slice(0, 4)).fillna(0)
    last = pd.to_numeric(states["end"].str.slice(0, 4)).fillna(9999)
    for column in columns:
        exists = frame[year].between(frame[column].map(first), frame[column].map(last))
        frame = frame[exists]
    return frame


def sources(*names: str) -> pd.DataFrame:
    """Rows of the table `sources`, from `tables/trade_sources.csv`."""
    table = hand("trade_sources").set_index("source", drop=False)
    return table.loc[list(names)].assign(accessed=ACCESSED).reset_index(drop=True)


def in_millions(values: pd.Series[float], unit: float) -> pd.Series[float]:
    """Values given in `unit` dollars (or euros) as millions, rounded to one dollar."""
    return (values * unit / MILLION).round(6)
