"""Seats year by year: each state has one standing in each body, and moves between them at the base rates.

The rates are those of `steppe.politics.membership`, drawn once a draw, so that five years here give the chances that
`steppe membership` prints:

    in use, selective, frozen, notice    exp(Q dt) with Q of `rates`: to each other and to *left*, which is the end
    exit announced, applicant            the chance p within five years of the life table, Beta as there, as one rate
                                         a year: 1 - (1 - p)^(dt/5)
    observer or partner, no standing     1 - exp(-q dt) to a seat in use

dt is one year, less in the first one where its beginning is already known. No covariate enters, no seat moves because
another did, and one that was left is not taken again. An event sets a standing on its day; the seat goes on from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import expm
from scipy.special import betaincinv, gammaincinv

from steppe.politics.membership import waiting
from steppe.politics.membership.rates import FROM, JEFFREYS, counted
from steppe.politics.membership.seats import (
    FROZEN,
    LEFT,
    NOTHING,
    OUTSIDE,
    SAME,
    STANDINGS,
    USED,
    YEAR,
    stays,
    without_standing,
)
from steppe.scenario.event import Event, Membership
from steppe.world.dates import TODAY
from steppe.world.tables import remembered
from steppe.world.world import World

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]

ANNOUNCED, APPLICANT = "exit announced", "applicant"
WORDS = (*STANDINGS, OUTSIDE, NOTHING, ANNOUNCED, APPLICANT)
"""The standings by code."""
CODE = {word: place for place, word in enumerate(WORDS)}
SITTING = tuple(CODE[word] for word in (*FROM, ANNOUNCED))
"""Codes of those who hold a seat in law."""
AHEAD = 5
"""Years of the chance of a case that waits."""


@dataclass(frozen=True, eq=False)
class Seats:
    """Who stands how at the start, and what moves them.

    Attributes
    ----------
    names
        State and body of each of the S seats.
    start
        Code of each standing, shape (S,).
    day
        The day on which they stand so.
    moves, years
        Counted moves (4, 5) and seat-years (4,) behind Q.
    joins, outside
        The same of those outside, shape (2,).
    waits
        Cases that came about and all cases behind the chance of each seat that waits, shape (S, 2).
    """

    names: tuple[tuple[str, str], ...]
    start: Codes
    day: date
    moves: Floats
    years: Floats
    joins: Floats
    outside: Floats
    waits: Floats

    @property
    def width(self) -> int:
        """Uniform numbers that a draw takes for its rates."""
        return len(FROM) * len(STANDINGS) + 2 + len(self.names)

    def place(self, state: str, body: str) -> int | None:
        """Place of a seat; None where the model has none."""
        return self.names.index((state, body)) if (state, body) in self.names else None


@remembered(maxsize=16)
def seats(world: World, day: date = TODAY) -> Seats:
    """The seats of the twelve in the bodies of the region that live, and the applicants to the EU, as of a day."""
    twelve = set(world.group("twelve"))
    every = stays(world) + without_standing(world)
    rates = counted(every, day)
    here = {(one.state, one.body): one.standing for one in every if one.state in twelve and one.holds(day)}
    said = {(one.state, one.body): one for one in waiting.announced(world) if one.open(day)}
    waits: dict[tuple[str, str], waiting.Chance] = {}
    for key, case in said.items():
        if here.get(key) in FROM and here[key] != FROZEN:
            here[key], waits[key] = ANNOUNCED, waiting.chance(waiting.announced(world), case.wait(day), AHEAD, day)
    cold = {one.state: one for one in waiting.frozen_applicants(world) if one.open(day)}
    for one in waiting.applicants(world):
        if one.open(day) and one.state in twelve:
            among = waiting.frozen_applicants(world) if one.state in cold else waiting.applicants(world)
            key, case = (one.state, one.body), cold.get(one.state, one)
            here[key], waits[key] = APPLICANT, waiting.chance(among, case.wait(day), AHEAD, day)
    living = {body: _lives(world, body, day) for _, body in here}
    names = tuple(sorted(key for key in here if living[key[1]]))
    counts = [(waits[key].done, waits[key].cases) if key in waits else (0.0, 0.0) for key in names]
    start = np.array([CODE[here[key]] for key in names], dtype=np.int8)
    return Seats(
        names, start, day, rates.moves, rates.years, rates.joins, rates.outside, np.array(counts).reshape(-1, 2)
    )


def _lives(world: World, body: str, day: date) -> bool:
    one = world.organization(body)
    return (one.founded is None or one.founded <= day) and (one.ended is None or one.ended > day)


@dataclass(frozen=True, eq=False)
class Moves:
    """The rates of some draws: Q (draws, 5, 5), those outside (draws, 2), and five-year chances (draws, S)."""

    generator: Floats
    joining: Floats
    chance: Floats


def drawn(of: Seats, uniform: Floats) -> Moves:
    """Rates from uniform numbers, shape (draws, `of.width`)."""
    size, count = len(STANDINGS), len(FROM)
    first = uniform[:, : count * size].reshape(-1, count, size)
    years = np.where(of.years > 0, of.years, np.inf)[:, None]
    generator = np.zeros((len(uniform), size, size))
    generator[:, :count] = gammaincinv(of.moves + JEFFREYS, first) / years
    generator[:, range(size), range(size)] = 0.0
    generator[:, range(size), range(size)] = -generator.sum(axis=2)
    outside = np.where(of.outside > 0, of.outside, np.inf)
    joining = gammaincinv(of.joins + JEFFREYS, uniform[:, count * size : count * size + 2]) / outside
    done, cases = of.waits.T
    chance = betaincinv(done + JEFFREYS, cases - done + JEFFREYS, uniform[:, count * size + 2 :])
    return Moves(generator, joining, chance)


def step(of: Seats, moves: Moves, standing: Codes, uniform: Floats, dt: float) -> Codes:
    """Standings some time later.

    Parameters
    ----------
    standing
        Codes, shape (draws, S).
    uniform
        Shape (draws, S).
    dt
        Years, from 0 to 1.
    """
    if dt <= 0:
        return standing
    size = len(STANDINGS)
    after = standing.copy()
    cumulative = np.cumsum(expm(dt * moves.generator), axis=2)  # (draws, 5, 5)
    inside = standing < size
    rows = np.minimum(standing, size - 1)
    edges = cumulative[np.arange(len(standing))[:, None], rows]  # (draws, S, 5)
    reached = np.minimum((uniform[..., None] > edges).sum(axis=2), size - 1)
    after[inside] = reached[inside]
    waits = np.isin(standing, (CODE[ANNOUNCED], CODE[APPLICANT]))
    comes = waits & (uniform < 1 - (1 - moves.chance) ** (dt / AHEAD))
    after[comes & (standing == CODE[ANNOUNCED])] = CODE[LEFT]
    after[comes & (standing == CODE[APPLICANT])] = CODE[USED]
    for place, word in enumerate((OUTSIDE, NOTHING)):
        joins = (standing == CODE[word]) & (uniform < -np.expm1(-dt * moves.joining[:, place])[:, None])
        after[joins] = CODE[USED]
    return after


def held(of: Seats, moves: Moves, span: float) -> Floats:
    """Chance of each draw that a seat is held in law after some years, shape (draws, S)."""
    gone = expm(span * moves.generator)[:, :, STANDINGS.index(LEFT)]
    inside = 1 - gone[:, np.minimum(of.start, len(STANDINGS) - 1)]
    came = 1 - (1 - moves.chance) ** (span / AHEAD)
    joined = -np.expm1(-span * moves.joining)
    by_code = {CODE[ANNOUNCED]: 1 - came, CODE[APPLICANT]: came}
    by_code |= {CODE[OUTSIDE]: joined[:, :1], CODE[NOTHING]: joined[:, 1:]}
    for code, chance in by_code.items():
        inside = np.where(of.start == code, chance, inside)
    return np.asarray(inside)


def length(of: Seats, year: int) -> float:
    """Years that a year has after the day on which the seats stand, from 0 to 1."""
    return float(np.clip(((date(year + 1, 1, 1)) - of.day).days / YEAR, 0.0, 1.0))


def edits(of: Seats, world: World, events: Sequence[Event]) -> dict[int, dict[int, int]]:
    """Standings that events set: code by seat, by year; read off the world that the event leaves."""
    found: dict[int, dict[int, int]] = {}
    for event in events:
        world = event.after(world)
        if isinstance(event, Membership) and (place := of.place(event.state, event.organization)) is not None:
            here = world.standing(event.state, event.organization, event.date)
            word = NOTHING if here is None else SAME.get(here.standing, here.standing)
            word = {"suspended": FROZEN, "observer": OUTSIDE, "partner": OUTSIDE, "associate": OUTSIDE}.get(word, word)
            found.setdefault(event.date.year, {})[place] = CODE.get(word, CODE[USED])
    return found
