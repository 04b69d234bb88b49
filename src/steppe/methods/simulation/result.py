"""The result of a run of the system in motion."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from steppe.methods.result import Result


@dataclass(frozen=True, eq=False, repr=False, kw_only=True)
class SimulationResult(Result):
    """One run of the system in motion.

    Attributes
    ----------
    paths
        Every fan: layer, state, partner, year, median, low, high, low_50, high_50, in the unit of the layer.
    """

    paths: pd.DataFrame
