"""A state's votes beside others' on a terminal: sparklines on one scale, a table by year, the votes on Ukraine."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd
from rich.console import Console
from rich.text import Text

from steppe.display import terminal
from steppe.display.charts.tokens import power_of
from steppe.display.format import MISSING
from steppe.display.terminal import DIM, HEAD, WIDE, fold, grid
from steppe.politics.alignment import UNCONFIRMED
from steppe.report.alignment.tables import ukraine_rows, year_rows
from steppe.report.alignment.view import CANNOT_TELL, OURS, AlignmentView, signed
from steppe.report.brief.terminal import BLOCKS
from steppe.world.sources import is_page

TITLE = 44
"""Letters of a resolution's title on a line."""


def show(view: AlignmentView, console: Console | None = None) -> None:
    """Print the view."""
    terminal.show(lambda width: render(view, width), console)


def render(view: AlignmentView, width: int = WIDE) -> list[Text]:
    """The view as lines for a terminal of that width."""
    parts: list[Text] = [Text(f"{view.says}.", style=HEAD), *_distances(view), Text()]
    for section in (_lines, _years, _ukraine, _notes):
        parts += [*section(view, width), Text()]
    return parts[:-1]


def _distances(view: AlignmentView) -> list[Text]:
    return [Text(f"{sentence}.", style=DIM) for sentence in (view.nearest, view.contrast)]


def _lines(view: AlignmentView, width: int) -> Iterable[Text]:
    paths = view.data.paths
    years = range(int(paths["year"].min()), int(paths["year"].max()) + 1)
    low, high = float(paths["ideal_point"].min()), float(paths["ideal_point"].max())
    yield Text("Positions in the General Assembly", style=HEAD)
    later = paths.loc[paths["record"] != OURS, "year"]
    ours = bool((paths["record"] == OURS).any())
    begun = int(later.min()) if len(later) and ours else None
    shown = f"{years[0]}–{years[-1]}; one scale, {signed(low)} to {signed(high)}; a gap where a state cast no vote"
    bar = f"; after │, from {begun}, published positions instead of estimates of ours" if begun else ""
    yield Text(f"{shown}{bar}", style=DIM)
    longest = max(len(view.names[one]) for one in view.states)
    for one in view.states:
        path = view.data.path(one)
        at = path["ideal_point"]
        runs = [
            [year for year in years if begun is None or year < begun],
            [year for year in years if begun and year >= begun],
        ]
        blocks = "│".join("".join(_block(at.get(year), low, high) for year in run) for run in runs if run)
        parts = [
            part["ideal_point"] for part in (path[path["record"] == OURS], path[path["record"] != OURS]) if len(part)
        ]
        ends = "│".join(f"{signed(part.iloc[0])}→{signed(part.iloc[-1])}" for part in parts)
        yield Text.assemble(f"  {view.names[one].ljust(longest)}  ", (blocks, _colour(one)), f"  {ends}")


def _block(value: float | None, low: float, high: float) -> str:
    """The height of a position between the lowest and the highest."""
    if value is None:
        return " "
    return BLOCKS[min(7, int(8 * (value - low) / (high - low)))] if high > low else BLOCKS[0]


def _years(view: AlignmentView, width: int) -> Iterable[Text]:
    data = view.data
    yield from terminal.head(
        f"{view.names[data.state]} by year", "Position with its 90 % band; positions of the others; votes alike, %"
    )
    own = data.path(data.state)
    heads = ["Year", data.state, "90 % band", *data.partners, *(f"={one}" for one in data.partners), "Record"]
    rows = [[Text(head, style=_colour(head.strip("="))) for head in heads]]
    for row in year_rows(view):
        cells = [_figure(cell.text) for cell in row.figures]
        cells[1].stylize(DIM)
        rows.append([Text(row.head), *cells, Text(_record(own, int(row.head)), style=DIM)])
    few = 2 if width >= WIDE else 1
    yield from grid(rows, ">>>" + ">" * (2 * len(data.partners)) + "<", few)
    yield Text("=XXX: votes alike with XXX", style=DIM)
    if view.level:
        yield Text(view.level, style=DIM)


def _record(own: pd.DataFrame, year: int) -> str:
    if year not in own.index:
        return "no vote" if year < own.index.max() else "none"
    return "estimated" if own.loc[year, "record"] == OURS else "published"


def _ukraine(view: AlignmentView, width: int) -> Iterable[Text]:
    votes = view.data.ukraine
    if votes.empty:
        return
    first, last = votes["date"].min().year, votes["date"].max().year
    yield from terminal.head(f"Votes on Ukraine, {first}–{last}", "As reported; –: not on record")
    apart = width >= WIDE  # else the number of a resolution stands before its title
    rows = [[Text(head) for head in ("Day", "Resolution", *(["On"] if apart else []), *view.states)]]
    room = TITLE if apart else max(18, width - 24 - 11 * len(view.states))
    for row in ukraine_rows(view):
        day, title, *cast = (cell.text for cell in row.figures)
        named = [Text(row.head), fold(title, room)] if apart else [fold(f"{row.head} {title}", room)]
        rows.append([Text(day), *named, *map(_figure, cast)])
    yield from grid(rows, "<" * len(rows[0]), 1)
    if votes["note"].eq(UNCONFIRMED).any():
        yield Text(f"?: {UNCONFIRMED}", style=DIM)


def _notes(view: AlignmentView, width: int) -> Iterable[Text]:
    for sentence in (*view.notes, *CANNOT_TELL):
        yield Text(sentence, style=DIM)
    data_sets = [source for source in view.sources["source"] if not is_page(source)]
    pages = len(view.sources) - len(data_sets)
    named = ", ".join(data_sets) + (f" and {pages} pages" if pages else "")
    words = f"Sources: {named}; `--format json` has source and basis of each figure, `steppe data sources` the rest."
    yield Text(words, style=DIM)


def _figure(text: str) -> Text:
    return Text(text, style=DIM if text == MISSING else "")


def _colour(state: str) -> str:
    power = power_of(state)
    return power.terminal if power else ""
