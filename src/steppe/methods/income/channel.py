"""Channels: ways in which events reach the income of states, each a small model that says what it is.

A channel is one module of `steppe.methods.income.channels` with one object, a `Channel`. It says which kinds of event
it answers and what of each it holds (a row of the matrix), which parameters it draws, and what the events do to every
state, as `Effect`s: one for each class.

    arithmetic   a price times a volume, a payment that is due, a transfer that is not made: in the sum
    estimated    a fitted response: in the sum only where its score on the scoreboard earns it
    assumed      what neither a record nor a fit gives: outside the sum, hatched

All effects have one denominator, so that they add up: GDP in million current US dollars of the study's year, as it was
without the events (`influence.bases`). A gain is positive. What is not on record is NaN and has its reason; it is never
zero. An event that a channel does not answer, or that says that nothing changes, leaves exact zeros.

Nothing is counted twice, by three rules that `MATRIX` prints and tests prove:

* output in dollars holds the exchange rate: where a study has both a `recession` and a `devaluation` of one state, what
  is paid in its money follows the first alone (`dollar_change`);
* goods belong to the equilibrium, and it alone answers `growth`: no channel estimates a spill-over of output on output;
* where the equilibrium closes trade between two states, their gas is in it (`closed_pairs`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.methods.result import Table
from steppe.scenario.event import Event, Resolved
from steppe.scenario.events.devaluation import Devaluation
from steppe.scenario.events.embargo import Embargo
from steppe.scenario.events.recession import Recession
from steppe.world.points import Points
from steppe.world.world import World

Array = NDArray[np.float64]
Class = Literal["arithmetic", "estimated", "assumed"]
CLASSES: tuple[Class, ...] = ("arithmetic", "estimated", "assumed")

RECORD = ("state", "partner", "what", "year", "value", "low", "high", "unit", "basis", "source", "note")
"""Columns of `Effect.rows`, the figures on record that an effect is made of; low and high are their range, or empty."""

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Ask:
    """What every channel of a run is asked.

    Attributes
    ----------
    world, year
        The bundle before all events, and the year of the figures.
    states
        ISO3 codes of the S states, in the order of every array.
    gdp
        Their GDP in `year`, million current USD, shape (S,).
    events
        The events in codes, in order of date.
    """

    world: World
    year: int
    states: tuple[str, ...]
    gdp: Array
    events: tuple[Resolved, ...]

    def of(self, kind: type[E]) -> Iterator[tuple[E, Resolved]]:
        """The events of one class, each with its sides in codes."""
        return ((one.event, one) for one in self.events if isinstance(one.event, kind))

    def zeros(self, draws: int) -> Array:
        """No effect on anyone, shape (draws, S)."""
        return np.zeros((draws, len(self.states)))


@dataclass(frozen=True, slots=True)
class Effect:
    """What events do to states through one channel, as far as it is of one class.

    Attributes
    ----------
    kind
        Its class.
    values
        % of GDP of the study's year by draw and state, shape (N, S); NaN where nothing is on record.
    rows
        The figures that it is made of, columns `RECORD`; empty where no event touches the channel.
    missing
        Why there is no figure, by state; every state that is NaN in `values` has an entry.
    mechanism
        Its name on the scoreboard; needed where it is estimated.
    coefficients
        Of an estimate: name, estimate, error (standard), source; empty for arithmetic.
    assumptions
        What is assumed: what, value, why.
    notes, sources
        What else to know; sources in the bundle.
    """

    kind: Class
    values: Array
    rows: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(RECORD)))
    missing: Mapping[str, str] = field(default_factory=dict)
    mechanism: str | None = None
    coefficients: pd.DataFrame = field(
        default_factory=lambda: pd.DataFrame(columns=["name", "estimate", "error", "source"])
    )
    assumptions: tuple[tuple[str, str, str], ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind == "estimated" and self.mechanism is None:
            raise ValueError("an estimated effect needs its mechanism, the name of its score on the scoreboard")
        if missing := set(RECORD) - set(self.rows):
            raise ValueError(f"rows of an effect lack {', '.join(sorted(missing))}")


@dataclass(frozen=True, slots=True)
class Channel:
    """One way from events to income.

    Attributes
    ----------
    name, title
        In files, and for people.
    holds
        What it answers: kind of event, and what of it this channel holds, in a few words for the matrix.
    effects
        What the events do: one effect a class. It draws from the points only what `parameters` named.
    parameters
        What it draws, each name beginning with that of the channel (`steppe.world.points`).
    place
        Order in tables and bars.
    tables
        What it adds to a run that it says something in.
    """

    name: str
    title: str
    holds: Mapping[str, str]
    effects: Callable[[Ask, Points], Iterable[Effect]]
    parameters: Callable[[Ask], tuple[str, ...]] = lambda ask: ()
    place: int = 50
    tables: Callable[[Ask], Iterable[Table]] = lambda ask: ()


def between(uniform: Array, low: float, value: float, high: float) -> Array:
    """Draws of a figure with a range: half of them below it, half above, even on either side; an end may be NaN.

    Examples
    --------
    >>> between(np.array([0.0, 0.5, 1.0]), 1.0, 2.0, 6.0).tolist(), float(between(np.array(0.9), np.nan, 2.0, np.nan))
    ([1.0, 2.0, 6.0], 2.0)
    """
    least, most = (value if math.isnan(end) else end for end in (low, high))
    return np.asarray(np.interp(uniform, [0.0, 0.5, 1.0], [min(least, value), value, max(most, value)]))


def dollar_change(ask: Ask, state: str) -> float:
    """Δln of what a state's economy is worth in US dollars: its recessions if there are any, else its devaluations.

    A recession is stated in dollars and holds the exchange rate already, so that a study with both has one shock.
    """
    for kind in (Recession, Devaluation):
        found = [event.percent for event, _ in ask.of(kind) if event.state == state]  # type: ignore[attr-defined]
        if found:
            return math.fsum(math.log1p(percent / 100) for percent in found)
    return 0.0


def closed_pairs(ask: Ask) -> frozenset[tuple[str, str]]:
    """Importer and exporter of every route that an embargo closes: the equilibrium holds all goods between them."""
    pairs = set()
    for event, of in ask.of(Embargo):
        pairs |= {(one, other) for one in of.one for other in of.other}
        pairs |= {(other, one) for one in of.one for other in of.other} if event.both else set()
    return frozenset(pairs)


def earned(world: World, mechanism: str) -> bool:
    """Whether a mechanism is `on`: better than the strongest simple rival on each of its measures."""
    rows = world.sql("select \"default\" = 'on' as is_on from mechanisms where name = ?", [mechanism])
    return bool(len(rows)) and bool(rows["is_on"].all())


def in_sum(world: World, effect: Effect) -> bool:
    """Whether an effect is part of the sum, by its class."""
    if effect.kind == "estimated":
        return earned(world, str(effect.mechanism))
    return effect.kind == "arithmetic"
