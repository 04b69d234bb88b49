"""The ends of a way: a state stands for its capital, a place for itself."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from steppe.economy.corridors.network import places
from steppe.world.errors import UserError
from steppe.world.names import fold, look_alike

if TYPE_CHECKING:
    from steppe.world.world import World

WAYPOINT = "sea_waypoint"


@dataclass(frozen=True, slots=True)
class End:
    """An end: the place, its name, its state."""

    place: str
    name: str
    state: str


def end(world: World, word: str) -> End:
    """The end that a word names.

    Parameters
    ----------
    world
        The tables.
    word
        Code or name of a state, or a place of the network: its name, a part of it (`Baku`), or its short name (`BAK`).

    Raises
    ------
    UserError
        It is neither, several places have that name, or a state has no place in the network.
    """
    if not isinstance(word, str) or not word.strip():
        raise UserError("route: an end is empty; give a state, KAZ, or a place, Almaty")
    meant = world.meant(word.strip())
    states = {fold(code): code for code in world.state_names}
    states |= {fold(name): code for code, name in world.state_names.items()}
    if fold(meant) in states:
        return _of_state(world, states[fold(meant)])
    return _place(world, word.strip())


def _of_state(world: World, state: str) -> End:
    """The capital of a state, or its only place."""
    at, name = places(world), world.state_names[state]
    own = at[at["state"].eq(state) & at["kind"].ne(WAYPOINT)]
    (capital,) = world.sql("select capital from states where state = ?", [state])["capital"]
    seats = own[own["kind"].eq("capital") | own["name"].map(lambda one: fold(str(capital)) in _parts(one)).astype(bool)]
    chosen = seats if len(seats) else own if len(own) == 1 else None
    if chosen is None and own.empty:
        raise UserError(f"route: {name} has no place in the network; name a port or a neighbour")
    if chosen is None:
        raise UserError(f"route: the capital of {name} is not in the network; name one of {', '.join(own['name'])}")
    return End(str(chosen.index[0]), str(chosen["name"].iloc[0]), state)


def _place(world: World, word: str) -> End:
    at = places(world)
    by_name: dict[str, list[str]] = defaultdict(list)
    for place, name in at["name"].items():
        for part in _parts(name):
            by_name[part].append(str(place))
    plain = _plain(word)
    found = [word.upper()] if word.upper() in at.index else by_name.get(plain, [])
    whole = [place for place in found if _plain(at.at[place, "name"]) == plain]
    found = whole if len(whole) == 1 else found
    if len(found) > 1:
        said = ", ".join(f"{place} ({at.at[place, 'name']}, {at.at[place, 'state']})" for place in found)
        raise UserError(f'route: several places are called "{word}"; write one of {said}')
    if not found:
        known = [*at["name"], *world.state_names.values(), *world.state_names]
        hint = look_alike(word, known, '`steppe sql "from network_places"`')
        raise UserError(f'route: "{word}" is no state and no place of the network{hint}')
    return End(found[0], str(at.at[found[0], "name"]), str(at.at[found[0], "state"]))


def _parts(name: str) -> set[str]:
    """The whole name and its parts, folded, without apostrophes.

    Examples
    --------
    >>> sorted(_parts("Tianjin (Xingang port)"))
    ['tianjin', 'tianjin (xingang port)', 'xingang port']
    """
    pieces = re.split(r"[()/]|-(?=[A-Z])", name)
    return {_plain(name), *(_plain(piece) for piece in pieces if piece.strip(" ,"))}


def _plain(word: str) -> str:
    return fold(word).replace("'", "").strip(" ,")
