"""What events do to trade beside their own edits: the answer of the trade equilibrium, as factors on its shares.

Channels of income answer in `steppe.methods.simulation.incomes`. Here the events that hold in a year are put on the
accounts of 2023 (of 2019 for a start before 2023), solved at `NODES` points of the effects of agreements and of the
trade elasticity, and
the share of each partner in a state's trade changes by

    factor = share with the events / share without

A draw takes one of the nodes, the same in every year and scenario. What happens at once and for good is what the model
can say: no phasing in, no second round on growth. Factors of later years are relative to those before, so that an event
acts once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from steppe.economy import NoEquilibriumError, accounts_of, baseline_flows, flows, solve
from steppe.economy.depth import elasticity
from steppe.economy.threads import one_thread
from steppe.methods.simulation.panels import Floats
from steppe.scenario.event import Event, Money
from steppe.scenario.policy.effects import drawn, parameters, shock_of
from steppe.scenario.policy.treat import treat
from steppe.scenario.study import BASELINES
from steppe.world.actors import POWERS, actors
from steppe.world.errors import UserError
from steppe.world.points import Points
from steppe.world.world import World

NODES = 16
LEAST = 1e-9


@dataclass(frozen=True, eq=False)
class Response:
    """Factors on the ties of a layer in a year, shape (points, states, partners), and what they are due to.

    Draw d takes point d modulo the number of points.
    """

    layer: str
    year: int
    factors: Floats
    cause: str


def responses(
    world: World, events: Sequence[Event], states: Sequence[str], start: int, seed: int
) -> tuple[Response, ...]:
    """The answer to events after a start, in order of years."""
    found: list[Response] = []
    before = np.ones((NODES, len(states), len(POWERS) + 1))
    accounts = max(BASELINES) if start >= max(BASELINES) else min(BASELINES)
    goods = [event for event in events if not isinstance(event, Money)]
    for year in sorted({event.date.year for event in goods}):
        so_far = [event for event in goods if event.date.year <= year]
        now = _shares(world, so_far, states, accounts, seed)
        if not np.allclose(now, before):
            found.append(Response("trade", year, now / np.maximum(before, LEAST), "event: equilibrium"))
        before = now
    return tuple(found)


def _shares(world: World, events: Sequence[Event], states: Sequence[str], year: int, seed: int) -> Floats:
    """Shares of the partners with events over those without, shape (nodes, states, partners)."""
    accounts = accounts_of(world, year)
    treatment = treat(events, world, accounts)
    points = Points(seed, NODES, parameters(treatment.effects))
    made = drawn(world, treatment.effects, "typical", points=points, elasticity=elasticity(world))
    cube = baseline_flows(accounts.economy).sum(axis=2)
    sums = _sums(world, accounts.economy.states, states)
    base, rows = sums(cube), []
    with one_thread():
        for effects, theta in zip(made.effects, made.theta, strict=True):
            try:
                result = solve(accounts.economy, shock_of(treatment, effects, float(theta)), float(theta))
            except NoEquilibriumError as error:
                raise UserError(f"event: {error}") from None
            share = sums(flows(result).sum(axis=2))
            rows.append(np.divide(share, base, out=np.ones_like(share), where=base > LEAST))
    return np.array(rows)


def _sums(world: World, codes: Sequence[str], states: Sequence[str]) -> Callable[[Floats], Floats]:
    """A function from trade [importer, exporter] to shares of the partners, shape (states, partners)."""
    mine = np.array([[code == state for code in codes] for state in states], dtype=float)
    powers = np.array([np.isin(codes, one.members) for one in actors(world, POWERS)], dtype=float)
    theirs = np.vstack([powers, 1.0 - powers.max(axis=0)])
    away = 1.0 - np.eye(len(codes))

    def shares(trade: Floats) -> Floats:
        both = (trade + trade.T) * away
        amounts = mine @ both @ theirs.T
        made: Floats = amounts / amounts.sum(axis=1, keepdims=True)
        return made

    return shares
