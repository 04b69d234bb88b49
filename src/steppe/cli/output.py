"""How commands print: one table as aligned text, JSON or CSV."""

from __future__ import annotations

import enum
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from steppe.world.errors import UserError

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from steppe.world.world import World


class Format(enum.StrEnum):
    """What a command prints."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


WIDE = 160
"""Columns of a table in a pipe, where no terminal sets the width."""

TABLES: ContextVar[str] = ContextVar("folder of tables", default="")
"""What `--data` says: the folder of the tables that stand in place of the embedded ones."""


def _page(out: Path | None) -> Path | None:
    if out is not None and out.suffix.lower() != ".html":
        raise UserError(f"--out: {out} is no page; give a file that ends in .html")
    return out


MOST_DRAWS = 100_000
"""More draws would take days or fill the memory, and move no digit that is shown."""

FORMAT = typer.Option(Format.TABLE, "--format", "-f", help="How to print.")
SEED = typer.Option(1, "--seed", min=0, max=2**63 - 1, help="The same seed gives the same figures, to the byte.")
PAGE = typer.Option(None, "--out", callback=_page, help="FILE.html to write instead of printing.")


def the_world() -> World:
    """The embedded world, with the tables of `--data` in place of its own."""
    from steppe.world.load import load

    return load(TABLES.get() or None)


def console() -> Console:
    """A console on stdout: coloured and as wide as the terminal; plain and wide enough for any table in a pipe."""
    from rich.console import Console

    return Console(highlight=False, width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else WIDE)


def show(
    frame: pd.DataFrame,
    how: Format,
    title: str = "",
    notes: Iterable[str] = (),
    totals: Mapping[str, object] | None = None,
    spare: Sequence[str] = (),
    whole: Sequence[str] = (),
) -> None:
    """Print a frame.

    JSON is one object: `results` (a list of rows), `title`, `notes` and the totals; CSV is the rows alone, see
    `steppe.display.plain.to_csv`. In a table the `spare` columns give way first, and cells of the `whole` columns are
    never broken: see `steppe.display.frames.print_frame`.
    """
    from steppe.display.frames import print_frame
    from steppe.display.plain import to_csv

    if how is Format.CSV:
        sys.stdout.write(to_csv(frame))
    elif how is Format.JSON:
        _print_json(frame, title, list(notes), totals or {})
    else:
        print_frame(console(), frame, title, notes, spare=spare, whole=whole)


def _print_json(frame: pd.DataFrame, title: str, notes: list[str], totals: Mapping[str, object]) -> None:
    from steppe.display.plain import rows

    write_json({"title": title, **totals, "results": rows(frame), "notes": notes})


def write_json(document: object) -> None:
    """Print a document: letters of every language as they are, what would steer a terminal written out."""
    import json

    from steppe.display.plain import plain
    from steppe.world.shown import STEERING

    text = json.dumps(plain(document), ensure_ascii=False, indent=1, allow_nan=False)
    sys.stdout.write(STEERING.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text))
    sys.stdout.write("\n")
