"""The answer of a study as one self-contained page, for the methods that have none of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from steppe.display.cells import TableRow
from steppe.display.format import sentence_case
from steppe.display.page import inline, render, source_rows
from steppe.methods import view as answer
from steppe.methods.view import AnswerView, Block, chart_block

TEMPLATE = Path(__file__).with_name("page.html.j2")

CHART_SIZES = (("large", 628), ("small", 358))


def page(view: AnswerView, site: Sequence[tuple[str, str, bool]] = ()) -> str:
    """The page as text; `site` are the links of a site (address, words, whether this page is in it)."""
    return render(TEMPLATE, {**context(view), "site": site}, ("study",))


def context(view: AnswerView) -> dict[str, Any]:
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
        "answer": view.told(run.answer),
        "meta": answer.meta(view),
        "pictures": _pictures(view),
        "blocks": [
            (block, _intervals(view, block, place), answer.block_rows(block)) for place, block in enumerate(view.blocks)
        ],
        "tables": [(sentence_case(name.replace("_", " ")), *_table(view, name)) for name in run.tables],
        "assumptions": [
            (sentence_case(what.replace("_", " ")), view.named(value), view.told(why))
            for what, value, why in run.assumptions
        ],
        "notes": [view.told(note) for note in run.notes],
        "sources": source_rows(view.sources, numbered=True),
    }


def _pictures(view: AnswerView) -> list[tuple[str, list[tuple[str, str]]]]:
    """The charts of the method, each in both sizes."""
    found: dict[str, list[tuple[str, str]]] = {}
    for size, width in CHART_SIZES:
        for name, chart in view.charts(width, framed=True):
            found.setdefault(name, []).append((size, inline(chart, f"{name}-{size}")))
    return list(found.items())


def _intervals(view: AnswerView, block: Block, place: int) -> list[tuple[str, str]]:
    if not block.drawn:
        return []
    return [
        (size, inline(chart_block(view, block, width=width), f"block-{place}-{size}")) for size, width in CHART_SIZES
    ]


def _table(view: AnswerView, name: str) -> tuple[list[tuple[str, bool]], list[TableRow]]:
    frame = view.result.tables[name]
    return answer.heads(frame), answer.table_rows(view, frame)
