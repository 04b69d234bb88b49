"""What a layer of dependence is, and what its reader must say: figures, and why there are none elsewhere.

A reader gets an `Ask` (actors, years) and returns a `Reading`: rows for ordered pairs of actors, and a `Coverage` that
gives the reason for every cell without a row. A pair without a row in a state and year that are covered is a zero or,
where absence proves nothing, not covered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from steppe.world.actors import Actor

if TYPE_CHECKING:
    from steppe.world.world import World

YEARS = tuple(range(2000, 2024))
"""The years of the matrix."""
DOMAINS = ("economic", "security", "political", "cultural")
ROW = ("state", "partner", "year", "share", "amount", "basis", "source", "imputed", "why", "note")
"""Columns of the rows of a reading; `why` says why an existing row has no share."""
WEAKNESS = ("reported", "reconciled", "derived", "estimated", "imputed", "assumed")
"""Bases from the strongest to the weakest: a sum has the basis of its weakest part of weight."""
OF_WEIGHT = 0.005
"""A part below half a percent of a sum does not set its basis."""


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
    absent
        What a covered cell without a row means: None for a zero, or the reason why it is not covered.
    zero
        Basis and source of such a zero; `{state}` in the source stands for the state's code in small letters.
    no_share
        Why zeros have an amount and no share; None where they have both.
    gaps
        Exceptions, stronger than rows.
    """

    years: frozenset[int]
    years_why: str
    states: frozenset[str] | None = None
    states_why: str = ""
    partners: frozenset[str] | None = None
    partners_why: str = ""
    known: frozenset[tuple[str, int]] | None = None
    known_why: str = ""
    absent: str | None = None
    zero: tuple[str, str] = ("derived", "")
    no_share: str | None = None
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """Rows (columns `ROW`) and their coverage."""

    rows: pd.DataFrame
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer: what is shared, how large it is, where it stands, and what is wrong with it.

    Attributes
    ----------
    name, domain, title
        Short name; one of `DOMAINS`; for people.
    whole
        What (a) is a share of, in words.
    unit
        Unit of the amount of the tie; None where there is no amount.
    size_of
        (b) is the amount relative to this; None where it would mean nothing, and `size_why` says why.
    tables
        Tables of the bundle that are read.
    read
        The reader.
    weight
        Part in the composite of its domain unless other weights are given; 0 = background, shown and not counted.
    parts
        Whether the shares are parts of one whole over all partners; if not, each stands for itself (agreement in
        votes) and does not enter diversification.
    annual
        Whether each year is an observation of its own; windows and snapshots have no trend.
    defects
        What a reader of the figure must know.
    """

    name: str
    domain: str
    title: str
    whole: str
    unit: str | None
    size_of: Literal["gdp", "population"] | None
    tables: tuple[str, ...]
    read: Callable[[Ask], Reading]
    weight: float
    defects: str
    size_why: str = ""
    parts: bool = True
    annual: bool = True


def no_rows() -> pd.DataFrame:
    """Rows of a reading that found nothing."""
    return pd.DataFrame(columns=list(ROW))


def rows_of(frame: pd.DataFrame, **constants: object) -> pd.DataFrame:
    """The columns of `ROW`, with constants where the frame has none of that name; what is still missing is empty."""
    frame = frame.assign(**{name: value for name, value in constants.items() if name not in frame})
    blank = {"share": float("nan"), "amount": float("nan"), "imputed": 0.0, "why": None, "note": None}
    frame = frame.assign(**{name: value for name, value in blank.items() if name not in frame})
    return frame[list(ROW)].reset_index(drop=True)


def weakest(bases: Iterable[str]) -> str:
    """The weakest of several bases.

    Examples
    --------
    >>> weakest(["reported", "imputed", "derived"])
    'imputed'
    """
    return max(bases, key=WEAKNESS.index)


def spans(years: Iterable[int]) -> str:
    """Years as text, runs joined.

    Examples
    --------
    >>> spans([2000, 2001, 2002, 2005])
    '2000-2002, 2005'
    """
    runs: list[list[int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][1] + 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def blocs(actors: Sequence[Actor]) -> frozenset[str]:
    """Names of the actors that are blocs."""
    return frozenset(one.name for one in actors if one.bloc)
