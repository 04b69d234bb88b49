"""The site: a folder of pages that opens from disk, each complete in itself.

    index.html             map of the twelve (layer, power, year), and the states in a sentence each
    KGZ.html …             the brief of each state
    organizations.html     who sits where, members through time, members that bodies share
    claims.html            what five texts say, against the data
    coverage.html          every paragraph of the texts: where it has its place, or why not
    sources.html           every source with its terms

Pages know each other by relative addresses and ask for nothing from anywhere; a server can hand out the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from steppe.influence import LAYERS, POWERS, matrix
from steppe.report import atlas, brief_page, site_pages
from steppe.report.brief import Brief, brief
from steppe.report.overview import Overview, overview
from steppe.report.render import render, save
from steppe.report.tokens import power_of

if TYPE_CHECKING:
    from steppe.evidence.claims import Result
    from steppe.world.world import World

STATES = "index.html#states"
PAGES = (
    *(("index.html", "Map"), (STATES, "States"), ("organizations.html", "Organizations")),
    *(("claims.html", "Claims"), ("coverage.html", "Coverage"), ("sources.html", "Sources")),
)
Tell = Callable[[str], None]


def links(here: str) -> list[tuple[str, str, bool]]:
    """The navigation as the page of that address has it: address, words, whether the page is there."""
    known = here if here in dict(PAGES) else STATES
    return [(address, words, address == known) for address, words in PAGES]


def write_site(world: World, folder: Path, results: Sequence[Result], tell: Tell = lambda _: None) -> list[Path]:
    """Write the site into a folder, which is made if need be.

    Parameters
    ----------
    results
        Results of `steppe.evidence.claims.evaluate`.
    tell
        Is told the name of each page when it is written.

    Returns
    -------
    The paths of the pages.

    Raises
    ------
    UserError
        The folder cannot be made or written.
    """
    view = overview(world, claims=results)
    written: list[Path] = []

    def keep(name: str, text: str) -> None:
        written.append(save(folder / name, re.sub(r"(?<=\d) %", "\u00a0%", text)))
        tell(name)

    briefs = []
    for state in view.twelve:
        one = brief(world, state)
        keep(f"{state}.html", brief_page.page(one, links(f"{state}.html")))
        briefs.append(one)
    keep("index.html", _home(world, view, briefs))
    common = _common(view)
    for name, (context, sheets) in site_pages.pages(world, view, results).items():
        keep(f"{name}.html", render(name, {**common, **context, "site": links(f"{name}.html")}, sheets))
    return written


def _common(view: Overview) -> dict[str, Any]:
    """What every page of the site is told, besides its own."""
    return {"version": view.version, "data_to": site_pages.data_to(view), "sections": [], "sources": []}


def _home(world: World, view: Overview, briefs: Sequence[Brief]) -> str:
    names = {**view.names, "EU": "EU-27"}
    made = atlas.choices(matrix(world, list(atlas.SHOWN)), names)
    context = {
        **_common(view),
        "title": "The twelve and the powers",
        "site": links("index.html"),
        "headline": view.says["headline"],
        "choices": made,
        "layers": [(name, LAYERS[name].title) for name in atlas.SHOWN],
        "powers": [power for code in POWERS if (power := power_of(code))],
        "codes": POWERS,
        "years": atlas.YEARS,
        "chosen": atlas.FIRST,
        "map": atlas.drawings(view),
        "legends": atlas.legends(),
        "rules": atlas.sheet(made),
        "states": [(one.code, one.name, one.says["lead"]) for one in briefs],
        "defects": [(LAYERS[name].title, LAYERS[name].defects) for name in atlas.SHOWN],
    }
    return render("home", context, ("site",))
