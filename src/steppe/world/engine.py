"""DuckDB of one process: a database in memory that holds the tables, each read when a query first names it.

What is shipped is trusted to ask what it likes within `MEMORY`; for what a person types there is `steppe.world.asked`.
"""

from __future__ import annotations

import ctypes
import os
import re
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakSet

import duckdb

from steppe.world import schema
from steppe.world.dates import BUNDLE
from steppe.world.errors import BundleError, UserError

if TYPE_CHECKING:
    import pandas as pd

MEMORY = 2_000_000_000
"""Bytes that a database may take; all the tables together take a tenth of it."""

AS_TEXT = re.compile(r"^DATE$|BLOB|BIT\b|UHUGEINT|BIGNUM|INTERVAL|TIME")
"""Types, alone or inside others, of which a frame has none, or one that cannot hold every value."""


_OPEN = WeakSet["duckdb.DuckDBPyConnection"]()
"""The databases that are open."""


class Engine:
    """DuckDB of one process: its connection, the tables in it, and a cursor for each thread."""

    def __init__(self, edits: Mapping[str, pd.DataFrame]) -> None:
        self._edits, self._loaded = edits, set[str]()
        self._lock, self._local = threading.RLock(), threading.local()
        self._connection: duckdb.DuckDBPyConnection | None = None

    def run(self, query: str, parameters: Sequence[object]) -> duckdb.DuckDBPyConnection:
        """The cursor of this thread with the answer to a query; DuckDB's own error where it has none."""
        connection = self.connection(query)
        if not hasattr(self._local, "cursor"):
            self._local.cursor = connection.cursor()
        cursor: duckdb.DuckDBPyConnection = self._local.cursor
        return cursor.execute(select_in(cursor, query), list(parameters))

    def connection(self, query: str) -> duckdb.DuckDBPyConnection:
        """The connection of this process, once the tables that a query names are in memory."""
        with self._lock:
            if self._connection is None:
                self._connection = _closed()
            self._load(self._connection, query)
            return self._connection

    def put(self, name: str, frame: pd.DataFrame) -> None:
        """Let a frame be a table beside those of the bundle, in place of an earlier one of that name."""
        connection = self.connection("")
        with self._lock:
            connection.register("put", frame)
            connection.execute(f'create or replace table "{name}" as from put; drop view put')

    def _load(self, connection: duckdb.DuckDBPyConnection, query: str) -> None:
        """Read into memory the tables whose names stand in a query, each once."""
        for name in sorted(words(query) & schema.tables().keys() - self._loaded):
            if name in self._edits:
                kinds = ", ".join(f'"{one.name}"::{one.sql_type} as "{one.name}"' for one in schema.table(name).columns)
                connection.register("edited", self._edits[name])
                connection.execute(f'create table "{name}" as select {kinds} from edited; drop view edited')
            else:
                path = BUNDLE / schema.table(name).licence_class / f"{name}.parquet"
                if not path.exists():
                    raise BundleError(f"the bundle lacks {path.name}; reinstall steppe, or run `python -m recipes`")
                connection.execute(f'create table "{name}" as from read_parquet({_literal(path)})')
            self._loaded.add(name)


def connect() -> duckdb.DuckDBPyConnection:
    """A database in memory of `MEMORY` at the most, with one thread, which puts nothing on the disk by itself."""
    connection = duckdb.connect(config={"threads": 1, "memory_limit": f"{MEMORY}B", "temp_directory": ""})
    _OPEN.add(connection)
    return connection


def _leave_open() -> None:
    """In a child by fork: never close what its parent opened, for the threads to wait for are not here, and DuckDB
    would end the process. Only a reference that nothing gives back outlasts the end of Python.
    """
    for connection in _OPEN:
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(connection))
    _OPEN.clear()


if hasattr(os, "register_at_fork"):  # not on Windows, where nothing forks
    os.register_at_fork(after_in_child=_leave_open)


def select_in(cursor: duckdb.DuckDBPyConnection, query: str) -> duckdb.Statement:
    """The one SELECT that a query is.

    Raises
    ------
    UserError
        It is anything else.
    """
    statements = cursor.extract_statements(query)  # of the module itself, it would go through a shared connection
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise UserError("sql: it must be one SELECT; the world's tables cannot be written to")
    return statements[0]


def words(query: str) -> set[str]:
    """Words of a query, among which are the names of its tables."""
    return set(re.findall(r"\w+", query.lower()))


def _closed() -> duckdb.DuckDBPyConnection:
    """A database that reads the bundle and nothing else."""
    kinds = {spec.licence_class for spec in schema.tables().values()} | {"derived"}
    folders = sorted(_literal(BUNDLE / kind) for kind in kinds)
    connection = connect()
    connection.execute(f"set allowed_directories = [{', '.join(folders)}]; set enable_external_access = false")
    return connection


def _literal(path: Path) -> str:
    """A path as SQL writes it, quotes and all."""
    return "'" + str(path).replace("'", "''") + "'"
