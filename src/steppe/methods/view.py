"""The answer of a study whose method has no page of its own: intervals, tables, what is assumed, what it rests on.

`AnswerView` names what the run has in codes; the page, the terminal and the charts take it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import altair as alt
import pandas as pd

from steppe.display.cells import Cell, TableRow
from steppe.display.charts import intervals
from steppe.display.charts.theme import Theme, titled
from steppe.display.charts.tokens import PAGE
from steppe.display.format import (
    MISSING,
    Figure,
    chance,
    count_word,
    figure,
    is_missing,
    mark,
    points,
    sentence_case,
)
from steppe.display.words import in_names, in_text
from steppe.methods.result import Result
from steppe.world.actors import EU
from steppe.world.sources import sources_of

CHANCES = ("probability", "share of the draws")
"""Units of figures that are probabilities."""

SLUG = re.compile(r"[a-z]+(?:_[a-z]+)+")
"""A word of our tables."""
LONG = 60
"""Letters from which words of a cell are given room."""
LONGEST = 24
"""Rows of a chart of intervals; more are a table alone."""


@dataclass(frozen=True)
class Block:
    """What one measure says: heading, unit, year, the partner of all rows, and rows (name, value, low, high, basis)."""

    title: str
    unit: str
    year: str
    partner: str
    rows: pd.DataFrame

    @property
    def what(self) -> str:
        """Partner of all rows, unit and year in words."""
        return ", ".join(part for part in (self.unit, self.partner, self.year) if part)

    @property
    def drawn(self) -> bool:
        """Whether its rows are a chart: there are intervals, and not too many."""
        return self.spread and len(self.rows) <= LONGEST

    @property
    def spread(self) -> bool:
        """Whether there are intervals."""
        return bool(self.rows["low"].notna().any())


@dataclass(frozen=True)
class AnswerView:
    """A run, ready to be shown: `names` by code, `sources` as the foot of a page wants."""

    result: Result
    names: Mapping[str, str]
    sources: pd.DataFrame

    def named(self, text: str) -> str:
        """A text in which codes of states are names."""
        return in_names(text, self.names)

    def sentence(self, text: str) -> str:
        """A sentence in which codes of states are names with the article that they take."""
        named = in_names(text, {code: in_text(name) for code, name in {**self.names, EU: EU}.items()})
        return re.sub(r"(^|[.!?] )the ", r"\1The ", re.sub(r"\bthe (?=the )", "", named))

    @property
    def level(self) -> str:
        """Share of the draws inside an interval, `90 %`."""
        return f"{100 * float(self.result.results['level'].iloc[0]):.0f} %"

    @property
    def blocks(self) -> list[Block]:
        """The results measure by measure, in the order of the run."""
        return list(_blocks(self))


def view(result: Result) -> AnswerView:
    """A run with everything that showing it needs."""
    world = result.source.world
    sources = sources_of(world, sorted(result.sources))
    return AnswerView(result, {**world.state_names, **result.source.method.names(result)}, sources)


def _text(words: str) -> Cell:
    """A cell of words; a long one is given room."""
    return Cell(words, css="l long" if len(words) > LONG else "l")


def heading_of(name: object) -> str:
    """A measure or a column as a heading.

    Examples
    --------
    >>> heading_of("gdp_equivalent"), heading_of("of_gdp"), heading_of("rent")
    ('GDP equivalent', 'Of GDP', 'Rent')
    """
    return re.sub(r"(?i)\bgdp\b", "GDP", sentence_case(str(name).replace("_", " ")))


def _blocks(view: AnswerView) -> Iterator[Block]:
    rows = view.result.results
    for (measure, unit), own in rows.groupby(["measure", "unit"], sort=False):
        years = sorted(dict.fromkeys(own["year"]))
        year = f"{years[0]}" if len(years) == 1 else f"{years[0]}–{years[-1]}"
        partner = str(own["partner"].iloc[0]) if own["partner"].nunique() == 1 and len(own) > 1 else ""
        head = [_head(view, row, several=len(years) > 1, alone=partner) for row in own.itertuples()]
        frame = own[["value", "low", "high", "error", "basis"]].assign(name=head).reset_index(drop=True)
        yield Block(heading_of(measure), str(unit), year, view.named(partner), frame)


def _head(view: AnswerView, row: Any, *, several: bool, alone: str) -> str:
    """Whom a row is about; a partner that all rows share is said above them."""
    named = row.partner and row.partner != alone
    parts = [view.named(str(row.subject)), *([view.named(str(row.partner))] if named else [])]
    return ", ".join([*parts, *([str(row.year)] if several else [])])


def chart_block(view: AnswerView, block: Block, *, width: int, theme: Theme = PAGE, framed: bool = False) -> Any:
    """The intervals of one measure; see `steppe.display.charts.intervals`."""
    known = block.rows.assign(
        low=block.rows["low"].fillna(block.rows["value"]), high=block.rows["high"].fillna(block.rows["value"])
    )
    frame = known.assign(
        y=[intervals.ROW * (place + 0.5) for place in range(len(known))],
        colour=[_colour(row.low, row.high) for row in known.itertuples()],
        text=[written_figure(block.unit, row.value, error=row.error) for row in known.itertuples()],
        interval=[
            _span(block.unit, row.low, row.high, row.error) if width > intervals.NARROW else ""
            for row in known.itertuples()
        ],
    )
    chart: alt.LayerChart = intervals.draw(frame, width, theme, signed=False)
    if not framed:
        return chart
    run = view.result
    subtitle = [
        f"{block.what}. Dot: median; line: {view.level} of the draws",
        f"Source: steppe {run.world_version}, study {run.study}",
    ]
    return titled(chart, block.title, subtitle, theme, width)


def _colour(low: float, high: float) -> str:
    return "ink-3" if low < 0 < high else "ink"


def written_figure(
    unit: str,
    value: float | None,
    low: float | None = None,
    high: float | None = None,
    error: float | None = None,
) -> str:
    """A figure in its unit with its interval; a probability in per cent.

    Examples
    --------
    >>> written_figure("% of GDP", 4.46, 1.83, 7.46), written_figure("probability", 0.0995, 0.047, 0.208)
    ('4.46 (1.83 to 7.46)', '10 % (5 to 21)')
    """
    if unit in CHANCES:
        return chance(value, low, high, error if is_missing(low) else None)
    return figure(value, error) + ("" if is_missing(low) else f" ({_span(unit, low, high, error)})")


def _span(unit: str, low: float | None, high: float | None, error: float | None = None) -> str:
    ends = (figure(low, error), figure(high, error))
    return f"{points(low)} to {points(high)} %" if unit in CHANCES else " to ".join(ends)


def block_rows(block: Block) -> list[TableRow]:
    """A measure as a table: figure with its letter, and its interval where the measure has any."""
    rows = []
    for row in block.rows.itertuples(index=False):
        cells = [Cell(written_figure(block.unit, row.value, error=row.error), mark=mark(row.basis))]
        if block.spread:
            cells.append(Cell(MISSING if pd.isna(row.low) else _span(block.unit, row.low, row.high, row.error)))
        rows.append(TableRow(str(row.name), tuple(cells)))
    return rows


def table_rows(view: AnswerView, frame: pd.DataFrame) -> list[TableRow]:
    """A further table of the run: its first column at the head, words at the left, figures at the right."""
    kinds = [_of_figures(frame, name) for name in frame.columns]
    rows = []
    for values in frame.itertuples(index=False, name=None):
        cells = [
            Cell(_figure(value)) if is_number else _text(_words(view, value))
            for value, is_number in zip(values[1:], kinds[1:], strict=True)
        ]
        rows.append(TableRow(_figure(values[0]) if kinds[0] else _words(view, values[0]), tuple(cells)))
    return rows


def heads(frame: pd.DataFrame) -> list[tuple[str, bool]]:
    """Heads of the columns of a further table, and whether each is of words."""
    return [(heading_of(name), not _of_figures(frame, name)) for name in frame.columns]


def _figure(value: Any) -> str:
    """A cell of figures: as it is where its digits are settled."""
    return value.text if isinstance(value, Figure) else figure(value)


def _of_figures(frame: pd.DataFrame, name: str) -> bool:
    """Whether a column has figures, which stand at the right; years are words."""
    column = frame[name]
    return name != "year" and (column.dtype.kind in "iuf" or column.map(lambda cell: isinstance(cell, Figure)).all())


def _words(view: AnswerView, value: object) -> str:
    if value is None or value is pd.NaT or value != value:
        return MISSING
    if isinstance(value, bool):
        return "yes" if value else "no"
    words = view.named(str(value)).removesuffix(" 00:00:00")
    return words.replace("_", " ") if SLUG.fullmatch(words) else words


def meta(view: AnswerView) -> str:
    """How the run was made, in a line."""
    run = view.result
    failed = "none failed" if not run.failed_draws else f"{count_word(run.failed_draws)} failed"
    chosen = "".join(f" · {name} {value}" for name, value in run.settings.items() if isinstance(value, str | int))
    return f"{run.draws} draws, seed {run.seed}, {failed}{chosen} · world {run.world_version}"
