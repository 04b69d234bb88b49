"""Tables as a workbook (.xlsx): numbers are numbers, days are days, and no text is a formula.

A column of days written as text (`2015-08-12`) is a column of days. What a cell cannot hold stays whole as text: a day
before March 1900, a whole number beyond 2^53, an infinite one, a list. What does not fit at all is refused, never cut.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from textwrap import wrap
from typing import Any

from steppe.display.office import same_bytes
from steppe.display.plain import Rows, cells_of, is_gap, plain
from steppe.world.errors import UserError
from steppe.world.shown import visible

MOST_ROWS, MOST_LETTERS = 1_048_575, 32_767
"""What a sheet holds below its header, and a cell."""
EXACT = 2**53
"""Beyond this a spreadsheet rounds whole numbers."""
EARLIEST = date(1900, 3, 1)
"""From this day on all spreadsheets count days alike."""
NARROWEST, FIGURE, WIDEST, LOOKED_AT = 8, 13, 40, 300
"""Letters of a column, at most of one of figures and of one of text, and the rows that its width is taken from."""
LINE, HIGHEST = 15, 405
"""Points of a line, and of the highest row that a spreadsheet shows."""
PAGE = 210
"""Letters that a page across takes in small print; wider figures go over several, each with the first columns."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ODD = ("=", "+", "-", "@", "#")
"""What may open a formula or the name of an error: such a text is marked as text."""


@dataclass(frozen=True)
class Sheet:
    """A table of a workbook: its name, its rows, units by column; the text of a `prose` sheet breaks into lines."""

    name: str
    table: Rows
    names: Sequence[str] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    prose: bool = False


def workbook(sheets: Sequence[Sheet], title: str, on: date) -> bytes:
    """The sheets as a workbook, the same bytes each time.

    Raises
    ------
    UserError
        A sheet has more rows, or a cell more letters, than a spreadsheet holds.
    """
    from openpyxl import Workbook

    ready = [(one, _columns(one)) for one in sheets]  # before the first is begun: a sheet cannot be left half written
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = visible(title), "steppe"
    for one, columns in ready:
        _write(book.create_sheet(one.name), one, columns)
    written = io.BytesIO()
    book.save(written)
    return same_bytes(written.getvalue(), on)


def _columns(one: Sheet) -> dict[str, list[Any]]:
    """The cells of a table as a spreadsheet has them, by column."""
    found = {name: list(map(_typed, _days(cells))) for name, cells in cells_of(one.table).items()}
    rows = max(map(len, found.values()), default=0)
    if rows > MOST_ROWS:
        raise UserError(f"--format xlsx: {rows:,} rows, and a sheet holds {MOST_ROWS:,}; ask for fewer, or for csv")
    for name, cells in found.items():
        longest = max((len(cell) for cell in cells if isinstance(cell, str)), default=0)
        if longest > MOST_LETTERS:
            said = f"{name} has a text of {longest:,} letters, and a cell holds {MOST_LETTERS:,}"
            raise UserError(f"--format xlsx: {said}; ask for csv")
    return found or {name: [] for name in one.names}


def _write(sheet: Any, one: Sheet, columns: dict[str, list[Any]]) -> None:
    """Write a table under its header, which stays in sight and on every page."""
    heads = [visible(f"{name} ({one.units[name]})" if one.units.get(name) else name) for name in columns]
    widths = _laid_out(sheet, heads, columns.values(), one.prose)
    sheet.append([_styled(sheet, head, head=True) for head in heads])
    for number, row in enumerate(zip(*columns.values(), strict=True), start=2):
        if one.prose:
            _raised(sheet, number, row, widths)
        sheet.append([_cell(sheet, value, one.prose) for value in row])
    if columns:
        rows = len(next(iter(columns.values())))
        sheet.auto_filter.ref = f"A1:{_letter(len(columns))}{rows + 1}"


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(column))


def _laid_out(sheet: Any, heads: Sequence[str], columns: Iterable[list[Any]], prose: bool) -> list[int]:
    """Widths, which it gives back, the frozen header, and pages on which it stands again."""
    widths = [_width(head, cells[:LOOKED_AT]) for head, cells in zip(heads, columns, strict=True)]
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[_letter(place)].width = width
    sheet.row_dimensions[1].height = LINE * max(
        (-(-len(h) // w) for h, w in zip(heads, widths, strict=True)), default=1
    )
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    if prose or sum(widths) <= PAGE:
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
    else:
        sheet.print_title_cols, sheet.page_setup.scale = "A:B", 65
    return widths


def _raised(sheet: Any, row: int, cells: Sequence[Any], widths: Sequence[int]) -> None:
    """Make a row as high as its texts that break into lines need: a suite does so only for those who type them."""
    texts = [(cell, width) for cell, width in zip(cells, widths, strict=True) if isinstance(cell, str)]
    lines = max((len(wrap(cell, width - 2)) for cell, width in texts if len(cell) > width - 2), default=1)
    if lines > 1:
        sheet.row_dimensions[row].height = min(HIGHEST, LINE * lines)


def _width(head: str, cells: Sequence[Any]) -> int:
    """Letters of a column: what its cells ask for, within bounds; a header breaks into lines."""
    told = [cell for cell in cells if cell is not None]
    longest = max((len(str(cell)) for cell in told), default=0)
    most = WIDEST if any(isinstance(cell, str) for cell in told) else FIGURE
    return max(NARROWEST, min(most, max(longest, *map(len, head.split(" ")))) + 2)


def _styled(sheet: Any, value: Any, *, head: bool = False, text: bool = False) -> Any:
    """A cell of a header, of prose, or one whose text is text whatever it opens with."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_ODD)
    if head:
        cell.font, cell.fill = Font("Calibri", 11, bold=True), PatternFill("solid", fgColor="EEECE4")
    if head or text:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, value: Any, prose: bool) -> Any:
    """What `append` takes: a value, or a cell where the value alone would be misread or not break into lines."""
    odd = isinstance(value, str) and value.startswith(_ODD)
    return _styled(sheet, value, text=prose) if odd or prose else value


def _days(cells: list[Any]) -> list[Any]:
    """The cells, as days where every text in them is one."""
    told = [cell for cell in cells if not is_gap(cell)]
    if not told or not all(isinstance(cell, str) and _DAY.fullmatch(cell) for cell in told):
        return cells
    try:
        return [None if is_gap(cell) else date.fromisoformat(cell) for cell in cells]
    except ValueError:
        return cells


def _typed(value: Any) -> Any:
    """A cell as a spreadsheet has it: number, day, yes or no, text, nothing."""
    if is_gap(value):
        return None
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value if value >= EARLIEST else value.isoformat()
    one = plain(value)
    if isinstance(one, str):
        return visible(one.replace("\r\n", "\n"), but="\n\t")
    if isinstance(one, list | dict):
        return visible(json.dumps(one, ensure_ascii=False))
    return str(one) if type(one) is int and abs(one) > EXACT else one


def _moment(value: datetime) -> Any:
    """A day where it has no time; a time of a zone as text, since a spreadsheet knows none."""
    if value.tzinfo is not None:
        return str(value)
    if value.time() == time():
        return _typed(value.date())
    return datetime.fromisoformat(value.isoformat()[:19]) if value.date() >= EARLIEST else str(value)
