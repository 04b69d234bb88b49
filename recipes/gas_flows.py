"""Gas sold, gas received over eastern borders, and what Russian gas costs against the European price.

`gas_trade` puts side by side what is known of volumes, all records of a year: single quoted figures of Turkmen gas by
buyer (million tonnes of Chinese customs turned into bcm), what Gazprom, ministries and customs are quoted with
(`recipes/_gas_records.py`), and Armenia's imports by partner from customs weights.

`gas_shares` is made from a closed file, the IEA's flows at European border points: the share of what entered a state
that came straight from Russia, Belarus or Ukraine, over windows of three years or more, to the nearest twentieth, no
volumes. It is a lower bound on Russian gas: what came on by way of Slovakia, Poland or Bulgaria is not counted, and
swaps are not seen. States whose gas passes on in bulk (Ukraine, Belarus) are left out; so is Moldova, with one supplier
in every window: its share says nothing new and would give its yearly totals away.

`gas_price_gap` is price against benchmark: European gas of the IMF's commodity prices (USD per million Btu, 35.7
million Btu per 1,000 m³) less the contract price of a whole year. A positive gap is a discount; a negative one means
that the buyer paid more than Europe's spot-linked mean. Defects: contract prices are compiled and partly recalled
(`confidence` says so; low is not to be calibrated on), the benchmark is no netback (transport is not taken off, so the
discount of near buyers is overstated by some 10 to 50 USD), and the years after 2020 mix hub and contract prices.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._gas_records import quoted, scaled
from recipes._rows import read, source_row

BCM_PER_MILLION_TONNES = 1.38  # pipeline gas in Chinese customs figures
KG_PER_CUBIC_METER = 0.7
BTU = 35.7  # million Btu per 1,000 m³
WINDOWS = ((2009, 2013), (2014, 2018), (2019, 2021))
EASTERN = ("RUS", "BLR", "UKR")
LEFT_OUT = ("UKR", "BLR", "RUS", "MDA")
STEP = 0.05
SMALLEST_SHARE = 0.05
WHOLE_YEAR = r"^\d{4}$"
RECORDS = {
    "pipeline gas exports": "press",
    "pipeline gas exports (BP)": "BP, quoted",
    "pipeline gas exports (BP Statistical Review 2018, quoted)": "BP, quoted",
    "pipeline gas exports (official claim)": "official claim",
    "pipeline gas imports of China (customs)": "Chinese customs",
}
"""Whose figure a quoted volume is."""
TO_BCM = {"bcm": 1.0, "million tonnes": BCM_PER_MILLION_TONNES}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables gas_trade, gas_shares, gas_price_gap and their sources."""
    cite = Citations()
    prices = read(raw, "facts/energy_prices.csv")
    anchors = read(raw, "ties/anchors_quoted.csv")
    sold = [
        quoted_volumes(anchors, cite),
        scaled(anchors, cite),
        quoted(raw, cite),
        priced_volumes(prices, cite),
        armenian_imports(read(raw, "ties/gas_armenia_comtrade_monthly.parquet")),
    ]
    return {
        "gas_trade": pd.concat(sold, ignore_index=True),
        "gas_shares": eastern_shares(read(raw, "ties/gas_flows_iea_gtf_2008_2022.parquet")),
        "gas_price_gap": price_gap(prices, benchmark(read(raw, "ties/macro_weo_oct2025.parquet")), cite),
        "sources": pd.concat([pd.DataFrame(SOURCES), cite.sources()], ignore_index=True),
    }


def quoted_volumes(rows: pd.DataFrame, cite: Citations) -> pd.DataFrame:
    """Quoted pipeline gas of whole years, seller first."""
    rows = rows[rows["layer"].eq("energy") & rows["indicator"].str.startswith("pipeline gas")]
    rows = rows[rows["period"].astype(str).str.match(WHOLE_YEAR) & rows["unit"].isin(TO_BCM)]
    converted = rows["unit"].ne("bcm")
    claimed = rows["indicator"].str.contains("official claim")
    return pd.DataFrame(
        {
            "seller": rows["iso3"],
            "buyer": rows["partner_iso3"],
            "year": rows["period"].astype(int),
            "record": rows["indicator"].map(RECORDS),
            "value": (rows["value"] * rows["unit"].map(TO_BCM)).round(2),
            "confidence": claimed.map({True: "low", False: "medium"}),
            "note": rows["note"].where(~converted, "million tonnes of customs times 1.38"),
            "source": cite.cite(rows["url"]),
            "basis": converted.map({True: "derived", False: "reported"}),
        }
    )


def priced_volumes(rows: pd.DataFrame, cite: Citations) -> pd.DataFrame:
    """Whole years' volumes that stand among the prices."""
    rows = rows[rows["series"].eq("gas_export_volume") & rows["unit"].eq("bcm") & rows["period"].eq("year")]
    return pd.DataFrame(
        {
            "seller": rows["seller_iso3"],
            "buyer": rows["buyer_iso3"],
            "year": rows["year"],
            "record": "press",
            "value": rows["value"],
            "confidence": rows["confidence"],
            "source": cite.cite(rows["source"]),
            "basis": rows["basis"],
        }
    )


def armenian_imports(rows: pd.DataFrame) -> pd.DataFrame:
    """Armenia's imports by partner; years in which Russia's gas, which comes every month, has all twelve."""
    rows = rows[rows["trade_flow"].eq("Import") & rows["partner_iso"].isin(["RUS", "IRN"])]
    months = rows[rows["partner_iso"].eq("RUS")].groupby("year")["month"].nunique()
    rows = rows[rows["year"].isin(months[months == 12].index)]
    years = rows.groupby(["partner_iso", "year"], as_index=False)[["netweight_kg", "trade_value_us"]].sum()
    return pd.DataFrame(
        {
            "seller": years["partner_iso"],
            "buyer": "ARM",
            "year": years["year"],
            "record": "customs weight",
            "value": (years["netweight_kg"] / KG_PER_CUBIC_METER / 1e9).round(3),
            "worth": (years["trade_value_us"] / 1e6).round(2),
            "confidence": "high",
            "note": "months summed; kilograms at 0.7 per m³",
            "source": "comtrade-armenia-gas",
            "basis": "derived",
        }
    )


def eastern_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """Rounded share of a state's border entries over its borders with Russia, Belarus and Ukraine, by window."""
    rows = rows[rows["entry_iso3"].notna() & ~rows["entry_iso3"].isin(LEFT_OUT)]
    frames = []
    for first, last in WINDOWS:
        inside = rows[rows["year"].between(first, last)]
        east = inside[inside["exit_iso3"].isin(EASTERN)].groupby("entry_iso3")["gtf_mcm"].sum()
        share = (east / inside.groupby("entry_iso3")["gtf_mcm"].sum()).dropna()
        rounded = ((share / STEP).round() * STEP).round(2)
        frames.append(
            rounded[rounded >= SMALLEST_SHARE].rename("share").reset_index().assign(start_year=first, end_year=last)
        )
    whole = pd.concat(frames, ignore_index=True).rename(columns={"entry_iso3": "state"})
    return whole.assign(over="RUS;BLR;UKR", source="iea-gas-flows", basis="derived")


def benchmark(rows: pd.DataFrame) -> pd.Series[float]:
    """European gas by year in USD per 1,000 m³; years that the IMF projects are left out."""
    gas = rows[rows["concept"].eq("PNGASEU")]
    gas = gas[~gas["estimate"].astype(bool)]
    return gas.assign(year=gas["year"].astype(int)).set_index("year")["value"] * BTU


def price_gap(rows: pd.DataFrame, europe: pd.Series[float], cite: Citations) -> pd.DataFrame:
    """Contract price of whole years against the benchmark; Russia is the seller."""
    rows = rows[rows["series"].eq("gas_contract_price") & rows["seller_iso3"].eq("RUS") & rows["period"].eq("year")]
    rows = rows[rows["value"].notna() & rows["year"].isin(europe.index)]
    mark = rows["year"].map(europe)
    return pd.DataFrame(
        {
            "seller": rows["seller_iso3"],
            "buyer": rows["buyer_iso3"],
            "year": rows["year"],
            "price": rows["value"],
            "price_low": rows["value_low"],
            "price_high": rows["value_high"],
            "benchmark": mark.round(1),
            "gap": (mark - rows["value"]).round(1),
            "ratio": (rows["value"] / mark).round(3),
            "confidence": rows["confidence"],
            "note": rows["note"],
            "source": cite.cite(rows["source"]),
            "benchmark_source": "weo-2025-10",
            "basis": rows["basis"].eq("assumed").map({True: "assumed", False: "derived"}),
        }
    )


SOURCES = [
    source_row(
        "comtrade-armenia-gas",
        "Armenia's imports of natural gas by month and partner (HS 271121)",
        "UN Comtrade, collected by tvyal.com",
        "UN Comtrade, Armenia, HS 271121, monthly 2010-2023, by way of the tvyal.com newsletter of 2024-05-17",
        "https://comtradeplus.un.org",
        published="2024-05-17",
        licence="UN Comtrade terms: yearly sums shown with attribution",
    ),
    source_row(
        "iea-gas-flows",
        "Gas Trade Flows in Europe",
        "International Energy Agency",
        "IEA, Gas Trade Flows in Europe, October 2008 to June 2022",
        "https://www.iea.org/data-and-statistics/data-product/gas-trade-flows",
        published="2022",
        licence="IEA terms: free of charge, redistribution restricted",
        licence_class="closed",
        note="Only rounded shares over windows of years are shipped",
    ),
]
