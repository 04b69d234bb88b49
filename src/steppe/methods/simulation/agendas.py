"""Agendas before their bodies: who sits in a draw decides, by the bargaining model that there is.

Chosen before any scenario was run:

**Who.** An agenda of a study is decided in the year of its date. Of its actors those take part who hold a seat in law
in the draw: as the year before left it, and as the events of the year up to the day change it. States whose seats are
not simulated (China in the SCO) sit as they do in the world that these events leave.

**How.** `steppe.politics.bargaining.negotiate`, as `steppe bargain` does: the body's rule, capabilities of the last
year on record, coding errors of the agenda, and the probability of each named alternative, which is the mean of three
contests, widened by the record of the compromise. A draw has the probabilities of its members; the chance of an outcome
is their mean over the draws,

    P(outcome) = 1/n Σ_d P(outcome | members in draw d).

Where fewer than two members have a position on an item, or it matters to none of them, it is `NOT_PUT`. Beside it
stands the same with the members at the start of the simulation.

**What it moves.** Nothing: on the scoreboard compromise and election have the default *assumption*, since neither is
better than the mean of the positions. Positions are those of the file; the positions that are simulated are those in
the General Assembly, and no estimate leads from them to an item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from steppe.methods.simulation.ensemble import Ensemble
from steppe.methods.simulation.machine import Setup
from steppe.methods.simulation.panels import Floats
from steppe.methods.simulation.seats import SITTING, Codes, edits
from steppe.politics.bargaining.agenda import Agenda
from steppe.politics.bargaining.capability import capabilities
from steppe.politics.bargaining.negotiate import negotiate
from steppe.scenario.event import Event
from steppe.world.basis import weakest
from steppe.world.world import World

COPIES = 1024
"""Noisy copies of the actors, as in `steppe bargain`."""
NOT_PUT = "not put to the vote"
FINEST = 0.005
"""Least error of a chance: that of `COPIES` copies, so that nothing finer than a per cent is shown."""

FEWEST = 2
"""Members with a position on an item, without whom there is nothing to bargain over."""

Members = frozenset[str]


@dataclass(frozen=True, slots=True)
class Item:
    """What becomes of one item over the draws.

    Attributes
    ----------
    agenda, issue
        The agenda, and the name of the item on it.
    outcomes
        Its alternatives in the order of the agenda, then `NOT_PUT`.
    chance, error, at_start
        Of each outcome; its Monte Carlo error; and its chance with the members at the start.
    basis
        The weakest of the positions on it.
    """

    agenda: Agenda
    issue: str
    outcomes: tuple[str, ...]
    chance: Floats
    error: Floats
    at_start: Floats
    basis: str


def items(ensemble: Ensemble, name: str, world: World) -> Iterator[Item]:
    """Every item of the agendas of a scenario, in order."""
    setup = ensemble.setups[name]
    for agenda in setup.study.agenda:
        row = setup.years.index(agenda.date.year)
        so_far = [event for event in setup.study.event if event.date <= agenda.date]
        met = Counter[Members]()
        for chunk in ensemble.each(name):
            start = np.repeat(setup.seats.start[None], len(chunk.standings), axis=0)
            before = chunk.standings[:, row - 1].copy() if row else start
            met.update(_members(setup, agenda, world, before, so_far))
        (here,) = _members(setup, agenda, world, setup.seats.start[None].copy(), [])
        decided = {members: _decided(agenda, members, world, ensemble.seed) for members in {*met, here}}
        for issue in agenda.issue:
            yield _item(agenda, issue.name, {of: made[issue.name] for of, made in decided.items()}, met, here)


def _item(agenda: Agenda, issue: str, given: Mapping[Members, Floats], met: Counter[Members], here: Members) -> Item:
    draws = met.total()
    chance = np.asarray(sum(count * given[members] for members, count in met.items()) / draws)
    spread = sum(count * (given[members] - chance) ** 2 for members, count in met.items()) / draws
    error = np.where(chance > 0, np.maximum(np.sqrt(spread / draws), FINEST), 0.0)
    outcomes = (*agenda.issue_named(issue).alternatives, NOT_PUT)
    basis = weakest([stance.basis for stance in agenda.position if stance.issue == issue])
    return Item(agenda, issue, outcomes, chance, error, given[here], basis)


def _members(setup: Setup, agenda: Agenda, world: World, before: Codes, events: list[Event]) -> list[Members]:
    """Actors of an agenda who hold a seat on its day, by draw.

    Parameters
    ----------
    before
        Standings at the end of the year before, shape (draws, seats); those that events set in the year are written in.
    events
        Those up to the day.
    """
    of = setup.seats
    for place, code in edits(of, world, events).get(agenda.date.year, {}).items():
        before[:, place] = code
    sits = np.isin(before, SITTING)
    fixed = set(_after(world, events).members(agenda.body, on=agenda.date))
    names = [actor.name for actor in agenda.actor]
    places = [of.place(actor, agenda.body) for actor in names]
    there = np.array(
        [
            np.full(len(sits), actor in fixed) if place is None else sits[:, place]
            for actor, place in zip(names, places, strict=True)
        ]
    ).T
    return [frozenset(actor for actor, here in zip(names, own, strict=True) if here) for own in there]


def _after(world: World, events: list[Event]) -> World:
    for event in events:
        world = event.after(world)
    return world


def _decided(agenda: Agenda, members: Members, world: World, seed: int) -> dict[str, Floats]:
    """Probability of each outcome of each item among some members, `NOT_PUT` last."""
    made = {issue.name: np.append(np.zeros(len(issue.alternatives)), 1.0) for issue in agenda.issue}
    taking = Counter(stance.issue for stance in agenda.position if stance.actor in members)
    if not any(count >= FEWEST for count in taking.values()):
        return made
    seated = agenda.seating(members)
    sizes = capabilities(seated, world)
    for number, issue in enumerate(agenda.issue):
        if taking[issue.name] < FEWEST:
            continue
        actors = seated.actors(issue.name, sizes)
        if actors.salience.any():
            result = negotiate(seated.on(issue.name), actors, seated.decides(), seated.noise, COPIES, seed + number)
            made[issue.name] = np.append(result.probability, 0.0)
    return made
