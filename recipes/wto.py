"""Members of the WTO and the GATT before it, by the first year on a day of which a state is a member.

Gravity needs every trading state; the table `memberships` has the dates to the day for the states of the region only.
The two are compared here: from 1996 on they must give the same year.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._tables import parquet
from recipes._trade import known_states, sources
from recipes.memberships import spells

NOT_STATES_HERE = ("EUN",)  # the European Union as a member of its own
FIRST_COMPARED = 1996  # before, the year is of the GATT there and of the WTO in `memberships`


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table wto_members and its source."""
    rows = parquet(raw / "trade/wto_membership.parquet").dropna(subset="first_year_in_force")
    rows = rows.rename(columns={"iso3": "state", "first_year_in_force": "first_year"}).astype({"first_year": int})
    rows = known_states(rows, ["state"], NOT_STATES_HERE)
    _agrees_with_spells(raw, rows)
    table = rows[["state", "first_year"]].assign(source="wto-members", basis="reported")
    return {"wto_members": table, "sources": sources("wto-members")}


def _agrees_with_spells(raw: Path, rows: pd.DataFrame) -> None:
    held = spells(raw)
    held = held[held["organization"].eq("WTO") & held["status"].eq("member")]
    ours = pd.to_datetime(held.set_index("state")["start"]).dt.year
    theirs = rows.set_index("state")["first_year"].reindex(ours.index)
    differ = (ours >= FIRST_COMPARED) & (ours != theirs)
    if differ.any():
        raise ValueError(f"wto_membership.parquet and our spells differ on {', '.join(sorted(ours.index[differ]))}")
