"""What an equilibrium means for people and trade: pure functions of a result.

Real income of tradables is Ŵ_n = Î_n / P̂_n with P̂_n = Π_j P̂_nj^α_nj: what a state can spend on goods, in goods.
Its *GDP equivalent* is the money that would make people as well off at baseline prices, over GDP: (Ŵ_n - 1) · I_n /
GDP_n. Spending on goods counts each stage of production, so I_n / GDP_n is a Domar weight and may exceed one; that is
what turns a change in the efficiency of gross sales into one of GDP (Hulten 1978).

Flows are before tariffs, million USD of the numeraire (world factor income as in the baseline), [importer, exporter,
sector].
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from steppe.economy.arrays import Array, checked
from steppe.economy.closures import Closure
from steppe.economy.economy import Economy
from steppe.economy.equilibrium import Counterfactual, Equilibrium
from steppe.economy.kernel import Point
from steppe.economy.shock import Shock


def price_index(result: Equilibrium) -> Array:
    """P̂_n of final spending, shape (N,)."""
    index: Array = np.exp((result.baseline.final * np.log(result.prices)).sum(axis=1))
    return index


def real_income(result: Equilibrium) -> Array:
    """Ŵ_n = Î_n / P̂_n, shape (N,): welfare in the model (income, tariff revenue and deficit)."""
    return result.income / baseline_income(result.baseline) / price_index(result)


def real_wage(result: Equilibrium) -> Array:
    """Change in the real wage, ŵ_n / P̂_n, shape (N,): welfare where neither revenue nor deficits count."""
    return result.wages / price_index(result)


def gdp_equivalent(result: Equilibrium, gdp: ArrayLike) -> Array:
    """The change in real income of tradables as a share of GDP, shape (N,); GDP in million USD of the baseline year."""
    product = checked(gdp, (len(result.baseline.states),), "gdp")
    return (real_income(result) - 1.0) * baseline_income(result.baseline) / product


def flows(result: Equilibrium) -> Array:
    """Trade after the change, shape (N, N, J)."""
    paid = result.shares * result.expenditure[:, None, :]
    return paid if result.tariffs is None else paid / result.tariffs


def baseline_flows(economy: Economy) -> Array:
    """Trade before the change, shape (N, N, J)."""
    paid = economy.shares * _baseline_point(economy).expenditure[:, None, :]
    return paid if economy.tariffs is None else paid / economy.tariffs


def baseline_income(economy: Economy) -> Array:
    """Final spending before the change, I_n, shape (N,): factor income, tariff revenue and deficit."""
    return _baseline_point(economy).income


def trade_changes(result: Equilibrium, *, by_sector: bool = True) -> Array:
    """Ratio of each flow to the baseline's; infinite where a route opens, NaN where none ever was.

    Returns
    -------
    Shape (N, N, J), or (N, N) of the sums over sectors.
    """
    before, after = baseline_flows(result.baseline), flows(result)
    if not by_sector:
        before, after = before.sum(axis=2), after.sum(axis=2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return after / before


def exports(trade: Array) -> Array:
    """Sales abroad of each state from a cube of flows, shape (N,)."""
    total = trade.sum(axis=2)
    sold: Array = total.sum(axis=0) - np.diagonal(total)
    return sold


def imports(trade: Array) -> Array:
    """Purchases abroad of each state from a cube of flows, shape (N,)."""
    total = trade.sum(axis=2)
    bought: Array = total.sum(axis=1) - np.diagonal(total)
    return bought


def tariff_revenue(result: Equilibrium) -> Array:
    """Tariff revenue after the change, shape (N,), million USD; zero where tariffs are not recorded."""
    if result.tariffs is None:
        return np.zeros(len(result.baseline.states))
    revenue: Array = (flows(result) * (result.tariffs - 1.0)).sum(axis=(1, 2))
    return revenue


def unit_costs(result: Equilibrium) -> Array:
    """Change in the cost of a bundle of inputs, ĉ_nj, shape (N, J)."""
    economy = result.baseline
    wages, prices = np.log(result.wages)[:, None], np.log(result.prices)
    if economy.value_added_share is None or economy.inputs is None:
        return np.exp(np.broadcast_to(wages, prices.shape))
    costs: Array = np.exp(economy.value_added_share * wages + np.einsum("nk,nkj->nj", prices, economy.inputs))
    return costs


def terms_and_volume_of_trade(result: Equilibrium) -> tuple[Array, Array]:
    """The two parts of the change in welfare to first order, as shares of income, both (N,).

    After Caliendo & Parro (2015). Terms of trade: exports times the change in own costs, less imports times the change
    in the costs of their sellers.
    Volume of trade: tariff revenue gained or lost as imports grow or shrink at unchanged prices, at baseline tariffs.
    """
    economy = result.baseline
    income = baseline_income(economy)
    before, ratio = baseline_flows(economy), trade_changes(result)
    abroad = before * ~np.eye(len(income), dtype=bool)[:, :, None]
    costs = unit_costs(result) - 1.0
    terms = (abroad.sum(axis=0) * costs).sum(axis=1) - np.einsum("nij,ij->n", abroad, costs)
    if economy.tariffs is None:
        return terms / income, np.zeros_like(income)
    growth = np.where(abroad > 0, ratio - 1.0, 0.0) - costs[None]
    volume = ((economy.tariffs - 1.0) * abroad * growth).sum(axis=(1, 2))
    return terms / income, volume / income


@lru_cache(maxsize=16)
def _baseline_point(economy: Economy) -> Point:
    """The baseline as the equilibrium after no change: spending by sector (N, J), final spending (N,)."""
    unchanged = Counterfactual(economy, Shock(), np.ones(len(economy.sectors)), Closure.ADDITIVE)
    point = unchanged.kernel().at(np.zeros(len(economy.states)))
    if point is None:
        raise ValueError("in the baseline some state can neither sell nor spend")
    return point
