"""Ideal points of states in the General Assembly, estimated from the roll calls of the bundle.

An ordinary build keeps those that the bundle has; they are made anew, in a minute or two, by

    python -m recipes --only ideal_points

after a change to the roll calls or to `steppe.politics.idealpoints`.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._rows import source_row
from recipes._tables import parquet
from steppe.politics.idealpoints.estimate import SOURCE, estimate
from steppe.world.dates import BUNDLE
from steppe.world.load import load

PATH = BUNDLE / "open" / "ideal_points.parquet"
DIGITS = 5


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """The positions as they stand in the bundle, and their source."""
    if not PATH.exists():
        raise FileNotFoundError(f"{PATH.name} is not in the bundle: make it by python -m recipes --only ideal_points")
    return {"ideal_points": parquet(PATH), "sources": pd.DataFrame([OWN])}


def renew(raw: Path) -> dict[str, pd.DataFrame]:
    """The positions made anew from the roll calls of the bundle."""
    table, _ = estimate(load())
    rounded = table.round(dict.fromkeys(["ideal_point", "se", "low", "high"], DIGITS))
    return {"ideal_points": rounded.assign(source=SOURCE, basis="estimated"), "sources": pd.DataFrame([OWN])}


OWN = source_row(
    SOURCE,
    "Ideal points of states in the UN General Assembly, sessions 45-74, own estimate",
    "steppe",
    "Own estimate: ordered logit with a random walk of positions, after Bailey, Strezhnev and Voeten (2017), from the "
    "roll calls of Voeten, Strezhnev and Bailey, doi:10.7910/DVN/LEJUQZ; see docs/explanation/ideal-points.md",
    "https://doi.org/10.7910/DVN/LEJUQZ",
    licence="CC0 1.0 (of the roll calls); cite their authors",
    note="Positions on one line; a state's seat counts, not who held it",
)
