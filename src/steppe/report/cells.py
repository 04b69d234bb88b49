"""Rows and cells of tables on a page, as the templates read them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `css` classes, `fill` a colour token, `why` the reason of a gap, `key` a power's square, `under`
    an interval in small type after it."""

    text: str
    mark: str = ""
    css: str = ""
    fill: str = ""
    why: str = ""
    key: str = ""
    under: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A symbol of the table of seats and what it says."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its head, its cells and its class (`break`: a rule above it; `indent`: part of the row before)."""

    head: str
    cells: tuple[Cell | Seat, ...]
    css: str = ""
