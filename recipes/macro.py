"""The economies year by year: IMF World Economic Outlook (October 2025) and World Bank WDI side by side; world prices.

Money is in millions, people are persons. A WEO value is `actual` up to the last actual year that the IMF states for the
series, an `estimate` after it up to 2024, and a `projection` from 2025 on. A fiscal year counts as the year in which it
begins. Years from 1990 on, and only years in which the state existed.

World prices: Brent from the EIA (means of complete years), commodity prices from the WEO, and exchange rates implied by
the WEO (GDP in national currency over GDP in dollars, so a mean over the year weighted by activity).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._tables import parquet
from recipes._trade import MILLION, alive, known_states, sources

FIRST_YEAR = 1990
FIRST_PROJECTED_YEAR = 2025
# WEO code: (concept, unit, factor from the file's unit)
CONCEPTS = {
    "NGDPD": ("gdp_usd", "million current USD", 1e3),
    "NGDP_RPCH": ("gdp_growth", "% a year", 1.0),
    "NGDPDPC": ("gdp_per_head", "current USD", 1.0),
    "PPPGDP": ("gdp_ppp", "million current international dollars", 1e3),
    "LP": ("population", "persons", MILLION),
    "PCPIPCH": ("inflation", "% a year", 1.0),
    "BCA": ("current_account", "million current USD", 1e3),
    "GGXWDG_NGDP": ("public_debt", "% of GDP", 1.0),
    "GGR_NGDP": ("revenue", "% of GDP", 1.0),
    "LUR": ("unemployment", "% of the labour force", 1.0),
}
PRICES = {
    "POILAPSP": ("oil_mean_of_three", "USD per barrel"),
    "PNGASEU": ("gas_europe", "USD per million Btu"),
    "PCOALAU": ("coal_australia", "USD per tonne"),
    "PCOPP": ("copper", "USD per tonne"),
    "PALUM": ("aluminium", "USD per tonne"),
    "PCOTTIND": ("cotton", "US cents per pound"),
    "PWHEAMT": ("wheat", "USD per tonne"),
    "PURAN": ("uranium", "USD per pound"),
}
CURRENCIES = {
    "ARM": "amd",
    "AZE": "azn",
    "BLR": "byn",
    "CHN": "cny",
    "GEO": "gel",
    "KAZ": "kzt",
    "KGZ": "kgs",
    "MDA": "mdl",
    "RUS": "rub",
    "TJK": "tjs",
    "TKM": "tmt",
    "TUR": "try",
    "UKR": "uah",
    "UZB": "uzs",
}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables macro and world_prices, and their sources."""
    weo = parquet(raw / "ties/macro_weo_oct2025.parquet")
    weo = weo[(weo["year"] >= FIRST_YEAR) & weo["value"].notna()]
    macro = pd.concat([from_weo(weo), from_wdi(raw)], ignore_index=True)
    prices = pd.concat([brent(raw), commodities(weo), exchange_rates(weo)], ignore_index=True)
    prices["value"] = prices["value"].round(6)
    return {"macro": macro, "world_prices": prices, "sources": sources("weo-2025-10", "wdi", "eia-brent")}


def from_weo(weo: pd.DataFrame) -> pd.DataFrame:
    """The WEO's states (its groups of states are left out), one row per state, year and concept."""
    rows = weo[weo["concept"].isin(CONCEPTS) & ~weo["iso3"].str.match(r"G\d")].rename(columns={"iso3": "state"})
    factor = rows["concept"].map({code: factor for code, (_, _, factor) in CONCEPTS.items()})
    rows = rows.assign(
        value=(rows["value"] * factor).round(6),
        unit=rows["concept"].map({code: unit for code, (_, unit, _) in CONCEPTS.items()}),
        concept=rows["concept"].map({code: concept for code, (concept, _, _) in CONCEPTS.items()}),
        status=status(rows),
        source="weo-2025-10",
    )
    rows["basis"] = rows["status"].map({"actual": "reported", "estimate": "estimated", "projection": "estimated"})
    rows = alive(known_states(rows, ["state"]), ["state"])
    return rows[["state", "year", "concept", "value", "unit", "status", "source", "basis"]]


def status(rows: pd.DataFrame) -> pd.Series[str]:
    """`actual`, `estimate` or `projection` of each WEO row, from the last actual year that the IMF states."""
    last = pd.to_numeric(rows["lastactualdate"].str.extract(r"(\d{4})")[0])
    beyond = (rows["year"] > last).where(last.notna(), rows["estimate"].astype("boolean").fillna(False).astype(bool))
    labels = beyond.astype(bool).map({True: "estimate", False: "actual"})
    return labels.mask(rows["year"] >= FIRST_PROJECTED_YEAR, "projection")


def from_wdi(raw: Path) -> pd.DataFrame:
    """GDP and population of the WDI; its aggregates of states are left out."""
    wide = parquet(raw / "trade/wdi_gdp_population.parquet").rename(columns={"iso3": "state"})
    wide = wide[(wide["year"] >= FIRST_YEAR) & ~wide["state"].isin(_aggregates(wide))]
    wide = wide.assign(gdp_usd=wide["gdp_usd"] / MILLION)
    rows = wide.melt(["state", "year"], ["gdp_usd", "population"], "concept", "value").dropna(subset=["value"])
    rows = rows.assign(
        value=rows["value"].round(6),
        unit=rows["concept"].map({"gdp_usd": "million current USD", "population": "persons"}),
        status="actual",
        source="wdi",
        basis="reported",
    )
    return alive(known_states(rows, ["state"]), ["state"])


def _aggregates(wide: pd.DataFrame) -> set[str]:
    """WDI codes of groups of states, and the Channel Islands, which have no code in `states`."""
    groups = (
        "AFE AFW ARB CEB CHI CSS EAP EAR EAS ECA ECS EMU EUU FCS HIC HPC IBD IBT IDA IDB IDX LAC LCN LDC LIC LMC LMY "
        "LTE MEA MIC MNA NAC OED OSS PRE PSS PST SAS SSA SSF SST TEA TEC TLA TMN TSA TSS UMC WLD"
    )
    return set(groups.split()) & set(wide["state"])


def brent(raw: Path) -> pd.DataFrame:
    """Yearly means of the monthly Brent price; years without twelve months are left out."""
    monthly = parquet(raw / "ties/prices_monthly.parquet")
    monthly = monthly[monthly["series"] == "BRENT_USD_BBL"]
    years = monthly.groupby(monthly["date"].dt.year)["value"].agg(["mean", "size"])
    whole = years[(years["size"] == 12) & (years.index >= FIRST_YEAR)]
    return pd.DataFrame(
        {
            "series": "brent",
            "year": whole.index,
            "value": whole["mean"].to_numpy(),
            "unit": "USD per barrel",
            "status": "actual",
            "source": "eia-brent",
            "basis": "derived",
        }
    )


def commodities(weo: pd.DataFrame) -> pd.DataFrame:
    """Commodity prices of the WEO."""
    rows = weo[weo["concept"].isin(PRICES)]
    state = status(rows)
    return pd.DataFrame(
        {
            "series": rows["concept"].map({code: name for code, (name, _) in PRICES.items()}),
            "year": rows["year"],
            "value": rows["value"],
            "unit": rows["concept"].map({code: unit for code, (_, unit) in PRICES.items()}),
            "status": state,
            "source": "weo-2025-10",
            "basis": state.map({"actual": "reported", "estimate": "estimated", "projection": "estimated"}),
        }
    )


def exchange_rates(weo: pd.DataFrame) -> pd.DataFrame:
    """National currency per dollar implied by the WEO, with the status of the GDP in dollars."""
    rates = weo[(weo["concept"] == "FX_IMPLIED_LCU_PER_USD") & weo["iso3"].isin(CURRENCIES)]
    gdp = weo[weo["concept"] == "NGDPD"]
    gdp = gdp.assign(status=status(gdp))[["iso3", "year", "status"]]
    rates = rates.merge(gdp, on=["iso3", "year"], validate="one_to_one")
    rates = alive(rates, ["iso3"])
    return pd.DataFrame(
        {
            "series": rates["iso3"].map(CURRENCIES) + "_per_usd",
            "year": rates["year"],
            "value": rates["value"],
            "unit": rates["iso3"].map(CURRENCIES).str.upper() + " per USD",
            "status": rates["status"],
            "source": "weo-2025-10",
            "basis": "derived",
        }
    )
