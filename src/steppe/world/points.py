"""Points: where the parameters of a run are drawn, in eight independent scramblings of Sobol's sequence.

A run of n points takes n / `REPLICATES` from each scrambling (Owen 1997). Points of one scrambling cover the cube of
all parameters far more evenly than random numbers, so that medians and quantiles settle with fewer; scramblings are
independent, so that the spread of a figure over them is its Monte Carlo error. With t the figure of all points, t_r
that of scrambling r and q the factor by which Student's t with R - 1 degrees of freedom is wider than the normal at
95 %,

    error² = q² var(t_1 … t_R) / R + (t - mean t_r)².

The second part is what few points bias a quantile by.

The parameters of a run are named once, in order, and each has the dimension of its place: cases and depths of one run
share their points, so that differences between them are differences in policy and not in luck.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steppe.world.errors import UserError
from steppe.world.streams import Streams

Array = NDArray[np.float64]

REPLICATES = 8
STUDENT = 2.365 / 1.960
FEWEST, MOST = 16, 65_536
TINY = 2.0**-32
"""Points on the edge of the cube are moved in by this much: a normal number is finite."""
DIMENSIONS = 64
"""Dimensions of the sequence; a run with more parameters takes as many as it has."""


def rounded(n: int) -> int:
    """The least power of two that is not below n: how many points a run of n takes.

    Examples
    --------
    >>> rounded(200), rounded(256), rounded(2)
    (256, 256, 16)

    Raises
    ------
    UserError
        n is not between 2 and `MOST`.
    """
    if not 2 <= n <= MOST:
        raise UserError(f"draws: {n} is out of range; an interval needs at least 2, and at most {MOST:,} are allowed")
    return max(FEWEST, 1 << (n - 1).bit_length())


@dataclass(frozen=True, slots=True)
class Points:
    """The points of one run.

    Attributes
    ----------
    seed
        Of the scramblings.
    n
        How many, a power of two.
    names
        What is drawn, in order; a parameter of several parts has a name for each, see `parts`.

    Examples
    --------
    >>> points = Points(7, 64, ("theta", *parts("position", 3)))
    >>> points.uniform("theta").shape, points.normal("position", 3).shape
    ((64,), (64, 3))
    >>> round(float(points.uniform("theta").mean()), 2)
    0.5
    """

    seed: int
    n: int
    names: tuple[str, ...]

    def uniform(self, name: str, count: int | None = None) -> Array:
        """Numbers between 0 and 1, ends excluded, of shape (n,), or (n, count) for a parameter of several parts."""
        made = _scrambled(self.seed, self.n, max(DIMENSIONS, len(self.names)))
        if count is None:
            return made[:, self.names.index(name)]
        return made[:, [self.names.index(part) for part in parts(name, count)]]

    def normal(self, name: str, count: int | None = None) -> Array:
        """Standard normal numbers, of the shape of `uniform`."""
        from scipy.special import ndtri  # a tenth of a second to import

        return np.asarray(ndtri(self.uniform(name, count)))


def parts(name: str, count: int) -> tuple[str, ...]:
    """Names of the parts of a parameter.

    Examples
    --------
    >>> parts("split", 2)
    ('split 0', 'split 1')
    """
    return tuple(f"{name} {place}" for place in range(count))


@lru_cache(maxsize=4)
def _scrambled(seed: int, n: int, dimensions: int) -> Array:
    """All scramblings one below the other, shape (n, dimensions)."""
    from scipy.stats import qmc  # half a second to import, for those who draw

    made = np.concatenate(
        [
            qmc.Sobol(dimensions, rng=Streams(seed).rng("scrambling", place)).random(n // REPLICATES)
            for place in range(REPLICATES)
        ]
    )
    made = np.clip(made, TINY, 1 - TINY)
    made.setflags(write=False)
    return made


def replicate(points: int, of: ArrayLike | None = None) -> NDArray[np.intp]:
    """The scrambling of each point, or of the points `of` alone (those that have a solution)."""
    every = np.arange(points) * REPLICATES // points
    return every if of is None else every[np.asarray(of, dtype=int)]


def error(values: Array, groups: NDArray[np.intp], figure: Callable[[Array], Array]) -> Array:
    """Monte Carlo error of a figure of draws.

    Parameters
    ----------
    values
        Draws on the first axis.
    groups
        The scrambling of each draw (`replicate`).
    figure
        From draws to the figure, the first axis being that of draws.

    Returns
    -------
    The error, in the shape of the figure; NaN where fewer than two scramblings have draws.
    """
    each = np.stack([figure(values[groups == place]) for place in np.unique(groups)])
    if len(each) < 2:
        return np.full_like(each[0], np.nan, dtype=float)
    spread = STUDENT * np.std(each, axis=0, ddof=1) / np.sqrt(len(each))
    return np.asarray(np.hypot(spread, figure(values) - each.mean(axis=0)))
