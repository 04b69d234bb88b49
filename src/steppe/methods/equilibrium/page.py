"""A study as one self-contained page, `report.html`, that reads on a screen and prints on A4.

The order is that of a reader's questions: what was asked, what came out, what changes between whom, how sure it is,
what it depends on, what it cannot tell, where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from steppe.display.format import number, sentence_case
from steppe.display.page import inline, render, source_rows
from steppe.methods.equilibrium import charts
from steppe.methods.equilibrium import rows as study_tables
from steppe.methods.equilibrium.view import LIMITS, StudyView
from steppe.methods.result import Links

TEMPLATE = Path(__file__).with_name("page.html.j2")

CHART_SIZES = (("large", 628), ("small", 358))
MAP_SIZES = (("large", 628, 340), ("small", 358, 300))
METHOD = (
    "Dekle, Eaton and Kortum (2008), Global rebalancing with gravity, IMF Staff Papers 55; Costinot and "
    "Rodríguez-Clare (2014), Trade theory with numbers, Handbook of International Economics 4",
    "The equilibrium in changes",
)
SOURCE_GROUPS = {
    "trade": ("cepii", "steppe-fill", "national", "unctad"),
    "home": ("wiod", "wdi", "kaz-io", "icio", "oecd"),
    "agreements": ("desta", "steppe-spells"),
    "effects": ("steppe-gravity",),
}
"""Beginnings of the names of sources, by what they are cited for."""


def page(view: StudyView, site: Links = ()) -> str:
    """The page as text; `site` are the links of a site (address, words, whether this page is in it)."""
    return render(TEMPLATE, {**context(view), "site": site}, ("study",))


def context(view: StudyView) -> dict[str, Any]:
    """Everything that the template shows, ready to be written."""
    run = view.result
    sources = _sources(view)
    return {
        "title": run.question,
        "version": run.world_version,
        "data_to": f"trade {run.baseline}",
        "sections": _sections(view),
        "foot": _foot(view),
        "view": view,
        "run": run,
        "says": view.says,
        "answer": view.answer,
        "first": [view.named(note) for note in run.read_first],
        "meta": _meta(view),
        "notes": [view.named(note) for note in run.notes],
        "assumptions": [
            (sentence_case(what), view.named(value), view.named(why)) for what, value, why in run.assumptions
        ],
        "limits": LIMITS,
        "sources": sources,
        "refs": _refs(view),
        **_figures(view),
        **_tables(view),
    }


def _meta(view: StudyView) -> str:
    run = view.result
    failed = "none failed" if not run.failed_draws else f"{run.failed_draws} draws of all cases and depths failed"
    return (
        f"{run.draws} points, seed {run.seed}, {failed}{view.of_depth} · "
        f"trade balances: {run.closure} · {number(100 * run.imputed_share, 1)} % of world trade imputed, by value · "
        f"world {run.world_version}"
    )


def _sections(view: StudyView) -> list[tuple[str, str]]:
    sections = [("treatment", "What changes"), ("result", "Result"), ("depths", "Depths")]
    sections += [("cases", "Other cases")] if len(view.titles) > 1 else []
    return [*sections, ("robustness", "Does it hold?"), ("limits", "Limits"), ("sources", "Sources")]


def _foot(view: StudyView) -> str:
    """The foot of a printed page, as a CSS string: letters that could end it are left out."""
    words = f"steppe · {view.result.run} · world {view.result.world_version} · borders: UN General Assembly practice"
    return re.sub(r"[^\w .·:,-]", "", words)


def _figures(view: StudyView) -> dict[str, Any]:
    intervals = [
        (size, inline(charts.chart_intervals(view, width=width, framed=False), f"intervals-{size}"))
        for size, width in CHART_SIZES
    ]
    maps = [
        (size, inline(charts.chart_change(view, width=width, height=height, framed=False), f"map-{size}"))
        for size, width, height in MAP_SIZES
    ]
    return {
        "intervals": intervals,
        "map": maps,
        "spans": charts.spans(view),
    }


def _tables(view: StudyView) -> dict[str, Any]:
    return {
        "treatment": study_tables.treatment_rows(view),
        "incomes": study_tables.income_rows(view),
        "cases": study_tables.case_rows(view) if len(view.titles) > 1 else [],
        "robustness": study_tables.robustness_rows(view),
        "checked": study_tables.checked_names(view),
        "partners": study_tables.partner_rows(view),
        "partner_years": study_tables.partner_years(view),
        "versus": study_tables.versus_rows(view),
    }


def _sources(view: StudyView) -> list[Mapping[str, str]]:
    authors, title = METHOD
    method = {"anchor": "s1", "producer": title, "title": authors, "url": "", "licence": ""}
    rows = source_rows(view.sources)
    return [method, *({**row, "anchor": f"s{place}"} for place, row in enumerate(rows, start=2))]


def _refs(view: StudyView) -> dict[str, list[int]]:
    """Numbers of the endnotes by what they are cited for."""
    names = list(view.sources["source"])
    groups = {
        group: [place for place, name in enumerate(names, start=2) if name.startswith(beginnings)]
        for group, beginnings in SOURCE_GROUPS.items()
    }
    texts = {name.removeprefix("text-"): [place] for place, name in enumerate(names, start=2) if "text-" in name}
    return {"method": [1], **groups, **texts}
