"""Readers of files that a user brings: a table of the schema as CSV, Excel or Parquet, or a public file as published.

The public files are BACI (CEPII, see `baci`) and the votes of the General Assembly (UN Digital Library, see
`undl`).

Everything is checked before anything is used: the file can be read, its columns are the schema's, its codes stand in
their tables, its dates are possible, its figures in the unit and bounds that the schema states, and the rules of
`consistency` are kept. The first fault stops with one sentence that names file, row and repair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from steppe.world import schema
from steppe.world.engine import AS_TEXT, MEMORY, connect
from steppe.world.errors import UserError
from steppe.world.files import whole_folder, write_parquet
from steppe.world.foreign import refuse_ending, refuse_foreign
from steppe.world.names import fold, look_alike
from steppe.world.plausible import refuse_impossible
from steppe.world.sheets import Sheet, read_sheet
from steppe.world.shown import visible

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.schema import Table
    from steppe.world.tables import Tables

MOST_ROWS = 5_000_000
"""Rows of a Parquet file, which may hold billions in a few bytes."""

KINDS = ("baci", "undl")
"""Public formats that are not tables of the schema."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file became: whole tables with its rows in them, and what the user should know of it."""

    tables: dict[str, pd.DataFrame]
    notes: tuple[str, ...] = ()


def import_file(world: Tables, kind: str, path: Path) -> Imported:
    """Rows of a user's file as tables of the schema, merged into the world's and checked.

    Parameters
    ----------
    world
        Whose codes and sources the file must use.
    kind
        A table of the schema; `baci`: CEPII's product-level CSV (t, i, j, k, v, q), summed to pairs; or `undl`: the
        votes of the General Assembly as the UN Digital Library publishes them.
    path
        A `.csv`, `.tsv`, `.txt`, `.xlsx` or `.parquet` file.

    Returns
    -------
    The whole tables with the file's rows in place of those with the same key.

    Raises
    ------
    UserError
        Anything is wrong with the file; nothing has been changed.
    """
    read, notes = _read(world, _checked(kind), path)
    merged = {}
    for name, frame in read.items():
        spec = schema.table(name)
        frame = _with_codes(world, frame, spec, path)
        _check_references(world, frame, spec, path)
        if name == "trade":
            frame, left = _between_two(frame)
            notes = [*notes, *left]
        refuse_impossible(world, frame, spec, path.name)
        merged[name] = _merge(world.table(name), frame, spec, path)
    _check_rules(world, merged, path)
    return Imported(merged, tuple(notes))


def _read(world: Tables, kind: str, path: Path) -> tuple[dict[str, pd.DataFrame], list[str]]:
    _check_file(path)
    refuse_foreign(path, kind)
    if kind == "undl":
        from steppe.world.undl import read_undl

        return read_undl(world, path)
    if kind == "baci":
        from steppe.world.baci import read_baci

        frame, notes = read_baci(world, path)
        return {"trade": frame}, notes
    frame, assumed = _read_table(path, schema.table(kind))
    return {kind: frame}, [f"read with {', '.join(assumed)}"] * bool(assumed)


def _checked(kind: str) -> str:
    kinds = [*schema.tables(), *KINDS]
    if kind not in kinds:
        raise UserError(
            f'there is nothing called "{kind}" to import'
            f"{look_alike(kind, kinds) or '; `steppe data tables` lists the tables'}"
        )
    return kind


def read_table(path: Path, spec: Table) -> pd.DataFrame:
    """A CSV, Excel or Parquet file as a frame of one table of the schema."""
    return _read_table(path, spec)[0]


def _read_table(path: Path, spec: Table) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The frame, and what was assumed of the file."""
    _check_file(path)
    sheet = Sheet(_read_parquet(path)) if path.suffix.lower() == ".parquet" else read_sheet(path, spec)
    frame = sheet.frame
    if frame.empty:
        raise UserError(f"{path.name} has no rows; give it at least one below its header")
    conformed = schema.conform(_without_units(frame, spec, path), spec, path.name)
    _check_text(conformed, spec, path)
    return conformed, sheet.assumed


def _check_text(frame: pd.DataFrame, spec: Table, path: Path) -> None:
    """No text would steer the terminal on which it is shown one day."""
    for column in spec.columns:
        words = frame[column.name].dropna() if column.type == "str" else frame[column.name].iloc[:0]
        for row, word in words[words.map(lambda word: visible(word, but="\n\t") != word)].items():
            raise UserError(
                f"{path.name}, row {int(row) + 1}: {column.name} holds control characters, {word!r}; leave them out"
            )


def read_folder(folder: Path) -> dict[str, pd.DataFrame]:
    """Every `<table>.parquet` of a folder."""
    if not folder.is_dir():
        raise UserError(f"there is no folder {folder}; give one that `steppe data import` has written")
    return {path.stem: read_table(path, schema.table(path.stem)) for path in sorted(folder.glob("*.parquet"))}


def _check_file(path: Path) -> None:
    if not path.exists():
        raise UserError(f"there is no file {path}; check its name and folder")
    if path.is_dir():
        raise UserError(f"{path} is a folder; name a file in it")
    refuse_ending(path)
    if path.stat().st_size == 0:
        raise UserError(f"{path.name} is empty; save it again")


def _read_parquet(path: Path) -> pd.DataFrame:
    try:
        with connect() as connection:
            _check_rows(connection, path)
            connection.execute("create table rows as from read_parquet(?)", [str(path)])
            kinds = connection.execute(
                "select column_name, data_type from duckdb_columns() where table_name = 'rows'"
            ).fetchall()
            for name, kind in kinds:
                nan = f'from rows where isnan("{name}") limit 1'
                if kind in ("DOUBLE", "FLOAT") and connection.execute(nan).fetchone():
                    raise UserError(f"{path.name}: {name} holds NaN; give a finite number, or null where there is none")
            texts = ", ".join(f'"{name}"::varchar as "{name}"' for name, kind in kinds if AS_TEXT.search(kind))
            return connection.execute(f"select * {f'replace ({texts})' if texts else ''} from rows").df()
    except duckdb.OutOfMemoryException:
        raise UserError(f"{path.name} takes more than {MEMORY / 1e9:g} GB of memory; cut it into parts") from None
    except duckdb.Error:
        raise UserError(
            f"{path.name} is not a complete Parquet file; it may have been cut off: copy it again"
        ) from None


def _check_rows(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    (rows,) = connection.execute("select count(*) from read_parquet(?)", [str(path)]).fetchone() or (0,)
    if rows > MOST_ROWS:
        raise UserError(f"{path.name} has {rows:,} rows; {MOST_ROWS:,} are the most: cut it into parts")


def _without_units(frame: pd.DataFrame, spec: Table, path: Path) -> pd.DataFrame:
    """Columns without a unit in brackets, `value [million current USD]`, once it is seen to be the schema's."""
    renamed = {}
    for name in map(str, frame.columns):
        plain, _, unit = name.partition("[")
        if unit and plain.strip() in spec.names:
            wanted, given = spec.column(plain.strip()).unit, unit.rstrip("] ").strip()
            if given != wanted:
                raise UserError(
                    f"{path.name}: {plain.strip()} is in {given}; table {spec.name} needs {wanted}: convert it"
                )
            renamed[name] = plain.strip()
    return frame.rename(columns=renamed)


def _with_codes(world: Tables, frame: pd.DataFrame, spec: Table, path: Path) -> pd.DataFrame:
    """Columns of states with the ISO3 code where another code or the usual name of a state stands."""
    columns = [one for one in spec.columns if one.refers == ("states", "state") and spec.name != "states"]
    titles = {fold(name): state for state, name in world.state_names.items()}
    codes = {}
    for column in columns:
        cells = frame[column.name].dropna()
        for row, cell in cells.drop_duplicates().items():
            words = [word.strip() for word in cell.split(";")] if column.is_list else [cell]
            try:
                codes[cell] = ";".join(titles.get(fold(word)) or world.meant(word) for word in words)
            except UserError as error:
                raise UserError(f"{path.name}, row {int(row) + 1}: {column.name}: {error}") from None
        frame = frame.assign(**{column.name: frame[column.name].map(codes)})
    return frame


def _between_two(trade: pd.DataFrame) -> tuple[pd.DataFrame, list[str]]:
    """Trade without that of a state with itself, which publications have as goods that come back; each row is named."""
    same = trade["exporter"].eq(trade["importer"])
    left = [f"row {row + 1} is left out: exporter and importer are both {state}" for row, state in
            trade.loc[same, "exporter"].items()]  # fmt: skip
    return trade[~same], left


def _check_references(world: Tables, frame: pd.DataFrame, spec: Table, path: Path) -> None:
    for column in spec.columns:
        if column.refers is None or column.refers[0] == spec.name:
            continue
        table, target = column.refers
        codes = world.sql(f'select distinct "{target}" as code from "{table}"')["code"].tolist()
        words = frame[column.name].dropna()
        words = words.str.split(";").explode().str.strip() if column.is_list else words
        unknown = words[~words.isin(codes)]
        if len(unknown):
            word, row = unknown.iloc[0], int(unknown.index[0]) + 1
            hint = look_alike(word, [*codes, *world.state_names.values()] if table == "states" else codes)
            raise UserError(f'{path.name}, row {row}: {column.name} "{word}" is not in {table}{hint}')


def _merge(old: pd.DataFrame, new: pd.DataFrame, spec: Table, path: Path) -> pd.DataFrame:
    import pandas as pd

    key = list(spec.key)
    twice = new.duplicated(key)
    if twice.any():
        row = int(new.index[twice][0])
        place = ", ".join(str(cell) for cell in new.loc[row, key])
        raise UserError(f"{path.name}, row {row + 1}: ({place}) appears twice; keep one of the two")
    conformed = schema.conform(old, spec, f"table {spec.name}")
    index = pd.MultiIndex.from_frame(new[key])
    kept = conformed[~pd.MultiIndex.from_frame(conformed[key]).isin(index)]
    return pd.concat([kept, new], ignore_index=True).sort_values(key, ignore_index=True)


def _check_rules(world: Tables, merged: dict[str, pd.DataFrame], path: Path) -> None:
    from steppe.world.consistency import check

    for finding in check(type(world)({**world.edits, **merged}), only=set(merged)):
        raise UserError(f"{path.name}: {finding.message}")


def write_folder(tables: Mapping[str, pd.DataFrame], folder: Path, compression: int = 22) -> list[Path]:
    """Tables as `<table>.parquet` files in a folder: all of them, or none where one cannot be written.

    `compression` is a level of zstd: 22 is smallest and slow, for what is shipped; 3 is fast.

    Raises
    ------
    UserError
        The folder cannot be made or written.
    """
    with whole_folder(folder) as part:
        for name, frame in tables.items():
            kinds = {column.name: column.sql_type for column in schema.table(name).columns}
            write_parquet(frame, part / f"{name}.parquet", kinds, compression)
    return [folder / f"{name}.parquet" for name in tables]
