"""What events do to each pair of states: explicit, and printed above every result.

Bonds before and after the events are read off the regime of the day of the last event (`regime`), on the trade of the
baseline year. With deep the effect of an agreement at the depth asked for, and shallow that of free trade in force:

    none → customs union or new agreement      deep                  the whole effect
    free trade → customs union or agreement    deep - shallow
    customs union → free trade                 shallow - deep
    customs union or treaty → none             - deep                the effect is lost
    customs union → the same; closed           nothing

A shallow agreement (`fraction` below 1) reaches that part of deep between pairs that have nothing, and adds nothing to
free trade. An agreement that is left counts at the depth asked for, since its own is not identified. Effects are log
points of trade at given prices; costs and tariffs are factors. All arrays are [importer, exporter], or [importer,
exporter, sector].
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from steppe.economy import Accounts, baseline_flows
from steppe.scenario.event import Event
from steppe.scenario.policy.opening import open_routes
from steppe.scenario.policy.policy import Policy
from steppe.scenario.policy.regime import regime
from steppe.scenario.policy.treatment import (
    EXCHANGED,
    FALLBACK,
    INCREMENT,
    LOST,
    SHALLOW,
    WHOLE,
    Effect,
    Treatment,
)
from steppe.scenario.resolve import last_day, resolve_all
from steppe.world.errors import UserError
from steppe.world.world import World


def treat(events: Iterable[Event], world: World, accounts: Accounts) -> Treatment:
    """What the events of one case do.

    Parameters
    ----------
    events
        Checked events, in order of date.
    accounts
        The baseline of N states and J sectors.

    Raises
    ------
    UserError
        An event names a state that is not in the accounts of the baseline year.
    """
    events = tuple(events)
    economy, day = accounts.economy, last_day(events)
    before = regime(world, economy.states, day, accounts.year)
    policy = Policy(world, Treatment(economy.states, economy.sectors, before.classes.copy()), before, before)
    for of in resolve_all(events, world, day):
        _check_states(of.event, world, accounts)
        of.event.treat(of, policy)
    _change_bonds(policy)
    for mask in policy.opening.values():
        open_routes(policy.treatment, world, mask, baseline_flows(economy).sum(axis=2))
    return policy.treatment


def _check_states(event: Event, world: World, accounts: Accounts) -> None:
    """A state that an event names by code must be in the accounts; members of a body that are not are left out."""
    values = [getattr(event, key) or () for key, what in event.naming().items() if what in ("parties", "state")]
    named = {name for value in values for name in ([value] if isinstance(value, str) else value)}
    for code in sorted(named & set(world.state_names) - set(accounts.economy.states)):
        raise UserError(
            f"the accounts of {accounts.year} have no trade of {code} ({world.state_names[code]}): name another state, "
            "or another baseline"
        )


def _change_bonds(policy: Policy) -> None:
    """Turn changed bonds into effects gained and lost."""
    before, now, treatment = policy.before, policy.now, policy.treatment
    changed = (before.bonds != now.bonds) & (before.classes != "closed")
    first, last = before.classes, now.classes
    combinations = {(first[i, j], before.bonds[i, j], last[i, j], now.bonds[i, j]) for i, j in np.argwhere(changed)}
    for old_class, old, new_class, new in sorted(combinations):
        mask = changed & (before.bonds == old) & (now.bonds == new)
        gained = policy.effect(new_class, new, instead_of_none=old_class == "none")
        lost = policy.effect(old_class, old, instead_of_none=new_class == "none")
        if gained == lost:
            continue
        if gained is not None:
            treatment.plus[mask] = treatment.place(gained)
        if lost is not None:
            treatment.minus[mask] = treatment.place(lost)
        treatment.add_label(mask, _label(gained, lost))


def _label(gained: Effect | None, lost: Effect | None) -> str:
    if gained is None:
        return "free trade of the union is lost" if lost == SHALLOW else LOST
    if lost is None:
        whole = WHOLE if gained.fraction == 1 else f"{gained.fraction:g} of the {WHOLE}"
        return "free trade in force is extended" if gained == SHALLOW else whole
    if lost == SHALLOW:
        return INCREMENT
    return FALLBACK if gained == SHALLOW else EXCHANGED
