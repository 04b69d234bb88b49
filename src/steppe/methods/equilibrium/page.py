"""A study as one self-contained page, `report.html`, that reads on a screen and prints on A4.

The order is that of a reader's questions: what was asked, what came out, what changes between whom, how sure it is,
what it depends on, what it cannot tell, where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from steppe.display.exhibit import Datum, Exhibit, cells
from steppe.display.format import change, number, sentence_case
from steppe.display.page import inline, render, source_rows
from steppe.methods.equilibrium import charts
from steppe.methods.equilibrium import rows as study_tables
from steppe.methods.equilibrium.inputs import inputs
from steppe.methods.equilibrium.view import LIMITS, StudyView
from steppe.methods.equilibrium.words import UNITS
from steppe.methods.result import Links

Drawings = tuple[tuple[str, Markup], ...]
TEMPLATE = Path(__file__).with_name("page.html.j2")

CHART_SIZES = (("large", 628), ("small", 332))
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
    return render(TEMPLATE, {**context(view), "site": site}, ("study", "content"))


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
        "inputs": inputs(view),
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
    sections += [("inputs", "Other inputs")]
    sections += [("cases", "Other cases")] if len(view.titles) > 1 else []
    return [*sections, ("robustness", "Does it hold?"), ("limits", "Limits"), ("sources", "Sources")]


def _foot(view: StudyView) -> str:
    """The foot of a printed page, as a CSS string: letters that could end it are left out."""
    words = f"steppe · {view.result.run} · world {view.result.world_version} · borders: UN General Assembly practice"
    return re.sub(r"[^\w .·:,-]", "", words)


def _figures(view: StudyView) -> dict[str, Any]:
    intervals = tuple(
        (size, inline(charts.chart_intervals(view, width=width, framed=False), f"intervals-{size}"))
        for size, width in CHART_SIZES
    )
    maps = tuple(
        (size, inline(charts.chart_change(view, width=width, height=height, framed=False), f"map-{size}"))
        for size, width, height in MAP_SIZES
    )
    spans = charts.spans(view)
    about = f"{view.what}. {spans}"
    return {
        "intervals": _exhibit(view, "intervals", view.says["intervals"], about, intervals),
        "map": _exhibit(view, "change", view.says["map"], f"{view.what}. Median of the draws{view.of_depth}", maps),
        "spans": spans,
    }


def _exhibit(view: StudyView, name: str, finding: str, about: str, drawings: Drawings) -> Exhibit:
    run, rows = view.result, view.at().loc[list(view.order)]
    frame = pd.DataFrame(
        {
            "State": [view.names[code] for code in rows.index],
            f"Median, {UNITS[view.measure]}": rows["value"].to_numpy(float),
            "low": rows["low"].to_numpy(float),
            "high": rows["high"].to_numpy(float),
        }
    )
    heads, cells_of = cells(frame)
    errors = rows["error"].to_numpy(float)
    written = tuple(
        (row[0], *(Datum(change(float(one.value or 0), error), one.value) for one in row[1:]))
        for row, error in zip(cells_of, errors, strict=True)
    )
    return Exhibit(
        name=name,
        finding=finding,
        subtitle=about,
        drawings=drawings,
        heads=heads,
        rows=written,
        source=f"one-sector equilibrium in changes on trade of {run.baseline}, steppe {run.world_version}",
        how={
            "Value": "median over the draws; no digit below twice the Monte Carlo error",
            "Formula": "Dekle, Eaton and Kortum (2008): wages and prices in changes, deficits as the study says",
            "Range": f"{view.level} of {run.draws} points of what is drawn",
            "Command": f"steppe run {run.study}",
        },
    )


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
