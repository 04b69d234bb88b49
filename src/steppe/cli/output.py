"""How commands print: one table as aligned text, JSON or CSV."""

from __future__ import annotations

import enum
import os
import sys
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from steppe.world.world import World


class Format(enum.StrEnum):
    """What a command prints."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


FORMAT = typer.Option(Format.TABLE, "--format", "-f", help="How to print.")


def the_world() -> World:
    """The embedded world, with the tables of `--data` in place of its own."""
    from steppe.world.world import load

    return load(os.environ.get("STEPPE_TABLES") or None)


def console() -> Console:
    """A console on stdout: coloured on a terminal, plain in a pipe, at least 80 columns wide."""
    from rich.console import Console

    plain = not sys.stdout.isatty()
    return Console(highlight=False, soft_wrap=False, width=max(100, _columns()) if plain else None)


def _columns() -> int:
    value = os.environ.get("COLUMNS", "")
    return int(value) if value.isdigit() else 0


def show(
    frame: pd.DataFrame,
    how: Format,
    title: str = "",
    notes: Iterable[str] = (),
    totals: Mapping[str, object] | None = None,
) -> None:
    """Print a frame.

    JSON is one object: `results` (a list of rows), `title`, `notes` and the totals; CSV is the rows alone.
    """
    if how is Format.CSV:
        sys.stdout.write(frame.to_csv(index=False, date_format="%Y-%m-%d"))
    elif how is Format.JSON:
        _print_json(frame, title, list(notes), totals or {})
    else:
        _print_table(frame, title, list(notes))


def _print_json(frame: pd.DataFrame, title: str, notes: list[str], totals: Mapping[str, object]) -> None:
    import json

    rows = json.loads(_dates_as_text(frame).to_json(orient="records", force_ascii=False))
    document = {"title": title, **totals, "results": rows, "notes": notes}
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1, default=str)
    sys.stdout.write("\n")


def _dates_as_text(frame: pd.DataFrame) -> pd.DataFrame:
    dates = {c: frame[c].dt.strftime("%Y-%m-%d") for c in frame if str(frame[c].dtype).startswith("datetime")}
    return frame.assign(**dates)


def _print_table(frame: pd.DataFrame, title: str, notes: list[str]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for name in frame.columns:
        number = frame[name].dtype.kind in "iuf"
        table.add_column(str(name).replace("_", " "), justify="right" if number else "left", overflow="fold")
    for row in _dates_as_text(frame).itertuples(index=False):
        table.add_row(*(cell(value) for value in row))
    out = console()
    out.print(table)
    for note in notes:
        out.print(note, style="dim")


def cell(value: object) -> str:
    """A cell for people: missing is –, figures have three significant digits or none after the point."""
    if value is None or value != value:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 10_000:
            return f"{value:.0f}".replace("-", "−")
        return (f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}").replace("-", "−")
    return str(value).replace("[", r"\[")
