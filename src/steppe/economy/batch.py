"""Many draws of one experiment: what an uncertain trade cost or elasticity does to a result.

Draws are alike, so each starts from the mean of the wages before it, and the factors of one Jacobian serve until
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
    Counterfactual,
    Equilibrium,
    NoEquilibriumError,
    balanced,
    elasticities,
    outcome,
    rebased,
    solve,
)
from steppe.economy.kernel import Kernel, normalized
from steppe.economy.newton import NewtonResult, newton
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
        case = Counterfactual(self._baseline(elasticity), shock, elasticity, self.closure, self._tolerance)
        kernel = case.kernel()
        search = _from(case, kernel, self._sum / max(self._count, 1), self._factors)
        if search is None:
            return solve(case.economy, shock, elasticity, closure=self.closure, tolerance=self._tolerance)
        self._factors = search.factors
        self._sum, self._count = self._sum + search.point.log_wages, self._count + 1
        return outcome(case, kernel, search, "newton")

    def _baseline(self, theta: Array) -> Economy:
        """The data, or under the closure `zero` the world without deficits at this elasticity."""
        if self.closure is not Closure.ZERO or not self._economy.deficits.any():
            return self._economy
        if self._balanced is None or not np.array_equal(self._balanced[0], theta):
            self._balanced = theta, self._without_deficits(theta)
        return self._balanced[1]

    def _without_deficits(self, theta: Array) -> Economy:
        """As `balanced`, from where the last draw's baseline was."""
        case = Counterfactual(self._economy, Shock(), theta, Closure.ZERO, self._tolerance)
        kernel = case.kernel()
        search = _from(case, kernel, self._level, self._level_factors)
        if search is None:
            return balanced(self._economy, theta, tolerance=self._tolerance)
        self._level, self._level_factors = search.point.log_wages, search.factors
        return rebased(self._economy, outcome(case, kernel, search, "newton"))


def _from(
    case: Counterfactual, kernel: Kernel, log_wages: Array, factors: tuple[Array, Array] | None
) -> NewtonResult | None:
    """Newton's method from wages and factors of a like draw; None where it does not converge."""
    world = case.economy.world
    first = kernel.at(normalized(log_wages, kernel.endowment, world))
    if first is None:
        return None
    search = newton(kernel, first, world, case.tolerance, LIMITS["newton"], factors=factors, refresh=REFRESH)
    return search if search.converged else None
