"""Agreements: trade, association, partnership and defence treaties between states and with organizations.

One row a party for treaties of many. A date of which only the year is known becomes 1 January and `precision` says
so. Dates of the CIS free-trade treaty by state stand in `memberships` (organization CISFTA) and agree with these.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._tables import date_precision, full_date, text

PARTIES = {"C5": "CA_Consultative"}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `agreements` and the sources that it cites."""
    citations = Citations()
    listed = text(raw / "political/agreements.csv").rename(columns={"name": "agreement"}).drop(columns="change")
    listed["precision"] = date_precision(listed["in_force"])
    for day in ("signed", "in_force", "ended"):
        listed[day] = full_date(listed[day])
    listed = listed.replace({"party_a": PARTIES, "party_b": PARTIES}).assign(basis="reported")
    listed["source"] = citations.cite(listed["source"])
    return {"agreements": listed, "sources": citations.sources()}
