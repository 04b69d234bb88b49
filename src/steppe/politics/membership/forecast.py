"""Chances of leaving and joining over a horizon, each with its interval, the cases behind it and the reason in words.

A seat is asked by what is on record about it, in this order:

    announced    an act says that the state will leave, and the seat has not been frozen since: past announced exits
    frozen, …    the rates of moves from the seat's standing (`rates`)
    applicant    to the EU: past applications; a frozen one is compared with those that froze (`waiting`)
    outside      observers and partners, and those without a standing: the rate at which such states took a seat

No covariate enters: those tried do not beat a constant rate on later years (docs/explanation/membership.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from steppe.display.interval import interval
from steppe.politics.membership import waiting
from steppe.politics.membership.rates import FROM, Floats, Rates, counted, join_chances, names, out_chances
from steppe.politics.membership.reasons import applied, outside, standing, steps
from steppe.politics.membership.seats import (
    FROZEN,
    LAPSED,
    NOTHING,
    NOTICE,
    OUTSIDE,
    SELECTIVE,
    USED,
    Stay,
    stays,
    without_standing,
)
from steppe.politics.membership.waiting import Case, Chance, announced, applicants, frozen_applicants
from steppe.world.dates import TODAY
from steppe.world.errors import UserError
from steppe.world.points import Points, error, replicate, rounded
from steppe.world.world import World

LONGEST = 20
"""Years of the longest horizon: beyond, rates that stay as they are say nothing."""

ANNOUNCED, APPLICANT, FROZEN_APPLICANT = "exit announced", "applicant", "frozen applicant"
ORDER = (ANNOUNCED, NOTICE, FROZEN, SELECTIVE, APPLICANT, FROZEN_APPLICANT, OUTSIDE, LAPSED, USED, NOTHING)
"""An analyst's order: who is on the way out, who is frozen, who waits, then the rest."""

COLUMNS = ["state", "organization", "standing", "since", "move", "probability", "low", "high", "error"]
COLUMNS += ["cases", "years", "base", "reason"]
Row = dict[str, Any]


def forecast(
    world: World, horizon: int = 5, draws: int = 1024, seed: int = 1, bodies: Sequence[str] = ()
) -> pd.DataFrame:
    """Every chance to leave and to join within a horizon; of some bodies alone, or of all.

    Returns
    -------
    state, organization, standing, since (first day of the standing), move (leave, join), probability, low, high
    (`LEVEL`), error (Monte Carlo, of the probability and its ends), cases (how many are behind it; a fraction where a
    watch was cut short), years (seat-years behind it; empty for waiting times), base (the base rate in words), reason
    (in words): in the order of `ORDER`, the likeliest first, of equal ones the latest to change.

    Raises
    ------
    UserError
        A horizon outside 1 to 20 years, or fewer than 2 draws.
    """
    if not 1 <= horizon <= LONGEST:
        raise UserError(f"horizon: {horizon} years cannot be forecast; give 1 to {LONGEST}")
    every = stays(world) + without_standing(world)
    rates, points = counted(every), Points(seed, rounded(draws), names())
    out, into = (_figures(made(rates, points, horizon)) for made in (out_chances, join_chances))
    twelve = set(world.group("twelve"))
    here = [one for one in every if one.state in twelve and one.holds(TODAY) and not world.organization(one.body).ended]
    rows = [
        *_leaving(world, here, rates, out, horizon),
        *_applying(world, horizon),
        *_joining(world, here, rates, into),
    ]
    frame = pd.DataFrame([row for row in rows if not bodies or row["organization"] in bodies], columns=COLUMNS)
    by = frame.assign(order=frame["standing"].map(ORDER.index), figure=-frame["probability"].round(3))
    by = by.sort_values("since", ascending=False, kind="stable")
    by = by.sort_values(["order", "figure"], kind="stable")
    return by[COLUMNS].reset_index(drop=True)


def _figures(draws: Floats) -> list[Row]:
    """Mean, ends and Monte Carlo error of each column of draws."""
    parts = _parts(draws)
    spread = error(draws, replicate(len(draws)), _parts).max(axis=0)
    return [
        dict(zip(("probability", "low", "high", "error"), line, strict=True))
        for line in np.vstack([parts, spread]).T.tolist()
    ]


def _parts(draws: Floats) -> Floats:
    return np.vstack([draws.mean(axis=0), interval(draws, axis=0)])


def _row(state: str, body: str, standing: str, since: date, move: str, **rest: object) -> Row:
    return {"state": state, "organization": body, "standing": standing, "since": str(since), "move": move, **rest}


# ------------------------------------------------------------------------------------------------------------ leaving
def _leaving(world: World, here: Sequence[Stay], rates: Rates, figures: Sequence[Row], horizon: int) -> Iterator[Row]:
    said = {(one.state, one.body): one for one in announced(world) if one.open(TODAY)}
    for one in here:
        case = said.get((one.state, one.body))
        if one.standing in FROM and case is not None and one.standing != FROZEN:
            made = waiting.chance(announced(world), case.wait(TODAY), horizon)
            base = _of(made, "announced exits", case, horizon, "took effect")
            yield _waited(case, ANNOUNCED, "leave", made, base=base, reason=steps(world, one))
        elif one.standing in FROM:
            place = FROM.index(one.standing)
            behind = {"cases": rates.seats[place], "years": rates.years[place], "base": _left(rates, place)}
            rest = figures[place] | behind | {"reason": steps(world, one)}
            yield _row(one.state, one.body, one.standing, one.start, "leave", **rest)


def _left(rates: Rates, place: int) -> str:
    """`2 of 5 seats with this standing left, in 20.8 seat-years`."""
    seats, years, gone = int(rates.seats[place]), rates.years[place], int(rates.moves[place, -1])
    if FROM[place] != USED:
        return f"{gone} of {seats} seats with this standing left, in {years:.1f} seat-years"
    other = int(rates.moves[place, :-1].sum())
    return f"of {seats} seats in use {gone} left and {other} were limited first, in {years:,.0f} seat-years"


def _of(made: Chance, what: str, case: Case, horizon: int, came: str) -> str:
    size = f"{made.cases:.1f}".removesuffix(".0")
    return f"{made.done} of {size} {what} still open after {case.wait(TODAY):.1f} years {came} within {horizon} more"


def _waited(case: Case, standing: str, move: str, made: Chance, base: str, reason: str) -> Row:
    figures = {"probability": made.probability, "low": made.low, "high": made.high, "error": 0.0}
    behind = {"cases": made.cases, "years": float("nan"), "base": base, "reason": reason}
    return _row(case.state, case.body, standing, case.start, move, **figures, **behind)


# ------------------------------------------------------------------------------------------------------------ joining
def _applying(world: World, horizon: int) -> Iterator[Row]:
    cold = {one.state: one for one in frozen_applicants(world) if one.open(TODAY)}
    for one in applicants(world):
        if not one.open(TODAY) or one.state not in world.group("twelve"):
            continue
        case = cold.get(one.state, one)
        among = applicants(world) if case is one else frozen_applicants(world)
        made = waiting.chance(among, case.wait(TODAY), horizon)
        standing, what = (APPLICANT, "applications") if case is one else (FROZEN_APPLICANT, "frozen applications")
        base = _of(made, what, case, horizon, "led in")
        yield _waited(case, standing, "join", made, base=base, reason=applied(world, one.state))


def _joining(world: World, here: Sequence[Stay], rates: Rates, figures: Sequence[Row]) -> Iterator[Row]:
    for one in here:
        if one.standing not in (OUTSIDE, NOTHING):
            continue
        place = (OUTSIDE, NOTHING).index(one.standing)
        took, of, years = int(rates.joins[place]), int(rates.waiting[place]), rates.outside[place]
        base = f"{took} of {of} such states took a seat, in {years:,.0f} years"
        rest = figures[place] | {"cases": float(of), "years": years, "base": base, "reason": outside(world, one)}
        yield _row(one.state, one.body, standing(world, one), one.start, "join", **rest)
