"""A state's votes beside others' as one self-contained page: the order is that of the terminal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from steppe.display.page import inline, render, source_rows
from steppe.report.alignment.charts import chart_paths, subtitle
from steppe.report.alignment.tables import ukraine_rows, year_heads, year_rows
from steppe.report.alignment.view import CANNOT_TELL, AlignmentView

TEMPLATE = Path(__file__).with_name("page.html.j2")

SIZES = (("large", 628), ("small", 358))
SECTIONS = (
    *(("path", "Path"), ("years", "By year"), ("ukraine", "Ukraine"), ("rests", "What it is based on")),
    ("sources", "Sources"),
)


def page(view: AlignmentView) -> str:
    """The page as text."""
    return render(TEMPLATE, context(view), ("study",))


def context(view: AlignmentView) -> dict[str, Any]:
    """Everything that the template shows, ready to be written."""
    named = ", ".join(view.names[one] for one in view.states)
    ukraine = ukraine_rows(view)
    return {
        "title": f"{view.names[view.data.state]}: votes in the General Assembly",
        "named": named,
        "view": view,
        "version": view.version,
        "data_to": f"session opened in {view.data.paths['year'].max()}",
        "sections": [one for one in SECTIONS if one[0] != "ukraine" or ukraine],
        "foot": re.sub(r"[^\w .·:,-]", "", f"steppe · alignment · {named} · world {view.version}"),
        "charts": [(size, inline(chart_paths(view, width=width, framed=False), size)) for size, width in SIZES],
        "subtitle": subtitle(view),
        "heads": year_heads(view),
        "years": year_rows(view),
        "ukraine_heads": [(words, "l") for words in ("Resolution", "Day", "On", *view.states)],
        "ukraine": ukraine,
        "notes": [*view.notes, *CANNOT_TELL],
        "sources": source_rows(view.sources),
    }
