"""Closed borders: pairs of states between which war, a shut border or an embargo stops ordinary trade.

Our own compilation, `tables/closed_borders.csv`, for the twelve and the members of the Shanghai Cooperation
Organization. It is a list of what an agreement on paper cannot open; what is not listed counts as open.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._tables import hand
from recipes._trade import known_states


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table closed_borders and what its rows cite."""
    rows = known_states(hand("closed_borders"), ["state_a", "state_b"])
    if not (rows["state_a"] < rows["state_b"]).all():
        raise ValueError("closed_borders.csv: state_a must come before state_b in the alphabet")
    cited = Citations()
    table = rows.assign(source=cited.cite(rows["source"]), basis="reported")
    return {"closed_borders": table, "sources": cited.sources()}
