"""The home page: what steppe is, what surprises, what can be asked, and the map of every layer, power and year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from steppe.display.cells import Cell, heat
from steppe.display.charts import atlas
from steppe.display.charts.tokens import BY_CODE
from steppe.display.format import is_missing, mark
from steppe.influence import LAYERS, POWERS
from steppe.methods.loader import list_studies
from steppe.report.site.choices import (
    amount,
    bounds,
    credit,
    first,
    has_shares,
    measure,
    sentence,
    states,
    table,
    time,
    valued,
)
from steppe.report.site.index import claim_results, index, whole
from steppe.report.site.pages.pairs import choices as pairs
from steppe.report.site.registry import Made, address, page
from steppe.report.site.surprises import Surprise, surprises
from steppe.world.actors import actor
from steppe.world.layers import DOMAINS
from steppe.world.world import World

PARTS = {
    "region": ("Region", ()),
    "central-asia": ("Central Asia", ("central-asia",)),
    "caucasus": ("Caucasus", ("south-caucasus",)),
}
"""Parts of the map by name: title, and the groups that each shows; none: the whole."""
QUESTIONS = 4
WHAT = "steppe is an executable model of the Eurasian state system: who depends on whom, through what, since when, and what happens if something changes."


@page("index.html", words="Map", place=1)
def home(world: World) -> Made:
    """The map and the ways from it."""
    frame = table(world)
    names = {**world.state_names, "EU": "EU-27"}
    return index(
        world,
        "home",
        "site",
        "map",
        title="Who depends on whom in Eurasia",
        description=WHAT,
        what=WHAT,
        surprises=[(one.words, _where(one, world)) for one in surprises(frame, names, claim_results(world))],
        questions=_questions(world),
        layers=_layers(frame),
        powers=[(code, BY_CODE[code].name, BY_CODE[code].token) for code in POWERS],
        years=(int(frame["year"].min()), int(frame["year"].max())),
        drawing=_drawing(world),
        names=names,
        pages={state: _page_of(state, world) for state in states(world)},
        **_first(world, names),
    )


def _questions(world: World) -> list[tuple[str, str]]:
    """The first study of each method, in the order of the studies, then further ones: question and page."""
    studies = list_studies(world)
    leading = {one.study.method: one for one in reversed(studies)}
    ordered = [*(one for one in studies if leading[one.study.method] is one), *studies]
    return list(dict.fromkeys((one.study.question, address("study", one.name)) for one in ordered))[:QUESTIONS]


def _where(one: Surprise, world: World) -> str:
    """The page of what a finding is about."""
    if one.kind == "claim":
        return f"{address('claims')}#{one.about[0]}"
    state, power = one.about
    return next(
        (address("pair", key) for key in (f"{state}-{power}", f"{power}-{state}") if key in pairs(world)),
        _page_of(state, world),
    )


def _page_of(state: str, world: World) -> str:
    """The page of a state, or of a pair that it is one of where it has none of its own."""
    if state in world.group("twelve"):
        return address("state", state)
    return next((address("pair", key) for key in pairs(world) if state in key.split("-")), address("pairs"))


def _layers(frame: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Layers that have a figure, by domain."""
    held = set(frame.loc[frame["share"].notna() | frame["amount"].notna(), "layer"])
    groups = [
        (domain, [(name, one.title) for name, one in LAYERS.items() if one.domain == domain and name in held])
        for domain in DOMAINS
    ]
    return [(domain.capitalize(), layers) for domain, layers in groups if layers]


def _drawing(world: World) -> atlas.Drawing:
    parts = {
        name: (title, [state for group in groups for state in world.group(group)])
        for name, (title, groups) in PARTS.items()
    }
    powers: Mapping[str, Sequence[str]] = {code: actor(world, code).states for code in POWERS}
    return atlas.drawing(whole(world).shapes, states(world), powers, parts)


def _first(world: World, names: Mapping[str, str]) -> dict[str, Any]:
    """The choice with which the page opens, in words and rows; the script shows the others the same way."""
    frame = table(world)
    layer, power, year = first(frame)
    own = frame[frame["layer"] == layer]
    rows = valued(own[(own["partner"] == power) & (own["year"] == year)])
    when, pull = time(rows["when"], year), BY_CODE[power]
    cells = [(row.state, heat(row.share, pull.token, mark(row.basis), row.missing)) for row in rows.itertuples()]
    beside = {
        row.state: "no data" if is_missing(row.amount) else amount(row.amount, row.unit) for row in rows.itertuples()
    }
    held = int(rows["value"].notna().sum())
    return {
        "chosen": (layer, power, year),
        "finding": sentence(rows, layer, power, when, names),
        "measure": f"{measure(layer, has_shares(own))}; with {pull.name}, {when}. {held} of {len(rows)} states on record",
        "credit": credit(rows["source"], world.table("sources").set_index("source")),
        "defects": LAYERS[layer].defects,
        "rows": [(state, names[state], cell, beside[state]) for state, cell in cells],
        "fills": {state: _class(cell) for state, cell in cells} | {power: "own"},
        "bounds": bounds(layer, own),
    }


def _class(cell: Cell) -> str:
    return f"c{cell.fill[-1]}" if cell.fill else "nd"
