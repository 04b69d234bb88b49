"""Trade in goods: the one-sector equilibrium in changes, as in studies of that method.

Every event that is not on money goes to it; agreements have the depth `typical`, trade elasticity and effects are drawn
(`steppe.economy.depth`). The change of real income of tradables is a share of GDP of the accounts of the year. It is an
estimate: what speaks for it is its score on Russia's trade after 2022 or on the union of 2015, and growth has none.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from steppe.economy import Accounts, Draws, Equilibrium, accounts_of, gdp_equivalent, solve_many
from steppe.economy.depth import elasticity
from steppe.methods.income.channel import Array, Ask, Channel, Effect
from steppe.scenario.event import Event, Money
from steppe.scenario.events import KINDS
from steppe.scenario.policy.effects import drawn, parameters, shock_of
from steppe.scenario.policy.surrogate import at_points
from steppe.scenario.policy.treat import treat
from steppe.scenario.policy.treatment import Treatment
from steppe.world.points import Points

DEPTH = "typical"
SCORED = {"agreement": "union-of-2015", "growth": "growth-in-the-equilibrium"}
"""What speaks for the answer to a kind of event on the scoreboard; growth is not scored, so it is not there."""
OTHERS = "sanctions-as-in-2014"
GOODS = {"growth": "goods, with all that growth does to others"}


def goods_events(ask: Ask) -> tuple[Event, ...]:
    """The events that change costs of trade or means of production."""
    return tuple(one.event for one in ask.events if not isinstance(one.event, Money))


def effects(ask: Ask, points: Points) -> Iterator[Effect]:
    """One estimated effect: the equilibrium of each draw, interpolated."""
    events = goods_events(ask)
    if not events:
        yield Effect("estimated", ask.zeros(points.n), mechanism=OTHERS)
        return
    accounts = accounts_of(ask.world, ask.year)
    treatment = treat(events, ask.world, accounts)
    places = [accounts.economy.states.index(one) if one in accounts.economy.states else -1 for one in ask.states]
    shares = _solved(accounts, treatment, ask, points)
    values = np.stack([shares[:, place] if place >= 0 else np.full(len(shares), np.nan) for place in places], axis=1)
    gone = {state: place for state, place in zip(ask.states, places, strict=True) if place < 0}
    yield Effect(
        "estimated",
        values,
        missing={state: f"the accounts of {ask.year} have no trade of it" for state in gone},
        mechanism=_mechanism(events),
        assumptions=tuple(("trade", "as stated", f"{name}: {why}") for name, why in treatment.assumed),
        notes=tuple(treatment.notes),
        sources=accounts.sources,
    )


def _solved(accounts: Accounts, treatment: Treatment, ask: Ask, points: Points) -> Array:
    """Change of income in % of GDP, shape (draws, states of the accounts)."""
    made = drawn(ask.world, treatment.effects, DEPTH, points=points, elasticity=elasticity(ask.world))

    def income(result: Equilibrium) -> Array:
        return np.asarray(100 * gdp_equivalent(result, accounts.gdp))[:, None]

    def solve(effects: Array, theta: Array) -> Draws:
        shocks = ((shock_of(treatment, one, float(t)), float(t)) for one, t in zip(effects, theta, strict=True))
        return solve_many(accounts.economy, shocks, income)

    solved = at_points({DEPTH: made}, solve)[DEPTH]
    values = np.full((points.n, len(accounts.economy.states)), np.nan)
    values[list(solved.solved)] = solved.values[:, :, 0]
    return np.where(np.isnan(values), np.nanmedian(values, axis=0), values) if solved.failed else values


def _mechanism(events: tuple[Event, ...]) -> str:
    """The score that speaks for the least certain of the events."""
    kinds = {getattr(event, "kind", "") for event in events}
    if "growth" in kinds:
        return SCORED["growth"]
    memberships = {kind for kind, of in KINDS.items() if of.on_agreements}
    return SCORED["agreement"] if kinds & memberships else OTHERS


def names(ask: Ask) -> tuple[str, ...]:
    """What the equilibrium draws: the elasticity, and the effect of each agreement and sanction."""
    events = goods_events(ask)
    if not events:
        return ()
    return parameters(treat(events, ask.world, accounts_of(ask.world, ask.year)).effects)


CHANNEL = Channel(
    name="trade",
    title="Trade in goods",
    holds={kind: GOODS.get(kind, "goods") for kind, of in KINDS.items() if not issubclass(of, Money)},
    effects=effects,
    parameters=names,
    place=10,
)
