"""An exhibit: a figure of a page with what a reader can take from it: drawing, table, source, citation, the way to it.

The template `figure.html.j2` shows it; the script `page.js` makes CSV, SVG and PNG of what stands in the page, so that
no server and no second file is needed. Finding, subtitle, source and version are in every picture that leaves the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from markupsafe import Markup

from steppe.display.page import inline

NO_DATA = "no data"


@dataclass(frozen=True, slots=True)
class Datum:
    """A cell of the table of a figure: as it is shown, and its value, of which CSV gets eight digits; None: no data."""

    text: str
    value: str | float | None


@dataclass(frozen=True)
class Exhibit:
    """What `figure.html.j2` shows.

    Attributes
    ----------
    name
        Its id on the page, the target of the link to it and the stem of the files; letters, digits, hyphens.
    finding
        What it shows, as a sentence: the label of the drawing and the title of a picture.
    subtitle
        Measure, unit, year and population.
    drawings
        Class (`large` or `small`, by the width of the screen; empty: at every width) and SVG of each.
    heads, rows
        Its table: names of the columns with their units, and cells.
    source
        Producer, release and what was done to it.
    how
        How it was made: any of Value, Formula, Record, Range, Source, Command, in this order.
    """

    name: str
    finding: str
    subtitle: str = ""
    drawings: tuple[tuple[str, Markup], ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[tuple[Datum, ...], ...] = ()
    source: str = ""
    how: Mapping[str, str] = field(default_factory=dict)

    def cited(self, title: str, version: str) -> str:
        """The reference to the figure on the page of a title."""
        return f"steppe {version}. {self.finding.rstrip('.')}. In: {title}. {self.source}"

    def is_text(self, place: int) -> bool:
        """Whether a column holds words."""
        return all(isinstance(row[place].value, str | None) for row in self.rows) and any(
            isinstance(row[place].value, str) for row in self.rows
        )


def at_sizes(name: str, sizes: Iterable[tuple[Any, ...]], draw: Callable[..., Any]) -> tuple[tuple[str, Markup], ...]:
    """The drawings of an exhibit: a chart at each size, a class and what `draw` takes; where it has none, none."""
    made = [(str(size), draw(*measures)) for size, *measures in sizes]
    return tuple((size, inline(chart, f"{name}-{size}")) for size, chart in made if chart is not None)


def cells(
    frame: pd.DataFrame, shown: Mapping[str, Callable[[Any], str]] | None = None
) -> tuple[tuple[str, ...], tuple[tuple[Datum, ...], ...]]:
    """Heads and rows of a frame for `Exhibit`; `shown` writes the values of a column, else they stand as they are.

    Examples
    --------
    >>> heads, rows = cells(pd.DataFrame({"State": ["KGZ"], "%": [55.61]}), {"%": "{:.0f}".format})
    >>> heads, rows[0][1]
    (('State', '%'), Datum(text='56', value=55.61))
    """
    shown = shown or {}
    names = tuple(map(str, frame.columns))
    return names, tuple(
        tuple(_datum(value, shown.get(name, str)) for name, value in zip(names, row, strict=True))
        for row in frame.itertuples(index=False)
    )


def _datum(value: Any, shown: Callable[[Any], str]) -> Datum:
    if pd.isna(value):
        return Datum(NO_DATA, None)
    if isinstance(value, str):
        return Datum(shown(value), value)
    return Datum(shown(value), value.item() if hasattr(value, "item") else value)
