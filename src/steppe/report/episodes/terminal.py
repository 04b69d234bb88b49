"""The ledger on a terminal: the rows in time, five lines each, and under them the counts."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from rich.text import Text

from steppe.display.frames import cell
from steppe.display.terminal import DIM, HEAD, MARK, grid, squeezed
from steppe.influence.ledger import WHY_NO_RATE
from steppe.report.episodes.view import Entry, Listing

INDENT = "  "
SHORT = {
    "reversed by the sender": "reversed",
    "partly conceded": "partly",
    "not conceded": "not\nconceded",
    "by judgement": "judged",
}
"""Heads where there is little room; `judged`: rows whose outcome the compiler judged."""


def render(view: Listing, width: int, *, entries: bool = True) -> Iterator[Text]:
    """The listing, or the counts alone, as lines for a terminal of that width."""
    yield Text(view.title, HEAD)
    for one in view.entries if entries else ():
        yield Text()
        yield from _entry(one, view)
    for title, frame in view.counts:
        yield Text()
        yield Text(title, HEAD)
        yield from _table(frame, width)
    yield Text()
    yield from (Text(words, DIM) for words in WHY_NO_RATE)


def _entry(one: Entry, view: Listing) -> Iterator[Text]:
    kind = f" ({one.kind})" if one.kind else ""
    yield Text.assemble((f"{one.when}  {one.who}: {one.used}", HEAD), (kind, DIM))
    lines = (
        ("size", one.size),
        ("asked", f"{one.asked} [{one.issue}]"),
        ("followed", f"{one.followed} ({one.basis})" if one.followed else "no outcome is coded"),
        ("bargain", one.bargain),
        ("note", one.note),
    )
    yield from (_line(name, words) for name, words in lines if words)
    page = view.page(one.source)
    contested = "contested, " if one.contested else ""
    doubt = "" if one.confidence == "high" else f"{one.confidence} confidence, "
    seen = f"{contested}{doubt}{page['grade']}"
    yield _line("page", f"{page['title']}, {page['producer']}, {page['published']} ({seen})")
    yield _line("", one.source + (f"; of the outcome {one.outcome_source}" if one.outcome_source else ""))


def _line(name: str, words: str) -> Text:
    return Text.assemble((f"{INDENT}{name + ': ' if name else ''}", MARK if name == "followed" else DIM), words)


def _table(frame: pd.DataFrame, width: int) -> Iterator[Text]:
    heads = [Text(SHORT.get(str(name), str(name))) for name in frame]
    rows = [[Text(cell(value)) for value in row] for row in frame.itertuples(index=False)]
    yield from grid(squeezed([heads, *rows], 0, 1, width), "<" + ">" * (len(heads) - 1), 1)
