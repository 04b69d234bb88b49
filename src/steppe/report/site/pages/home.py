"""The home page: what steppe is, what surprises, what can be asked, and the map of every layer, power and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from steppe.display.cells import Cell, heat
from steppe.display.charts import atlas
from steppe.display.charts.tokens import BY_CODE, CLASSES
from steppe.display.exhibit import NO_DATA
from steppe.display.format import mark
from steppe.influence import LAYERS, POWERS
from steppe.methods.loader import list_studies
from steppe.report.site.choices import amount, choices, credit, first, sentence, sources_of, states, subtitle, table
from steppe.report.site.index import index, whole
from steppe.report.site.pages.pairs import choices as pairs_of
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
WHAT = (
    "steppe shows which of the states between Russia, China and Europe depend on whom, through what and since when, "
    "and computes what would follow if something changed."
)


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
        surprises=[(one.words, _where(one, world)) for one in surprises(world, frame, names)],
        questions=_questions(world),
        every_question=f"All {len(list_studies())} questions",
        layers=_layers(world),
        powers=[(code, BY_CODE[code].name, BY_CODE[code].token) for code in POWERS],
        years=(int(frame["year"].min()), int(frame["year"].max())),
        drawing=_drawing(world),
        names=names,
        pages={state: _page_of(state, world) for state in states(world)},
        **_first(world, names),
    )


def _questions(world: World) -> list[tuple[str, str]]:
    """The shortest question of each of the methods that answer most of them: question and page."""
    studies = sorted(list_studies(), key=lambda one: len(one.study.question))
    often = [method for method, _ in Counter(one.study.method for one in studies).most_common(QUESTIONS)]
    first = [next(one for one in studies if one.study.method == method) for method in often]
    return [(one.study.question, address("study", one.name)) for one in first]


def _where(one: Surprise, world: World) -> str:
    """The page of what a finding is about."""
    if one.kind == "texts":
        return address("then_and_now")
    state, power = one.about
    return next(
        (address("pair", key) for key in (f"{state}-{power}", f"{power}-{state}") if key in pairs_of(world)),
        _page_of(state, world),
    )


def _page_of(state: str, world: World) -> str:
    """The page of a state, or of a pair that it is one of where it has none of its own."""
    if state in world.group("twelve"):
        return address("state", state)
    return next((address("pair", key) for key in pairs_of(world) if state in key.split("-")), address("pairs"))


def _layers(world: World) -> list[tuple[str, list[tuple[str, str]]]]:
    """Layers that have a figure, by domain."""
    held = {layer for layer, _ in choices(world)}
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
    choice = first(world)
    token = BY_CODE[choice.power].token
    cells = {one.state: heat(one.share, token, mark(one.basis), one.missing) for one in choice.ranked}
    beside = {one.state: NO_DATA if one.amount is None else amount(one.amount, one.unit) for one in choice.ranked}
    return {
        "chosen": (choice.layer, choice.power, choice.year),
        "finding": sentence(choice, names),
        "measure": subtitle(choice),
        "credit": credit(choice, sources_of(world)),
        "defects": LAYERS[choice.layer].defects,
        "rows": [(state, names[state], cell, beside[state]) for state, cell in cells.items()],
        "fills": {state: _class(cell) for state, cell in cells.items()} | {choice.power: "own"},
        "bounds": CLASSES,
    }


def _class(cell: Cell) -> str:
    return f"c{cell.fill[-1]}" if cell.fill else "nd"
