"""Trade: accounts of who sells to whom, and the equilibrium in changes.

>>> from steppe.economy import from_flows, shock, solve, real_income
>>> world = from_flows(("A", "B"), [[8.0, 2.0], [2.0, 8.0]])
>>> result = solve(world, shock(world, cost=[[1.0, 0.9], [0.9, 1.0]]), theta=4.0)
>>> real_income(result).round(4)
array([1.0248, 1.0248])
"""

from steppe.economy.batch import Draws, FailedDraw, solve_many
from steppe.economy.closures import Closure
from steppe.economy.conditional import Conditional, balance, conditional
from steppe.economy.economy import Economy, from_flows, reordered
from steppe.economy.equilibrium import Equilibrium, NoEquilibriumError, Residual, Residuals, balanced, solve
from steppe.economy.outcomes import (
    baseline_flows,
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
from steppe.economy.shock import Shock, costs_of_effects, shock

__all__ = [
    "Closure",
    "Conditional",
    "Draws",
    "Economy",
    "Equilibrium",
    "FailedDraw",
    "NoEquilibriumError",
    "Residual",
    "Residuals",
    "Shock",
    "balance",
    "balanced",
    "baseline_flows",
    "conditional",
    "costs_of_effects",
    "exports",
    "flows",
    "from_flows",
    "gdp_equivalent",
    "imports",
    "price_index",
    "real_income",
    "real_wage",
    "reordered",
    "shock",
    "solve",
    "solve_many",
    "tariff_revenue",
    "terms_and_volume_of_trade",
    "trade_changes",
    "unit_costs",
]
