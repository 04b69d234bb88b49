"""From a number of a shock back to the figures on record that it is made of.

A cell is written `SUBJECT.MEASURE`, the measure being `sum`, a channel (`energy`), or as the results call it (`gas
rents, arithmetic`).
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from steppe.methods.explain import Step, assumed, select, with_interval, with_sources
from steppe.methods.income.channels import channels
from steppe.methods.result import Result
from steppe.methods.shock.tables import COEFFICIENTS, MATRIX, NONE, RECORD


def explain(result: Result, cell: str) -> pd.DataFrame:
    """The steps from a number of a run to the record; columns of `steppe.methods.explain`.

    Raises
    ------
    UserError
        There is no such cell; the look-alike is named.
    """
    subject, measure, _ = (*cell.strip().split(".", 1), "", "")[:3]
    titles = {channel.name: channel.title.lower() for channel in channels()}
    rows = result.results
    if measure in titles:
        named = [one for one in dict.fromkeys(rows["measure"]) if one.startswith(f"{titles[measure]},")]
        measure = named[0] if named else measure
    chosen = select(result, rows, {"subject": subject, "measure": measure})
    names = [name for name, title in titles.items() if measure == "sum" or measure.startswith(f"{title},")]
    steps = [step for row in chosen.to_dict("records") for step in _figure(row, result.draws)]
    steps += list(assumed(result))
    steps += list(_held(result, names))
    steps += list(_recorded(result, names, subject))
    steps += [(2, note, None, "", "", "") for note in result.notes]
    return with_sources(result, sorted(steps, key=lambda step: step[0]), result.sources)


def _figure(row: dict, draws: int) -> Iterator[Step]:  # type: ignore[type-arg]
    yield from with_interval(row, f"{row['measure']} of {row['subject']}, {row['year']}; {draws} draws")


def _held(result: Result, names: list[str]) -> Iterator[Step]:
    """What each of the channels holds of which event, and its coefficients."""
    table = result.tables[MATRIX].frame
    for row in table.to_dict("records"):
        for name in names:
            if row.get(name, NONE) != NONE:
                yield 3, f"{name}, {row['event']}: {row[name]}", None, "", "", ""
    if COEFFICIENTS in result.tables:
        fitted = result.tables[COEFFICIENTS].frame
        for one in fitted[fitted["channel"].isin(names)].itertuples():
            yield (
                3,
                f"{one.channel}, {one.name}",
                one.estimate,
                f"standard error {one.error:.3g}",
                "estimated",
                one.source,
            )


def _recorded(result: Result, names: list[str], subject: str) -> Iterator[Step]:
    """The figures on record of the subject, or of those who deal with it."""
    if RECORD not in result.tables:
        return
    kept = result.tables[RECORD].frame
    mine = kept["state"].eq(subject) | kept["partner"].eq(subject)
    for row in kept[kept["channel"].isin(names) & mine].itertuples():
        pair = " and ".join(one for one in (row.state, row.partner) if isinstance(one, str) and one)
        ends = f", {row.low:.4g} to {row.high:.4g}" if pd.notna(row.low) and row.low != row.high else ""
        note = f"; {row.note}" if isinstance(row.note, str) and row.note else ""
        yield (
            4,
            f"{row.channel}: {row.what} of {pair}, {row.year}{ends}{note}",
            row.value,
            row.unit,
            row.basis,
            row.source,
        )
