"""Direct investment: what Chinese and regional firms hold, as the Eurasian Development Bank's monitor counts it.

Amounts only. The monitor counts projects that it knows of and leaves out Western holders, so a share of all foreign
investment cannot be had from it. Each edition revises the one before: China in Uzbekistan is 4.3 billion in that of
mid-2024 and 10.7 in that of mid-2025, in part a revision, so the two are not to be differenced. Notes mark it.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._reported import in_millions, pages, reported

SINGLE = r"[A-Za-z0-9]+"  # several investors added up ("CHN+TUR+Gulf+IRN") are on a page whose shares do not fit them
REVISED = {("CHN", "UZB", "2024-06"): "the edition of mid-2025 has 10.7 bn for June 2025: in part a revision"} | {
    ("CHN", "UZB", "2025-06"): "the edition of mid-2024 had 4.3 bn for June 2024: in part a revision"
}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table direct_investment and its sources; a stock that two pages give stands once."""
    rows = reported(raw, "fdi")
    rows = rows[rows["from"].str.fullmatch(SINGLE) & rows["to"].str.fullmatch(SINGLE)].reset_index(drop=True)
    names, sources = pages(raw, rows["url"])
    places = zip(rows["from"], rows["to"], rows["period"], strict=True)
    notes = pd.Series([REVISED.get(place) for place in places], dtype=object)
    table = pd.DataFrame(
        {
            "investor": rows["from"],
            "recipient": rows["to"],
            "measure": rows["measure"],
            "date": rows["period"],
            "year": rows["year"],
            "value": in_millions(rows),
            "edition": rows["period"],
            "note": notes,
            "source": names,
            "basis": "reported",
        }
    )
    table = table.drop_duplicates(["investor", "recipient", "measure", "date"])
    return {"direct_investment": table, "sources": sources[sources["source"].isin(table["source"])]}
