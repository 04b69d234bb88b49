"""Exchange rates by month and year, and what currencies were tied to.

Months are the World Bank's Global Economic Monitor (means, official rates), for China and Türkiye after its last month
crosses of the European Central Bank's reference rates. All in today's unit over the whole span.

Years climb a ladder, written before it was run: the IMF's mean of the year; else the mean of twelve months; else, for
Turkmenistan, whose manat has no month in the file, the rate that its central bank fixed. The Global Macro Database
fills the same holes, but its terms are not known, so nothing of it is here. Years whose rate is more than two per cent
off the mean of their months say why (`tables/rate_gaps.csv`); `steppe data check` looks for any that do not.

Rates are OFFICIAL: Uzbekistan's before September 2017 and Turkmenistan's at all times are not those at which people
could buy dollars; parallel rates of single days are in `quoted`. Regimes end in 2019. Their source's mark of parallel
markets is left out: it marks Armenia and Kyrgyzstan, where no other source knows one.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._reported import SHOCKS, pages, reported
from recipes._rows import read, source_row
from recipes._tables import hand

FOLDER = "update-2026-11/shocks/fx"
SOURCE_OF = {"WB GEM": "wb-gem", "ECB cross": "ecb-reference-rates"}
SUSPECT = "suspect"
FIXED = {"2009..2014": range(2009, 2015), "from 2015-01-01": range(2015, 2020)}
"""Years of the rates that Turkmenistan's central bank fixed: the page is of January 2019."""
MONTHS = 12


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables exchange_rates, exchange_rates_yearly, exchange_regimes and their sources."""
    months = monthly(read(raw, f"{FOLDER}/fx_monthly_1995_2026.parquet"))
    rows = reported(raw, "fx", SHOCKS)
    rows = rows[rows["period"].isin(FIXED) & rows["from"].eq("TKM")].reset_index(drop=True)
    names, sources = pages(raw, rows["url"])
    years = [
        of_the_imf(read(raw, f"{FOLDER}/fx_annual_1992_2025.csv")),
        of_months(months),
        fixed(rows.assign(source=names)),
    ]
    yearly = pd.concat(years, ignore_index=True).drop_duplicates(["state", "year"])
    return {
        "exchange_rates": months,
        "exchange_rates_yearly": with_reasons(yearly),
        "exchange_regimes": regimes(read(raw, f"{FOLDER}/fx_regime_irr_1992_2019.csv")),
        "sources": pd.concat([pd.DataFrame(SOURCES), sources], ignore_index=True),
    }


def monthly(rows: pd.DataFrame) -> pd.DataFrame:
    """Means of months; what the compiler found to be a slip is left out."""
    rows = rows[rows["flag"].fillna("").ne(SUSPECT)]
    return pd.DataFrame(
        {
            "state": rows["iso3"],
            "currency": rows["currency"],
            "month": rows["month"] + "-01",
            "per_usd": rows["lcu_per_usd"],
            "per_rub": rows["lcu_per_rub"],
            "note": rows["flag"].where(rows["flag"].fillna("").ne(""), None),
            "source": rows["source"].map(SOURCE_OF),
            "basis": rows["source"].map({"WB GEM": "reported", "ECB cross": "derived"}),
        }
    )


def of_the_imf(rows: pd.DataFrame) -> pd.DataFrame:
    """The IMF's means of years."""
    rows = rows[rows["imf_avg"].notna()]
    frame = rows[["iso3", "currency", "year", "imf_avg"]]
    frame = frame.rename(columns={"iso3": "state", "imf_avg": "per_usd"})
    return frame.assign(source="imf-exchange-rates", basis="reported")


def of_months(months: pd.DataFrame) -> pd.DataFrame:
    """Means of the years that have all twelve months."""
    grouped = months.assign(year=months["month"].str[:4].astype(int)).groupby(["state", "currency", "year"])
    frame = grouped.agg(per_usd=("per_usd", "mean"), months=("per_usd", "size"), source=("source", "first"))
    frame = frame[frame["months"] == MONTHS].drop(columns="months").reset_index()
    return frame.assign(basis="derived")


def fixed(rows: pd.DataFrame) -> pd.DataFrame:
    """Turkmenistan's fixed rate in every year that a page gives it for."""
    rows = rows.assign(year=[list(FIXED[period]) for period in rows["period"]]).explode("year")
    return pd.DataFrame(
        {
            "state": "TKM",
            "currency": "TMT",
            "year": rows["year"].astype(int),
            "per_usd": rows["value"],
            "source": rows["source"],
            "basis": "reported",
        }
    )


def with_reasons(yearly: pd.DataFrame) -> pd.DataFrame:
    """Years with the reason why they are off the mean of their months, where we know that they are."""
    reasons = hand("rate_gaps")
    reasons["year"] = reasons["year"].astype(int)
    return yearly.merge(reasons, on=["state", "year"], how="left", validate="one_to_one")


def regimes(rows: pd.DataFrame) -> pd.DataFrame:
    """Code and meaning of the regime of each year that the source codes."""
    rows = rows[rows["irr_fine_mode"].notna()]
    return pd.DataFrame(
        {
            "state": rows["iso3"],
            "year": rows["year"],
            "code": rows["irr_fine_mode"].astype(int),
            "regime": rows["label"],
            "anchor": rows["anchor_dec"],
            "source": "irr-regimes",
            "basis": "reported",
        }
    )


SOURCES = [
    source_row(
        "wb-gem",
        "Global Economic Monitor, exchange rates, period average",
        "World Bank",
        "World Bank, Global Economic Monitor, new LCU per USD extended backward, period average, to November 2025",
        "https://datacatalog.worldbank.org/search/dataset/0037798",
        published="December 2025",
        licence="CC BY 4.0",
        note="Official rates in today's unit",
        accessed="2026-11-30",
    ),
    source_row(
        "ecb-reference-rates",
        "Euro foreign exchange reference rates",
        "European Central Bank",
        "European Central Bank, euro foreign exchange reference rates, to October 2026; crosses with the dollar",
        "https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates",
        published="October 2026",
        licence="free reuse with the source named",
        accessed="2026-11-30",
    ),
    source_row(
        "imf-exchange-rates",
        "Exchange rates, domestic currency per US dollar, period average",
        "International Monetary Fund",
        "IMF, Exchange Rates (ENDA_XDC_USD_RATE), annual, by way of codeforIATI, 2025-11-01",
        "https://data.imf.org",
        published="November 2025",
        licence="free with attribution",
        note="Uzbekistan lacks 2001-2012, Turkmenistan ends in 2001",
        accessed="2026-11-30",
    ),
    source_row(
        "irr-regimes",
        "Exchange rate arrangements into the 21st century, fine classification",
        "Ilzetzki, Reinhart and Rogoff",
        "E. Ilzetzki, C. Reinhart and K. Rogoff, Quarterly Journal of Economics 134 (2019), update of 2022",
        "https://www.ilzetzki.com/irr-data",
        published="2022",
        licence="not stated; free with citation",
        note="Ends in 2019; the meanings of the codes follow the authors' list",
        accessed="2026-11-30",
    ),
]
