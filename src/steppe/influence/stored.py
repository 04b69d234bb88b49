"""The figures of dependence that are kept beside the tables: the twelve and the powers on each other, every layer.

They are those of `steppe.influence.measure`, computed by `python -m recipes --derived`; see `steppe.world.derived`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from steppe.influence.layer import YEARS
from steppe.world import derived
from steppe.world.actors import POWERS, Actor, twelve
from steppe.world.layers import Layer
from steppe.world.world import World

GRID = "dependence"
SPAN = range(1990, YEARS[-1] + 1)
"""The years of the figures that are kept."""


def names(world: World) -> tuple[str, ...]:
    """The actors whose figures are kept."""
    return tuple(dict.fromkeys((*twelve(world), *POWERS)))


def stored(
    world: World, layers: Sequence[Layer], states: Sequence[Actor], powers: Sequence[Actor], years: Sequence[int]
) -> pd.DataFrame | None:
    """The figures that are kept, in the order of layers, states, powers and years; None where some are not kept."""
    asked: dict[str, list[Any]] = {
        "layer": [one.name for one in layers],
        "state": [one.name for one in states],
        "partner": [one.name for one in powers],
        "year": sorted(set(years)),
    }
    kept = {*asked["state"], *asked["partner"]} <= set(names(world)) and set(asked["year"]) <= set(SPAN)
    if not kept or not derived.at_hand(world):
        return None
    frame = derived.rows(world, GRID, **asked)
    place = np.zeros(len(frame), dtype=np.int64)
    for column, values in asked.items():
        place = place * len(values) + pd.Index(values).get_indexer(frame[column])
    return frame.iloc[np.argsort(place)].reset_index(drop=True)
