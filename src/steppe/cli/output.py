"""How commands print: one table as aligned text, JSON or CSV."""

from __future__ import annotations

import enum
import math
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, cast

import typer

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
"""A column whose cells are no longer than this is never broken."""

FORMAT = typer.Option(Format.TABLE, "--format", "-f", help="How to print.")


def the_world() -> World:
    """The embedded world, with the tables of `--data` in place of its own."""
    from steppe.world.world import load

    return load(os.environ.get("STEPPE_TABLES") or None)


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
) -> None:
    """Print a frame.

    JSON is one object: `results` (a list of rows), `title`, `notes` and the totals; CSV is the rows alone. In a table
    the `spare` columns go first where the terminal is too narrow for all, and a note names them.
    """
    if how is Format.CSV:
        sys.stdout.write(_dates_as_text(frame).to_csv(index=False))
    elif how is Format.JSON:
        _print_json(frame, title, list(notes), totals or {})
    else:
        _print_table(frame, title, list(notes), list(spare))


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


def _print_table(frame: pd.DataFrame, title: str, notes: list[str], spare: list[str]) -> None:
    from rich.measure import Measurement

    out = console()
    frame = _dates_as_text(frame)
    if frame.empty:
        notes.insert(0, "No rows.")
    elif frame.notna().any(axis=None):
        frame = frame.dropna(axis="columns", how="all")
    left_out = []
    table = _table(frame, title)
    while Measurement.get(out, out.options, table).minimum >= out.width and set(spare) & set(frame.columns):
        name = next(name for name in spare if name in frame.columns)
        left_out.append(name.replace("_", " "))
        frame = frame.drop(columns=name)
        table = _table(frame, title)
    out.print(table)
    if left_out:
        notes.append(f"Left out at this width: {', '.join(left_out)}.")
    for note in notes:
        out.print(note, style="dim")


def _table(frame: pd.DataFrame, title: str) -> Table:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for name in frame.columns:
        longest = max((len(cell(value)) for value in frame[name]), default=0)
        side: Literal["left", "right"] = "right" if frame[name].dtype.kind in "iuf" else "left"
        table.add_column(str(name).replace("_", " "), justify=side, no_wrap=longest <= SHORT, overflow="fold")
    for row in frame.itertuples(index=False):
        table.add_row(*(cell(value) for value in row))
    return table


def cell(value: object) -> str:
    """A cell for people: missing is –, figures have three significant digits or none after the point."""
    if getattr(value, "ndim", None):
        return ", ".join(cell(one) for one in cast("Any", value).tolist()) or "–"
    import pandas as pd

    if pd.isna(cast("float", value)):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 10_000:
            return f"{value:.0f}".replace("-", "−")
        return (f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}").replace("-", "−")
    return str(value).replace("[", r"\[")
