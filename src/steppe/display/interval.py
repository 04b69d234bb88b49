"""The interval of a figure: the middle `LEVEL` of its draws, the same for everything that a run or a screen states.

Two intervals have levels of their own, because they are scored or decide a verdict, and were chosen before: the
forecast of a negotiation (`politics.bargaining.negotiate.COVERAGE`) and the scores (`evidence.scores.CONFIDENCE`).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

LEVEL = 0.90
LEVEL_WORDS = f"{100 * LEVEL:.0f} %"


def interval(draws: ArrayLike, axis: int | None = None, level: float = LEVEL) -> NDArray[np.float64]:
    """Low and high end of the middle `level` of draws.

    Parameters
    ----------
    axis
        The axis of the draws; all of them by default.

    Returns
    -------
    Shape (2, …): the ends first, then what is left of the draws' shape.

    Examples
    --------
    >>> low, high = interval(range(101))
    >>> round(low, 9), round(high, 9)
    (np.float64(5.0), np.float64(95.0))
    """
    return np.quantile(np.asarray(draws, dtype=float), [(1 - level) / 2, (1 + level) / 2], axis=axis)
