"""Tables and lines for a terminal: what the overview and the studies lay out alike.

Tables are laid out here and not by rich, because several columns may stand under one head; they fit 100 columns and,
with a narrower gap, 80.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from steppe.display.format import MISSING, RAISED

HEAD = "bold"
DIM = "dim"
MARK = "yellow"
WIDE = 100
WIDEST = 110
"""Columns beyond which lines of prose would be too long to read."""
Row = Sequence[Text]
_ADDRESS = r"\S*?(?:https?://|doi:|\b10\.\d{4,9}/)\S+"
"""An address or a DOI: copied whole or not at all, so that a line may be longer for one."""
_INTERVAL = r"\s\([^\s()]{1,9} to [^\s()]{1,9}\)[^\s|;]*"
_PART = re.compile(rf"\s*(?:{_ADDRESS}|[^\s|;]+(?:\s%[^\s\w|;]*)?(?:{_INTERVAL})?[|;]*|[|;]+)")
"""What stays on one line: an address, a word, a figure with per cent sign and interval; a list may break after its
separator."""


def show(render: Callable[[int], Iterable[Text]], console: Console | None = None) -> None:
    """Print what `render` makes for the width of the terminal; see `write`."""
    console = console or Console(highlight=False)
    write(console, render(min(console.width, WIDEST)))


def write(console: Console, texts: Iterable[Text]) -> None:
    """Print texts: a line of a table (`no_wrap`) as it is, prose in lines between words."""
    width = min(console.width, WIDEST)
    for text in texts:
        for line in (text,) if text.no_wrap else wrapped(text, width):
            console.print(line, soft_wrap=True, highlight=False)


def words(text: str) -> list[str]:
    """What is never broken: words, and figures with their per cent sign and interval.

    Examples
    --------
    >>> words("likely, 10 % (2 to 28); open|share-alike")
    ['likely,', '10 % (2 to 28);', 'open|', 'share-alike']
    """
    return [part.strip() for part in _PART.findall(text)]


def wrapped(text: Text, width: int) -> Iterator[Text]:
    """A text in lines no wider than `width`, broken between words and each as far in as the first.

    Only an address may exceed the width: it is never broken.

    Examples
    --------
    >>> [line.plain for line in wrapped(Text("  it fell by 10 % in all"), 14)]
    ['  it fell by', '  10 % in all']
    """
    for line in text.split("\n", allow_blank=True):
        indent = len(line.plain) - len(line.plain.lstrip())
        for place, part in enumerate(line.divide(_breaks(line.plain, width, indent))):
            if place:
                part = part[len(part.plain) - len(part.plain.lstrip()) :]
                part.pad_left(indent)
            part.rstrip()
            yield part


def is_address(word: str) -> bool:
    """Whether a word is, or has in it, an address or a DOI.

    Examples
    --------
    >>> [is_address(word) for word in ("(https://a.org/b),", "10.1257/mac.20200012", "doi:10.1/x", "10.5/2")]
    [True, True, True, False]
    """
    return re.fullmatch(_ADDRESS, word.strip()) is not None


def fold(text: str, width: int) -> Text:
    """A cell of a table in lines no wider than `width`."""
    return Text("\n").join(wrapped(Text(text), width))


def _breaks(line: str, width: int, indent: int) -> list[int]:
    """Where lines after the first begin; a word longer than a line is broken at its end, unless it is an address."""
    found, used = list[int](), 0
    for start, part in _parts(line, width - indent):
        size = cell_len(part)
        if used + size > width and start:
            found.append(start)
            used, size = indent, cell_len(part.lstrip())
        elif not start:
            used, size = indent, size - indent
        place = start + len(part) - len(part.lstrip())
        while used + size > width > indent and not is_address(part):
            found.append(place := place + width - used)
            size -= width - used
            used = indent
        used += size
    return found


def _parts(line: str, room: int) -> Iterator[tuple[int, str]]:
    """Where each part of a line that stays together begins, and the part; a figure and its interval, if they fit."""
    for match in _PART.finditer(line):
        if cell_len(match[0].strip()) <= room:
            yield match.start(), match[0]
        else:
            yield from ((match.start() + word.start(), word[0]) for word in re.finditer(r"\s*\S+", match[0]))


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


def squeezed(rows: Sequence[Row], column: int, gap: int, width: int) -> Sequence[Row]:
    """The rows with one column in as many lines as a table of that width asks for."""
    sizes = widths(rows)
    room = width - gap * (len(sizes) - 1) - sum(sizes) + sizes[column]
    if room >= sizes[column]:
        return rows
    return [[*row[:column], Text("\n").join(wrapped(row[column], room)), *row[column + 1 :]] for row in rows]


def grid(rows: Sequence[Row], align: str, gap: int, break_before: int | None = None) -> Iterable[Text]:
    """Rows under their head, which stands at the foot of its lines; a cell may have lines of its own.

    `align`: one of < > ^ a column.
    """
    sizes = widths(rows)
    total = sum(sizes) + gap * (len(sizes) - 1)
    for place, row in enumerate(rows):
        if place == break_before:
            yield Text("·" * total, style=DIM, no_wrap=True)
        yield from beside(row, sizes, align, gap, foot=place == 0)
        if place == 0:
            yield Text("─" * total, style=DIM, no_wrap=True)


def beside(row: Row, sizes: Sequence[int], align: str, gap: int, *, foot: bool = False) -> Iterable[Text]:
    """The lines of one row: its cells beside each other, at the foot of the row if asked, else at its top."""
    split = [list(cell.split("\n", allow_blank=True)) for cell in row]
    depth = max(map(len, split))
    blank = [[Text()] * (depth - len(lines)) for lines in split]
    full = [above + lines if foot else lines + above for lines, above in zip(split, blank, strict=True)]
    for cells in zip(*full, strict=True):
        joined = Text(" " * gap).join(map(_pad, cells, sizes, align))
        joined.rstrip()
        joined.no_wrap = True
        yield joined


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
