"""Exits and accessions that take years: what states announced, who applied to the EU, and what came of it.

`tables/stated_exits.csv` has formal acts (of a head of state, a cabinet, a government, a parliament or voters) that
said a state would leave a body as a whole; words without an act and requests to suspend are not in it.
`tables/eu_applications.csv` has every application to the European Communities or Union that was admitted; Morocco's
of 1987 was not, and Kosovo's of 2022 is left out because the tables follow General Assembly practice.
`tables/exit_steps.csv` has dated steps of the seats that are on the way out or frozen.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._tables import date_precision, full_date, hand

DATES = {
    "stated_exits": ("stated", "left", "stopped", "watched"),
    "eu_applications": ("applied", "candidate", "acceded", "frozen", "thawed", "withdrawn"),
    "exit_steps": ("date",),
}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """The three tables and the sources that they cite."""
    citations = Citations()
    tables = {name: hand(name) for name in DATES}
    tables["exit_steps"]["precision"] = date_precision(tables["exit_steps"]["date"])
    for name, frame in tables.items():
        for column in DATES[name]:
            frame[column] = full_date(frame[column])
        frame["source"] = citations.cite(frame["source"])
        frame["basis"] = "reported"
    return tables | {"sources": citations.sources()}
