"""Sheets that people bring: CSV with any delimiter and decimal mark, or Excel, as text cells under lower-case headers.

Whatever is not in the file as the schema asks for it is said in `Sheet.assumed`: semicolons, decimal commas, headers in
large letters, the sheet of a workbook. A figure such as 2,400, which may be 2.4 or 2400, is refused unless another
figure of the file settles which mark its commas are.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from steppe.world.errors import UserError

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.schema import Table

LARGEST = 64_000_000
"""Bytes of a sheet beyond which Parquet is asked for."""
MOST_CELLS = 10_000_000
"""Of a workbook, which may hold many more in a few bytes."""
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
TEXTS, BOOKS = (".csv", ".tsv", ".txt"), (".xlsx", ".xlsm")

_COMMA = re.compile(r"[+-]?\d+,\d+")
_UNSURE = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The cells of a sheet as text, and what was assumed to read them."""

    frame: pd.DataFrame
    assumed: tuple[str, ...] = ()


def read_sheet(path: Path, spec: Table) -> Sheet:
    """The cells of a CSV or an Excel file, with the column names and decimal points of a table of the schema.

    Raises
    ------
    UserError
        The file is too large, cannot be read, or has a line longer or shorter than its header.
    """
    import pandas as pd

    size = path.stat().st_size
    if size > LARGEST:
        mega = LARGEST // 1_000_000
        raise UserError(
            f"{path.name} has {size // 1_000_000} MB; a sheet may have {mega}: save it as Parquet or cut it"
        )
    lines, assumed = _book(path) if path.suffix.lower() in BOOKS else _text(path)
    rows = _regular(lines, path)
    header = next(rows, None)
    if header is None:
        raise UserError(f"{path.name} has no header; its first line must name the columns")
    names, lowered = _names(header, spec, path)
    frame = pd.DataFrame(list(rows), columns=names, dtype=object).replace("", None)
    frame, commas = _with_points(frame, spec, path)
    return Sheet(frame, (*assumed, *lowered, *commas))


def header_of(path: Path) -> list[str]:
    """The first row of a CSV or an Excel file; no cells where it cannot be read."""
    if path.suffix.lower() in BOOKS:
        return next(iter(_book(path)[0]), [])
    with path.open(encoding="utf-8-sig", errors="replace") as handle:
        line = handle.readline(100_000)
    return next(csv.reader([line], delimiter=_delimiter(line)), []) if line.strip() else []


def refuse_ragged(path: Path) -> None:
    """Stop at the first line of a large CSV that has more or fewer cells than its header."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        delimiter = _delimiter(handle.readline(100_000))
        handle.seek(0)
        for _ in _regular(csv.reader(handle, delimiter=delimiter), path):
            pass


def _text(path: Path) -> tuple[Iterator[list[str]], list[str]]:
    """Lines of a CSV, and its delimiter where it is not the comma."""
    raw = path.read_bytes()
    if b"\0" in raw[:65536]:
        raise UserError(f"{path.name} is not a text file; save it as CSV in UTF-8")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(f"{path.name} is not in UTF-8; save it as CSV in UTF-8") from None
    delimiter = _delimiter(re.split(r"[\r\n]", text, maxsplit=1)[0])
    assumed = [] if delimiter == "," else [f"{DELIMITERS[delimiter]} between cells"]
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), assumed


def _delimiter(line: str) -> str:
    """What parts a header into the most cells; the comma where none does."""
    return max(DELIMITERS, key=lambda mark: len(next(csv.reader([line], delimiter=mark), [])))


def _book(path: Path) -> tuple[Iterator[list[str]], list[str]]:
    """Lines of the first sheet of a workbook that has any, and its name where there are others."""
    filled = {name: lines for name, rows in _sheets(path).items() if (lines := [row for row in rows if any(row)])}
    if not filled:
        raise UserError(f"{path.name} is empty; save it again")
    name, lines = next(iter(filled.items()))
    width = max(place + 1 for row in lines for place, cell in enumerate(row) if cell)
    return ([*row, *[""] * width][:width] for row in lines), [f'the sheet "{name}" alone'] * (len(filled) > 1)


def _sheets(path: Path) -> dict[str, list[list[str]]]:
    """The cells of each sheet of a workbook, as text."""
    try:
        import openpyxl
    except ImportError:
        repair = "install it with `pip install 'steppe[files]'`, or save the sheet as CSV"
        raise UserError(f"{path.name}: reading Excel needs openpyxl; {repair}") from None
    try:
        with warnings.catch_warnings(action="ignore"), path.open("rb") as handle:  # of styles it does not keep
            book = openpyxl.load_workbook(handle, read_only=True, data_only=True)
            return {
                sheet.title: [[_cell(cell) for cell in row] for row in _within(sheet.iter_rows(values_only=True), path)]
                for sheet in book.worksheets
            }
    except UserError:
        raise
    except Exception:  # a damaged archive may fail anywhere in openpyxl
        raise UserError(f"{path.name} is no Excel workbook that can be read; save it again as .xlsx") from None


def _within(rows: Iterator[tuple[object, ...]], path: Path) -> Iterator[tuple[object, ...]]:
    cells = 0
    for row in rows:
        cells += len(row)
        if cells > MOST_CELLS:
            raise UserError(f"{path.name} has more than {MOST_CELLS:,} cells; save what you need as Parquet")
        yield row


def _cell(value: object) -> str:
    """A cell of Excel as text: days without their hour, whole numbers without a point."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value).strip()


def _regular(lines: Iterator[list[str]], path: Path) -> Iterator[list[str]]:
    """Lines that are not empty; each must have as many cells as the first."""
    width, number = 0, 0
    try:
        for number, cells in enumerate(lines, start=1):
            if any(cells):
                width = width or len(cells)
                if len(cells) != width:
                    line = f"{path.name}, line {getattr(lines, 'line_num', number)}"
                    many = f"it has {len(cells)} cells under a header of {width}"
                    raise UserError(f"{line}: {many}; give every line the same number")
                yield cells
    except csv.Error as error:
        raise UserError(
            f"{path.name} is not a well-formed CSV ({error}); save it again with commas and quotes"
        ) from None


def _names(header: list[str], spec: Table, path: Path) -> tuple[list[str], list[str]]:
    """Names of columns as the schema writes them, and a word on it where the file writes them otherwise."""
    stripped = [name.strip() for name in header]
    parts = [name.partition("[") for name in stripped]
    names = [f"{plain.lower()}{mark}{unit}" if plain.strip().lower() in spec.names else f"{plain}{mark}{unit}"
             for plain, mark, unit in parts]  # fmt: skip
    for place, name in enumerate(names):
        if not name:
            raise UserError(f"{path.name}: column {place + 1} has no name; name it, or take it out")
        if name in names[:place]:
            raise UserError(f'{path.name}: two columns are called "{name}"; keep one of them')
    return names, ["names of columns in small letters"] * (names != stripped)


def _with_points(frame: pd.DataFrame, spec: Table, path: Path) -> tuple[pd.DataFrame, list[str]]:
    """Figures with decimal commas as figures with points, where the file shows that its commas are such."""
    figures = {column.name for column in spec.columns if column.type == "float"}
    columns = [name for name in frame.columns if name.partition("[")[0].strip() in figures]
    with_comma = {name: frame[name].dropna() for name in columns}
    with_comma = {
        name: cells[cells.map(lambda cell: bool(_COMMA.fullmatch(cell)))] for name, cells in with_comma.items()
    }
    found = list(chain.from_iterable(cells.items() for cells in with_comma.values()))
    if not found:
        return frame, []
    if all(_UNSURE.fullmatch(cell) for _, cell in found):
        name, cells = next((name, cells) for name, cells in with_comma.items() if len(cells))
        row, cell = next(iter(cells.items()))
        raise UserError(
            f"{path.name}, row {int(str(row)) + 1}: {name} is '{cell}'; is that {cell.replace(',', '')} or "
            f"{cell.replace(',', '.')}? Write it without a comma"
        )
    changed = {name: frame[name].where(~frame.index.isin(cells.index), cells.str.replace(",", "."))
               for name, cells in with_comma.items() if len(cells)}  # fmt: skip
    return frame.assign(**changed), ["decimal commas"]
