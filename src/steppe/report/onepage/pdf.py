"""The one page as PDF: type as large as still fits on one sheet of A4."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from steppe.display.charts.theme import to_pdf
from steppe.display.format import count_word, day
from steppe.display.page import save_bytes
from steppe.report.brief import charts, tables
from steppe.report.brief.pdf import PAPER, as_cell, set_in_type
from steppe.report.onepage.view import OnePage
from steppe.world.errors import BundleError

TEMPLATE = Path(__file__).with_name("onepage.typ")
SIZES = (9.6, 9.2, 8.8, 8.4, 8.0, 7.6, 7.2)
"""Points of the body, the largest first."""


def write_pdf(page: OnePage, path: Path) -> Path:
    """Write the page as PDF.

    Raises
    ------
    UserError
        The extra `pdf` is not installed, or the file cannot be written.
    """
    return save_bytes(path, pdf(page))


def pdf(page: OnePage) -> bytes:
    """The page as PDF, in the largest type in which it is one page."""
    pictures = _pictures(page)
    document = _document(page, pictures)
    for size in SIZES:
        made = set_in_type(TEMPLATE, {**document, "size": size}, pictures)
        if pages(made) == 1:
            return made
    raise BundleError(f"the one page of {page.view.name} does not fit on one page")


def pages(made: bytes) -> int:
    """How many pages a PDF of typst has."""
    found = re.search(rb"/Type\s*/Pages\s*/Count (\d+)", made)
    if found is None:
        raise BundleError("a PDF without a count of its pages")
    return int(found[1])


def _pictures(page: OnePage) -> dict[str, bytes]:
    """Charts by file name: trade through time, and what being cut off would cost."""
    panels = charts.series_panels(page.view, width=330, theme=PAPER, dashed=True)
    drawn = {"trade.pdf": panels.get("trade"), "losses.pdf": charts.chart_losses(page.view, width=330, theme=PAPER)}
    return {name: to_pdf(chart, PAPER) for name, chart in drawn.items() if chart is not None}


def _document(page: OnePage, pictures: dict[str, bytes]) -> dict[str, Any]:
    view = page.view
    return {
        "name": view.name,
        "title": f"{view.name} on one page",
        "kicker": " · ".join([view.code, *tables.fact_words(view), day(view.on)]),
        "foot": f"steppe {view.version} · borders: UN General Assembly practice · data to {day(view.on)}",
        "verdicts": page.verdicts,
        "notable": [{"title": title, "body": body, "refs": refs} for title, body, refs in page.notable],
        "heads": page.heads,
        "rows": [
            {"head": row.head, "what": row.what, "year": row.year, "refs": row.refs}
            | {"cells": [as_cell(cell) for cell in row.cells]}
            for row in page.rows
        ],
        "pictures": sorted(pictures, reverse=True),
        "seats": page.seats,
        "events": [{"when": one.when, "words": one.words, "refs": one.refs} for one in page.events],
        "latest": f"The latest {count_word(len(page.events))} dated events on record",
        "sources": [f"{row.producer}, {row.title}" for row in page.sources.itertuples()],
        "rest": page.rest,
    }
