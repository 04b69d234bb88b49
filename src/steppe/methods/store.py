"""Runs on disk: `runs/<study>-<hash>/` with `run.json` (the contract) and one Parquet file per table.

The hash covers the study, its settings and the version of the world, so the same run always has the same folder, and
the files of the same run are the same to the byte. `settings.json` holds what is in no table, the study itself, and the
size of every file that is read back: a folder that does not match it is not a whole run.

It also holds the key of the question (`question`), of which everything is part that can change the answer: the study,
settings, draws and seed, the tables that stand in place of the embedded ones, release, data and code. A question whose
key is kept is answered from its folder. A run of another key takes the place of the one that is there as a whole, and
one of the same key is the same to the byte: whoever writes last, no folder is ever a mixture.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pandas as pd

from steppe.methods import unfinished
from steppe.methods.answer import Answer, Verdict
from steppe.methods.executors import told
from steppe.methods.result import Result, Table
from steppe.scenario.study import Loaded
from steppe.world.errors import UserError
from steppe.world.files import is_part, remove, whole_folder, write_parquet
from steppe.world.world import World

R = TypeVar("R", bound=Result)

RUNS = Path("runs")
RUN, SETTINGS, REPORT = "run.json", "settings.json", "report.html"
EXTRA, ERRORS = "table-", "errors-"


def write(result: Result, folder: Path = RUNS, page: str = "") -> Path:
    """Write a run, with its page where one is given, and return its folder; see `Result.save`."""
    frames = _frames(type(result))
    names = [field.name for field in fields(result) if field.name not in (*frames, "tables", "origin")]
    kept = {name: getattr(result, name) for name in names}
    kept["answer"] = result.answer.document()
    kept["tables"] = [(table.slug, table.title, table.unit, table.chances) for table in result.tables.values()]
    kept["asked"] = json.loads(result.source.study.model_dump_json(by_alias=True))
    kept["key"] = result.source.key
    named = {name: getattr(result, name) for name in frames}
    named |= {f"{EXTRA}{slug}": table.frame for slug, table in result.tables.items()}
    named |= {f"{ERRORS}{slug}": table.errors for slug, table in result.tables.items() if table.errors is not None}
    home = folder / result.run
    if is_run(home) and (lack(home) or settings(home)["key"] != kept["key"]):
        remove(home)
    with whole_folder(home) as part:
        for name, frame in named.items():
            write_parquet(frame, part / f"{name}.parquet")
        _write(part / RUN, result.document())
        kept["files"] = {file.name: file.stat().st_size for file in sorted(part.iterdir())}
        if page:
            (part / REPORT).write_text(page, encoding="utf-8")
        _write(part / SETTINGS, kept)
    unfinished.discard(folder, result.study, kept["key"])
    return home


def question(loaded: Loaded[Any], world: World, draws: int, seed: int, settings: Any) -> str:
    """Key of a question: twelve hex digits that change with everything that can change its answer."""
    digest = hashlib.sha256(f"{loaded.study.model_dump_json()}|{settings!r}|{draws}|{seed}|{told()}".encode())
    for name in sorted(world.edits):
        frame = world.edits[name]
        digest.update(f"|{name}|{list(frame.columns)}".encode())
        digest.update(pd.util.hash_pandas_object(frame, index=False).to_numpy().tobytes())
    return digest.hexdigest()[:12]


def answered(folder: Path, study: str, key: str) -> Path | None:
    """The whole run of a question in a folder of runs; None where it is not kept."""
    for home in sorted(folder.glob(f"{study}-*")):
        if is_run(home) and not lack(home) and settings(home)["key"] == key:
            return home
    return None


def is_run(home: Path) -> bool:
    """Whether a folder is a run, or what is left of one."""
    return any((home / name).is_file() for name in (RUN, SETTINGS, "results.parquet"))


def _write(path: Path, document: Any) -> None:
    path.write_text(f"{json.dumps(document, ensure_ascii=False, indent=1)}\n", encoding="utf-8")


def kept(name: str) -> Path | None:
    """The folder of a run by its path or by its name under `runs`; None where there is none."""
    return next((folder for folder in (Path(name), RUNS / name) if folder.is_dir()), None)


def settings(home: Path) -> dict[str, Any]:
    """What a run's folder holds beside its tables.

    Raises
    ------
    UserError
        The folder is no run, or not a whole one.
    """
    if not is_run(home):
        names = sorted(path.name for path in RUNS.glob("*") if not lack(path))
        there = f"; there are {', '.join(names[:5])}" if names else "; `steppe run STUDY` makes one"
        raise UserError(f"{home}: this is not the folder of a run{there}")
    if missing := lack(home):
        raise not_whole(home, missing)
    kept: dict[str, Any] = json.loads((home / SETTINGS).read_bytes())
    del kept["files"]
    kept.setdefault("key", "")  # of a release before there were keys
    return kept


def not_whole(home: Path, lack: str) -> UserError:
    """A folder that cannot be read as a run, and why."""
    return UserError(f"{home}: this run is not whole: {lack}; run its study again with `steppe run`")


def lack(home: Path) -> str:
    """What keeps a folder from being a whole run; empty where nothing does."""
    if is_part(home):
        return "its writing was stopped"
    if not (home / SETTINGS).is_file():
        return f"{SETTINGS} is missing"
    try:
        files = json.loads((home / SETTINGS).read_bytes())["files"].items()
    except (ValueError, LookupError, TypeError, AttributeError):
        return f"{SETTINGS} is cut off, or of another release"
    for name, size in files:
        path = home / name
        what = f"table {path.stem}" if path.suffix == ".parquet" else name
        if not path.is_file():
            return f"{what} is missing"
        if path.stat().st_size != size:
            return f"{what} is cut off"
    return ""


def read(home: Path, kind: type[R]) -> R:
    """A run from its folder as a result of that class, without its origin. Raises as `settings`."""
    kept = settings(home)
    del kept["asked"], kept["key"]
    for name in ("notes", "sources", "read_first"):
        kept[name] = tuple(kept[name])
    kept["assumptions"] = tuple(tuple(one) for one in kept["assumptions"])
    kept["answer"] = Answer(**{**kept["answer"], "verdict": Verdict(kept["answer"]["verdict"])})
    frames = {name: _read(home, name) for name in _frames(kind)}
    tables = {
        slug: Table(slug, title, _read(home, f"{EXTRA}{slug}"), unit, tuple(chances), _errors(home, slug))
        for slug, title, unit, chances in kept.pop("tables")
    }
    return kind(**kept, **frames, tables=tables)


def _frames(kind: type[Result]) -> tuple[str, ...]:
    """Names of the frames of a class of results."""
    return tuple(field.name for field in fields(kind) if field.type == "pd.DataFrame")


def _errors(home: Path, slug: str) -> pd.DataFrame | None:
    """The Monte Carlo errors of a table; None where nothing of it is drawn."""
    name = f"{ERRORS}{slug}"
    return _read(home, name) if (home / f"{name}.parquet").is_file() else None


def _read(home: Path, table: str) -> pd.DataFrame:
    with duckdb.connect() as connection:
        try:
            return connection.execute("from read_parquet(?)", [str(home / f"{table}.parquet")]).df()
        except duckdb.Error:
            raise not_whole(home, f"table {table} cannot be read") from None
