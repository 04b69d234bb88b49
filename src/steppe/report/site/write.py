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

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from steppe.display.charts.tokens import power_of
from steppe.display.page import render, save
from steppe.influence import LAYERS, POWERS, matrix
from steppe.influence.reasons import worded
from steppe.report.overview.view import Overview, overview
from steppe.report.scoreboard import page as wrong
from steppe.report.site import home, indexes, jobs
from steppe.report.site import pages as site_pages
from steppe.report.site.jobs import Page
from steppe.report.site.links import links

if TYPE_CHECKING:
    from steppe.evidence.claims import ClaimResult
    from steppe.world.world import World

Tell = Callable[[str], None]
HERE = Path(__file__).parent


def write_site(
    world: World, folder: Path, results: Sequence[ClaimResult], tell: Tell = lambda _: None, processes: int = 1
) -> list[Path]:
    """Write the site into a folder, which is made if need be.

    Parameters
    ----------
    results
        Results of `steppe.evidence.claims.evaluate_claims`.
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
        written.append(save(folder / name, text))
        tell(name)

    view = overview(world, claims=results)
    said: dict[str, dict[str, Page]] = {kind: {} for kind in ("state", "body", "pair", "study")}
    for pages in jobs.made(world, jobs.jobs(world), processes):
        for page in pages:
            keep(page.address, page.text)
            said[page.kind][page.key] = page
    leads = {kind: {key: page.says for key, page in own.items()} for kind, own in said.items()}
    keep("index.html", _home(world, view, leads["state"]))
    shown = {
        **site_pages.pages(world, view, results),
        "pairs": (indexes.pairs(world, leads["pair"]), ("overview", "site")),
        "studies": (indexes.studies(world, leads["study"]), ("site",)),
        "wrong": (wrong.context(world, results), ("overview", "site")),
    }
    for name, (context, sheets) in shown.items():
        template = wrong.TEMPLATE if name == "wrong" else HERE / f"{name}.html.j2"
        keep(f"{name}.html", render(template, {**_common(view), **context, "site": links(f"{name}.html")}, sheets))
    return written


def _common(view: Overview) -> dict[str, Any]:
    """What every page of the site is told, besides its own."""
    return {"version": view.version, "data_to": site_pages.data_to(view), "sections": [], "sources": []}


def _home(world: World, view: Overview, leads: Mapping[str, str]) -> str:
    names = {**view.names, "EU": "EU-27"}
    made = home.choices(worded(matrix(world, list(home.SHOWN))), names)
    context = {
        **_common(view),
        "title": "The twelve and the powers",
        "site": links("index.html"),
        "headline": view.says["headline"],
        "choices": made,
        "layers": [(name, LAYERS[name].title) for name in home.SHOWN],
        "powers": [power for code in POWERS if (power := power_of(code))],
        "codes": POWERS,
        "years": home.YEARS,
        "chosen": home.FIRST,
        "map": home.drawings(view),
        "legends": home.legends(),
        "rules": home.sheet(made),
        "states": [(state, names[state], leads[state]) for state in view.twelve],
        "defects": [(LAYERS[name].title, LAYERS[name].defects) for name in home.SHOWN],
    }
    return render(HERE / "home.html.j2", context, ("site",))
