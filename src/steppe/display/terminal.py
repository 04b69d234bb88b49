"""Tables and lines for a terminal: what the overview and the studies lay out alike.

Tables are laid out here and not by rich, because several columns may stand under one head; they fit 100 columns and,
with a narrower gap, 80.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console, Group
from rich.text import Text

from steppe.display.format import MISSING, RAISED

HEAD = "bold"
DIM = "dim"
MARK = "yellow"
WIDE = 100
WIDEST = 110
"""Columns beyond which lines of prose would be too long to read."""
Row = Sequence[Text]


def show(render: Callable[[int], Group], console: Console | None = None) -> None:
    """Print what `render` makes for the width of the terminal."""
    console = console or Console(highlight=False)
    width = min(console.width, WIDEST)
    console.print(render(width), width=width, highlight=False)


def head(finding: str, subtitle: str) -> Iterable[Text]:
    """A finding, and under it what is shown."""
    yield Text(finding, style=HEAD)
    yield Text(subtitle, style=DIM)


def figure(text: str, letter: str, style: str = "") -> Text:
    """A figure and its letter."""
    if text == MISSING:
        return Text(text, style=DIM)
    return Text.assemble((text, style), (RAISED.get(letter, letter), MARK))


def widths(rows: Sequence[Row]) -> list[int]:
    """Columns that each cell of a row needs."""
    return [max(cell_len(line) for row in rows for line in row[i].plain.split("\n")) for i in range(len(rows[0]))]


def grid(rows: Sequence[Row], align: str, gap: int, break_before: int | None = None) -> Iterable[Text]:
    """Rows under their head; a cell may have lines of its own. `align`: one of < > ^ a column."""
    sizes = widths(rows)
    total = sum(sizes) + gap * (len(sizes) - 1)
    for place, row in enumerate(rows):
        if place == break_before:
            yield Text("·" * total, style=DIM, no_wrap=True)
        depth = max(len(cell.plain.split("\n")) for cell in row)
        split = [list(cell.split("\n", allow_blank=True)) for cell in row]
        for line in range(depth):
            cells = [parts[line] if line < len(parts) else Text() for parts in split]
            joined = Text(" " * gap).join(map(_pad, cells, sizes, align))
            joined.rstrip()
            joined.no_wrap = True
            yield joined
        if place == 0:
            yield Text("─" * total, style=DIM, no_wrap=True)


def _pad(cell: Text, width: int, align: str) -> Text:
    room = width - cell_len(cell.plain)
    left = {"<": 0, ">": room, "^": room // 2}[align]
    return Text.assemble(" " * left, cell, " " * (room - left))


def groups(rows: Sequence[Row], gap: int, heads: Sequence[tuple[str, str]], size: int) -> Text:
    """The line above the head: each name, with its style, over as many columns."""
    sizes = widths(rows)
    line = Text(" " * (sizes[0] + gap), no_wrap=True)
    for place, (name, style) in enumerate(heads):
        span = sizes[1 + place * size : 1 + (place + 1) * size]
        line.append(name.center(sum(span) + gap * (size - 1)) + " " * gap, style=style)
    line.rstrip()
    return line
