"""What the questions of patronage share: the games of a study, rows of results, and words for probabilities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.display.format import chance as in_percent
from steppe.display.format import decimals, written
from steppe.display.interval import LEVEL
from steppe.methods.answer import Answer
from steppe.methods.patronage.record import Record
from steppe.methods.patronage.stakes import Drawn, Stakes, as_they_vote
from steppe.methods.patronage.study import PatronageStudy
from steppe.methods.result import COLUMNS, Table
from steppe.methods.summary import means, summary
from steppe.politics.patronage.many import Fields, Rents, fields, limits_of, most, rents, together, without
from steppe.politics.patronage.restraint import credible_losses
from steppe.world.points import replicate

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Assumed = Literal["eta", "scale", "commitment", "unreplaced"]

DIGITS = 2
"""Significant digits of sizes that rest on assumed stakes."""
OF_GDP = "% of GDP"
OF_RENT = "% of the rent"
MATTERS = 0.05
"""A loss of more than this part of the rent counts as one."""
MATTERING = "assumptions in which more than 5 % of the rent is lost"
MOST, NEARLY = 0.5, 0.9
"""From these parts of the draws on something holds in most assumptions that were tried, and in nearly all."""
NONE = 1e-9
"""A rent below this share of GDP is none."""


@dataclass(frozen=True)
class Case:
    """The games of a study in all draws.

    Attributes
    ----------
    study, record, drawn, stakes
        What is asked, what is known, what is assumed, and what is made of both.
    pair
        Positions of the two powers whose sympathy is unknown.
    subjects
        States that the answer speaks of.
    power
        The power that tables and answer keep to, if one.
    sympathy
        A_kj, shape (N, K, K).
    """

    study: PatronageStudy
    record: Record
    drawn: Drawn
    stakes: Stakes
    pair: tuple[int, int]
    subjects: tuple[str, ...]
    power: str | None
    sympathy: Array

    @property
    def states(self) -> tuple[str, ...]:
        """Codes of the S states."""
        return self.record.states

    @property
    def powers(self) -> tuple[str, ...]:
        """Codes of the K powers."""
        return self.record.powers

    @property
    def chosen(self) -> tuple[str, ...]:
        """Powers that tables keep to."""
        return self.powers if self.power is None else (self.power,)

    @property
    def both(self) -> str:
        """Name of the two as a block."""
        return "+".join(self.powers[place] for place in self.pair)

    @property
    def at(self) -> list[int]:
        """Positions of the subjects."""
        return [self.states.index(state) for state in self.subjects]

    @cached_property
    def game(self) -> Fields:
        """The games as they are."""
        return self.play(self.sympathy)

    @cached_property
    def rents(self) -> Rents:
        """Rents of the games as they are, shape (N, S), in shares of GDP."""
        return rents(self.game.worth)

    @cached_property
    def threats(self) -> Array:
        """L that is credible: harm less what carrying it out costs, weighed by commitment, shape (N, S, K)."""
        return credible_losses(self.stakes.harm, self.stakes.own, 1.0, self.drawn.commitment[:, None, None])

    def play(self, sympathy: Array, means: Array | None = None) -> Fields:
        """The games under other sympathies, or with other means of the powers, shape (K,)."""
        wanted = self.stakes.wanted(sympathy)
        if means is not None:
            wanted = wanted * means[:, None, None]
        return fields(self.stakes.ideal, wanted, self.stakes.cost)

    def readings(self) -> dict[str, Array]:
        """Other sympathies: none, all unknown, as they vote."""
        count = len(self.powers)
        return {
            "no power values another's share": np.tile(np.eye(count), (len(self.drawn.alpha), 1, 1)),
            "every pair of powers has an α of its own, 0 to 1": self.drawn.pairs,
            "α follows votes in the General Assembly, times 0 to 1": as_they_vote(
                self.record.agreement, self.drawn.follow
            ),
        }

    def rows(
        self, measure: str, unit: str, values: Array, *, partner: str = "", basis: str = "assumed"
    ) -> pd.DataFrame:
        """Results of one measure by state, from draws of shape (N, S)."""
        median, low, high, error = summary(values, replicate(len(values)))
        made = self.plain(measure, unit, median, partner=partner, basis=basis)
        return made.assign(low=low, high=high, error=error)

    def plain(
        self, measure: str, unit: str, values: Array, *, partner: str = "", basis: str = "assumed"
    ) -> pd.DataFrame:
        """Results without an interval, from one value a state."""
        frame = pd.DataFrame({"subject": self.states, "value": values, "low": np.nan, "high": np.nan})
        fixed = {"partner": partner, "year": self.record.year, "measure": measure, "unit": unit}
        return frame.assign(**fixed, level=LEVEL, error=np.nan, basis=basis)[list(COLUMNS)]

    def matrix(self, figures: Array) -> pd.DataFrame:
        """Means over draws of figures (N, S, K), one row a state, one column a power."""
        columns = {power: means(figures[..., k]) for k, power in enumerate(self.powers)}
        return pd.DataFrame({"state": self.states, **columns})

    def regions(self, *names: Assumed) -> dict[str, Mask]:
        """Parts of what is assumed in which a finding is looked at: two a name, and which draws lie in each."""
        drawn = self.drawn
        halves = {
            "eta": ("interest alike (η below a half)", "interest follows holdings (η from a half on)", drawn.eta < 0.5),
            "scale": ("small stakes (scale below 1)", "large stakes (scale from 1 on)", drawn.scale < 1),
            "commitment": (
                "threats weighed against their cost (β below a half)",
                "threats believed (β from a half on)",
                drawn.commitment < 0.5,
            ),
            "unreplaced": (
                "most remittances replaced (below a half lost)",
                "most remittances lost (a half or more)",
                drawn.unreplaced < 0.5,
            ),
        }
        return {where: inside for name in names for where, inside in _halves(*halves[name])}


@dataclass(frozen=True)
class Reply:
    """What a question comes to: rows of the contract, tables, the answer, notes of its own."""

    results: pd.DataFrame
    tables: tuple[Table, ...]
    answer: Answer
    notes: tuple[str, ...] = ()


def _halves(below: str, above: str, inside: Mask) -> tuple[tuple[str, Mask], tuple[str, Mask]]:
    return (below, inside), (above, ~inside)


def lowest(worth: Array) -> Array:
    """The lowest rents, shape (...), without the highest, which take longer."""
    surplus = worth[..., -1] - worth[..., 0]
    return np.maximum(0.0, surplus - most(limits_of(worth)))


def part_lost(before: Array, after: Array) -> Array:
    """1 - after/before; zero where there was nothing to lose."""
    some = before > NONE
    return np.asarray(np.where(some, 1 - after / np.where(some, before, 1.0), 0.0))


def lost_by_joining(worth: Array, pair: tuple[int, int]) -> Array:
    """Part of the lowest rent that is lost when two powers act jointly."""
    return part_lost(lowest(worth), lowest(together(worth, [pair])))


def lost_by_leaving(worth: Array, place: int) -> Array:
    """Part of the lowest rent that is lost when a power leaves."""
    return part_lost(lowest(worth), lowest(without(worth, [place])))


UNTESTED = "No data test this."
"""The caveat of every answer that a game of assumed stakes gives, wherever it is shown."""
TRIED = "assumptions"
"""What a share of the draws is a share of: they are spread evenly and are no sample, so that it is no probability."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Median and interval of a figure over the draws, and the Monte Carlo error of the three."""

    value: float
    low: float
    high: float
    error: float

    def of(self, unit: str) -> str:
        """`4.9 % of GDP (1.2 to 8.2)`."""
        value, low, high = (percent(one, self.error) for one in (self.value, self.low, self.high))
        return f"{value} {unit} ({low} to {high})"


def estimate(values: Array) -> Estimate:
    """Of draws of shape (N,)."""
    return Estimate(*(float(one) for one in summary(values, replicate(len(values)))))


def share(value: float) -> str:
    """A part of the draws, which cannot say that something holds nowhere or everywhere.

    Examples
    --------
    >>> share(0.134), share(1.0), share(0.0)
    ('13 %', 'above 99 %', 'below 1 %')
    """
    return "above 99 %" if value >= 0.995 else "below 1 %" if value < 0.005 else in_percent(value)


def percent(value: float, error: float = 0.0) -> str:
    """A percentage with enough digits to be read and none below twice its Monte Carlo error, minus as a sign.

    Examples
    --------
    >>> percent(12.345), percent(1.234), percent(-0.0123), percent(0.0)
    ('12', '1.2', '−0.012', '0')
    """
    if abs(value) < 5e-4:
        return "0"
    digits = decimals(error, max(0, 1 - int(np.floor(np.log10(abs(value))))))
    text = written(value, f".{digits}f")
    return text if text.strip("0.−") else text.lstrip("−")
