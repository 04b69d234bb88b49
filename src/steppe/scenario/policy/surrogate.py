"""Thousands of points from some hundreds of equilibria: what is measured, interpolated over what is drawn.

In one case the outcome y is a smooth function of the effects β and of log θ, and all depths share it: they differ in
the distribution of β alone. So a case is solved at `NODES` points of each scrambling and depth, and θ·y, which hardly
moves with θ, is interpolated by radial basis functions (quintic, with a polynomial of degree two; Wahba 1990).
`TESTS` further points are solved and compared: the largest difference is the error of the interpolation, which is
added to the Monte Carlo error, so that no digit is printed that it could move. Where there are no more points than
nodes, or a node has no equilibrium, every point is solved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steppe.economy import Draws
from steppe.scenario.policy.effects import Drawn
from steppe.world.points import REPLICATES

Array = NDArray[np.float64]
Solve = Callable[[Array, Array], Draws]
"""Equilibria at effects (n, E) and elasticities (n,)."""

NODES, TESTS = 16, 2
"""Points of each scrambling and depth that are solved, and that are solved to compare."""
SAME = 1e-12


@dataclass(frozen=True, slots=True)
class Solved:
    """What is measured at the points of one case and depth.

    Attributes
    ----------
    values
        Shape (points with an equilibrium, S, columns).
    solved, failed
        Places of these points, and how many others have none.
    error
        The largest difference from an equilibrium that was left out, shape (S, columns); zero where all are solved.
    """

    values: Array
    solved: tuple[int, ...]
    failed: int
    error: Array


def at_points(drawn: Mapping[str, Drawn], solve: Solve) -> dict[str, Solved]:
    """What is measured at every point of one case, by depth."""
    inputs = {depth: np.column_stack([one.effects, np.log(one.theta)]) for depth, one in drawn.items()}
    nodes, tests = _unique(inputs, 0, NODES), _unique(inputs, NODES, NODES + TESTS)
    every = np.unique(np.concatenate(list(inputs.values())), axis=0)
    if len(every) > len(nodes) + len(tests):
        exact = _solve(solve, np.concatenate([nodes, tests]))
        if not exact.failed:
            return _interpolated(inputs, nodes, tests, exact.values)
    return _all(inputs, every, _solve(solve, every))


def _unique(inputs: Mapping[str, Array], first: int, last: int) -> Array:
    """The rows from first to last of each scrambling and depth, each once."""
    parts = [rows.reshape(REPLICATES, -1, rows.shape[1])[:, first:last] for rows in inputs.values()]
    return np.unique(np.concatenate([part.reshape(-1, part.shape[-1]) for part in parts]), axis=0)


def _solve(solve: Solve, rows: Array) -> Draws:
    return solve(rows[:, :-1], np.exp(rows[:, -1]))


def _interpolated(inputs: Mapping[str, Array], nodes: Array, tests: Array, exact: Array) -> dict[str, Solved]:
    from scipy.interpolate import RBFInterpolator  # a tenth of a second to import

    shape = exact.shape[1:]
    flat = exact.reshape(len(exact), -1)
    known = ~np.isnan(flat).any(axis=0)
    spread = nodes.std(axis=0)
    varies = spread > SAME
    scaled = flat[: len(nodes), known] * np.exp(nodes[:, -1:])
    of = RBFInterpolator(nodes[:, varies] / spread[varies], scaled, kernel="quintic", degree=2)

    def values(rows: Array) -> Array:
        found = np.full((len(rows), flat.shape[1]), np.nan)
        found[:, known] = of(rows[:, varies] / spread[varies]) / np.exp(rows[:, -1:])
        return found.reshape(len(rows), *shape)

    error = np.abs(values(tests) - exact[len(nodes) :]).max(axis=0)
    return {depth: Solved(values(rows), tuple(range(len(rows))), 0, error) for depth, rows in inputs.items()}


def _all(inputs: Mapping[str, Array], every: Array, exact: Draws) -> dict[str, Solved]:
    """Every point from its own equilibrium."""
    place = np.full(len(every), -1)
    place[list(exact.solved)] = np.arange(len(exact.solved))
    rows_of = {row.tobytes(): k for k, row in enumerate(every)}
    found = {}
    for depth, rows in inputs.items():
        own = place[[rows_of[row.tobytes()] for row in rows]]
        solved = np.flatnonzero(own >= 0)
        error = np.zeros(exact.values.shape[1:])
        found[depth] = Solved(exact.values[own[solved]], tuple(solved.tolist()), len(rows) - len(solved), error)
    return found
