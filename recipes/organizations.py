"""Organizations: what they are, what their rules say, what they are for, and when.

`organizations` is our own compilation, one row a body, with the rules that later models read (trade, tariff, labour,
defence, decisions); empty = not known. `organization_rules` are the clauses behind it, as they were noted: one row a
clause, dated, some for one state; `tables/added_clauses.csv` has ours, and `tables/notice_periods.csv` the notice that
an exit takes, in place of the clause as it was noted, with a page. `organization_aims` tells in our words what each
body set out to do, by document.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._tables import hand, text

BODIES = {"Union_State": "UnionState", "China_CEEC": "17+1"}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables `organizations`, `organization_rules` and `organization_aims` and the sources that they cite."""
    citations = Citations()
    tables = {
        "organizations": hand("organizations").assign(basis="reported"),
        "organization_rules": _rules(raw),
        "organization_aims": hand("organization_aims").assign(basis="reported"),
    }
    for frame in tables.values():
        frame["source"] = citations.cite(frame["source"])
    return tables | {"sources": citations.sources()}


def _rules(raw: Path) -> pd.DataFrame:
    listed = text(raw / "facts/body_rules.csv").rename(columns={"body": "organization", "iso3": "state"})
    listed["organization"] = listed["organization"].replace(BODIES)
    listed.insert(0, "clause", range(1, len(listed) + 1))
    notice = hand("notice_periods")
    again = listed["rule"].eq("exit_notice") & listed["organization"].isin(notice["organization"])
    return pd.concat([listed[~again], hand("added_clauses"), notice], ignore_index=True)
