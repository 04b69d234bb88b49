"""The site: a folder of pages that opens from disk, each complete in itself.

    index.html             map of the twelve (layer, power, year), and the states in a sentence each
    KGZ.html …             the brief of each state
    organizations.html     who sits where, members through time, members that bodies share
    body-eaeu.html …       each organization with one of the twelve
    pairs.html             the twelve with the powers, and the pairs that a rule finds tied
    pair-KGZ-CHN.html …    what binds the two, both ways
    studies.html           the questions that come with steppe, each with its answer
    study-NAME.html …      the report of each, run with few draws
    claims.html            what five texts say, against the data
    wrong.html             scores against naive baselines, what is contradicted, what is weak
    coverage.html          every paragraph of the texts: where it has its place, or why not
    sources.html           every source with its terms

Pages know each other by relative addresses and ask for nothing from anywhere; a server can hand out the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from steppe.influence import LAYERS, POWERS, matrix
from steppe.report import atlas, site_index, site_jobs, site_pages, wrong
from steppe.report.overview import Overview, overview
from steppe.report.reasons import worded
from steppe.report.render import render, save
from steppe.report.site_jobs import Page
from steppe.report.site_links import links
from steppe.report.tokens import power_of

if TYPE_CHECKING:
    from steppe.evidence.claims import Result
    from steppe.world.world import World

Tell = Callable[[str], None]


def write_site(
    world: World, folder: Path, results: Sequence[Result], tell: Tell = lambda _: None, processes: int = 1
) -> list[Path]:
    """Write the site into a folder, which is made if need be.

    Parameters
    ----------
    results
        Results of `steppe.evidence.claims.evaluate`.
    tell
        Is told the name of each page when it is written.
    processes
        How many work at it; the pages are the same whatever their number.

    Returns
    -------
    The paths of the pages.

    Raises
    ------
    UserError
        The folder cannot be made or written.
    """
    written: list[Path] = []

    def keep(name: str, text: str) -> None:
        written.append(save(folder / name, re.sub(r"(?<=\d) %", "\u00a0%", text)))
        tell(name)

    view = overview(world, claims=results)
    said: dict[str, dict[str, Page]] = {kind: {} for kind in ("state", "body", "pair", "study")}
    for pages in site_jobs.made(world, site_jobs.jobs(world), processes):
        for page in pages:
            keep(page.address, page.text)
            said[page.kind][page.key] = page
    leads = {kind: {key: page.says for key, page in own.items()} for kind, own in said.items()}
    keep("index.html", _home(world, view, leads["state"]))
    shown = {
        **site_pages.pages(world, view, results),
        "pairs": (site_index.pairs(world, leads["pair"]), ("overview", "site")),
        "studies": (site_index.studies(world, leads["study"]), ("site",)),
        "wrong": (wrong.context(world, results), ("overview", "site")),
    }
    for name, (context, sheets) in shown.items():
        keep(f"{name}.html", render(name, {**_common(view), **context, "site": links(f"{name}.html")}, sheets))
    return written


def _common(view: Overview) -> dict[str, Any]:
    """What every page of the site is told, besides its own."""
    return {"version": view.version, "data_to": site_pages.data_to(view), "sections": [], "sources": []}


def _home(world: World, view: Overview, leads: Mapping[str, str]) -> str:
    names = {**view.names, "EU": "EU-27"}
    made = atlas.choices(worded(matrix(world, list(atlas.SHOWN))), names)
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
        "states": [(state, names[state], leads[state]) for state in view.twelve],
        "defects": [(LAYERS[name].title, LAYERS[name].defects) for name in atlas.SHOWN],
    }
    return render("home", context, ("site",))
