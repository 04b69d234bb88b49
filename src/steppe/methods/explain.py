"""From a number back to what it is made of: the number, what is assumed, how it was computed, the sources.

A cell is written `SUBJECT.MEASURE` or `SUBJECT.MEASURE.PARTNER`.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from steppe.methods.result import Result
from steppe.world.errors import UserError
from steppe.world.names import look_alike

COLUMNS = ["step", "what", "value", "unit", "basis", "source"]

Step = tuple[int, str, object, str, str, str]
"""Step, what, value, unit, basis, source."""


def explain(result: Result, cell: str) -> pd.DataFrame:
    """The steps from a number of a run to its inputs.

    Returns
    -------
    Columns step (1 the number, 2 how it was computed, 3 what changes, 4 the figures beneath, 5 sources), what, value,
    unit, basis, source.

    Raises
    ------
    UserError
        There is no such cell; the look-alike is named.
    """
    subject, measure, partner = (*cell.strip().split("."), "", "")[:3]
    rows = select(result, result.results, {"subject": subject, "measure": measure, "partner": partner})
    steps = [step for row in rows.to_dict("records") for step in _figure(result, row)]
    steps += list(assumed(result))
    steps += [(2, note, None, "", "", "") for note in (*result.read_first, *result.notes)]
    return with_sources(result, steps, result.sources)


def select(result: Result, rows: pd.DataFrame, cell: Mapping[str, str]) -> pd.DataFrame:
    """The rows of a cell, by column. Raises UserError where there are none."""
    for name, value in cell.items():
        values = [str(one) for one in dict.fromkeys(rows[name])]
        if value not in values:
            hint = look_alike(value, values) or f"; it has {', '.join(one for one in values if one) or 'none'}"
            raise UserError(f'cell: {result.run} has no {name} "{value}" there{hint}')
        rows = rows[rows[name].eq(value)]
    return rows


def with_sources(result: Result, steps: Sequence[Step], sources: Sequence[str]) -> pd.DataFrame:
    """The steps, and behind them the sources."""
    world = result.source.world
    cited = [(5, f"{world.source(name).title}. {world.source(name).citation}", None, "", "", name) for name in sources]
    return pd.DataFrame([*steps, *cited], columns=COLUMNS)


def assumed(result: Result) -> Iterator[Step]:
    """What is assumed."""
    for name, value, why in result.assumptions:
        yield 2, f"assumed: {name} = {value}. {why}", None, "", "assumed", "assumption"


def with_interval(row: Mapping[Hashable, Any], what: str) -> Iterator[Step]:
    """One number and, where it was drawn, its interval."""
    yield 1, what, row["value"], row["unit"], row["basis"], ""
    if pd.notna(row["low"]):
        yield 1, f"{100 * row['level']:.0f} % of the draws lie from", row["low"], row["unit"], row["basis"], ""
        yield 1, "to", row["high"], row["unit"], row["basis"], ""


def _figure(result: Result, row: Mapping[Hashable, Any]) -> Iterator[Step]:
    """One number with its year: a cell may stand for several years or units."""
    towards = f" with {row['partner']}" if row["partner"] else ""
    yield from with_interval(row, f"{row['measure']} of {row['subject']}{towards}, {row['year']}; {result.draws} draws")
