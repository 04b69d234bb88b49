"""Paths of states in the votes of the General Assembly, with bands."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from steppe.display.charts.lines import GAP, spread
from steppe.display.charts.theme import FONT, SMALL, Theme, titled
from steppe.display.charts.tokens import PAGE, power_of
from steppe.report.alignment.view import OURS, AlignmentView, signed

HEIGHT = 340
LABELS = 128.0
"""Pixels for names and values at the right."""
LEFT = 34.0
"""Pixels for the value axis."""
SHADE = 0.14
"""Opacity of a band."""
OWN, LINKED = 2.2, 1.2
"""Widths of lines estimated here, and of published ones on our scale."""


def chart_paths(
    view: AlignmentView, *, width: int = 880, height: int = HEIGHT, theme: Theme = PAGE, framed: bool = True
) -> alt.LayerChart | Any:
    """Positions by year: a line and a 90 % band for each state; thin where the positions are published ones.

    Parameters
    ----------
    width, height
        Pixels; the width is of the whole.
    theme
        Colours: `tokens.PAGE` inside a page, `tokens.LIGHT` or `tokens.DARK` on its own.
    framed
        With title, subtitle and source, for use outside a page.
    """
    frame = _frame(view, theme)
    first, last = int(frame["year"].min()), int(frame["year"].max())
    room = width - LEFT - LABELS
    years = [year for year in range(1990, 2040, 10 if width < 480 else 5) if first <= year <= last]
    span = alt.Scale(domain=[first, last], range=[0, room], nice=False)
    x = alt.X("year:Q", scale=span, axis=alt.Axis(values=years, format="d", title=None))
    low, high = float(frame["low"].min()), float(frame["high"].max())
    rise = alt.Scale(domain=[low, high], range=[height, 0], nice=False)
    words = "datum.value == 0 ? '0' : format(datum.value, '+d')"
    axis = alt.Axis(values=list(range(int(low), int(high) + 1)), title=None, labelExpr=words)
    y = alt.Y("ideal_point:Q", scale=rise, axis=axis)
    layers = [_zero(rise, room, theme), *_paths(frame, x, y, rise), _labels(view, frame, (low, high), room, height)]
    chart = alt.layer(*layers).properties(width=room, height=height)
    return titled(chart, view.says, subtitle(view), theme, width) if framed else chart


def subtitle(view: AlignmentView) -> list[str]:
    """What is drawn, and where it comes from."""
    later = view.data.paths.loc[view.data.paths["record"] != OURS, "year"]
    thin = f"; thin, from {later.min()}: published positions on our scale" if len(later) else ""
    drawn = f"Position on one line, standard deviations, with 90 % bands, by year in which the session opened{thin}"
    source = "Source: roll calls of Voeten, Strezhnev and Bailey; own estimate"
    return [drawn, f"{source}{'; Bailey, Strezhnev and Voeten 2017' if thin else ''}; steppe {view.version}"]


def _frame(view: AlignmentView, theme: Theme) -> pd.DataFrame:
    """Points with their colour, and a run for consecutive years of one record: lines join points of one run only."""
    parts = []
    for state in view.states:
        own = view.data.paths[view.data.paths["state"] == state].sort_values("year")
        new = (own["year"].diff() != 1) | (own["record"] != own["record"].shift())
        power = power_of(state)
        colour = theme[power.token] if power else theme["ink" if state == view.data.state else "ink-3"]
        wide = own["record"].eq(OURS).map({True: OWN, False: LINKED})
        parts.append(own.assign(run=state + new.cumsum().astype(str), colour=colour, wide=wide))
    columns = ["state", "year", "ideal_point", "low", "high", "run", "colour", "wide"]
    return pd.concat(parts, ignore_index=True)[columns]


def _paths(frame: pd.DataFrame, x: alt.X, y: alt.Y, rise: alt.Scale) -> list[alt.Chart]:
    """Bands, lines, and dots where a run has one year only."""
    alone = frame.groupby("run")["year"].transform("size") == 1
    colour = alt.Color("colour:N", scale=None)
    base = alt.Chart(frame[~alone])
    bands = base.mark_area(opacity=SHADE, line=False).encode(
        x, alt.Y("low:Q", scale=rise, title=None), alt.Y2("high:Q"), alt.Fill("colour:N", scale=None), detail="run:N"
    )
    lines = [
        alt.Chart(own).mark_line(strokeWidth=float(wide)).encode(x, y, colour, detail="run:N")
        for wide, own in frame[~alone].groupby("wide")
    ]
    dots = alt.Chart(frame[alone]).mark_circle(size=30, opacity=1).encode(x, y, colour)
    return [bands, *lines, *([dots] if alone.any() else [])]


def _zero(rise: alt.Scale, room: float, theme: Theme) -> alt.Chart:
    line = pd.DataFrame({"left": [0.0], "right": [room], "at": [0.0]})
    rule = alt.Chart(line).mark_rule(color=theme["ink-3"], strokeWidth=1)
    return rule.encode(alt.X("left:Q", scale=None, axis=None), alt.X2("right:Q"), alt.Y("at:Q", scale=rise, title=None))


def _labels(view: AlignmentView, frame: pd.DataFrame, ends: tuple[float, float], room: float, height: int) -> alt.Chart:
    """Names and last values right of the lines, moved apart where they would overlap."""
    last = frame.sort_values("year").groupby("state").tail(1).sort_values("ideal_point", ascending=False)
    low, high = ends
    wanted = [height * (high - value) / (high - low) for value in last["ideal_point"]]
    texts = [f"{view.names[row.state]} {signed(row.ideal_point)}" for row in last.itertuples()]
    made = pd.DataFrame({"x": room + 8, "y": spread(wanted, GAP), "text": texts, "colour": last["colour"].to_numpy()})
    style: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": SMALL, "font": FONT, "fontWeight": 600}
    pixels = (alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None))
    return alt.Chart(made).mark_text(**style).encode(*pixels, alt.Text("text:N"), alt.Color("colour:N", scale=None))
