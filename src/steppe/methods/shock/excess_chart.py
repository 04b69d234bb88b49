"""Exports of the EU to Russia's neighbours by group of goods and month, each beside its counterfactuals.

A panel a state and group, on a scale of its own: what was sold (line), the same months of 2021 (dashes), and those with
the growth of other goods (dots). Between the dots, or the dashes, and the line lies the excess.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from steppe.display.charts.choropleth import is_wide
from steppe.display.charts.theme import FONT, SMALL, Theme, titled
from steppe.display.charts.tokens import PAGE
from steppe.influence.rerouted import GROUPS, NEIGHBORS, monthly
from steppe.methods.result import Result
from steppe.world.dates import VERSION
from steppe.world.world import World

LINES = {"value": "sold in 2022", "own_past": "2021", "with_growth": "2021 and the growth of other goods"}
DASHES: Mapping[str, list[float]] = {"value": [1, 0], "own_past": [5, 4], "with_growth": [1.5, 2.5]}
HIGH, GAP, LEFT = 62, 6, 40
TITLE = "What the EU sold to Russia’s neighbours, beside what their past would have been"
SUBTITLE = "Million EUR a month, March to November 2022, lines of goods that last; each panel on a scale of its own"
SOURCE = f"Source: Eurostat (Comext); steppe {VERSION}"


def chart_excess(result: Result, *, width: int = 640, theme: Theme = PAGE, framed: bool = True) -> Any:
    """The panels of a run about rerouting; None for any other."""
    if "excess" not in result.tables:
        return None
    return excess_chart(result.source.world, width=width, theme=theme, framed=framed)


def excess_chart(world: World, *, width: int = 640, theme: Theme = PAGE, framed: bool = True) -> Any:
    """The panels of a world."""
    rows = monthly(world)
    across = len(GROUPS) if is_wide(width) else 1
    room = (width - 20) // across - LEFT - GAP
    panels = [
        _panel(rows[rows["partner"].eq(state) & rows["goods"].eq(goods)], state, goods, world, room, theme)
        for state in NEIGHBORS
        for goods in GROUPS
    ]
    lines = [
        alt.hconcat(*panels[at : at + across], spacing=LEFT + GAP, bounds="flush")
        for at in range(0, len(panels), across)
    ]
    chart = alt.vconcat(_legend(width, theme), *lines, spacing=10)
    return titled(chart, TITLE, [SUBTITLE, SOURCE], theme, width) if framed else chart


def _panel(rows: pd.DataFrame, state: str, goods: str, world: World, width: int, theme: Theme) -> Any:
    """One state and group; words where the group is not on record."""
    name = f"{world.state_names[state]}: {goods}"
    title = alt.TitleParams(name, anchor="start", fontSize=SMALL, font=FONT, color=theme["ink"], fontWeight="normal")
    if rows.empty:
        words = pd.DataFrame({"words": ["not on record by month"]})
        mark = alt.Chart(words).mark_text(align="left", fontSize=SMALL, font=FONT, color=theme["ink-2"])
        return mark.encode(alt.X(value=0), alt.Y(value=HIGH / 2), alt.Text("words:N")).properties(
            width=width, height=HIGH, title=title
        )
    long = rows.melt("month", list(LINES), var_name="line", value_name="million").dropna()
    x = alt.X("month:T", axis=alt.Axis(title=None, format="%b", tickCount=4, grid=False))
    y = alt.Y("million:Q", scale=alt.Scale(zero=True), axis=alt.Axis(title=None, tickCount=3, minExtent=LEFT - 14))
    layers = [
        alt.Chart(long[long["line"].eq(line)])
        .mark_line(strokeWidth=2 if line == "value" else 1.4, strokeDash=DASHES[line])
        .encode(x, y, color=alt.value(theme["link" if line == "value" else "ink-2"]))
        for line in LINES
    ]
    return alt.layer(*layers).properties(width=width, height=HIGH, title=title)


def _legend(width: int, theme: Theme) -> Any:
    """What the three lines are."""
    step = width / (len(LINES) + 1) if is_wide(width) else 0  # the last has the longest words
    marks = []
    for place, (line, words) in enumerate(LINES.items()):
        left, top = (place * step, 8) if step else (0, 8 + 16 * place)
        frame = pd.DataFrame({"x": [left, left + 26], "words": [words, words]})
        stroke = alt.Chart(frame).mark_line(strokeWidth=2, strokeDash=DASHES[line])
        marks += [
            stroke.encode(
                alt.X("x:Q", scale=None, axis=None),
                alt.Y(value=top),
                color=alt.value(theme["link" if line == "value" else "ink-2"]),
            ),
            alt.Chart(frame.tail(1))
            .mark_text(align="left", dx=6, baseline="middle", fontSize=SMALL, font=FONT, color=theme["ink"])
            .encode(alt.X("x:Q", scale=None, axis=None), alt.Y(value=top), alt.Text("words:N")),
        ]
    return alt.layer(*marks).properties(width=width - 20, height=16 if step else 16 * len(LINES))
