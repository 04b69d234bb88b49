"""Runs on disk: `runs/<study>-<hash>/` with `run.json` (the contract) and one Parquet file per table.

The hash covers the study, its settings and the version of the world, so the same run always has the same folder, and
the files of the same run are the same to the byte.
"""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from steppe.methods.equilibrium.result import EquilibriumResult
from steppe.scenario.result import Result
from steppe.world.errors import UserError

RUNS = Path("runs")
KINDS: dict[str, type[Result]] = {"equilibrium": EquilibriumResult}
"""The class of a run by its method, where it is not `Result`."""

EXTRA = "table-"


def save(result: Result, folder: Path = RUNS) -> Path:
    """Write a run and return its folder."""
    home = folder / result.run
    home.mkdir(parents=True, exist_ok=True)
    document = result.document() | {"run": result.run}
    text = json.dumps(document, ensure_ascii=False, indent=1)
    (home / "run.json").write_text(f"{text}\n", encoding="utf-8")
    frames = _frames(type(result))
    names = [field.name for field in fields(result) if field.name not in (*frames, "tables")]
    kept = {name: getattr(result, name) for name in names} | {"order": list(result.tables)}
    (home / "settings.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    named = {name: getattr(result, name) for name in frames}
    named |= {_file(name): frame for name, frame in result.tables.items()}
    for name, frame in named.items():
        _write(frame, home / f"{name}.parquet")
    return home


def load(home: Path | str) -> Result:
    """Read a run back.

    Raises
    ------
    UserError
        The folder is no run.
    """
    home = Path(home)
    if not (home / "settings.json").is_file():
        known = sorted(path.parent.name for path in RUNS.glob("*/settings.json"))
        there = f"; there are {', '.join(known[:5])}" if known else "; `steppe run STUDY` makes one"
        raise UserError(f"{home}: this is no folder of a run{there}")
    kept: dict[str, Any] = json.loads((home / "settings.json").read_text(encoding="utf-8"))
    kept["notes"], kept["sources"] = tuple(kept["notes"]), tuple(kept["sources"])
    kept["assumptions"] = tuple((name, value, why) for name, value, why in kept["assumptions"])
    kind = KINDS.get(kept["method"], Result)
    frames = {name: _read(home / f"{name}.parquet") for name in _frames(kind)}
    tables = {name: _read(home / f"{_file(name)}.parquet") for name in kept.pop("order")}
    return kind(**kept, **frames, tables=tables)


def _frames(kind: type[Result]) -> tuple[str, ...]:
    """Names of the frames of a class of results."""
    return tuple(field.name for field in fields(kind) if field.type == "pd.DataFrame")


def _file(name: str) -> str:
    """Name of the file of a further table: words joined by hyphens."""
    return f"{EXTRA}{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}"


def _write(frame: pd.DataFrame, path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute("set threads = 1")
        connection.register("frame", frame)
        connection.sql("from frame").write_parquet(str(path), compression="zstd")


def _read(path: Path) -> pd.DataFrame:
    with duckdb.connect() as connection:
        return connection.execute("from read_parquet(?)", [str(path)]).df()
