"""Rolling forecasts of the past by standing, by waiting time, and by covariates against standing.

Each row is forecast from what had happened before its first day. How they are judged was written down first
(docs/explanation/membership.md).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import pandas as pd

from steppe.politics.membership.backtest import BODY_CHANCES, BY_BODY, BY_STATE, CONSTANT, MODEL
from steppe.politics.membership.rates import FROM, JEFFREYS, counted, names, out_chances
from steppe.politics.membership.seats import FROZEN, LEFT, Stay, stays, today
from steppe.politics.membership.waiting import Case, applicants, chance
from steppe.world.points import Points
from steppe.world.world import World

YEARS = range(2005, 2026)
APPLICANT_YEARS = range(1985, 2022)
AHEAD = 5
DRAWS = 256
RECENT, RECENT_YEARS = "recent", 20
BY_STANDING = "by_standing"


def standing_backtest(world: World, horizon: int = 1, years: Sequence[int] | None = None) -> pd.DataFrame:
    """Each seat in law on 1 January, and whether it had left in law `horizon` years later.

    Returns
    -------
    year, body, state, standing, outcome (0 or 1), block (the body), and the probability by each of `model` (rates by
    standing), `constant`, `constant_by_body` and `constant_by_state`.
    """
    points, every = Points(1, DRAWS, names()), stays(world)
    asked = range(YEARS[0], YEARS[-1] + 2 - horizon) if years is None else years
    parts = [_asked(world, every, points, year, horizon) for year in asked]
    return pd.concat(parts, ignore_index=True)


def _asked(world: World, every: Sequence[Stay], points: Points, year: int, horizon: int) -> pd.DataFrame:
    day, last = date(year, 1, 1), date(year + horizon, 1, 1)
    chances = out_chances(counted(every, day), points, horizon).mean(axis=0)
    here = [one for one in today(world, day) if one.start < day < one.end]
    gone = {(one.body, one.state) for one in every if one.to == LEFT and day <= one.end < last}
    rows = [
        (
            year,
            one.body,
            one.state,
            one.standing,
            int((one.body, one.state) in gone),
            one.body,
            chances[FROM.index(one.standing)],
        )
        for one in here
    ]
    frame = pd.DataFrame(rows, columns=["year", "body", "state", "standing", "outcome", "block", MODEL])
    return frame.assign(**_rivals(every, frame, day, horizon))


def _rivals(every: Iterable[Stay], rows: pd.DataFrame, day: date, horizon: int) -> dict[str, np.ndarray]:
    """One rate for all seats, and the same by body and by state, each with five seat-years at the constant rate."""
    seats = [one for one in every if one.standing in FROM and one.years(day) > 0]
    frame = pd.DataFrame(
        [(one.body, one.state, one.years(day), one.to == LEFT and one.end <= day) for one in seats],
        columns=["body", "state", "years", "exits"],
    )
    rate = (frame["exits"].sum() + JEFFREYS) / frame["years"].sum()
    made = {CONSTANT: np.full(len(rows), rate)}
    for name, of in ((BY_BODY, "body"), (BY_STATE, "state")):
        own = frame.groupby(of)[["exits", "years"]].sum().reindex(rows[of]).fillna(0)
        made[name] = ((own["exits"] + BODY_CHANCES * rate) / (own["years"] + BODY_CHANCES)).to_numpy()
    return {name: -np.expm1(-horizon * values) for name, values in made.items()}


def applicant_backtest(world: World, years: Sequence[int] = APPLICANT_YEARS) -> pd.DataFrame:
    """Each application to the EU open on 1 January, and whether it had led in five years later.

    Returns
    -------
    year, state, outcome, block (year of application), model (life table of all applications), recent (of those of the
    20 years before), constant.
    """
    every, rows = applicants(world), []
    for year in years:
        day, last = date(year, 1, 1), date(year + AHEAD, 1, 1)
        late = [one for one in every if one.start.year >= year - RECENT_YEARS]
        rate = _constant(every, day)
        for one in (case for case in every if case.open(day)):
            came = one.done is not None and one.done <= last
            made = [chance(some, one.wait(day), AHEAD, day).probability for some in (every, late)]
            rows.append((year, one.state, int(came), one.start.year, *made, rate))
    return pd.DataFrame(rows, columns=["year", "state", "outcome", "block", MODEL, RECENT, CONSTANT])


def _constant(every: Iterable[Case], day: date) -> float:
    """The chance within five years at one rate: accessions over the years that applicants have waited so far."""
    begun = [one for one in every if one.start < day]
    ends = [min(one for one in (case.done, case.dropped, day) if one is not None) for case in begun]
    waited = sum(case.wait(min(end, day)) for case, end in zip(begun, ends, strict=True))
    came = sum(case.done is not None and case.done <= day for case in begun)
    return float(-np.expm1(-AHEAD * (came + JEFFREYS) / waited))


def by_standing(world: World, rows: pd.DataFrame) -> pd.Series:
    """For rows of `regional_backtest`, the rate of seats that are used, or not, in the years before each.

    Returns
    -------
    (moves + ½) / (rows + 1) of the years before, of rows whose seat was used, or frozen, at the end of the year before.
    """
    frozen = {(one.body, one.state, one.start, one.end) for one in stays(world) if one.standing == FROZEN}
    cold = pd.Series(
        [
            any((b, s) == (row.body, row.state) and start < date(row.year, 1, 1) <= end for b, s, start, end in frozen)
            for row in rows.itertuples()
        ],
        index=rows.index,
    )
    made = pd.Series(np.nan, index=rows.index)
    for (year, word), now in rows.groupby([rows["year"], cold]):
        own = (rows["year"] < year) & cold.eq(word)
        made[now.index] = (rows.loc[own, "outcome"].sum() + JEFFREYS) / (own.sum() + 1)
    return made
