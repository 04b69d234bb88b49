"""Charts of a pair: yearly shares both ways, and the times in which both hold a seat."""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from steppe.display.charts import bars
from steppe.display.charts.lines import GAP, spread, with_runs
from steppe.display.charts.theme import FONT, SMALL, Theme
from steppe.display.charts.tokens import PAGE, power_of
from steppe.display.format import RAISED, mark, percent
from steppe.influence import LAYERS
from steppe.report.brief.charts import DRAWN, FEWEST, PANEL, PANEL_HEIGHT, panel_title
from steppe.report.pair.view import Pair
from steppe.world.actors import Actor

TOPS = (5, 10, 25, 50, 100)
"""Ends, in percent, of the axis that all flows of a pair share."""
LABELS = 116.0
"""Pixels for a name and a value at the end of a line."""
SHORTEST = 14
"""Letters of a name up to which it stands over a column and at the end of a line."""


def short(view: Pair, one: Actor) -> str:
    """A name where there is little room: the code where the name is long."""
    name = view.names[one.name]
    return name if len(name) <= SHORTEST else one.name


# ------------------------------------------------------------------------ series
def top(view: Pair) -> int:
    """End of the axis of flows, in percent: the least of `TOPS` that holds them all."""
    flows = view.series[view.series["layer"].map(lambda name: LAYERS[name].parts and name in DRAWN)]
    most = 100 * float(flows["share"].max()) if len(flows) else 0.0
    return next((end for end in TOPS if most <= end), TOPS[-1])


def panels(view: Pair, *, width: float = PANEL, theme: Theme = PAGE) -> dict[str, Any]:
    """One small chart a layer with yearly shares: a line a side, named after the state whose ties they are."""
    made = {}
    for layer, own in view.series.groupby("layer", sort=False):
        enough = own.groupby("side")["year"].count().max() >= FEWEST
        if layer in DRAWN and own["share"].max() > 0 and enough:
            parts = LAYERS[str(layer)].parts
            shown = own if parts else own[own["side"] == 0]
            made[str(layer)] = _panel(str(layer), shown, view, width, top(view) if parts else 100, theme)
    return made


def _panel(layer: str, own: pd.DataFrame, view: Pair, width: float, end: int, theme: Theme) -> Any:
    frame, ends = _runs(own, view, theme, both=LAYERS[layer].parts)
    last_year = max(2023, int(view.series["year"].max()))
    scale = alt.Scale(domain=[2000, last_year], range=[0, width - LABELS - 26], nice=False)
    x = alt.X("year:Q", scale=scale, axis=alt.Axis(values=[2000, 2010, 2020], format="d", title=None))
    steps = [0, end / 2, end] if end == 5 else list(range(0, end + 1, max(5, end // 4 // 5 * 5)))
    y = alt.Y("percent:Q", scale=alt.Scale(domain=[0, end], nice=False), axis=alt.Axis(values=steps, title=None))
    colour = alt.Color("colour:N", scale=None)
    frame["line"] = [f"{side}-{run}" for side, run in zip(frame["side"], frame["run"], strict=True)]
    size = frame.groupby("line")["year"].transform("size")
    lines = alt.Chart(frame[size > 1]).mark_line(strokeWidth=1.8).encode(x, y, colour, alt.Detail("line:N"))
    dots = alt.Chart(frame[size == 1]).mark_circle(size=30, opacity=1).encode(x, y, colour)
    layers = alt.layer(lines, dots, _labels(ends, width - LABELS - 18, end))
    return layers.properties(width=width - 26, height=PANEL_HEIGHT, title=panel_title(layer))


def _runs(own: pd.DataFrame, view: Pair, theme: Theme, *, both: bool) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Points of each side with their run and colour, and what is written at the end of each line."""
    frames, ends = [], []
    for side, line in own.groupby("side", sort=True):
        whose, whom = (view.first, view.second) if side == 0 else (view.second, view.first)
        power = power_of(whom.name)
        colour = theme[power.token if power else ("ink", "ink-3")[side]]
        line = line.sort_values("year")
        frames.append(with_runs(line).assign(side=side, colour=colour))
        last = line.iloc[-1]
        name = short(view, whose) if both else "alike"
        text = f"{name} {percent(last['share'])}{RAISED[mark(last['basis'])]}"
        ends.append({"text": text, "percent": 100 * float(last["share"]), "colour": colour})
    return pd.concat(frames, ignore_index=True), ends


def _labels(ends: list[dict[str, Any]], left: float, end: int) -> alt.Chart:
    wanted = pd.DataFrame(sorted(ends, key=lambda one: -one["percent"]))
    places = spread([PANEL_HEIGHT * (1 - value / end) for value in wanted["percent"]], GAP)
    over = max(0.0, places[-1] - PANEL_HEIGHT + 2)
    wanted = wanted.assign(x=left, y=[place - over for place in places])
    style: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": SMALL, "font": FONT, "fontWeight": 600}
    pixels = (alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None))
    return alt.Chart(wanted).mark_text(**style).encode(*pixels, alt.Text("text:N"), alt.Color("colour:N", scale=None))


# ------------------------------------------------------------------------ bodies
def timeline(view: Pair, width: int) -> Any | None:
    """Times in which both hold a seat, a row a body; None where there is none."""
    if view.bodies.empty:
        return None
    leaders = [power_of(leader if isinstance(leader, str) else None) for leader in view.bodies["leader"]]
    frame = pd.DataFrame(
        {
            "name": [name.replace("_", " ") for name in view.bodies["organization"]],
            "start": view.bodies["start"].to_numpy(),
            "end": view.bodies["end"].to_numpy(),
            "token": [power.token if power else "ink-3" for power in leaders],
            "filled": view.bodies["both_members"].to_numpy(bool),
            "pale": view.bodies["pale"].to_numpy(bool),
        }
    )
    return bars.draw(frame, view.on, width=width)
