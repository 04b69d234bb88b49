"""Labelled tables of trade as plain arrays [importer, exporter]; labels are checked and never put in another order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, Union

import numpy as np
from numpy.typing import ArrayLike

from steppe.economy.arrays import Array
from steppe.world.errors import UserError

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

Flows: TypeAlias = Union[ArrayLike, "pd.DataFrame", "xr.DataArray"]

BUYERS, SELLERS = ("importer", "receiver"), ("exporter", "sender")
"""Names of the two sides; those of `world.ties` are `receiver` and `sender`."""


def unlabelled(flows: Flows, states: Sequence[str] | None, what: str) -> tuple[Array, tuple[str, ...]]:
    """Values [importer, exporter] and the codes of the states.

    Rows are importers, unless the names of the sides say that they are exporters: then the table is turned.

    Raises
    ------
    UserError
        The labels of the two sides differ from each other or from `states`, a figure is missing, the dimensions of a
        DataArray are not named, or neither `flows` nor `states` says which states these are.
    """
    table: Any = flows
    if hasattr(table, "dims"):
        _check_dimensions(table.dims, what)
        table = table.to_pandas()
    if not hasattr(table, "columns"):
        if states is None:
            raise UserError(f"{what}: the values have no labels; give the codes of the states as `states`")
        return np.asarray(table, dtype=float), tuple(states)
    if table.index.name in SELLERS or table.columns.name in BUYERS:
        table = table.T
    importers, exporters = tuple(map(str, table.index)), tuple(map(str, table.columns))
    _check_same(importers, exporters, f"{what}: importers and exporters")
    if states is not None:
        _check_same(importers, tuple(states), f"{what}: its labels and the states given")
    values = table.to_numpy(dtype=float)
    if np.isnan(values).any():
        row, column = np.argwhere(np.isnan(values))[0]
        raise UserError(
            f"{what}: there is no figure for what {importers[row]} buys from {exporters[column]}; write 0 where "
            "there is no trade, and domestic sales on the diagonal"
        )
    return values, importers


def _check_dimensions(names: Sequence[str], what: str) -> None:
    """The two dimensions of a DataArray must say which is which."""
    if {*names} not in ({buyer, seller} for buyer, seller in zip(BUYERS, SELLERS, strict=True)):
        raise UserError(f"{what}: its dimensions are {', '.join(map(str, names))}; name them sender and receiver")


def _check_same(one: tuple[str, ...], other: tuple[str, ...], these: str) -> None:
    lone = sorted({*one} ^ {*other})
    if lone:
        raise UserError(f"{these} are not the same; only one side has {', '.join(lone[:5])}: give both the same states")
    if one != other:
        raise UserError(f"{these} are in different orders; put both in the same order")
