"""A state's votes beside others' as one self-contained page: the order is that of the terminal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd

from steppe.display.cells import Cell, TableRow
from steppe.display.format import MISSING, mark, percent
from steppe.display.page import inline, render, save, source_rows
from steppe.report.alignment.charts import chart_paths, subtitle
from steppe.report.alignment.view import CANNOT_TELL, OURS, AlignmentView, signed

TEMPLATE = Path(__file__).with_name("page.html.j2")

SIZES = (("large", 628), ("small", 358))
SECTIONS = (
    *(("path", "Path"), ("years", "By year"), ("ukraine", "Ukraine"), ("rests", "What it rests on")),
    ("sources", "Sources"),
)


def write_page(view: AlignmentView, path: Path) -> Path:
    """Write the page; its folder is made if need be.

    Raises
    ------
    UserError
        The file cannot be written.
    """
    return save(path, page(view))


def page(view: AlignmentView) -> str:
    """The page as text."""
    return render(TEMPLATE, context(view), ("study",))


def context(view: AlignmentView) -> dict[str, Any]:
    """Everything that the template shows, ready to be written."""
    named = ", ".join(view.names[one] for one in view.states)
    ukraine = _ukraine(view)
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
        "heads": _heads(view),
        "years": _years(view),
        "ukraine_heads": [(words, "l") for words in ("Resolution", "Day", "On", *view.states)],
        "ukraine": ukraine,
        "notes": [*view.notes, *CANNOT_TELL],
        "sources": source_rows(view.sources),
    }


def _heads(view: AlignmentView) -> list[tuple[str, str]]:
    alike = [f"alike with {one}" for one in view.data.partners]
    words = (view.data.state, "90 % band", *view.data.partners, *alike)
    return [("Year", "l"), *((head, "wrap") for head in words)]


def _years(view: AlignmentView) -> list[TableRow]:
    data = view.data
    paths = {one: data.path(one) for one in view.states}
    alike = data.agreement.set_index(["partner", "year"])["agreement"]
    own = paths[data.state]
    rows = []
    for year in range(int(own.index.min()), int(own.index.max()) + 1):
        positions = [_position(paths[one], year) for one in view.states]
        cells = [positions[0], _band(own, year), *positions[1:]]
        cells += [Cell(percent(alike.get((one, year)))) for one in data.partners]
        rows.append(TableRow(str(year), tuple(cells)))
    return rows


def _position(path: pd.DataFrame, year: int) -> Cell:
    if year not in path.index:
        return Cell(MISSING, css="dots", why="cast no vote")
    row = path.loc[year]
    return Cell(signed(row["ideal_point"]), mark=mark(row["basis"]) if row["record"] == OURS else "")


def _band(path: pd.DataFrame, year: int) -> Cell:
    if year not in path.index:
        return Cell(MISSING, css="dots", why="cast no vote")
    return Cell(f"{signed(path.loc[year, 'low'])} to {signed(path.loc[year, 'high'])}")


def _ukraine(view: AlignmentView) -> list[TableRow]:
    rows = []
    for (date, number), own in view.data.ukraine.groupby(["date", "resolution"], sort=True):
        cast = own.set_index("state")["vote"]
        cells = [Cell(str(date.date()), css="l date"), Cell(str(own["title"].iloc[0]), css="l wrap")]
        cells += [Cell(str(cast.get(one, MISSING)), css="l") for one in view.states]
        rows.append(TableRow(f"{number}{'?' if own['note'].notna().any() else ''}", tuple(cells)))
    return rows
