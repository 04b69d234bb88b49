"""Two to four states side by side on one layer in one year: chosen on the page, from the figures of the map."""

from __future__ import annotations

from itertools import groupby

import pandas as pd
from markupsafe import Markup

from steppe.display.exhibit import Exhibit, cells
from steppe.display.format import listed, percent
from steppe.display.words import in_text
from steppe.influence import LAYERS, POWERS, figures
from steppe.influence.reasons import worded
from steppe.report.site.choices import states
from steppe.report.site.index import index, whole
from steppe.report.site.registry import Entry, Made, address, finds, page
from steppe.world.sources import sources_of
from steppe.world.world import World

CHOSEN = ("KAZ", "UZB", "", "")
"""The states with which the page opens; two more may be chosen."""


@page("compare.html", under="states.html")
def compare(world: World) -> Made:
    """The page with one comparison, and the choice of all others."""
    layer, year = "trade", whole(world).trade_year
    names = {**world.state_names, "EU": "EU-27"}
    pair = [code for code in CHOSEN if code]
    frame = worded(figures(world, pair, POWERS, layer, year))
    layers = [(one.domain.capitalize(), name, one.title) for name, one in LAYERS.items() if one.domain]
    grouped = [
        (domain, [(name, title) for _, name, title in own]) for domain, own in groupby(layers, key=lambda one: one[0])
    ]
    return index(
        world,
        "compare",
        "site",
        "content",
        title="Compare states",
        first=_exhibit(world, frame, names),
        states=[(code, names[code]) for code in states(world)],
        chosen=CHOSEN,
        chosen_names=[(code, names[code]) for code in pair],
        layers=grouped,
        layer=layer,
        year=year,
        reasons=[],
        defects=LAYERS[layer].defects,
        headline="Two to four states side by side, by layer and year",
    )


def _exhibit(world: World, frame: pd.DataFrame, names: dict[str, str]) -> Exhibit:
    wide = (100 * frame.pivot(index="partner", columns="state", values="share")).reindex(list(POWERS))
    states = list(dict.fromkeys(frame["state"]))
    year, layer = int(frame["year"].iloc[0]), str(frame["layer"].iloc[0])
    shown = wide[states].rename(columns={code: f"{names[code]}, %" for code in states})
    shown.insert(0, "Power", [names[code] for code in wide.index])
    heads, rows = cells(shown, {name: lambda value: percent(value / 100) for name in shown.columns[1:]})
    apart = (wide[states].max(axis=1) - wide[states].min(axis=1)).idxmax()
    parts = [f"{percent(wide.at[apart, code] / 100)} % in {names[code]}" for code in states]
    sources = sources_of(world, frame["source"].dropna().unique())
    return Exhibit(
        name="compared",
        finding=f"{LAYERS[layer].title}, {year}: they differ most in the share of {in_text(names[str(apart)])}, "
        f"{listed(parts)}",
        subtitle=f"% of each state’s {LAYERS[layer].whole}, with each power, {year}: "
        f"{listed([names[code] for code in states])}",
        drawings=(("", Markup("<svg width='0' height='0'></svg>")),),
        heads=heads,
        rows=rows,
        source="; ".join(dict.fromkeys(f"{row.producer}, {row.title}" for row in sources.itertuples())),
        how={
            "Formula": "Each state’s own figure with the power over its own whole",
            "Command": f"steppe dependence {' '.join(states)} --on {','.join(POWERS)} --layer {layer} --year {year}",
        },
    )


@finds("Comparison")
def comparisons(world: World) -> list[Entry]:
    """The page, by what it is called."""
    return [Entry("Compare states", address("compare"), "compare side by side", "Two to four states by layer and year")]
