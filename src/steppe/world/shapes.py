"""Outlines of states, and of the areas between them that were disputed, on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.world import World


def outlines(world: World, on: date) -> pd.DataFrame:
    """Outlines of a day: shape, kind (state or disputed), name, state, held_by, claimed_by, geometry (GeoJSON)."""
    return world.sql(
        "select shape, kind, name, state, held_by, claimed_by, geometry from shapes "
        'where (start is null or start <= ?::date) and ("end" is null or "end" > ?::date) order by kind, shape',
        [str(on), str(on)],
    )
