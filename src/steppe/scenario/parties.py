"""Who is meant by a name: a state, or the members of an organization or group on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.organizations import Organization
from steppe.world.world import World

States = tuple[str, ...]
"""Codes of states."""


def members_of(world: World, name: str, on: dt.date) -> States:
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
    code = world.meant(name)
    if code in world.state_names:
        return (code,)
    bodies = [*world.organization_names, *world.group_names]
    hint = look_alike(name, [*bodies, *world.state_names, *world.state_names.values()])
    if any(hint == f". Did you mean {body}?" for body in bodies):
        raise UserError(f'no state, organization or group is called "{name}"{hint}')
    return (world.state(name),)


def states_of(world: World, names: Iterable[str], on: dt.date, without: Iterable[str] = ()) -> States:
    """States that a list of names stands for on a day, sorted, each once."""
    left_out = {world.state(name) for name in without}
    named = {state for name in names for state in members_of(world, name, on)}
    return tuple(sorted(named - left_out))


def exclusive_with(world: World, body: Organization) -> tuple[Organization, ...]:
    """Organizations whose members cannot be members of a body, by the rules of either; customs unions first."""
    names = world.sql(
        "select organization from organizations where list_contains(string_split(exclusive_with, ';'), ?)",
        [body.organization],
    )["organization"]
    others = [world.organization(name) for name in sorted({*names, *body.rules.exclusive_with})]
    return tuple(sorted(others, key=lambda other: other.rules.trade != "customs_union"))


def customs_unions(world: World, on: dt.date) -> Mapping[str, States]:
    """Members of each customs union of a day."""
    names = world.sql("select organization from organizations where trade = 'customs_union' order by 1")["organization"]
    members = {name: world.members(name, on) for name in names}
    return {name: states for name, states in members.items() if states}
