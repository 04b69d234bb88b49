"""The work of the site in parts that need nothing of each other: states with their pairs, bodies, studies.

A part is done in this process or in one of several; either way the pages are the same to the byte. The world that a
worker gets holds the edits, and reads the tables of the bundle for itself.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from steppe.influence import LAYERS
from steppe.methods import view as answer
from steppe.methods.equilibrium import view as study
from steppe.methods.equilibrium.result import EquilibriumResult
from steppe.methods.loader import shipped
from steppe.methods.pages import page_of
from steppe.methods.run import run
from steppe.report.body import page as body_page
from steppe.report.body.view import bodies, body
from steppe.report.brief import page as brief_page
from steppe.report.brief.view import brief
from steppe.report.pair import page as pair_page
from steppe.report.pair.choice import Choice, pairs
from steppe.report.pair.view import Frames, frames, pair
from steppe.report.site import links
from steppe.scenario.result import Result
from steppe.world.tables import remembered
from steppe.world.world import World

DRAWS = 20
"""Draws of the studies of the site: enough to see the size of an interval, few enough to wait for."""
BODIES_AT_ONCE = 9


@dataclass(frozen=True, slots=True)
class Job:
    """A part of the work: its kind, and what it makes pages of."""

    kind: Literal["state", "pairs", "bodies", "study"]
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was made: address, key (code or name), what an index says of it, text."""

    kind: str
    address: str
    key: str
    says: str
    text: str


def jobs(world: World) -> list[Job]:
    """All parts, the longest first."""
    twelve = tuple(world.group("twelve"))
    chosen = bodies(world)
    chunks = [tuple(chosen[start : start + BODIES_AT_ONCE]) for start in range(0, len(chosen), BODIES_AT_ONCE)]
    return [
        *(Job("study", (name,)) for name in shipped()),
        *(Job("state", (state,)) for state in twelve),
        Job("pairs", ()),
        *(Job("bodies", chunk) for chunk in chunks),
    ]


def make(world: World, job: Job) -> list[Page]:
    """The pages of a part."""
    return _MAKERS[job.kind](world, job.keys)


def made(world: World, wanted: Sequence[Job], processes: int) -> Iterator[list[Page]]:
    """The pages of every part in the order of the parts, by so many processes."""
    if processes < 2:
        yield from (make(world, job) for job in wanted)
        return
    context = multiprocessing.get_context("spawn")  # a fork would share what DuckDB and Vega hold open
    with ProcessPoolExecutor(processes, context, _start, (world,)) as pool:
        yield from pool.map(_work, wanted)


_HERE: list[World] = []


def _start(world: World) -> None:
    """Keep the world of a worker for all of its parts."""
    _HERE.append(world)


def _work(job: Job) -> list[Page]:
    return make(_HERE[0], job)


# ------------------------------------------------------------------------ makers
@remembered(maxsize=1)
def _with_powers(world: World) -> dict[str, Frames]:
    """Dependence both ways of every pair of one of the twelve and a power: computed once a process."""
    return frames(world, [one for one in pairs(world) if one.by_power])


def _state(world: World, keys: tuple[str, ...]) -> list[Page]:
    """The brief of a state, and its pairs with the powers that stand under its name."""
    (state,) = keys
    choices = [one for one in pairs(world) if state in (one.first, one.second)]
    known = _with_powers(world)
    names = {**world.state_names, "EU": "EU-27"}
    related = [(address, names[other]) for address, other in links.partners(state, choices)]
    address = links.of_state(state)
    own = [one for one in choices if one.by_power and one.first == state]
    view = brief(world, state, in_layers([known[one.key][0] for one in own]))
    text = brief_page.page(view, links.links(address), related)
    first = Page("state", address, state, view.says["lead"], text)
    return [first, *_pages_of(world, own, known)]


def in_layers(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Rows of one state on each of several powers in the order of `dependence`: by layer, then by power."""
    whole = pd.concat(parts)
    order = {name: place for place, name in enumerate(LAYERS)}
    place = whole["layer"].map(order)
    return whole.iloc[place.argsort(kind="stable")].reset_index(drop=True)


def _pairs(world: World, keys: tuple[str, ...]) -> list[Page]:
    """The pairs that a rule found besides those with the powers."""
    chosen = [one for one in pairs(world) if not one.by_power]
    return _pages_of(world, chosen, frames(world, chosen) if chosen else {})


def _pages_of(world: World, choices: Sequence[Choice], known: Mapping[str, Frames]) -> list[Page]:
    twelve = set(world.group("twelve"))
    pages = []
    for one in choices:
        view = pair(world, one, known[one.key])
        address = links.of_pair(one)
        both = [code for code in (one.first, one.second) if code in twelve]
        related = [(links.of_state(code), view.names[code]) for code in both]
        text = pair_page.page(view, links.links(address), related)
        pages.append(Page("pair", address, one.key, view.says["lead"], text))
    return pages


def _bodies(world: World, keys: tuple[str, ...]) -> list[Page]:
    pages = []
    for name in keys:
        view = body(world, name)
        address = links.of_body(name)
        pages.append(Page("body", address, name, view.says["lead"], body_page.page(view, links.links(address))))
    return pages


def _study(world: World, keys: tuple[str, ...]) -> list[Page]:
    (name,) = keys
    result = run(name, world, draws=DRAWS)
    address = links.of_study(name)
    text = page_of(result, world, site=links.links(address))
    return [Page("study", address, name, _answer(result, world), text)]


def _answer(result: Result, world: World) -> str:
    """The answer of a run as its page has it."""
    if isinstance(result, EquilibriumResult):
        return study.view(result, world).answer
    return answer.view(result, world).named(result.answer)


_MAKERS: Mapping[str, Callable[[World, tuple[str, ...]], list[Page]]] = {
    "state": _state,
    "pairs": _pairs,
    "bodies": _bodies,
    "study": _study,
}
