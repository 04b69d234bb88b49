"""Public external debt by creditor on single days, as ministries of finance and the press give it.

Georgia's ministry names every creditor on a few days between 2005 and 2025; of the others single creditors are known.
The total is that of the same day and page, where it has one. Figures that conflict or mix stocks with changes stay out:
only those that say what is owed to one creditor are taken.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._reported import GEORGIA, SHOCKS, in_millions, pages, reported
from recipes._tables import text

OWED = (
    "external debt owed",
    "owed to China",
    "owed to China Eximbank",
    "owed to Russia",
    "public external debt by creditor",
)
STATE = r"^([A-Z]{3})(?: \(.*\))?$"
PART = r"([\d.]+)% of external debt"
TOTAL = r"external (?:public )?debt ([\d.]+)"
BILLION = 1000.0


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table debt_reported and its sources."""
    georgian = georgia(text(raw / GEORGIA))
    others = of_others(pd.concat([reported(raw, "debt", SHOCKS), reported(raw, "debt")], ignore_index=True))
    rows = pd.concat([georgian, others], ignore_index=True)
    names, sources = pages(raw, rows["url"])
    table = rows.assign(source=names).drop(columns="url")
    return {"debt_reported": table, "sources": sources}


def georgia(rows: pd.DataFrame) -> pd.DataFrame:
    """Georgia's creditors with the total of the day, which is a row of its own in the file."""
    stock = rows["usd_m"].astype(float)
    total = stock[rows["creditor"] == "TOTAL"].set_axis(rows.loc[rows["creditor"] == "TOTAL", "date"])
    frame = pd.DataFrame(
        {
            "debtor": "GEO",
            "creditor": rows["creditor"],
            "date": rows["date"],
            "year": rows["date"].str[:4].astype(int),
            "stock": stock,
            "total": rows["date"].map(total),
            "note": None,
            "basis": "reported",
            "url": rows["url"],
        }
    )
    return frame[frame["creditor"] != "TOTAL"]


def of_others(rows: pd.DataFrame) -> pd.DataFrame:
    """What other states owe to one state, lenders of one state and day added up."""
    creditor = rows["to"].fillna("").str.extract(STATE)[0]
    rows = rows.assign(creditor=creditor, stock=in_millions(rows))[creditor.notna() & rows["measure"].isin(OWED)]
    total = pd.to_numeric(rows["note"].fillna("").str.extract(TOTAL)[0]) * BILLION
    part = pd.to_numeric(rows["note"].fillna("").str.extract(PART)[0]) / 100
    rows = rows.assign(total=total.fillna(rows["stock"] / part).round(3), lender=rows["to"])
    grouped = rows.groupby(["from", "creditor", "period"], as_index=False)
    frame = grouped.agg(
        year=("year", "first"),
        stock=("stock", "sum"),
        total=("total", "first"),
        note=("lender", lambda some: " and ".join(some) if len(some) > 1 else None),
        basis=("basis", "first"),
        url=("url", "first"),
    )
    return frame.rename(columns={"from": "debtor", "period": "date"})
