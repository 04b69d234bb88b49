"""Trade by country of consignment: who sent the goods, whoever made them. Never mixed with trade by origin.

`trade_consignment` has Armenia's imports by consignment (Armstat) and exports of cars (HS 8703) of Georgia and
Armenia, which for the most part were made elsewhere. Imports of cars are left out: the file does not say by which
country it counts them. `reexports` has estimates of Armenia's re-exports by chapter: of each month and product the
lesser of exports and of imports shortly before.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._records import CHANNEL_ISLANDS, NO_STATE
from recipes._tables import parquet
from recipes._trade import alive, in_millions, known_states, sources

CARS = "8703"
ALL = "all"
NOT_WHOLE = {("GEO", 2023): 11, ("ARM", 2023): None}
"""Months of the years of cars that are no whole ones, None where the file does not say how many it has."""
JANUARY_ONLY = 2024


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables trade_consignment and reexports, and their sources."""
    folder = raw / "update-2026-11"
    cars = [
        _cars(parquet(folder / "sanctions/geo_cars_hs8703_by_partner_2021_2023.parquet"), "comtrade-geo-cars"),
        _cars(parquet(folder / "sanctions/arm_cars_hs8703_by_partner_2017_2023.parquet"), "comtrade-arm-cars"),
    ]
    rows = pd.concat([_armenia(folder), *cars], ignore_index=True)
    rows = known_states(rows[rows["value"] > 0], ["partner"], leave_out=(*CHANNEL_ISLANDS, *NO_STATE, "W00"))
    rows = alive(rows[rows["partner"] != rows["reporter"]], ["partner"]).assign(concept="consignment")
    columns = ["reporter", "partner", "year", "flow", "goods", "concept", "months", "value", "units", "source", "basis"]
    return {
        "trade_consignment": rows[columns],
        "reexports": _reexports(folder),
        "sources": sources("national-arm", "comtrade-geo-cars", "comtrade-arm-cars", "tvyal-reexports"),
    }


def _armenia(folder: Path) -> pd.DataFrame:
    rows = parquet(folder / "trade/arm_by_partner_2007_2024.parquet")
    rows = rows[rows["flow"] == "M_consignment"]
    value = in_millions(rows["value_usd"], 1.0)
    return rows.assign(flow="M", goods=ALL, months=12, value=value, units=None, source="national-arm", basis="reported")


def _cars(rows: pd.DataFrame, source: str) -> pd.DataFrame:
    rows = rows[rows["trade_code"] == "X"].rename(columns={"partner_iso": "partner"})
    keys = zip(rows["reporter"], rows["year"], strict=True)
    return rows.assign(
        flow="X",
        goods=CARS,
        months=[NOT_WHOLE.get((reporter, int(year)), 12) for reporter, year in keys],
        value=in_millions(rows["value_usd"], 1.0),
        source=source,
        basis="reported",
    )


def _reexports(folder: Path) -> pd.DataFrame:
    rows = parquet(folder / "sanctions/arm_reexports_est_hs6_2017_2024.parquet")
    rows = rows.assign(chapter=rows["commodity_code"].astype(str).str.zfill(6).str.slice(0, 2).astype(int))
    sums = rows.groupby(["year", "chapter"], as_index=False)[["reexports_est_usd", "exports_usd"]].sum()
    return pd.DataFrame(
        {
            "reporter": "ARM",
            "year": sums["year"],
            "chapter": sums["chapter"],
            "concept": "re-export",
            "months": [1 if year == JANUARY_ONLY else 12 for year in sums["year"]],
            "value": in_millions(sums["reexports_est_usd"], 1.0),
            "exports": in_millions(sums["exports_usd"], 1.0),
            "source": "tvyal-reexports",
            "basis": "estimated",
        }
    )
