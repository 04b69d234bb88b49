"""The workbook of a command: its rows, their sources, and what is to be known of both.

The first sheet has the rows of `--format csv` under names with units, the second the sources that these name, with
licence, page, edition and the day of reading. Then come the further tables of the answer, and at last its title, notes,
version and how to cite it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from steppe.display.plain import Rows, cells_of, is_gap
from steppe.display.workbook import Sheet
from steppe.display.workbook import workbook as written

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.world import World

CITING = ("source", "sources")
"""Columns of ids of sources."""
ABOUT = {"source": "id", "title": "record", "published": "edition", "accessed": "read on", "url": "page"}
"""What columns of sources are called here."""
LONGEST = 31
"""Letters of the name of a sheet."""


def workbook(
    table: Rows,
    title: str,
    notes: Sequence[str],
    totals: Mapping[str, Any],
    names: Sequence[str] = (),
    units: Mapping[str, str] | None = None,
    folder: str | None = None,
) -> bytes:
    """The workbook as bytes; what `steppe.cli.output.show` takes, and the folder of tables given by `--data`.

    Lists of records in `totals` are tables too.

    Raises
    ------
    UserError
        A sheet has more rows, or a cell more letters, than a spreadsheet holds.
    """
    from steppe.world.dates import TODAY
    from steppe.world.load import load

    world = load(folder)
    more = dict(_tables(totals))
    cited = sources(world, [table, *more.values()], totals.get("sources", ()))
    first = Sheet("figures", table, names, _units(table, units or {}))
    rest = [Sheet(_name(one), rows, units=_units(rows, {})) for one, rows in more.items()]
    sheets = [
        first,
        Sheet("sources", cited, prose=True),
        *rest,
        Sheet("about", _about(world, title, notes), prose=True),
    ]
    return written(sheets, title or "steppe", TODAY)


def _tables(totals: Mapping[str, Any]) -> Iterator[tuple[str, Rows]]:
    """The totals that are tables: lists of records."""
    for name, value in totals.items():
        if isinstance(value, Mapping):
            yield from _tables(value)
        elif isinstance(value, list) and value and isinstance(value[0], Mapping):
            yield name, [{key: row.get(key) for key in value[0]} for row in value]


def _name(words: str) -> str:
    return words.replace("_", " ").replace("/", " ")[:LONGEST]


def sources(world: World, tables: Sequence[Rows], more: Sequence[str] = ()) -> pd.DataFrame:
    """The sources that columns of tables, and `more`, name."""
    from steppe.world.sources import sources_of

    cells = [cell for table in tables for name, found in cells_of(table).items() if name in CITING for cell in found]
    found = sources_of(world, [";".join(_ids(cell)) for cell in (*more, *cells)])
    order = ["source", "title", "producer", "licence", "url", "published", "accessed", "grade", "citation"]
    return found[order].rename(columns=ABOUT)


def _ids(cell: object) -> Iterator[str]:
    """The ids in a cell, which lists them by commas or semicolons."""
    if not is_gap(cell):
        listed = cell if isinstance(cell, list | tuple) else str(cell).replace(",", ";").split(";")
        yield from (str(one).strip() for one in listed)


def _units(table: Rows, given: Mapping[str, str]) -> dict[str, str]:
    """Units by column: as given; of an amount, and of a value with its ends, as the rows' own `unit` has it."""
    columns = cells_of(table)
    own = {unit for unit in columns.get("unit", ()) if not is_gap(unit)}
    said = (own.pop() if len(own) == 1 else "in `unit`") if own else ""
    figures = ("amount", *(("value", "low", "high") if "value" in columns else ()))
    return {**(dict.fromkeys(figures, said) if said else {}), **given}


def _about(world: World, title: str, notes: Sequence[str]) -> list[dict[str, str]]:
    from datetime import date

    from steppe.report.citation import view
    from steppe.report.citation.written import text

    cited = view.package(world, date.today())
    said = {"title": title, "version": cited.version, "to cite": text(cited)[0]}
    listed = [{"what": what, "text": words} for what, words in said.items() if words]
    return [*listed, *({"what": "note", "text": note} for note in notes)]
