"""The one page on a terminal: as long as a screen or two, in 100 columns or in 80."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.text import Text

from steppe.display import terminal
from steppe.display.format import day, number
from steppe.display.terminal import DIM, HEAD, WIDE
from steppe.report.brief import tables
from steppe.report.onepage.view import OnePage


def show(page: OnePage, console: Console | None = None) -> None:
    """Print the page."""
    terminal.show(lambda width: list(_lines(page, width)), console)


def _lines(page: OnePage, width: int) -> Iterator[Text]:
    view = page.view
    yield Text(f"{view.name} · {' · '.join(tables.fact_words(view))} · {day(view.on)}", style=DIM)
    yield from (Text(words, style=HEAD) for words in page.verdicts)
    yield Text()
    yield from (Text(f"{place}. {title}") for place, (title, _, _) in enumerate(page.notable, start=1))
    yield Text()
    lines = [[Text(head) for head in ("Share, %", *page.heads, "Year")]]
    for row in page.rows:
        name = terminal.fold(row.head, 32 if width >= WIDE else 24)
        lines.append([name, *(terminal.figure(cell.text, cell.mark or " ") for cell in row.cells), Text(row.year)])
    yield from terminal.grid(lines, "<" + ">" * (len(page.heads) + 1), 2 if width >= WIDE else 1)
    yield Text(
        "All flows: % of GDP. ⁱ imputed in part · ᵐ modelled or estimated · ᵃ assumed · –: not covered · in "
        "brackets: an amount, no share",
        style=DIM,
    )
    yield Text()
    yield from (Text(words) for words in page.seats)
    yield Text()
    yield from (Text(f"{one.when}  {one.words}") for one in page.events)
    yield Text()
    yield Text(f"{number(len(page.sources))} sources. {page.rest}", style=DIM)
