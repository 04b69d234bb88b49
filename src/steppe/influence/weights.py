"""Weights of layers in a domain: the default, the user's, and random ones that show what they matter.

Random weights are Dirichlet draws around the chosen ones, α_ℓ = K w_ℓ with K layers: with equal weights every set of
weights is equally likely. Each layer has a random stream of its own (seeded by its name), so a layer more or fewer, or
another order, leaves the draws of the rest as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from steppe.influence.layers import LAYERS, default_weights, layer
from steppe.world.errors import UserError
from steppe.world.streams import Streams


def chosen_weights(domain: str, weights: Mapping[str, float] | None = None) -> dict[str, float]:
    """Weights that sum to one: those given, or the registry's.

    Raises
    ------
    UserError
        A weight for a layer that does not exist or belongs to another domain, a negative one, or none above zero.
    """
    if weights is None:
        return default_weights(domain)
    for name, value in weights.items():
        if layer(name).domain != domain:
            raise UserError(f"weights: {name} is a layer of the {LAYERS[name].domain} domain, not of the {domain} one")
        if not (value >= 0 and np.isfinite(value)):
            raise UserError(f"weights: {name} has the weight {value}; a weight is a number of zero or more")
    total = sum(weights.values())
    if total <= 0:
        raise UserError("weights: none is above zero; give at least one layer a weight")
    return {name: value / total for name, value in weights.items() if value > 0}


def drawn_weights(weights: Mapping[str, float], draws: int, seed: int) -> dict[str, NDArray[np.float64]]:
    """Gamma variates by layer, each of shape (draws,); normalized over any set of layers they are Dirichlet weights.

    Examples
    --------
    >>> drawn_weights({"trade": 0.5, "debt": 0.5}, 3, seed=1)["trade"].shape
    (3,)
    """
    count = len(weights)
    return {
        name: Streams(seed).rng(name).standard_gamma(count * weight, size=draws) for name, weight in weights.items()
    }


def normalized(drawn: Mapping[str, NDArray[np.float64]], names: Sequence[str]) -> NDArray[np.float64]:
    """Weights of these layers, summing to one in each draw, shape (layers, draws)."""
    table = np.stack([drawn[name] for name in names])
    share: NDArray[np.float64] = table / table.sum(axis=0)
    return share
