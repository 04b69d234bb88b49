"""Partial pooling: each unit's own estimate, drawn towards the mean of all by as much as the data say.

Estimates b_i with standard errors s_i of units that are alike but not the same:

    b_i ~ N(θ_i, s_i²),   θ_i ~ N(μ, τ²)

τ² maximizes the restricted likelihood (REML), μ is the mean of b_i weighted by 1 / (τ² + s_i²), and

    E[θ_i] = λ_i b_i + (1 - λ_i) μ,   λ_i = τ² / (τ² + s_i²)
    V[θ_i] = λ_i s_i² + (1 - λ_i)² V[μ],   V[μ] = 1 / Σ 1 / (τ² + s_i²)

so that a unit known badly is near the mean, one known well keeps its own, τ = 0 gives one figure for all, and τ → ∞
leaves each its own (Efron & Morris 1975; Raudenbush & Bryk 1985). V[θ_i] takes τ as known, which is too sure where
there are few units. Errors of different units are taken as independent; shocks that all have in common are not, so that
V[μ] is too small.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import minimize_scalar

Floats = NDArray[np.float64]
WIDEST = 10.0
"""τ is sought up to so many times the spread of the estimates."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """Estimates of several units drawn together.

    mean, mean_error
        μ and its standard error.
    spread
        τ, the standard deviation between units.
    values, errors
        E[θ_i] and the root of V[θ_i], shape (units,).
    """

    mean: float
    mean_error: float
    spread: float
    values: Floats
    errors: Floats

    @property
    def new_error(self) -> float:
        """Standard error of a unit of which nothing is known but that it is one of these."""
        return float(np.hypot(self.spread, self.mean_error))


def pool(estimates: ArrayLike, errors: ArrayLike, spread: float | None = None) -> Pooled:
    """Draw estimates together.

    Parameters
    ----------
    estimates, errors
        b_i and s_i, shape (units,); errors above zero.
    spread
        τ where it is given; by restricted likelihood otherwise, and 0 for a single unit.

    Raises
    ------
    ValueError
        No unit, shapes that differ, figures that are not finite, errors that are not above zero.

    Examples
    --------
    >>> pool([1.0, 3.0], [1.0, 1.0], spread=1.0).values
    array([1.5, 2.5])
    """
    b, s = np.asarray(estimates, dtype=float), np.asarray(errors, dtype=float)
    if b.ndim != 1 or b.shape != s.shape or not len(b):
        raise ValueError(f"estimates of shape {b.shape} and errors of shape {s.shape}: give one error an estimate")
    if not (np.isfinite(b).all() and np.isfinite(s).all() and (s > 0).all()):
        raise ValueError("estimates must be finite and their errors finite and above zero")
    tau = _reml(b, s) if spread is None else float(spread)
    weight = 1 / (tau**2 + s**2)
    mean, variance = float(weight @ b / weight.sum()), float(1 / weight.sum())
    own = tau**2 * weight
    return Pooled(
        mean=mean,
        mean_error=variance**0.5,
        spread=tau,
        values=own * b + (1 - own) * mean,
        errors=np.sqrt(own * s**2 + (1 - own) ** 2 * variance),
    )


def _reml(b: Floats, s: Floats) -> float:
    """τ that maximizes the restricted likelihood; exactly 0 where 0 is no worse."""
    if len(b) == 1:
        return 0.0

    def loss(tau: float) -> float:
        weight = 1 / (tau**2 + s**2)
        mean = weight @ b / weight.sum()
        return float(-np.log(weight).sum() + np.log(weight.sum()) + weight @ (b - mean) ** 2)

    widest = WIDEST * float(np.ptp(b)) or float(s.max())
    grid = np.linspace(0.0, widest, 401)
    best = int(np.argmin([loss(tau) for tau in grid]))
    near = (grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)])
    tau = float(minimize_scalar(loss, bounds=near, method="bounded").x)
    return tau if loss(tau) < loss(0.0) else 0.0


@dataclass(frozen=True, slots=True)
class Line:
    """A regression by least squares: coefficients and their standard errors, robust to unequal variance (HC1)."""

    coefficients: Floats
    errors: Floats


def regress(outcome: ArrayLike, columns: ArrayLike) -> Line:
    """Least squares of `outcome`, shape (cases,), on `columns`, shape (cases, columns), which hold the constant if any.

    Raises
    ------
    ValueError
        Fewer than two cases more than columns, or columns of which one follows from the others.
    """
    y, x = np.asarray(outcome, dtype=float), np.asarray(columns, dtype=float)
    cases, width = x.shape
    if cases < width + 2:
        raise ValueError(f"{cases} cases are too few for {width} coefficients")
    if np.linalg.matrix_rank(x) < width:
        raise ValueError("a column of the regression follows from the others")
    inverse = np.linalg.inv(x.T @ x)
    coefficients = inverse @ x.T @ y
    left = (y - x @ coefficients)[:, None] * x
    covariance = cases / (cases - width) * inverse @ (left.T @ left) @ inverse
    return Line(coefficients, np.sqrt(np.diag(covariance)))
