"""Any frame as a table for a terminal: as wide as its cells ask for, and never cut off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, cast

import pandas as pd
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from steppe.display.format import MISSING, written
from steppe.world.shown import visible

SHORT = 14
"""A cell or word no longer than this is never broken."""

PROSE, LINE = 40, 18
"""A column with a cell longer than `PROSE` is text to read: it keeps lines of at least `LINE` characters."""

GAP = 2
"""Blanks between the columns of a table."""


def dates_as_text(frame: pd.DataFrame) -> pd.DataFrame:
    """Days as `2015-08-12`; with the time where a column has any."""
    dates = {c: frame[c] for c in frame if str(frame[c].dtype).startswith("datetime")}
    midnight = {c: days.dropna().eq(days.dropna().dt.normalize()).all() for c, days in dates.items()}
    form = {c: "%Y-%m-%d" if midnight[c] else "%Y-%m-%d %H:%M:%S%z" for c in dates}
    return frame.assign(**{c: days.dt.strftime(form[c]) for c, days in dates.items()})


def print_frame(
    out: Console,
    frame: pd.DataFrame,
    title: str = "",
    notes: Iterable[str] = (),
    *,
    spare: Sequence[str] = (),
    whole: Sequence[str] = (),
) -> None:
    """Print a frame under its title, and notes under it.

    The `spare` columns go first where the terminal is too narrow for all, and a note names them; cells of the `whole`
    columns, names that are typed again, are never broken. A table that cannot be made narrow enough is wider.
    """
    notes, room = list(notes), out.width
    frame = dates_as_text(frame).rename(columns=lambda name: visible(str(name)))
    if frame.empty:
        notes.insert(0, "No rows.")
    elif frame.notna().any(axis=None):
        frame = frame.dropna(axis="columns", how="all")
    columns = {str(name): [cell(value) for value in frame[name]] for name in frame}
    left_out = []
    while sum(_widths(columns, room, whole)) > _room(columns, room) and set(spare) & columns.keys():
        name = next(name for name in spare if name in columns)
        left_out.append(name.replace("_", " "))
        del columns[name]
    widths = _widths(columns, room, whole)
    out.width = max(room, sum(widths) + GAP * len(columns))
    out.print(_table(columns, [name for name in columns if frame[name].dtype.kind in "iuf"], title, widths))
    out.width = room
    if left_out:
        notes.append(f"Left out at this width: {', '.join(left_out)}.")
    if notes:
        out.print()
    for note in notes:
        out.print(_safe(note), style="dim")


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
    table = Table(
        title=_safe(title) or None,
        title_justify="left",
        title_style="bold",
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, GAP - 1, 0, 0),
    )
    for name, column in zip(columns, widths, strict=True):
        side: Literal["left", "right"] = "right" if name in numbers else "left"
        table.add_column(_safe(name.replace("_", " ")), justify=side, width=column, overflow="fold")
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
        value = cast("Any", value).tolist()
    if isinstance(value, list):
        return ", ".join(map(cell, value)) or MISSING
    if isinstance(value, dict):
        return ", ".join(f"{visible(str(key))}: {cell(one)}" for key, one in value.items()) or MISSING
    if pd.isna(cast("float", value)):
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 10_000:
            return written(value, ".0f")
        return written(value, ",.0f") if abs(value) >= 999.5 else _small(value)
    return _safe(str(value))


def _safe(text: str) -> str:
    """A text that neither rich takes for markup nor the terminal for a command."""
    return visible(text, but="\n").replace("[", r"\[")
