"""Charts of a shock: stacked bars by state, and the map.

*Bars*: a row a state, a bar a channel, losses to the left and gains to the right. What is in the sum is filled, and its
total is a dot; what lies beside it is hatched, in rows of their own below, so that no eye adds it up. *Map*: the sum
where there is one, else what lies beside, and the title says which.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from steppe.display.charts.choropleth import Picture, Shade, draw, is_wide
from steppe.display.charts.theme import FONT, SMALL, Theme, titled
from steppe.display.charts.tokens import CHANGE_CLASSES, CHANGE_TOKENS, PAGE
from steppe.display.charts.tokens import change as change_tokens
from steppe.display.format import change, written
from steppe.methods.income.channels import channels
from steppe.methods.result import Result
from steppe.methods.signs import MEASURABLE
from steppe.world.dates import TODAY
from steppe.world.shapes import outlines

SUM = "sum"
ROW, THIN = 22.0, 9.0
HATCH = 5.0
"""Pixels between the strokes of a hatched bar."""
COLOURS = ("link", "div-g2", "div-l2", "div-l3", "ink-2", "other")
"""Tokens of channels in their order."""


def chart_bars(result: Result, *, width: int = 640, theme: Theme = PAGE, framed: bool = True) -> Any:
    """Bars by state and channel; None where nothing moves."""
    bars = _bars(result)
    if bars.empty:
        return None
    chart = _drawn(bars, result, width, theme)
    if not framed:
        return chart
    subtitle = [
        f"% of GDP of {result.baseline}, medians. Filled: in the sum, whose total is the dot; hatched: beside it",
        f"Source: steppe {result.world_version}, study {result.study}",
    ]
    return titled(chart, "What reaches whom, by channel", subtitle, theme, width)


def _bars(result: Result) -> pd.DataFrame:
    """State, channel, value and whether it is in the sum, of every part that is large enough to be seen."""
    table = result.tables["channels"].frame
    names = list(table.columns)
    counted = names[1 : names.index(SUM)]
    rows = table.melt("state", [name for name in names[1:] if name != SUM], var_name="part", value_name="value")
    rows = rows[rows["value"].abs() >= MEASURABLE]
    rows["counted"] = rows["part"].isin(counted)
    rows["channel"] = rows["part"].str.split(",").str[0]
    return rows.reset_index(drop=True)


def _drawn(bars: pd.DataFrame, result: Result, width: int, theme: Theme) -> Any:
    sums = result.tables["channels"].frame.set_index("state")[SUM]
    states = list(bars.groupby("state")["value"].apply(lambda of: of.abs().sum()).sort_values(ascending=False).index)
    names = result.source.world.state_names
    order = {channel.title.lower(): place for place, channel in enumerate(channels())}
    bars = bars.assign(rank=bars["channel"].map(order)).sort_values(["rank"], kind="stable")
    rows = pd.DataFrame(
        [row for state in states for row in _placed(bars[bars["state"].eq(state)], states.index(state))]
    )
    room = 96 if is_wide(width) else 84
    ends = [0.0, *rows["start"], *rows["end"]]
    x = alt.Scale(domain=[min(ends), max(ends)], range=[room, width - 30], nice=True)
    scaled = (max(ends) - min(ends)) / (width - 30 - room)
    fill = {name: theme[COLOURS[order[name] % len(COLOURS)]] for name in rows["channel"].unique()}
    rows["colour"] = rows["channel"].map(fill)
    dots = pd.DataFrame(
        {"x": [float(sums[state]) for state in states], "y": [ROW * k + 7 for k in range(len(states))]}
    ).dropna()
    labels = pd.DataFrame({"name": [names[state] for state in states], "y": [ROW * k + 9 for k in range(len(states))]})
    axis = alt.Axis(title=None, grid=True, tickCount=5, orient="bottom", labelFont=FONT)
    layers = [
        _rects(rows[rows["counted"]], x, axis, filled=True),
        _rects(rows[~rows["counted"]], x, axis, filled=False),
        _strokes(rows[~rows["counted"]], x, scaled),
        alt.Chart(dots[dots["x"].ne(0)])
        .mark_point(filled=True, size=42, color=theme["ink"], opacity=1)
        .encode(alt.X("x:Q", scale=x), alt.Y("y:Q", scale=None, axis=None)),
        alt.Chart(labels)
        .mark_text(align="right", baseline="middle", fontSize=SMALL, font=FONT, color=theme["ink"])
        .encode(alt.X(value=room - 8), alt.Y("y:Q", scale=None, axis=None), alt.Text("name:N")),
        _legend(fill, theme, len(states), room),
    ]
    return alt.layer(*(one for one in layers if one is not None)).properties(
        width=width, height=ROW * len(states) + 22 + 16 * ((len(fill) + 1) // 2)
    )


def _placed(bars: pd.DataFrame, row: int) -> list[dict[str, Any]]:
    """Bars of a state end to end, gains and losses apart; what lies beside in a thin row below."""
    made = []
    for counted in (True, False):
        ends = {True: 0.0, False: 0.0}
        for bar in bars[bars["counted"].eq(counted)].itertuples():
            start = ends[bar.value > 0]
            ends[bar.value > 0] = start + bar.value
            top = ROW * row + (3 if counted else 12)
            made.append(
                {"channel": bar.channel, "counted": counted, "start": start, "end": start + bar.value}
                | {"top": top, "foot": top + (THIN if counted else THIN - 2)}
            )
    return made


def _rects(rows: pd.DataFrame, x: alt.Scale, axis: alt.Axis, *, filled: bool) -> Any:
    if rows.empty:
        return None
    paint = alt.Fill("colour:N", scale=None) if filled else alt.Stroke("colour:N", scale=None)
    return (
        alt.Chart(rows)
        .mark_rect(strokeWidth=1, fillOpacity=1.0 if filled else 0.0)
        .encode(
            alt.X("start:Q", scale=x, axis=axis),
            alt.X2("end:Q"),
            alt.Y("top:Q", scale=None, axis=None),
            alt.Y2("foot:Q"),
            paint,
        )
    )


def _strokes(rows: pd.DataFrame, x: alt.Scale, scaled: float) -> Any:
    """Slanted strokes across each hatched bar."""
    made = []
    for bar in rows.itertuples():
        low, high = sorted((bar.start, bar.end))
        count = int((high - low) / (HATCH * scaled))
        for k in range(count):
            left = low + k * HATCH * scaled
            right = min(high, left + HATCH * scaled)
            made.append({"left": left, "right": right, "top": bar.foot, "foot": bar.top, "colour": bar.colour})
    if not made:
        return None
    return (
        alt.Chart(pd.DataFrame(made))
        .mark_rule(strokeWidth=1)
        .encode(
            alt.X("left:Q", scale=x),
            alt.X2("right:Q"),
            alt.Y("top:Q", scale=None, axis=None),
            alt.Y2("foot:Q"),
            alt.Color("colour:N", scale=None),
        )
    )


def _legend(fill: dict[str, str], theme: Theme, count: int, room: float) -> Any:
    rows = [
        {"name": name, "colour": colour, "x": room + 150 * (k % 2), "y": ROW * count + 30 + 16 * (k // 2)}
        for k, (name, colour) in enumerate(fill.items())
    ]
    base = alt.Chart(pd.DataFrame(rows))
    place = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)
    marks = base.mark_square(size=70, opacity=1).encode(*place, alt.Color("colour:N", scale=None))
    words = base.mark_text(align="left", dx=9, baseline="middle", fontSize=SMALL, font=FONT, color=theme["ink"])
    return alt.layer(marks, words.encode(*place, alt.Text("name:N")))


# --------------------------------------------------------------------- map
def chart_map(result: Result, *, width: int = 640, theme: Theme = PAGE, framed: bool = True, height: int = 400) -> Any:
    """Map of the sum, or of what lies beside it where the sum moves nobody; None where nothing moves."""
    bars = _bars(result)
    if bars.empty:
        return None
    counted = bool(bars["counted"].any())
    table = result.tables["channels"]
    sums = table.frame.set_index("state")[SUM]
    spread = dict(zip(table.frame["state"], table.errors[SUM], strict=True)) if table.errors is not None else {}
    beside = bars[~bars["counted"]].groupby("state")["value"].sum()
    figures = sums[sums.notna() & sums.ne(0)] if counted else beside
    world = result.source.world
    shades = {str(state): _shade(float(value), spread.get(str(state), 0.0)) for state, value in figures.items()}
    bounds = ["", *(written(bound, "g") for bound in CHANGE_CLASSES)]
    picture = Picture(
        shapes=outlines(world, TODAY),
        names={state: world.state_names[state] for state in shades},
        focus=world.group("twelve"),
        labelled=tuple(shades),
        shades=shades,
        legend=tuple(zip(CHANGE_TOKENS, bounds, strict=True)),
        words="% of GDP. Plain land: nothing, or no figure" if is_wide(width) else "%",
        source="",
        border="line",
        most=str(figures.abs().idxmax()) if len(figures) else "",
    )
    chart = draw(picture, width, height, theme)
    title = "The sum of what counts" if counted else "What lies beside the sum: it is not counted"
    subtitle = [
        f"% of GDP of {result.baseline}, medians",
        f"Source: steppe {result.world_version}, study {result.study}; Natural Earth",
    ]
    return titled(chart, title, subtitle, theme, width) if framed else chart


def _shade(value: float, error: float) -> Shade:
    fill, ink = change_tokens(value)
    return Shade(fill, ink, change(value, error))
