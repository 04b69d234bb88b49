"""The schema is data: one CSV per table drives validation, documentation and readers.

`schema/tables.csv` lists the tables with their key and licence class; `schema/<table>.csv` lists the columns:

    column, type (str | int | float | bool | date | enum), unit, required (yes | no), allowed, description

`allowed` is `a|b|c` for an enum, `0..1` or `0..` for a number (both ends included; every year has both), and
`states.state` for text that must stand in that column of that table (`states.state*`: a list parted by `;`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from steppe.world.errors import BundleError, UserError
from steppe.world.names import look_alike

if TYPE_CHECKING:
    import pandas as pd

_DUCKDB_TYPES = {
    "str": "VARCHAR",
    "enum": "VARCHAR",
    "int": "INTEGER",
    "float": "DOUBLE",
    "bool": "BOOLEAN",
    "date": "DATE",
}


LARGEST_INT = 2**31 - 1
"""Of what DuckDB stores as INTEGER."""

FIRST_YEAR, LAST_YEAR = 1800, 2100
"""Years of a day."""


_NO_UNIT = ("", "year", "share", "unit")
"""Units that add nothing to a number and its bounds."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one table: what it holds, in which unit, and what it may hold."""

    name: str
    type: str
    unit: str
    required: bool
    allowed: str
    description: str

    @property
    def sql_type(self) -> str:
        """The DuckDB type in which the column is stored."""
        return _DUCKDB_TYPES[self.type]

    @property
    def values(self) -> tuple[str, ...]:
        """What an enum may be; empty for every other type."""
        return tuple(self.allowed.split("|")) if self.type == "enum" else ()

    @property
    def bounds(self) -> tuple[float, float] | None:
        """Smallest and largest number allowed; None where there is no bound."""
        if self.type not in ("int", "float") or (self.type == "float" and not self.allowed):
            return None
        low, _, high = self.allowed.partition("..")
        most = float(LARGEST_INT if self.type == "int" else "inf")
        return (float(low) if low else -most, float(high) if high else most)

    @property
    def number_words(self) -> str:
        """What a number of the column must be, with its bounds and unit.

        Examples
        --------
        >>> Column("value", "float", "million current USD", True, "0..", "").number_words
        'a number of 0 or more, in million current USD'
        >>> Column("year", "int", "year", True, "1800..2100", "").number_words
        'a whole number from 1800 to 2100'
        """
        low, _, high = self.allowed.partition("..")
        most = high or (f"{LARGEST_INT:,}" if self.type == "int" else "")
        bounds = f"from {low} to {high}" if low and high else f"of {low} or more" if low else f"up to {most}"
        unit = self.unit if self.unit.startswith(("as ", "see ")) else f"in {self.unit}"
        kind = "a whole number" if self.type == "int" else "a number"
        return f"{kind}{f' {bounds}' if low or most else ''}{'' if self.unit in _NO_UNIT else f', {unit}'}"

    @property
    def refers(self) -> tuple[str, str] | None:
        """Table and column in which the value must stand; None where it is free."""
        if self.type != "str" or "." not in self.allowed:
            return None
        table, column = self.allowed.rstrip("*").split(".")
        return table, column

    @property
    def is_list(self) -> bool:
        """Whether the text is a list separated by `;`."""
        return self.allowed.endswith("*")


@dataclass(frozen=True)
class Table:
    """One table of the bundle: its columns, read when first asked for, its key and the licence class of its file."""

    name: str
    title: str
    key: tuple[str, ...]
    licence_class: str
    description: str

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The columns in order."""
        return tuple(
            Column(c["column"], c["type"], c["unit"], c["required"] == "yes", c["allowed"], c["description"])
            for c in _rows(f"{self.name}.csv")
        )

    def column(self, name: str) -> Column:
        """The column of that name; unknown names stop with the look-alike named."""
        for column in self.columns:
            if column.name == name:
                return column
        names = [column.name for column in self.columns]
        raise UserError(f'table {self.name} has no column "{name}"{look_alike(name, names)}')

    @property
    def names(self) -> list[str]:
        """Column names in order."""
        return [column.name for column in self.columns]


def _rows(name: str) -> Iterator[dict[str, str]]:
    with files("steppe.world").joinpath("schema", name).open(encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            if None in row or None in row.values():
                raise BundleError(f"schema/{name}: a row has more or fewer cells than its head: {row}")
            yield row


@cache
def tables() -> dict[str, Table]:
    """Every table of the bundle by name, in the order of `schema/tables.csv`."""
    return {row["table"]: _table(row) for row in _rows("tables.csv")}


def _table(row: dict[str, str]) -> Table:
    return Table(row["table"], row["title"], tuple(row["key"].split("+")), row["licence_class"], row["description"])


def table(name: str) -> Table:
    """The schema of one table; unknown names stop with the look-alike named."""
    if not isinstance(name, str) or name not in tables():
        raise UserError(f'there is no table "{name}"{look_alike(name, list(tables()), "`steppe data tables`")}')
    return tables()[name]


def conform(frame: pd.DataFrame, spec: Table, place: str) -> pd.DataFrame:
    """The frame with the schema's columns, in order and of the schema's types.

    Parameters
    ----------
    frame
        Any frame that holds at least the required columns; values may still be text.
    spec
        The table's schema.
    place
        What to call the data in a message: a file name, or `recipe trade`.

    Raises
    ------
    UserError
        A column is missing or unknown, a required cell is empty, a value is of the wrong type, outside its bounds or
        not among those allowed. The first fault is named with its row.
    """
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise UserError(f"{place}: give a DataFrame, not {type(frame).__name__}")
    _check_columns(frame, spec, place)
    conformed = {column.name: _cast(frame, column, place) for column in spec.columns}
    return pd.DataFrame(conformed, columns=spec.names).reset_index(drop=True)


def _check_columns(frame: pd.DataFrame, spec: Table, place: str) -> None:
    missing = [c.name for c in spec.columns if c.required and c.name not in frame]
    if missing:
        near = [name for name in frame.columns if name not in spec.names]
        meant = [name for name in near if str(name).strip().lower() == missing[0]]
        if meant:
            raise UserError(
                f"{place}: the column {missing[0]!r} is written {str(meant[0])!r}; write it in small letters"
            )
        hint = f"; did you name it {near[0]!r}?" if len(near) == 1 and len(missing) == 1 else ""
        raise UserError(f"{place}: the column {missing[0]!r} of table {spec.name} is missing{hint or ', add it'}")
    for name in frame.columns:
        if name not in spec.names:
            raise UserError(
                f"{place}: table {spec.name} has no column {name!r}{look_alike(str(name), spec.names)}; "
                f"its columns are {', '.join(spec.names)}"
            )


def _cast(frame: pd.DataFrame, column: Column, place: str) -> pd.Series[Any]:
    import pandas as pd

    if column.name not in frame:
        return pd.Series(None, index=frame.index, dtype=object)
    raw = _stripped(frame[column.name])
    empty = raw.isna() | raw.eq("") if raw.dtype == object else raw.isna()
    if column.required and empty.any():
        raise UserError(f"{place}, {_row(empty)}: {column.name} is empty; it is required ({column.description})")
    values = _parse(raw.where(~empty), column, place)
    wrong = (values.isna() & ~empty) | _outside(values, column)
    if wrong.any():
        raise UserError(f"{place}, {_row(wrong)}: {_complaint(raw[wrong].iloc[0], column)}")
    return values


def _stripped(raw: pd.Series[Any]) -> pd.Series[Any]:
    """Text without the blanks around it, as objects; each distinct text is looked at once."""
    import pandas as pd

    if raw.dtype != object and raw.dtype != "str":
        return raw
    codes, words = pd.factorize(raw.where(raw.isna(), raw.astype(str)))
    stripped = pd.Series([*(str(word).strip() for word in words), None], dtype=object)
    return pd.Series(stripped.to_numpy()[codes], index=raw.index, name=raw.name, dtype=object)


def _parse(raw: pd.Series[Any], column: Column, place: str) -> pd.Series[Any]:
    """Values of the column's type; what cannot be read becomes missing, and the caller complains."""
    import pandas as pd

    if column.type == "date":
        days = raw.astype(str).where(raw.notna()) if raw.dtype.kind in "iufb" else raw
        return pd.to_datetime(days, format="ISO8601", errors="coerce").dt.floor("D")
    if column.type in ("int", "float"):
        numbers = pd.to_numeric(raw, errors="coerce").astype(float)
        numbers = numbers.where(numbers.abs() != float("inf"))
        if column.type == "float":
            return numbers
        return numbers.where(numbers.mod(1).eq(0) & numbers.abs().lt(2**53)).astype("Int64")
    if column.type == "bool":
        return raw.astype(str).str.lower().map({"true": True, "false": False, "1": True, "0": False}).astype("boolean")
    return raw.where(raw.isna(), raw.astype(str)).astype(object)


def _outside(values: pd.Series[Any], column: Column) -> pd.Series[Any]:
    if column.values:
        return ~values.isin(column.values) & values.notna()
    if column.bounds:
        low, high = column.bounds
        return ((values < low) | (values > high)).fillna(False).astype(bool)
    if column.type == "date":
        return (values.dt.year < FIRST_YEAR) | (values.dt.year > LAST_YEAR)
    return values.isna() & False


def _row(mask: pd.Series[Any]) -> str:
    return f"row {int(mask.to_numpy().nonzero()[0][0]) + 1}"


def _complaint(value: Any, column: Column) -> str:
    value = value.item() if hasattr(value, "item") else value
    if column.values:
        hint = look_alike(str(value), list(column.values))
        return f"{column.name} is {value!r}{hint}; it must be one of {', '.join(column.values)}"
    if column.type == "date":
        said = f"{column.name} is {str(value)!r}, which is not a date from {FIRST_YEAR} to {LAST_YEAR}"
        return f"{said}; write it as year-month-day, 2015-08-12"
    must = "true or false" if column.type == "bool" else column.number_words
    percent = "; is it in percent?" if column.allowed == "0..1" else ""
    return f"{column.name} is {value!r}; write {must}{percent}"
