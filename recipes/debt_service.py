"""Service of public and guaranteed external debt by creditor, principal and interest apart, paid and scheduled.

`debt_flows` has both together, to 2022; a debt that is rolled over puts off the one and not the other. Official
creditors are named; what goes to multilateral lenders, bondholders, banks and others is one row a kind, since only the
state that lends can be a sender of a shock. The last year that the source reports as paid is 2022; 2023 to 2025 are its
schedule for what was owed then: what was lent later is not in it, nor what was forgiven or put off later.

`debt_service_reported` has what ministries say they paid, and payments that creditors put off, as pages give them.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._reported import SHOCKS, pages, reported
from recipes._rows import read
from recipes.finance import LAST_FLOW_YEAR, MILLION
from recipes.finance import SOURCES as FINANCE

FILE = "ties/ids_debt_service_by_creditor_2000_2025.parquet"
KINDS = {"BLAT": "official", "MLAT": "multilateral", "PBND": "bonds", "PCBK": "banks", "PROP": "other private"}
PARTS = {"AMT": "principal", "INT": "interest"}
SOURCE = "ids-world-bank"
REPORTED = ("debt service", "debt relief")


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables debt_service and debt_service_reported, and their sources."""
    listed = pd.concat([said(reported(raw, topic, SHOCKS)) for topic in REPORTED], ignore_index=True)
    names, found = pages(raw, listed["url"])
    return {
        "debt_service": service(read(raw, FILE)),
        "debt_service_reported": listed.assign(entry=range(1, len(listed) + 1), source=names).drop(columns="url"),
        "sources": pd.concat([pd.DataFrame([row for row in FINANCE if row["source"] == SOURCE]), found]),
    }


def said(rows: pd.DataFrame) -> pd.DataFrame:
    """Figures of one topic: who owes, to whom, what was paid or put off; the file turns sides where it is relief."""
    relief = rows["topic"].eq("debt relief")
    return pd.DataFrame(
        {
            "debtor": rows["to"].where(relief, rows["from"]),
            "creditor": rows["from"].where(relief, rows["to"]),
            "measure": rows["measure"],
            "period": rows["period"],
            "year": rows["year"],
            "value": rows["value"],
            "unit": rows["unit"],
            "counted_by": rows["statistical_source"],
            "note": rows["note"],
            "basis": rows["basis"],
            "url": rows["url"],
        }
    )


def service(rows: pd.DataFrame) -> pd.DataFrame:
    """Principal and interest by debtor, kind of creditor, official creditor and year, in million dollars."""
    code = rows["series_code"].str.split(".", expand=True)
    kind = code[2].map(KINDS)
    unknown = sorted(set(code[2][kind.isna()]))
    if unknown:
        raise ValueError(f"{FILE} has series of unknown creditors: {', '.join(unknown)}")
    named = kind.eq("official")
    rows = rows.assign(
        kind=kind, part=code[1].map(PARTS), creditor=rows["creditor_iso3"].where(named & rows["creditor_iso3"].notna())
    )
    rows = rows[~named | rows["creditor"].notna()]
    key = ["debtor_iso3", "kind", "creditor", "year"]
    wide = rows.groupby([*key, "part"], dropna=False)["usd"].sum().unstack("part").fillna(0.0)
    frame = (wide[list(PARTS.values())] / MILLION).round(3).reset_index().rename(columns={"debtor_iso3": "debtor"})
    paid = frame["year"].le(LAST_FLOW_YEAR)
    return frame.assign(
        status=paid.map({True: "paid", False: "scheduled"}),
        source=SOURCE,
        basis=paid.map({True: "reported", False: "estimated"}),
    )
