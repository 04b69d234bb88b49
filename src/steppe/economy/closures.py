"""What deficits do when the world changes: a choice, not a finding, so it is named in every result.

Spending before tariff revenue is b_n = w_n g_n + D'_n, with g_n = L̂_n VA_n:

- `additive`: D'_n = D_n · Σ w g / Σ VA: each deficit keeps its share in world income (fixed in the numeraire);
- `multiplicative`: b_n = λ w_n g_n (VA_n + D_n) / VA_n: each deficit keeps its proportion to the state's income, up
  to one
  common λ without which the world would spend more, or less, than it earns;
- `zero`: D'_n = 0. Such a result is compared with the world's own equilibrium without deficits, not with the data.

All three are homogeneous of degree one in wages, and Σ b = Σ w g always: Walras' law holds at any wages.
(Additive and multiplicative as in Baier, Yotov & Zylkin 2019; zero as in Caliendo & Parro 2015.)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from steppe.economy.arrays import Array


class Closure(StrEnum):
    """What deficits do."""

    ADDITIVE = "additive"
    MULTIPLICATIVE = "multiplicative"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class Spending:
    """Spending before tariff revenue b and its derivative with log wages: diag(slope) + outer(common, weights).

    `transfer` is b less factor income, w g: not taken as their difference, whose rounding may exceed a small deficit.
    """

    level: Array
    transfer: Array
    slope: Array
    common: Array
    weights: Array


def spending(closure: Closure, income: Array, value_added: Array, deficits: Array) -> Spending:
    """Spending of each state when factor incomes are `income`, and how it moves with each wage (all shape (N,))."""
    if closure is Closure.ADDITIVE:
        scale = 1.0 / value_added.sum()
        transfer = deficits * (income.sum() * scale)
        return Spending(income + transfer, transfer, income, deficits, income * scale)
    if closure is Closure.ZERO:
        return Spending(income, 0.0 * income, income, 0.0 * income, 0.0 * income)
    extra = income * (deficits / value_added)
    wanted = income + extra
    earned, asked = income.sum(), wanted.sum()
    level = wanted * (earned / asked)
    transfer = extra - wanted * (extra.sum() / asked)
    return Spending(level, transfer, level, level, income / earned - wanted / asked)
