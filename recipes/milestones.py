"""Milestones: days without which the history of a state does not read, compiled by hand from general knowledge.

They are those of Belarus, Georgia, Kyrgyzstan, Moldova and Ukraine that no other dated table has: independence, changes
of power, wars and ceasefires, referendums. No page was seen, and the rows say so.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._tables import hand


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `milestones` and its source."""
    citations = Citations()
    rows = hand("milestones").assign(source="general knowledge", basis="reported")
    rows["source"] = citations.cite(rows["source"])
    return {"milestones": rows, "sources": citations.sources()}
