"""How commands print: one table as aligned text, JSON or CSV."""

from __future__ import annotations

import enum
import math
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast

import typer

from steppe.display.format import MISSING, written
from steppe.world.errors import UserError

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console
    from rich.table import Table

    from steppe.world.world import World


class Format(enum.StrEnum):
    """What a command prints."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


WIDE = 160
"""Columns of a table in a pipe, where no terminal sets the width."""

SHORT = 14
"""A cell or word no longer than this is never broken."""

PROSE, LINE = 40, 18
"""A column with a cell longer than `PROSE` is text to read: it keeps lines of at least `LINE` characters."""

GAP = 2
"""Blanks between the columns of a table."""

TABLES: ContextVar[str] = ContextVar("folder of tables", default="")
"""What `--data` says: the folder of the tables that stand in place of the embedded ones."""


def _page(out: Path | None) -> Path | None:
    if out is not None and out.suffix.lower() != ".html":
        raise UserError(f"--out: {out} is no page; give a file that ends in .html")
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
    the `spare` columns go first where the terminal is too narrow for all, and a note names them; cells of the `whole`
    columns, names that are typed again, are never broken.
    """
    if how is Format.CSV:
        sys.stdout.write(_dates_as_text(frame).to_csv(index=False))
    elif how is Format.JSON:
        _print_json(frame, title, list(notes), totals or {})
    else:
        _print_table(frame, title, list(notes), list(spare), whole)


def _print_json(frame: pd.DataFrame, title: str, notes: list[str], totals: Mapping[str, object]) -> None:
    import json

    columns = {str(name): map(_json_cell, _dates_as_text(frame)[name]) for name in frame}
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


def _dates_as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Days as `2015-08-12`; with the time where a column has any."""
    dates = {c: frame[c] for c in frame if str(frame[c].dtype).startswith("datetime")}
    midnight = {c: days.dropna().eq(days.dropna().dt.normalize()).all() for c, days in dates.items()}
    form = {c: "%Y-%m-%d" if midnight[c] else "%Y-%m-%d %H:%M:%S%z" for c in dates}
    return frame.assign(**{c: days.dt.strftime(form[c]) for c, days in dates.items()})


def _print_table(frame: pd.DataFrame, title: str, notes: list[str], spare: list[str], whole: Sequence[str]) -> None:
    out = console()
    frame = _dates_as_text(frame)
    if frame.empty:
        notes.insert(0, "No rows.")
    elif frame.notna().any(axis=None):
        frame = frame.dropna(axis="columns", how="all")
    columns = {str(name): [cell(value) for value in frame[name]] for name in frame}
    left_out = []
    while sum(_widths(columns, out.width, whole)) > _room(columns, out.width) and set(spare) & columns.keys():
        name = next(name for name in spare if name in columns)
        left_out.append(name.replace("_", " "))
        del columns[name]
    widths = _widths(columns, out.width, whole)
    out.width = max(out.width, sum(widths) + GAP * len(columns))
    out.print(_table(columns, [name for name in columns if frame[name].dtype.kind in "iuf"], title, widths))
    if left_out:
        notes.append(f"Left out at this width: {', '.join(left_out)}.")
    if notes:
        out.print()
    for note in notes:
        console().print(note, style="dim")


def _room(columns: Mapping[str, list[str]], width: int) -> int:
    """Characters that a line of the terminal leaves for cells."""
    return width - GAP * len(columns)


def _widths(columns: Mapping[str, list[str]], width: int, whole: Sequence[str]) -> list[int]:
    """Width of each column: what its cells ask for; where the terminal has less, the widest give way, down to `_least`.

    Where even that does not fit, the table is wider than the terminal: nothing is ever cut off.
    """
    headers = [max(map(len, name.replace("_", " ").split())) for name in columns]
    found = [max(map(_length, [name, *cells])) for name, cells in columns.items()]
    least = [
        asked if name in whole else max(header, _least(cells))
        for header, asked, (name, cells) in zip(headers, found, columns.items(), strict=True)
    ]
    while sum(found) > _room(columns, width) and found != least:
        widest = max((i for i, low in enumerate(least) if found[i] > low), key=found.__getitem__)
        found[widest] -= 1
    return found


def _least(cells: list[str]) -> int:
    """The least width that leaves short cells and words whole, and prose fit to read."""
    longest = max(map(_length, cells), default=0)
    if longest <= SHORT:
        return longest
    words = max(_length(word) for text in cells for word in text.split())
    return max(LINE if longest > PROSE else 0, min(words, SHORT))


def _length(text: str) -> int:
    """Characters of a cell once its marks for rich are taken off."""
    return len(text.replace(r"\[", "["))


def _table(columns: Mapping[str, list[str]], numbers: list[str], title: str, widths: list[int]) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(
        title=title or None,
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, GAP - 1, 0, 0),
    )
    for name, column in zip(columns, widths, strict=True):
        side: Literal["left", "right"] = "right" if name in numbers else "left"
        table.add_column(name.replace("_", " "), justify=side, width=column, overflow="fold")
    for row in zip(*columns.values(), strict=True):
        table.add_row(*row)
    return table


def _small(value: float) -> str:
    """Three significant digits, written out: 0.0000629 and not 6.29e-05."""
    text = f"{value:.3g}"
    return written(value, f".{2 - int(text.split('e')[1])}f" if "e" in text else ".3g")


def cell(value: object) -> str:
    """A cell for people: missing is –, figures have three significant digits or none after the point."""
    if getattr(value, "ndim", None):
        return ", ".join(cell(one) for one in cast("Any", value).tolist()) or MISSING
    import pandas as pd

    if pd.isna(cast("float", value)):
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 10_000:
            return written(value, ".0f")
        return written(value, ",.0f") if abs(value) >= 999.5 else _small(value)
    return str(value).replace("[", r"\[")
