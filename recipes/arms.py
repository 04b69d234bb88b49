"""Who arms whom: suppliers' shares in windows of years.

SIPRI's trend-indicator values may not be passed on. What is shipped is each supplier's share of what a recipient
received over five years or more, to the nearest hundredth, without totals; suppliers below two hundredths and suppliers
unknown to SIPRI are left out, so the shares of a recipient sum to one or less. `tests/recipes/test_licence.py` plays an
adversary who knows every recipient's totals and counts how many yearly values the shares give away.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._rows import NEIGHBORS, TWELVE, read, source_row

WINDOWS = ((2000, 2004), (2005, 2009), (2010, 2014), (2015, 2019), (2020, 2024), (2014, 2024))
# North Korea has one supplier ever: its shares would say nothing, and give its yearly totals away as values.
RECIPIENTS = (*TWELVE, *(state for state in NEIGHBORS if state != "PRK"), "CHN", "TUR")
SMALLEST_SHARE = 0.02
MISSPELLED = {"UAE": "ARE"}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table arms_shares and its source."""
    deliveries = read(raw, "political/sipri_tiv_dyad_year.parquet")
    return {"arms_shares": shares(deliveries), "sources": pd.DataFrame(SOURCES)}


def shares(deliveries: pd.DataFrame) -> pd.DataFrame:
    """Rounded shares of all windows, of recipients in the region and beside it."""
    kept = deliveries[deliveries["iso3_recipient"].isin(RECIPIENTS)]
    kept = kept.assign(
        recipient=kept["iso3_recipient"], supplier=kept["iso3_supplier"].replace(MISSPELLED).fillna("unknown")
    )
    whole = pd.concat([_window(kept, first, last) for first, last in WINDOWS], ignore_index=True)
    return whole.assign(source="sipri-arms", basis="derived")


def _window(deliveries: pd.DataFrame, first: int, last: int) -> pd.DataFrame:
    inside = deliveries[deliveries["year"].between(first, last)]
    value = inside.groupby(["recipient", "supplier"])["tiv"].sum()
    share = (value / value.groupby(level="recipient").transform("sum")).round(2).rename("share")
    frame = share[share >= SMALLEST_SHARE].reset_index()
    return frame[frame["supplier"] != "unknown"].assign(start_year=first, end_year=last)


SOURCES = [
    source_row(
        "sipri-arms",
        "SIPRI Arms Transfers Database",
        "Stockholm International Peace Research Institute",
        "SIPRI Arms Transfers Database, deliveries to 2024",
        "https://www.sipri.org/databases/armstransfers",
        published="2026",
        licence="copyright SIPRI; not more than a tenth may be republished without permission",
        licence_class="closed",
        note="Only rounded shares over years are shipped. A deal's value is spread evenly over its years of delivery",
    ),
]
