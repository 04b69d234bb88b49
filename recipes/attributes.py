"""What states are like, by year: regime, rule of law, corruption, logistics, openness, capability, languages.

Each attribute is a row of the table `attributes`, which says what a high value means; the values are those of the
producers. V-Dem is share-alike and makes a file of its own. Where a source has two rows for one state and year, because
a predecessor and a successor both stand there with different values, neither is taken.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from recipes._attributes import ATTRIBUTES, SOURCES, Attribute
from recipes._rows import NO_STATE, REGION, first_year_on, read

FIRST_YEAR = 1990
NINETY_PERCENT = 1.645  # normal deviate of WGI's own 90 % interval
# KOF and WGI keep codes that the World Bank used before ISO changed them; KOF also rates groups of states.
FORMER_CODES = {"ADO": "AND", "ROM": "ROU", "TMP": "TLS", "WBG": "PSE", "ZAR": "COD"}
GROUPS = ("EAS", "ECS", "HIC", "LCN", "LIC", "LMC", "MEA", "NAC", "SAS", "SSF", "UMC", "WLD")
SMALLEST_LANGUAGE = 0.01
_NUMBERS = {"value": 5, "low": 5, "high": 5}  # decimals kept
DOUBTS = {
    ("UKR", "ru"): "the source calls it official in fact; in law it is not; the share is of an old year",
    ("ARM", "ru"): "looks too high beside surveys",
    ("TJK", "ru"): "looks unreliable",
    ("MDA", "ru"): "looks too low beside the census",
}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables attributes, state_attributes, state_attributes_vdem, languages and their sources."""
    open_values = [values(read(raw, file), group) for file, group in _by_file("open")]
    share_alike = [values(read(raw, file), group) for file, group in _by_file("share-alike")]
    share_alike.append(later_democracy(read(raw, "update-2026-11/political/vdem_libdem_2025.csv")))
    return {
        "attributes": pd.DataFrame([a.row() for a in ATTRIBUTES]),
        "state_attributes": pd.concat(open_values, ignore_index=True),
        "state_attributes_vdem": pd.concat(share_alike, ignore_index=True),
        "languages": languages(read(raw, "ties/languages_cldr48.parquet")),
        "sources": pd.DataFrame(SOURCES),
    }


def later_democracy(rows: pd.DataFrame) -> pd.DataFrame:
    """V-Dem's liberal democracy of 2025, from a later release that gives no bounds in the copy that was had."""
    return pd.DataFrame(
        {
            "state": rows["iso3"],
            "year": 2025,
            "attribute": "liberal_democracy",
            "value": rows["v2x_libdem_2025"],
            "low": None,
            "high": None,
            "source": "v-dem-16",
            "basis": "estimated",
        }
    )


def _by_file(licence_class: str) -> list[tuple[str, list[Attribute]]]:
    files = dict.fromkeys(a.file for a in ATTRIBUTES if a.licence_class == licence_class)
    return [(file, [a for a in ATTRIBUTES if a.file == file]) for file in files]


def values(rows: pd.DataFrame, attributes: list[Attribute]) -> pd.DataFrame:
    """Long rows of the attributes that one file holds."""
    rows = rows[rows["iso3"].notna() & ~rows["iso3"].isin([*NO_STATE, *GROUPS])].replace({"iso3": FORMER_CODES})
    rows = first_year_on(rows, FIRST_YEAR)
    if "country_or_territory" in rows:
        rows = rows[rows["country_or_territory"].eq("country") | ~_shares_code(rows)]
    return pd.concat([_one(rows, attribute) for attribute in attributes], ignore_index=True)


def _shares_code(rows: pd.DataFrame) -> pd.Series[Any]:
    """Whether another row has the same code and year (Indian Kashmir beside India, Gaza beside the West Bank)."""
    return rows.duplicated(["iso3", "year"], keep=False)


def _one(rows: pd.DataFrame, attribute: Attribute) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "state": rows["iso3"],
            "year": rows["year"],
            "attribute": attribute.name,
            "value": rows[attribute.column],
            "low": _bound(rows, attribute, attribute.low, -1),
            "high": _bound(rows, attribute, attribute.high, 1),
            "source": attribute.source,
            "basis": attribute.basis,
        }
    )
    frame = frame[frame["value"].notna()].drop_duplicates()
    return frame[~frame.duplicated(["state", "year", "attribute"], keep=False)].round(_NUMBERS)


def _bound(rows: pd.DataFrame, attribute: Attribute, column: str, sign: int) -> pd.Series[Any] | None:
    if not column:
        return None
    if column == attribute.error:
        return rows[attribute.column] + sign * NINETY_PERCENT * rows[column]
    return rows[column]


def languages(rows: pd.DataFrame) -> pd.DataFrame:
    """Languages that at least one person in a hundred uses, as a first language or not."""
    kept = rows[rows["iso3"].isin(REGION) & (rows["pct_pop"] >= 100 * SMALLEST_LANGUAGE)]
    pairs = pd.MultiIndex.from_frame(kept[["iso3", "language"]])
    return pd.DataFrame(
        {
            "state": kept["iso3"],
            "language": kept["language"].str.replace("_", "-"),
            "share": (kept["pct_pop"] / 100).round(4),
            "official": kept["official_status"],
            "note": [DOUBTS.get(pair) for pair in pairs],
            "source": "cldr",
            "basis": "estimated",
        }
    )
