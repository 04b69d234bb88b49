"""The trade equilibrium in changes: what wages, prices and trade become when costs, tariffs or sizes change.

States n (importer) and i (exporter), sectors j and k. A hat is the ratio of a new value to the baseline's. θ_j is the
trade elasticity (never 1/θ), γ the share of value added in cost, a_nkj that of input k in sector j, κ̂ trade-cost
factors, 1 + t tariff factors (τ̂ their change), L̂ endowments:

    ĉ_nj = ŵ_n^γ_nj Π_k P̂_nk^a_nkj                                             cost of a bundle of inputs
    P̂_nj = [Σ_i π_nij (κ̂_nij τ̂_nij ĉ_ij)^-θ_j]^(-1/θ_j)                        price index
    π'_nij = π_nij (κ̂_nij τ̂_nij ĉ_ij / P̂_nj)^-θ_j                              import shares
    X'_nj = Σ_k a_njk Y'_nk + α_nj I'_n,  Y'_ij = Σ_n π'_nij X'_nj / (1 + t'_nij)   spending, output
    I'_n = ŵ_n L̂_n VA_n + Σ_ij t'_nij π'_nij X'_nj / (1 + t'_nij) + D'_n            income, revenue, deficit
    Σ_j γ_nj Y'_nj = ŵ_n L̂_n VA_n                                               markets for factors clear

(Dekle, Eaton & Kortum 2008; Caliendo & Parro 2015; Costinot & Rodríguez-Clare 2014.) With one sector and γ = 1 this
is the model of Armington and of Anderson & van Wincoop (2003); `one_sector` then uses its structure, `many_sectors`
is general. What deficits D' do is stated in `closures`. The numeraire is world factor income, held at its baseline
value.

An equilibrium is accepted when factor markets, wages (the next Newton step) and prices (the price equations at those
wages) are all within the tolerance; if not, `NoEquilibriumError` names the states that are off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from steppe.economy.arrays import Array, checked, largest
from steppe.economy.closures import Closure
from steppe.economy.economy import Economy
from steppe.economy.fixed_point import anderson, damped
from steppe.economy.kernel import Kernel, Point, new_tariffs, normalized
from steppe.economy.many_sectors import ManySectors
from steppe.economy.newton import NewtonResult, newton
from steppe.economy.one_sector import OneSector
from steppe.economy.shock import Shock
from steppe.economy.threads import one_thread

TOLERANCE = 1e-12
Method = Literal["auto", "newton", "anderson", "damped"]
LIMITS = {"newton": 50, "anderson": 2000, "damped": 50_000}


@dataclass(frozen=True, slots=True)
class Residual:
    """The largest absolute error of a set of equations, relative, and the state where it is."""

    largest: float
    where: str


@dataclass(frozen=True, slots=True)
class Residuals:
    """How far the equations are from holding: factor markets, wages (the step still to go), prices."""

    markets: Residual
    wages: Residual
    prices: Residual


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """One counterfactual, relative to its baseline (1 = no change).

    Attributes
    ----------
    baseline
        What it is compared with: the data, or under the closure `zero` the world without deficits.
    wages
        ŵ, shape (N,), in the numeraire.
    prices
        P̂, shape (N, J).
    shares
        π', shape (N importers, N exporters, J).
    expenditure
        X', shape (N, J), and final spending `income`, I', shape (N,): million USD of the numeraire.
    tariffs
        1 + t', shape (N, N, J), or None.
    theta
        θ, shape (J,).
    residuals, closure, method, iterations
        How well the equations hold, what deficits do, and how the solution was found.
    """

    baseline: Economy
    wages: Array
    prices: Array
    shares: Array
    expenditure: Array
    income: Array
    tariffs: Array | None
    theta: Array
    residuals: Residuals
    closure: Closure
    method: str
    iterations: int


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What is solved: a baseline, what changes, θ of shape (J,), what deficits do, the largest relative error."""

    economy: Economy
    shock: Shock
    theta: Array
    closure: Closure
    tolerance: float = TOLERANCE

    def kernel(self) -> Kernel:
        """The fast kernel where there is one sector without inputs, else the general one."""
        of = OneSector if self.economy.one_sector else ManySectors
        return of(self.economy, self.shock, self.theta, self.closure)


class NoEquilibriumError(ArithmeticError):
    """The solver did not converge; `gaps` says by how much each state's market is off, largest first."""

    def __init__(self, message: str, gaps: dict[str, float]) -> None:
        super().__init__(message)
        self.gaps = gaps


def solve(
    economy: Economy,
    shock: Shock | None = None,
    theta: ArrayLike = 5.0,
    *,
    closure: Closure | str = Closure.ADDITIVE,
    method: Method = "auto",
    start: ArrayLike | None = None,
    tolerance: float = TOLERANCE,
    limit: int | None = None,
) -> Equilibrium:
    """The equilibrium after a shock.

    Parameters
    ----------
    economy
        The baseline.
    shock
        What changes; nothing by default.
    theta
        θ, trade elasticity (above 0): one number, or one per sector.
    closure
        What deficits do: additive, multiplicative, zero.
    method
        `newton`, `anderson`, `damped`; `auto` is Newton's method and, where that fails, Anderson's.
    start
        ŵ to begin with, shape (N,).
    tolerance
        Largest relative error allowed in markets, wages and prices.
    limit
        Iterations allowed; by default as many as the method may need.

    Raises
    ------
    NoEquilibriumError
        No solution was found; the message names the states whose markets are off.
    ValueError
        A wrong shape, an elasticity that is not positive, an unknown closure or method.

    Examples
    --------
    >>> from steppe.economy import from_flows, make_shock, solve
    >>> world = from_flows([[8.0, 2.0], [2.0, 8.0]], ("A", "B"))
    >>> freer = make_shock(world, cost=[[1.0, 0.9], [0.9, 1.0]])
    >>> solve(world, freer, theta=4.0).wages
    array([1., 1.])
    """
    elasticity = elasticities(theta, economy)
    closure = Closure(closure)
    if closure is Closure.ZERO and economy.deficits.any():
        economy = balanced(economy, elasticity, tolerance=tolerance)
    return _solved(Counterfactual(economy, shock or Shock(), elasticity, closure, tolerance), method, start, limit)


def balanced(economy: Economy, theta: ArrayLike = 5.0, *, tolerance: float = TOLERANCE) -> Economy:
    """The world as it would be without deficits: the baseline of the closure `zero`."""
    level = Counterfactual(economy, Shock(), elasticities(theta, economy), Closure.ZERO, tolerance)
    return rebased(economy, _solved(level, "auto"))


def rebased(economy: Economy, level: Equilibrium) -> Economy:
    """An economy moved to an equilibrium without deficits: the same world, other incomes and shares."""
    return Economy(
        states=economy.states,
        sectors=economy.sectors,
        shares=level.shares,
        value_added=economy.value_added * level.wages,
        deficits=np.zeros_like(economy.deficits),
        final=economy.final,
        value_added_share=economy.value_added_share,
        inputs=economy.inputs,
        tariffs=economy.tariffs,
    )


def elasticities(theta: ArrayLike, economy: Economy) -> Array:
    """θ by sector, shape (J,), checked to be positive and finite."""
    values = np.array(np.broadcast_to(np.asarray(theta, dtype=float), (len(economy.sectors),)))
    if not (np.isfinite(values).all() and (values > 0).all()):
        raise ValueError(f"theta is an elasticity and must be above zero; it is {values.min():.3g}")
    return values


def _first(kernel: Kernel, economy: Economy, start: ArrayLike | None) -> Point:
    count = len(economy.states)
    wages = np.ones(count) if start is None else checked(start, (count,), "start")
    point = kernel.at(normalized(np.log(wages), kernel.endowment, economy.world))
    if point is None and start is not None:
        point = kernel.at(normalized(np.zeros(count), kernel.endowment, economy.world))
    if point is None:
        raise NoEquilibriumError(
            "The equilibrium was not found: some state can buy nothing or sell nothing, or its surplus is more than it "
            "earns. Leave one of its routes open, or use the closure `zero`.",
            {},
        )
    return point


def _solved(
    case: Counterfactual, method: Method, start: ArrayLike | None = None, limit: int | None = None
) -> Equilibrium:
    with one_thread():
        kernel = case.kernel()
        search, used = _search(case, kernel, _first(kernel, case.economy, start), method, limit)
        return outcome(case, kernel, search, used)


Solver = Callable[[Kernel, Point, float, float, int], NewtonResult]
SOLVERS: dict[str, Solver] = {"newton": newton, "anderson": anderson, "damped": damped}


def _search(
    case: Counterfactual, kernel: Kernel, first: Point, method: Method, limit: int | None
) -> tuple[NewtonResult, str]:
    """The first method that converges, or the last that was tried."""
    if method != "auto" and method not in SOLVERS:
        raise ValueError(f'there is no method "{method}"; there are auto, {", ".join(SOLVERS)}')
    for name in ("newton", "anderson") if method == "auto" else (method,):
        search = SOLVERS[name](kernel, first, case.economy.world, case.tolerance, limit or LIMITS[name])
        if search.converged:
            break
    return search, name


def outcome(case: Counterfactual, kernel: Kernel, search: NewtonResult, method: str) -> Equilibrium:
    """The equilibrium at the last point of a search, once its equations have been checked."""
    economy, point = case.economy, search.point
    shares = kernel.shares(point)
    residuals = _residuals(economy, search, kernel)
    worst = max(residuals.markets.largest, residuals.wages.largest, residuals.prices.largest)
    if not search.converged or not worst < case.tolerance:
        raise _no_equilibrium(economy, search, residuals, method)
    return Equilibrium(
        baseline=economy,
        wages=np.exp(point.log_wages),
        prices=np.exp(point.log_prices),
        shares=shares,
        expenditure=point.expenditure,
        income=point.income,
        tariffs=new_tariffs(economy, case.shock),
        theta=case.theta,
        residuals=residuals,
        closure=case.closure,
        method=method,
        iterations=search.iterations,
    )


def _residuals(economy: Economy, search: NewtonResult, kernel: Kernel) -> Residuals:
    """Errors of the three sets of equations; prices from the price equations at the wages, once more."""
    point = search.point
    again = kernel.at(point.log_wages, point)
    prices = np.full_like(point.log_prices, np.inf) if again is None else again.log_prices - point.log_prices

    def residual(errors: Array) -> Residual:
        size, place = largest(errors)
        return Residual(size, economy.states[place[0]])

    return Residuals(residual(point.gap), residual(search.step), residual(prices))


def _no_equilibrium(economy: Economy, search: NewtonResult, residuals: Residuals, method: str) -> NoEquilibriumError:
    gap = search.point.gap
    gaps = {economy.states[i]: float(gap[i]) for i in np.argsort(-abs(gap))}
    if np.isinf(residuals.wages.largest):
        return NoEquilibriumError(
            "The equilibrium was not found: some states trade with none of the others, or too little for their wages "
            "to be compared. Leave a route open at a cost that is less high.",
            gaps,
        )
    worst = ", ".join(f"{state} {gap:+.1e}" for state, gap in list(gaps.items())[:3])
    wages = f"wages by {residuals.wages.largest:.1e} ({residuals.wages.where})"
    return NoEquilibriumError(
        f"The equilibrium was not found: after {search.iterations} iterations ({method}) markets are still off by up "
        f"to {residuals.markets.largest:.1e} ({worst}), {wages}, "
        f"prices by {residuals.prices.largest:.1e} ({residuals.prices.where}). A route that was closed may have been a "
        "state's only one: leave it open at a high cost, or change the closure.",
        gaps,
    )
