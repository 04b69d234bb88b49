"""How commands print: one table as aligned text, JSON, CSV or a workbook."""

from __future__ import annotations

import enum
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from steppe.world.errors import UserError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from steppe.display.frames import Spare
    from steppe.display.plain import Rows
    from steppe.world.world import World


class Format(enum.StrEnum):
    """What a command prints."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"


WIDE = 160
"""Columns of a table in a pipe, where no terminal sets the width."""

TABLES: ContextVar[str | None] = ContextVar("folder of tables", default=None)
"""What `--data` says: the folder of the tables that stand in place of the embedded ones."""


def _page(out: Path | None) -> Path | None:
    if out is not None and out.suffix.lower() != ".html":
        raise UserError(f"--out: {out} is not a page; give a file that ends in .html")
    return out


def _format(how: Format) -> Format:
    """Refuse a workbook before anything is computed where it could not be written."""
    if how is Format.XLSX:
        from steppe.display.office import need

        need("openpyxl", "--format xlsx", "a workbook")
        if sys.stdout.isatty():
            raise UserError("--format xlsx: a workbook is no text for a screen; send it to a file, `> figures.xlsx`")
    return how


MOST_DRAWS = 65_536
"""More draws would take days or fill the memory, and move no digit that is shown."""

FORMAT = typer.Option(
    Format.TABLE, "--format", "-f", callback=_format, help="How to print; xlsx to a file, `> figures.xlsx`."
)
SEED = typer.Option(1, "--seed", min=0, max=2**63 - 1, help="The same seed gives the same figures, to the byte.")
PAGE = typer.Option(
    None, "--out", callback=_page, help="FILE.html to write instead of printing; a missing folder is made."
)


def the_world() -> World:
    """The embedded world, with the tables of `--data` in place of its own; what is doubtful in them is said."""
    from steppe.world.load import load

    world = load(TABLES.get())
    doubt(world.doubts)
    return world


def doubt(said: Iterable[str]) -> None:
    """Say on stderr what is likely wrong in tables of the user, a sentence each."""
    for sentence in said:
        print(f"Check {sentence}.", file=sys.stderr)


def console() -> Console:
    """A console on stdout: coloured and as wide as the terminal; plain and wide enough for any table in a pipe."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDE)


@contextmanager
def screen() -> Iterator[Console]:
    """The console for an answer: what exceeds a terminal goes through a pager; for a line or two there is `tell`."""
    from steppe.cli.pager import paged

    with paged(console()) as out:
        yield out


def tell(sentence: str) -> None:
    """Print a line as it is, however long: a path in it can be copied."""
    console().print(sentence, markup=False, soft_wrap=True)


def say(texts: Iterable[Text]) -> None:
    """Print an answer in lines of text."""
    from steppe.display.terminal import write

    with screen() as out:
        write(out, texts)


def show(
    table: Rows,
    how: Format,
    title: str = "",
    notes: Iterable[str] = (),
    totals: Mapping[str, object] | None = None,
    spare: Spare = (),
    names: Iterable[str] = (),
    units: Mapping[str, str] | None = None,
) -> None:
    """Print a table; `names` are its columns where it may be a list without a record, `units` theirs in a workbook.

    JSON is one object: `results` (a list of rows), `title`, `notes` and the totals; CSV is the rows alone, see
    `steppe.display.plain.to_csv`; a workbook has the sources too, see `steppe.cli.spreadsheet`. In a table the `spare`
    columns give way first: see `steppe.display.frames.print_table`.
    """
    from steppe.display.frames import print_table
    from steppe.display.plain import to_csv

    if how is Format.CSV:
        sys.stdout.write(to_csv(table, names))
    elif how is Format.JSON:
        _print_json(table, title, list(notes), totals or {})
    elif how is Format.XLSX:
        from steppe.cli.spreadsheet import workbook

        sys.stdout.buffer.write(workbook(table, title, list(notes), totals or {}, list(names), units, TABLES.get()))
    else:
        with screen() as out:
            print_table(out, table, title, notes, spare=spare)


def _print_json(table: Rows, title: str, notes: list[str], totals: Mapping[str, object]) -> None:
    from steppe.cli.streams import write_json
    from steppe.display.plain import rows

    write_json({"title": title, **totals, "results": rows(table), "notes": notes})
