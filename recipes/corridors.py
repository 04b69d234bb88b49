"""Corridors and breaks of gauge: places, kilometres and days as published, taken out of text fields.

A field like `532-560 (213 CHN + ...)` or `12-20 end to end; 5.5 on 1520 mm` gives its first figure or range; claims
about what would be saved ("saves 7 days", "15 planned against 42") are no transit days and are left out. The whole
text goes into `note`, so that nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import pandas as pd

from recipes._cite import Citations
from recipes._tables import text

_RANGE = re.compile(r"(?:about )?(\d+(?:\.\d+)?)(?:-(\d+(?:\.\d+)?))?")
_YEAR = re.compile(r"\b(?:18|19|20)\d\d\b")
_NO_TRANSIT = ("saves", "planned", "claim")


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables `corridors` and `gauge_breaks` and the sources that they cite."""
    citations = Citations()
    tables = {"corridors": _corridors(raw), "gauge_breaks": _gauge_breaks(raw)}
    for frame in tables.values():
        frame["source"] = citations.cite(frame["source"])
    return tables | {"sources": citations.sources()}


def _corridors(raw: Path) -> pd.DataFrame:
    listed = text(raw / "ties/corridors.csv")
    days = [_transit_days(written) for written in listed["transit_days"]]
    return pd.DataFrame(
        {
            "corridor": listed["corridor"],
            "mode": listed["mode"],
            "status": listed["status"],
            "states": listed["countries"],
            "nodes": listed["nodes"],
            "path": listed["coords_lonlat"],
            "length_km": [_length(written) for written in listed["length_km"]],
            "transit_days_low": [low for low, _ in days],
            "transit_days_high": [high for _, high in days],
            "start_year": [_start_year(written) for written in listed["start_date"]],
            "volume": listed["volume"],
            "note": [_note(row) for row in listed.to_dict("records")],
            "confidence": listed["confidence"],
            "source": listed["source"],
            "basis": "reported",
        }
    )


def first_range(written: object) -> tuple[float | None, float | None]:
    """Lower and upper figure with which a text begins; the same twice where it is one figure."""
    found = _RANGE.match(written) if isinstance(written, str) else None
    if not found:
        return None, None
    low = float(found[1])
    return low, float(found[2]) if found[2] else low


def _length(written: object) -> float | None:
    """Kilometres; the rail and the sea leg of one route are added."""
    legs = re.match(r"(\d+) rail \+ (\d+) sea", written) if isinstance(written, str) else None
    return float(legs[1]) + float(legs[2]) if legs else first_range(written)[0]


def _transit_days(written: object) -> tuple[float | None, float | None]:
    """Days end to end; where years differ, the last year's."""
    if not isinstance(written, str):
        return None, None
    first_part = written.split(";")[0].split("(")[0]
    if any(word in written.split(";")[0] for word in _NO_TRANSIT):
        return None, None
    return first_range(first_part.split(", ")[-1].strip())


def _start_year(written: object) -> int | None:
    found = _YEAR.findall(written) if isinstance(written, str) else []
    return int(found[0]) if found else None


def _note(row: dict[Hashable, Any]) -> str | None:
    said = {"length": "length_km", "days": "transit_days", "dates": "start_date"}
    parts = [row["note"]] + [f"{word}: {row[column]}" for word, column in said.items() if isinstance(row[column], str)]
    kept = [part for part in parts if isinstance(part, str)]
    return "; ".join(kept) or None


def _gauge_breaks(raw: Path) -> pd.DataFrame:
    listed = text(raw / "ties/rail_gauge_breaks.csv").drop(columns="change")
    listed["point"] = listed["point"].str.replace(r"^[^:]*: ", "", regex=True)
    return listed.rename(columns={"side_a": "state_a", "side_b": "state_b"}).assign(basis="reported")
