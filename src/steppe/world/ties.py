"""Ties by layer: directed, dated, valued links between two states, as labelled arrays.

A layer is a table with a sender, a receiver, a year and a value; `LAYERS` says which columns these are. Flows go from
sender to receiver: goods from exporter to importer, loans from creditor to debtor, arms from supplier to recipient.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from steppe.world import schema
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.tables import remembered

if TYPE_CHECKING:
    import xarray as xr

    from steppe.world.tables import Tables


@dataclass(frozen=True, slots=True)
class Layer:
    """Where the ties of a layer stand: a table and its columns."""

    table: str
    sender: str
    receiver: str
    value: str = "value"
    year: str = "year"
    symmetric: bool = False  # each pair stands once and holds both ways


LAYERS = {
    "trade": Layer("trade", "exporter", "importer"),
    "debt": Layer("debt", "creditor", "debtor", "stock"),
    "remittances": Layer("remittances", "sender", "receiver"),
    "arms": Layer("arms_shares", "supplier", "recipient", "share", "end_year"),
    "votes": Layer("un_agreement", "state_a", "state_b", "agreement"),
    "distance": Layer("distances", "state_a", "state_b", "distance", ""),
    "gas": Layer("gas_trade", "seller", "buyer"),
    "gas_capacity": Layer("gas_capacity", "from_state", "to_state", "capacity"),
    "gas_discount": Layer("gas_price_gap", "seller", "buyer", "gap"),
    "development": Layer("development_finance", "creditor", "recipient"),
    "remittances_estimated": Layer("remittances_series", "sender", "receiver"),
    "migrants": Layer("migrants", "origin", "destination"),
    "students": Layer("students", "origin", "destination"),
    "visas": Layer("visas", "origin", "destination", "ease"),
    "flights": Layer("flights", "from_state", "to_state", "routes"),
    "exercises": Layer("exercises", "state_a", "state_b", "joint", symmetric=True),
    "defence_agreements": Layer("defence_agreements", "state_a", "state_b", "in_force", symmetric=True),
    "sanctions": Layer("sanction_counts", "sender", "target", "cases", "end_year"),
}


def layer_of(name: str) -> Layer:
    """The layer of that name; unknown ones stop with the look-alike named."""
    if name not in LAYERS:
        raise UserError(f'there is no layer "{name}"{look_alike(name, list(LAYERS))}; there are {", ".join(LAYERS)}')
    return LAYERS[name]


def ties(world: Tables, layer: str, year: int) -> xr.DataArray:
    """Ties of one layer in one year.

    Parameters
    ----------
    layer
        One of `LAYERS`.
    year
        The year; for arms the last year of the window; of no account for distances.

    Returns
    -------
    xarray.DataArray of shape (states, states) with dimensions `sender` and `receiver`, both labelled with the same
    sorted ISO3 codes. NaN where the bundle has no figure: absent is not zero. Attributes: layer, year, unit, imputed
    (share of the value that is imputed).

    Raises
    ------
    UserError
        Unknown layer, or a year without figures: the nearest years that have them are named.
    """
    import xarray as xr

    of = layer_of(layer)
    frame = world.sql(*_selection(of, year))
    if frame.empty:
        raise UserError(f"{layer} has no figures for {year}; it has {_years(world, of)}")
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


def _selection(of: Layer, year: int) -> tuple[str, list[object]]:
    """Ties of a year with their ends; the mean of several records is taken later."""
    ends = [(of.sender, of.receiver), (of.receiver, of.sender)] if of.symmetric else [(of.sender, of.receiver)]
    where, parameters = (f'where "{of.year}" = ? and "{of.value}" is not null', [year]) if of.year else ("", [])
    parts = (
        f'select "{a}" as sender, "{b}" as receiver, "{of.value}"::double as value, basis from {of.table} {where}'
        for a, b in ends
    )
    return " union all ".join(parts), [*parameters] * len(ends)


def _years(world: Tables, of: Layer) -> str:
    years = world.sql(f'select distinct "{of.year}" as year from {of.table} order by 1')["year"].tolist()
    spans: list[list[int]] = []
    for year in years:
        if spans and year == spans[-1][1] + 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in spans)


@dataclass(frozen=True)
class Cube:
    """All bilateral trade as one array, for whoever sums it many times over.

    states
        ISO3 codes in alphabetical order, as keys to their place.
    years
        Years with data, as keys to their place.
    values
        Million current USD, shape (years, exporters, importers); 0 where there is no trade.
    kinds
        Place in `provenance`, same shape.
    provenance
        Pairs of source and basis.
    """

    states: dict[str, int]
    years: dict[int, int]
    values: NDArray[np.float64]
    kinds: NDArray[np.int8]
    provenance: tuple[tuple[str, str], ...]

    def places(self, states: Iterable[str]) -> NDArray[np.intp]:
        """Places of the states that trade; those that never do are left out."""
        return np.array([self.states[state] for state in states if state in self.states], dtype=np.intp)

    def year(self, year: int) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
        """Values and kinds of one year, each of shape (exporters, importers)."""
        return self.values[self.years[year]], self.kinds[self.years[year]]


@remembered(maxsize=4)
def trade_cube(world: Tables) -> Cube:
    """The table `trade` as an array."""
    frame = world.sql(
        """
        with codes as (
            select state, row_number() over (order by state) - 1 as place
            from (select exporter as state from trade union select importer from trade)
        ), kinds as (select source, basis, row_number() over (order by source, basis) - 1 as place
                     from (select distinct source, basis from trade)
        ), years as (select year, row_number() over (order by year) - 1 as place
                     from (select distinct year from trade))
        select y.place as y, e.place as e, m.place as m, k.place as k, value
        from trade t join codes e on e.state = exporter join codes m on m.state = importer
        join kinds k using (source, basis) join years y using (year)
        """
    )
    states = world.sql("select exporter as state from trade union select importer from trade order by 1")["state"]
    years = world.sql("select distinct year from trade order by year")["year"]
    kinds = world.sql("select distinct source, basis from trade order by source, basis")
    shape = (len(years), len(states), len(states))
    values, sorts = np.zeros(shape), np.zeros(shape, dtype=np.int8)
    where = tuple(frame[name].to_numpy() for name in ("y", "e", "m"))
    values[where], sorts[where] = frame["value"], frame["k"]
    return Cube(
        {code: place for place, code in enumerate(states)},
        {int(year): place for place, year in enumerate(years)},
        values,
        sorts,
        tuple(kinds.itertuples(index=False, name=None)),
    )
