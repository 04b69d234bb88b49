"""The network as a graph of ways: what a link, a border and a change take, and the least way between two places.

A node is a place by what stands there: a train of 1435, 1520 or 1676 mm, a lorry, a ship. An edge is a link in one
direction, with the border that it crosses, or a change within a place: between gauges where cargo can be transferred,
between water and land where both meet, between rail and road anywhere but at a post. The least way is Dijkstra's
(1959), over `scipy.sparse.csgraph`; weights are positive, so that no way has a loop.

What border posts count holds the transfer of cargo where the gauge breaks: its hours are taken out of theirs, down to
nothing, and stand in the break.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from steppe.economy.corridors.charges import COST, NOTHING, TIME, Charges, Land, Range
from steppe.economy.corridors.network import Network, Shut

if TYPE_CHECKING:
    from steppe.world.world import World

UNIONS = ("EAEU", "EU")
"""Bodies without a customs border inside."""
RAIL, ROAD, WATER = "rail", "road", "water"
By = Literal["cost", "days", "km", "money"]
BYS: tuple[By, ...] = ("cost", "days", "km", "money")
TINY = 1e-9
"""Weight of an edge that takes nothing: a sparse matrix drops a nought."""

Layer = tuple[str, int]
Node = tuple[str, Layer]
"""A place, and rail with its gauge, road or water."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A link in one direction, or a change within a place.

    Attributes
    ----------
    tail, head
        Nodes.
    kind
        rail, road, ferry or sea; gauge, port or mode for a change.
    link
        Number of the link; empty for a change.
    km, hours, dollars
        Of the link itself, with ranges; kilometres of a change are nought.
    border_hours, border_dollars
        What the border takes that the link crosses.
    basis, confidence, restricted, opened, sources
        Of the link: how its length was got, how sure it is, whether it is restricted, whether an event opened it, so
        that no rule shuts its border; its own sources.
    """

    tail: Node
    head: Node
    kind: str
    link: str
    km: Range
    hours: Range
    dollars: Range
    border_hours: Range = NOTHING
    border_dollars: Range = NOTHING
    basis: str = "reported"
    confidence: str = "high"
    restricted: bool = False
    opened: bool = False
    sources: tuple[str, ...] = ()

    @property
    def all_hours(self) -> Range:
        """With the border."""
        return self.hours.plus(self.border_hours)

    @property
    def all_dollars(self) -> Range:
        """With the border."""
        return self.dollars.plus(self.border_dollars)


@dataclass(frozen=True)
class Graph:
    """Every edge of a network, and what a day of a load costs.

    Attributes
    ----------
    edges
        All of them, both directions of a link apart.
    states
        State of each place.
    canals
        Places that ships cross by leave of their state.
    day
        USD a day of a load: its worth times what a day costs.
    """

    edges: tuple[Edge, ...]
    states: dict[str, str]
    canals: frozenset[str]
    day: float

    def weight(self, edge: Edge, by: By) -> float:
        """What is made least: generalized cost in USD, hours, kilometres or USD paid."""
        hours = edge.hours.value + edge.border_hours.value
        dollars = edge.dollars.value + edge.border_dollars.value
        of = {"km": edge.km.value, "days": hours, "money": dollars, "cost": dollars + self.day * hours / 24}
        return of[by]

    @cached_property
    def weights(self) -> dict[By, list[float]]:
        """Weight of every edge."""
        return {by: [max(self.weight(edge, by), TINY) for edge in self.edges] for by in BYS}


def graph(world: World, network: Network, charges: Charges) -> Graph:
    """Edges of a network, priced."""
    union = [frozenset(world.members(body, on=min(network.on, _last()))) for body in UNIONS]
    less = dict(network.changes.hours)

    def inside(a: str, b: str) -> bool:
        return any({a, b} <= members for members in union)

    edges: list[Edge] = []
    for row in network.links.to_dict("records"):
        for tail, head in (("a", "b"), ("b", "a")):
            edge = _link(row, tail, head, network, charges, inside)
            edges.append(_faster(edge, less.get(edge.link, 0.0)))
    nodes = {node for edge in edges for node in (edge.tail, edge.head)}
    edges += [_faster(edge, less.get(edge.tail[0], 0.0)) for edge in _changes_of_mode(network, charges, nodes)]
    load, day, at = charges.assumed["load"], charges.assumed["day"], network.places
    canals = frozenset(at.index[at["kind"].eq("sea_waypoint")])
    return Graph(tuple(edges), at["state"].to_dict(), canals, load.value * day.value / 100)


def _last() -> date:
    from steppe.world.dates import TODAY

    return TODAY


def _link(
    row: Mapping[str, Any],
    tail: str,
    head: str,
    network: Network,
    charges: Charges,
    inside: Callable[[str, str], bool],
) -> Edge:
    """A link from one end to the other."""
    mode, start, end = str(row["mode"]), str(row[tail]), str(row[head])
    a, b = str(row[f"state_{tail}"]), str(row[f"state_{head}"])
    km = Range(float(row["km"]), float(row["km_low"]), float(row["km_high"]), str(row["basis"]))
    layer: Layer = (mode, int(row["gauge"])) if mode in (RAIL, ROAD) else (WATER, 0)
    if layer[0] == WATER:
        hours, dollars = _over(km, charges.assumed[f"{mode} speed"]), _by(km, charges.assumed[f"{mode} haul"])
        border = (NOTHING, NOTHING)
    else:
        land: Land = "rail" if mode == RAIL else "road"
        halves = [
            (_over(_half(km), charges.speed(one, land)), _by(_half(km), charges.haul(one, land))) for one in (a, b)
        ]
        hours, dollars = halves[0][0].plus(halves[1][0]), halves[0][1].plus(halves[1][1])
        border = (NOTHING, NOTHING) if a == b else _border(start, end, a, b, land, network, charges, inside(a, b))
    return Edge(
        (start, layer),
        (end, layer),
        mode,
        str(row["link"]),
        km,
        hours,
        dollars,
        *border,
        basis=str(row["basis"]),
        confidence=str(row["confidence"]),
        restricted=bool(row["restricted"]),
        opened=str(row["link"]) in network.changes.opened,
        sources=tuple(dict.fromkeys((str(row["source"]), str(row["km_source"])))),
    )


def _half(km: Range) -> Range:
    """A link across a border lies half in each state."""
    return km.times(0.5)


def _over(km: Range, speed: Range) -> Range:
    """Hours of a length: the shortest at the highest speed, the longest at the lowest."""
    return Range(
        km.value / speed.value,
        km.low / speed.high,
        km.high / speed.low,
        "assumed" if speed.basis == "assumed" else km.basis,
        speed.counted_by,
        speed.sources,
    )


def _by(km: Range, price: Range) -> Range:
    """Dollars of a length."""
    return Range(
        km.value * price.value,
        km.low * price.low,
        km.high * price.high,
        "assumed" if price.basis == "assumed" else km.basis,
        price.counted_by,
        price.sources,
    )


def _border(
    start: str, end: str, a: str, b: str, mode: Land, network: Network, charges: Charges, inside: bool
) -> tuple[Range, Range]:
    """Hours and dollars at a border: leaving one state and entering the other, without the transfer between gauges."""
    if inside:
        return charges.assumed["union border time"], NOTHING
    found = []
    for indicator in (TIME, COST):
        leaving, whole = charges.post(indicator, start, a, mode, "outbound")
        entering, other = charges.post(indicator, end, b, mode, "inbound")
        found.append(leaving if whole else entering if other else leaving.plus(entering))
    breaks = mode == RAIL and bool(network.places.loc[[start, end], "transfer"].any())
    return (found[0].less(charges.assumed["gauge time"]) if breaks else found[0]), found[1]


def _faster(edge: Edge, hours: float) -> Edge:
    """An edge that takes so many hours less: first at its border, then on the way."""
    if not hours:
        return edge
    cut = Range(hours, hours, hours, "assumed")
    at_border = min(hours, edge.border_hours.value)
    rest = Range(hours - at_border, hours - at_border, hours - at_border, "assumed")
    return replace(edge, border_hours=edge.border_hours.less(cut), hours=edge.hours.less(rest))


def _changes_of_mode(network: Network, charges: Charges, nodes: set[Node]) -> Iterator[Edge]:
    """Changes within each place, in both directions."""
    layers: dict[str, list[Layer]] = {}
    for place, layer in sorted(nodes):
        layers.setdefault(place, []).append(layer)
    for place, here in layers.items():
        for one, other in combinations(here, 2):
            found = _change(place, one, other, network, charges)
            if found:
                kind, hours, dollars = found
                for tail, head in ((one, other), (other, one)):
                    yield Edge((place, tail), (place, head), kind, "", NOTHING, hours, dollars, basis="assumed")


def _change(
    place: str, one: Layer, other: Layer, network: Network, charges: Charges
) -> tuple[str, Range, Range] | None:
    """What changing between two layers at a place is called and takes; None where it cannot be done."""
    kinds, assumed = {one[0], other[0]}, charges.assumed
    transfer, kind = bool(network.places.at[place, "transfer"]), str(network.places.at[place, "kind"])
    if kinds == {RAIL}:
        if not transfer:
            return None
        gone = place in network.changes.one_gauge
        return ("gauge", NOTHING, NOTHING) if gone else ("gauge", assumed["gauge time"], assumed["gauge cost"])
    if WATER in kinds:
        return "port", assumed["port time"], assumed["port cost"]
    if kind.startswith("border") and not transfer:
        return None
    return "mode", assumed["mode change time"], assumed["mode change cost"]


@dataclass(frozen=True)
class Tree:
    """The least ways from one place to all others.

    Attributes
    ----------
    nodes, before
        Nodes by number, and the number of the one before each on its way, negative where there is none.
    distance
        Weight of the way to each node.
    best
        The least edge between two nodes.
    """

    nodes: tuple[Node, ...]
    before: NDArray[np.int32]
    distance: NDArray[np.float64]
    best: dict[tuple[Node, Node], tuple[float, Edge]]

    def to(self, end: str) -> tuple[Edge, ...] | None:
        """The edges of the least way to a place; None where there is none."""
        there = [place for place, node in enumerate(self.nodes) if node[0] == end]
        at = min(there, key=lambda place: self.distance[place], default=None)
        if at is None or not np.isfinite(self.distance[at]):
            return None
        order = [at]
        while 0 <= self.before[order[-1]] < len(self.nodes):
            order.append(int(self.before[order[-1]]))
        steps = [self.nodes[place] for place in reversed(order)]
        return tuple(self.best[pair][1] for pair in pairwise(steps))


def tree(of: Graph, start: str, by: By, shut: Shut, ends: Iterable[str] = ()) -> Tree:
    """The least ways from a place; the states of the start and of `ends` (places) are never shut."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    spared = {of.states[place] for place in (start, *ends)}
    best: dict[tuple[Node, Node], tuple[float, Edge]] = {}
    for edge, weight in zip(of.edges, of.weights[by], strict=True):
        key = (edge.tail, edge.head)
        if (key not in best or weight < best[key][0]) and not _is_shut(of, edge, shut, spared):
            best[key] = weight, edge
    nodes = sorted({node for pair in best for node in pair})
    number = {node: place for place, node in enumerate(nodes)}
    first = len(nodes)
    begins = [number[node] for node in nodes if node[0] == start]
    tails = [number[tail] for tail, _ in best] + [first] * len(begins)
    heads = [number[head] for _, head in best] + begins
    weights = [weight for weight, _ in best.values()] + [TINY] * len(begins)
    matrix = csr_array((weights, (tails, heads)), shape=(first + 1, first + 1))
    distance, before = dijkstra(matrix, indices=first, return_predecessors=True)
    return Tree(tuple(nodes), before, distance, best)


def least(of: Graph, start: str, end: str, by: By, shut: Shut) -> tuple[Edge, ...] | None:
    """The edges of the least way between two places; None where there is none."""
    return tree(of, start, by, shut, [end]).to(end)


def _is_shut(of: Graph, edge: Edge, shut: Shut, ends: set[str]) -> bool:
    """Whether a way may not use an edge; ships pass a port without entering the state, but not a canal."""
    a, b = of.states[edge.tail[0]], of.states[edge.head[0]]
    on_land = [node for node in (edge.tail, edge.head) if node[1][0] != WATER or node[0] in of.canals]
    return (
        any(of.states[node[0]] in shut.states - ends for node in on_land)
        or (edge.kind in (RAIL, ROAD) and not edge.opened and frozenset((a, b)) in shut.borders)
        or edge.kind in shut.modes
        or edge.tail[1][1] in shut.gauges
        or (edge.restricted and not shut.restricted_too)
    )
