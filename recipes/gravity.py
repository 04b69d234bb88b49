"""Gravity estimates and the trade elasticity.

The estimates take many minutes, so an ordinary build keeps those that the bundle has; they are made anew by

    python -m recipes --only gravity

(which needs the extra `estimate`) or by `steppe estimate`. They are made from the tables of the bundle, so run it after
a change to trade, agreements, WTO members or domestic sales. The published elasticities are in
`tables/trade_elasticity.csv`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from recipes._tables import hand, parquet
from recipes._trade import sources
from steppe.economy.gravity import estimate
from steppe.world.dates import BUNDLE
from steppe.world.load import load

ESTIMATED = (
    "gravity_specifications",
    "gravity_estimates",
    "gravity_covariance",
    "agreement_effects",
    "gravity_checks",
)


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """The estimates as they stand in the bundle, the published elasticities and the sources of both."""
    paths = {name: BUNDLE / "open" / f"{name}.parquet" for name in ESTIMATED}
    for path in paths.values():
        if not path.exists():
            raise FileNotFoundError(f"{path.name} is not in the bundle: make it by python -m recipes --only gravity")
    return {**{name: parquet(path) for name, path in paths.items()}, **_published()}


def renew(raw: Path) -> dict[str, pd.DataFrame]:
    """The estimates made anew from the tables of the bundle, and the rest as in `make`."""
    return {**estimate(load(), lambda line: print(line, file=sys.stderr)), **_published()}


def _published() -> dict[str, pd.DataFrame]:
    theta = hand("trade_elasticity").astype({"value": float}).assign(basis="reported")
    return {"trade_elasticity": theta, "sources": sources("steppe-gravity", *theta["source"])}
