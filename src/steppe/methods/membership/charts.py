"""The chart of membership: the chance of every seat that is not simply in use, and of a seat that is.

A row a state and body in an analyst's order: the dot is the chance, the line its interval. The last rows are what a
seat in use and a state without a standing have in common.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from steppe.display.charts.intervals import NARROW, ROW
from steppe.display.charts.intervals import draw as draw_intervals
from steppe.display.charts.theme import Theme, titled
from steppe.display.charts.tokens import PAGE
from steppe.display.format import chance, points
from steppe.methods.result import Result
from steppe.politics.membership.forecast import ANNOUNCED
from steppe.politics.membership.seats import LAPSED, NOTHING, USED

COLOURS = {ANNOUNCED: "ink", "frozen": "ink"}
COMMON = {USED: "a seat in use", NOTHING: "no standing", LAPSED: "no standing"}
VERBS = {"leave": "leaves", "join": "joins"}


def chart_chances(result: Result, *, width: int = 640, theme: Theme = PAGE, framed: bool = True) -> Any:
    """Every chance that has a standing of its own, with its interval; None where there is none."""
    frame = _rows(result.tables["chances"].frame, width, result.source.world.state_names)
    if frame.empty:
        return None
    room = (156, 178) if width > NARROW else (156, 40)
    chart = draw_intervals(frame, width, theme, signed=False, room=room)
    if not framed:
        return chart
    horizon = result.settings["horizon"]
    subtitle = [
        f"Chance within {horizon} years in per cent, with the middle 90 % of its distribution. Base rates of past "
        "cases; no covariate enters",
        f"Source: steppe {result.world_version}, study {result.study}",
    ]
    first = frame.iloc[0]
    return titled(chart, f"{first['name']}: {first['text']} % within {horizon} years", subtitle, theme, width)


def _rows(chances: pd.DataFrame, width: int, states: Mapping[str, str]) -> pd.DataFrame:
    """Rows of the chart: seats and applicants one by one, then one for all that share a common standing."""
    one_each = chances[~chances["standing"].isin(list(COMMON))]
    shared = chances[chances["standing"].isin(list(COMMON))]
    shared = shared[~shared["standing"].map(COMMON).duplicated()]
    rows = pd.concat([one_each, shared], ignore_index=True)
    names = [
        f"{COMMON[row.standing]} {VERBS[row.move]}"
        if row.standing in COMMON
        else f"{states[row.state]} {VERBS[row.move]} {row.organization}"
        for row in rows.itertuples()
    ]
    return pd.DataFrame(
        {
            "name": names,
            "value": 100 * rows["probability"],
            "low": 100 * rows["low"],
            "high": 100 * rows["high"],
            "colour": [COLOURS.get(standing, "ink-3") for standing in rows["standing"]],
            "text": [points(value) for value in rows["probability"]],
            "interval": [
                chance(row.probability, row.low, row.high).partition(" % ")[2] if width > NARROW else ""
                for row in rows.itertuples()
            ],
            "y": [ROW * (place + 0.5) for place in range(len(rows))],
        }
    )
