"""Back-tests: the probability given the year before, beside what came.

`world_backtest` forecasts joining in 2005-2014 on the world panel, each year from a fit on the years before, beside two
rates. `regional_backtest` forecasts joining and exits (freezing or leaving) of the twelve in the bodies of the
region, 2005-2025, beside rates too. Both return one row per chance, which `steppe.evidence.scores` scores in
blocks. How they are judged was written down first (docs/explanation/membership.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from steppe.politics.membership.hazard import HazardFit
from steppe.politics.membership.panel import Floats
from steppe.politics.membership.permutation import RiskSet, rank_test
from steppe.politics.membership.stages import REGION_FIRST, RegionStage, Rows, WorldStage, region_stage, world_stage
from steppe.world.world import World

WORLD_YEARS = range(2005, 2015)
REGION_YEARS = range(2005, 2026)
BODY_CHANCES = 5.0
"""Chances at the overall rate that a body's own record is weighed against."""

MODEL, CONSTANT, BY_BODY = "model", "constant", "constant_by_body"
BY_STATE, BY_BOTH, RECENT = "constant_by_state", "constant_by_both", "recent_by_body"
RECENT_YEARS = 5
"""Years of the recent rate of a body."""


def world_backtest(world: World, years: Sequence[int] = WORLD_YEARS) -> pd.DataFrame:
    """Joining on the world panel, each year from the years before.

    Returns
    -------
    year, body, state, twelve (the state is one of them), outcome (0 or 1), block (the body), and the probability by
    each of `model`, `constant`, `constant_by_body`, `constant_by_state`, `constant_by_both` and `recent_by_body`, one
    column each.
    """
    stage = world_stage(world, without_regional=False)
    rows, first = stage.rows["join"], stage.panel.years[0]
    parts = []
    for year in years:
        now, before = rows.where(first + rows.year == year), rows.where(first + rows.year < year)
        made = _labelled(stage, now, year)
        made[MODEL] = stage.fit("join", year - 1).probability(stage.design(now))
        rate = float(before.outcome.mean())
        recent = before.where(first + before.year >= year - RECENT_YEARS)
        made = made.assign(
            **{CONSTANT: rate}, **_own_rates(before, now, rate), **{RECENT: _rates(recent, "body", now, rate)}
        )
        parts.append(made)
    frame = pd.concat(parts, ignore_index=True)
    frame.insert(3, "twelve", frame["state"].isin(world.group("twelve")))
    return frame


def _rates(before: Rows, of: str, now: Rows, rate: float) -> Floats:
    """Rate of each row's `body` or `state`, weighed against `BODY_CHANCES` chances at the overall rate."""
    past, asked = getattr(before, of), getattr(now, of)
    size = max(past.max(initial=0), asked.max(initial=0)) + 1
    chances, moves = np.bincount(past, minlength=size), np.bincount(past, before.outcome, minlength=size)
    return np.asarray(((moves + BODY_CHANCES * rate) / (chances + BODY_CHANCES))[asked])


def _own_rates(before: Rows, now: Rows, rate: float) -> dict[str, Floats]:
    """Rates by body, by state, and by both: the odds of the body times how much those of the state exceed all."""
    body, state = (_rates(before, of, now, rate) for of in ("body", "state"))
    odds = body / (1 - body) * state / (1 - state) * (1 - rate) / rate
    return {BY_BODY: body, BY_STATE: state, BY_BOTH: odds / (1 + odds)}


def regional_backtest(world: World, years: Sequence[int] = REGION_YEARS) -> pd.DataFrame:
    """Joining and exits of the twelve in the bodies of the region, each year from the years before.

    Returns
    -------
    move (join, exit), year, body, state, outcome, block (body), model, constant, constant_by_body, constant_by_state,
    constant_by_both; rank (1 is the likeliest of that
    move in that year), of (rows at risk), percentile (mid-rank; 1 would be above all others).
    """
    worlds = world_stage(world)
    region = region_stage(world, worlds)
    parts = []
    for move in ("join", "leave"):
        rows, first = region.rows[move], region.panel.years[0]
        fits: dict[int, HazardFit] = {}
        for year in years:
            latest = min(year - 1, worlds.panel.years[-1])
            fits[latest] = fits[latest] if latest in fits else worlds.fit(move, latest)
            now, before = rows.where(first + rows.year == year), rows.where(first + rows.year < year)
            made = _labelled(region, now, year)
            made.insert(0, "move", "exit" if move == "leave" else move)
            made[MODEL] = region.fit(move, fits[latest], year - 1).probability(now.design)
            rate = float((before.outcome.sum() + 0.5) / (len(before) + 1))
            made = made.assign(**{CONSTANT: rate}, **_own_rates(before, now, rate))
            parts.append(_ranked(made))
    return pd.concat(parts, ignore_index=True)


def _labelled(stage: WorldStage | RegionStage, rows: Rows, year: int) -> pd.DataFrame:
    bodies = np.array(stage.panel.bodies)[rows.body]
    states = np.array(stage.panel.states)[rows.state]
    outcome = rows.outcome.astype(int)
    return pd.DataFrame({"year": year, "body": bodies, "state": states, "outcome": outcome, "block": bodies})


def _ranked(rows: pd.DataFrame) -> pd.DataFrame:
    order = rows[MODEL].rank(ascending=False, method="average")
    return rows.assign(rank=order, of=len(rows), percentile=1 - (order - 0.5) / len(rows))


def events(backtest: pd.DataFrame) -> pd.DataFrame:
    """Rows of a regional back-test in which something happened, in the order of time."""
    came = backtest[backtest["outcome"] == 1].drop(columns=["outcome", "block"])
    return came.sort_values(["move", "year", "body", "state"], ignore_index=True)


def rank_p(backtest: pd.DataFrame, move: str, bodies: Sequence[str] | None = None) -> tuple[float, float, int]:
    """Mean percentile of the events of a move, its exact one-sided p, and their number.

    `bodies` keeps to some bodies, in events and risk sets alike.
    """
    rows = backtest[backtest["move"].eq(move)]
    rows = rows if bodies is None else rows[rows["body"].isin(list(bodies))]
    chances = [
        RiskSet(group[MODEL].to_numpy(), group["outcome"].to_numpy(dtype=bool)) for _, group in rows.groupby("year")
    ]
    return rank_test(chances)


__all__ = ["REGION_FIRST", "events", "rank_p", "regional_backtest", "world_backtest"]
