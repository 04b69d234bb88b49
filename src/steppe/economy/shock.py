"""What changes between baseline and counterfactual, as factors on what was (1 = no change)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from steppe.economy.arrays import Array, as_cube, checked
from steppe.economy.economy import Economy


@dataclass(frozen=True, slots=True)
class Shock:
    """Changes in trade costs, tariffs, routes and size; None leaves all as it was.

    Attributes
    ----------
    cost
        κ̂, iceberg trade-cost factors without tariffs, shape (N importers, N exporters[, J]); infinity closes a route. A
        fall in exporter i's productivity by a factor is that factor on the whole column i, domestic sales included.
    tariff
        Factor on 1 + t, same shape.
    opened
        For routes that are closed in the baseline: the share of the importer's spending that the route would have at
        baseline prices if all others stayed in place (from gravity, marked as assumed), same shape.
    endowments
        L̂, factor on the quantity of factors of each state, shape (N,): growth.
    """

    cost: Array | None = None
    tariff: Array | None = None
    opened: Array | None = None
    endowments: Array | None = None


def make_shock(
    economy: Economy,
    cost: ArrayLike | None = None,
    tariff: ArrayLike | None = None,
    opened: ArrayLike | None = None,
    endowments: ArrayLike | None = None,
) -> Shock:
    """A shock with its shapes checked against an economy; a matrix holds for every sector alike.

    Raises
    ------
    ValueError
        A wrong shape, a negative or missing factor, a tariff factor of zero, or an endowment that is not positive.
    """
    n, j = len(economy.states), len(economy.sectors)
    made = Shock(
        cost=None if cost is None else as_cube(cost, n, j, "cost"),
        tariff=None if tariff is None else as_cube(tariff, n, j, "tariff"),
        opened=None if opened is None else as_cube(opened, n, j, "opened"),
        endowments=None if endowments is None else checked(endowments, (n,), "endowments"),
    )
    for name in ("cost", "tariff", "endowments"):
        factors = getattr(made, name)
        if factors is not None and not (factors > 0).all():
            raise ValueError(f"{name}: a factor must be above zero")
    for name in ("tariff", "opened", "endowments"):
        factors = getattr(made, name)
        if factors is not None and not np.isfinite(factors).all():
            raise ValueError(f"{name}: a factor must be finite; close a route by an infinite cost")
    return made


def costs_of_effects(effects: ArrayLike, theta: ArrayLike) -> Array:
    """Trade-cost factors κ̂ = exp(-β/θ) that give partial trade effects β (log points): θ moves welfare, not trade.

    Examples
    --------
    >>> costs_of_effects([[0.0, 0.5], [0.5, 0.0]], 5.0).round(4)
    array([[1.    , 0.9048],
           [0.9048, 1.    ]])
    """
    effect = np.asarray(effects, dtype=float)
    factors = np.ones_like(effect)
    where = np.nonzero(effect)
    elasticity = np.broadcast_to(np.asarray(theta, dtype=float), effect.shape)
    factors[where] = np.exp(-effect[where] / elasticity[where])
    return factors
