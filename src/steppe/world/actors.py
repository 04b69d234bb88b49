"""Actors: the states, and the groups taken as one, between which dependence is measured.

A bloc is one actor: ties among its members are left out, ties of its members with others are added. `EU` is the 27
states of today in all years, with the institutions, so that an enlargement is not taken for a change in pull. `EU` is
its one code wherever people read or write it; `EUU`, the institutions alone, stands in tables and among its members.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steppe.world.errors import UserError
from steppe.world.names import resolve

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.world import World

POWERS = ("RUS", "CHN", "EU", "USA", "TUR")
"""The powers whose pull is measured unless others are named."""
EU = "EU"
INSTITUTIONS = "EUU"
"""The institutions of the European Union: what tables of seats, treaties and votes mean by it."""
_ALIASES = {EU: "European Union", "EU27": "EU-27", INSTITUTIONS: "European Union"}
"""What the European Union may be called, beside the name of the group."""
_GROUP = "eu27"


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
    def states(self) -> tuple[str, ...]:
        """The members that are states."""
        return tuple(member for member in self.members if member != INSTITUTIONS)

    @property
    def seat(self) -> str:
        """The code under which it holds seats and leads bodies."""
        return INSTITUTIONS if self.name == EU else self.name

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes under which it stands in tables of records."""
        return tuple(dict.fromkeys((self.name, self.seat)))

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
        raise UserError("no state is named; give a state or group, such as KGZ or RUS,CHN")
    titles = {**world.state_names, **world.group_names, **_ALIASES}
    short = resolve(name if name in titles else world.meant(name), titles, "state or group", "name")
    if short == _GROUP or short in _ALIASES:
        return Actor(EU, _ALIASES[EU], (*world.group(_GROUP), INSTITUTIONS))
    if short in world.state_names:
        return Actor(short, world.state_names[short], (short,))
    return Actor(short, world.group_names[short], world.group(short))


def actors(world: World, names: str | Sequence[str]) -> tuple[Actor, ...]:
    """Several actors, each once, in the order given; a text may hold several, separated by commas."""
    listed = names.split(",") if isinstance(names, str) else list(names)
    named = [actor(world, name.strip()) for name in listed]
    return tuple({one.name: one for one in named}.values())


def each_of(world: World, names: str | Sequence[str] | None) -> tuple[Actor, ...]:
    """The states of a group one by one, or several actors; the twelve where nobody is named."""
    if names is None or (isinstance(names, str) and names in world.group_names):
        return actors(world, twelve(world) if names is None else world.group(names))
    return actors(world, names)


def twelve(world: World) -> tuple[str, ...]:
    """The twelve, the states seen as dependants unless others are named."""
    return world.group("twelve")


def member_table(of: Sequence[Actor]) -> pd.DataFrame:
    """One row a member: columns actor, member."""
    import pandas as pd

    rows = [(one.name, member) for one in of for member in one.members]
    return pd.DataFrame(rows, columns=["actor", "member"])
