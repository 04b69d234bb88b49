"""What the finder finds besides what the modules of the pages register themselves."""

from __future__ import annotations

from collections.abc import Iterable

from steppe.display.glossary import terms
from steppe.evidence.claims import claims
from steppe.influence import LAYERS
from steppe.report.body.view import bodies
from steppe.report.site.registry import Entry, address, finds, slug
from steppe.world.world import World


@finds("Organization", weight=2)
def organizations(world: World) -> Iterable[Entry]:
    """Every body that has a page, by its short and its whole name."""
    for code in bodies(world):
        yield Entry(world.organization_names[code], address("body", code), code.replace("_", " "))


@finds("Layer", weight=2)
def layers(world: World) -> Iterable[Entry]:
    """Every layer, on the map."""
    for name, layer in LAYERS.items():
        yield Entry(layer.title, f"index.html#layer={name}", name)


@finds("Claim")
def statements(world: World) -> Iterable[Entry]:
    """Every statement of the texts."""
    for name, claim in claims().items():
        yield Entry(f"{name}: {claim.statement}", f"{address('claims')}#{name}", claim.locator)


@finds("Source", weight=0.7)
def sources(world: World) -> Iterable[Entry]:
    """Every source."""
    for row in world.table("sources").itertuples():
        yield Entry(row.title, f"{address('sources')}#{row.source}", row.source, row.producer)


@finds("Term", weight=0.9)
def glossary(world: World) -> Iterable[Entry]:
    """Every term of the glossary."""
    for term, meaning in terms().items():
        yield Entry(term, f"{address('method')}#term-{slug(term)}", "", meaning)
