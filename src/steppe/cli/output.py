"""How commands print: one table as aligned text, JSON or CSV."""

from __future__ import annotations

import enum
import math
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any

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
        raise UserError(f"--out: {out} is not a page; give a file that ends in .html")
    return out


FORMAT = typer.Option(Format.TABLE, "--format", "-f", help="How to print.")
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

    JSON is one object: `results` (a list of rows), `title`, `notes` and the totals; CSV is the rows alone. In a table
    the `spare` columns give way first, and cells of the `whole` columns are never broken: see
    `steppe.display.frames.print_frame`.
    """
    from steppe.display.frames import dates_as_text, print_frame

    if how is Format.CSV:
        sys.stdout.write(dates_as_text(frame).to_csv(index=False))
    elif how is Format.JSON:
        _print_json(frame, title, list(notes), totals or {})
    else:
        print_frame(console(), frame, title, notes, spare=spare, whole=whole)


def _print_json(frame: pd.DataFrame, title: str, notes: list[str], totals: Mapping[str, object]) -> None:
    import json

    from steppe.display.frames import dates_as_text

    columns = {str(name): map(_json_cell, dates_as_text(frame)[name]) for name in frame}
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    document = {"title": title, **totals, "results": rows, "notes": notes}
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


def _json_cell(value: Any) -> Any:
    """A cell as JSON has it: all digits, null where nothing is known; what JSON has no type for is text."""
    if getattr(value, "ndim", None):
        value = value.tolist()  # a masked one too: what is masked becomes None
    if isinstance(value, list):
        return [_json_cell(one) for one in value]
    if isinstance(value, dict):
        return {str(key): _json_cell(one) for key, one in value.items()}
    import pandas as pd

    if pd.isna(value):
        return None
    plain = value.item() if hasattr(value, "item") else value
    infinite = isinstance(plain, float) and math.isinf(plain)
    return plain if isinstance(plain, str | int | float) and not infinite else str(plain)
