"""The shown figures that are kept, one Parquet file a version of the tables: `bundle/derived/shown/VERSION.parquet`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb
import pandas as pd

from steppe.report.changes.shown import PAGES, shown
from steppe.world.dates import VERSION
from steppe.world.derived import DERIVED, at_hand
from steppe.world.errors import UserError
from steppe.world.world import World

FOLDER = DERIVED / "shown"


def versions() -> list[str]:
    """Versions of the tables whose figures are kept, the oldest first."""
    return sorted((path.stem for path in FOLDER.glob("*.parquet")), key=lambda name: [*map(int, name.split("."))])


def figures_of(world: World, version: str, pages: Sequence[str] = PAGES, state: str | None = None) -> pd.DataFrame:
    """The shown figures of a version; those of the present one are computed where the world is not the embedded one.

    Parameters
    ----------
    pages, state
        What is computed at the least, where anything is.

    Raises
    ------
    UserError
        No figures of that version are kept.
    """
    if version not in versions():
        raise UserError(
            f'changes: there is no version "{version}" of the tables here; there are {", ".join(versions())}'
        )
    if version == VERSION and not at_hand(world):
        return shown(world, None if state is None else [state], pages)
    return _read(_path(version))


def write(frame: pd.DataFrame, version: str) -> Path:
    """Keep the shown figures of a version."""
    FOLDER.mkdir(exist_ok=True)
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("made", frame)
        connection.execute(f"copy made to '{_path(version)}' (format parquet, compression zstd, compression_level 19)")
    return _path(version)


def _path(version: str) -> Path:
    return FOLDER / f"{version}.parquet"


def _read(path: Path) -> pd.DataFrame:
    with duckdb.connect(config={"threads": 1}) as connection:
        return connection.execute("from read_parquet(?)", [str(path)]).df()
