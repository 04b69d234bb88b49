"""Workers abroad as pages report them, and what they earn.

`migration_reported` has figures that `labour` lacks: numbers abroad, permits of Türkiye and Kazakhstan, expulsions,
citizenships, 2006 to 2025. Counts of persons, permits and entries are different measures and are never added up;
figures that conflict stay side by side, and their notes say so.

`migrant_wages` is compiled by hand from three pages: a survey of 2017 by origin, with and without a permit to work, a
survey of 2021, and the mean wage of all employees in Russia.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._reported import SHOCKS, pages, reported
from recipes._tables import hand

UNITS = {"mn persons": ("persons", 1e6), "mn entries": ("entries", 1e6), "bn RUB": ("million RUB", 1e3)}
EVERYWHERE = ("World", "FSSP")
"""Names in the file that are no origin: all states, and the bailiffs who count."""


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables migration_reported, migrant_wages and their sources."""
    rows = reported(raw, "migration", SHOCKS)
    names, sources = pages(raw, rows["url"])
    citations = Citations()
    wages = hand("migrant_wages")
    wages["source"] = citations.cite(wages["source"])
    made = citations.sources().assign(accessed="2026-12-01")
    return {
        "migration_reported": counts(rows.assign(source=names)),
        "migrant_wages": wages,
        "sources": pd.concat([sources, made], ignore_index=True),
    }


def counts(rows: pd.DataFrame) -> pd.DataFrame:
    """Figures in whole units, numbered in the order of the file."""
    factor = rows["unit"].map({unit: factor for unit, (_, factor) in UNITS.items()}).fillna(1.0)
    return pd.DataFrame(
        {
            "entry": range(1, len(rows) + 1),
            "origin": rows["from"].mask(rows["from"].isin(EVERYWHERE)),
            "host": rows["to"].mask(rows["to"].isin(EVERYWHERE)),
            "measure": rows["measure"],
            "period": rows["period"],
            "year": rows["year"],
            "value": (rows["value"] * factor).round(3),
            "unit": rows["unit"].map({unit: name for unit, (name, _) in UNITS.items()}).fillna(rows["unit"]),
            "counted_by": rows["statistical_source"],
            "note": rows["note"],
            "source": rows["source"],
            "basis": rows["basis"],
        }
    )
