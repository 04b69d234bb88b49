"""Does a trade agreement raise trade by as much as earlier agreements did?

Cohort g holds the pairs of states (one way each) whose first agreement begins in year g and that traded ten million
USD or more in g - 1. Their growth over five years is set against what the growth of exporter and importer would have
made of it:

    u_ij = [ln(1 + X_ij,g+4) - ln(1 + X_ij,g-1)] - a_i - b_j          X in million USD

with a and b from all pairs of that size whose agreements did not change between g - 1 and g + 4. The forecast is the
mean u of the cohorts that were complete by g - 1; the baselines are no effect, u = 0, their median, and the mean of the
latest of them. All know the growth of exporter and importer: only the effect of the agreement is scored. A pair is left
out where exporter or importer has no other trade of that size. Cohorts 2006 to 2015, blocks are cohorts: fixed before
any result was seen.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.evidence.hindcast import Trial, hindcast
from steppe.evidence.scores import Floats, absolute_error
from steppe.world.ties import Cube, trade_cube
from steppe.world.world import World

FIRST, FIRST_SCORED, LAST = 2001, 2006, 2015
AHEAD = 4
LEAST_TRADE = 10.0
Mask = NDArray[np.bool_]


@hindcast(
    "agreements-raise-trade",
    "Trade after an agreement: the mean effect of earlier ones",
    "economy",
    "conditional",
    mechanism="trade after an agreement: the mean effect of earlier ones",
    used=True,
)
def agreements_raise_trade(world: World) -> Iterable[Trial]:
    """Rolling cohorts of agreements."""
    cube, spells = trade_cube(world), agreed(world)
    effects = {year: effect(cube, spells, year) for year in range(FIRST, LAST + 1)}
    scored = range(FIRST_SCORED, LAST + 1)
    known = {g: np.concatenate([effects[e] for e in effects if e + AHEAD < g]) for g in scored}
    forecast = {g: float(known[g].mean()) for g in scored}
    rivals = {
        "no effect": dict.fromkeys(scored, 0.0),
        "median of earlier ones": {g: float(np.median(known[g])) for g in scored},
        "mean of the latest cohort": {g: float(effects[g - AHEAD - 1].mean()) for g in scored},
    }
    outcome = np.concatenate([effects[g] for g in scored])
    cohort = np.concatenate([np.full(len(effects[g]), g) for g in scored])

    def error(by_cohort: dict[int, float]) -> Floats:
        return absolute_error([by_cohort[g] for g in cohort.tolist()], outcome)

    yield Trial(
        measure="mean absolute error over 5 years",
        unit="log points",
        scores=error(forecast),
        baselines={name: error(by_cohort) for name, by_cohort in rivals.items()},
        block=cohort,
        of="cohort of agreements",
        period=f"{FIRST_SCORED}-{LAST + AHEAD}",
        evidence=f"Forecasts of {min(forecast.values()):+.2f} to {max(forecast.values()):+.2f} log points; the mean of "
        f"what came was {outcome.mean():+.2f}, with a standard deviation of {outcome.std():.2f} between pairs.",
    )


def agreed(world: World) -> pd.DataFrame:
    """Spells of agreements that free most trade: places of the two states in the trade cube, first and last year."""
    spells = world.sql(
        "select state_a, state_b, start_year, coalesce(end_year, 9999) as end_year "
        "from trade_agreements where kind <> 'partial'"
    )
    place = trade_cube(world).states
    spells = spells[spells["state_a"].isin(list(place)) & spells["state_b"].isin(list(place))]
    return spells.assign(a=spells["state_a"].map(place), b=spells["state_b"].map(place))


def effect(cube: Cube, spells: pd.DataFrame, cohort: int) -> Floats:
    """u of every treated pair of a cohort, log points, shape (pairs,)."""
    before, after = cube.year(cohort - 1)[0], cube.year(cohort + AHEAD)[0]
    large = before >= LEAST_TRADE
    treated, unchanged = _treated(spells, cohort, large.shape), ~_changed(spells, cohort, large.shape)
    growth = np.log1p(after) - np.log1p(before)
    rest = growth - expected(growth, large & unchanged)
    return np.asarray(rest[large & treated & np.isfinite(rest)])


def expected(growth: Floats, control: Mask) -> Floats:
    """a_i + b_j by least squares on the control pairs; NaN where exporter or importer is in none of them."""
    n = len(growth)
    i, j = np.nonzero(control)
    counts = control.astype(float)
    normal = np.block([[np.diag(counts.sum(axis=1)), counts], [counts.T, np.diag(counts.sum(axis=0))]])
    sums = np.concatenate([np.bincount(side, growth[i, j], n) for side in (i, j)])
    solved = np.linalg.lstsq(normal, sums, rcond=None)[0]
    solved[normal.diagonal() == 0] = np.nan
    return np.asarray(solved[:n, None] + solved[None, n:])


def _treated(spells: pd.DataFrame, cohort: int, shape: tuple[int, ...]) -> Mask:
    """Pairs, both ways, whose first agreement begins in the year and that lose none within the window."""
    first = spells.groupby(["a", "b"])["start_year"].min().eq(cohort)
    chosen = first[first].index.to_frame(index=False)
    return _both(chosen, shape) & ~_both(spells[_ends_within(spells, cohort)], shape)


def _changed(spells: pd.DataFrame, cohort: int, shape: tuple[int, ...]) -> Mask:
    """Pairs, both ways, of which an agreement begins or ends within the window."""
    begins = spells["start_year"].between(cohort, cohort + AHEAD)
    return _both(spells[begins | _ends_within(spells, cohort)], shape)


def _ends_within(spells: pd.DataFrame, cohort: int) -> pd.Series[bool]:
    return spells["end_year"].between(cohort - 1, cohort + AHEAD - 1)


def _both(pairs: pd.DataFrame, shape: tuple[int, ...]) -> Mask:
    mask: Mask = np.zeros(shape, dtype=bool)
    mask[pairs["a"], pairs["b"]] = mask[pairs["b"], pairs["a"]] = True
    np.fill_diagonal(mask, False)
    return mask
