"""Any table for a terminal: never wider than it, no word broken, nothing cut off.

A table with too little room wraps its text; then the ids of its sources become numbers, with the ids below; then its
spare columns go, and a note names them; and if that is not enough, each row stands by itself, a line for each column.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from steppe.display.format import LAST_DECIMAL, MISSING, Figure, chance, recorded, written
from steppe.display.plain import Rows, are_figures, columns_of, is_gap
from steppe.display.terminal import DIM, HEAD, beside, fold, grid, words, wrapped, write
from steppe.world.shown import visible

if TYPE_CHECKING:
    import pandas as pd

SHORT, LINE, PROSE = 16, 26, 40
"""A cell up to `SHORT` stays on one line; a column with one longer than `PROSE` is text to read, in lines of that
length or of `LINE` at the least."""

GAP = 2
"""Blanks between the columns of a table."""

SOURCES = ("source", "sources")
"""Columns of ids that may become numbers."""

Columns = dict[str, list[str]]
Spare = Sequence[str | tuple[str, ...]]
"""Columns that may be left out, the first first; those of a tuple together."""


def with_chances(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    """The frame with probabilities as text, `10 % (2 to 28)`, each with the `low` and `high` that follow it."""
    for name in names:
        place = list(frame.columns).index(name)
        ends = [end for end in ("low", "high") if list(frame.columns[place + 1 : place + 3]) == ["low", "high"]]
        rows = frame[[name, *ends]].itertuples(index=False, name=None)
        frame = frame.assign(**{name: [chance(*row) for row in rows]}).drop(columns=ends)
    return frame


def with_digits(frame: pd.DataFrame, shares: Sequence[str], amounts: Sequence[str] = ()) -> pd.DataFrame:
    """The frame with figures as text, each with the digits that the record of its `basis` has."""

    def shown(name: str) -> list[object]:
        last = LAST_DECIMAL if name in shares else None
        rows = zip(frame[name], frame["basis"], strict=True)
        return [value if is_gap(value) else Figure(recorded(float(value), basis, last)) for value, basis in rows]

    return frame.assign(**{name: shown(name) for name in (*shares, *amounts)}) if len(frame) else frame


def print_table(out: Console, table: Rows, title: str = "", notes: Iterable[str] = (), *, spare: Spare = ()) -> None:
    """Print a table under its title, and notes under it; the `spare` columns go first where not all have room."""
    notes = list(notes)
    found = {visible(name): values for name, values in columns_of(table).items()}
    if not any(found.values()):
        notes.insert(0, "No rows.")
    told_of = {name: values for name, values in found.items() if not all(map(is_gap, values))}
    found = told_of or found
    columns = {name: [cell(value) for value in values] for name, values in found.items()}
    lines, told = _laid_out(columns, {name for name in found if are_figures(found[name])}, out.width, spare)
    below = [Text(), *(Text(visible(note), style=DIM) for note in (*notes, *told))] if notes or told else []
    write(out, [*([Text(visible(title), style=HEAD)] if title else []), *lines, *below])


def _laid_out(columns: Columns, figures: set[str], width: int, spare: Spare) -> tuple[Iterable[Text], list[str]]:
    """The lines of a table as narrow as the terminal, and what is to be said of them; none of one without columns."""
    if not columns:
        return [], []
    if sizes := _sizes(columns, width, PROSE):
        return _table(columns, figures, sizes), []
    kept, sources = _numbered(columns)
    left_out = list[str]()
    for names, prose in (((), LINE), *((names, LINE) for names in spare), ((), 0)):
        gone = [name for name in ((names,) if isinstance(names, str) else names) if name in kept]
        left_out += [name.replace("_", " ") for name in gone]
        kept = {name: cells for name, cells in kept.items() if name not in gone}
        if sizes := _sizes(kept, width, prose):
            told = [sources] if sources and not set(SOURCES).isdisjoint(kept) else []
            told += [f"Left out at this width: {', '.join(left_out)}; `--format csv` has all."] if left_out else []
            return _table(kept, figures, sizes), told
    return _stacked(columns, width), []


def _sizes(columns: Columns, width: int, prose: int) -> list[int] | None:
    """Width of each column: what its cells ask for; where the terminal has less, the widest give way, down to their
    longest word, or to what `prose` asks of text, if anything. None where even that does not fit.
    """
    room = width - GAP * (len(columns) - 1)
    found = [max(map(cell_len, "\n".join([name, *cells]).split("\n"))) for name, cells in columns.items()]
    least = [_least(name, cells, prose) for name, cells in columns.items()]
    if sum(least) > room:
        return None
    while sum(found) > room:
        widest = max((place for place, low in enumerate(least) if found[place] > low), key=found.__getitem__)
        found[widest] -= 1
    return found


def _least(name: str, cells: list[str], prose: int) -> int:
    """The least width of a column: of its head, the longest word."""
    longest = max(map(cell_len, cells), default=0)
    asked = longest if longest <= SHORT and prose else prose if longest > PROSE else 0
    parts = (part for text in (name.replace("_", " "), *dict.fromkeys(cells)) for part in words(text))
    return max(asked, *map(cell_len, parts))


def _numbered(columns: Columns) -> tuple[Columns, str]:
    """The columns with numbers in place of the ids of sources, and a sentence with the ids; not of a first column."""
    numbers = dict[str, str]()
    kept = dict(columns)
    for name in set(SOURCES) & set(list(columns)[1:]):
        kept[name] = [_numbers(ids, numbers) for ids in columns[name]]
    return kept, f"Sources: {'; '.join(f'{number} {one}' for one, number in numbers.items())}." if numbers else ""


def _numbers(ids: str, numbers: dict[str, str]) -> str:
    """The numbers of ids that stand in a cell; a new one gets the next; a blank cell names no source."""
    listed = [one for one in ids.replace(",", ";").replace(" ", "").split(";") if one not in ("", MISSING)]
    return ", ".join(numbers.setdefault(one, str(len(numbers) + 1)) for one in listed) or MISSING


def _table(columns: Columns, figures: set[str], sizes: list[int]) -> Iterable[Text]:
    heads = [fold(name.replace("_", " "), size) for name, size in zip(columns, sizes, strict=True)]
    rows = [
        [fold(text, size) for text, size in zip(row, sizes, strict=True)] for row in zip(*columns.values(), strict=True)
    ]
    return grid([heads, *rows], "".join(">" if name in figures else "<" for name in columns), GAP)


def _stacked(columns: Mapping[str, list[str]], width: int) -> Iterator[Text]:
    """Each row by itself: a line for each column that has something to say."""
    widest = max(cell_len(name) for name in columns)
    if not next(iter(columns.values())):
        yield from wrapped(Text(", ".join(columns)), width)
    for place, row in enumerate(zip(*columns.values(), strict=True)):
        if place:
            yield Text()
        for name, text in zip(columns, row, strict=True):
            if text == MISSING:
                continue
            pair = [Text(name.replace("_", " "), DIM), fold(text, width - widest - GAP)]
            yield from beside(pair, [widest, 0], "<<", GAP)


def _small(value: float) -> str:
    """Three significant digits, written out: 0.0000629 and not 6.29e-05."""
    text = f"{value:.3g}"
    return written(value, f".{2 - int(text.split('e')[1])}f" if "e" in text else ".3g")


def cell(value: object) -> str:
    """A cell for people: missing is –, figures have three significant digits or none after the point."""
    if getattr(value, "ndim", None):
        value = cast("Any", value).tolist()
    if isinstance(value, list):
        return ", ".join(map(cell, value)) or MISSING
    if isinstance(value, dict):
        return ", ".join(f"{visible(str(key))}: {cell(one)}" for key, one in value.items()) or MISSING
    if is_gap(value):
        return MISSING
    if type(value).__name__ in ("bool", "bool_"):  # of Python or of numpy
        return "yes" if value else "no"
    if isinstance(value, float):
        if value.is_integer() and abs(value) < 10_000:
            return written(value, ".0f")
        return written(value, ",.0f") if abs(value) >= 999.5 else _small(value)
    return visible(str(value), but="\n")
