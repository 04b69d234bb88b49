"""A figure from its draws: median, the ends of its interval, and the Monte Carlo error of the three."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from steppe.display.interval import LEVEL, interval
from steppe.methods.result import Drawn
from steppe.world.points import Array, error, replicate

Mask = NDArray[np.bool_]
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


def mean(draws: Array | Mask, of: Mask | None = None) -> Drawn:
    """The mean of draws as a cell of a table.

    Parameters
    ----------
    draws
        On the first axis; the mean is over all axes.
    of
        Which draws of the run these are, a mask; all by default. NaN where there are none.

    Examples
    --------
    >>> mean(np.arange(16.0)).value, round(mean(np.tile([0.0, 1.0], 8)).error, 9)
    (7.5, 0.0)
    """
    groups = replicate(len(draws)) if of is None else replicate(len(of), np.flatnonzero(of))
    if not len(draws):
        return Drawn(float("nan"), 0.0)
    return Drawn(
        float(draws.mean()), float(error(np.asarray(draws, float), groups, lambda some: np.asarray(some.mean())))
    )


def means(draws: Array | Mask) -> list[Drawn]:
    """The mean of each column of draws, shape (N, S), as cells."""
    return [mean(column) for column in draws.T]


def spread(draws: Array) -> tuple[list[Drawn], list[Drawn]]:
    """The ends of the middle `LEVEL` of each column of draws, shape (N, S), as cells."""
    groups = replicate(len(draws))
    low, high = interval(draws, axis=0)
    of_low, of_high = error(draws, groups, lambda some: interval(some, axis=0))
    return [Drawn(*cell) for cell in zip(low, of_low, strict=True)], [
        Drawn(*cell) for cell in zip(high, of_high, strict=True)
    ]
