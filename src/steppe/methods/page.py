"""The answer of a study as one self-contained page, for the methods that have none of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
from markupsafe import Markup

from steppe.display.charts.theme import words_over
from steppe.display.charts.tokens import PAGE
from steppe.display.exhibit import Datum, Exhibit
from steppe.display.format import sentence_case
from steppe.display.page import inline, render, source_rows
from steppe.methods import view as answer
from steppe.methods.result import Links, slug
from steppe.methods.view import AnswerView, Block, chart_block

TEMPLATE = Path(__file__).with_name("page.html.j2")

Charts = Callable[..., list[tuple[str, Any]]]
CHART_SIZES = (("large", 628), ("small", 332))


def page(view: AnswerView, charts: Charts, site: Links = ()) -> str:
    """The page as text; `charts` draws the further charts of the method."""
    return render(TEMPLATE, {**context(view, charts), "site": site}, ("study", "content"))


def context(view: AnswerView, charts: Charts) -> dict[str, Any]:
    """Everything that the template shows, ready to be written."""
    run = view.result
    return {
        "title": run.question,
        "version": run.world_version,
        "data_to": str(run.baseline),
        "sections": [("result", "Result"), ("assumptions", "Assumed"), ("method", "Method"), ("sources", "Sources")],
        "foot": re.sub(r"[^\w .·:,-]", "", f"steppe · {run.run} · world {run.world_version}"),
        "view": view,
        "run": run,
        "study": run.source.study,
        "answer": view.sentence(str(run.answer)),
        "meta": view.named(answer.meta(view)),
        "pictures": _pictures(view, charts),
        "blocks": [(block, _intervals(view, block, place)) for place, block in enumerate(view.blocks)],
        "block_rows": answer.block_rows,
        "tables": [
            (table.heading, _heads(view, table.shown), answer.table_rows(view, table.shown))
            for table in run.tables.values()
        ],
        "assumptions": [
            (sentence_case(what.replace("_", " ")), view.named(value), view.sentence(why))
            for what, value, why in run.assumptions
        ],
        "first": [view.sentence(note) for note in run.read_first],
        "notes": [view.sentence(note) for note in run.notes],
        "sources": source_rows(view.sources, numbered=True),
    }


def _heads(view: AnswerView, frame: pd.DataFrame) -> list[tuple[str, bool]]:
    """Heads of a further table with names for codes: a page has the room."""
    return [(view.named(words), is_text) for words, is_text in answer.heads(frame)]


def _pictures(view: AnswerView, charts: Charts) -> list[Exhibit]:
    """The charts of the method, each in both sizes, under the words that it has where it stands alone."""
    run = view.result
    pictures: dict[str, list[tuple[str, Markup]]] = {}
    for size, width in CHART_SIZES:
        for name, chart in charts(run, width=width, theme=PAGE, framed=False):
            pictures.setdefault(name, []).append((size, inline(chart, f"{name}-{size}")))
    over = {name: words_over(chart) for name, chart in charts(run, width=CHART_SIZES[0][1], theme=PAGE, framed=True)}
    return [
        Exhibit(
            name=slug(name),
            finding=view.sentence(over[name][0]),
            subtitle=view.sentence(over[name][1]),
            drawings=tuple(sizes),
            source=over[name][2],
            how={"Range": f"{run.draws} draws, seed {run.seed}", "Command": f"steppe run {run.study}"},
        )
        for name, sizes in pictures.items()
    ]


def _intervals(view: AnswerView, block: Block, place: int) -> Exhibit | None:
    """The chart of a measure with its table; None where it is a table alone."""
    if not block.drawn:
        return None
    run = view.result
    table = [(row.head, row.figures[0].text, row.figures[1].text) for row in answer.block_rows(block)]
    values = [(str(row.name), row.value, None) for row in block.rows.itertuples(index=False)]
    rows = tuple(
        (Datum(head, head), Datum(text, None if pd.isna(own[1]) else float(own[1])), Datum(span, span))
        for (head, text, span), own in zip(table, values, strict=True)
    )
    return Exhibit(
        name=f"block-{place}",
        finding=f"{block.title}, {block.what}",
        subtitle=f"Median, and the interval of {view.level} of the draws",
        drawings=tuple(
            (size, inline(chart_block(view, block, width=width), f"block-{place}-{size}"))
            for size, width in CHART_SIZES
        ),
        heads=(block.title, block.unit, f"{view.level} interval"),
        rows=rows,
        source=f"steppe {run.world_version}, study {run.study}",
        how={"Range": f"{run.draws} draws, seed {run.seed}", "Command": f"steppe run {run.study}"},
    )
