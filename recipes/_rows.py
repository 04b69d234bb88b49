"""What several recipes share: reading raw files, the states of a selection, rows of the table `sources`."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from recipes._cite import ACCESSED

TWELVE = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB")
# Powers that are states; the EU speaks through its largest members where a source knows only states.
POWERS = ("CHN", "USA", "TUR", "DEU", "FRA", "GBR")
# States that border the twelve by land or that the region's texts name beside them.
NEIGHBORS = (
    *("AFG", "EST", "FIN", "HUN", "IND", "IRN", "LTU", "LVA", "MNG"),
    *("NOR", "PAK", "POL", "PRK", "ROU", "SRB", "SVK", "SYR"),
)
REGION = tuple(sorted({*TWELVE, *POWERS, *NEIGHBORS}))
# Codes in world-wide files that name no state of the bundle: ended before the bundle begins, or never in the UN.
NO_STATE = ("CSK", "DDR", "PSG", "SML", "SUN", "YAR", "YMD", "YUG", "ZZB")


def read(raw: Path, name: str) -> pd.DataFrame:
    """One raw file; only an empty cell of a CSV counts as missing (a vote may be `NA`)."""
    path = raw / name
    if path.suffix == ".csv":
        return pd.read_csv(path, keep_default_na=False, na_values=[""])
    frame: pd.DataFrame = duckdb.read_parquet(str(path)).df()
    return frame


def first_year_on(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Rows from that year on, with whole years."""
    kept = frame[frame["year"] >= year]
    return kept.assign(year=kept["year"].astype(int))


def source_row(
    source: str,
    title: str,
    producer: str,
    citation: str,
    url: str | None,
    *,
    published: str | None = None,
    licence: str,
    licence_class: str = "open",
    note: str | None = None,
    accessed: str = ACCESSED,
) -> dict[str, str | None]:
    """One row of the table `sources`."""
    return {
        "source": source,
        "title": title,
        "producer": producer,
        "citation": citation,
        "url": url,
        "published": published,
        "accessed": accessed,
        "licence": licence,
        "licence_class": licence_class,
        "note": note,
    }
