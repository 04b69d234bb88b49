"""Ways between two ends: the least one, and others by which something would still pass.

An alternative is the least way once a state that a better way crosses is closed to transit, or one of its modes stops,
and so on from there, the cheapest first (the tree of Reiter 1987, its branches ordered by cost). States of the EU are
not closed: goods move freely among them. Small detours are no ways of their own.

Days and dollars run from the sum of the lowest figures of its links to the sum of the highest: bounds, no interval.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from steppe.economy.corridors.charges import Range, charges, total
from steppe.economy.corridors.ends import End, end
from steppe.economy.corridors.graph import BYS, WATER, By, Edge, Graph, graph, least
from steppe.economy.corridors.network import MODES, Changes, Shut, bans, network, places
from steppe.world.errors import UserError
from steppe.world.tables import remembered

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.world import World

RECALLED = "general-knowledge"


@dataclass(frozen=True)
class Way:
    """One way from place to place.

    Attributes
    ----------
    edges
        Links and changes in order.
    states
        States that it crosses, in order, each once.
    cost
        Generalized cost in USD, of the middle figures.
    """

    edges: tuple[Edge, ...]
    states: tuple[str, ...]
    cost: float

    @property
    def km(self) -> Range:
        """Length, km."""
        return total(edge.km for edge in self.edges)

    @property
    def days(self) -> Range:
        """Days, bounds among them."""
        return total(edge.all_hours for edge in self.edges).times(1 / 24)

    @property
    def dollars(self) -> Range:
        """USD for 20 t."""
        return total(edge.all_dollars for edge in self.edges)

    @property
    def links(self) -> tuple[Edge, ...]:
        """Its links, without changes."""
        return tuple(edge for edge in self.edges if edge.link)

    @property
    def stops(self) -> tuple[str, ...]:
        """Places in order."""
        return (self.edges[0].tail[0], *(edge.head[0] for edge in self.links))

    def changes(self, kind: str) -> tuple[str, ...]:
        """Places at which it changes gauge, port (water and land) or mode (rail and road)."""
        return tuple(edge.tail[0] for edge in self.edges if edge.kind == kind)

    @property
    def borders(self) -> int:
        """How many borders it crosses."""
        return len(self.states) - 1

    @property
    def recalled(self) -> int:
        """Links that rest on general knowledge alone."""
        return sum(edge.sources == (RECALLED,) for edge in self.links)

    @property
    def modes(self) -> tuple[str, ...]:
        """Modes in order, each once."""
        return tuple(dict.fromkeys(edge.kind for edge in self.links))


@dataclass(frozen=True)
class Ways:
    """The ways between two ends on a day, the least first.

    Attributes
    ----------
    start, end
        The ends.
    on
        The day.
    by
        What was made least.
    ways
        At least one.
    told
        Bans on some goods that hold and close nothing here.
    shut
        What was closed, as it was written.
    """

    start: End
    end: End
    on: date
    by: By
    ways: tuple[Way, ...]
    told: tuple[str, ...]
    shut: tuple[str, ...] = ()


@remembered(maxsize=16)
def priced(world: World, on: date, changes: Changes | None = None) -> Graph:
    """The graph of a day, kept."""
    return graph(world, network(world, on, changes), charges(world))


def ways(
    world: World,
    origin: str,
    destination: str,
    *,
    on: date,
    without: Sequence[str] = (),
    by: By = "cost",
    most: int = 3,
    restricted: bool = False,
    changes: Changes | None = None,
) -> Ways:
    """The ways between two ends.

    Parameters
    ----------
    world
        The tables.
    origin, destination
        States by code or name, which stand for their capitals, or places of the network by name.
    on
        The day.
    without
        What must not be used: states to cross, borders (`BLR-POL`), modes (rail, road, ferry, sea), gauges (1435).
    by
        What is made least: cost (money and time), days, km or money.
    most
        How many ways at most.
    restricted
        Whether links that are restricted are used too.
    changes
        What events make of the network.

    Raises
    ------
    UserError
        An end is no place of the network, both are one, something cannot be closed, or nothing joins them.
    """
    start, finish = end(world, origin), end(world, destination)
    if start.place == finish.place:
        raise UserError(f"route: {start.name} is both ends; name two places")
    if by not in BYS:
        raise UserError(f'route: --by "{by}" is none of {", ".join(BYS)}')
    ruled, told, refused = bans(world, on, start.state, finish.state)
    if refused:
        into, out = (world.state_names[one.state] for one in (finish, start))
        raise UserError(
            f"route: {into} takes no goods from {out} on {on} ({refused}); name another end, or another day"
        )
    shut = ruled.merged(closed(world, without, (start, finish))).merged(Shut(restricted_too=restricted))
    of = priced(world, on, changes)
    found = _cheapest(world, of, start.place, finish.place, by, shut, most)
    if not found:
        closed_too = f" without {', '.join(without)}" if without else ""
        raise UserError(
            f"route: nothing joins {start.name} to {finish.name} on {on}{closed_too}; leave out less, or name another "
            "end"
        )
    return Ways(start, finish, on, by, found, told, tuple(without))


def _cheapest(world: World, of: Graph, start: str, finish: str, by: By, shut: Shut, most: int) -> tuple[Way, ...]:
    """The least way, then the cheapest that do without a state or a mode of those before."""
    union = set(world.group("eu27"))
    found: dict[frozenset[str], Way] = {}
    tried: set[frozenset[str]] = set()
    queue: list[tuple[float, int, frozenset[str], Way]] = []

    def push(banned: frozenset[str]) -> None:
        if banned in tried:
            return
        tried.add(banned)
        edges = least(of, start, finish, by, shut.also(*banned))
        if edges:
            weight = sum(of.weight(edge, by) for edge in edges)
            heapq.heappush(queue, (weight, len(tried), banned, way(of, edges)))

    push(frozenset())
    while queue and len(found) < most:
        _, _, banned, one = heapq.heappop(queue)
        crossed = {*one.states[1:-1]} - union - {of.states[start], of.states[finish]}
        crossed |= set(one.modes)
        found.setdefault(frozenset(crossed), one)
        for each in sorted(crossed):
            push(banned | {each})
    return tuple(found.values())


def way(of: Graph, edges: Iterable[Edge]) -> Way:
    """A way of edges; ships that pass a port cross no state."""
    edges = tuple(edges)
    nodes = [edges[0].tail, *(edge.head for edge in edges)]
    ends = {0, len(nodes) - 1}
    on_land = [of.states[node[0]] for k, node in enumerate(nodes) if k in ends or node[1][0] != WATER]
    states = [state for k, state in enumerate(on_land) if k == 0 or on_land[k - 1] != state]
    return Way(edges, tuple(states), sum(of.weight(edge, "cost") for edge in edges))


def closed(world: World, words: Sequence[str], ends: Sequence[End] = ()) -> Shut:
    """What words close: a state to transit, a border `BLR-POL`, a mode or a gauge.

    Raises
    ------
    UserError
        A word is none of these, or a state in which the way begins or ends.
    """
    states: set[str] = set()
    borders: set[frozenset[str]] = set()
    modes: set[str] = set()
    gauges: set[int] = set()
    for word in words:
        if word in MODES:
            modes.add(word)
        elif word in ("1435", "1520", "1676"):
            gauges.add(int(word))
        elif "-" in word and all(len(part.strip()) > 1 for part in word.split("-", 1)):
            one, other = (world.state(part.strip()) for part in word.split("-", 1))
            borders.add(frozenset((one, other)))
        else:
            state = world.state(word)
            if any(state == one.state for one in ends):
                raise UserError(f"route: the way begins or ends in {world.state_names[state]}, so it cannot avoid it")
            states.add(state)
    return Shut(frozenset(states), frozenset(borders), frozenset(modes), frozenset(gauges))


def through(world: World, stops: Sequence[str], modes: Sequence[str], *, on: date) -> Way | None:
    """The least way by length over stops in order, by these modes alone; None where there is none."""
    of = priced(world, on)
    shut = Shut(modes=frozenset(MODES) - set(modes), restricted_too=True)
    edges: list[Edge] = []
    for start, finish in pairwise(stops):
        part = least(of, start, finish, "km", shut)
        if part is None:
            return None
        edges += _joined(of, edges, part)
    return way(of, edges)


def _joined(of: Graph, before: Sequence[Edge], part: Sequence[Edge]) -> list[Edge]:
    """A further part, with the change at the stop where it goes on by something else."""
    if not before or before[-1].head == part[0].tail:
        return list(part)
    change = [edge for edge in of.edges if edge.tail == before[-1].head and edge.head == part[0].tail]
    return [*change, *part]


def link_rows(world: World, of: Ways) -> pd.DataFrame:
    """Every link and change of every way, in order; see the columns."""
    import pandas as pd

    at = places(world)
    rows = [
        {
            "way": number,
            "step": step,
            "from_place": at.at[edge.tail[0], "name"],
            "from_state": at.at[edge.tail[0], "state"],
            "to_place": at.at[edge.head[0], "name"],
            "to_state": at.at[edge.head[0], "state"],
            "what": edge.kind,
            "gauge_mm": edge.head[1][1] or None,
            "link": edge.link or None,
            "km": edge.km.value,
            "days": edge.all_hours.value / 24,
            "days_low": edge.all_hours.low / 24,
            "days_high": edge.all_hours.high / 24,
            "border_days": edge.border_hours.value / 24,
            "usd": edge.all_dollars.value,
            "usd_low": edge.all_dollars.low,
            "usd_high": edge.all_dollars.high,
            "km_basis": edge.basis if edge.link else None,
            "days_basis": edge.all_hours.basis,
            "usd_basis": edge.all_dollars.basis,
            "counted_by": total((edge.all_hours, edge.all_dollars)).counted_by or None,
            "confidence": edge.confidence if edge.link else None,
            "restricted": edge.restricted,
            "lat": at.at[edge.head[0], "lat"],
            "lon": at.at[edge.head[0], "lon"],
            "source": ";".join(dict.fromkeys((*edge.sources, *edge.all_hours.sources, *edge.all_dollars.sources))),
        }
        for number, one in enumerate(of.ways, start=1)
        for step, edge in enumerate(one.edges, start=1)
    ]
    return pd.DataFrame(rows)
