"""An agenda as one self-contained page that reads on a screen and prints on A4: the order is that of the terminal."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from steppe.display.cells import Cell, TableRow
from steppe.display.format import day, mark, number, percent
from steppe.display.page import inline, render, save, source_rows
from steppe.report.agenda import view as bargaining
from steppe.report.agenda.charts import chart_positions
from steppe.report.agenda.view import BargainView, IssueView
from steppe.world.dates import VERSION

TEMPLATE = Path(__file__).with_name("page.html.j2")

SIZES = (("large", 628), ("small", 358))


def write_page(view: BargainView, path: Path) -> Path:
    """Write the page; its folder is made if need be.

    Raises
    ------
    UserError
        The file cannot be written.
    """
    return save(path, page(view))


def page(view: BargainView) -> str:
    """The page as text."""
    return render(TEMPLATE, context(view), ("study",))


def context(view: BargainView) -> dict[str, Any]:
    """Everything that the template shows, ready to be written."""
    agenda, package = view.session.agenda, view.session.package
    words = re.sub(r"[^\w .·:,-]", "", f"steppe · {agenda.title} · world {VERSION}")
    sections = [(f"issue-{place}", one.issue.name) for place, one in enumerate(view.issues)]
    return {
        "title": agenda.title,
        "agenda": agenda,
        "version": VERSION,
        "data_to": day(agenda.date),
        "sections": [*sections, ("rests", "What it rests on")],
        "foot": words,
        "head": bargaining.head_words(view),
        "present": bargaining.present_words(view),
        "issues": [_issue(view, one, place) for place, one in enumerate(view.issues)],
        "traded": ", ".join(package.table.issues) if package else "",
        "package": bargaining.package_words(view),
        "notes": bargaining.notes(view),
        "sources": source_rows(view.sources),
    }


def _issue(view: BargainView, one: IssueView, place: int) -> dict[str, Any]:
    charts = [(size, inline(chart_positions(view, one, width=width), f"i{place}-{size}")) for size, width in SIZES]
    return {
        "anchor": f"issue-{place}",
        "name": one.issue.name,
        "question": one.issue.question,
        "scale": one.issue.scale,
        "reference": number(one.issue.reference),
        "forecast": bargaining.forecast_words(one),
        "vote": bargaining.vote_words(view, one),
        "happened": bargaining.happened_words(view, one),
        "beside": [
            bargaining.moves_words(view, one),
            bargaining.nash_words(one),
            bargaining.contrast_words(one),
        ],
        "charts": charts,
        "alternatives": _alternatives(one),
        "actors": _actors(view, one),
    }


def _alternatives(one: IssueView) -> list[TableRow]:
    result = one.result
    rows = []
    for place, name in enumerate(result.question.alternatives):
        drawn = [Cell(f"{100 * float(shares[place]):.0f}") for shares in result.drawn.values()]
        cells = (
            Cell(number(float(result.question.positions[place]))),
            Cell(f"{100 * float(result.probability[place]):.0f}"),
            *drawn,
            Cell(f"{100 * float(result.standing[place]):.0f}"),
        )
        rows.append(TableRow(name, cells))
    return rows


def _actors(view: BargainView, one: IssueView) -> list[TableRow]:
    actors, stance = one.result.actors, one.result.decision.stance
    rows = []
    for place in actors.position.argsort(kind="stable")[::-1]:
        name = actors.names[place]
        coded = one.stances[name]
        cells = (
            Cell(percent(one.shares[name])),
            Cell(number(coded.salience, 1)),
            Cell(number(coded.position), mark=mark(coded.basis)),
            Cell(stance[name], css="l"),
            Cell(f"{coded.reason} ({coded.document})", css="l"),
        )
        rows.append(TableRow(view.named(name), cells))
    return rows
