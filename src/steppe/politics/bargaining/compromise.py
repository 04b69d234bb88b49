"""The compromise model: the point forecast.

    y* = Σ c s x / Σ c s

with capability c, salience s, position x (Van den Bos 1991; Achen 2006, who derives it as the asymmetric Nash
solution when breakdown is much worse than any position on the table). On 351 issues of the European Union it
errs by 23 points of 100 in the mean, less than the challenge model does (Thomson et al., DEU III).
The weighted median is the rival of a body that votes on one issue (Black 1948).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from steppe.politics.bargaining.actors import Actors, Floats


def compromise(actors: Actors) -> Floats:
    """Mean of the positions, each weighted by capability times salience; shape () or (draws,).

    Examples
    --------
    >>> float(compromise(Actors(("A", "B"), [1.0, 1.0], [1.0, 0.5], [0.0, 90.0])))
    30.0
    """
    weight = actors.weight
    mean: Floats = (weight * actors.position).sum(axis=-1) / weight.sum(axis=-1)
    return mean


def weighted_median(actors: Actors) -> Floats:
    """Lowest position at which at least half of the weight stands at it or below; shape () or (draws,).

    Examples
    --------
    >>> float(weighted_median(Actors(("A", "B", "C"), [1.0, 1.0, 1.0], [1.0, 1.0, 1.0], [0.0, 40.0, 90.0])))
    40.0
    """
    weight, position = np.broadcast_arrays(actors.weight, actors.position)
    order: NDArray[np.intp] = np.argsort(position, axis=-1, kind="stable")
    below = np.take_along_axis(weight, order, axis=-1).cumsum(axis=-1)
    half = below[..., -1:] / 2
    place = (below >= half * (1 - 1e-12)).argmax(axis=-1)
    chosen = np.take_along_axis(order, place[..., None], axis=-1)
    median: Floats = np.take_along_axis(position, chosen, axis=-1)[..., 0]
    return median
