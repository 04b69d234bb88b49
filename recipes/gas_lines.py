"""Gas pipelines between states, and what they can carry together.

The tracker has one row a line and names the states that it touches, not always in the order of the flow, and it repeats
the capacity of a system on each of its parallel lines (three lines of Central Asia-Centre each "carry" 60 bcm). Our
table `gas_hops` says of each line which borders it crosses, in which direction it was built to flow, and whether lines
of that name share one stated capacity (`once`) or have one each (`each`). So a border has two figures:

    capacity       shared capacity counted once: what the lines could carry
    capacity_high  every line at its stated capacity: what a plain sum would say

Defects: nameplate, of October 2024, whatever runs in the line (Ukraine's transit ended on 2025-01-01; Central
Asia-Centre and Bukhara-Ural carry Russian gas south since October 2023, against their direction here). No end years.
The extension of the South Caucasus Pipeline is missing, so Azerbaijan-Georgia is too low by about 16 bcm. Lines without
a capacity count as lines and add nothing. A transit border carries the same gas once per border: never add borders up.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._rows import TWELVE, read, source_row
from recipes._tables import hand

TRACKED = 2024
LEFT_OUT = ("cancelled", "shelved", "retired")
SYSTEM = ["line", "from_state", "to_state", "status"]


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables gas_lines and gas_capacity and their source."""
    lines = systems(hops(read(raw, "ties/gas_pipelines_gem_2024.parquet"), hand("gas_hops")))
    return {"gas_lines": lines, "gas_capacity": capacity(lines), "sources": pd.DataFrame(SOURCES)}


def hops(tracked: pd.DataFrame, ours: pd.DataFrame) -> pd.DataFrame:
    """One row per tracked line and border that it crosses; a line of the twelve that our table lacks is a fault."""
    tracked = tracked[~tracked["status"].isin(LEFT_OUT)]
    states = tracked["countries"].str.split(";")
    touches = tracked[states.map(len).gt(1) & states.map(lambda s: bool(set(s) & set(TWELVE)))]
    unknown = sorted(set(touches["id"]) - set(ours["id"])) + sorted(set(ours["id"]) - set(tracked["id"]))
    if unknown:
        raise ValueError(f"tracker and recipes/tables/gas_hops.csv differ on {', '.join(unknown)}")
    both = tracked.merge(ours, on="id").assign(hop=lambda t: t["hops"].str.split(";")).explode("hop")
    ends = both["hop"].str.split(">", expand=True)
    both = both.assign(from_state=ends[0], to_state=ends[1])
    return both[both[["from_state", "to_state"]].isin(TWELVE).any(axis=1)]


def systems(rows: pd.DataFrame) -> pd.DataFrame:
    """One row per system of lines, border and status, with both figures of capacity."""
    grouped = rows.groupby(SYSTEM)
    total = grouped["capacity_bcm_y"].sum(min_count=1)
    once = grouped["counted"].first().eq("once")
    frame = pd.DataFrame(
        {
            "lines": grouped["id"].nunique(),
            "capacity": total.mask(once, grouped["capacity_bcm_y"].max()),
            "capacity_high": total,
            "start_year": pd.to_numeric(rows["start_year"]).groupby([rows[c] for c in SYSTEM]).min(),
            "tracked": grouped["id"].agg(lambda ids: ";".join(sorted(set(ids)))),
            "note": grouped["note"].first(),
        }
    ).reset_index()
    return frame.assign(source="gem-gas-2024", basis=once.map({True: "derived", False: "reported"}).to_numpy())


def capacity(lines: pd.DataFrame) -> pd.DataFrame:
    """What the lines in operation across a border can carry together; borders whose lines state nothing left out."""
    grouped = lines[lines["status"].eq("operating")].groupby(["from_state", "to_state"])
    frame = pd.DataFrame(
        {
            "capacity": grouped["capacity"].sum(min_count=1).round(2),
            "capacity_high": grouped["capacity_high"].sum(min_count=1).round(2),
            "lines": grouped["lines"].sum(),
            "start_year": grouped["start_year"].min(),
        }
    ).reset_index()
    return frame[frame["capacity"].notna()].assign(year=TRACKED, source="gem-gas-2024", basis="derived")


SOURCES = [
    source_row(
        "gem-gas-2024",
        "Global Gas Infrastructure Tracker, October 2024",
        "Global Energy Monitor",
        "Global Energy Monitor, Global Gas Infrastructure Tracker, release of October 2024",
        "https://globalenergymonitor.org/projects/global-gas-infrastructure-tracker/",
        published="2024-10-08",
        licence="CC BY 4.0",
        note="Borders, directions and shared capacities are ours; system capacity is repeated on parallel lines there",
    ),
]
