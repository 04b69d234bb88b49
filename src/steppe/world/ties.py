"""Ties by layer: directed, dated, valued links between two states, as labelled arrays.

The registry (`steppe.world.layers`) says in which table and columns a layer stands. Flows go from sender to receiver:
goods from exporter to importer, loans from creditor to debtor, arms from supplier to recipient. Where several records
of a pair and year are graded, the most trusted counts, and the mean of equals; `steppe.influence` reads the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.world import schema
from steppe.world.errors import UserError
from steppe.world.layers import TIES, Layer, layer_of, spans, years_of
from steppe.world.tables import remembered

if TYPE_CHECKING:
    import xarray as xr

    from steppe.world.tables import Tables

RECORDS = ("importer", "exporter", "press", "baci", "imts", "exporter_services", "carried", "imputed")
"""Records of trade, from the first that stands to the last."""


def ties(world: Tables, layer: str, year: int) -> xr.DataArray:
    """Ties of one layer in one year.

    Parameters
    ----------
    layer
        One of `steppe.world.layers.TIES`.
    year
        The year; for arms the last year of the window; of no account for distances.

    Returns
    -------
    xarray.DataArray of shape (states, states) with dimensions `sender` and `receiver`, both labelled with the same
    sorted ISO3 codes. NaN where the bundle has no figure: absent is not zero. Attributes: layer, year, unit, imputed
    (share of the value that is imputed). The accounts of trade stand the other way round, [importer, exporter];
    `steppe.economy.from_flows` takes either and reads the names of the dimensions.

    Raises
    ------
    UserError
        Unknown layer, or a year without figures: the nearest years that have them are named.
    """
    import xarray as xr

    of = layer_of(layer, TIES)
    frame = records(world, of, year)
    if frame.empty:
        raise UserError(f"{layer} has no figures for {year}; it has {spans(years_of(world, of))}")
    wide = frame.groupby(["sender", "receiver"])["value"].mean().unstack()
    codes = sorted({*wide.index, *wide.columns})
    total, imputed = frame["value"].sum(), frame.loc[frame["basis"].eq("imputed"), "value"].sum()
    return xr.DataArray(
        wide.reindex(index=codes, columns=codes).to_numpy(float),
        coords={"sender": codes, "receiver": codes},
        dims=("sender", "receiver"),
        name=layer,
        attrs={
            "layer": layer,
            "year": year,
            "unit": schema.table(of.table).column(of.value).unit,
            "imputed": float(imputed / total) if total else 0.0,
        },
    )


def records(world: Tables, of: Layer, year: int) -> pd.DataFrame:
    """Rows of a layer in one year, those of `chosen` for each pair.

    Returns
    -------
    Columns sender, receiver, value, source, basis; a symmetric tie stands both ways.
    """
    ends = [(of.sender, of.receiver), (of.receiver, of.sender)] if of.symmetric else [(of.sender, of.receiver)]
    conditions = [
        f'"{of.value}" is not null',
        *([f'"{of.year}" = ?'] if of.year else []),
        *([of.only] if of.only else []),
    ]
    parts = (
        f'select "{a}" as sender, "{b}" as receiver, "{of.value}"::double as value, source, basis from {of.table} '
        f"where {' and '.join(conditions)} {chosen(of)}"
        for a, b in ends
    )
    return world.sql(f"from ({' union all '.join(parts)}) order by all", [year] * len(ends) if of.year else [])


def chosen(of: Layer) -> str:
    """SQL that keeps the most trusted records of a pair and year, where the layer's table grades them."""
    if "confidence" not in schema.table(of.table).names:
        return ""
    rank = "coalesce(list_position(['high', 'medium', 'low'], confidence), 4)"
    return f'qualify rank() over (partition by "{of.sender}", "{of.receiver}", "{of.year}" order by {rank}) = 1'


@dataclass(frozen=True)
class Cube:
    """All bilateral trade as one array a year, read when first asked for, for whoever sums it many times over.

    world
        The world whose trade it is.
    states
        ISO3 codes in alphabetical order, as keys to their place.
    years
        Years with data.
    provenance
        Pairs of source and basis.
    """

    world: Tables
    states: dict[str, int]
    years: tuple[int, ...]
    provenance: tuple[tuple[str, str], ...]

    def places(self, states: Iterable[str]) -> NDArray[np.intp]:
        """Places of the states that trade; those that never do are left out."""
        return np.array([self.states[state] for state in states if state in self.states], dtype=np.intp)

    def year(self, year: int) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
        """Trade of one year and its kinds.

        Returns
        -------
        Million current USD, 0 where there is no trade, and the place in `provenance`, both of shape (exporters,
        importers).
        """
        return _of_year(self.world, year)

    def span(self, year: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int8]]:
        """Least and greatest record of each flow of a year, and whose figure stands.

        Returns
        -------
        Million current USD twice, the value itself where there is one record, and the place in `steppe.world.ties.
        RECORDS`, -1 where none is named; all of shape (exporters, importers).
        """
        return _span(self.world, year)


@remembered(maxsize=4)
def trade_cube(world: Tables) -> Cube:
    """The table `trade` as arrays."""
    states = world.sql("select exporter as state from trade union select importer from trade order by 1")["state"]
    years = world.sql("select distinct year from trade order by year")["year"]
    kinds = world.sql("select distinct source, basis from trade order by source, basis")
    return Cube(
        world,
        {code: place for place, code in enumerate(states)},
        tuple(years.tolist()),
        tuple(kinds.itertuples(index=False, name=None)),
    )


@remembered(maxsize=64)
def _span(world: Tables, year: int) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int8]]:
    cube = trade_cube(world)
    frame = world.sql(
        "select exporter, importer, record, least(value, low_record) as low, greatest(value, high_record) as high "
        "from trade where year = $1",
        [year],
    )
    where = frame["exporter"].map(cube.states).to_numpy(), frame["importer"].map(cube.states).to_numpy()
    low, high = np.zeros((2, len(cube.states), len(cube.states)))
    records = np.full(low.shape, -1, dtype=np.int8)
    low[where], high[where] = frame["low"], frame["high"]
    records[where] = pd.Index(RECORDS).get_indexer(frame["record"])
    return low, high, records


@remembered(maxsize=64)
def _of_year(world: Tables, year: int) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    cube = trade_cube(world)
    sources, bases = zip(*cube.provenance, strict=True)
    frame = world.sql(
        """
        with codes as (select unnest($1::varchar[]) as state, generate_subscripts($1::varchar[], 1) - 1 as place),
        kinds as (select unnest($2::varchar[]) as source, unnest($3::varchar[]) as basis,
                  generate_subscripts($2::varchar[], 1) - 1 as place)
        select e.place as e, m.place as m, k.place as k, value
        from trade join codes e on e.state = exporter join codes m on m.state = importer
        join kinds k using (source, basis) where year = $4
        """,
        [list(cube.states), list(sources), list(bases), year],
    )
    values = np.zeros((len(cube.states), len(cube.states)))
    kinds = np.zeros(values.shape, dtype=np.int8)
    where = frame["e"].to_numpy(), frame["m"].to_numpy()
    values[where], kinds[where] = frame["value"], frame["k"]
    return values, kinds
