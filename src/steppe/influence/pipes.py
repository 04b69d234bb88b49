"""Lines of the gas network as arcs between states, on a day and with systems closed.

A row of `gas_pipelines` is one system at one border, its parallel strings taken once; a row of capacity 0 is part of
another one. A system and its reverse share the pipe: both may stand among the arcs, and no least-cost plan uses both
ways. Capacities are those of late 2026, or of when the line closed: in early years a system that grew by steps could
carry less. Where no capacity was found it is taken to be `THIN`.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection

import pandas as pd

from steppe.economy.supply import Arc, least_cost
from steppe.world.tables import remembered
from steppe.world.world import World

THIN = 1.0
"""Billion m³ a year of a line whose capacity nobody states: regional lines, an assumption."""
ENOUGH = 1000.0
"""Billion m³ that no line reaches."""
NEVER = ("planned", "planned, stalled", "proposed", "construction", "never in service")
WAY = ["from_state", "to_state"]
EAST = {"POS": "RUS east", "FER": "RUS east"}
"""Systems that no line joins to the rest of their state's network: those of Yakutia and Sakhalin."""
EXCLAVE = {"KLG": "RUS exclave"}
"""Systems that end in Kaliningrad, from which no line leads on."""


@remembered(maxsize=64)
def lines(world: World, day: dt.date, without: Collection[str] = ()) -> pd.DataFrame:
    """Lines between two states that are in service on a day.

    Parameters
    ----------
    without
        Systems that are closed.

    Returns
    -------
    One row a way: from_state (`RUS east` for lines that none joins to the others), to_state, capacity (billion m³ a
    year), systems, km (between capitals), thin (whether a capacity in it is assumed).
    """
    rows = world.table("gas_pipelines")
    start, end = (pd.to_datetime(rows[name]).dt.date for name in ("start", "end"))
    there = start.le(day) & ~(end <= day) & rows["from_state"].ne(rows["to_state"])
    there &= ~rows["status"].isin(NEVER) & rows["capacity"].ne(0) & ~rows["system"].isin(list(without))
    kept = rows[there].assign(thin=rows["capacity"].isna(), capacity=rows["capacity"].fillna(THIN))
    kept["from_state"] = kept["system"].map(EAST).fillna(kept["from_state"])
    ends = kept["system"].map(EXCLAVE).where(kept["to_state"].eq("RUS"))
    kept["to_state"] = ends.fillna(kept["to_state"])
    ways = kept.groupby(WAY, as_index=False).agg(
        capacity=("capacity", "sum"),
        systems=("system", lambda names: ";".join(dict.fromkeys(names))),
        thin=("thin", "any"),
    )
    return ways.assign(km=[kilometres(world, one, other) for one, other in ways[WAY].itertuples(index=False)])


def kilometres(world: World, one: str, other: str) -> float:
    """Kilometres between the capitals of two states, as `distances` has them."""
    table = _distances(world)
    one, other = (name.split()[0] for name in (one, other))
    return float(table[min(one, other), max(one, other)])


@remembered(maxsize=2)
def _distances(world: World) -> dict[tuple[str, str], float]:
    rows = world.table("distances")
    return {
        (min(a, b), max(a, b)): float(km)
        for a, b, km in rows[["state_a", "state_b", "distance_capitals"]].itertuples(index=False)
    }


def arcs(world: World, day: dt.date, without: Collection[str] = ()) -> list[Arc]:
    """Lines of a day as arcs whose unit costs are kilometres; gas of a state enters at its `fields`."""
    ways = lines(world, day, tuple(without))
    made = [Arc(row.from_state, row.to_state, float(row.capacity), float(row.km)) for row in ways.itertuples()]
    states = sorted({*ways["from_state"], *ways["to_state"]})
    return [*made, *(Arc(fields(state), state, math.inf, 0.0) for state in states)]


def fields(network: str) -> str:
    """The node where the own gas of a network enters."""
    return f"fields of {network}"


def networks(state: str) -> tuple[str, ...]:
    """The networks of a state that no line joins to each other.

    Examples
    --------
    >>> networks("RUS"), networks("TKM")
    (('RUS', 'RUS east'), ('TKM',))
    """
    return (state, *dict.fromkeys(one for one in EAST.values() if one.removesuffix(" east") == state))


def reach(
    world: World, seller: str, buyer: str, day: dt.date, without: Collection[str] = (), around: str = ""
) -> float:
    """Billion m³ a year that lines could bring from one state to another, were all of them empty.

    The largest flow over the lines of a day, without some systems and around one state; 0 where no way leads there.

    Examples
    --------
    >>> from steppe.world.load import load
    >>> [reach(load(), "TKM", "CHN", dt.date(year, 12, 31)) for year in (2008, 2010, 2014, 2023)]
    [0.0, 30.0, 55.0, 55.0]
    """
    if seller == buyer:
        return 0.0
    own = {fields(network): ENOUGH for network in networks(seller)}
    ways = [arc for arc in arcs(world, day, without) if arc.tail not in (networks(around) if around else ())]
    plan = least_cost(ways, own, {buyer: ENOUGH})
    return round(ENOUGH - plan.unmet.get(buyer, 0.0), 6)


def routes(world: World, year: int, sellers: Collection[str], buyers: Collection[str]) -> pd.DataFrame:
    """What lines could bring from each seller to each buyer at the end of a year: seller, buyer, reach; none at 0."""
    day = dt.date(year, 12, 31)
    pairs = [(seller, buyer) for buyer in buyers for seller in sellers if seller != buyer]
    rows = [(*pair, reach(world, *pair, day)) for pair in pairs]
    made = pd.DataFrame(rows, columns=["seller", "buyer", "reach"])
    return made[made["reach"] > 0].reset_index(drop=True)
