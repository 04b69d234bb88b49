"""The answer of a study of membership, in an analyst's order: who is on the way out, who is frozen, nobody else.

An exit stands out where an act announced it or the seat is not simply in use. The verdict is *Likely* where the
likeliest announced exit has an interval above a half, and the data cannot tell where only frozen seats stand out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from steppe.display.format import chance, listed
from steppe.methods.answer import Answer, Verdict
from steppe.politics.membership.forecast import ANNOUNCED, APPLICANT, FROZEN_APPLICANT
from steppe.politics.membership.seats import FROZEN, USED

HALF = 0.5


def answer(chances: pd.DataFrame, horizon: int, names: Mapping[str, str]) -> Answer:
    """Who is on the way out, who is frozen, and that nobody else stands out.

    Parameters
    ----------
    chances
        Of `forecast`, in its order.
    horizon
        Years.
    names
        Short names of states by code.
    """
    rows = chances[chances["move"].eq("leave")]
    if rows.empty:
        none = "None of the twelve is at risk: none sits in these bodies but as leader."
        return Answer(Verdict.NOT_ANSWERABLE, none)
    said, other = rows[rows["standing"].eq(ANNOUNCED)], rows[~rows["standing"].isin([ANNOUNCED, USED])]
    if said.empty and other.empty:
        (figure,) = _figures(rows.head(1), "seats")
        return Answer(Verdict.UNLIKELY, f"No exit stands out: a seat in use is left {_within(horizon)} with {figure}.")
    told = [*_announced(said, horizon, names), *_frozen(other.head(1), horizon if said.empty else None, names)]
    also = [f"{names[row.state]} in the {row.organization}" for row in other.iloc[1:].itertuples()]
    more = [f"Also {_word(other)}: {listed(also)}."] if also else []
    likely = not said.empty and said["low"].iloc[0] > HALF
    return Answer(
        Verdict.LIKELY if likely else Verdict.OPEN, " ".join(told), " ".join([*more, "No other exit stands out."])
    )


def _within(horizon: int) -> str:
    return f"within {horizon} years" if horizon > 1 else "within one year"


def _word(rows: pd.DataFrame) -> str:
    """`frozen`, or the standings that seats which are not simply in use have."""
    return listed(list(dict.fromkeys(rows["standing"])))


def _figures(rows: pd.DataFrame, what: str) -> Iterator[str]:
    """`42 % (16 to 71; 5 seats)`."""
    for row in rows.itertuples():
        figure = chance(row.probability, row.low, row.high).removesuffix(")")
        yield f"{figure}; {row.cases:.0f} {what})"


def _announced(rows: pd.DataFrame, horizon: int, names: Mapping[str, str]) -> Iterator[str]:
    for row, figure in zip(rows.itertuples(), _figures(rows, "announced exits"), strict=True):
        yield f"{names[row.state]} leaves the {row.organization} {_within(horizon)}: {figure}."


def _frozen(rows: pd.DataFrame, horizon: int | None, names: Mapping[str, str]) -> Iterator[str]:
    for row, figure in zip(rows.itertuples(), _figures(rows, "seats"), strict=True):
        within = f" {_within(horizon)}" if horizon else ""
        yield f"{names[row.state]}, {row.standing}, leaves the {row.organization}{within}: {figure}."


def notes(chances: pd.DataFrame, counted: pd.DataFrame, names: Mapping[str, str]) -> list[str]:
    """Base rate and reason of every seat that stands out and of every applicant, and which frozen seats count."""
    made = [f"{_who(row, names)}: {row.base}. {row.reason}." for row in chances[_stands_out(chances)].itertuples()]
    seats = counted[counted["counts"]].drop_duplicates(["state", "organization"])
    made.append(
        f"Of {len(counted)} frozen, suspended or selective spells {int(counted['counts'].sum())} count, of "
        f"{len(seats)} seats; the table says why the others do not."
    )
    return made


def _stands_out(chances: pd.DataFrame) -> pd.Series:
    leaving = chances["move"].eq("leave") & chances["standing"].ne(USED)
    return leaving | chances["standing"].isin([APPLICANT, FROZEN_APPLICANT])


def _who(row: Any, names: Mapping[str, str]) -> str:
    figure = chance(row.probability, row.low, row.high)
    verb = "in law leaves" if row.standing == FROZEN else "leaves" if row.move == "leave" else "joins"
    return f"{names[row.state]} {verb} the {row.organization}, {figure}"
