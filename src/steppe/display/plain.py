"""Tables as plain Python, whether they come as frames or as records: columns for people, rows for JSON, text for CSV.

Nothing here imports pandas: small commands answer without it.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from steppe.display.format import Figure
from steppe.world.shown import inert

if TYPE_CHECKING:
    import pandas as pd

Rows: TypeAlias = "pd.DataFrame | Sequence[Mapping[str, Any]]"
"""A frame, or records with the same keys each."""


def columns_of(table: Rows) -> dict[str, list[Any]]:
    """The cells of each column, days as text: `2015-08-12`, with the time where a column has any."""
    if isinstance(table, Sequence):
        return {name: [_day(value) for value in cells] for name, cells in cells_of(table).items()}
    return cells_of(dates_as_text(table))


def cells_of(table: Rows) -> dict[str, list[Any]]:
    """The cells of each column as they are."""
    if isinstance(table, Sequence):
        names = list(table[0]) if table else []
        return {name: [row[name] for row in table] for name in names}
    return {str(name): cells.tolist() for name, cells in table.items()}


def _day(value: Any) -> Any:
    return str(value) if isinstance(value, date) else value


def dates_as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Days as `2015-08-12`; with the time where a column has any."""
    dates = {c: frame[c] for c in frame if str(frame[c].dtype).startswith("datetime")}
    midnight = {c: days.dropna().eq(days.dropna().dt.normalize()).all() for c, days in dates.items()}
    form = {c: "%Y-%m-%d" if midnight[c] else "%Y-%m-%d %H:%M:%S%z" for c in dates}
    return frame.assign(**{c: days.dt.strftime(form[c]) for c, days in dates.items()})


def is_gap(value: Any) -> bool:
    """Whether a cell has nothing: None, or what pandas writes for it."""
    return value is None or (isinstance(value, float) and math.isnan(value)) or type(value).__name__ in _NOTHING


_NOTHING = frozenset({"NAType", "NaTType"})


def are_figures(cells: Sequence[Any]) -> bool:
    """Whether all that a column has are numbers, and it has one."""
    kinds = {type(value) for value in cells if not is_gap(value)}
    return bool(kinds) and kinds <= {int, float, Figure}


def plain(value: Any) -> Any:
    """A cell or a document as JSON has it."""
    if type(value) in (str, int, bool, type(None)):
        return value
    if getattr(value, "ndim", None):
        value = value.tolist()  # a masked one too: what is masked becomes None
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if is_gap(value):
        return None
    one = value.item() if hasattr(value, "item") else value
    infinite = isinstance(one, float) and math.isinf(one)
    return one if isinstance(one, str | int | float) and not infinite else str(one)


def rows(table: Rows) -> list[dict[str, Any]]:
    """Rows as JSON has them: all digits, null where nothing is known, text where JSON has no type."""
    columns = {name: map(plain, cells) for name, cells in columns_of(table).items()}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def to_csv(table: Rows, names: Iterable[str] = ()) -> str:
    """Rows under their header, which is `names` where there is no record to read it from.

    Lists and structs are JSON in their cell, and no text opens as a formula (`inert`).
    """
    columns = columns_of(table) or {name: [] for name in names}
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\n")
    lines.writerow(map(inert, columns))
    lines.writerows(zip(*([_csv_cell(value) for value in cells] for cells in columns.values()), strict=True))
    return written.getvalue()


def _csv_cell(value: Any) -> Any:
    if isinstance(value, str):
        return inert(value).replace("\r\n", "\n").replace("\r", "\n")  # a bare one would end the row
    if getattr(value, "ndim", None) or isinstance(value, list | tuple | dict):
        return inert(json.dumps(plain(value), ensure_ascii=False))
    return "" if is_gap(value) else value
