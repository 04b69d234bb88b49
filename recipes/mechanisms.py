"""The scoreboard: every hindcast of `steppe.evidence.hindcasts`, computed from the tables of the bundle.

The scores take a few minutes, so an ordinary build keeps those that the bundle has; they are made anew by

    python -m recipes --only mechanisms

Run it after a change to trade, votes, memberships, ideal points, agendas or to the models themselves. A hindcast that
needs data beside the bundle (published forecasts, $STEPPE_ORACLES) keeps its rows where they are absent.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pandas as pd

from recipes._rows import source_row
from recipes._tables import parquet
from steppe.evidence.hindcast import NotHereError, hindcasts
from steppe.evidence.mechanisms import SOURCE, TABLES, merged, tables_of
from steppe.world.dates import BUNDLE
from steppe.world.load import load

Tables = dict[str, pd.DataFrame]


def make(raw: Path) -> Tables:
    """The scoreboard as it stands in the bundle, and its source."""
    for name in TABLES:
        if not _path(name).exists():
            raise FileNotFoundError(f"{name} is not in the bundle: make it by python -m recipes --only mechanisms")
    return {**{name: parquet(_path(name)) for name in TABLES}, **_sources()}


def renew(raw: Path) -> Tables:
    """The scoreboard made anew from the tables of the bundle."""
    os.environ.setdefault("STEPPE_DATA", str(raw))
    os.environ.setdefault("STEPPE_ORACLES", str(raw.parent / "oracles"))
    world = load()
    parts = []
    for name, one in hindcasts().items():
        begin = time.perf_counter()
        try:
            parts.append(tables_of(world, one))
            print(f"{name}: {time.perf_counter() - begin:.1f} s", file=sys.stderr)
        except NotHereError as gap:
            print(f"{name}: kept as it is; {gap}", file=sys.stderr)
            parts.append(_kept(name))
    return {**merged(parts), **_sources()}


def _kept(name: str) -> Tables:
    shipped = {table: parquet(_path(table)) for table in TABLES}
    return {table: frame[frame["name"].eq(name)] for table, frame in shipped.items()}


def _path(name: str) -> Path:
    return BUNDLE / "open" / f"{name}.parquet"


def _sources() -> Tables:
    row = source_row(
        SOURCE,
        "Scores of the mechanisms beside naive baselines",
        "steppe",
        "Hindcasts on the tables of this bundle; docs/explanation/scoreboard.md",
        None,
        licence="CC BY 4.0",
        note="Scores of the European Union's issues rest on forecasts published with DEU III, which are not shipped",
    )
    return {"sources": pd.DataFrame([row])}
