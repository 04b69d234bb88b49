"""Charts of patronage: where joint action costs rent, and who can threaten or offer whom what.

*Sympathy*: what joint action of the two powers takes of the rent, over the α at which they value each other's share. A
line a state, their mean on top; the rule is α*, from which on the two are one camp while all shares stay positive.
*Rivals or one camp*: α* by the number of shares; below the line joint action costs rent, above it nothing. *Cases* and
*pressure*: states by powers, what is on record and what the model has, each power in the ramp of its own colour.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from steppe.display.charts.intervals import NARROW
from steppe.display.charts.theme import FONT, SMALL, Theme, titled
from steppe.display.charts.tokens import PAGE, power_of
from steppe.display.charts.tokens import level as class_of
from steppe.display.format import sentence_case
from steppe.methods.patronage.case import UNTESTED
from steppe.methods.patronage.joint import ALPHAS
from steppe.methods.result import Result, Table
from steppe.politics.patronage import sympathy_threshold

HEIGHT = 240
ROW = 26.0
BOUNDS = (2, 5, 10, 20, 50)
"""Inner bounds of the six classes of a matrix, in tenths of a per cent of GDP or in cases."""
SYMPATHY, THRESHOLD, CASES, MATRICES = "sympathy", "threshold", "cases", ("threats", "offers")
"""Slugs of the tables that are drawn."""


def chart_sympathy(result: Result, *, width: int = 640, theme: Theme = PAGE, framed: bool = True) -> Any:
    """Part of the rent lost by joint action over sympathy; None where the study does not ask it."""
    if SYMPATHY not in result.tables:
        return None
    frame = _over_alpha(result.tables[SYMPATHY].frame)
    study: Any = result.source.study
    shares = len(study.powers) + 1
    edge = sympathy_threshold(shares)
    x = alt.X("alpha:Q", scale=alt.Scale(domain=[-0.5, 1], nice=False), axis=_axis("α: worth of the other's share"))
    y = alt.Y("lost:Q", axis=alt.Axis(title=None, grid=True, tickCount=5), scale=alt.Scale(domainMin=0))
    mean = frame.groupby("alpha", as_index=False)["lost"].mean()
    layers = [
        alt.Chart(frame)
        .mark_line(color=theme["ink-3"], strokeWidth=1, opacity=0.6)
        .encode(x, y, alt.Detail("state:N")),
        alt.Chart(mean).mark_line(color=theme["ink"], strokeWidth=2.4).encode(x, y),
        *_edge(edge, f"α* = {edge:.3f}", theme),
    ]
    chart = alt.layer(*layers).properties(width=width - 44, height=HEIGHT)
    if not framed:
        return chart
    word = "costs rent only while the two are hardly in sympathy" if mean["lost"].iloc[-1] < 1 else "costs rent"
    subtitle = [
        f"Part of the rent lost by joint action, %, {result.baseline}. Thin: a state; thick: their mean over states",
        _source(result),
    ]
    return titled(chart, f"Joint action {word}", subtitle, theme, width)


def _over_alpha(table: pd.DataFrame) -> pd.DataFrame:
    """The wide table as rows: state, alpha, lost."""
    return table.set_axis(["state", *ALPHAS], axis=1).melt("state", var_name="alpha", value_name="lost")


def chart_threshold(result: Result, *, width: int = 640, theme: Theme = PAGE, framed: bool = True) -> Any:
    """The region in which two of several patrons are rivals; None where the study does not ask it."""
    if THRESHOLD not in result.tables:
        return None
    table = result.tables[THRESHOLD].frame
    x = alt.X(
        "shares:Q", axis=_axis("shares that the state divides", values=list(table["shares"])), scale=_tight(table)
    )
    y = alt.Y("alpha:Q", axis=alt.Axis(title="α", grid=True, tickCount=5), scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(table)
    words = table.assign(text=[f"{alpha:.3f}".rstrip("0").rstrip(".") for alpha in table["alpha"]])
    layers = [
        base.mark_area(color=theme["div-l1"], opacity=0.8).encode(x, y),
        base.mark_line(color=theme["div-l3"], strokeWidth=2).encode(x, y),
        base.mark_point(filled=True, size=50, color=theme["div-l3"], opacity=1).encode(x, y),
        alt.Chart(words).mark_text(dy=-11, align="left", **_style(theme["ink"])).encode(x, y, text="text:N"),
        _note(4.6, 0.62, "one camp: it costs none", theme, table),
        *([_note(2.12, 0.12, "rivals: joint action costs rent", theme, table)] if width > NARROW else []),
    ]
    chart = alt.layer(*layers).properties(width=width - 60, height=HEIGHT)
    if not framed:
        return chart
    title = "The more shares, the less sympathy makes two patrons one camp"
    subtitle = [
        "α from which two of the patrons are one camp; below it they are rivals, and joint action costs rent. "
        "Exact while all shares stay positive",
        _source(result),
    ]
    return titled(chart, title, subtitle, theme, width)


def chart_cases(result: Result, *, width: int = 640, theme: Theme = PAGE, framed: bool = True) -> Any:
    """States by powers: cases on record; None where the study does not begin with them."""
    if CASES not in result.tables:
        return None
    table = result.tables[CASES]
    chart = _matrix(_cells(table, width, 1.0, result), width, theme)
    source = f"Source: steppe {result.world_version}, the ledger of episodes"
    subtitle = ["A list of what was noticed and no sample: a pair with 0 is not known to have none", source]
    return titled(chart, sentence_case(table.title), subtitle, theme, width) if framed else chart


def chart_pressure(result: Result, *, width: int = 640, theme: Theme = PAGE, framed: bool = True) -> Any:
    """States by powers: credible threats or offers, % of GDP; None where the study asks neither."""
    table = next((result.tables[slug] for slug in MATRICES if slug in result.tables), None)
    if table is None:
        return None
    chart = _matrix(_cells(table, width, 10.0, result), width, theme)
    what = "Credible threat" if MATRICES[0] in result.tables else "Offer"
    drawn = f"mean of {result.draws} draws of assumed stakes"
    subtitle = [f"{what}, % of GDP, {result.baseline}, {drawn}. {UNTESTED}", _source(result)]
    return titled(chart, _largest(table.frame, what), subtitle, theme, width) if framed else chart


def _matrix(cells: pd.DataFrame, width: int, theme: Theme) -> Any:
    """The cells as a picture."""
    rows = cells.drop_duplicates("state")
    heads = cells.drop_duplicates("power")
    heads = heads.assign(head=[_name(power) if width > NARROW else power for power in heads["power"]])
    pixels = {"x": alt.X("left:Q", scale=None, axis=None), "y": alt.Y("top:Q", scale=None, axis=None)}
    box = alt.Chart(cells.assign(colour=[theme[token] for token in cells["fill"]])).mark_rect()
    ink = cells.assign(colour=[theme[token] for token in cells["ink"]])
    text = alt.Chart(ink).mark_text(baseline="middle", fontSize=SMALL, font=FONT)
    colour = alt.Color("colour:N", scale=None)
    middle = {"x": alt.X("middle:Q", scale=None, axis=None), "y": alt.Y("centre:Q", scale=None, axis=None)}
    layers = [
        box.encode(**pixels, x2="right:Q", y2="foot:Q", color=colour),
        text.encode(**middle, text="text:N", color=colour),
        alt.Chart(rows.assign(middle=0.0))
        .mark_text(align="left", baseline="middle", **_style(theme["ink"]))
        .encode(**middle, text="state:N"),
        alt.Chart(heads.assign(centre=10.0)).mark_text(**_style(theme["ink-2"])).encode(**middle, text="head:N"),
    ]
    return alt.layer(*layers).properties(width=width, height=float(cells["foot"].max()) + 2)


def _cells(table: Table, width: int, scale: float, result: Result) -> pd.DataFrame:
    """One row a cell: place in pixels, figure, and its tokens; `scale` brings figures to the bounds of the classes."""
    powers = [name for name in table.frame.columns if name != "state"]
    room, names = 88.0, result.source.world.state_names
    size = min(96.0, (width - room) / len(powers))
    rows = []
    for i, (line, words) in enumerate(zip(table.frame.to_dict("records"), table.shown.to_dict("records"), strict=True)):
        for j, power in enumerate(powers):
            left, top = room + j * size, 22 + i * ROW
            fill, ink = _paint(power, scale * float(line[power]))
            places = (left, left + size - 2, left + 0.5 * size, top, top + ROW - 2, top + 0.5 * ROW)
            rows.append((names[line["state"]], power, str(words[power]), fill, ink, *places))
    columns = ["state", "power", "text", "fill", "ink", "left", "right", "middle", "top", "foot", "centre"]
    return pd.DataFrame(rows, columns=columns)


def _paint(power: str, value: float) -> tuple[str, str]:
    """Tokens of a cell: the power's ramp, or grey where a power has no colour of its own."""
    known = power_of(power)
    if known is None:
        return "band", "ink"
    step = class_of(value, BOUNDS)
    return f"{known.token}-{step}", "on-hi" if step > 3 else "on-lo"


def _name(power: str) -> str:
    known = power_of(power)
    return known.name if known else power


def _largest(table: pd.DataFrame, what: str) -> str:
    """Whose is the largest of the matrix, as a title that follows it; no figure, since none of it is observed."""
    long = table.melt("state", var_name="power", value_name="value")
    top = long.loc[long["value"].idxmax()]
    return f"{what}: in the model largest from {_name(str(top['power']))} in {top['state']}"


def _edge(at: float, text: str, theme: Theme) -> list[alt.Chart]:
    frame = pd.DataFrame({"alpha": [at], "text": [text], "y": [8.0]})
    x = alt.X("alpha:Q")
    rule = alt.Chart(frame).mark_rule(color=theme["div-l3"], strokeDash=[4, 3], strokeWidth=1.5).encode(x)
    label = alt.Chart(frame).mark_text(align="left", dx=5, **_style(theme["div-l3"]))
    return [rule, label.encode(x, alt.Y("y:Q", scale=None, axis=None), text="text:N")]


def _note(x: float, y: float, text: str, theme: Theme, table: pd.DataFrame) -> alt.Chart:
    frame = pd.DataFrame({"shares": [x], "alpha": [y], "text": [text]})
    note = alt.Chart(frame).mark_text(align="left", **_style(theme["ink-2"]))
    return note.encode(alt.X("shares:Q", scale=_tight(table)), alt.Y("alpha:Q"), text="text:N")


def _tight(table: pd.DataFrame) -> alt.Scale:
    return alt.Scale(domain=[float(table["shares"].min()), float(table["shares"].max()) + 0.4], nice=False)


def _axis(title: str, values: list[int] | None = None) -> alt.Axis:
    return alt.Axis(title=title, values=values, format="d") if values else alt.Axis(title=title, tickCount=6)


def _style(colour: str) -> dict[str, Any]:
    return {"color": colour, "fontSize": SMALL, "font": FONT}


def _source(result: Result) -> str:
    return (
        f"Source: steppe {result.world_version}, stakes made of dependence and vulnerability, {result.draws} draws, "
        f"seed {result.seed}"
    )
