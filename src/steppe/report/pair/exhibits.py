"""The figures of a pair as exhibits: what each shows in a sentence, its table, and how it was made."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd

from steppe.display.exhibit import Exhibit, at_sizes, cells
from steppe.display.format import day, percent
from steppe.display.page import inline
from steppe.display.words import in_text
from steppe.influence import LAYERS
from steppe.report.brief.charts import PANEL
from steppe.report.pair import charts
from steppe.report.pair.view import Pair
from steppe.report.shared.seats import SPELLS, as_day

SIZES = (("large", 800), ("small", 340))


def series(view: Pair) -> list[Exhibit]:
    """A small chart a layer with yearly shares both ways, each with its table; a phone has room for it as it is."""
    return [_series(view, layer, chart) for layer, chart in charts.panels(view, width=PANEL).items()]


def _series(view: Pair, layer: str, chart: Any) -> Exhibit:
    own = view.series[view.series["layer"] == layer]
    names = [view.names[one.name] for one in (view.first, view.second)]
    heads_of = {side: f"{names[side]} on {names[1 - side]}, %" for side in (0, 1)}
    wide = (100 * own.pivot(index="year", columns="side", values="share")).sort_index(ascending=False)
    frame = wide.rename(columns=heads_of).reset_index().rename(columns={"year": "Year"}).astype({"Year": str})
    heads, rows = cells(frame, {name: _points for name in frame.columns[1:]})
    what = LAYERS[layer]
    tie = view.ties.set_index("layer")
    used = str(tie.at[layer, "source"]).split(";") if layer in tie.index else []
    sources = view.sources[view.sources["source"].isin(used)]
    source = "; ".join(dict.fromkeys(f"{row.producer}, {row.title}" for row in sources.itertuples()))
    record = ", ".join(dict.fromkeys(own["record"].dropna().str.split(";").explode()))
    return Exhibit(
        name=f"series-{layer.replace('_', '-')}",
        finding=_leads(view, layer, own, names),
        subtitle=f"% of {what.whole}, {view.title}, by year; a missing year breaks the line",
        drawings=(("", inline(chart, f"series-{layer}")),),
        heads=heads,
        rows=rows,
        source=source,
        how={
            "Formula": f"figure of the one with the other / {what.whole} of the one",
            "Record": record or "one record only",
            "Source": source,
            "Command": f"steppe dependence {view.first.name} --on {view.second.name} --layer {layer}",
        },
    )


def _leads(view: Pair, layer: str, own: pd.DataFrame, names: list[str]) -> str:
    """The last share of each side."""
    parts = []
    for side, line in own.groupby("side"):
        last = line.sort_values("year").iloc[-1]
        one, other = names[int(side)], in_text(names[1 - int(side)])
        if not LAYERS[layer].parts:
            return f"{LAYERS[layer].title}: {percent(last['share'])} % alike in {int(last['year'])}"
        parts.append(f"{percent(last['share'])} % of {one} with {other} in {int(last['year'])}")
    return f"{LAYERS[layer].title}: {'; '.join(parts)}"


def timeline(view: Pair) -> Exhibit | None:
    """Times in which both hold a seat; None where there is none."""
    drawings = at_sizes("bodies", SIZES, partial(charts.timeline, view))
    if not drawings:
        return None
    own = view.bodies
    frame = pd.DataFrame(
        {
            "Body": own["title"],
            "Both from": own["start"].map(as_day),
            "Until": own["end"].map(as_day),
            f"{view.names[view.first.name]} as": own["first"],
            f"{view.names[view.second.name]} as": own["second"],
        }
    )
    heads, rows = cells(frame)
    return Exhibit(
        name="bodies-chart",
        finding=view.says["bodies"],
        subtitle=f"Times in which {view.title} both hold a seat, to {day(view.on)}",
        drawings=drawings,
        heads=heads,
        rows=rows,
        source=SPELLS,
        how={"Formula": "Overlap of the spells of both in one body, whatever their status"},
    )


def _points(value: float) -> str:
    return percent(value / 100)
