"""Many draws of one experiment: what an uncertain trade cost or elasticity does to a result.

Draws are alike, so each starts from the mean of the wages found before it, and the factors of one Jacobian serve until
they no longer bring the gap down tenfold. Only what `measure` takes from an equilibrium is kept. A draw without a
solution is counted and named; it is never dropped in silence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from steppe.economy.arrays import Array
from steppe.economy.closures import Closure
from steppe.economy.economy import Economy
from steppe.economy.equilibrium import (
    LIMITS,
    TOLERANCE,
    Equilibrium,
    NoEquilibriumError,
    balanced,
    elasticities,
    kernel_of,
    outcome,
    rebased,
    solve,
)
from steppe.economy.kernel import normalized
from steppe.economy.newton import newton
from steppe.economy.shock import Shock
from steppe.economy.threads import one_thread

REFRESH = 0.1


@dataclass(frozen=True, slots=True)
class FailedDraw:
    """A draw for which no equilibrium was found, and why."""

    draw: int
    message: str


@dataclass(frozen=True, slots=True)
class Draws:
    """What was measured, draw by draw.

    Attributes
    ----------
    values
        Shape (draws that were solved, *shape of the measure).
    solved
        Number of each of these draws, counted from 0 in the order in which they were given.
    failed
        The draws that have no solution.
    closure
        What deficits did.
    """

    values: Array
    solved: tuple[int, ...]
    failed: tuple[FailedDraw, ...]
    closure: Closure


def solve_many(
    economy: Economy,
    draws: Iterable[tuple[Shock, ArrayLike]],
    measure: Callable[[Equilibrium], Array],
    *,
    closure: Closure | str = Closure.ADDITIVE,
    tolerance: float = TOLERANCE,
) -> Draws:
    """Solves every draw of (shock, θ) and keeps what `measure` takes from it.

    Parameters
    ----------
    economy
        The baseline that all draws share.
    draws
        Pairs of a shock and an elasticity (a number or one per sector).
    measure
        Takes an array from an equilibrium, of the same shape for each.
    closure, tolerance
        As in `solve`.

    Raises
    ------
    NoEquilibriumError
        Not one draw has a solution.

    Examples
    --------
    >>> from steppe.economy import from_flows, make_shock, real_income
    >>> world = from_flows([[8.0, 2.0], [2.0, 8.0]], ("A", "B"))
    >>> freer = [(make_shock(world, cost=[[1.0, k], [k, 1.0]]), 4.0) for k in (0.95, 0.9)]
    >>> solve_many(world, freer, real_income).values.round(4)
    array([[1.0112, 1.0112],
           [1.0252, 1.0252]])
    """
    family = _Family(economy, Closure(closure), tolerance)
    values: list[Array] = []
    solved: list[int] = []
    failed: list[FailedDraw] = []
    with one_thread():
        for number, (shock, theta) in enumerate(draws):
            try:
                values.append(np.asarray(measure(family.solve(shock, theta))))
                solved.append(number)
            except NoEquilibriumError as error:
                failed.append(FailedDraw(number, str(error)))
    if failed and not solved:
        raise NoEquilibriumError(f"None of {len(failed)} draws has a solution. The first: {failed[0].message}", {})
    return Draws(np.array(values), tuple(solved), tuple(failed), family.closure)


class _Family:
    """Draws solved one after the other, each helped by those before it."""

    def __init__(self, economy: Economy, closure: Closure, tolerance: float) -> None:
        self.closure = closure
        self._economy = economy
        self._tolerance = tolerance
        self._factors: tuple[Array, Array] | None = None
        self._sum = np.zeros(len(economy.states))
        self._count = 0
        self._balanced: tuple[Array, Economy] | None = None
        self._level = np.zeros(len(economy.states))
        self._level_factors: tuple[Array, Array] | None = None

    def solve(self, shock: Shock, theta: ArrayLike) -> Equilibrium:
        """The equilibrium of one draw."""
        elasticity = elasticities(theta, self._economy)
        economy = self._baseline(elasticity)
        kernel = kernel_of(economy, shock, elasticity, self.closure)
        world = float(economy.value_added.sum())
        first = kernel.at(normalized(self._sum / max(self._count, 1), kernel.endowment, world))
        found = None
        if first is not None:
            limit = LIMITS["newton"]
            found = newton(kernel, first, world, self._tolerance, limit, self._factors, REFRESH)
        if found is None or not found.converged:
            return solve(economy, shock, elasticity, closure=self.closure, tolerance=self._tolerance)
        self._factors = found.factors
        self._sum, self._count = self._sum + found.point.log_wages, self._count + 1
        return outcome(economy, shock, kernel, found, "newton", self.closure, elasticity, self._tolerance)

    def _baseline(self, theta: Array) -> Economy:
        """The data, or under the closure `zero` the world without deficits at this elasticity."""
        if self.closure is not Closure.ZERO or not self._economy.deficits.any():
            return self._economy
        if self._balanced is None or not np.array_equal(self._balanced[0], theta):
            self._balanced = theta, self._without_deficits(theta)
        return self._balanced[1]

    def _without_deficits(self, theta: Array) -> Economy:
        """As `balanced`, from where the last draw's baseline was found."""
        economy, limit = self._economy, LIMITS["newton"]
        kernel, world = kernel_of(economy, Shock(), theta, Closure.ZERO), float(economy.value_added.sum())
        first = kernel.at(normalized(self._level, kernel.endowment, world))
        found = None
        if first is not None:
            found = newton(kernel, first, world, self._tolerance, limit, self._level_factors, REFRESH)
        if found is None or not found.converged:
            return balanced(economy, theta, tolerance=self._tolerance)
        self._level, self._level_factors = found.point.log_wages, found.factors
        level = outcome(economy, Shock(), kernel, found, "newton", Closure.ZERO, theta, self._tolerance)
        return rebased(economy, level)
