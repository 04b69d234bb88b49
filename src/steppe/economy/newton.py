"""Newton's method for wages, with the analytic Jacobian of the kernel.

Gaps do not move with all wages together, so the Jacobian J has the null vector 1; J + 1 sᵀ, with s the shares in world
income, is regular and leaves the direction of the step as it is. A step longer than `LONGEST` is shortened, and halved
until the gaps fall. With `refresh` above 0 a factorization serves for more than one step, or for a whole family of
draws, until a step shrinks the gap by less than that factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg.lapack import dgetrf, dgetrs

from steppe.economy.arrays import Array
from steppe.economy.kernel import Kernel, Point, normalized

LONGEST = 1.0
"""Longest step in ln w: wages move by a factor of e at most."""
HALVINGS = 12
SINGULAR = 1e-14
"""A pivot this small beside the largest is rounding."""


@dataclass(frozen=True, slots=True)
class NewtonResult:
    """The last point of an iteration, whether it is a solution, and how it was reached."""

    point: Point
    step: Array
    converged: bool
    iterations: int
    factors: tuple[Array, Array] | None = None


def factorize(kernel: Kernel, point: Point) -> tuple[Array, Array]:
    """LU factors of the Jacobian made regular; where states are cut off from each other it stays singular."""
    income = np.exp(point.log_wages) * kernel.endowment
    matrix = kernel.jacobian(point)
    matrix += income / income.sum()
    lower_upper, pivots, _ = dgetrf(np.asfortranarray(matrix), overwrite_a=True)
    return lower_upper, pivots


def direction(factors: tuple[Array, Array], gap: Array) -> Array:
    """The Newton step for a gap; infinite where the matrix is singular, since wages are then undetermined."""
    diagonal = abs(np.diagonal(factors[0]))
    if not diagonal.min() > SINGULAR * diagonal.max():
        return np.full_like(gap, np.inf)
    step, _ = dgetrs(*factors, gap)
    return -np.asarray(step)


def newton(
    kernel: Kernel,
    start: Point,
    world: float,
    tolerance: float,
    limit: int,
    *,
    factors: tuple[Array, Array] | None = None,
    refresh: float = 0.0,
) -> NewtonResult:
    """Wages from `start` on; `factors` of a similar world may stand in for the first Jacobian when `refresh` > 0."""
    point = start
    step = np.full_like(start.gap, np.inf)
    for iteration in range(limit + 1):
        small = float(abs(point.gap).max()) < tolerance
        if factors is None and small:
            factors = factorize(kernel, point)
        if small and factors is not None:
            step = direction(factors, point.gap)
            if float(abs(step).max()) < tolerance:
                return NewtonResult(point, step, True, iteration, factors)
        if iteration == limit:
            break
        fresh = factors is None or refresh == 0.0
        if factors is None or fresh:
            factors = factorize(kernel, point)
        step = direction(factors, point.gap)
        new = _along(kernel, point, step, world, HALVINGS if fresh else 0)
        if new is None and fresh:
            break
        if refresh > 0.0 and (new is None or _shrink(new, point) > refresh):
            factors = None
        point = point if new is None else new
    return NewtonResult(point, step, False, iteration, factors)


def _shrink(new: Point, old: Point) -> float:
    return float(abs(new.gap).max()) / max(float(abs(old.gap).max()), 1e-300)


def _along(kernel: Kernel, point: Point, step: Array, world: float, halvings: int) -> Point | None:
    """The point one step on, halved until the gap falls; None where there is no such step."""
    if not np.isfinite(step).all():
        return None
    length = min(1.0, LONGEST / max(float(abs(step).max()), 1e-300))
    before = float(abs(point.gap).max())
    for _ in range(halvings + 1):
        wages = normalized(point.log_wages + length * step, kernel.endowment, world)
        new = kernel.at(wages, point)
        if new is not None and (float(abs(new.gap).max()) < before or before < 1e-9):
            return new
        length /= 2
    return None
