"""Trade by chapter of the Harmonized System: Russia by partner 2000-2020, and Uzbekistan's imports in 2025.

Both as the state reports them to UN Comtrade, imports by country of origin. Million current USD, rounded to a thousand
dollars. Russia's file has sixty partners; flows that it withholds (of energy, above all) are missing until 2015 and
stand in chapter 99 later. Its years 2016 and 2017 are left out: chapters 84, 88, 90 and 95 are a third to two thirds
above what the years around them and the Russian customs' totals allow. A pair of which one flow is missing in a year
is left out of that year. Uzbekistan's chapters have no partner (empty: all partners); its imports by partner are in
`trade_national`.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._tables import parquet
from recipes._trade import alive, known_states, sources

INFLATED = (2016, 2017)
COLUMNS = ["reporter", "partner", "year", "flow", "chapter", "value", "source", "basis"]
THOUSANDS = 3


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table trade_chapters and its sources."""
    folder = raw / "update-2026-11/trade"
    rows = pd.concat([_russia(folder), _uzbekistan(folder)], ignore_index=True)
    return {
        "trade_chapters": rows[rows["value"] > 0][COLUMNS],
        "sources": sources("comtrade-rus-chapters", "comtrade-uzb-2025"),
    }


def _russia(folder: Path) -> pd.DataFrame:
    rows = parquet(folder / "rus_partner_hs2_2000_2020.parquet")
    rows = rows[~rows["year"].isin(INFLATED)]
    flows = rows.groupby(["partner", "year"])["flow"].transform("nunique")
    rows = alive(known_states(rows[flows == 2], ["partner"]), ["partner"])
    return rows.assign(
        reporter="RUS",
        chapter=rows["hs2"].astype(int),
        value=(rows["value_usd"] / 1e6).round(THOUSANDS),
        source="comtrade-rus-chapters",
        basis="reported",
    )


def _uzbekistan(folder: Path) -> pd.DataFrame:
    rows = pd.read_csv(folder / "uzb_imports_2025_by_hs2.csv")
    return rows.assign(
        reporter="UZB",
        partner=None,
        flow="M",
        value=(rows["import_kusd"] / 1e3).round(THOUSANDS),
        source="comtrade-uzb-2025",
        basis="reported",
    )
