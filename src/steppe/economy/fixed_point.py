"""Fixed-point iterations for wages: the fallback and the check of Newton's method.

Both use the map of Alvarez & Lucas (2007) in logs, ln w_i + h_i / (1 + θ): a state whose factors are asked for too much
pays more. `damped` follows it; `anderson` mixes the last six steps so that their residuals cancel (Anderson 1965;
Walker & Ni 2011).
"""

from __future__ import annotations

from collections import deque

import numpy as np

from steppe.economy.arrays import Array
from steppe.economy.kernel import Kernel, Point, normalized
from steppe.economy.newton import NewtonResult, direction, factorize

MEMORY = 6


def damped(kernel: Kernel, start: Point, world: float, tolerance: float, limit: int) -> NewtonResult:
    """Follows the map; the step is halved where it leads out of the economy."""
    point, damping = start, 1.0
    for iteration in range(limit + 1):
        done, step = _settled(kernel, point, tolerance)
        if done or iteration == limit or not np.isfinite(step).all():
            return NewtonResult(point, step, done, iteration)
        move = damping * point.gap / (1.0 + kernel.mean_theta)
        new = kernel.at(normalized(point.log_wages + move, kernel.endowment, world), point)
        if new is None:
            damping /= 2
            if damping < 1e-6:
                return NewtonResult(point, step, False, iteration)
        else:
            point = new
    raise AssertionError("unreachable")


def anderson(kernel: Kernel, start: Point, world: float, tolerance: float, limit: int) -> NewtonResult:
    """Mixes the last steps of the map; falls back on the plain step where the mixture leads out of the economy."""
    point = start
    past: deque[tuple[Array, Array]] = deque(maxlen=MEMORY + 1)
    for iteration in range(limit + 1):
        done, step = _settled(kernel, point, tolerance)
        if done or iteration == limit or not np.isfinite(step).all():
            return NewtonResult(point, step, done, iteration)
        move = point.gap / (1.0 + kernel.mean_theta)
        past.append((point.log_wages, move))
        new = kernel.at(normalized(_mixed(past), kernel.endowment, world), point)
        if new is None or float(abs(new.gap).max()) > 10 * float(abs(point.gap).max()):
            past.clear()
            new = kernel.at(normalized(point.log_wages + 0.5 * move, kernel.endowment, world), point)
        if new is None:
            return NewtonResult(point, step, False, iteration)
        point = new
    raise AssertionError("unreachable")


def _mixed(past: deque[tuple[Array, Array]]) -> Array:
    """The mixture of past steps whose residuals cancel best (least squares)."""
    wages, moves = (np.array(part) for part in zip(*past, strict=True))
    newest: Array = wages[-1] + moves[-1]
    if len(past) == 1:
        return newest
    weights = np.linalg.lstsq(np.diff(moves, axis=0).T, moves[-1], rcond=1e-12)[0]
    mixed: Array = newest - weights @ (np.diff(wages, axis=0) + np.diff(moves, axis=0))
    return mixed


def _settled(kernel: Kernel, point: Point, tolerance: float) -> tuple[bool, Array]:
    """Whether gaps are small and wages too: a small gap may hide a long way where a state hardly trades."""
    if float(abs(point.gap).max()) >= tolerance:
        return False, point.gap
    step = direction(factorize(kernel, point), point.gap)
    return float(abs(step).max()) < tolerance, step
