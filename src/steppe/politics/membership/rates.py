"""Rates of moves between standings, and the chance to have left within some years.

With n moves from one standing to another in T seat-years, the rate q has the distribution Gamma(n + ½, T): Jeffreys'
prior with the likelihood of a constant rate. With Q the matrix of the rates, *left* absorbing,

    P(left within h years | standing) = exp(hQ)[standing, left]

(Kalbfleisch and Lawless 1985). The figure is the mean over the draws of Q, the interval their middle part. A standing
that nobody has held yet has no rate out of it. Who joins from outside has one rate, and
P(joined within h years) = 1 - exp(-hq).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaincinv

from steppe.politics.membership.seats import LEFT, NOTHING, OUTSIDE, STANDINGS, Stay
from steppe.world.dates import TODAY
from steppe.world.points import Points, parts

Floats = NDArray[np.float64]
JEFFREYS = 0.5
FROM = STANDINGS[:-1]
"""Standings in law, which a seat can move out of."""

RATES, JOINS = "rate", "rate of joining"


@dataclass(frozen=True, slots=True)
class Rates:
    """Moves counted and seat-years watched up to a day.

    Attributes
    ----------
    moves
        By standing left and standing reached, shape (4, 5), in the order of `STANDINGS`.
    years, seats
        Seat-years and seats (a state in a body) behind each standing, shape (4,).
    joins, outside, waiting
        Seats taken, years and pairs of state and body: of observers or partners first, then of those without standing.
    """

    moves: Floats
    years: Floats
    seats: Floats
    joins: Floats
    outside: Floats
    waiting: Floats


def counted(stays: Iterable[Stay], until: date = TODAY) -> Rates:
    """Moves and seat-years of stays up to a day."""
    places = {word: place for place, word in enumerate(STANDINGS)}
    moves, years = np.zeros((len(FROM), len(STANDINGS))), np.zeros(len(FROM))
    joins, outside = np.zeros(2), np.zeros(2)
    held: dict[str, set[tuple[str, str]]] = {word: set() for word in (*FROM, OUTSIDE, NOTHING)}
    for one in stays:
        if not one.years(until):
            continue
        held[one.standing].add((one.body, one.state))
        moved = one.to is not None and one.end <= until
        if one.standing in FROM:
            place = places[one.standing]
            years[place] += one.years(until)
            moves[place, places[one.to or LEFT]] += moved
        else:
            place = (OUTSIDE, NOTHING).index(one.standing)
            outside[place] += one.years(until)
            joins[place] += moved and one.to in FROM
    seats = np.array([len(held[word]) for word in FROM], dtype=float)
    return Rates(moves, years, seats, joins, outside, np.array([len(held[OUTSIDE]), len(held[NOTHING])], dtype=float))


def names() -> tuple[str, ...]:
    """Names of what is drawn, for `Points`."""
    return (*parts(RATES, len(FROM) * len(STANDINGS)), *parts(JOINS, 2))


def out_chances(rates: Rates, points: Points, horizon: float) -> Floats:
    """Chance to have left within some years from each standing, shape (draws, 4); NaN from one nobody has held."""
    from scipy.linalg import expm

    size = len(STANDINGS)
    uniform = points.uniform(RATES, len(FROM) * size).reshape(-1, len(FROM), size)
    watched = rates.years[:, None] > 0
    years = np.where(watched, rates.years[:, None], np.inf)
    generator = np.zeros((len(uniform), size, size))
    generator[:, : len(FROM)] = gammaincinv(rates.moves + JEFFREYS, uniform) / years
    generator[:, range(size), range(size)] = 0.0
    generator[:, range(size), range(size)] = -generator.sum(axis=2)
    made = expm(horizon * generator)[:, : len(FROM), STANDINGS.index(LEFT)]
    return np.where(watched[:, 0], made, np.nan)


def join_chances(rates: Rates, points: Points, horizon: float) -> Floats:
    """Chance to have joined within some years, of an observer or partner and of one without standing, (draws, 2)."""
    rate = gammaincinv(rates.joins + JEFFREYS, points.uniform(JOINS, 2)) / rates.outside
    return np.asarray(-np.expm1(-horizon * rate))


def table(stays: Sequence[Stay], rates: Rates, level: float) -> pd.DataFrame:
    """Base rates, one row a move that has happened or a standing that nobody left.

    Returns
    -------
    standing, to, moves, seats, seat_years, rate (a year, mean of its distribution), low, high (`level`), cases (who).
    """
    rows = []
    for place, word in enumerate(FROM):
        for reached, to in enumerate(STANDINGS):
            if to != word and (rates.moves[place, reached] or to == LEFT):
                rows.append((word, to, rates.moves[place, reached], rates.seats[place], rates.years[place]))
    for place, word in enumerate((OUTSIDE, NOTHING)):
        rows.append((word, "a seat", rates.joins[place], rates.waiting[place], rates.outside[place]))
    frame = pd.DataFrame(rows, columns=["standing", "to", "moves", "seats", "seat_years"])
    shape, years = frame["moves"].to_numpy() + JEFFREYS, frame["seat_years"].to_numpy()
    ends = [gammaincinv(shape, share) / years for share in ((1 - level) / 2, (1 + level) / 2)]
    frame = frame.astype({"moves": int, "seats": int}).assign(rate=shape / years, low=ends[0], high=ends[1])
    return frame.assign(cases=[_cases(stays, row.standing, row.to) for row in frame.itertuples()])


def _cases(stays: Sequence[Stay], standing: str, to: str) -> str:
    """`UZB GUAM 2005, UZB CSTO 2012`: the moves behind a rate."""
    reached = FROM if to == "a seat" else (to,)
    found = sorted((one.end, one.state, one.body) for one in stays if one.standing == standing and one.to in reached)
    return ", ".join(f"{state} {body} {end.year}" for end, state, body in found)
