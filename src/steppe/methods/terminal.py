"""A study on a terminal, for the methods that have no layout of their own: figures, tables, what it rests on."""

from __future__ import annotations

from rich.console import Console

from steppe.display.frames import print_frame
from steppe.methods.view import AnswerView, meta

LONGEST = 40
"""Rows of a further table that a terminal shows."""


def show(view: AnswerView, out: Console, *, compact: bool = False) -> None:
    """Print the answer, its figures, its tables, what is assumed and how it was computed; compact: the first two."""
    result = view.result
    out.print(f"steppe {result.world_version} · study {result.study} · method {result.method}", style="dim")
    out.print(result.question, style="bold")
    for note in result.read_first:
        out.print(view.sentence(note), style="yellow", highlight=False, markup=False)
    out.print(view.sentence(result.answer), highlight=False, markup=False)
    out.print()
    figures = result.results.drop(columns=["level"]).dropna(axis="columns", how="all")
    figures = figures.loc[:, [name for name in figures if not figures[name].eq("").all()]]
    title = f"Results; low to high hold {view.level} of the draws"
    print_frame(out, figures, title, spare=("basis", "unit", "year"))
    if not compact:
        _rest(view, out)
    out.print(meta(view), style="dim", highlight=False)
    out.print(f"Sources: {', '.join(result.sources)}", style="dim", highlight=False)


def _rest(view: AnswerView, out: Console) -> None:
    for table in view.result.tables.values():
        out.print()
        cut = f"The first {LONGEST} of {len(table.frame)} rows; `--format json` has all."
        notes = [cut] if len(table.frame) > LONGEST else []
        print_frame(out, table.frame.head(LONGEST), table.heading, notes, spare=("source", "basis"))
    out.print("\nAssumed", style="bold")
    for what, value, why in view.result.assumptions:
        out.print(f"  {what.replace('_', ' ')}, {value}: {why}", style="dim", highlight=False, markup=False)
    out.print("How it was computed", style="bold")
    for note in view.result.notes:
        out.print(f"  {view.sentence(note)}", style="dim", highlight=False, markup=False)
