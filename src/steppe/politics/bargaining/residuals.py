"""How wrong the compromise model has been: its residuals on 351 issues of the European Union (DEU III).

An election between alternatives knows nothing of errors in its inputs, of arguments, or of events. So its spread is
widened until its standard deviation is at least that of the residuals: each alternative's probability is handed on by
residuals scaled with λ, λ² = max(0, 1 - σ²_election / σ²_residuals), to the alternative nearest to where they lead.
The European Union is not Eurasia. It is the only record of this kind; to be as sure as this model is there is the most
that can be defended here.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steppe.politics.bargaining.actors import Floats
from steppe.politics.bargaining.tables import rows

POINTS = 200  # of the residuals' distribution; enough for probabilities to three decimals


def residuals(count: int = POINTS) -> Floats:
    """Evenly spaced quantiles of outcome less forecast around their mean, in points of a scale of 100, shape (count,).

    The mean, 2 points towards the low ends of those scales, is taken out: which end of a scale is low is a convention.
    Beyond the 5th and 95th percentile, which are the last that are shipped, the distribution is cut off.
    """
    table = rows("deu_residuals")
    share = np.array([float(row["share"]) for row in table])
    points = np.array([float(row["residual"]) for row in table])
    quantiles: Floats = np.interp((np.arange(count) + 0.5) / count, share, points)
    return np.asarray(quantiles - quantiles.mean())


def widen(alternatives: ArrayLike, probability: ArrayLike, low: float, high: float) -> Floats:
    """Probabilities of the alternatives after widening, shape (alternatives,)."""
    x, p = np.asarray(alternatives, dtype=float), np.asarray(probability, dtype=float)
    error = residuals() * (high - low) / 100
    spread = float(p @ (x - p @ x) ** 2)
    scale = np.sqrt(max(0.0, 1 - spread / error.var()))
    landed = np.clip(x[:, None] + scale * error, low, high)
    nearest: NDArray[np.intp] = np.abs(landed[..., None] - x).argmin(axis=-1)
    handed = (nearest[..., None] == np.arange(len(x))).mean(axis=1)
    return np.asarray(p @ handed)
