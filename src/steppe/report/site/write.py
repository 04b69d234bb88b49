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
    wrong.html             scores against simple rivals, what is contradicted, what is weak
    coverage.html          every paragraph of the texts: where it has its place, or why not
    sources.html           every source with its terms

Pages name each other by relative addresses and ask for nothing from anywhere; a server can hand out the same. Those
that lead to no other are made by one process or several, the same to the byte; a worker gets the edits of the world
and reads the tables for itself. It leaves Ctrl-C to the process that began it, and ends with it, however that ends.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from steppe.methods.executors import begin, undisturbed
from steppe.report.site.registry import Made, addresses, pages
from steppe.world.files import whole_folder
from steppe.world.world import World

Job = tuple[str, str]
"""Kind and key of a page."""


def write_site(
    world: World, folder: Path, progress: Callable[[int, int], None] = lambda _, __: None, processes: int = 1
) -> list[Path]:
    """Write the site into a folder, which is made if need be: every page takes its place when all are made.

    Parameters
    ----------
    progress
        Called, when a page is made, with how many are and how many there will be.
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
    leads: dict[str, dict[str, str]] = {kind: {} for kind in pages()}
    wanted = addresses(world)
    several = {address: job for address, job in wanted.items() if pages()[job[0]].keys}
    written: list[str] = []
    with whole_folder(folder) as part:

        def keep(address: str, kind: str, key: str, one: Made) -> None:
            (part / address).write_text(one.text, encoding="utf-8")
            leads[kind][key] = one.lead
            written.append(address)
            progress(len(written), len(wanted))

        for (address, job), one in zip(several.items(), made(world, list(several.values()), processes), strict=True):
            keep(address, *job, one)
        for address, (kind, key) in wanted.items():
            if address not in several:
                keep(address, kind, key, pages()[kind].made(world, key, leads))
    return [folder / address for address in written]


def made(world: World, jobs: Sequence[Job], processes: int) -> Iterator[Made]:
    """Pages that show no other, in the order of the jobs, by so many processes."""
    if processes < 2:
        yield from (pages()[kind].made(world, key, {}) for kind, key in jobs)
        return
    context = multiprocessing.get_context("spawn")  # a fork would share what DuckDB and Vega hold open
    with ProcessPoolExecutor(processes, context, _start, (world,)) as pool:
        try:
            with undisturbed():  # workers begin in here
                answers = [pool.submit(_work, job) for job in jobs]
            yield from (answer.result() for answer in answers)
        except BaseException:  # nothing is cancelled: the pool's own thread would stumble over it
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise


_HERE: list[World] = []


def _start(world: World) -> None:
    """The world of a worker, which ends when the process that began it does."""
    _HERE.append(world)
    begin()


def _work(job: Job) -> Made:
    kind, key = job
    return pages()[kind].made(_HERE[0], key, {})
