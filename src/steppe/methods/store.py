"""Runs on disk: `runs/<study>-<hash>/` with `run.json` (the contract) and one Parquet file per table.

The hash covers the study, its settings and the version of the world, so the same run always has the same folder, and
the files of the same run are the same to the byte. `settings.json` holds what is in no table, and the study itself.
"""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd

from steppe.display.page import save
from steppe.methods.result import Result, Table
from steppe.world.errors import UserError

R = TypeVar("R", bound=Result)

RUNS = Path("runs")
SETTINGS = "settings.json"
EXTRA = "table-"


def write(result: Result, folder: Path = RUNS) -> Path:
    """Write a run without its page, and return its folder; see `Result.save`."""
    home = folder / result.run
    frames = _frames(type(result))
    names = [field.name for field in fields(result) if field.name not in (*frames, "tables", "origin")]
    kept = {name: getattr(result, name) for name in names}
    kept["tables"] = [(table.slug, table.title, table.unit) for table in result.tables.values()]
    kept["asked"] = json.loads(result.source.study.model_dump_json(by_alias=True))
    for name, document in (("run.json", result.document()), (SETTINGS, kept)):
        save(home / name, f"{json.dumps(document, ensure_ascii=False, indent=1)}\n")
    named = {name: getattr(result, name) for name in frames}
    for name, frame in (named | {f"{EXTRA}{slug}": table.frame for slug, table in result.tables.items()}).items():
        _write(frame, home / f"{name}.parquet")
    return home


def settings(home: Path) -> dict[str, Any]:
    """What a run's folder holds beside its tables.

    Raises
    ------
    UserError
        The folder is no run.
    """
    if not (home / SETTINGS).is_file():
        names = sorted(path.parent.name for path in RUNS.glob(f"*/{SETTINGS}"))
        there = f"; there are {', '.join(names[:5])}" if names else "; `steppe run STUDY` makes one"
        raise UserError(f"{home}: this is not the folder of a run{there}")
    kept: dict[str, Any] = json.loads((home / SETTINGS).read_text(encoding="utf-8"))
    return kept


def read(home: Path, kind: type[R]) -> R:
    """A run from its folder as a result of that class, without its origin. Raises as `settings`."""
    kept = settings(home)
    del kept["asked"]
    for name in ("notes", "sources", "read_first"):
        kept[name] = tuple(kept[name])
    kept["assumptions"] = tuple(tuple(one) for one in kept["assumptions"])
    frames = {name: _read(home / f"{name}.parquet") for name in _frames(kind)}
    tables = {
        slug: Table(slug, title, _read(home / f"{EXTRA}{slug}.parquet"), unit)
        for slug, title, unit in kept.pop("tables")
    }
    return kind(**kept, **frames, tables=tables)


def _frames(kind: type[Result]) -> tuple[str, ...]:
    """Names of the frames of a class of results."""
    return tuple(field.name for field in fields(kind) if field.type == "pd.DataFrame")


def _write(frame: pd.DataFrame, path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        connection.register("frame", frame)
        connection.sql("from frame").write_parquet(str(path), compression="zstd")


def _read(path: Path) -> pd.DataFrame:
    with duckdb.connect() as connection:
        return connection.execute("from read_parquet(?)", [str(path)]).df()
