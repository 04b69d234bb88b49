"""Rows of an alignment: positions and agreement by year, and the votes on Ukraine."""

from __future__ import annotations

import pandas as pd

from steppe.display.cells import Cell, TableRow
from steppe.display.format import MISSING, is_missing, mark, percent
from steppe.display.words import in_text
from steppe.politics.alignment import UNCONFIRMED
from steppe.report.alignment.view import OURS, AlignmentView, signed


def year_heads(view: AlignmentView) -> list[tuple[str, str]]:
    """Heads of `year_rows`, each with its class."""
    alike = [f"alike with {in_text(view.names[one])}" for one in view.data.partners]
    words = (view.names[view.data.state], "90 % band", *(view.names[one] for one in view.data.partners), *alike)
    return [("Year", "l"), *((head, "wrap") for head in words)]


def year_rows(view: AlignmentView) -> list[TableRow]:
    """A row a year: position and band of the state, positions of the others, votes alike with each."""
    data = view.data
    paths = {one: data.path(one) for one in view.states}
    alike = data.agreement.set_index(["partner", "year"])["agreement"]
    own = paths[data.state]
    rows = []
    years = {*own.index, *data.agreement["year"]}
    for year in range(int(own.index.min()), int(max(years)) + 1):
        positions = [_position(paths[one], year) for one in view.states]
        cells = [positions[0], _band(own, year), *positions[1:]]
        cells += [_alike(alike.get((one, year))) for one in data.partners]
        rows.append(TableRow(str(year), tuple(cells)))
    return rows


def _alike(share: float | None) -> Cell:
    """Share of common votes cast alike."""
    return Cell(MISSING, css="dots", why="no common votes on record") if is_missing(share) else Cell(percent(share))


def _position(path: pd.DataFrame, year: int) -> Cell:
    if year not in path.index:
        return _none(path, year)
    row = path.loc[year]
    return Cell(signed(row["ideal_point"]), mark=mark(row["basis"]) if row["record"] == OURS else "")


def _none(path: pd.DataFrame, year: int) -> Cell:
    return Cell(MISSING, css="dots", why="cast no vote" if year < path.index.max() else "no position on record")


def _band(path: pd.DataFrame, year: int) -> Cell:
    if year not in path.index:
        return _none(path, year)
    return Cell(f"{signed(path.loc[year, 'low'])} to {signed(path.loc[year, 'high'])}")


def ukraine_rows(view: AlignmentView) -> list[TableRow]:
    """A row a resolution: its number, day and title, and how each state voted."""
    rows = []
    for (date, number), own in view.data.ukraine.groupby(["date", "resolution"], sort=True):
        cast = own.set_index("state")["vote"]
        cells = [Cell(str(date.date()), css="l date"), Cell(str(own["title"].iloc[0]), css="l wrap")]
        cells += [
            Cell(str(cast[one]), css="l") if one in cast else Cell("no data", css="l dots", why="not on record")
            for one in view.states
        ]
        rows.append(TableRow(f"{number}{'?' if own['note'].eq(UNCONFIRMED).any() else ''}", tuple(cells)))
    return rows
