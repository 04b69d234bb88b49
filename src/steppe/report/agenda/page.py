"""An agenda as one self-contained page that reads on a screen and prints on A4: the order is that of the terminal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from steppe.display.exhibit import Exhibit
from steppe.display.format import day, number
from steppe.display.page import inline, render, source_rows
from steppe.report.agenda import view as bargaining
from steppe.report.agenda.charts import chart_positions
from steppe.report.agenda.tables import actor_rows, alternative_rows
from steppe.report.agenda.view import BargainView, IssueView
from steppe.world.dates import VERSION

TEMPLATE = Path(__file__).with_name("page.html.j2")

SIZES = (("large", 628), ("small", 332))


def page(view: BargainView, site: Sequence[tuple[str, str, bool]] = (), related: Sequence[tuple[str, str]] = ()) -> str:
    """The page as text.

    `site` are the links of a site (address, words, whether this page is in it), `related` pages that it leads to.
    """
    return render(TEMPLATE, {**context(view), "site": site, "related": related}, ("study", "content"))


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
        "sections": [*sections, ("rests", "What it is based on")],
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
        "chart": Exhibit(
            name=f"issue-{place}-chart",
            finding=f"{one.issue.question} {bargaining.forecast_words(one)}",
            subtitle=f"Scale: {one.issue.scale}. Dot: position, size: capability times salience; band: 80 % interval",
            drawings=tuple(charts),
            source=f"steppe {VERSION}, agenda {view.session.agenda.title}; positions as its file cites them",
            how={"Range": "80 % of noisy copies of the actors", "Command": "steppe bargain"},
        ),
        "alternatives": alternative_rows(one),
        "actors": actor_rows(view, one),
    }
