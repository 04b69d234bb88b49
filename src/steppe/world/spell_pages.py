"""Where the start of a spell was read, and how good the page is: the best row of the table `spell_sources`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from steppe.world.dates import LENGTH
from steppe.world.organizations import Spell
from steppe.world.tables import Tables

RECALLED = "general knowledge"
STRENGTH = ("official", "academic", "press", "compiled", "excerpt seen", "status only", RECALLED)
"""Grades of pages, the strongest first."""


@dataclass(frozen=True, slots=True)
class Page:
    """The best page of a start: its grade, how exactly it gives the start (empty of a status alone), its source."""

    grade: str
    precision: str | None
    source: str

    @property
    def said(self) -> str:
        """The grade, and how exact the page is where it does not give the day: `official, year`."""
        return self.grade if self.precision in (None, "day") else f"{self.grade}, {self.precision}"


def start_pages(world: Tables, spells: Sequence[Spell]) -> Mapping[int, Page]:
    """The best page of each spell's start; where none gives it, one that has the status; a spell of one's own has none.

    Parameters
    ----------
    spells
        Spells as they stand; a page counts where it agrees with their first day.
    """
    rows = world.records(
        "select spell, field, date, precision, grade, source from spell_sources "
        "where list_contains(?::int[], spell) and field in ('start', 'status') and agrees = 'yes'",
        [[one.spell for one in spells]],
    )
    starts = {one.spell: str(one.start) for one in spells}
    found: dict[int, Page] = {}
    for row in sorted(rows, key=lambda row: (STRENGTH.index(row["grade"]), -LENGTH[row["precision"]])):
        dated = row["field"] == "start"
        length = LENGTH[row["precision"]]
        if not dated or str(row["date"])[:length] == starts[row["spell"]][:length]:
            exact = row["precision"] if dated and row["grade"] not in STRENGTH[-2:] else None
            found.setdefault(row["spell"], Page(row["grade"], exact, row["source"]))
    return found
