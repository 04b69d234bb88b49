"""The runs of a folder side by side: what is there and in what state, and the figures of all of them as one table.

`runs` and `run_results` are also tables of `steppe sql`, beside those of the bundle.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pandas as pd

from steppe.methods import store, unfinished
from steppe.methods.result import COLUMNS
from steppe.world.errors import UserError
from steppe.world.files import is_part, remove
from steppe.world.names import look_alike

LISTED = ["run", "method", "draws", "state", "when", "version"]
WHOLE = "whole"


def runs(folder: Path = store.RUNS) -> pd.DataFrame:
    """Every run of a folder, the latest first.

    Returns
    -------
    run (its name), method, draws, state (whole; what it lacks; how much is finished, and whether a process is at work),
    when (of the last file written, UTC), version (of the bundle).
    """
    rows = [*_written(folder), *_unfinished(folder / unfinished.FOLDER)]
    frame = pd.DataFrame(rows, columns=LISTED).astype({"draws": "Int64"})
    return frame.sort_values(["when", "run"], ascending=[False, True], ignore_index=True)


def results(folder: Path = store.RUNS) -> pd.DataFrame:
    """The figures of every whole run: its name in column `run`, then the columns of `Result.results`."""
    homes = [home for home in _homes(folder) if not store.lack(home)]
    if not homes:
        return pd.DataFrame(columns=["run", *COLUMNS])
    with duckdb.connect(config={"threads": 1}) as connection:
        return connection.execute(
            "select parse_path(filename)[-2] as run, * exclude (filename) "
            "from read_parquet(?, union_by_name = true, filename = true)",
            [[str(home / "results.parquet") for home in homes]],
        ).df()


TABLES: dict[str, Callable[[], pd.DataFrame]] = {"runs": runs, "run_results": results}
"""What `steppe sql` can ask of the runs under `runs`, by name."""


def forget(names: list[str], folder: Path = store.RUNS) -> None:
    """Remove runs, whole or not, by their names.

    Raises
    ------
    UserError
        One is not there, a process is at work on it, or it may not be removed; then none is removed before it.
    """
    there = {home.name: home for home in (*_homes(folder), *_begun(folder / unfinished.FOLDER))}
    for name in names:
        if name not in there:
            hint = look_alike(name, list(there)) or "; `steppe runs` lists what is there"
            raise UserError(f'runs: there is no run "{name}" in {folder}{hint}')
    for home in map(there.__getitem__, dict.fromkeys(names)):
        if home.parent.name != unfinished.FOLDER:
            remove(home)
        elif not unfinished.away(home):
            raise UserError(f"runs: a process is at work on {home.name}; stop it first, or wait for its end")


def _homes(folder: Path) -> list[Path]:
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    return [home for home in there if store.is_run(home) and not is_part(home)]


def _begun(folder: Path) -> list[Path]:
    there = sorted(folder.iterdir()) if folder.is_dir() else []
    return [home for home in there if (home / unfinished.ABOUT).is_file() and not is_part(home)]


def _written(folder: Path) -> Iterator[tuple[object, ...]]:
    for home in _homes(folder):
        lack = store.lack(home)
        kept = {} if lack else store.settings(home)
        told = [kept.get(name) for name in ("method", "draws")]
        yield home.name, *told, f"not whole: {lack}" if lack else WHOLE, _when(home), kept.get("world_version")


def _unfinished(folder: Path) -> Iterator[tuple[object, ...]]:
    for home in _begun(folder):
        about = json.loads((home / unfinished.ABOUT).read_bytes())
        share = len(list(home.glob("*.npy"))) / about["files"]
        state = f"{'at work' if unfinished.in_use(home) else 'unfinished'}, {share:.0%} drawn"
        yield home.name, about["method"], about["draws"], state, _when(home), about["version"]


def _when(home: Path) -> str:
    latest = max(path.stat().st_mtime for path in home.iterdir())
    return dt.datetime.fromtimestamp(latest, dt.UTC).isoformat(" ", "seconds").removesuffix("+00:00")
