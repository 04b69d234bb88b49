"""Votes in the General Assembly: a page for each of the twelve, and the page that leads to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from steppe.display.format import count_word
from steppe.politics.alignment import alignment as align
from steppe.report.alignment import page as alignment_page
from steppe.report.alignment.view import CANNOT_TELL
from steppe.report.alignment.view import view as view_of
from steppe.report.site.index import index
from steppe.report.site.pages.pairs import choices
from steppe.report.site.registry import Entry, Made, address, finds, links, page
from steppe.world.world import World

BESIDE = ("RUS", "CHN", "USA")
"""Whose paths stand beside that of a state."""


def _twelve(world: World) -> Sequence[str]:
    return world.group("twelve")


@page("alignment-{key}.html", keys=_twelve, under="states.html")
def alignment_of(world: World, key: str) -> Made:
    """The path of a state beside those of Russia, China and the United States."""
    view = view_of(world, align(world, key, [one for one in BESIDE if one != key]))
    names = world.state_names
    pairs = {frozenset((one.first, one.second)): address("pair", one.key) for one in choices(world).values()}
    beside = [
        (where, f"{names[key]} and {names[one]}") for one in BESIDE if (where := pairs.get(frozenset((key, one))))
    ]
    related = [(address("state", key), names[key]), *beside, (address("alignment"), "all of the twelve")]
    return Made(alignment_page.page(view, links("alignment_of"), related), f"{view.says}. {view.nearest}.")


@page("alignment.html", under="states.html", shows=("alignment_of",))
def alignment(world: World, leads: Mapping[str, str]) -> Made:
    """Whether each of the twelve moved, and who stands nearest."""
    names = world.state_names
    order = sorted(world.group("twelve"), key=lambda code: names[code])
    moved = [code for code in order if " moved from " in leads[code]]
    headline = (
        f"Of the twelve {count_word(len(moved))} moved for certain in the General Assembly between their first "
        "and their last year on record"
    )
    return index(
        world,
        "alignment",
        "site",
        "content",
        title="Alignment",
        headline=headline,
        rows=[(address("alignment_of", code), names[code], leads[code]) for code in order],
        limits=CANNOT_TELL,
    )


@finds("Alignment")
def alignments(world: World) -> Iterable[Entry]:
    """The votes of each of the twelve."""
    yield Entry("Alignment in the General Assembly", address("alignment"), "votes UN ideal points")
    for code in world.group("twelve"):
        yield Entry(
            f"{world.state_names[code]}: votes in the General Assembly", address("alignment_of", code), f"{code} UN"
        )
