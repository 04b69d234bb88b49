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

Pages name each other by relative addresses and ask for nothing from anywhere; a server can hand out the same. Those
that lead to no other are made by one process or several, the same to the byte; a worker gets the edits of the world
and reads the tables for itself.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from steppe.display.page import save
from steppe.report.site.registry import Made, addresses, pages
from steppe.world.world import World

Job = tuple[str, str]
"""Kind and key of a page."""


def write_site(
    world: World, folder: Path, progress: Callable[[str], None] = lambda _: None, processes: int = 1
) -> list[Path]:
    """Write the site into a folder, which is made if need be.

    Parameters
    ----------
    progress
        Called with the name of each page when it is written.
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
    leads: dict[str, dict[str, str]] = {kind: {} for kind in pages()}

    def keep(address: str, kind: str, key: str, one: Made) -> None:
        written.append(save(folder / address, one.text))
        leads[kind][key] = one.lead
        progress(address)

    wanted = addresses(world)
    several = {address: job for address, job in wanted.items() if pages()[job[0]].keys}
    for (address, job), one in zip(several.items(), made(world, list(several.values()), processes), strict=True):
        keep(address, *job, one)
    for address, (kind, key) in wanted.items():
        if address not in several:
            keep(address, kind, key, pages()[kind].made(world, key, leads))
    return written


def made(world: World, jobs: Sequence[Job], processes: int) -> Iterator[Made]:
    """Pages that show no other, in the order of the jobs, by so many processes."""
    if processes < 2:
        yield from (pages()[kind].made(world, key, {}) for kind, key in jobs)
        return
    context = multiprocessing.get_context("spawn")  # a fork would share what DuckDB and Vega hold open
    with ProcessPoolExecutor(processes, context, _start, (world,)) as pool:
        yield from pool.map(_work, jobs)


_HERE: list[World] = []


def _start(world: World) -> None:
    """The world of a worker."""
    _HERE.append(world)


def _work(job: Job) -> Made:
    kind, key = job
    return pages()[kind].made(_HERE[0], key, {})
