"""A brief for a word processor: the sections of the page as headings, tables and pictures that can be worked on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from steppe.display import document as paper
from steppe.display.cells import Cell
from steppe.display.charts.theme import to_png
from steppe.display.charts.tokens import LIGHT
from steppe.display.document import Piece
from steppe.display.format import sentence_case
from steppe.display.page import save_bytes
from steppe.influence import LAYERS
from steppe.report.brief import charts
from steppe.report.brief.page import context
from steppe.report.brief.pdf import PAPER
from steppe.report.brief.tables import TieRow
from steppe.report.brief.view import Brief

TIE_WIDTHS = (54.0, 15.0, 22.0, 15.0)
"""Millimetres of the first column of a table of ties, and of year, status and source; the powers share the rest."""
LETTERS = "i: imputed, in part or whole; m: modelled or estimated; a: assumed. –: not covered"
SHARPNESS = 3.0
"""Pixels of a picture by one of the chart."""


def write_word(view: Brief, path: Path) -> Path:
    """Write the brief as .docx; the extra `files` is needed.

    Raises
    ------
    UserError
        The file cannot be written.
    """
    return save_bytes(path, word(view))


def word(view: Brief) -> bytes:
    """The brief as .docx."""
    page = context(view)
    foot = f"{view.name} · steppe {view.version} · borders: UN General Assembly practice · data to: {page['data_to']}"
    made = paper.new(page["title"], foot)
    paper.line(made, " · ".join([page["kicker"], *page["facts"], page["on"]]), small=True)
    paper.heading(made, view.name, 0)
    paper.line(made, view.says["lead"])
    for title, body, numbers in page["notable"]:
        paper.line(made, body, _refs(numbers), lead=f"{title}.", list_of="Number")
    for section in (_partners, _flows, _ties, _series, _seats, _security, _losses, _unknown, _sources):
        section(made, view, page)
    return paper.saved(made, view.on)


def _refs(numbers: Any) -> str:
    return f" {', '.join(map(str, numbers))}" if numbers else ""


def _picture(made: Any, chart: Any, width_mm: float, words: str) -> None:
    if chart is not None:
        paper.picture(made, to_png(chart, PAPER, SHARPNESS), width_mm, words)


# ------------------------------------------------------------------- sections
def _partners(made: Any, view: Brief, page: dict[str, Any]) -> None:
    paper.heading(made, view.says["partners"])
    if not page["partners"]:
        return paper.line(made, "There is neither a map nor a table of partners.")
    drawn = charts.chart_ties(view, width=640, height=440, theme=PAPER)
    _picture(made, drawn, 150, f"Map. {view.says['partners']}.")
    heads = ("Partner", "% of trade", "bn USD", "sold, bn USD", "bought, bn USD")
    rows = [(Piece(name), *map(_piece, cells)) for name, _, cells in page["partners"]]
    paper.table(made, heads, rows, (62, 30, 30, 30, 30))
    words = f"Trade in goods, exports plus imports, {page['partner_year']}; single states. i: in part imputed. Sources:"
    paper.line(made, words, _refs(page["partner_refs"]), small=True)


def _flows(made: Any, view: Brief, page: dict[str, Any]) -> None:
    paper.heading(made, view.says["flows"])
    words = "What passes between the two, % of GDP; latest year of each. The sum, with its range over the records"
    paper.line(made, f"{words}, then its parts.", small=True)
    _tie_table(made, "Flow, % of GDP", page["flow_rows"], page)
    _notes(made, page["flow_gaps"])


def _ties(made: Any, view: Brief, page: dict[str, Any]) -> None:
    paper.heading(made, sentence_case(view.says["ties"]))
    words = "Share of each tie that runs with each power, %; latest year of each. A small year stands under a figure of"
    paper.line(made, f"{words} another year than its row’s; an amount of money under the share of it.", small=True)
    _tie_table(made, "Tie, and what it counts", page["ties"], page)
    words = (
        "; a number after it leads to the reason under “What is not known”. A figure with such a number is an amount"
    )
    paper.line(made, f"{LETTERS}{words} without a share. 0: none on record where the record is complete.", small=True)


def _series(made: Any, view: Brief, page: dict[str, Any]) -> None:
    paper.heading(made, view.says["series"])
    drawn = charts.series_panels(view, theme=PAPER, dashed=True)
    if not drawn:
        return paper.line(made, "No tie has yearly shares of a power on enough years to draw.")
    words = "Share of each tie with each power, %, yearly observations since 2000. A missing year breaks the line"
    paper.line(made, f"{words}; the last figure stands at the right. Sources: as in the table above.", small=True)
    said = f"share of each power in the ties of {view.name}, % by year since 2000"
    each = [(f"{LAYERS[name].title}: {said}", to_png(chart, PAPER, SHARPNESS)) for name, chart in drawn.items()]
    paper.pictures(made, each, 2)


def _seats(made: Any, view: Brief, page: dict[str, Any]) -> None:
    paper.heading(made, view.says["seats"])
    words = (
        "Spells towards all. Filled: member. Hollow: another status. Pale: frozen, suspended or leaving in practice."
    )
    paper.line(made, f"{words} Colour: the power that leads the body.", small=True)
    _picture(made, charts.chart_seats(view, width=760, theme=PAPER), paper.WIDTH_MM, f"{view.says['seats']}.")
    for words in page["departures"]:
        paper.line(made, words, list_of="Bullet")
    words = "Source: spells of membership, each with what was read"
    paper.line(made, words, _refs(page["seat_refs"]), small=True)


def _security(made: Any, view: Brief, page: dict[str, Any]) -> None:
    paper.heading(made, view.says["security"])
    paper.line(made, page["no_census"], small=True)
    if not page["security"]:
        paper.line(made, "No exercise, visit, defence agreement, mediation or text was found for it.")
    for words, rows in page["security"]:
        paper.heading(made, words, 2)
        pieces = [
            (Piece(when), Piece(event, raised=_refs(numbers)), Piece(kind)) for when, event, kind, numbers in rows
        ]
        paper.table(made, ("When", "What", "Page"), pieces, (24, 130, 28))
    if page["counted"]:
        paper.line(made, f"{page['counted']} No other sender’s list is complete.")
    if page["sites"]:
        paper.heading(made, "Foreign sites as they stand", 2)
        sites = [(Piece(one), Piece(whose), Piece(how, raised=_refs(n))) for one, whose, how, n in page["sites"]]
        paper.table(made, ("Site", "Whose", "Status"), sites, (82, 50, 50))
    if page["summits"]:
        paper.heading(made, "Attendance at summits", 2)
        words = "1: a head of state or government came; ½: somebody of lower rank; 0: nobody. Mean of the meetings of"
        paper.line(made, f"{words} which it is known; unknown is not absent.", small=True)
        rows = [(Piece(f"{body} {year}"), Piece(said, raised=_refs(n))) for body, year, said, n in page["summits"]]
        paper.table(made, ("Body", "Index"), rows, (60, 122))


def _losses(made: Any, view: Brief, page: dict[str, Any]) -> None:
    paper.heading(made, view.says["losses"])
    paper.line(made, view.says["cut"], small=True)
    _picture(made, charts.chart_losses(view, theme=PAPER), 105, f"{view.says['losses']}, % of GDP.")
    _tie_table(made, "Tie", page["loss_rows"], page)
    _notes(made, page["loss_gaps"])


def _unknown(made: Any, view: Brief, page: dict[str, Any]) -> None:
    paper.heading(made, view.says["unknown"])
    for gap in page["gaps"]:
        paper.line(made, f"{sentence_case(gap.reason)}: {gap.where}.", lead=f"{gap.number}.", small=True)
    paper.heading(made, "What this cannot tell", 2)
    for words in page["cannot_tell"]:
        paper.line(made, words, list_of="Bullet")
    for layer, words in page["defects"]:
        paper.line(made, words, lead=f"{layer}.", small=True)


def _sources(made: Any, view: Brief, page: dict[str, Any]) -> None:
    paper.heading(made, "Sources")
    for number, one in enumerate(page["sources"], start=1):
        said = ". ".join(filter(None, (one["producer"], one["title"], one["published"], one["licence"], one["url"])))
        paper.line(made, said, lead=f"{number}.", small=True)


# --------------------------------------------------------------------- tables
def _notes(made: Any, notes: list[str]) -> None:
    for words in notes:
        paper.line(made, words, small=True)


def _tie_table(made: Any, first: str, rows: list[TieRow], page: dict[str, Any]) -> None:
    """Rows of ties, a column a power, with year, status and the numbers of the sources."""
    powers = [power["name"] for power in page["powers"]]
    each = (paper.WIDTH_MM - sum(TIE_WIDTHS)) / len(powers)
    widths = (TIE_WIDTHS[0], *[each] * len(powers), *TIE_WIDTHS[1:])
    paper.table(made, (first, *powers, "Year", "Status", "Source"), _tie_rows(rows, len(powers)), widths)


def _tie_rows(rows: list[TieRow], powers: int) -> Iterator[tuple[Piece, ...]]:
    before = ""
    for row in rows:
        if row.domain != before:
            yield (Piece(sentence_case(row.domain), bold=True),)
        before = row.domain
        cells = (_piece(cell) for cell in row.cells[:powers])
        numbers = ", ".join(map(str, row.refs))
        yield (Piece(row.head, under=row.what), *cells, Piece(row.year), Piece(row.status), Piece(numbers))


def _piece(cell: Cell) -> Piece:
    """A cell in its colours, with letter, year and amount."""
    ink = LIGHT["on-hi"] if "on-hi" in cell.css else LIGHT["on-lo"] if cell.fill else ""
    under = "; ".join(filter(None, (cell.under, cell.amount)))
    return Piece(cell.text, cell.mark, under, LIGHT.get(cell.fill, ""), ink)
