"""Gas pipelines across borders, and what they can carry together in each year.

One raw row is one system at one border in the direction of the flow, put together by hand from pages and from the
tracker of Global Energy Monitor, which repeats a system's capacity on each parallel line and leaves out extensions;
rival figures stand in `other_published`. `gas_capacity` adds the rows of one pair of states: those in which gas had
begun to flow by the end of the year and that had not been shut, blown up or turned round by then. A row whose status is
idle or standby without a day of closing can still carry gas and is counted. The reverse of a system is another pair, so
no pipe counts twice; never add borders up. From 2019 on only: before, systems grew by steps that the rows do not give.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._originals import TRACKER, Originals
from recipes._rows import source_row
from recipes._tables import date_precision, full_date, text

OURS = "steppe-gas-capacity"
YEARS = range(2019, 2027)
NO_LONGER = ("ended", "closed", "destroyed", "never in service")


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables gas_pipelines and gas_capacity and their sources."""
    citations = Citations()
    pipes = pipelines(text(raw / "update-2026-11/network/pipelines.csv"), Originals(raw, citations))
    return {
        "gas_pipelines": pipes,
        "gas_capacity": capacity(pipes),
        "sources": pd.concat([citations.sources(), pd.DataFrame(SOURCES)], ignore_index=True),
    }


def pipelines(listed: pd.DataFrame, cited: Originals) -> pd.DataFrame:
    """One row per system and border."""
    first = listed["in_service_from"]
    decade = first.str.endswith("s", na=False)
    begun = first.str.removesuffix("s")
    return pd.DataFrame(
        {
            "pipe": listed["id"],
            "system": listed["system"],
            "part": listed["seq"],
            "name": listed["name"],
            "from_state": listed["from_iso3"],
            "to_state": listed["to_iso3"],
            "border_point": listed["border_point"],
            "capacity": listed["capacity_bcm_y"],
            "other_published": listed["other_published"],
            "start": full_date(begun),
            "start_precision": date_precision(begun).mask(decade, "decade"),
            "end": full_date(listed["in_service_to"]),
            "end_precision": date_precision(listed["in_service_to"]),
            "status": listed["status_late_2026"],
            "tracked": listed["gem_ids"],
            "confidence": listed["confidence"],
            "note": listed["note"],
            "source": cited.cite(listed["source"], listed["name"]),
            "basis": "reported",
        }
    )


def capacity(pipes: pd.DataFrame) -> pd.DataFrame:
    """What the pipelines of a pair of states could carry together at the end of each year."""
    amount = pd.to_numeric(pipes["capacity"])
    begun, ended = (pd.to_datetime(pipes[day]).dt.year for day in ("start", "end"))
    usable = amount.gt(0) & pipes["from_state"].ne(pipes["to_state"])
    usable &= ended.notna() | ~pipes["status"].isin(NO_LONGER)
    usable &= ~pipes["status"].isin(("construction", "planned", "proposed"))
    frames = []
    for year in YEARS:
        there = usable & begun.le(year) & ~ended.le(year)
        pairs = pipes[there].assign(amount=amount[there]).groupby(["from_state", "to_state"])
        frames.append(
            pd.DataFrame({"capacity": pairs["amount"].sum().round(2), "pipes": pairs["pipe"].agg(";".join)})
            .reset_index()
            .assign(year=year)
        )
    return pd.concat(frames, ignore_index=True).assign(source=OURS, basis="derived")


SOURCES = [
    source_row(
        TRACKER,
        "Global Gas Infrastructure Tracker, October 2024",
        "Global Energy Monitor",
        "Global Energy Monitor, Global Gas Infrastructure Tracker, release of October 2024",
        "https://globalenergymonitor.org/projects/global-gas-infrastructure-tracker/",
        published="2024-10-08",
        licence="CC BY 4.0",
        note="Borders, directions and shared capacities are ours; system capacity is repeated on parallel lines there",
    ),
    source_row(
        OURS,
        "Capacity of gas pipelines between two states",
        "steppe",
        "Sums over the rows of gas_pipelines, whose sources stand there; numbers of Global Energy Monitor in `tracked`",
        None,
        published="2026-11",
        licence="CC BY 4.0",
    ),
]
