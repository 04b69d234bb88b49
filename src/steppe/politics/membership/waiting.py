"""How long it took others: the chance that what was announced, or applied for, comes about within some years.

Of the cases that were still open after the wait w, those that came about within the next h years count 1, those that
did not or were withdrawn 0; a case whose watch ends inside the window counts by the part of it that was watched. With d
and n the sums, the chance has the distribution Beta(d + ½, n - d + ½) (Jeffreys); the figure is its mean. Nobody who
waits is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd
from scipy.special import betaincinv

from steppe.display.interval import LEVEL
from steppe.politics.membership.rates import JEFFREYS
from steppe.politics.membership.seats import YEAR
from steppe.world.dates import TODAY
from steppe.world.tables import remembered
from steppe.world.world import World


@dataclass(frozen=True, slots=True)
class Case:
    """Something announced or applied for on a day; what came of it, and the last day on which that was known."""

    state: str
    body: str
    start: date
    done: date | None
    dropped: date | None
    watched: date

    def open(self, day: date) -> bool:
        """Whether it had begun and nothing had come of it on a day."""
        over = min(one for one in (self.done, self.dropped, date.max) if one is not None)
        return self.start <= day < over

    def wait(self, day: date) -> float:
        """Years from its start to a day."""
        return (day - self.start).days / YEAR


@dataclass(frozen=True, slots=True)
class Chance:
    """A chance with its interval, and the cases behind it: `cases` may be a fraction where a watch was cut short."""

    probability: float
    low: float
    high: float
    done: int
    cases: float


def chance(cases: Iterable[Case], wait: float, horizon: float, on: date = TODAY) -> Chance:
    """The chance that a case that has waited comes about within the horizon, by what was known of others on a day."""
    done, size = 0, 0.0
    for one in cases:
        if one.start >= on:
            continue
        known = min(one.watched, on)
        came = one.wait(one.done) if one.done and one.done <= known else float("inf")
        ended = one.wait(one.dropped) if one.dropped and one.dropped <= known else float("inf")
        watched = one.wait(known)
        if min(came, ended, watched) <= wait:
            continue
        if came <= wait + horizon:
            done, size = done + 1, size + 1
        else:
            size += 1.0 if ended <= wait + horizon else min(1.0, (watched - wait) / horizon)
    a, b = done + JEFFREYS, size - done + JEFFREYS
    low, high = (float(betaincinv(a, b, share)) for share in ((1 - LEVEL) / 2, (1 + LEVEL) / 2))
    return Chance(a / (a + b), low, high, done, size)


def _day(value: object) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()


@remembered(maxsize=1)
def announced(world: World) -> tuple[Case, ...]:
    """Exits that states announced, by the day of the first act."""
    rows = world.sql('select state, organization, stated, "left" as done, stopped, watched from stated_exits')
    return tuple(
        Case(
            row.state,
            row.organization,
            row.stated.date(),
            _day(row.done),
            _day(row.stopped),
            _day(row.watched) or TODAY,
        )
        for row in rows.sort_values(["stated", "state"]).itertuples()
    )


@remembered(maxsize=1)
def applicants(world: World) -> tuple[Case, ...]:
    """Applications to the EU, by their day; withdrawn and rejected ones are dropped cases."""
    rows = world.sql("select state, applied, acceded, withdrawn from eu_applications order by applied, state")
    return tuple(
        Case(row.state, "EU", row.applied.date(), _day(row.acceded), _day(row.withdrawn), TODAY)
        for row in rows.itertuples()
    )


@remembered(maxsize=1)
def frozen_applicants(world: World) -> tuple[Case, ...]:
    """Applications to the EU that froze, from the day they did, whether or not they thawed later."""
    rows = world.sql(
        "select state, frozen, thawed, acceded, withdrawn from eu_applications where frozen is not null order by frozen"
    )
    return tuple(
        Case(row.state, "EU", row.frozen.date(), _day(row.acceded), _day(row.withdrawn), TODAY)
        for row in rows.itertuples()
    )
