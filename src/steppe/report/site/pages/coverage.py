"""The page of coverage: every paragraph of the texts, where it has its place, or why not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steppe.evidence import coverage as evidence
from steppe.evidence.claims import claims
from steppe.report.site.index import index
from steppe.report.site.registry import Made, page

if TYPE_CHECKING:
    from steppe.world.world import World


@page("coverage.html", words="Coverage", place=7)
def coverage(world: World) -> Made:
    """Every item of every paragraph with its status."""
    frame = evidence.load()
    summary = evidence.summary(frame)
    texts = []
    for (text, paragraph), rows in frame.groupby(["text", "paragraph"], sort=True):
        items = [
            (row.item, row.kind, row.status, row.target, row.reason, row.target.removeprefix("claim:") in claims())
            for row in rows.itertuples()
        ]
        texts.append((f"{text} ¶{paragraph}", items))
    context = {"title": "Coverage", "headline": summary.title, "notes": summary.notes, "texts": texts}
    return index(world, "coverage", context, "site")
