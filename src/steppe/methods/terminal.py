"""A study on a terminal, for the methods that have no layout of their own: figures, tables, what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from rich.console import Console
from rich.text import Text

from steppe.display.frames import print_table
from steppe.display.terminal import DIM, HEAD, write
from steppe.methods.view import AnswerView, meta, written_figure

LONGEST = 40
"""Rows of a further table that a terminal shows."""


def show(view: AnswerView, out: Console, *, compact: bool = False) -> None:
    """Print the answer, its figures, its tables, what is assumed and how it was computed; compact: the first two."""
    write(out, _head(view))
    result = view.result
    figures = _figures(result.results)
    print_table(out, figures, f"Results, with intervals that hold {view.level} of the draws", spare=("basis", "year"))
    if not compact:
        for table in result.tables.values():
            out.print()
            cut = f"The first {LONGEST} of {len(table.frame)} rows; `--format json` has all."
            notes = [cut] if len(table.frame) > LONGEST else []
            print_table(out, table.shown.head(LONGEST), table.heading, notes, spare=("source", "basis"))
        write(out, _rest(view))
    write(out, [Text(meta(view), DIM), Text(f"Sources: {', '.join(result.sources)}", DIM)])


def _figures(results: pd.DataFrame) -> pd.DataFrame:
    """The results with each figure and its interval in one cell, without columns that say nothing."""
    cells = [written_figure(row.unit, row.value, row.low, row.high, row.error) for row in results.itertuples()]
    frame = results.assign(value=cells).drop(columns=["level", "low", "high", "error"])
    return frame.loc[:, [name for name in frame if not frame[name].fillna("").eq("").all()]]


def _head(view: AnswerView) -> Iterator[Text]:
    result = view.result
    yield Text(f"steppe {result.world_version} · study {result.study} · method {result.method}", DIM)
    yield Text(result.question, HEAD)
    yield from (Text(view.sentence(note), "yellow") for note in result.read_first)
    yield from (Text(view.sentence(str(result.answer))), Text())


def _rest(view: AnswerView) -> Iterator[Text]:
    yield Text()
    if view.result.assumptions:
        yield Text("Assumed", HEAD)
    for what, value, why in view.result.assumptions:
        yield Text(f"  {what.replace('_', ' ')}, {value}: {why}", DIM)
    yield Text("How it was computed", HEAD)
    yield from (Text(f"  {view.sentence(note)}", DIM) for note in view.result.notes)
