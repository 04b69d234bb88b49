"""What channels of income (`steppe.methods.income`) answer to the events of a year, asked as the method `shock` asks.

Chosen before any scenario was run:

**When.** Each channel answers once, in the year of the event. It is asked on the figures of `FIGURES` (of the start,
where that is earlier), with the events of the year and those before that still hold (embargoes, sanctions, seats):

    e = what it says with the events of the year - what it says without them.

**What is counted** is what `shock` counts: arithmetic, and estimates whose score on the scoreboard earns it. Anything
else is listed and moves nothing, unless the study assumes it by name (`shock-transfers` and so on).

**What it moves** is what its unit is. e is income, in % of GDP as it would have been:

    income       Σ e of all channels, from the year of the event on; of the year alone where the event is over with it
                 (a route that closes for months, service that is put off)
    transfers    what a state receives times 1 + e/R, e of the channel of transfers alone and R what it received, % of
                 GDP, in the last year up to that of the figures

Output is not moved: rents, debt service and transfers are income and no production, and no estimate leads from one to
the other. A study may assume it one for one (`income-moves-output`); the growth of the year is then e higher, and all
that growth moves follows.

**What has no way in.** Goods are the equilibrium's, which answers in the layer of trade (`responses`): what it says of
income is not added, since none of its scores earns a sum. Currencies have no layer: what a fall of one adds to debt
service is income. Loans that stop move no share of debt service, which falls due as before. Debt that is forgiven would
leave its creditor a smaller share, but the channel gives income alone: the share stays.

**Luck.** `POINTS` points, in the same dimensions whatever else happens: draw d takes point d modulo `POINTS`, so that
two scenarios share them. They cover their ranges more evenly than draws do, so the error of a draw is an upper bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from steppe.methods.income.cases import Case, Part, answered
from steppe.methods.income.channel import Channel, Effect
from steppe.methods.income.channels import channels
from steppe.methods.simulation.panels import Floats, Panel
from steppe.methods.simulation.responses import Response
from steppe.scenario.event import Event, Money
from steppe.scenario.study import BASELINES
from steppe.world.actors import twelve
from steppe.world.world import World

FIGURES = max(BASELINES)
"""That of the newest accounts of trade; most channels have figures up to it."""
POINTS = 1024
GOODS = "trade"
"""The channel that is not asked."""
TRANSFERS = "transfers"
PREFIX = "shock-"
"""Of a channel's name where a study assumes what is not counted of it."""


@dataclass(frozen=True, eq=False)
class Gain:
    """What a channel says of the events of a year, as far as it is of one class.

    Attributes
    ----------
    year, lasts
        From when, and whether it stays.
    channel, effect
        Name of who says it; class, record and reasons.
    states
        The twelve.
    values
        % of GDP by point and state, shape (`POINTS`, states); NaN where it is not on record.
    counted, assumed
        Whether it moves anything, and whether only because the study assumes it.
    """

    year: int
    lasts: bool
    channel: str
    effect: Effect
    states: tuple[str, ...]
    values: Floats
    counted: bool
    assumed: bool

    @property
    def part(self) -> Part:
        """The same as a part of a case of `steppe.methods.income`."""
        return Part(next(one for one in channels() if one.name == self.channel), self.effect, self.counted)

    @property
    def cause(self) -> str:
        """As the trace names it: `event: gas rents, arithmetic`."""
        return f"{'assumed' if self.assumed else 'event'}: {self.part.name}"

    def of(self, draws: NDArray[np.intp]) -> Floats:
        """% of GDP of some draws, shape (draws, states); 0 where nothing is on record, which a run says."""
        return np.nan_to_num(self.values[draws % len(self.values)])


def answerable() -> tuple[Channel, ...]:
    """The channels that are asked."""
    return tuple(one for one in channels() if one.name != GOODS)


def gains(
    world: World, events: Sequence[Event], start: int, seed: int, assumed: Sequence[str] = ()
) -> tuple[Gain, ...]:
    """Every channel's answer to events in order of date, year by year.

    Parameters
    ----------
    assumed
        Names of channels, with `PREFIX`, that move what is not counted of them.

    Raises
    ------
    UserError
        A state has no GDP in the year of the figures.
    """
    found: list[Gain] = []
    held: tuple[Event, ...] = ()
    kinds = {kind for channel in answerable() for kind in channel.holds}
    for year, group in groupby(events, key=lambda event: event.date.year):
        of_year = tuple(group)
        if any(getattr(event, "kind", "") in kinds for event in of_year):
            staying = tuple(event for event in of_year if not event.of_one_year)
            steps = ((held, (*held, *staying), True), ((*held, *staying), (*held, *of_year), False))
            for before, after, lasts in steps:
                if before != after:
                    found += _said(world, (before, after), (year, lasts), min(start, FIGURES), seed, assumed)
        held = (*held, *(event for event in of_year if not isinstance(event, Money)))
    return tuple(found)


def _said(
    world: World,
    events: tuple[tuple[Event, ...], tuple[Event, ...]],
    when: tuple[int, bool],
    figures: int,
    seed: int,
    assumed: Sequence[str],
) -> Iterator[Gain]:
    """What each channel says after some events and not before them, class by class."""
    states = twelve(world)
    before, after = (_case(world, states, some, figures, seed) for some in events)
    there = {} if before is None else _by_class(before)
    for part in () if after is None else after.parts:
        said = there.get((part.channel.name, part.effect.kind), np.zeros(len(states)))
        values = np.where(np.isnan(said), 0.0, part.effect.values - said)  # a gap that stood before is no news
        if not (np.nan_to_num(values).any() or np.isnan(values).any()):
            continue
        named = not part.counted and PREFIX + part.channel.name in assumed
        yield Gain(*when, part.channel.name, part.effect, states, values, part.counted or named, named)


def _case(world: World, states: tuple[str, ...], events: tuple[Event, ...], figures: int, seed: int) -> Case | None:
    if not events:
        return None
    return answered(world, states, "", figures, events, draws=POINTS, seed=seed, of=answerable())


def _by_class(case: Case) -> Mapping[tuple[str, str], Floats]:
    return {(part.channel.name, part.effect.kind): part.effect.values for part in case.parts}


def of_transfers(found: Sequence[Gain], past: Panel) -> Iterator[Response]:
    """What the channel of transfers does to what is received, as factors on that layer.

    Parameters
    ----------
    past
        The layer up to the start.
    """
    received = _received(past)
    for one in found:
        if one.counted and one.channel == TRANSFERS:
            factors = np.ones((len(one.values), len(past.states), 1))
            for place, state in enumerate(past.states):
                if received[place] > 0 and state in one.states:
                    share = np.nan_to_num(one.values[:, one.states.index(state)]) / received[place]
                    factors[:, place, 0] = np.maximum(1 + share, 0.0)
            yield Response(TRANSFERS, one.year, factors, one.cause)


def _received(past: Panel) -> Floats:
    """What each state received in the last known year up to that of the figures, in the unit of `Gain`; 0 if never."""
    until = past.until(min(FIGURES, past.years[-1]))
    last = until.values[until.last, np.arange(len(until.states)), 0]
    made: Floats = np.where(until.last >= 0, np.nan_to_num(past.scale * last), 0.0)
    return made
