"""Derived tables: what takes long to compute from the embedded tables, computed once and kept beside them.

`python -m recipes --derived` writes them, with the key of what they were computed from: a checksum of every embedded
table and of the text tables that figures and verdicts rest on (layers, claims …). They answer only for the embedded
world, and only while the key holds; an edited world, other tables (`steppe --data`) and `steppe --fresh` compute anew.
A test computes all of them and compares.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from steppe.world.dates import BUNDLE
from steppe.world.tables import Tables

if TYPE_CHECKING:
    import pandas as pd

DERIVED = BUNDLE / "derived"
KEY = "key.txt"
TEXTS = ("world/*.csv", "world/schema/*.csv", "influence/*.csv", "evidence/*.csv", "evidence/claims/*.toml")
FRESH: ContextVar[bool] = ContextVar("compute anew", default=bool(os.environ.get("STEPPE_FRESH")))
"""Whether derived tables are left aside; the environment variable STEPPE_FRESH sets it for a process."""


@contextmanager
def fresh(anew: bool = True) -> Iterator[None]:
    """A context in which everything is computed anew, or, with False, derived tables are read again."""
    token = FRESH.set(anew)
    try:
        yield
    finally:
        FRESH.reset(token)


def at_hand(world: Tables) -> bool:
    """Whether the derived tables are those of a world."""
    return not world.edits and not FRESH.get() and _holds()


def rows(world: Tables, name: str, **among: Sequence[object]) -> pd.DataFrame:
    """Rows of a derived table in which each column named has one of the values given."""
    where = " and ".join(f'list_contains(${place}, "{column}")' for place, column in enumerate(among, start=1))
    query = f"from read_parquet('{path_of(name)}') {f'where {where}' if where else ''}"
    return world.sql(query, [list(values) for values in among.values()])


def document(name: str) -> Any:
    """A derived document of JSON."""
    return json.loads((DERIVED / f"{name}.json").read_text(encoding="utf-8"))


def path_of(name: str) -> str:
    """Path of a derived table, as SQL writes it between quotes."""
    return str(DERIVED / f"{name}.parquet").replace("'", "''")


def key() -> str:
    """Checksum of all that derived tables are computed from, code apart."""
    total = 0
    for path in sorted(_inputs()):
        total = crc32(path.read_bytes(), crc32(path.name.encode(), total))
    return f"{total:08x}"


def _inputs() -> Iterator[Path]:
    """Every table of the bundle, and the text tables that figures and verdicts rest on."""
    yield from (path for path in BUNDLE.glob("*/*.parquet") if path.parent != DERIVED)
    for pattern in TEXTS:
        yield from BUNDLE.parent.glob(pattern)


@cache
def _holds() -> bool:
    kept = DERIVED / KEY
    return kept.is_file() and kept.read_text(encoding="utf-8").strip() == key()
