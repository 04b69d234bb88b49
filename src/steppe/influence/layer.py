"""What the reader of a layer must say: figures, and why there are none elsewhere.

A reader gets an `Ask` (actors, years) and returns a `Reading`: rows for ordered pairs of actors, and a `Coverage` that
gives the reason for every cell without a row. A pair without a row in a state and year that are covered is a zero only
where the record is complete for the pair in that year; where absence proves nothing, it is not covered.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from steppe.world.actors import Actor
from steppe.world.world import World

YEARS = tuple(range(2000, 2025))
"""The years of the matrix."""
ROW = (
    *("state", "partner", "year", "share", "amount", "basis", "source"),
    *("imputed", "why", "note", "when", "record", "low", "high"),
)
"""Columns of the rows of a reading: `why` an existing row has no share, `when` it is of (else as the layer says), and
`low` and `high`, which bound the share over the records."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What a reader is asked for: ties between any two of these actors in these years."""

    world: World
    actors: tuple[Actor, ...]
    years: tuple[int, ...] = YEARS

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the actors."""
        return tuple(one.name for one in self.actors)

    @property
    def states(self) -> tuple[str, ...]:
        """ISO3 codes of all members of all actors."""
        return tuple(sorted({member for one in self.actors for member in one.members}))


@dataclass(frozen=True, slots=True)
class Gap:
    """Cells that have no figure whatever the tables hold; None stands for all."""

    why: str
    state: str | None = None
    partner: str | None = None
    years: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Coverage:
    """Where a layer has figures.

    Attributes
    ----------
    years, states, partners
        What is covered, None for all, and why the rest is not.
    known
        State-years that have a total, None for all, and why the rest has none.
    held
        Partner-years for which the record is complete, None for all, and why a pair without a row in the rest is no
        zero.
    absent
        What a covered cell without a row means: None for a zero, or the reason why it is not covered.
    zero
        Basis and source of such a zero; `{state}` in the source stands for the state's code in small letters.
    no_share
        Why zeros have an amount and no share; None where they have both.
    gaps
        Exceptions, stronger than rows.
    when
        What years a figure of a year is of, in words; the year itself where it is not named.
    """

    years: frozenset[int]
    years_why: str
    states: frozenset[str] | None = None
    states_why: str = ""
    partners: frozenset[str] | None = None
    partners_why: str = ""
    known: frozenset[tuple[str, int]] | None = None
    known_why: str = ""
    held: frozenset[tuple[str, int]] | None = None
    held_why: str = ""
    absent: str | None = None
    zero: tuple[str, str] = ("derived", "")
    no_share: str | None = None
    gaps: tuple[Gap, ...] = ()
    when: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows (columns `ROW`) and their coverage."""

    rows: pd.DataFrame
    coverage: Coverage


Reader = Callable[[Ask], Reading]


def no_rows() -> pd.DataFrame:
    """Rows of a reading that found nothing."""
    return pd.DataFrame(columns=list(ROW))


def rows_of(frame: pd.DataFrame, **constants: object) -> pd.DataFrame:
    """The columns of `ROW`, with constants where the frame has none of that name; what is still missing is empty."""
    frame = frame.assign(**{name: value for name, value in constants.items() if name not in frame})
    blank: dict[str, object] = {"imputed": 0.0, **dict.fromkeys(("share", "amount", "low", "high"), float("nan"))}
    blank |= dict.fromkeys(("why", "note", "when", "record"))
    frame = frame.assign(**{name: value for name, value in blank.items() if name not in frame})
    return frame[list(ROW)].reset_index(drop=True)


NOT_HELD = "no record: the source is complete only for states that were members of the United Nations in the year"


def complete(ask: Ask, named: pd.DataFrame) -> frozenset[tuple[str, int]]:
    """Actors and years for which a register of the world's states is complete.

    They are the members of the United Nations of the year, and whom the register names in it (columns partner, year); a
    bloc counts where one of its members does.
    """
    spans = ask.world.sql('select state, year(start) as first, year("end") as last from states where un_member')
    spans = spans.fillna({"first": min(ask.years), "last": max(ask.years)})
    members = {
        (state, year)
        for state, first, last in spans.itertuples(index=False)
        for year in range(int(first), int(last) + 1)
    }
    return held(ask, members | set(zip(named["partner"], named["year"].astype(int), strict=True)))


def held(ask: Ask, named: Collection[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    """Actors and years of which one member at least is among the states and years named."""
    return frozenset(
        (one.name, year)
        for one in ask.actors
        for year in ask.years
        if any((member, year) in named for member in one.members)
    )


def blocs(actors: Sequence[Actor]) -> frozenset[str]:
    """Names of the actors that are blocs."""
    return frozenset(one.name for one in actors if one.bloc)
