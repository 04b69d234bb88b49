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
points of trade at given prices; costs and tariffs are factors. All arrays are [importer, exporter].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from steppe.methods.equilibrium import opening, tariffs
from steppe.methods.equilibrium.regime import FREE_TRADE, Mask, Regime, after, regime
from steppe.methods.equilibrium.sanctions import AFTER, Observed, observed_change
from steppe.methods.equilibrium.treatment import (
    _LIKE,
    EXCHANGED,
    FALLBACK,
    INCREMENT,
    LOST,
    SHALLOW,
    UNCHANGED,
    WHOLE,
    Array,
    Effect,
    Treatment,
)
from steppe.scenario.events import Agreement, Embargo, Event, Freeze, Growth, Join, Leave, Sanction, Tariff, TradeCost
from steppe.scenario.parties import Standing, sides, states_of
from steppe.world.errors import UserError
from steppe.world.world import World


def treat(world: World, events: Iterable[Event], states: tuple[str, ...], trade: Array, baseline: int) -> Treatment:
    """What the events of one case do.

    Parameters
    ----------
    events
        Checked events, in the order of their dates.
    states
        Codes of the N states of the baseline.
    trade
        Baseline trade with domestic sales on the diagonal, million USD, shape (N, N).
    baseline
        Year of the trade.

    Raises
    ------
    UserError
        An event names a state that is not in the accounts of the baseline year.
    """
    events = tuple(events)
    day = max(event.date for event in events)
    before = regime(world, states, day, baseline)
    treatment = Treatment(states, before.classes.copy())
    now, standing, moved = before, Standing(world), set[str]()
    for event in events:
        _check_states(world, event, states, baseline)
        if isinstance(event, Join | Leave | Freeze | Agreement):
            members = frozenset[str]() if isinstance(event, Agreement) else standing.members(event.organization, day)
            _name_zone(treatment, now, event, members, world)
            now = after(now, event, world, members)
            moved.add(event.name if isinstance(event, Agreement) else event.organization)
            if isinstance(event, Join | Leave):
                tariffs.external(treatment, world, event, now, members)
            standing.apply(event)
        else:
            _apply(treatment, event, world, states)
    agreements = {event.name: event for event in events if isinstance(event, Agreement)}
    _bonds(treatment, before, now, moved, agreements)
    for event in agreements.values():
        if event.open_closed:
            opening.open_routes(treatment, world, now.pairs(*sides(world, event)), trade)
    return treatment


def _check_states(world: World, event: Event, states: tuple[str, ...], baseline: int) -> None:
    """A state that an event names by code must be in the accounts; members of a body that are not are left out."""
    named: set[str] = set()
    for key in ("parties", "partners", "importers", "exporters", "senders", "state", "target"):
        value = getattr(event, key, None) or ()
        named |= {value} if isinstance(value, str) else set(value)
    for code in sorted(named & set(world.state_names) - set(states)):
        raise UserError(
            f"the accounts of {baseline} hold no trade of {code} ({world.state_names[code]}): name another state, or "
            "another baseline"
        )


def _name_zone(
    treatment: Treatment, now: Regime, event: Join | Leave | Freeze | Agreement, members: frozenset[str], world: World
) -> None:
    """Mark the pairs that an event speaks of; what is done to them is filled in when all events are known."""
    if isinstance(event, Agreement):
        one, other = sides(world, event)
    else:
        towards = {event.towards} if isinstance(event, Freeze) and event.towards else members
        one, other = (event.state,), tuple(towards)
        if world.organization(event.organization).rules.trade not in ("customs_union", "FTA"):
            treatment.notes.append(
                f"{event.organization} has no rule on trade: that {event.state} comes or goes changes nothing here."
            )
    mask = now.pairs(one, other)
    treatment.labels[mask & (treatment.labels == "")] = UNCHANGED


def _bonds(
    treatment: Treatment, before: Regime, now: Regime, moved: set[str], agreements: Mapping[str, Agreement]
) -> None:
    """Turn changed bonds into effects gained and lost."""
    changed = (before.bonds != now.bonds) & (before.classes != "closed")
    first, last = before.classes, now.classes
    combinations = {(first[i, j], before.bonds[i, j], last[i, j], now.bonds[i, j]) for i, j in np.argwhere(changed)}
    for old_class, old, new_class, new in sorted(combinations):
        mask = changed & (before.bonds == old) & (now.bonds == new)
        gained = _effect(new_class, new, moved, agreements, alone=old_class == "none")
        lost = _effect(old_class, old, moved, agreements, alone=new_class == "none")
        label = _label(gained, lost)
        if gained == lost:
            continue
        if gained is not None:
            treatment.plus[mask] = treatment.place(gained)
        if lost is not None:
            treatment.minus[mask] = treatment.place(lost)
        treatment.add_label(mask, label)


def _effect(
    kind: str, bond: str, moved: set[str], agreements: Mapping[str, Agreement], *, alone: bool
) -> Effect | None:
    """The effect of a bond; free trade counts as shallow unless it is what the events give or take by itself."""
    if kind == "none":
        return None
    if bond in agreements:
        event = agreements[bond]
        return Effect(bond, event.like, "deep", event.fraction)
    if kind in FREE_TRADE and not (alone and bond in moved):
        return SHALLOW
    return Effect(bond, _LIKE.get(bond, "rta"), "deep")


def _label(gained: Effect | None, lost: Effect | None) -> str:
    if lost is None:
        return "free trade in force is taken over" if gained == SHALLOW else _share(WHOLE, gained)
    if gained is None:
        return "free trade of the union is lost" if lost == SHALLOW else LOST
    if lost == SHALLOW:
        return INCREMENT
    return FALLBACK if gained == SHALLOW else EXCHANGED


def _share(label: str, effect: Effect | None) -> str:
    return label if effect is None or effect.fraction == 1 else f"{effect.fraction:g} of the {label}"


def _apply(treatment: Treatment, event: Event, world: World, states: tuple[str, ...]) -> None:
    """Events on routes and states, which leave agreements as they are."""
    if isinstance(event, Growth):
        treatment.endowments[states.index(event.state)] *= 1 + event.percent / 100
    elif isinstance(event, Sanction):
        _sanction(treatment, event, world, states)
    elif isinstance(event, Tariff | TradeCost | Embargo):
        mask = _routes(event, world, states)
        if isinstance(event, Tariff):
            treatment.tariff[mask] *= 1 + event.points / 100
            treatment.add_label(mask, f"tariff {event.points:+g} points")
        elif isinstance(event, TradeCost):
            treatment.cost[mask] *= 1 + event.percent / 100
            treatment.add_label(mask, f"trade cost {event.percent:+g} %")
        else:
            treatment.cost[mask] = np.inf
            treatment.add_label(mask, "closed by embargo")


def _routes(event: Tariff | TradeCost | Embargo, world: World, states: tuple[str, ...]) -> Mask:
    """Pairs [importer, exporter] that an event on routes names."""
    buys, sells = (np.isin(states, states_of(world, side, event.date)) for side in (event.importers, event.exporters))
    mask: Mask = buys[:, None] & sells[None, :]
    if event.both:
        mask = mask | mask.T
    mask[np.diag_indices(len(states))] = False
    return mask


def _sanction(treatment: Treatment, event: Sanction, world: World, states: tuple[str, ...]) -> None:
    senders = np.isin(states, states_of(world, event.senders, event.date, [event.target]))
    target = np.asarray(states) == event.target
    towards, back = target[:, None] & senders[None, :], senders[:, None] & target[None, :]
    for mask, like in ((towards, "west_to_russia"), (back, "russia_to_west")):
        if event.size == "2014":
            treatment.plus[mask] = treatment.place(Effect(f"sanctions of 2014, {like}", like, "sanction"))
            treatment.add_label(mask, "sanctions as in 2014")
            continue
        size = event.size
        if size == "2022":
            outward = like == "west_to_russia"
            seen = observed_change(world, tuple(np.asarray(states)[senders]), event.target, exports=outward)
            size = seen.size
            _say_imputed(treatment, event.target, seen, outward)
        treatment.fixed[mask] += float(size)
        treatment.add_label(mask, f"sanctions, {float(size):+.2f} log points")


def _say_imputed(treatment: Treatment, target: str, seen: Observed, outward: bool) -> None:
    flow = f"exports to {target}" if outward else f"imports from {target}"
    said = f"{100 * seen.imputed:.0f} % of the senders' {flow} in {AFTER}, from which the size is measured, is imputed."
    treatment.assumed.append((f"measure of {flow}", said))
