"""A query that a person typed: answered within limits of rows, time and memory, exactly, and stopped by Ctrl-C.

The query runs in a thread of its own, so that the one that waits can interrupt it. Where a frame has no type for a
column, the column is text as DuckDB writes it: times, blobs, and whole numbers or decimals with more digits than a
float keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

import duckdb

from steppe.world.engine import AS_TEXT, MEMORY, select_in
from steppe.world.errors import UserError
from steppe.world.faults import sql_fault

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.tables import Tables

SECONDS = 30
"""The longest that a query may take."""


class Size(NamedTuple):
    """What an answer may be: its rows, and the bytes that they take as a frame."""

    rows: int
    bytes: int


FILE, SCREEN = Size(1_000_000, 500_000_000), Size(10_000, 5_000_000)
"""The most that is worth writing to a file, and laying out as a table: either takes less than a minute."""

WIDE = re.compile(r"^(?:HUGEINT|DECIMAL\(\d+,(\d+)\))$")
"""Types whose values become floats in a frame."""

EXACT = 2**53
"""Whole numbers up to which a float is exact."""


def ask(tables: Tables, query: str, most: Size = FILE) -> pd.DataFrame:
    """The answer to a query of a person.

    Parameters
    ----------
    tables
        What the query may read.
    query
        One SELECT.
    most
        How large the answer may be.

    Raises
    ------
    UserError
        The query is not valid, reads or writes anything but the tables, or goes beyond a limit.
    """
    cursor = tables.engine.connection(query).cursor()
    with ThreadPoolExecutor(1) as pool, _room():
        answer = pool.submit(_exact, cursor, query, most)
        try:
            return answer.result(SECONDS)
        except TimeoutError:
            raise UserError(
                f"sql: the query takes more than {SECONDS} s, the limit; join on keys, end its recursion, or add a "
                "`where`"
            ) from None
        except (duckdb.OutOfMemoryException, MemoryError):
            raise UserError(
                f"sql: the query needs more than {MEMORY / 1e9:g} GB of memory, the limit; aggregate, or add a `limit`"
            ) from None
        except duckdb.Error as error:
            raise UserError(sql_fault(error)) from None
        finally:
            cursor.interrupt()


def _exact(cursor: duckdb.DuckDBPyConnection, query: str, most: Size) -> pd.DataFrame:
    """The answer, asked for once more with columns as text if they could not be held otherwise."""
    relation = cursor.sql(select_in(cursor, query))
    kinds = [str(kind) for kind in relation.types]
    texts = {place for place, kind in enumerate(kinds) if AS_TEXT.search(kind)}
    frame = _with_text(relation, texts, most)
    rounded = {place for place, kind in enumerate(kinds) if _is_rounded(frame.iloc[:, place], kind)}
    return _with_text(relation, texts | rounded, most) if rounded else frame


def _with_text(relation: duckdb.DuckDBPyRelation, places: set[int], most: Size) -> pd.DataFrame:
    """Rows, with the columns of these places as text; one row beyond the limit is enough to refuse."""
    columns = (
        f'#{place + 1}{"::varchar" if place in places else ""} as "{name.replace(chr(34), chr(34) * 2)}"'
        for place, name in enumerate(relation.columns)
    )
    frame: pd.DataFrame = relation.project(", ".join(columns)).limit(most.rows + 1).df()
    if len(frame) > most.rows:
        raise UserError(f"sql: the answer has more than {most.rows:,} rows{_repair(most, f'add `limit {most.rows}`')}")
    if frame.memory_usage(deep=True).sum() > most.bytes:
        raise UserError(f"sql: the answer has more than {most.bytes // 10**6} MB{_repair(most, 'add a `limit`')}")
    return frame


def _repair(most: Size, limit: str) -> str:
    if most is SCREEN:
        return f", the limit of a table; {limit}, or take it elsewhere with `--format csv`"
    return f", the limit; aggregate, or {limit}"


def _is_rounded(column: pd.Series[Any], kind: str) -> bool:
    """Whether a column of whole numbers or decimals has one with more digits than its float."""
    wide = WIDE.match(kind)
    return wide is not None and bool((column.abs() * 10.0 ** int(wide[1] or 0) > EXACT).any())


@contextmanager
def _room() -> Iterator[None]:
    """Let the process have `MEMORY` more than it has now, and no more, where the system can tell how much that is.

    DuckDB does not count all that it holds: the text of one cell can be larger than its limit.
    """
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            taken = int(file.read().split()[0]) * resource.getpagesize()
    except (ImportError, OSError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = min(limit for limit in (taken + MEMORY, soft, hard) if limit != resource.RLIM_INFINITY)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
