"""Estimates of joining and leaving, and their regional back-test.

They take half a minute, so an ordinary build keeps those that the bundle has; they are made anew by

    python -m recipes --only membership

from the tables of the bundle: run it after a change to memberships, organizations, igo_memberships, ideal points or
capabilities.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._rows import source_row
from recipes._tables import parquet
from steppe.politics.membership.model import estimate
from steppe.world.dates import BUNDLE
from steppe.world.load import load

ESTIMATED = ("membership_estimates", "membership_covariance", "membership_backtest")


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """The estimates as they stand in the bundle, and their source."""
    paths = {name: BUNDLE / "open" / f"{name}.parquet" for name in ESTIMATED}
    for path in paths.values():
        if not path.exists():
            raise FileNotFoundError(f"{path.name} is not in the bundle: make it by python -m recipes --only membership")
    return {**{name: parquet(path) for name, path in paths.items()}, "sources": pd.DataFrame([SOURCE])}


def renew(raw: Path) -> dict[str, pd.DataFrame]:
    """The estimates made anew from the tables of the bundle."""
    return {**estimate(load()), "sources": pd.DataFrame([SOURCE])}


SOURCE = source_row(
    "steppe-membership",
    "Hazards of joining and leaving",
    "steppe",
    "Own estimate from Correlates of War IGO 3.0, dated memberships and ideal points; docs/explanation/membership.md",
    "https://correlatesofwar.org/data-sets/igos/",
    licence="CC BY 4.0",
    note="Logit by year; covariance clustered by organization",
)
