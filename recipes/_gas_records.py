"""Volumes of gas that single pages quote for a whole year and two states, each with the office that counted.

`quoted` brings what two compilations of 2026 have: Gazprom's and customs figures for China, Uzbekistan, Kyrgyzstan,
Belarus, Georgia, Türkiye, Azerbaijan's ministry. Left out are plans, contracts, levels without a year, parts of years,
and what one side buys from all others. `scaled` turns ten months of Chinese customs (million tonnes) into a year.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._rows import read

TONNES = 1.38  # bcm per million tonnes of pipeline gas in Chinese customs
COMPILATIONS = {
    "update-2026-11/reported_facts/reported_facts_2019_2025.csv": (
        "energy",
        r"^gas(?:, Power of Siberia)?$|^pipeline gas$",
    ),
    "update-2026-11/shocks/reported/reported_figures.csv": (
        "gas volume",
        r"^gas (?:imports|imports from Russia|supplied to Belarus|to Uzbekistan|purchases of Kyrgyzstan)$"
        r"|^gas imports of Armenia$"
        r"|^purchases of Gazprom$",
    ),
}
RECORDS = {"Interfax/GACC": "GACC", "derived": "worked out from figures of Ukrtransgaz"}
NO_RECORD = ("Russian plan document",)
PRESS = ("TASS",)
ROUNDED = "rounded"


def quoted(raw: Path, cite: Citations) -> pd.DataFrame:
    """Quoted volumes of whole years; where both compilations have a figure of one office it stands once."""
    frames = [_of(read(raw, file), *which) for file, which in COMPILATIONS.items()]
    rows = pd.concat(frames, ignore_index=True)
    rows = rows[~rows["statistical_source"].isin(NO_RECORD)]
    rows = rows.drop_duplicates(["from", "to", "period", "statistical_source"])
    worked_out = rows["statistical_source"].str.contains("derived") | rows["note"].str.startswith("derived", na=False)
    unsure = worked_out | rows["note"].eq(ROUNDED) | rows["statistical_source"].isin(PRESS)
    return pd.DataFrame(
        {
            "seller": rows["from"],
            "buyer": rows["to"],
            "year": rows["period"].astype(int),
            "record": rows["statistical_source"].replace(RECORDS),
            "value": rows["value"].astype(float),
            "confidence": unsure.map({True: "medium", False: "high"}),
            "note": rows["note"],
            "source": cite.cite(rows["url"]),
            "basis": worked_out.map({True: "derived", False: "reported"}),
        }
    )


def _of(rows: pd.DataFrame, topic: str, measures: str) -> pd.DataFrame:
    codes = rows["from"].str.fullmatch("[A-Z]{3}", na=False) & rows["to"].str.fullmatch("[A-Z]{3}", na=False)
    whole = rows["period"].astype(str).str.fullmatch(r"\d{4}") & rows["unit"].eq("bcm")
    return rows[codes & whole & rows["topic"].eq(topic) & rows["measure"].str.contains(measures, regex=True)]


def scaled(rows: pd.DataFrame, cite: Citations) -> pd.DataFrame:
    """Ten months of Chinese customs, in tonnes, as a year in bcm; by seller."""
    rows = rows[rows["layer"].eq("energy") & rows["period"].eq("2021M1-10") & rows["unit"].eq("million tonnes")]
    rows = rows[rows["iso3"].str.fullmatch("[A-Z]{3}", na=False) & rows["partner_iso3"].notna()]
    return pd.DataFrame(
        {
            "seller": rows["iso3"],
            "buyer": rows["partner_iso3"],
            "year": 2021,
            "record": "customs scaled to a year",
            "value": (rows["value"] * TONNES * 12 / 10).round(1),
            "confidence": "low",
            "note": "million tonnes times 1.38, times twelve tenths",
            "source": cite.cite(rows["url"]),
            "basis": "estimated",
        }
    )
