"""A state's votes beside others' as one self-contained page: the order is that of the terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from steppe.display.exhibit import Exhibit, cells
from steppe.display.format import sentence_case
from steppe.display.page import inline, render, source_rows
from steppe.report.alignment.charts import chart_paths, subtitle
from steppe.report.alignment.tables import ukraine_rows, year_heads, year_rows
from steppe.report.alignment.view import CANNOT_TELL, AlignmentView, signed

TEMPLATE = Path(__file__).with_name("page.html.j2")

SIZES = (("large", 628), ("small", 332))
SECTIONS = (
    *(("path", "Path"), ("years", "By year"), ("ukraine", "Ukraine"), ("rests", "What it is based on")),
    ("sources", "Sources"),
)


def page(
    view: AlignmentView, site: Sequence[tuple[str, str, bool]] = (), related: Sequence[tuple[str, str]] = ()
) -> str:
    """The page as text.

    `site` are the links of a site (address, words, whether this page is in it), `related` pages that it leads to.
    """
    return render(TEMPLATE, {**context(view), "site": site, "related": related}, ("study", "content"))


def context(view: AlignmentView) -> dict[str, Any]:
    """Everything that the template shows, ready to be written."""
    named = ", ".join(view.names[one] for one in view.states)
    ukraine = ukraine_rows(view)
    head, _, more = view.says.partition("; ")
    return {
        "title": f"{view.names[view.data.state]}: votes in the General Assembly",
        "named": named,
        "view": view,
        "head": head,
        "more": f"{sentence_case(more)}. " if more else "",
        "version": view.version,
        "data_to": f"session opened in {view.data.paths['year'].max()}",
        "sections": [one for one in SECTIONS if one[0] != "ukraine" or ukraine],
        "foot": re.sub(r"[^\w .·:,-]", "", f"steppe · alignment · {named} · world {view.version}"),
        "chart": _paths(view),
        "subtitle": subtitle(view),
        "heads": year_heads(view),
        "years": year_rows(view),
        "ukraine_heads": [
            (words, "l") for words in ("Resolution", "Day", "On", *(view.names[one] for one in view.states))
        ],
        "ukraine": ukraine,
        "notes": [*view.notes, *CANNOT_TELL],
        "sources": source_rows(view.sources),
    }


def _paths(view: AlignmentView) -> Exhibit:
    """The path of the state beside those of the others."""
    drawn = tuple((size, inline(chart_paths(view, width=width, framed=False), size)) for size, width in SIZES)
    wide = view.data.paths.pivot(index="year", columns="state", values="ideal_point")[list(view.states)]
    frame = wide.sort_index(ascending=False).rename(columns=dict(view.names)).reset_index()
    frame = frame.rename(columns={"year": "Year"}).astype({"Year": str})
    heads, rows = cells(frame, dict.fromkeys(frame.columns[1:], signed))
    sources = view.sources[view.sources["source"].isin(view.data.paths["source"])]
    return Exhibit(
        name="path-chart",
        finding=view.says,
        subtitle=f"{'. '.join(subtitle(view))}",
        drawings=drawn,
        heads=heads,
        rows=rows,
        source="; ".join(dict.fromkeys(f"{row.producer}, {row.title}" for row in sources.itertuples())),
        how={
            "Formula": "the one line that explains the votes best: docs/explanation/ideal-points.md",
            "Range": "bands hold 90 %",
            "Command": f"steppe alignment {view.data.state} --with {','.join(view.data.partners)}",
        },
    )
