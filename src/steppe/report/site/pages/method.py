"""The page of method: what there is, how the methods work, how well sources are known, and what the terms mean."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterable
from urllib.parse import quote

from steppe.display.cells import Cell, TableRow
from steppe.display.format import MARK_WORDS, number, percent, sentence_case
from steppe.display.glossary import terms
from steppe.evidence import coverage as texts
from steppe.influence import LAYERS, coverage, matrix
from steppe.methods.loader import list_studies
from steppe.methods.registry import methods
from steppe.report.site.index import index
from steppe.report.site.registry import Entry, Made, address, finds, navigation, page, slug
from steppe.world.world import World

GRADES = {
    "original": "who published the figures",
    "mirror": "a copy by another",
    "compilation": "put together from others",
    "excerpt": "seen in a list of search results or on a private page",
    "recall": "no page: from memory",
    "ungraded": "not graded yet",
}


@page("method.html", words="Method", place=8)
def method(world: World) -> Made:
    """Coverage by layer, methods, sources by grade, marks, glossary."""
    frame = coverage(matrix(world))
    shares, cells = int(frame["shares"].sum()), int(frame["cells"].sum())
    sources = world.sql("select grade, count(*) as n from sources group by 1").set_index("grade")["n"]
    summary = texts.summary(texts.load())
    tables = world.sql("select count(distinct source) as n from sources")["n"].iloc[0]
    return index(
        world,
        "method",
        "site",
        "content",
        title="Method",
        headline=f"{percent(shares / cells)} % of the ties of the twelve with five powers have a share on record, each "
        f"with its source",
        layers=[_layer(row) for row in frame.to_dict("records")],
        methods=_methods(world),
        grades=[(grade, words, int(sources.get(grade, 0)), int(sources.sum())) for grade, words in GRADES.items()],
        total=number(int(tables)),
        texts=summary.title,
        coverage=address("coverage"),
        sources_page=address("sources"),
        marks=list(MARK_WORDS.items()),
        terms=[(f"term-{slug(term)}", term, meaning) for term, meaning in terms().items()],
    )


def _layer(row: dict[str, object]) -> tuple[str, TableRow]:
    """Address and row of a layer: cells with a share, with an amount alone, with neither."""
    name = str(row["layer"])
    total = float(str(row["cells"]))
    parts = [percent(float(str(row[part])) / total) for part in ("shares", "amounts_only", "not_covered")]
    one = LAYERS[name]
    words = (Cell(one.domain.capitalize(), css="l"), *(Cell(part) for part in parts), Cell(one.defects, css="l"))
    return f"index.html#layer={name}", TableRow(one.title, words)


def _methods(world: World) -> list[tuple[str, str, str, int]]:
    """Title, what it does, where its questions are, and how many, of every method that answers studies."""
    counts: dict[str, int] = {}
    for loaded in list_studies():
        counts[loaded.study.method] = counts.get(loaded.study.method, 0) + 1
    rows = []
    for name, one in methods().items():
        about = inspect.getdoc(type(one)) or inspect.getdoc(sys.modules[type(one).__module__]) or ""
        where = f"{address('studies')}#method={quote(one.title)}"
        rows.append((one.title, sentence_case(about.split("\n\n")[0].replace("\n", " ")), where, counts.get(name, 0)))
    return rows


@finds("Page", weight=2.5)
def sections(world: World) -> Iterable[Entry]:
    """The pages of the menu."""
    for where, words in navigation().items():
        yield Entry(words, where)
