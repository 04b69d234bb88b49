"""The figures of a brief as exhibits: what each shows in a sentence, its table, and how it was made."""

from __future__ import annotations

from typing import Any

import pandas as pd

from steppe.display.exhibit import Exhibit, at_sizes, cells
from steppe.display.format import billions, day, percent, sentence_case
from steppe.display.page import inline
from steppe.display.words import in_text
from steppe.influence import LAYERS
from steppe.report.brief import charts
from steppe.report.brief.view import Brief
from steppe.report.shared.seats import SPELLS, as_day

MAP_SIZES = (("large", 640, 440), ("small", 358, 300))
SEAT_SIZES = (("large", 640), ("small", 340))
LOSS_SIZES = (("large", 440), ("small", 350))


def producers(view: Brief, names: Any) -> str:
    """Producers and titles of sources, each once."""
    wanted = [part for name in names for part in str(name).split(";")]
    rows = view.sources[view.sources["source"].isin(wanted)].drop_duplicates("title")
    return "; ".join(f"{row.producer}, {row.title}" for row in rows.itertuples())


def partners(view: Brief) -> Exhibit | None:
    """The largest partners on a map; None where there is no trade or no outline."""
    drawings = at_sizes(
        "map", MAP_SIZES, lambda wide, high: charts.chart_ties(view, width=wide, height=high, framed=False)
    )
    if view.partners.empty or not drawings:
        return None
    rows = view.partners
    frame = pd.DataFrame(
        {
            "Partner": [view.names.get(code, code) for code in rows["partner"]],
            "% of goods trade": 100 * rows["share"].where(rows["withheld"].isna()),
            "bn USD": rows["amount"].where(rows["withheld"].isna()),
            "sold, bn USD": rows["exports"].where(rows["withheld"].isna()),
            "bought, bn USD": rows["imports"].where(rows["withheld"].isna()),
        }
    )
    money = {name: billions for name in ("bn USD", "sold, bn USD", "bought, bn USD")}
    heads, body = cells(frame, {"% of goods trade": _points, **money})
    year = int(rows["year"].iloc[0])
    return Exhibit(
        name="map",
        finding=view.says["partners"],
        subtitle=f"Exports plus imports of goods of {view.name}, single states, {year}; width: root of the share",
        drawings=drawings,
        heads=heads,
        rows=body,
        source=producers(view, rows["source"].dropna()),
        how={
            "Formula": "(exports to the partner + imports from it) / (all exports + all imports)",
            "Record": "Reconciled from both sides’ records where both exist; else the record that the year has",
            "Command": f"steppe brief {view.code}",
        },
    )


def series(view: Brief) -> list[Exhibit]:
    """A small chart a layer with yearly shares, each with the shares of every year; a phone has room for it."""
    return [_series(view, layer, chart) for layer, chart in charts.series_panels(view).items()]


def _series(view: Brief, layer: str, chart: Any) -> Exhibit:
    own = view.series[view.series["layer"] == layer]
    wide = (100 * own.pivot(index="year", columns="partner", values="share")).sort_index(ascending=False)
    wide = wide[[power for power in view.powers if power in wide.columns]]
    frame = wide.rename(columns=view.names).reset_index().rename(columns={"year": "Year"})
    shown = {name: _points for name in frame.columns[1:]}
    heads, rows = cells(frame.astype({"Year": str}), shown)
    about = view.years[view.years["layer"] == layer]
    record = ", ".join(dict.fromkeys(own["record"].dropna().str.split(";").explode()))
    how = {
        "Formula": f"figure with the power / {LAYERS[layer].whole}",
        "Record": record or "one record only",
        "Source": producers(view, about["source"].dropna().unique()),
        "Command": f"steppe dependence {view.code} --on {','.join(view.powers)} --layer {layer}",
    }
    return Exhibit(
        name=f"series-{layer.replace('_', '-')}",
        finding=_leads(view, layer, own),
        subtitle=f"% of {LAYERS[layer].whole}, {view.name} with each power, by year; a missing year breaks the line",
        drawings=(("", inline(chart, f"series-{layer}")),),
        heads=heads,
        rows=rows,
        source=how["Source"],
        how=how,
    )


def _leads(view: Brief, layer: str, own: pd.DataFrame) -> str:
    """Which power has most in the last year, and what it had in the first one on record."""
    last = own[own["year"] == own["year"].max()].sort_values("share", ascending=False).iloc[0]
    line = own[own["partner"] == last["partner"]].sort_values("year").iloc[0]
    then = f", {percent(line['share'])} % in {int(line['year'])}" if line["year"] != last["year"] else ""
    who = sentence_case(in_text(view.names[last["partner"]]))
    what = "alike with" if not LAYERS[layer].parts else "with"
    return f"{LAYERS[layer].title}: {percent(last['share'])} % {what} {who} in {int(last['year'])}{then}"


def seats(view: Brief) -> Exhibit | None:
    """Seats through time; None where there is none."""
    drawings = at_sizes("seats", SEAT_SIZES, lambda wide: charts.chart_seats(view, width=wide))
    own = view.spells[view.spells["towards"].isna()]
    if not drawings:
        return None
    frame = pd.DataFrame(
        {
            "Body": own["title"].fillna(own["organization"]),
            "Status in law": own["status"],
            "In practice": own["practice"],
            "From": own["start"].map(as_day),
            "Until": own["end"].map(as_day),
        }
    )
    heads, rows = cells(frame)
    return Exhibit(
        name="seats-chart",
        finding=view.says["seats"],
        subtitle=f"Spells of {view.name} towards all, to {day(view.on)}; a row covers a body and its predecessors",
        drawings=drawings,
        heads=heads,
        rows=rows,
        source=SPELLS,
        how={
            "Record": "One row a spell: status in law, and what is done in practice",
            "Command": f"steppe timeline {view.code}",
        },
    )


def losses(view: Brief) -> Exhibit | None:
    """Real income lost when trade with each power stops; None where no loss is known."""
    drawings = at_sizes("losses", LOSS_SIZES, lambda wide: charts.chart_losses(view, width=wide))
    if not drawings:
        return None
    own = view.losses[view.losses["layer"].eq("trade") & view.losses["loss"].notna()]
    frame = pd.DataFrame(
        {"Power": [view.names[power] for power in own["partner"]], "% of GDP": -100 * own["loss"].to_numpy(float)}
    )
    heads, rows = cells(
        frame, {"% of GDP": lambda value: f"−{percent(-value / 100)}" if value < 0 else percent(value / 100)}
    )
    return Exhibit(
        name="losses-chart",
        finding=view.says["losses"],
        subtitle=f"Change of real income if all goods trade with one power stops, % of GDP, {int(own['year'].max())}",
        drawings=drawings,
        heads=heads,
        rows=rows,
        source=producers(view, own["source"].dropna().unique()),
        how={
            "Formula": "Equilibrium in changes with trade between the two closed; all others adjust",
            "Record": "Modelled, not observed",
            "Command": f"steppe brief {view.code}",
        },
    )


def _points(value: float) -> str:
    return percent(value / 100)
