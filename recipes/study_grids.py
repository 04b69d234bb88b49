"""The answers of the shipped studies under other inputs, each solved on the bundle.

It takes some minutes on two cores, so an ordinary build keeps what the bundle has; `python -m recipes --only
study_grids` makes it anew, after a change to trade, effects of agreements, trade elasticities, the model or a study.
"""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pandas as pd

from recipes._rows import source_row
from recipes._tables import parquet
from steppe.economy.threads import one_thread
from steppe.methods.equilibrium.grid import TABLE, grid
from steppe.methods.loader import list_studies, load_study
from steppe.world.dates import BUNDLE
from steppe.world.load import load

SOURCE, BASIS = "steppe-studies", "estimated"
DIGITS = 7
FIGURES = ["value", "low", "high", "error"]
METHOD = "equilibrium"


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """The grids as they stand in the bundle, and their source."""
    return {TABLE: parquet(BUNDLE / "open" / f"{TABLE}.parquet"), **_sources()}


def renew(raw: Path) -> dict[str, pd.DataFrame]:
    """The grids computed anew, rounded to seven significant digits."""
    names = [one.name for one in list_studies() if one.study.method == METHOD]
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        frame = pd.concat(list(pool.map(_grid, names)), ignore_index=True)
    frame[FIGURES] = frame[FIGURES].map(lambda value: float(f"{value:.{DIGITS}g}"))
    return {TABLE: frame.assign(source=SOURCE, basis=BASIS), **_sources()}


def _grid(name: str) -> pd.DataFrame:
    world = load()
    with one_thread():
        return grid(load_study(name, world), world)


def _sources() -> dict[str, pd.DataFrame]:
    row = source_row(
        SOURCE,
        "Answers of the shipped studies under other inputs",
        "steppe",
        "The equilibrium in changes on the accounts of this bundle; docs/explanation/equilibrium.md",
        None,
        licence="CC BY 4.0",
    )
    return {"sources": pd.DataFrame([row])}
