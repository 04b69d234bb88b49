"""Every year of every tie of a state: share and amount with each power, and what each year rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from steppe.display.cells import Cell, TableRow
from steppe.display.format import currency_of, is_missing, money, number, percent, sentence_case, significant
from steppe.influence import LAYERS
from steppe.influence.reasons import in_words
from steppe.report.brief.tables import letter, note
from steppe.report.brief.view import Brief

NO_DATA = "no data"


@dataclass(frozen=True, slots=True)
class TieYears:
    """One tie through all years on record.

    Attributes
    ----------
    layer, title
        The layer, and what it is called.
    what
        What its shares are of, and the unit of its amounts where that is no money.
    latest
        The years of the latest row.
    powers
        Those that have a figure in any year.
    rows
        The latest year first: a cell a power.
    refs
        For each row the numbers of its sources.
    notes
        What the records say of single figures, each once.
    """

    layer: str
    title: str
    what: str
    latest: str
    powers: tuple[str, ...]
    rows: tuple[TableRow, ...]
    refs: tuple[tuple[int, ...], ...]
    notes: tuple[str, ...]


def tie_years(view: Brief) -> list[TieYears]:
    """The ties of a brief that have a figure, in their order."""
    return [_tie(view, str(name), own) for name, own in view.years.groupby("layer", sort=False)]


def _tie(view: Brief, name: str, own: pd.DataFrame) -> TieYears:
    known = own[own["share"].notna() | own["amount"].notna()]
    powers = tuple(power for power in view.powers if power in set(known["partner"]))
    rows: list[TableRow] = []
    refs: list[tuple[int, ...]] = []
    for number_of, year in sorted(own.groupby("year"), key=lambda one: -int(one[0])):
        cells, held = year.set_index("partner"), known[known["year"] == number_of]
        if rows and rows[-1].head == str(held["when"].iloc[0]):  # one observation that stands for several years
            continue
        rows.append(TableRow(str(held["when"].iloc[0]), tuple(_cell(cells, power) for power in powers)))
        refs.append(tuple(view.number(";".join(held["source"].dropna()))))
    return TieYears(
        layer=name,
        title=LAYERS[name].title,
        what=_what(name, known),
        latest=rows[0].head,
        powers=powers,
        rows=tuple(rows),
        refs=tuple(refs),
        notes=tuple(dict.fromkeys(_notes(known, view))),
    )


def _what(name: str, known: pd.DataFrame) -> str:
    unit = known["unit"].dropna()
    own = "" if unit.empty or currency_of(unit.iloc[0]) else f"amounts in {unit.iloc[0]}"
    share = f"share of {LAYERS[name].whole}, %" if known["share"].notna().any() else "no share"
    return "; ".join(part for part in (share, own) if part)


def _cell(cells: pd.DataFrame, power: str) -> Cell:
    """Share with its letter, amount under it; where there is neither, the reason."""
    row = cells.loc[power] if power in cells.index else None
    if row is None or (is_missing(row["share"]) and is_missing(row["amount"])):
        why = row["missing"] if row is not None and isinstance(row["missing"], str) else NO_DATA
        return Cell(NO_DATA, css="dots", why=in_words(why) if why != NO_DATA else why)
    held = "" if is_missing(row["amount"]) else money(row["amount"], row["unit"]) or _count(float(row["amount"]))
    if is_missing(row["share"]):
        return Cell(held, letter(row), why=note(row))
    return Cell(percent(row["share"]), letter(row), why=note(row), amount=held)


def _count(amount: float) -> str:
    return number(amount) if amount.is_integer() else significant(amount, 3)


def _notes(known: pd.DataFrame, view: Brief) -> Iterator[str]:
    """What is said of single figures, with the years of which it is said."""
    said = known[known["note"].notna()].sort_values("year")
    for (power, words), own in said.groupby(["partner", "note"], sort=False):
        yield f"{view.names[power]} {in_runs(own['year'].astype(int).tolist())}: {sentence_case(str(words))}"


def in_runs(years: Sequence[int]) -> str:
    """Rising years as runs.

    Examples
    --------
    >>> in_runs([2000, 2001, 2002, 2005]), in_runs([2018])
    ('2000–2002, 2005', '2018')
    """
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in runs)
