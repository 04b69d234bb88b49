"""The chart of membership: how high every event of the back-test stood in the rank of the year before.

A row an event, in the order of time; the dot stands at the percentile of its probability among all that were at risk of
the same move in that year. Full dots are exits and freezes, open ones accessions, and the row says which; the dashed
line in the middle is where chance would put them on average.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from steppe.display.charts.theme import Theme, titled
from steppe.display.charts.tokens import PAGE
from steppe.methods.result import Result

ROW = 19.0
NAMES = 150
"""Pixels for year, state and body."""

CHANCE = 0.5
WORDS = {"exit": "from", "join": "to"}


def chart_ranks(result: Result, *, width: int = 640, theme: Theme = PAGE, framed: bool = True) -> Any:
    """Every event of the back-test at its percentile among those at risk in its year; None where there is none."""
    events = result.tables["backtest"].frame
    if events.empty:
        return None
    frame = _rows(events)
    y = alt.Y(
        "row:N",
        sort=frame["row"].tolist(),
        axis=alt.Axis(title=None, ticks=False, labelLimit=NAMES, minExtent=NAMES, maxExtent=NAMES),
    )
    axis = alt.Axis(title=None, grid=True, tickCount=5, format="~g")
    x = alt.X("percentile:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)
    middle = alt.Chart(pd.DataFrame({"percentile": [CHANCE]})).mark_rule(color=theme["ink-3"], strokeDash=[3, 3])
    layers = [middle.encode(x), *(_dots(events, str(move), x, y, theme) for move, events in frame.groupby("move"))]
    chart = alt.layer(*layers).properties(width=width - NAMES - 10, height=ROW * len(frame))
    if not framed:
        return chart
    above = int((frame["percentile"] > CHANCE).sum())
    subtitle = [
        "Percentile of the probability given the year before, among all at risk. Full: freezing or leaving; open: "
        "joining; dashed: chance. A reproduction: these events were known when the model was chosen",
        f"Source: steppe {result.world_version}, study {result.study}",
    ]
    title = f"{above} of {len(frame)} events stood in the upper half of their rank"
    return titled(chart, title, subtitle, theme, width - NAMES)


def _rows(events: pd.DataFrame) -> pd.DataFrame:
    """Events in the order of time, each with its name."""
    ordered = events.sort_values(["year", "move", "state", "organization"], ignore_index=True)
    words = ordered["move"].map(WORDS)
    named = ordered["year"].astype(str) + "  " + ordered["state"] + " " + words + " " + ordered["organization"]
    return ordered.assign(row=named)


def _dots(events: pd.DataFrame, move: str, x: alt.X, y: alt.Y, theme: Theme) -> alt.Chart:
    fill = theme["ink"] if move == "exit" else theme["paper"]
    point = alt.Chart(events).mark_point(
        size=64, filled=True, fill=fill, stroke=theme["ink"], strokeWidth=1.5, opacity=1, shape="circle"
    )
    return point.encode(x, y)
