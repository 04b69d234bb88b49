"""What a kernel gives to the solvers: the gap in each factor market at given wages, its derivative, and the outcome.

The gap of state i is h_i = ln(demand for its factors) - ln(w_i L̂_i VA_i). Wages are an equilibrium when all gaps are
zero. Gaps do not move when all wages move together, so wages are always scaled to the numeraire: world factor income
stays what it was in the baseline.

What a state sells to itself is bought out of its own income, so that h_i = ln(1 + (exports - imports + D') / w L̂ VA).
It is reckoned so: near autarky sales and income are alike but for the little that is traded, and the rounding of their
difference would leave wages undetermined.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from steppe.economy.arrays import Array
from steppe.economy.closures import Spending
from steppe.economy.economy import Economy
from steppe.economy.shock import Shock


@dataclass(frozen=True, slots=True)
class Point:
    """Log wages with all that follows from them.

    `gap` and `sales` (demand for factors) have shape (N,), `bids` (c^-θ), `log_prices` and `expenditure` (N, J);
    `income` is final spending, (N,).
    """

    log_wages: Array
    gap: Array
    sales: Array
    spending: Spending
    bids: Array
    log_prices: Array
    expenditure: Array
    income: Array


class Kernel(Protocol):
    """The model of one counterfactual as functions of log wages, shape (N,)."""

    endowment: Array
    """Factor income at baseline wages, g = L̂ VA, shape (N,)."""
    mean_theta: float
    """A typical elasticity: the length of a step in fixed-point iteration."""

    def at(self, log_wages: Array, near: Point | None = None) -> Point | None:
        """Everything at these wages; None where some state could neither sell nor spend. `near` warms up prices."""

    def jacobian(self, point: Point) -> Array:
        """d gap_i / d ln w_k, shape (N, N)."""

    def shares(self, point: Point) -> Array:
        """π', shape (N, N, J)."""


WILD = 30.0
"""Log wages beyond this are no solution but a sign that there is none."""


def normalized(log_wages: Array, endowment: Array, world: float) -> Array:
    """Log wages scaled so that world factor income is `world`: the numeraire."""
    top = log_wages.max()
    return log_wages - top - np.log(np.exp(log_wages - top) @ endowment / world)


def gap_of_trade(exports: Array, imports: Array, transfer: Array, income: Array) -> Array:
    """h, shape (N,), from what a state sells to others, buys from them, and spends above its factor income."""
    with np.errstate(invalid="ignore", divide="ignore"):
        gap: Array = np.log1p((exports - imports + transfer) / income)
    return gap


def response(economy: Economy, shock: Shock, theta: Array) -> Array:
    """K = π (κ̂ τ̂)^-θ + opened, shape (N, N, J): import shares at unchanged factory prices, before they are rescaled."""
    weights = economy.shares.copy()
    for factor in (shock.cost, shock.tariff):
        if factor is not None:  # few pairs change and powers are dear
            where = np.nonzero(factor != 1.0)
            weights[where] *= factor[where] ** -theta[where[2]]
    if shock.opened is not None:
        weights += np.where(economy.shares > 0, 0.0, shock.opened)
    return weights


def new_tariffs(economy: Economy, shock: Shock) -> Array | None:
    """1 + t', shape (N, N, J), or None where there are neither tariffs nor changes in them."""
    if economy.tariffs is None:
        return shock.tariff
    return economy.tariffs if shock.tariff is None else economy.tariffs * shock.tariff


def factor_endowment(economy: Economy, shock: Shock) -> Array:
    """g = L̂ VA, shape (N,): factor income at unchanged wages."""
    return economy.value_added if shock.endowments is None else economy.value_added * shock.endowments
