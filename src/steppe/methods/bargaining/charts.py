"""Charts of the studies of bargaining."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from steppe.display.charts.intervals import NARROW
from steppe.display.charts.theme import FONT, SMALL, Theme, titled
from steppe.display.charts.tokens import PAGE, power_of
from steppe.display.format import number
from steppe.methods.result import Result

PANEL, PANEL_GAP, AXIS = 118.0, 12.0, 27.0


LABEL = 36.0
"""Per cent at which the word of a panel stands: below every share of a leader."""


DILUTION = (
    "Share of the leading state in the output of all members, %, members in law on 31 December. Open dot: a year in "
    "which members were added"
)


def chart_dilution(result: Result, *, width: int = 640, theme: Theme = PAGE, framed: bool = False) -> Any | None:
    """The share of the leading state of each body through time; None where the run has no such table.

    One panel a body on one scale, in the colour of its leader, the other bodies grey behind.
    """
    if "shares-through-time" not in result.tables:
        return None
    frame = _long(result.frames)
    bodies = list(dict.fromkeys(frame["body"]))
    columns = len(bodies) if width > NARROW else 2
    each = (width - PANEL_GAP * (columns - 1)) / columns - AXIS
    panels = [_panel(frame, body, each, theme) for body in bodies]
    rows = [alt.hconcat(*panels[at : at + columns], spacing=PANEL_GAP) for at in range(0, len(panels), columns)]
    chart = rows[0] if len(rows) == 1 else alt.vconcat(*rows, spacing=22)
    if not framed:
        return chart
    subtitle = [DILUTION, f"Source: steppe {result.world_version}; WDI and IMF World Economic Outlook, current dollars"]
    return titled(chart, _dilution_words(frame[frame["body"].eq(bodies[0])]), subtitle, theme, width)


def _dilution_words(own: pd.DataFrame) -> str:
    """The first and the last share of a body's leading state."""
    start, end = own.iloc[0], own.iloc[-1]
    return (
        f"The leading state has {number(end['percent'])} % of the {end['body']}’s output in {end['year']}, after "
        f"{number(start['percent'])} % in {start['year']}"
    )


def _long(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Year, body, leader, percent, and whether members were added that year."""
    leaders = tables["bodies"].set_index("body")["leader"]
    long = tables["shares-through-time"].melt("year", var_name="body", value_name="percent").dropna()
    grown = pd.concat([tables["enlargements"], tables["elsewhere"]])
    days = set(zip(grown["body"], grown["date"].str[:4].astype(int), strict=True))
    added = [pair in days for pair in zip(long["body"], long["year"], strict=True)]
    return long.assign(leader=long["body"].map(leaders), added=added)


def _panel(frame: pd.DataFrame, body: str, width: float, theme: Theme) -> Any:
    own, others = frame[frame["body"].eq(body)], frame[frame["body"].ne(body)]
    leader = str(own["leader"].iloc[-1])
    power = power_of(leader)
    colour = theme[power.token if power else "ink-2"]
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[int(frame["year"].min()), int(frame["year"].max())], nice=False),
        axis=alt.Axis(title=None, format="d", values=[2000, 2010, 2020]),
    )
    y = alt.Y("percent:Q", scale=alt.Scale(domain=[0, 100]), axis=alt.Axis(title=None, values=[0, 50, 100], grid=True))
    grey = alt.Chart(others).mark_line(color=theme["rule"], strokeWidth=1).encode(x, y, detail="body:N")
    line = alt.Chart(own).mark_line(color=colour).encode(x, y)
    dots = alt.Chart(own[own["added"]]).mark_point(filled=True, opacity=1, size=34, fill=theme["paper"], stroke=colour)
    last = own.iloc[[-1]]
    words = last.assign(word=[f"{leader} {number(float(last['percent'].iloc[0]))} %"])
    style: Any = {"align": "right", "color": colour, "font": FONT, "fontSize": SMALL, "fontWeight": 600}
    label = alt.Chart(words.assign(percent=LABEL)).mark_text(**style)
    layers = [grey, line, dots.encode(x, y), label.encode(x, y, text="word:N")]
    title = alt.TitleParams(body, fontSize=13, fontWeight=600)
    return alt.layer(*layers).properties(width=width, height=PANEL, title=title)
