"""What China commits abroad: loans and grants of its official lenders, by recipient and year (AidData GCDF 3.0).

Commitments, not disbursements and not direct investment; in constant US dollars of 2021, so they do not add to current
dollars. The choice of records is that of the authors of the extract (all development finance and other official flows
that AidData recommends for sums); per country it meets their own totals, which is checked here to a thousandth.

For Kazakhstan this is the better layer: most of what it owes China is private debt without a guarantee, which debt
statistics of governments leave out. Defects: years are those of the commitment; many grants have no amount (`unvalued`
counts them); commitments may be cancelled; regional records and records without a state are left out; a deal is a
borrower's commitments of one day, so that a pipeline may be several. Direct investment by Chinese firms is a closed
tracker elsewhere (AEI), of which nothing is shipped.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._rows import NEIGHBORS, TWELVE, read, source_row

BILLION = 1000.0
SMALLEST_DEAL = 100.0  # million
SPLIT_NAMES = {"Brazzaville": "COG", "Bissau": "GNB", "Leste": "TLS"}  # the extract cut names at their hyphen
DEALS_OF = (*TWELVE, *NEIGHBORS)
TOLERANCE = 1e-3


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables development_finance, development_deals, development_totals and their source."""
    rows = coded(read(raw, "ties/gcdf3_transactions_2000_2021.parquet"))
    totals = country_totals(read(raw, "ties/gcdf3_country_totals.parquet"))
    by_year = commitments(rows)
    check_totals(by_year, totals)
    return {
        "development_finance": by_year,
        "development_deals": deals(rows),
        "development_totals": totals,
        "sources": pd.DataFrame(SOURCES),
    }


def coded(rows: pd.DataFrame) -> pd.DataFrame:
    """Transactions with a recipient state; names that the extract cut at a hyphen get their code back."""
    code = rows["recipient_iso3"].fillna(rows["recipient"].str.strip().map(SPLIT_NAMES))
    return rows.assign(recipient=code, value=rows["usd2021_bn"] * BILLION)[code.notna()]


def commitments(rows: pd.DataFrame) -> pd.DataFrame:
    """Sum and number by recipient and year."""
    rows = rows.assign(unvalued=rows["n_records"].where(rows["value"] == 0, 0))
    grouped = rows.groupby(["recipient", "year"], as_index=False)
    frame = grouped.agg(value=("value", "sum"), records=("n_records", "sum"), unvalued=("unvalued", "sum"))
    return frame.assign(creditor="CHN", value=frame["value"].round(3), source="aiddata-gcdf-3", basis="derived")


def deals(rows: pd.DataFrame) -> pd.DataFrame:
    """Commitments of a hundred million and more to states of the region, largest borrowers by name."""
    kept = rows[rows["recipient"].isin(DEALS_OF) & rows["value"].ge(SMALLEST_DEAL)]
    kept = kept.sort_values(["recipient", "date", "borrower"])
    frame = pd.DataFrame(
        {
            "recipient": kept["recipient"],
            "creditor": "CHN",
            "date": kept["date"],
            "year": kept["year"],
            "borrower": kept["borrower"],
            "value": kept["value"].round(3),
            "records": kept["n_records"],
        }
    )
    frame.insert(0, "entry", range(1, len(frame) + 1))
    return frame.assign(source="aiddata-gcdf-3", basis="reported")


def country_totals(rows: pd.DataFrame) -> pd.DataFrame:
    """Commitments of 2000-2021 by recipient, and the mean interest rate weighted by amount."""
    rows = rows[rows["iso3c"].notna()]
    return pd.DataFrame(
        {
            "recipient": rows["iso3c"],
            "creditor": "CHN",
            "start_year": 2000,
            "end_year": 2021,
            "value": (rows["total_commitments_bn"] * BILLION).round(1),
            "interest_rate": rows["weighted_interest_rate"].round(3),
            "source": "aiddata-gcdf-3",
            "basis": "derived",
        }
    )


def check_totals(by_year: pd.DataFrame, totals: pd.DataFrame) -> None:
    """Years must add up to the authors' own totals, for the twelve."""
    ours = by_year.groupby("recipient")["value"].sum().reindex(TWELVE)
    theirs = totals.set_index("recipient")["value"].reindex(TWELVE)
    off = ((ours - theirs).abs() / theirs)[lambda gap: gap > TOLERANCE]
    if len(off):
        raise ValueError(f"commitments of AidData do not add up to its totals for {', '.join(off.index)}")


SOURCES = [
    source_row(
        "aiddata-gcdf-3",
        "Global Chinese Development Finance, version 3.0",
        "AidData at William & Mary",
        "AidData, Global Chinese Development Finance Dataset 3.0 (2023), by way of Teal Insights' extracts",
        "https://www.aiddata.org/data/aiddatas-global-chinese-development-finance-dataset-version-3-0",
        published="2023-11",
        licence="ODC-BY 1.0",
        note="Commitments of official lenders in constant dollars of 2021; no direct investment",
    ),
]
