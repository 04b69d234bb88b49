"""Reader of CEPII's BACI as published: one year's products by pair, summed to trade between states.

Columns are found by their names: t year, i exporter, j importer, v thousand USD. The codes are UN Comtrade's, of which
CEPII's lists have several for some states (`baci_codes.csv`, beside the column `comtrade` of the table `states`).
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from steppe.world import schema
from steppe.world.engine import connect
from steppe.world.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.tables import Tables

QUERY = """
    select t as year, i, j, round(sum(v) / 1000, 6) as value
    from read_csv(?, header = true, types = {'t': 'INTEGER', 'i': 'INTEGER', 'j': 'INTEGER', 'v': 'DOUBLE'})
    group by all order by all
"""


def read_baci(world: Tables, path: Path) -> tuple[pd.DataFrame, list[str]]:
    """Rows of the table `trade` from a file of BACI, and notes on what was left out.

    Raises
    ------
    UserError
        It is no file of BACI, or has a code that no list of CEPII's has.
    """
    try:
        with connect() as connection:
            rows = connection.execute(QUERY, [str(path)]).df()
    except duckdb.Error:
        raise UserError(
            f"{path.name} is not a BACI file: CEPII publishes it as .csv with the columns t,i,j,k,v,q"
        ) from None
    codes = _codes(world)
    unknown = sorted({*rows["i"], *rows["j"]} - set(codes))
    if unknown:
        raise UserError(f"{path.name}: the table states has no comtrade code {unknown[0]}; add it there first")
    rows = rows.assign(exporter=rows["i"].map(codes), importer=rows["j"].map(codes))
    outside = rows["exporter"].isna() | rows["importer"].isna()
    notes = [f"left out, of no single state: {rows.loc[outside, 'value'].sum():,.1f} million USD"] * bool(outside.any())
    summed = rows[~outside].groupby(["year", "exporter", "importer"], as_index=False)["value"].sum()
    frame = summed.assign(source="cepii-baci-import", basis="reconciled")
    return schema.conform(frame, schema.table("trade"), path.name), notes


def _codes(world: Tables) -> dict[int, str | None]:
    """The state of each code, None for groups of states."""
    import pandas as pd

    own = world.sql("select comtrade, state from states where comtrade is not null")
    with files("steppe.world").joinpath("baci_codes.csv").open(encoding="utf-8") as handle:
        listed = pd.read_csv(handle, keep_default_na=False)
    return dict(zip(listed["code"], listed["state"].replace("", None), strict=True)) | dict(
        zip(own["comtrade"].astype(int), own["state"], strict=True)
    )
