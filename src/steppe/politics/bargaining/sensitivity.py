"""Which input moves the outcome most: each one by its own uncertainty, all others held."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from steppe.politics.bargaining.actors import Actors, Floats
from steppe.politics.bargaining.draws import Noise

INPUTS = ("position", "salience", "capability")


def sensitivity(
    actors: Actors, outcome: Callable[[Actors], Floats], noise: Noise, low: float, high: float
) -> pd.DataFrame:
    """The outcome with each input one standard deviation down and up, largest swing first.

    Parameters
    ----------
    outcome
        A model that takes actors with a leading axis of cases, (cases, actors) -> (cases,): `compromise`, for one.

    Returns
    -------
    Columns actor, input, value, value_low, value_high, outcome_low, outcome_high, swing (absolute).
    """
    cases = list(_cases(actors, noise, low, high))
    stacked = {name: np.stack([getattr(actors, name)] * (2 * len(cases))) for name in INPUTS}
    for row, (i, name, down, up) in enumerate(cases):
        stacked[name][2 * row, i], stacked[name][2 * row + 1, i] = down, up
    moved = Actors(actors.names, stacked["capability"], stacked["salience"], stacked["position"])
    result = np.asarray(outcome(moved)).reshape(-1, 2)
    frame = pd.DataFrame(
        {
            "actor": [actors.names[i] for i, *_ in cases],
            "input": [name for _, name, *_ in cases],
            "value": [float(getattr(actors, name)[i]) for i, name, *_ in cases],
            "value_low": [down for *_, down, _ in cases],
            "value_high": [up for *_, up in cases],
            "outcome_low": result[:, 0],
            "outcome_high": result[:, 1],
        }
    )
    frame["swing"] = (frame["outcome_high"] - frame["outcome_low"]).abs()
    return frame.sort_values("swing", ascending=False, kind="stable", ignore_index=True)


def _cases(actors: Actors, noise: Noise, low: float, high: float) -> Iterator[tuple[int, str, float, float]]:
    """Actor, input, and the two values that it takes."""
    for i in range(len(actors.names)):
        x, step = float(actors.position[i]), noise.position * (high - low)
        yield i, "position", max(low, x - step), min(high, x + step)
        s, factor = float(actors.salience[i]), float(np.exp(noise.salience))
        yield i, "salience", s / factor, min(1.0, s * factor)
        c, factor = float(actors.capability[i]), float(np.exp(noise.capability))
        yield i, "capability", c / factor, c * factor
