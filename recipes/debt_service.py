"""Service of public and guaranteed external debt by creditor, principal and interest apart, paid and scheduled.

`debt_flows` has both together, to 2022; a debt that is rolled over puts off the one and not the other. Official
creditors are named; what goes to multilateral lenders, bondholders, banks and others is one row a kind, since only the
state that lends can be a sender of a shock. The last year that the source reports as paid is 2022; 2023 to 2025 are its
schedule for what was owed then: what was lent later is not in it, nor what was forgiven or put off later.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._rows import read
from recipes.finance import LAST_FLOW_YEAR, MILLION
from recipes.finance import SOURCES as FINANCE

FILE = "ties/ids_debt_service_by_creditor_2000_2025.parquet"
KINDS = {"BLAT": "official", "MLAT": "multilateral", "PBND": "bonds", "PCBK": "banks", "PROP": "other private"}
PARTS = {"AMT": "principal", "INT": "interest"}
SOURCE = "ids-world-bank"


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table debt_service and its source."""
    return {
        "debt_service": service(read(raw, FILE)),
        "sources": pd.DataFrame([row for row in FINANCE if row["source"] == SOURCE]),
    }


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
