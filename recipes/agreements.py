"""Agreements: trade, association, partnership and defence treaties between states and with organizations.

One row a party for treaties of many. A date of which only the year is known becomes 1 January and `precision` says so.
A text that was initialled and not signed has that day (`tables/initialled.csv`). Dates of the CIS free-trade treaty by
state stand in `memberships` (organization CISFTA) and agree with these.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._tables import date_precision, full_date, hand, text

PARTIES = {"C5": "CA_Consultative"}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `agreements` and the sources that it cites."""
    citations = Citations()
    listed = text(raw / "political/agreements.csv").rename(columns={"name": "agreement"}).drop(columns="change")
    listed["precision"] = date_precision(listed["in_force"])
    for day in ("signed", "in_force", "ended"):
        listed[day] = full_date(listed[day])
    listed = listed.replace({"party_a": PARTIES, "party_b": PARTIES}).assign(basis="reported")
    listed = _initialled(listed)
    listed["source"] = citations.cite(listed["source"])
    return {"agreements": listed, "sources": citations.sources()}


def _initialled(listed: pd.DataFrame) -> pd.DataFrame:
    """Agreements with the day on which their text was initialled, from `tables/initialled.csv`, and its page."""
    ours = hand("initialled").set_index("agreement")
    unknown = sorted(set(ours.index) - set(listed["agreement"]))
    if unknown:
        raise ValueError(f"initialled.csv: no agreement is called {', '.join(unknown)}")
    page = listed["agreement"].map(ours["source"])
    return listed.assign(initialled=listed["agreement"].map(ours["initialled"]), source=page.fillna(listed["source"]))
