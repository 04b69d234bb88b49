"""How wrong the compromise model has been: its residuals on 351 issues of the European Union (DEU III).

An election between alternatives knows nothing of errors in its inputs, of arguments, or of events. So its spread is
widened until its standard deviation is at least that of the residuals: each alternative's probability is handed on by
residuals scaled with λ, λ² = max(0, 1 - σ²_election / σ²_residuals), to the alternative nearest to where they lead.
The European Union is not Eurasia. It is the only record of this kind; to be as sure as this model is there is the most
that can be defended here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steppe.politics.bargaining.actors import Floats
from steppe.politics.bargaining.tables import rows

POINTS = 200  # of the residuals' distribution; enough for probabilities to three decimals


@dataclass(frozen=True, slots=True)
class PairedErrors:
    """Mean absolute errors of two models on the same issues, and the interval of their difference."""

    first: float
    second: float
    difference: float  # first less second
    low: float
    high: float
    blocks: int


def residuals(count: int = POINTS) -> Floats:
    """Evenly spaced quantiles of outcome less forecast, in points of a scale of 100, shape (count,).

    Beyond the 5th and 95th percentile, which are the last that are shipped, the distribution is cut off.
    """
    table = rows("deu_residuals")
    share = np.array([float(row["share"]) for row in table])
    points = np.array([float(row["residual"]) for row in table])
    quantiles: Floats = np.interp((np.arange(count) + 0.5) / count, share, points)
    return quantiles


def widen(alternatives: ArrayLike, probability: ArrayLike, low: float, high: float) -> Floats:
    """Probabilities of the alternatives after widening, shape (alternatives,)."""
    x, p = np.asarray(alternatives, dtype=float), np.asarray(probability, dtype=float)
    error = (residuals() - residuals().mean()) * (high - low) / 100
    spread = float(p @ (x - p @ x) ** 2)
    scale = np.sqrt(max(0.0, 1 - spread / error.var()))
    landed = np.clip(x[:, None] + scale * error, low, high)
    nearest: NDArray[np.intp] = np.abs(landed[..., None] - x).argmin(axis=-1)
    handed = (nearest[..., None] == np.arange(len(x))).mean(axis=1)
    widened: Floats = p @ handed
    return widened


def paired_errors(
    first: ArrayLike, second: ArrayLike, block: ArrayLike, draws: int = 10_000, seed: int = 1, level: float = 0.95
) -> PairedErrors:
    """Compare absolute errors issue by issue; the interval resamples whole blocks, such as dossiers.

    Parameters
    ----------
    first, second
        Absolute errors, shape (issues,).
    block
        Label of the block of each issue, shape (issues,).
    """
    a, b = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    _, member = np.unique(np.asarray(block), return_inverse=True)
    total = np.bincount(member, weights=a - b)
    count = np.bincount(member).astype(float)
    drawn = np.random.default_rng(np.random.SeedSequence(seed)).integers(0, len(total), (draws, len(total)))
    means = total[drawn].sum(axis=1) / count[drawn].sum(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return PairedErrors(float(a.mean()), float(b.mean()), float((a - b).mean()), float(low), float(high), len(total))
