"""Documents for a word processor (.docx): headings, real tables, pictures with alternative text, numbered sources.

Texts are set as they are and never read as markup. Numbers of sources stand raised after what they support, and lead to
the list at the end, since an analyst who cuts a paragraph out takes the number along.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from steppe.display.office import same_bytes
from steppe.world.shown import visible

GREY, RULE = "4D5258", "D8D4C9"
BODY, SMALL, UNDER = 10.0, 8.0, 6.5
"""Points of the body, of tables and notes, of what stands under a figure."""
PAGE_MM, MARGIN_MM = (210, 297), 14
WIDTH_MM = PAGE_MM[0] - 2 * MARGIN_MM
"""What a picture or a table may take."""


@dataclass(frozen=True)
class Piece:
    """What stands in a cell or a line: text, what is raised after it, a small line under it, colours as `#rrggbb`."""

    text: str
    raised: str = ""
    under: str = ""
    fill: str = ""
    ink: str = ""
    bold: bool = False


def new(title: str, foot: str) -> Any:
    """An empty document on A4 with a footer that counts pages."""
    from docx import Document
    from docx.shared import Mm, Pt, RGBColor

    made = Document()
    made.core_properties.title, made.core_properties.author = visible(title), "steppe"
    made.core_properties.language, made.core_properties.comments = "en-GB", ""
    page = made.sections[0]
    page.page_width, page.page_height = (Mm(side) for side in PAGE_MM)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN_MM)
    sizes = {"Normal": BODY, "Title": 22, "Heading 1": 13, "Heading 2": 10.5}
    for name, size in sizes.items():
        style = made.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), RGBColor(0, 0, 0)
        _of_east(style, "Calibri")
    made.styles["Normal"].paragraph_format.space_after = Pt(4)
    _footer(page.footer.paragraphs[0], foot)
    return made


def _of_east(style: Any, font: str) -> None:
    """Take the theme's font out of a style: it would win over the named one."""
    from docx.oxml.ns import qn

    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    fonts.set(qn("w:eastAsia"), font)


def _footer(paragraph: Any, words: str) -> None:
    _run(paragraph, f"{words} · ", SMALL - 1, GREY)
    for before, code in (("page ", "PAGE"), (" of ", "NUMPAGES")):
        _run(paragraph, before, SMALL - 1, GREY)
        field = _element("w:fldSimple", {"w:instr": code})
        field.append(_run(paragraph, "1", SMALL - 1, GREY)._r)  # what a reader that computes no fields shows
        paragraph._p.append(field)


def _element(tag: str, attributes: dict[str, str] | None = None) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name), value)
    return made


def _run(paragraph: Any, words: str, size: float | None = None, colour: str = "", bold: bool = False) -> Any:
    from docx.shared import Pt, RGBColor

    run = paragraph.add_run(visible(words, but="\n"))
    run.bold = bold or None
    if size:
        run.font.size = Pt(size)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour.removeprefix("#").upper())
    return run


def heading(document: Any, words: str, level: int = 1) -> None:
    """A heading that a table of contents finds; level 0 is the title."""
    document.add_heading(visible(words), level)


def line(
    document: Any, words: str, raised: str = "", *, lead: str = "", small: bool = False, list_of: str = ""
) -> None:
    """A paragraph; `lead` stands bold before it, `list_of` makes it an item of a `Number` or a `Bullet` list."""
    paragraph = document.add_paragraph(style=f"List {list_of}" if list_of else None)
    size, colour = (SMALL, GREY) if small else (None, "")
    if lead:
        _run(paragraph, f"{lead} ", size, bold=True)
    _run(paragraph, words, size, colour)
    _raise(paragraph, raised, size or BODY)


def _raise(paragraph: Any, words: str, size: float) -> None:
    if words:
        _run(paragraph, words, size, GREY).font.superscript = True


def picture(place: Any, png: bytes, width_mm: float, words: str) -> None:
    """A picture in a document or a cell, as wide as said, with what it shows in words for those who cannot see it."""
    from docx.shared import Mm

    paragraph = place.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(width_mm))
    paragraph._p.xpath(".//wp:docPr")[0].set("descr", visible(words))


def table(document: Any, heads: Sequence[str], rows: Iterable[Sequence[Piece]], widths_mm: Sequence[float]) -> None:
    """A table whose head repeats on every page; a row of one piece runs over the whole width. Figures are centred."""
    from docx.shared import Mm

    made = document.add_table(rows=1, cols=len(heads))
    made.autofit = False
    for column, width in zip(made.columns, widths_mm, strict=True):
        column.width = Mm(width)
    _ruled(made)
    _fill_row(made.rows[0], [Piece(head, bold=True) for head in heads], widths_mm)
    made.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    for pieces in rows:
        row = made.add_row()
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        if len(pieces) == 1:
            row.cells[0].merge(row.cells[-1])
        _fill_row(row, pieces, widths_mm if len(pieces) > 1 else [sum(widths_mm)])
    document.add_paragraph().paragraph_format.space_after = 0


def _ruled(made: Any) -> None:
    """Thin rules between rows and none between columns."""
    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", {"w:val": "single", "w:sz": "4", "w:color": RULE}))
    made._tbl.tblPr.append(borders)


def _fill_row(row: Any, pieces: Sequence[Piece], widths_mm: Sequence[float]) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm

    for place, (piece, width) in enumerate(zip(pieces, widths_mm, strict=True)):
        cell = row.cells[place]
        cell.width, cell.vertical_alignment = Mm(width), WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = 0
        if place:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(paragraph, piece.text, SMALL, piece.ink, piece.bold)
        _raise(paragraph, piece.raised, SMALL)
        if piece.under:
            _run(paragraph, f"\n{piece.under}", UNDER, piece.ink or GREY)
        if piece.fill:
            shade = {"w:val": "clear", "w:color": "auto", "w:fill": piece.fill.removeprefix("#").upper()}
            cell._tc.get_or_add_tcPr().append(_element("w:shd", shade))


def pictures(document: Any, each: Sequence[tuple[str, bytes]], columns: int) -> None:
    """Small pictures beside each other, each with its words for those who cannot see it."""
    grid = document.add_table(rows=-(-len(each) // columns), cols=columns)
    for place, (words, png) in enumerate(each):
        cell = grid.cell(place // columns, place % columns)
        picture(cell, png, WIDTH_MM / columns - 4, words)
        cell._tc.remove(cell.paragraphs[0]._p)  # the empty one that every new cell has


def saved(document: Any, on: date) -> bytes:
    """The document as bytes, the same each time."""
    written = io.BytesIO()
    document.save(written)
    return same_bytes(written.getvalue(), on)
