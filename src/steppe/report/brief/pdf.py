"""A brief on paper: the same content set in typst on A4, charts drawn on white.

The template reads one JSON document, so that no text is ever read as markup. typst is an extra of the package; it
carries its own fonts and fetches nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from steppe.display.cells import Cell
from steppe.display.charts.theme import to_pdf
from steppe.display.charts.tokens import LIGHT
from steppe.display.format import sentence_case
from steppe.display.page import save_bytes
from steppe.report.brief import charts as brief_charts
from steppe.report.brief.page import context
from steppe.report.brief.tables import TieRow
from steppe.report.brief.view import Brief
from steppe.world.errors import UserError

PAPER = {**LIGHT, "paper": "#ffffff", "sea": "#f6f6f4"}
KEPT = (
    "kicker",
    "says",
    "few",
    "partner_year",
    "partner_refs",
    "seat_refs",
    "departures",
    "flow_gaps",
    "loss_gaps",
    "cannot_tell",
    "no_census",
    "counted",
    "security",
    "episodes",
    "why_no_rate",
    "sites",
    "summits",
)
MARGINS = (15, 13, 17, 11)
"""Margins at the head, in mm, tried in turn until the last page holds more than a few lines; else the last."""
LEAST = 70.0
"""Millimetres from the top of the last page that its text must reach."""


def write_pdf(view: Brief, path: Path) -> Path:
    """Write the brief as PDF.

    Raises
    ------
    UserError
        The extra `pdf` is not installed, or the file cannot be written.
    """
    return save_bytes(path, pdf(view))


def pdf(view: Brief) -> bytes:
    """The brief as PDF."""
    pictures = _pictures(view)
    document, template = _document(view, pictures), Path(__file__).with_name("brief.typ")
    for margin in MARGINS[:-1]:
        if end_of(template, document | {"margin": margin}, pictures) > LEAST:
            return set_in_type(template, document | {"margin": margin}, pictures)
    return set_in_type(template, document | {"margin": MARGINS[-1]}, pictures)


def set_in_type(template: Path, document: dict[str, Any], pictures: dict[str, bytes]) -> bytes:
    """A template of typst as PDF, with the document that it reads and its pictures by file name.

    Raises
    ------
    UserError
        The extra `pdf` is not installed.
    """
    return bytes(_typst("compile", template, document, pictures))


def end_of(template: Path, document: dict[str, Any], pictures: dict[str, bytes]) -> float:
    """Where the text of a template ends on its last page, in mm from the top; raises as `set_in_type`."""
    asked = {"selector": "<end>", "field": "value", "one": True}
    return float(json.loads(_typst("query", template, document, pictures, **asked)))


def _typst(what: str, template: Path, document: dict[str, Any], pictures: dict[str, bytes], **more: Any) -> Any:
    """A command of typst on a template.

    Raises
    ------
    UserError
        The extra `pdf` is not installed.
    """
    try:
        import typst
    except ImportError:
        raise UserError(
            "--out: a PDF needs typst; install it with `pip install 'steppe[pdf]'`, or write FILE.html and print that"
        ) from None
    with TemporaryDirectory() as folder:
        source = Path(folder) / template.name
        for name, content in {template.name: template.read_bytes(), **pictures}.items():
            (Path(folder) / name).write_bytes(content)
        read = {"brief": json.dumps(document, ensure_ascii=False)}
        return getattr(typst, what)(source, **more, sys_inputs=read, ignore_system_fonts=True)


def _pictures(view: Brief) -> dict[str, bytes]:
    """Charts by file name."""
    charts = {
        "map.pdf": brief_charts.chart_ties(view, width=640, height=440, theme=PAPER),
        "seats.pdf": brief_charts.chart_seats(view, width=760, theme=PAPER),
        "losses.pdf": brief_charts.chart_losses(view, theme=PAPER),
        **{
            f"series-{layer}.pdf": one
            for layer, one in brief_charts.series_panels(view, theme=PAPER, dashed=True).items()
        },
    }
    return {name: to_pdf(chart, PAPER) for name, chart in charts.items() if chart is not None}


def _document(view: Brief, pictures: dict[str, bytes]) -> dict[str, Any]:
    """What the template reads."""
    page = context(view)
    sources = [". ".join(filter(None, (s["producer"], s["title"], s["url"], s["licence"]))) for s in page["sources"]]
    borders = "borders: UN General Assembly practice"
    return {
        **{name: page[name] for name in KEPT},
        "title": page["title"],
        "name": view.name,
        "lead": view.says["lead"],
        "kicker": " · ".join([page["kicker"], *page["facts"], page["on"]]),
        "foot": f"{view.name} · steppe {view.version} · {borders} · data to: {page['data_to']}",
        "notable": [{"title": title, "body": body, "refs": refs} for title, body, refs in page["notable"]],
        "partners": [
            {"name": name, "colour": LIGHT.get(token, ""), "cells": [as_cell(c) for c in cells]}
            for name, token, cells in page["partners"]
        ],
        "powers": [{"name": power["name"], "colour": LIGHT[power["token"]]} for power in page["powers"]],
        "ties": _rows(page["ties"], len(view.powers)),
        "flow_rows": _rows(page["flow_rows"], len(view.powers)),
        "loss_rows": _rows(page["loss_rows"], len(view.powers)),
        "panels": [name for name in pictures if name.startswith("series-")],
        "map": "map.pdf" in pictures,
        "timeline": "seats.pdf" in pictures,
        "loss_chart": "losses.pdf" in pictures,
        "gaps": [{"number": g.number, "reason": sentence_case(g.reason), "where": g.where} for g in view.gaps],
        "defects": [list(pair) for pair in page["defects"]],
        "sources": sources,
    }


def _rows(rows: list[TieRow], powers: int) -> list[dict[str, Any]]:
    """Rows with the name of a domain where it begins."""
    made = []
    before = ""
    for row in rows:
        begins = row.domain if row.domain != before else ""
        before = row.domain
        cells = [as_cell(c) for c in row.cells[:powers]]
        made.append(
            {"head": row.head, "what": row.what, "domain": sentence_case(begins), "cells": cells}
            | {"year": row.year, "status": row.status, "refs": row.refs}
        )
    return made


def as_cell(cell: Cell) -> dict[str, Any]:
    """A cell as the templates read it, its colours as values."""
    ink = "on-hi" if "on-hi" in cell.css else "on-lo" if cell.fill else ""
    return {
        "text": cell.text,
        "mark": cell.mark,
        "under": cell.under,
        "amount": cell.amount,
        "fill": LIGHT.get(cell.fill, ""),
        "ink": LIGHT.get(ink, ""),
        "dots": "dots" in cell.css,
    }
