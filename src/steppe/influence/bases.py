"""What amounts are set against: gross domestic product and population, by actor and year.

The IMF's figures are taken where it has them, the World Bank's elsewhere; projections are never used. A bloc is the sum
of its members and has no figure in a year in which one of its states has none (EU institutions are none).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.world.actors import Actor
from steppe.world.tables import remembered
from steppe.world.world import World

CONCEPTS = {"gdp": "gdp_usd", "population": "population"}
WORDS = {"gdp": "GDP", "population": "population"}


@remembered(maxsize=8)
def _by_state(world: World, concept: str) -> pd.DataFrame:
    """Years by states."""
    frame = world.sql(
        "select state, year, arg_min(value, not starts_with(source, 'weo-')) as value from macro "
        "where concept = ? and status <> 'projection' and year between 1990 and 2024 group by all",
        [concept],
    )
    return frame.pivot(index="year", columns="state", values="value")


@remembered(maxsize=64)
def base(world: World, of: str, actors: tuple[Actor, ...], years: tuple[int, ...]) -> NDArray[np.float64]:
    """GDP (million current USD) or population (persons), shape (actors, years); NaN where there is none."""
    wide = _by_state(world, CONCEPTS[of]).reindex(index=list(years))
    rows = [wide.reindex(columns=list(one.states)).sum(axis=1, skipna=False).to_numpy(float) for one in actors]
    return np.array(rows).reshape(len(actors), len(years))
