"""Reader of CEPII's BACI as published: one year's products by pair, summed to trade between states.

Columns are found by their names: t year, i exporter, j importer, v thousand USD. The codes are UN Comtrade's, of which
CEPII's lists have several for some states (`baci_codes.csv`, beside the column `comtrade` of the table `states`).
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import duckdb

from steppe.world import schema
from steppe.world.engine import connect
from steppe.world.errors import UserError
from steppe.world.sheets import refuse_ragged

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.tables import Tables

COLUMNS, PUBLISHED = "tijv", "t,i,j,k,v,q"
ROWS = "read_csv(?, header = true, all_varchar = true, strict_mode = true)"
NUMBER = "try_cast(nullif({0}, '') as double)"
"""Without `nullif` DuckDB hands the type to its reader of CSV, which stops at the first text that is no number."""
V = NUMBER.format("v")
NO_NUMBER = f"coalesce(not isfinite({V}) or {V} < 0, true)"
SUMS = f"""
    select {NUMBER.format("t")} as year, {NUMBER.format("i")} as i, {NUMBER.format("j")} as j,
        round(sum({V}) / 1000, 6) as value, bool_or({NO_NUMBER}) as wrong
    from {ROWS} group by all order by all
"""


def read_baci(world: Tables, path: Path) -> tuple[pd.DataFrame, list[str]]:
    """Rows of the table `trade` from a file of BACI, and notes on what was left out.

    Raises
    ------
    UserError
        It is no file of BACI, a cell cannot be read, or a code is in no list of CEPII's; the row is named.
    """
    codes = known_codes(world)
    first, last = map(int, schema.table("trade").column("year").bounds or (0, 0))
    try:
        with connect() as connection:
            _check_columns(connection, path)
            rows = connection.execute(SUMS, [str(path)]).df()
            known = rows[["i", "j"]].isin(list(codes)).all(axis=None)
            if not known or rows["wrong"].any() or not rows["year"].isin(range(first, last + 1)).all():
                _refuse(connection, path, codes, first, last)
    except duckdb.Error:
        refuse_ragged(path)
        raise UserError(
            f"{path.name} is not a well-formed CSV; CEPII publishes BACI with columns {PUBLISHED}: download it again"
        ) from None
    return _between_states(rows, codes, path)


def _between_states(rows: pd.DataFrame, codes: dict[int, str | None], path: Path) -> tuple[pd.DataFrame, list[str]]:
    """Trade by pair of states; the rest is said by value."""
    rows = rows.assign(exporter=rows["i"].map(codes), importer=rows["j"].map(codes))
    outside = rows["exporter"].isna() | rows["importer"].isna()
    inside = rows["exporter"].eq(rows["importer"])
    notes = [
        f"left out, {why}: {rows.loc[where, 'value'].sum():,.1f} million USD"
        for where, why in ((outside, "of no single state"), (inside, "of a state with itself"))
        if where.any()
    ]
    summed = rows[~outside & ~inside].groupby(["year", "exporter", "importer"], as_index=False)["value"].sum()
    if summed.empty:
        raise UserError(f"{path.name} has no trade between two states; {'; '.join(notes) or 'it has no rows'}")
    frame = summed.assign(source="cepii-baci-import", basis="reconciled")
    return schema.conform(frame, schema.table("trade"), path.name), notes


def _check_columns(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    names = [str(name).lower() for (name, *_) in connection.execute(f"describe from {ROWS}", [str(path)]).fetchall()]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        refuse_ragged(path)
        raise UserError(
            f"{path.name} is not a BACI file: it has no column {missing[0]}; CEPII publishes it with the columns "
            f"{PUBLISHED}"
        )


def _refuse(connection: duckdb.DuckDBPyConnection, path: Path, codes: Iterable[int], first: int, last: int) -> NoReturn:
    """Name the first cell of the file that cannot be used."""
    listed = ", ".join(map(str, codes))
    unknown = f"coalesce({NUMBER} not in ({{1}}), true)"
    years = ", ".join(map(str, range(first, last + 1)))
    wrong = {
        "t": (unknown.format("t", years), f"give a year from {first} to {last}"),
        **{column: (unknown.format(column, listed), "it is in no list of CEPII's") for column in "ij"},
        "v": (NO_NUMBER, "it must be a number of thousand USD from 0 on"),
    }
    found = []
    for column, (condition, repair) in wrong.items():
        row = connection.execute(
            f"select row, {column} from (select *, row_number() over () as row from {ROWS}) where {condition} limit 1",
            [str(path)],
        ).fetchone()
        found += [(*row, column, repair)] if row else []
    row, cell, column, repair = min(found, key=lambda one: one[0])
    raise UserError(f"{path.name}, row {row}: {column} is {'empty' if cell is None else cell}; {repair}")


def known_codes(world: Tables) -> dict[int, str | None]:
    """The state of each code, None for groups of states."""
    import pandas as pd

    own = world.sql("select comtrade, state from states where comtrade is not null")
    with files("steppe.world").joinpath("baci_codes.csv").open(encoding="utf-8") as handle:
        listed = pd.read_csv(handle, keep_default_na=False)
    return dict(zip(listed["code"].tolist(), listed["state"].replace("", None).tolist(), strict=True)) | dict(
        zip(own["comtrade"].astype(int).tolist(), own["state"].tolist(), strict=True)
    )
