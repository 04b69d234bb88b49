"""Does trade dependence on a power pull a state's votes towards it?

World panel. For state i, power p and year t let s be p's share in i's trade in goods (exports plus imports) and d the
distance of their ideal points in the General Assembly, |x_i - x_p|; the European Union is the mean of its 27. With
h = 1 and 5 years:

    d_{t+h} - d_t = drift_p + γ d_t + β s_t + error

A pull is β < 0. Two answers, both fixed before any result was seen (a trial on the same data was known to have found
none):

* the coefficient β over all states, with effects of state-power pairs and power-years, clustered by state, variance
  times G / (G - 1) for G states;
* forecasts for the twelve from rolling origins 2010 on. Drift, γ and β are fitted anew for each origin, on what was
  known then, over the states of the world; drifts by power and not by pair, which gives the level of dependence its
  best chance. Baselines: no change, the same forecast without dependence, and the last change (over as many years as
  are forecast) going on.

The published ideal points are smoothed over time with all votes, later ones too: that flatters every forecast alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.evidence.hindcast import Trial, hindcast
from steppe.evidence.scores import Floats, absolute_error
from steppe.world.ties import trade_cube
from steppe.world.world import World

POWERS = ("RUS", "CHN", "EU", "USA", "TUR")
HORIZONS = (1, 5)
MODELS = {"with": ["distance", "share"], "without": ["distance"]}
"""Names of forecasts and what they rest on beside drifts by power."""
COMPLETE_FROM, FIRST_ORIGIN, LAST_TRADE = 2005, 2010, 2020
CONVERGED = 1e-12


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its standard error, clustered by state, and the number of states."""

    coefficient: float
    error: float
    states: int


@hindcast(
    "dependence-pulls-votes",
    "Movement of votes towards the powers a state trades with",
    "politics",
    "forecast",
    mechanism="trade pulls votes",
)
def dependence_pulls_votes(world: World) -> Iterable[Trial]:
    """Distance to each of five powers, one and five years ahead."""
    frame = panel(world)
    for horizon in HORIZONS:
        moved = movement(frame, horizon)
        estimate = coefficient(moved)
        cases = forecasts(moved, world.group("twelve"), horizon)
        with_, without = (absolute_error(cases[name], cases["moved"]) for name in ("with", "without"))
        years, span = cases["year"] + horizon, "1 year" if horizon == 1 else f"{horizon} years"
        yield Trial(
            measure=f"mean absolute error, {span} ahead",
            unit="ideal-point units",
            scores=with_,
            baselines={
                "no change": absolute_error(np.zeros(len(cases)), cases["moved"]),
                "the same without dependence": without,
                "the last change goes on": absolute_error(last_change(frame, cases, horizon), cases["moved"]),
            },
            block=years.to_numpy(),
            of="year",
            period=f"{years.min()}-{years.max()}",
            evidence=f"Over {estimate.states} states a share of one in trade goes with a change of distance of "
            f"{estimate.coefficient:+.3f} (standard error {estimate.error:.3f}) in {span}; "
            f"for the twelve the error with dependence is {with_.mean() / without.mean():.3f} of that without.",
        )


def panel(world: World) -> pd.DataFrame:
    """Distance and share of trade by state, power and year.

    Returns
    -------
    Columns state, power, year, distance, share (0..1; missing in years without trade), of states with ideal points in
    every year from 2005 on (three of the twelve lack one before) and trade in every year to 2020.
    """
    points = world.sql("select state, year, ideal_point from un_ideal_points where year >= 2000")
    wide = points.pivot(index="year", columns="state", values="ideal_point")
    wide = wide.loc[:, wide.loc[COMPLETE_FROM:].notna().all()]
    shares = {power: trade_share(world, members(world, power)) for power in POWERS}
    traded = shares["RUS"].loc[:LAST_TRADE].notna().all()
    states = [state for state in wide.columns if traded.get(state, False)]
    frames = []
    for power in POWERS:
        union = members(world, power)
        position = wide[[state for state in union if state in wide]].mean(axis=1)
        others = [state for state in states if state not in union]
        distance = wide[others].sub(position, axis=0).abs().rename_axis(columns="state").stack().rename("distance")
        share = shares[power].reindex(index=wide.index, columns=others).rename_axis(columns="state").stack()
        frames.append(distance.to_frame().assign(share=share, power=power).reset_index())
    return pd.concat(frames, ignore_index=True)


def members(world: World, power: str) -> tuple[str, ...]:
    """States that speak as a power."""
    return world.group("eu27") if power == "EU" else (power,)


def trade_share(world: World, partners: tuple[str, ...]) -> pd.DataFrame:
    """Share of partners in each state's exports plus imports: years down, states across, missing without trade."""
    cube = trade_cube(world)
    values = np.stack([cube.year(year)[0] for year in cube.years])
    both = values + values.transpose(0, 2, 1)
    total, part = both.sum(axis=2), both[:, :, cube.places(partners)].sum(axis=2)
    share = np.divide(part, total, out=np.full_like(part, np.nan), where=total > 0)
    return pd.DataFrame(share, index=list(cube.years), columns=list(cube.states))


def movement(frame: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Rows of the panel with a share of trade, and how far the distance moved within the horizon."""
    later = frame[["state", "power", "year", "distance"]].assign(year=frame["year"] - horizon)
    both = frame.merge(later, on=["state", "power", "year"], suffixes=("", "_later"), validate="one_to_one")
    both = both[both["year"].le(LAST_TRADE)].dropna()
    return both.assign(moved=both["distance_later"] - both["distance"]).drop(columns="distance_later")


def last_change(frame: pd.DataFrame, cases: pd.DataFrame, horizon: int) -> Floats:
    """How far the distance of each case had moved within the years before, as many as the horizon."""
    keys = ["state", "power", "year"]
    earlier = frame[[*keys, "distance"]].assign(year=frame["year"] + horizon)
    both = cases[[*keys, "distance"]].merge(earlier, on=keys, how="left", suffixes=("", "_before"))
    return (both["distance"] - both["distance_before"]).to_numpy(dtype=float)


def coefficient(moved: pd.DataFrame, of: str = "share") -> Estimate:
    """β of a column, with effects of pairs and of power-years."""
    within = _within(moved, ["moved", of, "distance"], [["state", "power"], ["power", "year"]])
    y, x = within["moved"].to_numpy(), within[[of, "distance"]].to_numpy()
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ y
    score = pd.DataFrame(x * (y - x @ beta)[:, None]).groupby(moved["state"].to_numpy()).sum().to_numpy()
    clusters = len(score)
    covariance = inverse @ (score.T @ score) @ inverse * clusters / (clusters - 1)
    return Estimate(float(beta[0]), float(np.sqrt(covariance[0, 0])), clusters)


def _within(frame: pd.DataFrame, columns: list[str], effects: list[list[str]]) -> pd.DataFrame:
    """Columns less the means of every effect, taken in turn until nothing moves any more (the panel has gaps)."""
    left = frame[columns]
    keys = [frame.groupby(effect).ngroup() for effect in effects]
    for _ in range(1000):
        before = left
        for key in keys:
            left = left - left.groupby(key).transform("mean")
        if (left - before).abs().to_numpy().max() < CONVERGED:
            return left
    raise RuntimeError("the means of pairs and years did not settle in a thousand rounds")


def forecasts(
    moved: pd.DataFrame, states: tuple[str, ...], horizon: int, models: Mapping[str, list[str]] = MODELS
) -> pd.DataFrame:
    """Forecasts of some states' movements, a column a model, from each origin fitted on what was known then."""
    rows = []
    for origin in range(FIRST_ORIGIN, int(moved["year"].max()) + 1):
        past = moved[moved["year"] + horizon <= origin]
        asked = moved[moved["year"].eq(origin) & moved["state"].isin(states)]
        made = {name: _design(asked, regressors) @ _fit(past, regressors) for name, regressors in models.items()}
        rows.append(asked.assign(**made))
    return pd.concat(rows, ignore_index=True)


def _design(frame: pd.DataFrame, regressors: list[str]) -> Floats:
    drift = np.column_stack([frame["power"].eq(power).to_numpy(dtype=float) for power in POWERS])
    return np.hstack([drift, frame[regressors].to_numpy(dtype=float)])


def _fit(frame: pd.DataFrame, regressors: list[str]) -> NDArray[np.float64]:
    return np.asarray(np.linalg.lstsq(_design(frame, regressors), frame["moved"].to_numpy(dtype=float), rcond=None)[0])
