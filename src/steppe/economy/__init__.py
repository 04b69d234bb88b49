"""Trade: accounts of who sells to whom, and the equilibrium in changes.

>>> from steppe.economy import from_flows, make_shock, real_income, solve
>>> world = from_flows([[8.0, 2.0], [2.0, 8.0]], ("A", "B"))
>>> result = solve(world, make_shock(world, cost=[[1.0, 0.9], [0.9, 1.0]]), theta=4.0)
>>> real_income(result).round(4)
array([1.0252, 1.0252])
"""

from steppe.economy.accounts import BASELINES, Accounts, accounts_of
from steppe.economy.batch import Draws, FailedDraw, solve_many
from steppe.economy.closures import Closure
from steppe.economy.conditional import Conditional, balance, solve_conditional
from steppe.economy.domestic import domestic_sales
from steppe.economy.economy import Economy, from_flows, reordered
from steppe.economy.equilibrium import Equilibrium, NoEquilibriumError, Residual, Residuals, balanced, solve
from steppe.economy.exposure import Exposure, exposure
from steppe.economy.outcomes import (
    baseline_flows,
    baseline_income,
    exports,
    flows,
    gdp_equivalent,
    imports,
    price_index,
    real_income,
    real_wage,
    tariff_revenue,
    terms_and_volume_of_trade,
    trade_changes,
    unit_costs,
)
from steppe.economy.shock import Shock, costs_of_effects, make_shock

__all__ = [
    "BASELINES",
    "Accounts",
    "Closure",
    "Conditional",
    "Draws",
    "Economy",
    "Equilibrium",
    "Exposure",
    "FailedDraw",
    "NoEquilibriumError",
    "Residual",
    "Residuals",
    "Shock",
    "accounts_of",
    "balance",
    "balanced",
    "baseline_flows",
    "baseline_income",
    "costs_of_effects",
    "domestic_sales",
    "exports",
    "exposure",
    "flows",
    "from_flows",
    "gdp_equivalent",
    "imports",
    "make_shock",
    "price_index",
    "real_income",
    "real_wage",
    "reordered",
    "solve",
    "solve_conditional",
    "solve_many",
    "tariff_revenue",
    "terms_and_volume_of_trade",
    "trade_changes",
    "unit_costs",
]
