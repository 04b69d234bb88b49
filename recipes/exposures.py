"""First-order exposure of every state to the twelve and the powers, computed from the trade of the bundle.

It takes a minute, so an ordinary build keeps what the bundle has; `python -m recipes --only exposures` makes it anew,
after a change to trade, GDP, sales at home or trade elasticities.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._rows import source_row
from recipes._tables import parquet
from steppe.influence.exposure import TABLE, exposures
from steppe.influence.stored import names
from steppe.world.dates import BUNDLE
from steppe.world.load import load

DIGITS = 5
FIGURES = ["exposure", "low", "high", "income"]


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """The exposures as they stand in the bundle, and their source."""
    return {TABLE: parquet(BUNDLE / "open" / f"{TABLE}.parquet"), **_sources()}


def renew(raw: Path) -> dict[str, pd.DataFrame]:
    """The exposures computed anew, rounded to five significant digits."""
    world = load()
    frame = exposures(world, on=names(world))
    frame[FIGURES] = frame[FIGURES].map(lambda value: float(f"{value:.{DIGITS}g}"))
    return {TABLE: frame, **_sources()}


def _sources() -> dict[str, pd.DataFrame]:
    row = source_row(
        "steppe-exposure",
        "First-order exposure of real income to the productivity of others",
        "steppe",
        "Trade, GDP and sales at home of this bundle, after Kleinman, Liu & Redding (2024); "
        "docs/explanation/exposure.md",
        None,
        licence="CC BY 4.0",
    )
    return {"sources": pd.DataFrame([row])}
