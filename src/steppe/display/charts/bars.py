"""Bars of time: a row a name, a bar a spell.

A bar is filled in the colour of its spell, or hollow where the spell is less than a full one; it is pale where the
spell holds in law alone. The last bar of a row reaches the end of the axis while it lasts.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from steppe.display.charts.choropleth import is_wide
from steppe.display.charts.theme import FONT, SMALL, Theme
from steppe.display.charts.tokens import PAGE

ROW = 15.0
"""Pixels of a row."""
PALE = 0.35
LETTER = 6.2
"""Pixels of a letter."""
FIRST = 1991
EVERY = 5
"""Years from line to line of the axis; a narrow chart names every second of them, or every fourth."""
LABELLED = "datum.value % {} == 0 ? format(datum.value, 'd') : ''"


def year_of(day: pd.Timestamp) -> float:
    """A day as a year with its part: the middle of 2010 is 2010.5."""
    return float(day.year + day.day_of_year / 366)


def draw(frame: pd.DataFrame, until: date, *, width: int, theme: Theme = PAGE) -> alt.LayerChart | Any:
    """The chart.

    Parameters
    ----------
    frame
        One row a spell: name (rows stand in the order of first use), start, end (dates; NaT while it lasts), token (of
        its colour), filled, pale.
    until
        Where the axis ends.
    width
        Pixels of the whole.
    """
    bars = _placed(frame, until, theme)
    longest = LETTER * max(map(len, frame["name"]))
    room = min(max(128.0 if is_wide(width) else 104.0, longest + 12), 0.42 * width)
    bars["name"] = [_fitted(name, room) for name in bars["name"]]
    height = ROW * (int(bars["row"].max()) + 1)
    first = min(FIRST, int(bars["start"].min()))
    years = [year for year in range(1950, until.year + 1, EVERY) if year >= first]
    named = EVERY if is_wide(width) else 2 * EVERY if until.year - first < 45 else 4 * EVERY
    scale = alt.Scale(domain=[first, until.year + 1], range=[room, width - 2], nice=False, clamp=True)
    x = alt.X(
        "start:Q", scale=scale, axis=alt.Axis(values=years, labelExpr=LABELLED.format(named), title=None, grid=True)
    )
    y, y2 = alt.Y("top:Q", scale=None, axis=None), alt.Y2("foot:Q")
    paint = (
        alt.Fill("fill:N", scale=None),
        alt.Stroke("stroke:N", scale=None),
        alt.FillOpacity("opacity:Q", scale=None),
    )
    drawn = alt.Chart(bars).mark_rect(strokeWidth=1.2).encode(x, y, alt.X2("end:Q"), y2, *paint)
    rows = bars.groupby("row").last().reset_index().assign(x=room - 8)
    names = alt.Chart(rows).mark_text(align="right", baseline="middle", fontSize=SMALL, font=FONT, color=theme["ink"])
    labels = names.encode(
        alt.X("x:Q", scale=None, axis=None), alt.Y("middle:Q", scale=None, axis=None), alt.Text("name:N")
    )
    return alt.layer(drawn, labels).properties(width=width, height=height)


def _fitted(name: str, room: float) -> str:
    """A name that fits, cut where it must be.

    Examples
    --------
    >>> _fitted("Russia", 60), _fitted("Lao People's Democratic Republic", 120)
    ('Russia', "Lao People's Dem…")
    """
    most = int((room - 12) / LETTER)
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _placed(frame: pd.DataFrame, until: date, theme: Theme) -> pd.DataFrame:
    """Each spell with its row, years and paint."""
    order = list(dict.fromkeys(frame["name"]))
    rows = []
    for spell in frame.itertuples():
        row = order.index(spell.name)
        end = float(until.year + 1) if pd.isna(spell.end) else year_of(spell.end)
        top, colour = ROW * row + 3.0, theme[spell.token]
        fill = colour if spell.filled else theme["paper"]
        foot = top + ROW - 5
        opacity = PALE if spell.pale else 1.0
        rows.append((row, spell.name, year_of(spell.start), end, top, foot, (top + foot) / 2, fill, colour, opacity))
    columns = ["row", "name", "start", "end", "top", "foot", "middle", "fill", "stroke", "opacity"]
    return pd.DataFrame(rows, columns=columns)
