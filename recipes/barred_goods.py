"""EU exports of goods barred for Russia, summed by group, and the Common High Priority List.

`tables/high_priority_items.csv` is the list of 23 February 2024, 50 lines of six digits, as published by the Bureau of
Industry and Security for the four that agreed on it. Of these, 19 are among the goods of the file. The file's own
marks, which were from memory, are compared with the list and not used. Versions of 2023 are not on record here.

A line of six digits *lasts* where the EU sold something in it to the seven states both in 2020 or 2021 and in 2022: the
nomenclature changed on 1 January 2022, and lines that begin or end there make growth out of a change of codes.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._tables import full_date, hand, parquet
from recipes._trade import MILLION, sources

FILE = "update-2026-11/shocks/sanctions/eu_exports_sanctioned_hs6_2020_2022.parquet"
NEW_CODES = 2022
KEYS = ["partner", "month", "goods", "lasting"]


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables high_priority_items and trade_eu_barred, and their sources."""
    cite = Citations()
    items = hand("high_priority_items")
    items = items.assign(version=full_date(items["version"]), source=cite.cite(items["source"]), basis="reported")
    rows = parquet(raw / FILE)
    _marks_agree(rows, set(items["hs6"]))
    year = rows["month"].str.slice(0, 4).astype(int)
    before, after = (set(rows.loc[when & rows["eur"].gt(0), "hs6"]) for when in (year < NEW_CODES, year >= NEW_CODES))
    rows = rows.assign(
        month=rows["month"] + "-01",
        goods=rows["hs6"].isin(items["hs6"]).map({True: "high priority", False: "barred"}),
        lasting=rows["hs6"].isin(before & after),
    )
    sums = rows.groupby(KEYS, as_index=False)["eur"].sum()
    sums = sums.assign(value_eur=(sums["eur"] / MILLION).round(6), source="eurostat-comext-barred", basis="derived")
    return {
        "high_priority_items": items,
        "trade_eu_barred": sums[[*KEYS, "value_eur", "source", "basis"]],
        "sources": pd.concat([sources("eurostat-comext-barred"), cite.sources()], ignore_index=True),
    }


def _marks_agree(rows: pd.DataFrame, listed: set[str]) -> None:
    marked = set(rows.loc[rows["chp"], "hs6"])
    if wrong := marked ^ (listed & set(rows["hs6"])):
        raise ValueError(f"marked or listed as high priority, not both: {', '.join(sorted(wrong))}")
