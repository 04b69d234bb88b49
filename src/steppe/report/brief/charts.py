"""Charts of a brief: its ties on a map, yearly shares by layer, seats through time, and what a cut would cost.

Small multiples share one scale and break where a year is missing; lines end in their name and value. A bar of the
timeline is filled while the state is a full member and hollow while it holds another status; its colour is that of the
power which leads the body, grey where none does.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from steppe.display.charts import geometry
from steppe.display.charts.arcs import Tie
from steppe.display.charts.choropleth import Picture, Shade, draw, is_wide
from steppe.display.charts.lines import GAP, spread, with_runs
from steppe.display.charts.theme import FONT, SMALL, Theme
from steppe.display.charts.tokens import PAGE, power_of, token_of
from steppe.display.format import RAISED, mark, percent
from steppe.influence import LAYERS
from steppe.report.brief.view import SHORT_NAMES, Brief

PANEL = 290
"""Pixels of one of the small multiples."""
PANEL_HEIGHT = 104
LONGEST = 38
"""Letters of a subtitle that fit over a panel."""
DASHES = {"RUS": [1, 0], "CHN": [6, 2], "EU": [2, 2], "USA": [1, 3], "TUR": [8, 2, 2, 2]}
"""Dash and gap of the line of each power."""
FEWEST = 4
"""Years that some power must have on a layer for it to get a panel."""
FARTHEST = 62.0
"""Degrees from the centre of the usual map beyond which a state gets a map around itself."""
NEAR, NEAR_AWAY = 48.0, 85.0
"""Degrees from the centre of the usual map, and of one around a state far away, within which partners widen it."""
BAR = 15.0
"""Pixels of a row of the timeline."""
DRAWN = ("trade", "trade_own", "debt", "debt_service", "remittances", "energy", "votes", "students")
"""Layers that get a panel where they have figures: flows, and votes. Counts of sites, seats, treaties and exercises are
small numbers that say more in the table."""


# ----------------------------------------------------------------------- map
def chart_ties(
    view: Brief, *, width: int = 880, height: int = 520, theme: Theme = PAGE, framed: bool = True
) -> alt.VConcatChart | None:
    """The state and its largest partners in goods, an arc a partner; None where the state has no outline.

    `framed` with its source, for use outside a page.
    """
    homes = _places(view)
    if view.code not in homes or view.partners.empty:
        return None
    home = homes[view.code]
    centre = (
        geometry.CENTRE if _degrees(home, geometry.CENTRE) < FARTHEST else (home[0], float(np.clip(home[1], 0, 60)))
    )
    shown = view.partners[view.partners["withheld"].isna()]
    near = [one for one in shown["partner"] if one in homes and _degrees(homes[one], centre) < NEAR]
    start = _home(view)
    ties = [
        Tie(start, row.partner, float(row.share), token_of(row.partner, "ink-3"))
        for row in shown.itertuples()
        if row.partner in homes
    ]
    year = int(view.partners["year"].iloc[0])
    words = f"Arcs: its largest partners in goods, {year}; width by share"
    picture = Picture(
        shapes=view.shapes,
        names=view.names,
        focus=(),
        around=(start, *(one for one in near if _spans(one))),
        labelled=(*(view.actor.members if not view.actor.bloc else ()), *shown["partner"]),
        shades={member: Shade("ink", "paper", "") for member in view.actor.members},
        legend=(),
        words=words if is_wide(width) else f"Arcs: largest partners in goods, {year}",
        source=""
        if not framed
        else f"Source: the records of its trade, as in the table; Natural Earth; steppe {view.version}",
        ties=tuple(ties),
        centre=centre,
    )
    return draw(picture, width, height, theme)


def _home(view: Brief) -> str:
    """The state that arcs start from: for a bloc the member in its middle."""
    return "DEU" if view.actor.bloc else view.code


def _spans(state: str) -> bool:
    """Whether a whole state may widen the frame: the two that reach across a continent may not."""
    return state not in ("USA", "CAN")


def _places(view: Brief) -> Mapping[str, tuple[float, float]]:
    """Longitude and latitude of the middle of the largest polygon of each state; of a bloc as of its middle member."""
    places = {}
    wanted = {_home(view), *view.partners["partner"]}
    states = view.shapes[(view.shapes["kind"] == "state") & view.shapes["state"].isin(wanted)]
    for row in states.itertuples():
        ring = max((polygon[0] for polygon in geometry.rings(row.geometry)), key=geometry.area)
        middle = (ring.min(axis=0) + ring.max(axis=0)) / 2
        places[row.state] = (float(middle[0]), float(middle[1]))
    return places | ({view.code: places[_home(view)]} if _home(view) in places else {})


def _degrees(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Angle between two places on the sphere."""
    (a, p), (b, q) = np.radians(one), np.radians(other)
    cosine = np.sin(p) * np.sin(q) + np.cos(p) * np.cos(q) * np.cos(a - b)
    return float(np.degrees(np.arccos(np.clip(cosine, -1, 1))))


# -------------------------------------------------------------------- series
def series_panels(
    view: Brief, *, width: float = PANEL, theme: Theme = PAGE, dashed: bool = False
) -> dict[str, alt.LayerChart | Any]:
    """One small chart a layer with yearly shares: a line a power, all on one scale; `dashed` for paper in grey."""
    last_year = max(2023, int(view.series["year"].max())) if len(view.series) else 2023
    made = {}
    for layer, own in view.series.groupby("layer", sort=False):
        if layer in DRAWN and own["share"].max() > 0 and own.groupby("partner")["year"].count().max() >= FEWEST:
            made[str(layer)] = _panel(str(layer), own, view, width, last_year, theme, dashed)
    return made


def panel_title(layer: str) -> alt.TitleParams:
    """Title and unit over a small chart of a layer: the whole in words where they fit."""
    what = LAYERS[layer]
    whole = what.whole.split(" (")[0]
    return alt.TitleParams(what.title, subtitle=f"% of {whole}" if len(whole) < LONGEST else "%")


def _panel(
    layer: str, own: pd.DataFrame, view: Brief, width: float, last_year: int, theme: Theme, dashed: bool
) -> alt.LayerChart | Any:
    room = 84.0
    frame, ends = _runs(own, view, theme)
    scale = alt.Scale(domain=[2000, last_year], range=[0, width - room - 26], nice=False)
    x = alt.X("year:Q", scale=scale, axis=alt.Axis(values=[2000, 2010, 2020], format="d", title=None))
    y = alt.Y(
        "percent:Q",
        scale=alt.Scale(domain=[0, 100], nice=False),
        axis=alt.Axis(values=[0, 25, 50, 75, 100], title=None),
    )
    colour = alt.Color("colour:N", scale=None)
    size = frame.groupby(["power", "run"])["year"].transform("size")
    base = alt.Chart(frame[size > 1]).mark_line(strokeWidth=1.8)
    dots = alt.Chart(frame[size == 1]).mark_circle(size=30, opacity=1)
    labels = _labels(ends, width - room - 18)
    lines = base.encode(
        x, y, colour, *([_dash()] if dashed else []), detail=[alt.Detail("power:N"), alt.Detail("run:N")]
    )
    layers = alt.layer(lines, dots.encode(x, y, colour), labels)
    return layers.properties(width=width - 26, height=PANEL_HEIGHT, title=panel_title(layer))


def _dash() -> alt.StrokeDash:
    """A dash a power: on paper without colour the lines still differ."""
    return alt.StrokeDash("power:N", scale=alt.Scale(domain=list(DASHES), range=list(DASHES.values())))


def _runs(own: pd.DataFrame, view: Brief, theme: Theme) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Points of all powers with their run and colour, and what is written at the end of each line."""
    frames, ends = [], []
    for power, line in own.groupby("partner", sort=False):
        pull = power_of(str(power))
        colour = theme[pull.token] if pull else theme["ink-2"]
        line = line.sort_values("year")
        frames.append(with_runs(line).assign(power=power, colour=colour))
        last = line.iloc[-1]
        name = SHORT_NAMES.get(view.names[str(power)], view.names[str(power)])
        text = f"{name} {percent(last['share'])}{RAISED[mark(last['basis'])]}"
        ends.append({"text": text, "percent": 100 * float(last["share"]), "colour": colour})
    return pd.concat(frames, ignore_index=True), ends


def _labels(ends: list[dict[str, Any]], left: float) -> alt.Chart:
    """Names and values right of the last year, moved apart where they would overlap."""
    wanted = pd.DataFrame(sorted(ends, key=lambda end: -end["percent"]))
    places = spread([PANEL_HEIGHT * (1 - value / 100) for value in wanted["percent"]], GAP)
    over = max(0.0, places[-1] - PANEL_HEIGHT + 2)
    wanted = wanted.assign(x=left, y=[place - over for place in places])
    style: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": SMALL, "font": FONT, "fontWeight": 600}
    text = alt.Chart(wanted).mark_text(**style)
    pixels = (alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None))
    return text.encode(*pixels, alt.Text("text:N"), alt.Color("colour:N", scale=None))


# --------------------------------------------------------------------- seats
def chart_seats(view: Brief, *, width: int = 880, theme: Theme = PAGE) -> alt.LayerChart | Any | None:
    """Seats through time, a row a body and its forerunners; None where there is none."""
    if view.spells.empty:
        return None
    frame = _bars(view, theme)
    room = 128.0 if is_wide(width) else 104.0
    height = BAR * (int(frame["row"].max()) + 1)
    first = min(1991, int(frame["start"].min()))
    years = [year for year in range(1960, 2030, 10) if year >= first]
    scale = alt.Scale(domain=[first, view.on.year + 1], range=[room, width - 2], nice=False)
    x = alt.X("start:Q", scale=scale, axis=alt.Axis(values=years, format="d", title=None, grid=True))
    y, y2 = alt.Y("top:Q", scale=None, axis=None), alt.Y2("foot:Q")
    bars = alt.Chart(frame).mark_rect(strokeWidth=1.2)
    drawn = bars.encode(x, y, alt.X2("end:Q"), y2, *_paint())
    rows = frame.groupby("row").last().reset_index().assign(x=room - 8)
    names = alt.Chart(rows).mark_text(align="right", baseline="middle", fontSize=SMALL, font=FONT, color=theme["ink"])
    labels = names.encode(alt.X("x:Q", scale=None, axis=None), alt.Y("middle:Q", scale=None, axis=None), text="name:N")
    return alt.layer(drawn, labels).properties(width=width, height=height)


def _paint() -> tuple[alt.Fill, alt.Stroke, alt.FillOpacity]:
    return (
        alt.Fill("fill:N", scale=None),
        alt.Stroke("stroke:N", scale=None),
        alt.FillOpacity("opacity:Q", scale=None),
    )


def _bars(view: Brief, theme: Theme) -> pd.DataFrame:
    """One bar a spell towards all: its row, years, place and paint."""
    own = view.spells[view.spells["towards"].isna()]
    chains = _chains(own)
    order = list(dict.fromkeys(chains[body] for body in own["organization"]))
    rows = []
    for spell in own.itertuples():
        row = order.index(chains[spell.organization])
        power = power_of(spell.leader if isinstance(spell.leader, str) else None)
        colour = theme[power.token] if power else theme["ink-3"]
        end = spell.end.year + spell.end.day_of_year / 366 if pd.notna(spell.end) else view.on.year + 1
        start = spell.start.year + spell.start.day_of_year / 366
        top = BAR * row + 3.0
        member = spell.status == "member"
        fill = colour if member else theme["paper"]
        opacity = 1.0 if spell.practice == "active" else 0.35
        foot = top + BAR - 5
        name = chains[spell.organization].replace("_", " ")
        rows.append((row, name, start, end, top, foot, (top + foot) / 2, fill, colour, opacity))
    columns = ["row", "name", "start", "end", "top", "foot", "middle", "fill", "stroke", "opacity"]
    return pd.DataFrame(rows, columns=columns)


def _chains(own: pd.DataFrame) -> Mapping[str, str]:
    """The last body of the line of successors that each body stands in."""
    heirs = {
        older: row.organization
        for row in own.itertuples()
        if isinstance(row.successor_of, str)
        for older in row.successor_of.split(";")
    }
    chains = {}
    for body in own["organization"]:
        last = body
        while last in heirs:
            last = heirs[last]
        chains[body] = last
    return chains


# -------------------------------------------------------------------- losses
def chart_losses(view: Brief, *, width: int = 440, theme: Theme = PAGE) -> alt.LayerChart | Any | None:
    """Real income lost when trade with each power stops; None where no loss is known."""
    own = view.losses[(view.losses["layer"] == "trade") & view.losses["loss"].notna()]
    if own.empty:
        return None
    own = own.sort_values("loss", ascending=False)
    frame = pd.DataFrame(
        {
            "name": [SHORT_NAMES.get(view.names[power], view.names[power]) for power in own["partner"]],
            "percent": -100 * own["loss"].to_numpy(float),
            "text": [f"−{percent(loss)}" if loss > 0 else percent(-loss) for loss in own["loss"]],
            "colour": [theme[token_of(code)] for code in own["partner"]],
            "y": [24.0 * place + 14 for place in range(len(own))],
            "zero": 0.0,
        }
    )
    low = min(-0.5, float(frame["percent"].min()))
    scale = alt.Scale(domain=[low, max(0.0, float(frame["percent"].max()))], range=[84, width - 52], nice=False)
    x = alt.X("percent:Q", scale=scale, axis=alt.Axis(tickCount=4, title=None, grid=True))
    y = alt.Y("y:Q", scale=None, axis=None)
    colour = alt.Color("colour:N", scale=None)
    bar = alt.Chart(frame).mark_rule(strokeWidth=3).encode(x, y, colour, x2="zero:Q")
    dot = alt.Chart(frame).mark_circle(size=90, opacity=1).encode(x, y, colour)
    return alt.layer(
        bar, dot, _column(frame, "name", 0, "left", theme), _column(frame, "text", width, "right", theme)
    ).properties(width=width, height=24 * len(frame))


def _column(frame: pd.DataFrame, field: str, x: float, align: Any, theme: Theme) -> alt.Chart:
    """A column of words beside the bars, at so many pixels."""
    text = alt.Chart(frame.assign(x=x)).mark_text(
        align=align, baseline="middle", fontSize=SMALL, font=FONT, color=theme["ink"], fontWeight=600
    )
    return text.encode(alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None), text=f"{field}:N")
