"""Trade when incomes stay what they were: the conditional equilibrium, between a partial effect and the whole one.

Anderson & van Wincoop (2003) and Yotov, Piermartini, Monteiro & Larch (2016, ch. 2) hold each state's output Y_i and
spending E_n at their values and let prices clear markets:

    X_ni = π_ni κ̂_ni^-θ p̂_i^-θ P̂_n^θ E_n,     Σ_i X_ni = E_n,     Σ_n X_ni = Y_i.

That is a balancing of matrices: the flows nearest to the changed ones that keep both margins. The same function turns
trade costs into the flows that gravity predicts. Some programs call the outcome the full equilibrium, with incomes read
off the prices p̂ afterwards (gegravity 0.3 does); `solve` lets incomes move and is ours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from steppe.economy.arrays import Array
from steppe.economy.economy import Economy
from steppe.economy.equilibrium import NoEquilibriumError, elasticities
from steppe.economy.kernel import response
from steppe.economy.shock import Shock
from steppe.economy.threads import one_thread

LIMIT = 100
TOLERANCE = 1e-13


@dataclass(frozen=True, slots=True)
class Conditional:
    """Prices and flows at unchanged incomes.

    `output_prices` p̂ and `prices` P̂ have shape (N,), flows (N importers, N exporters). Only ratios of prices have a
    meaning; p̂ is scaled so that world output keeps its value.
    """

    output_prices: Array
    prices: Array
    flows: Array


def solve_conditional(economy: Economy, shock: Shock, theta: float) -> Conditional:
    """The conditional equilibrium of a world with one sector.

    Raises
    ------
    ValueError
        The world has more than one sector, or tariffs (incomes could not stay as they are).
    NoEquilibriumError
        No flows keep the margins: a state has no route left.
    """
    if not economy.one_sector or economy.tariffs is not None or shock.tariff is not None:
        raise ValueError("solve_conditional: only for a world with one sector and no tariffs")
    elasticity = elasticities(theta, economy)
    weights = response(economy, shock, elasticity)[:, :, 0]
    output, spent = economy.value_added, economy.value_added + economy.deficits
    flows, sellers, buyers = balance(weights, spent, output)
    scale = (sellers ** (-1 / theta) * output).sum() / output.sum()
    return Conditional(sellers ** (-1 / theta) / scale, (buyers / spent) ** (1 / theta) / scale, flows)


def balance(weights: ArrayLike, bought: ArrayLike, sold: ArrayLike) -> tuple[Array, Array, Array]:
    """Flows with given margins that differ from the weights by a factor for each row and one for each column.

    Parameters
    ----------
    weights
        Shape (N importers, N exporters), e.g. exp of the gravity index.
    bought, sold
        Sums by importer and by exporter, shape (N,); the same total.

    Returns
    -------
    Flows, the factors of exporters (geometric mean 1) and the factors of importers.
    """
    kernel, rows, columns = (np.asarray(part, dtype=float) for part in (weights, bought, sold))
    if abs(rows.sum() - columns.sum()) > 1e-9 * rows.sum():
        raise ValueError(f"purchases of {rows.sum():.9g} and sales of {columns.sum():.9g} must have the same total")
    log_factor = np.zeros(len(columns))
    with one_thread():
        for _ in range(LIMIT):
            flows: Array = kernel * np.exp(log_factor)
            flows *= (rows / flows.sum(axis=1))[:, None]
            made = flows.sum(axis=0)
            gap = np.log(columns / made)
            if float(abs(gap).max()) < TOLERANCE:
                buyers = rows / (kernel @ np.exp(log_factor))
                return flows, np.exp(log_factor), buyers
            log_factor = log_factor + _newton_step(flows, rows, made, gap)
            log_factor -= log_factor.mean()
    raise NoEquilibriumError(f"No flows match the margins: sales are still off by {abs(gap).max():.1e}", {})


def _newton_step(flows: Array, rows: Array, made: Array, gap: Array) -> Array:
    """The change in log factors of exporters that closes the gap to first order, at most 2 in size."""
    matrix: Array = np.eye(len(made)) - (flows / rows[:, None]).T @ flows / made[:, None]
    matrix += made / made.sum()
    step = np.asarray(np.linalg.solve(matrix, gap), dtype=np.float64)
    return step * min(1.0, 2.0 / max(float(abs(step).max()), 1e-300))
