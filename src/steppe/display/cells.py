"""Rows and cells of tables on a page, as the templates read them."""

from __future__ import annotations

from dataclasses import dataclass

from steppe.display.charts.tokens import CLASSES, level
from steppe.display.format import MISSING, is_missing, percent


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `css` classes, `fill` a colour token, `why` the reason of a gap, `key` a power's square, `under`
    an interval or a year in small type after it, `amount` the money that a share is of, in small type under it."""

    text: str
    mark: str = ""
    css: str = ""
    fill: str = ""
    why: str = ""
    key: str = ""
    under: str = ""
    amount: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A symbol of the table of seats, what it says, and the year that stands beside it."""

    kind: str
    words: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its head, its cells and its class (`break`: a rule above it; `indent`: part of the row before)."""

    head: str
    cells: tuple[Cell | Seat, ...]
    css: str = ""

    @property
    def figures(self) -> tuple[Cell, ...]:
        """Its cells but for the seats."""
        return tuple(cell for cell in self.cells if isinstance(cell, Cell))


def heat(
    share: float | None,
    token: str,
    letter: str = "",
    why: object = None,
    bounds: tuple[int, ...] = CLASSES,
    css: str = "",
    alone: bool = False,
) -> Cell:
    """A share (0..1) in percent, tinted in the ramp of its power; a gap is dots with its reason, or a dash where the
    state is the power itself (`alone`)."""
    if share is None or is_missing(share):
        reason = why if isinstance(why, str) else "no data"
        if alone:
            return Cell(MISSING, css=f"h none {css}", why="itself")
        return Cell("no data", css=f"h dots {css}", why=reason)
    step = level(100 * share, bounds)
    ink = "on-hi" if step > 3 else "on-lo"
    return Cell(percent(share), letter, f"h {ink} {css}", f"{token}-{step}")
