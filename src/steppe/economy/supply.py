"""Least-cost supply over a network of lines: a linear programme of flows, sales and what is not met.

Of nodes n with supply at most S_n and demand D_n, and arcs a from o(a) to d(a) with capacity k_a and cost c_a a unit,

    min  Σ_a c_a f_a + p Σ_n u_n
    s.t. Σ_{a: d(a) = n} f_a - Σ_{a: o(a) = n} f_a + s_n + u_n = D_n     for every n,
         0 ≤ f_a ≤ k_a,   0 ≤ s_n ≤ S_n,   0 ≤ u_n ≤ D_n,

where u_n is the demand that is not met and p, larger than any way can cost, is paid for it. It is solved by HiGHS
(Huangfu & Hall 2018) through scipy. With y the prices of the balances and z ≤ 0 those of the upper bounds, the dual
worth is Σ_n D_n y_n + Σ k z; at the optimum it equals the cost, and `Plan.gap` is the difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from steppe.economy.arrays import Array

UNMET = 1e6
"""p: what a unit that is not met costs; no way costs as much."""
TINY = 1e-9


@dataclass(frozen=True, slots=True)
class Arc:
    """A line: its ends, what it can carry (may be infinite), and what a unit costs on it."""

    tail: str
    head: str
    capacity: float
    cost: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The optimum.

    Attributes
    ----------
    flow
        On each arc, shape (A,), in the order of the arcs.
    sold, unmet
        By node; nodes that sell nothing, or lack nothing, are left out.
    price
        What one more unit of demand at each node would cost.
    cost, dual
        Worth of the optimum and of its dual.
    """

    flow: Array
    sold: Mapping[str, float]
    unmet: Mapping[str, float]
    price: Mapping[str, float]
    cost: float
    dual: float

    @property
    def gap(self) -> float:
        """The duality gap, relative to the cost."""
        return abs(self.cost - self.dual) / max(1.0, abs(self.cost))


def least_cost(arcs: Sequence[Arc], supply: Mapping[str, float], demand: Mapping[str, float]) -> Plan:
    """Meet demand from supply over arcs at least cost.

    Parameters
    ----------
    arcs
        Two arcs of the same ends are two lines, or two parts of one line with costs of their own.
    supply, demand
        By node, in the unit of capacity; neither is negative. Nodes of neither pass on what they get.

    Raises
    ------
    ValueError
        A capacity, cost, supply or demand is negative or not a number.

    Examples
    --------
    >>> lines = [Arc("A", "B", 5.0, 1.0), Arc("A", "C", 9.0, 3.0), Arc("C", "B", 9.0, 1.0)]
    >>> plan = least_cost(lines, {"A": 100.0}, {"B": 8.0})
    >>> plan.flow.tolist(), plan.cost, plan.unmet, plan.price["B"]
    ([5.0, 3.0, 3.0], 17.0, {}, 4.0)
    """
    from scipy.optimize import linprog  # half a second to import

    figures = [*(arc.capacity for arc in arcs), *(arc.cost for arc in arcs), *supply.values(), *demand.values()]
    if any(not figure >= 0 for figure in figures):
        raise ValueError("capacities, costs, supply and demand must be numbers that are not negative")
    nodes = list(dict.fromkeys([*(end for arc in arcs for end in (arc.tail, arc.head)), *supply, *demand]))
    place = {node: k for k, node in enumerate(nodes)}
    wanted = np.array([demand.get(node, 0.0) for node in nodes])
    offered = np.array([supply.get(node, 0.0) for node in nodes])
    balance = np.zeros((len(nodes), len(arcs)))
    for k, arc in enumerate(arcs):
        balance[place[arc.head], k] += 1.0
        balance[place[arc.tail], k] -= 1.0
    eye = np.eye(len(nodes))
    upper = np.concatenate([[arc.capacity for arc in arcs], offered, wanted])
    found = linprog(
        np.concatenate([[arc.cost for arc in arcs], np.zeros(len(nodes)), np.full(len(nodes), UNMET)]),
        A_eq=np.hstack([balance, eye, eye]),
        b_eq=wanted,
        bounds=[(0.0, None if np.isinf(one) else one) for one in upper],
        method="highs",
    )
    if not found.success:  # every node may leave its demand unmet, so that there is always a solution
        raise RuntimeError(f"no optimum: {found.message}")
    flow, sold, unmet = np.split(found.x, [len(arcs), len(arcs) + len(nodes)])
    bounded = np.isfinite(upper)
    dual = float(wanted @ found.eqlin.marginals + upper[bounded] @ found.upper.marginals[bounded])
    return Plan(
        flow=np.clip(flow, 0.0, None),
        sold={node: float(one) for node, one in zip(nodes, sold, strict=True) if one > TINY},
        unmet={node: float(one) for node, one in zip(nodes, unmet, strict=True) if one > TINY},
        price=dict(zip(nodes, map(float, found.eqlin.marginals), strict=True)),
        cost=float(found.fun),
        dual=dual,
    )


def with_room(arc: Arc, used: float) -> tuple[Arc, Arc]:
    """A line as two: what flows on it already costs next to nothing to keep, the room that is left its whole cost."""
    kept = min(max(used, 0.0), arc.capacity)
    return Arc(arc.tail, arc.head, kept, arc.cost * 1e-3), Arc(arc.tail, arc.head, arc.capacity - kept, arc.cost)
