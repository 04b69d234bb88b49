"""Tariffs by importer and year: means weighted by trade, as applied and as most-favoured-nation (World Bank, WDI).

One figure a state and year over all partners and goods, so it says how high a tariff wall is and not where. Armenia,
Azerbaijan, Belarus, Georgia, Moldova, Ukraine and Turkmenistan are not in the file. The weighted means of 2019 are out
of line with 2018 and 2020 for a dozen states (Kyrgyzstan 17.5 %, Russia 7.4 %): take a median over years.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._tables import parquet
from recipes._trade import known_states, sources

MEASURES = {"TM.TAX.MRCH.WM.AR.ZS": "applied", "TM.TAX.MRCH.WM.FN.ZS": "mfn"}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table tariffs and its source."""
    rows = parquet(raw / "trade/wdi_tariffs_47countries.parquet").rename(columns={"iso3": "state"})
    rows = known_states(rows, ["state"])
    unknown = set(rows["series"]) - set(MEASURES)
    if unknown:
        raise ValueError(f"wdi_tariffs_47countries.parquet: unknown series {', '.join(sorted(unknown))}")
    rows = rows.assign(measure=rows["series"].map(MEASURES), source="wdi-tariffs", basis="reported")
    return {"tariffs": rows.drop(columns="series"), "sources": sources("wdi-tariffs")}
