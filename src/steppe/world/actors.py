"""Actors: the states, and the groups taken as one, between which dependence is measured.

A bloc is one actor: ties among its members are left out, ties of its members with others are added. `EU` is the 27
states of today in all years, with the institutions (EUU), so that an enlargement is not taken for a change in pull.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from steppe.world.errors import UserError
from steppe.world.names import resolve

if TYPE_CHECKING:
    from steppe.world.world import World

POWERS = ("RUS", "CHN", "EU", "USA", "TUR")
"""The powers whose pull is measured unless others are named."""
_UNION = {"EU": "European Union (27)", "EU27": "", "EUU": "European Union"}


@dataclass(frozen=True, slots=True)
class Actor:
    """A state or a bloc.

    Attributes
    ----------
    name
        ISO3 code, `EU`, or the short name of a group.
    title
        For people.
    members
        ISO3 codes; the state itself where it is one.
    """

    name: str
    title: str
    members: tuple[str, ...]

    @property
    def bloc(self) -> bool:
        """Whether several states are taken as one."""
        return len(self.members) > 1


def actor(world: World, name: str) -> Actor:
    """The actor of that code or name.

    Raises
    ------
    UserError
        Neither a state nor a group, and then the look-alike is named; or nobody.
    """
    if not name:
        raise UserError("nobody is named; write a state or group, such as KGZ or RUS,CHN")
    known = {**world.state_names, **world.group_names, **_UNION}
    short = resolve(name, known, "state or group", "name")
    if short in ("EU", "EU27", "EUU", "eu27"):
        return Actor("EU", "European Union", (*world.group("eu27"), "EUU"))
    if short in world.state_names:
        return Actor(short, world.state_names[short], (short,))
    return Actor(short, world.group_names[short], world.group(short))


def actors(world: World, names: str | Sequence[str]) -> tuple[Actor, ...]:
    """Several actors, each once, in the order given; a text may hold several, separated by commas."""
    listed = names.split(",") if isinstance(names, str) else list(names)
    found = [actor(world, name.strip()) for name in listed]
    return tuple({one.name: one for one in found}.values())


def twelve(world: World) -> tuple[str, ...]:
    """The twelve, the states seen as dependants unless others are named."""
    return world.group("twelve")


def member_table(of: Sequence[Actor]) -> pd.DataFrame:
    """One row a member: columns actor, member."""
    rows = [(one.name, member) for one in of for member in one.members]
    return pd.DataFrame(rows, columns=["actor", "member"])
