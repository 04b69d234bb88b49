"""A figure from its draws: median, the ends of its interval, and the Monte Carlo error of the three."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from steppe.display.interval import LEVEL
from steppe.world.points import Array, error

QUANTILES = (0.5, (1 - LEVEL) / 2, (1 + LEVEL) / 2)


def summary(values: Array, groups: NDArray[np.intp]) -> tuple[Array, Array, Array, Array]:
    """Median, low, high and error, each in the shape of one draw.

    Parameters
    ----------
    values
        Draws on the first axis.
    groups
        The scrambling of each draw (`steppe.world.points.replicate`).

    Returns
    -------
    The error is the largest of the three figures' own.

    Examples
    --------
    >>> from steppe.world.points import replicate
    >>> median, low, high, spread = summary(np.arange(101.0), replicate(101))
    >>> float(median), round(float(low), 9), round(float(high), 9), bool(spread > 0)
    (50.0, 5.0, 95.0, True)
    """

    def figures(draws: Array) -> Array:
        return np.asarray(np.quantile(draws, QUANTILES, axis=0))

    median, low, high = figures(values)
    return median, low, high, error(values, groups, figures).max(axis=0)
