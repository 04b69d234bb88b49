"""Exports of each of the EU-27 to six neighbours by month, January 2019 to August 2024, and imports from Kyrgyzstan.

Goods of all kinds, million EUR, as Eurostat's Comext records them: exports by the last known destination from the
member that declares them, neither by origin nor by what arrives. The Union itself is left out: it is the sum of its
members, to the euro. Zeros are absent.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._tables import parquet
from recipes._trade import MILLION, known_states, sources

UNION = "EU27"
FLOWS = {"EXPORT": "X", "IMPORT": "M"}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table trade_eu_monthly and its source."""
    rows = parquet(raw / "update-2026-11/shocks/sanctions/eu_exports_total_monthly_2019_2024.parquet")
    _members_add_up(rows)
    rows = known_states(rows[(rows["reporter"] != UNION) & (rows["eur"] > 0)], ["reporter", "partner"])
    rows = rows.assign(
        month=pd.to_datetime(rows["month"] + "-01"),
        flow=rows["flow"].map(FLOWS),
        value_eur=(rows["eur"] / MILLION).round(6),
        source="eurostat-comext-monthly",
        basis="reported",
    )
    columns = ["reporter", "partner", "month", "flow", "value_eur", "source", "basis"]
    return {"trade_eu_monthly": rows[columns], "sources": sources("eurostat-comext-monthly")}


def _members_add_up(rows: pd.DataFrame) -> None:
    union = rows["reporter"] == UNION
    keys = ["partner", "flow", "month"]
    sums, whole = (some.groupby(keys)["eur"].sum() for some in (rows[~union], rows[union]))
    if not sums.equals(whole):
        raise ValueError("the members' exports do not add up to those of the Union")
