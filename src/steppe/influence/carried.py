"""What routes carry and earn, what other routes could take, and what stops of the Caspian pipeline cost.

A figure on record stands for a year at most two years away, the nearest first and of two as near the earlier. What is
not on record is missing, never zero.

Of a stop, with q what the Caspian pipeline carried in the year and K its capacity (million tonnes a year), c the part
out of service, d days, k the Kazakh part of q and s the spare capacity elsewhere,

    not carried   V = max(0, q - (1 - c) K) d / 365
    lost          max(0, k q' - s) d / 365          with q' = 365 V / d

Low ends take the least c and d and the most K and s, high ends the reverse. The rule was written before any of it was
computed (docs/explanation/transit.md).
"""

from __future__ import annotations

import datetime as dt
import math
from typing import Any, NamedTuple

import pandas as pd

from steppe.influence.bases import base
from steppe.influence.leverage import DOLLARS
from steppe.world.actors import actors
from steppe.world.tables import remembered
from steppe.world.world import World

CPC = "Caspian Pipeline Consortium"
NEAR = 2
"""Years that a record may be away."""
DAYS, MONTHS = 365, 12
ALL, KAZAKH = "all shippers", "Kazakh exports"
PER_TONNE = ("USD per t", "EUR per t")
RAISED = dt.date(2025, 6, 1)
"""Day from which the capacity of the Caspian pipeline is the new one; in the months before, either may have held."""
LAST_COUNTED = 2025
"""Latest year of the Caspian pipeline on record."""


class Found(NamedTuple):
    """A figure on record: its year, value and range, unit, basis, source, note."""

    year: int
    value: float
    low: float
    high: float
    unit: str
    basis: str
    source: str
    note: str


def route_of(world: World, name: str) -> pd.Series:
    """The row of a route."""
    rows = world.table("transit_routes")
    return rows[rows["route"].eq(name)].iloc[0]


def recorded(world: World, route: str, figure: str, year: int) -> Found | None:
    """The figure of a route that stands for a year, or None where there is none near enough."""
    rows = world.table("transit_figures")
    rows = rows[rows["route"].eq(route) & rows["figure"].eq(figure)]
    until = rows["until"].astype(float).fillna(rows["year"].astype(float))
    away = (rows["year"] - year).clip(lower=0) + (year - until).clip(lower=0)
    near = rows.assign(away=away)[away <= NEAR].sort_values(["away", "year"])
    if near.empty:
        return None
    row = near.iloc[0]
    low, high = (row["value"] if pd.isna(row[end]) else row[end] for end in ("low", "high"))
    own = int(min(max(year, row["year"]), row["year"] if pd.isna(row["until"]) else row["until"]))
    note = "; ".join(text for text in (row["scope"], row["note"]) if isinstance(text, str) and text != "whole")
    return Found(own, row["value"], low, high, row["unit"], row["basis"], row["source"], note)


def shipped(world: World, route: str, year: int) -> Found | None:
    """Oil of the sender that a route carried, million tonnes: the mean of the records of the year, and their ends."""
    rows = world.sql("from oil_routes where route = ?", [route])
    rows = rows.assign(away=(rows["year"] - year).abs())
    rows = rows[rows["away"].le(NEAR)].sort_values(["away", "year"])
    if rows.empty:
        return recorded(world, route, "volume", year)
    kept = rows[rows["year"].eq(rows["year"].iloc[0])]
    told = ";".join(dict.fromkeys(kept["source"]))
    ends = kept["value"].min(), kept["value"].max()
    return Found(int(kept["year"].iloc[0]), kept["value"].mean(), *ends, "mn t", kept["basis"].iloc[0], told, "")


@remembered(maxsize=8)
def spare(world: World, without: tuple[str, ...] = ()) -> tuple[float, float]:
    """What other routes, but those without, could take of the Caspian pipeline's oil, least and most, mn t a year."""
    rows = world.table("transit_figures")
    least = rows.loc[rows["figure"].eq("rerouted in a month"), "value"].min() * MONTHS
    rooms = rows[rows["figure"].isin(["capacity", "used"]) & ~rows["route"].isin([CPC, *without])]
    room = rooms["value"].where(rooms["figure"].eq("capacity"), -rooms["value"]).sum()
    return float(min(least, room)), float(room)


@remembered(maxsize=4)
def stops(world: World) -> pd.DataFrame:
    """Stops of the Caspian pipeline: the predicted loss beside the reported one, million tonnes.

    Returns
    -------
    One row a stop: stop, start, event, days (mean of their ends), predicted_low and predicted_high (of what all
    shippers could not send, where their loss was reported, else of Kazakh exports less what other routes take),
    reported_low and reported_high (NaN where nobody reported a loss), of (whose), holds (`yes` or `no`: whether the
    two ranges meet; `–` where either is not on record) and why. NaN where the days are not on record.
    """
    cases = world.table("stop_losses").merge(world.table("pipeline_stops")[["stop", "start", "event"]], on="stop")
    made = pd.DataFrame([_predicted(world, row) for row in cases.to_dict("records")])
    return pd.concat([cases[["stop", "start", "event"]], made], axis=1)


def _predicted(world: World, row: dict[str, Any]) -> dict[str, Any]:
    day = row["start"].date()
    year = min(day.year, LAST_COUNTED)
    carried, part = recorded(world, CPC, "volume", year), shipped(world, CPC, year)
    capacity = recorded(world, CPC, "capacity", year)
    assert carried is not None and part is not None and capacity is not None
    whole = recorded(world, CPC, "volume", part.year)
    kazakh = part.value / whole.value if whole else math.nan
    least_room = capacity.high if day >= RAISED else capacity.low
    least, most = spare(world)
    ends = {}
    everyone = row["of"] == ALL
    for end, out, room, other in (("low", "out_low", capacity.high, most), ("high", "out_high", least_room, least)):
        rate = max(0.0, carried.value - (1 - row[out]) * room)
        lost = rate if everyone else max(0.0, kazakh * rate - other)
        ends[end] = lost * row[f"days_{end}"] / DAYS
    known = not (math.isnan(row["days_low"]) or math.isnan(row["reported_low"]))
    meet = ends["low"] <= row["reported_high"] and row["reported_low"] <= ends["high"]
    return {
        "days": (row["days_low"] + row["days_high"]) / 2,
        "predicted_low": ends["low"],
        "predicted_high": ends["high"],
        "reported_low": row["reported_low"],
        "reported_high": row["reported_high"],
        "of": row["of"] if isinstance(row["of"], str) else KAZAKH,
        "holds": {True: "yes", False: "no"}[meet] if known else "–",
        "why": row["why"],
    }


def income(world: World, route: str, year: int) -> Found | None:
    """What the carrier's state earns in a year, million USD: as reported, or tariff × volume where that is nearer."""
    found = recorded(world, route, "income", year)
    tariff, volume = (recorded(world, route, figure, year) for figure in ("tariff", "volume"))
    if tariff is None or volume is None or tariff.unit not in PER_TONNE or (found and found.year == year):
        return found
    if volume.year != year or tariff.year != year:
        return found
    rate = DOLLARS.get(year, math.nan) if tariff.unit == "EUR per t" else 1.0
    value, low, high = (rate * price * volume.value for price in (tariff.value, tariff.low, tariff.high))
    told = ";".join((tariff.source, volume.source))
    note = f"{tariff.value:g} {tariff.unit} × {volume.value:g} {volume.unit}"
    return Found(year, value, low, high, "mn USD", "derived", told, note) if not math.isnan(rate) else found


def incomes(world: World, year: int) -> pd.DataFrame:
    """What the states that are crossed earn on each route, as far as it is on record.

    Returns
    -------
    One row a route with a carrier: carrier, route, shipper, year (of the figure), income (million USD; NaN where it is
    not on record), share (% of the carrier's GDP of that year), basis, source and note (or why there is none).
    """
    rows = []
    for route in world.table("transit_routes").to_dict("records"):
        if not isinstance(route["carrier"], str):
            continue
        found = income(world, route["route"], year)
        heading = route["carrier"], route["route"], route["shipper"]
        if found is None:
            paid = recorded(world, route["route"], "payments", year)
            rest = f"paid {paid.note}: {paid.value:g} {paid.unit}" if paid else route["note"]
            rows.append((*heading, year, math.nan, math.nan, "reported", route["source"], f"not known; {rest}"))
            continue
        gdp = base(world, "gdp", tuple(actors(world, [route["carrier"]])), (found.year,))[0, 0]
        share = 100 * found.value / gdp
        rows.append((*heading, found.year, found.value, share, found.basis, found.source, found.note))
    columns = ["carrier", "route", "shipper", "year", "income", "share", "basis", "source", "note"]
    return pd.DataFrame(rows, columns=columns)
