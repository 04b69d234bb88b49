"""Which rules of motion were tried on each layer, which was chosen, and every one on later years.

The scores take minutes, so an ordinary build keeps those that the bundle has; `python -m recipes --only motion` makes
them anew, after a change to the layers or to the rules. The source is that of the scoreboard (`recipes.mechanisms`).
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._tables import parquet
from steppe.evidence.motion import TABLES, tables
from steppe.world.dates import BUNDLE
from steppe.world.load import load

DIGITS = 6


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """The scores as they stand in the bundle."""
    return {name: parquet(BUNDLE / "open" / f"{name}.parquet") for name in TABLES}


def renew(raw: Path) -> dict[str, pd.DataFrame]:
    """The scores computed anew, rounded to six significant digits."""

    def short(value: object) -> object:
        return float(f"{value:.{DIGITS}g}") if isinstance(value, float) and value == value else value

    return {name: frame.map(short) for name, frame in tables(load()).items()}
