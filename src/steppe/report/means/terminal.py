"""Means on a terminal: a table a concept, and under them what was asked."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from steppe.display.terminal import DIM, HEAD, grid
from steppe.report.means.view import ASKED, NEVER_ADDED, Means, Paid

MOST = 8
"""Columns of years on a line; more go below."""


def render(view: Means, width: int) -> Iterator[Text]:
    """The view as lines for a terminal of that width."""
    yield Text(view.title, HEAD)
    yield Text(NEVER_ADDED, DIM)
    for one in view.paid:
        yield Text()
        yield Text(f"{one.title}, {one.unit}", HEAD)
        yield Text(f"{one.says}. Source: {one.sources}.", DIM)
        yield from _tables(one)
    yield Text()
    if view.none:
        yield Text(f"No figure other than zero in the tables: {'; '.join(view.none)}.", DIM)
    yield Text(ASKED, HEAD)
    for state, words in view.asked:
        yield Text.assemble(("  " + state + ": ", HEAD), words)
    if not view.asked:
        yield Text("  The ledger has no episode of it; what is not listed is unknown.")
    yield Text("ᵃ assumed. ᵐ modelled or estimated. –: no figure, not zero.", DIM)


def _tables(one: Paid) -> Iterator[Text]:
    """The years in tables of so many columns."""
    for place in range(0, len(one.heads), MOST):
        heads = [Text("State"), *map(Text, one.heads[place : place + MOST])]
        rows = [[Text(name), *(Text(str(cell)) for cell in cells[place : place + MOST])] for name, cells in one.rows]
        yield from grid([heads, *rows], "<" + ">" * (len(heads) - 1), 2)
