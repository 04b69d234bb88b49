"""What producers of goods sell at home, over GDP, from input-output tables: WIOD 2014 and Kazakhstan's own of 2017.

A model of trade needs domestic sales on the diagonal; statistics of trade have none. Goods are agriculture, mining
and manufacturing. In WIOD (sectors 1 to 22) what a state buys from itself, at producers' prices, is its spending
times its own share. In Kazakhstan's table it is output less exports of the same (rows 1 to 18), at basic prices in
tenge. Divided by GDP at market prices of that year (WDI; in tenge at the rate that the WEO implies) it becomes a
ratio that other years can be scaled by. Only the ratio is kept. Taiwan (no GDP in the WDI) and the rest of the world
are left out.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from recipes._tables import parquet
from recipes._trade import known_states, sources
from recipes.macro import exchange_rates, from_wdi

WIOD_YEAR, WIOD_GOODS = 2014, 22
KAZ_YEAR, KAZ_GOODS = 2017, 18
NOT_ONE_STATE = ("ROW", "TWN")


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table domestic_ratio and its sources."""
    table = pd.concat([from_wiod(raw), from_kazakhstan(raw)], ignore_index=True)
    table = known_states(table, ["state"]).assign(basis="derived")
    return {"domestic_ratio": table, "sources": sources("wiod-2016", "kaz-io-2017")}


def from_wiod(raw: Path) -> pd.DataFrame:
    """Goods sold at home over GDP of 42 states in 2014."""
    with np.load(raw / "io/wiod2014_44x50.npz", allow_pickle=False) as data:
        states = [str(state) for state in data["countries"]]
        own, goods = np.arange(len(states)), slice(WIOD_GOODS)
        paid = data["trade_share"][own, own, goods] * data["expenditure"][:, goods]
        sold = pd.Series((paid / data["tariff_factor"][own, own, goods]).sum(axis=1), index=states)
    sold = sold.drop(list(NOT_ONE_STATE))
    ratio = (sold / gdp(raw, WIOD_YEAR)[sold.index]).round(4)
    return pd.DataFrame({"state": sold.index, "year": WIOD_YEAR, "ratio": ratio.to_numpy(), "source": "wiod-2016"})


def from_kazakhstan(raw: Path) -> pd.DataFrame:
    """Output of goods less exports of goods over GDP, Kazakhstan in 2017."""
    cells = parquet(raw / "io/kaz_io_2017_34.parquet")
    goods = set(cells.loc[cells["col_no"].astype(str).isin([str(k + 1) for k in range(KAZ_GOODS)]), "col"])
    output = cells[cells["row"].eq("Total output iat basic prices") & cells["col"].isin(goods)]["mln_tenge"]
    exported = cells[cells["row"].isin(goods) & cells["col"].eq("Export")]["mln_tenge"]
    if not len(goods) == len(output) == len(exported) == KAZ_GOODS:
        raise ValueError(f"the table of Kazakhstan has {len(output)} outputs and {len(exported)} exports of goods")
    rates = exchange_rates(parquet(raw / "ties/macro_weo_oct2025.parquet"))
    tenge = rates[(rates["series"] == "kzt_per_usd") & (rates["year"] == KAZ_YEAR)]["value"].item()
    ratio = (output.sum() - exported.sum()) / (gdp(raw, KAZ_YEAR)["KAZ"] * tenge)
    return pd.DataFrame({"state": ["KAZ"], "year": KAZ_YEAR, "ratio": round(ratio, 4), "source": "kaz-io-2017"})


def gdp(raw: Path, year: int) -> pd.Series[float]:
    """GDP of a year by state, million current USD."""
    wdi = from_wdi(raw)
    return wdi[(wdi["year"] == year) & (wdi["concept"] == "gdp_usd")].set_index("state")["value"]
