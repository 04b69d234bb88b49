"""Does exposure to a power's productivity pull a state's votes towards it? (Kleinman, Liu & Redding 2024)

The panel, splits and drifts of `dependence_votes`, with the past change of exposure in place of the share of trade:
with e the first-order exposure of state i to power p (table `trade_exposure`), d the distance of their ideal points and
h = 1 and 5 years,

    d_{t+h} - d_t = drift_p + γ d_t + β (e_t - e_{t-h}) + error

A pull is β < 0. Rivals of the forecasts for the twelve: no change, the same with the share of trade, the same without
either, and the last change going on. Exposure is computed from trade up to 2020 and the years are those in which its
past change is known, the same for all models.

The coefficient over all states leaves out years of a state in which its exports or imports exceed its GDP: goods pass
through, or ships are registered, and its exposure is many times that of others (Marshall Islands, Tuvalu). That was
added after a first score and leaves the forecasts as they were; without those years the five-year forecast ties (-.006,
-.014 to .001) instead of failing. The original takes a contemporaneous change that is instrumented by the
growth of productivity elsewhere; this is a correlation with what was known before.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from steppe.economy import accounts_of
from steppe.evidence.hindcast import Trial, hindcast
from steppe.evidence.hindcasts.dependence_votes import (
    HORIZONS,
    LAST_TRADE,
    POWERS,
    coefficient,
    forecasts,
    last_change,
    movement,
    panel,
)
from steppe.evidence.scores import absolute_error
from steppe.influence.exposure import TABLE
from steppe.world.world import World

PULL = "exposure_change"
MODELS = {"exposure": ["distance", PULL], "share": ["distance", "share"], "neither": ["distance"]}
UNIT = 0.01
"""The coefficient is told per so much of exposure: a hundredth of a per cent of GDP per per cent."""


@hindcast(
    "exposure-pulls-votes",
    "Movement of votes towards the powers whose growth a state gains from",
    "politics",
    "forecast",
    mechanism="exposure pulls votes",
)
def exposure_pulls_votes(world: World) -> Iterable[Trial]:
    """Distance to each of five powers, one and five years ahead."""
    frame = panel(world)
    exposures = world.sql(
        f"select state, partner as power, year, exposure from {TABLE} where year <= ? and list_contains(?, partner)",
        [LAST_TRADE, list(POWERS)],
    )
    passing = {(state, year) for year in exposures["year"].unique() for state in accounts_of(world, year).exceeding}
    own = exposures[~pd.MultiIndex.from_frame(exposures[["state", "year"]]).isin(passing)]
    for horizon in HORIZONS:
        moves, keys = movement(frame, horizon), ["state", "power", "year"]
        moved = moves.merge(changes(exposures, horizon), on=keys)
        estimate = coefficient(moves.merge(changes(own, horizon), on=keys), PULL)
        cases = forecasts(moved, world.group("twelve"), horizon, MODELS)
        errors = {name: absolute_error(cases[name], cases["moved"]) for name in MODELS}
        years, span = cases["year"] + horizon, "1 year" if horizon == 1 else f"{horizon} years"
        yield Trial(
            measure=f"mean absolute error, {span} ahead",
            unit="ideal-point units",
            scores=errors["exposure"],
            baselines={
                "no change": absolute_error(np.zeros(len(cases)), cases["moved"]),
                "the same with shares of trade": errors["share"],
                "the same without either": errors["neither"],
                "the last change goes on": absolute_error(last_change(frame, cases, horizon), cases["moved"]),
            },
            block=years.to_numpy(),
            of="year",
            period=f"{years.min()}-{years.max()}",
            evidence=f"Over {estimate.states} states a rise of exposure by .01 (% of GDP per % of productivity) goes "
            f"with a change of distance of {UNIT * estimate.coefficient:+.4f} (standard error "
            f"{UNIT * estimate.error:.4f}) in {span}; Kleinman, Liu & Redding (2024) find a pull with an instrument.",
        )


def changes(exposures: pd.DataFrame, horizon: int) -> pd.DataFrame:
    """Past change of exposure: columns state, power, year and `exposure_change`, over as many years as the horizon."""
    before = exposures.assign(year=exposures["year"] + horizon)
    both = exposures.merge(before, on=["state", "power", "year"], suffixes=("", "_before"), validate="one_to_one")
    return both.assign(**{PULL: both["exposure"] - both["exposure_before"]})[["state", "power", "year", PULL]]
