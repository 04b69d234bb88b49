"""Who is meant by a name, and who is a member of what once some events have happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from steppe.scenario.events import Agreement, Event, Join, Leave
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.organizations import Organization
from steppe.world.world import World


def members_of(world: World, name: str, on: dt.date) -> tuple[str, ...]:
    """The state of that code, or the members in law of the organization or the states of the group on a day.

    Raises
    ------
    UserError
        Nothing has that name; the look-alike is named.
    """
    if name in world.state_names:
        return (name,)
    if name in world.organization_names:
        return world.members(name, on=on)
    if name in world.group_names:
        return world.group(name, on=on)
    bodies = [*world.organization_names, *world.group_names]
    hint = look_alike(name, [*bodies, *world.state_names, *world.state_names.values()])
    if any(hint == f". Did you mean {body}?" for body in bodies):
        raise UserError(f'no state, organization or group is called "{name}"{hint}')
    return (world.state(name),)


def states_of(world: World, names: Iterable[str], on: dt.date, without: Iterable[str] = ()) -> tuple[str, ...]:
    """States that a list of names stands for on a day, sorted, each once."""
    left_out = {world.state(name) for name in without}
    named = {state for name in names for state in members_of(world, name, on)}
    return tuple(sorted(named - left_out))


def sides(world: World, event: Agreement) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two sides of an agreement; the same states twice where all pairs of the parties are meant."""
    day = event.members_on or event.date
    parties = states_of(world, event.parties, day, event.without)
    if event.partners is None:
        return parties, parties
    return parties, states_of(world, event.partners, day, event.without)


class Standing:
    """Memberships as they are in the bundle, moved on by the events that have happened so far."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._moved: dict[tuple[str, str], bool] = {}

    def members(self, organization: str, on: dt.date) -> frozenset[str]:
        """Members in law on a day."""
        states = set(self._world.members(organization, on=on))
        for (body, state), member in self._moved.items():
            if body == organization:
                (states.add if member else states.discard)(state)
        return frozenset(states)

    def bodies(self, state: str, on: dt.date) -> tuple[Organization, ...]:
        """Organizations of which a state is a member, customs unions first."""
        held = set(self._world.spells(state=state, on=on)["organization"])
        held |= {body for (body, other), member in self._moved.items() if other == state and member}
        mine = [self._world.organization(body) for body in sorted(held) if state in self.members(body, on)]
        return tuple(sorted(mine, key=lambda body: body.rules.trade != "customs_union"))

    def unions(self, on: dt.date) -> dict[str, frozenset[str]]:
        """Members of each customs union of a day."""
        names = self._world.sql("select organization from organizations where trade = 'customs_union' order by 1")
        found = {name: self.members(name, on) for name in names["organization"]}
        return {name: members for name, members in found.items() if members}

    def apply(self, event: Event) -> None:
        """Move memberships on by an event; freezing changes none in law."""
        if isinstance(event, Join | Leave):
            self._moved[event.organization, event.state] = isinstance(event, Join)
