"""Tables: the Parquet files of the bundle, read by DuckDB when first asked for, and frames that stand in their place.

Each process has one connection and each thread a cursor of its own, so that one world serves many threads, also after a
fork. A table is read once, under a lock. What is computed from tables is kept on them (`remembered`), for they never
change. A pickle holds the edits and the paths they came from, not the tables, and opens under the same bundle version.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial, wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

import duckdb

from steppe.world import schema
from steppe.world.codes import Readings, meant, readings
from steppe.world.dates import VERSION
from steppe.world.engine import Engine, words
from steppe.world.errors import UserError
from steppe.world.faults import sql_fault
from steppe.world.names import resolve
from steppe.world.organizations import Organization, organization_of

if TYPE_CHECKING:
    import pandas as pd

REMEMBERED = 2_000
"""Rows up to which an answer is kept: a world does not change, and the same small questions come back."""

P = ParamSpec("P")
T = TypeVar("T")
Self = TypeVar("Self", bound="Tables")


@dataclass(frozen=True, eq=False, repr=False)
class Tables:
    """The bundle's tables, some of them replaced.

    Attributes
    ----------
    edits
        Frames that stand in place of tables, by name.
    origins
        Where they are from, by name: the file that they were read from, or the day that they were cut to.
    doubts
        What is likely wrong in the files that they were read from, a sentence each.
    """

    edits: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    _engines: dict[int, Engine] = field(init=False, default_factory=dict)
    _answers: dict[tuple[str, str], pd.DataFrame] = field(init=False, default_factory=dict)
    _caches: dict[Callable[..., Any], Callable[..., Any]] = field(init=False, default_factory=dict)

    def __reduce__(self) -> tuple[Callable[..., Tables], tuple[object, ...]]:
        return _restored, (type(self), VERSION, dict(self.edits), dict(self.origins), self.doubts)

    # ------------------------------------------------------------------ tables
    def table(self, name: str) -> pd.DataFrame:
        """A fresh frame of one table.

        Parameters
        ----------
        name
            Name of the table.

        Returns
        -------
        Columns as in its schema, dates as datetime64.

        Raises
        ------
        UserError
            There is no such table; the message suggests the closest name.
        """
        schema.table(name)
        return self.sql(f'from "{name}"')

    def sql(self, query: str, parameters: Sequence[object] | None = None) -> pd.DataFrame:
        """The answer of DuckDB to a query over the tables; every table is a view of the same name.

        Parameters
        ----------
        query
            One SELECT.
        parameters
            Values for each `?` in it; none by default.

        Returns
        -------
        What the query selects.

        Raises
        ------
        UserError
            The query is not valid, or reads or writes anything but the tables.
        """
        if isinstance(parameters, str) or not (parameters is None or isinstance(parameters, Iterable)):
            raise UserError(f"sql: give the parameters as a list, not {parameters!r}")
        given = [value.tolist() if hasattr(value, "tolist") else value for value in parameters or ()]
        key = (query, repr(given))
        if key in self._answers:
            return self._answers[key].copy(deep=False)
        frame = self._ask(query, given)
        if len(frame) <= REMEMBERED:
            self._answers[key] = frame
        return frame.copy(deep=False)

    @property
    def engine(self) -> Engine:
        """The database of this process."""
        process = os.getpid()
        return self._engines.get(process) or self._engines.setdefault(process, Engine(self.edits))

    def records(self, query: str, parameters: Sequence[object] = ()) -> list[dict[str, Any]]:
        """The answer of DuckDB to a query as plain Python; it needs no pandas.

        Parameters
        ----------
        query
            One SELECT.
        parameters
            Values for each `?` in it; none by default.

        Returns
        -------
        Rows, each a value by the name of its column; None where nothing is known.

        Raises
        ------
        UserError
            As `sql`.
        """
        with self._answer(query, parameters) as cursor:
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    @contextmanager
    def _answer(self, query: str, parameters: Sequence[object]) -> Iterator[duckdb.DuckDBPyConnection]:
        """The cursor with the answer to a query; what DuckDB objects to is said in a sentence."""
        if not isinstance(query, str):
            raise UserError(f"sql: write the query as text, not {query!r}")
        try:
            yield self.engine.run(query, parameters)
        except duckdb.Error as error:
            raise UserError(sql_fault(error)) from None

    def _ask(self, query: str, parameters: Sequence[object]) -> pd.DataFrame:
        with self._answer(query, parameters) as cursor:
            frame = cursor.df()
        dates = [name for name, kind in frame.dtypes.items() if kind.kind == "M" and not getattr(kind, "tz", None)]
        return frame.astype(dict.fromkeys(dates, "datetime64[s]")) if dates else frame

    def with_tables(self: Self, tables: Mapping[str, pd.DataFrame], origins: Mapping[str, str] | None = None) -> Self:
        """The same with some tables replaced.

        Parameters
        ----------
        tables
            The new frames by the name of their table.
        origins
            The files that they were read from, by the same names.

        Returns
        -------
        A copy; this one stays as it is.

        Raises
        ------
        UserError
            A name is no table of the schema, or its frame does not keep to it.
        """
        if not isinstance(tables, Mapping):
            raise UserError(f"tables: give DataFrames by the name of their table, not {type(tables).__name__}")
        conformed = {name: schema.conform(frame, schema.table(name), f"table {name}") for name, frame in tables.items()}
        return self.replaced(conformed, origins)

    def replaced(self: Self, tables: Mapping[str, pd.DataFrame], origins: Mapping[str, str] | None = None) -> Self:
        """As `with_tables`, for frames that are known to follow their schema.

        Parameters
        ----------
        tables, origins
            As in `with_tables`.

        Returns
        -------
        A copy; this one stays as it is.
        """
        kept = {name: path for name, path in self.origins.items() if name not in tables}
        edited = type(self)({**self.edits, **tables}, {**kept, **(origins or {})}, self.doubts)
        answers = self._answers.copy()
        edited._answers.update({key: answers[key] for key in answers if not words(key[0]) & tables.keys()})
        return edited

    # ------------------------------------------------------------------- names
    @property
    def state_names(self) -> Mapping[str, str]:
        """Short name of each state by ISO3 code."""
        return names_of(self, "states", "state", "name")

    @property
    def organization_names(self) -> Mapping[str, str]:
        """Title of each organization by short name."""
        return names_of(self, "organizations", "organization", "title")

    @property
    def group_names(self) -> Mapping[str, str]:
        """Title of each group by short name."""
        return names_of(self, "groups", "group", "title")

    def state(self, code: str) -> str:
        """The ISO3 code of a state.

        Parameters
        ----------
        code
            Code (ISO 3166 alpha-3 or alpha-2, M49, COW) or name.

        Returns
        -------
        The code.

        Raises
        ------
        UserError
            There is no such state, and the message suggests the closest name; or two states have that code.
        """
        return resolve(self.meant(code), self.state_names, "state", "code")

    def meant(self, word: str) -> str:
        """The ISO3 code that another code or a usual name means; any other word as it is. See `codes.meant`.

        Parameters
        ----------
        word
            A code of ISO 3166, M49 or COW, or a usual name.

        Returns
        -------
        The ISO3 code, or the word itself.
        """
        return meant(word, _readings(self), self.state_names)

    def organization(self, name: str) -> Organization:
        """An organization with its rules.

        Parameters
        ----------
        name
            Short name or title.

        Returns
        -------
        The organization.

        Raises
        ------
        UserError
            There is no such organization; the message suggests the closest name.
        """
        return _organization(self, resolve(name, self.organization_names, "organization", "name"))


def remembered(maxsize: int = 8) -> Callable[[Callable[Concatenate[Any, P], T]], Callable[Concatenate[Any, P], T]]:
    """Keep on a world what a function computes from it: the last `maxsize` answers, by its further arguments."""

    def decorate(function: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate[Any, P], T]:
        @wraps(function)
        def kept(world: Any, *args: P.args, **named: P.kwargs) -> T:
            caches: dict[Any, Any] = world._caches
            cache = caches.get(kept) or caches.setdefault(kept, lru_cache(maxsize)(partial(function, world)))
            value: T = cache(*args, **named)
            return value

        return cast("Callable[Concatenate[Any, P], T]", kept)

    return decorate


@remembered(maxsize=8)
def names_of(tables: Tables, table: str, key: str, name: str) -> Mapping[str, str]:
    """A column of names by a column of keys."""
    rows = tables.records(f'select "{key}" as key, "{name}" as name from {table} order by "{key}"')
    return {row["key"]: row["name"] for row in rows}


@remembered(maxsize=1)
def _readings(tables: Tables) -> Readings:
    return readings(tables.records("select state, iso2, m49, cow from states order by state"))


@remembered(maxsize=256)
def _organization(tables: Tables, name: str) -> Organization:
    return organization_of(tables.records("from organizations where organization = ?", [name])[0])


def _restored(
    kind: type[Tables], version: str, edits: dict[str, pd.DataFrame], origins: dict[str, str], doubts: tuple[str, ...]
) -> Tables:
    if version != VERSION:
        raise UserError(
            f"this world was pickled with bundle {version}, and bundle {VERSION} is installed: make it again with "
            "`steppe.load()`, or install the release that has the other"
        )
    return kind(edits, origins, doubts)
