"""Lines of the gas network as arcs between states, on a day and with systems closed.

A row of `gas_pipelines` is one system at one border, its parallel strings taken once; a row of capacity 0 is part of
another one. A system and its reverse share the pipe: both may stand among the arcs, and no least-cost plan uses both
ways. Capacities are those of late 2026, or of when the line closed: in early years a system that grew by steps could
carry less. Where no capacity was found it is taken to be `THIN`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import pandas as pd

from steppe.world.tables import remembered
from steppe.world.world import World

THIN = 1.0
"""Billion m³ a year of a line whose capacity nobody states: regional lines, an assumption."""
NEVER = ("planned", "planned, stalled", "proposed", "construction", "never in service")
WAY = ["from_state", "to_state"]


@remembered(maxsize=64)
def lines(world: World, day: dt.date, without: Collection[str] = ()) -> pd.DataFrame:
    """Lines between two states that are in service on a day.

    Parameters
    ----------
    without
        Systems that are closed.

    Returns
    -------
    One row a way: from_state, to_state, capacity (billion m³ a year), systems, km (between capitals), thin (whether a
    capacity in it is assumed).
    """
    rows = world.table("gas_pipelines")
    start, end = (pd.to_datetime(rows[name]).dt.date for name in ("start", "end"))
    there = start.le(day) & ~(end <= day) & rows["from_state"].ne(rows["to_state"])
    there &= ~rows["status"].isin(NEVER) & rows["capacity"].ne(0) & ~rows["system"].isin(list(without))
    kept = rows[there].assign(thin=rows["capacity"].isna(), capacity=rows["capacity"].fillna(THIN))
    ways = kept.groupby(WAY, as_index=False).agg(
        capacity=("capacity", "sum"),
        systems=("system", lambda names: ";".join(dict.fromkeys(names))),
        thin=("thin", "any"),
    )
    return ways.assign(km=[kilometres(world, one, other) for one, other in ways[WAY].itertuples(index=False)])


def kilometres(world: World, one: str, other: str) -> float:
    """Kilometres between the capitals of two states, as `distances` has them."""
    table = _distances(world)
    return float(table[min(one, other), max(one, other)])


@remembered(maxsize=2)
def _distances(world: World) -> dict[tuple[str, str], float]:
    rows = world.table("distances")
    return {
        (min(a, b), max(a, b)): float(km)
        for a, b, km in rows[["state_a", "state_b", "distance_capitals"]].itertuples(index=False)
    }
