"""Queries: how the data answer a claim.

A query is a function of the world and of named arguments that returns a `Measurement`: a value and the bundle rows it
was computed from. Claims name queries (`trade/share`) and never contain results.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from steppe.world.errors import UserError
from steppe.world.modules import modules_of
from steppe.world.names import look_alike

if TYPE_CHECKING:
    import pandas as pd

Scalar = bool | float | int | str
Value = Scalar | tuple[str, ...] | Mapping[str, Scalar]


class NoData(Exception):
    """The bundle cannot answer this query; the message says why."""


RECORD_ONLY = "only the record may have changed"
"""What is said of a change that some records tell and others do not."""


@dataclass(frozen=True)
class Measurement:
    """One measurement from the tables.

    value
        A number, a truth value, a date as text, a tuple of states, or a mapping of parts to such values: each part
        of a mapping is tested on its own.
    unit
        Unit of a number.
    rows
        The bundle rows used, with their columns `source` and, but for plain references, `basis`; `n` where a row
        sums several of the bundle.
    note
        What the reader should know beside the figure.
    imputed
        Imputed share, 0..1, of the figure itself, where `rows` have more than it (the whole that a share is of).
    records
        By part, the least and the greatest figure that the records of it give; the part of a single value is empty.
    """

    value: Value
    unit: str = ""
    rows: pd.DataFrame | None = None
    note: str = ""
    imputed: float | None = None
    records: Mapping[str, tuple[float, float]] = field(default_factory=dict)


def parts(values: Mapping[str, Scalar]) -> Value:
    """The value of a query with parts; a single part is the value itself.

    Raises
    ------
    NoData
        There is no part.
    """
    if not values:
        raise NoData("none is named of whom it could be asked")
    return dict(values) if len(values) > 1 else next(iter(values.values()))


QueryFunction = Callable[..., Measurement]
_REGISTRY: dict[str, QueryFunction] = {}


def query(name: str) -> Callable[[QueryFunction], QueryFunction]:
    """Register a function under the name by which claims call it."""

    def register(function: QueryFunction) -> QueryFunction:
        if name in _REGISTRY and _REGISTRY[name].__module__ != function.__module__:
            raise ValueError(f"two queries are called {name}")
        _REGISTRY[name] = function
        return function

    return register


@cache
def registry() -> Mapping[str, QueryFunction]:
    """Every query by name."""
    modules_of("steppe.evidence.queries")
    return _REGISTRY


def find(name: str, arguments: Mapping[str, Any], place: str) -> QueryFunction:
    """The query of that name, once its arguments fit."""
    if name not in registry():
        raise UserError(f'{place}: there is no query "{name}"{look_alike(name, list(registry()))}')
    function = registry()[name]
    try:
        inspect.signature(function).bind(None, **arguments)
    except TypeError as error:
        raise UserError(f"{place}: query {name} does not take these arguments: {error}") from None
    return function
