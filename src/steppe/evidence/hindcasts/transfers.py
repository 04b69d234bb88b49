"""Do transfers follow Russia's output? Rolling origins, every receiver, told Russia's GDP in dollars of the year.

For each year from 2013 to 2024 the model of `steppe.economy.channels.transfers` is estimated on the changes of 2007 to
the year before, slopes and trends drawn together over the receivers, and forecasts Δln R of every receiver in that year
from Russia's Δln GDP of that year: conditional, since GDP of the same year is told. In 2013 every receiver has six
changes. Error: absolute, in log points times 100. Blocks are years.

Rivals, each told the same: *no change*; *one for one*, Δln R = Δln Y; *own trend*, the mean of the receiver's earlier
changes, which knows nothing of Russia. A slope that is the same for all is no rival: it is what pooling gives where
τ = 0.

Two measures. *every year* fits and forecasts 2022 with the others; *without 2022* neither fits nor forecasts it, since
transfers then rose while Russia's output fell. The mechanism earns its place only where it does so in both. All of this
was written and committed before any score was computed; the yearly figures themselves had been seen in the table.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from steppe.economy.channels.transfers import APART, changes, estimate
from steppe.evidence.hindcast import Trial, hindcast
from steppe.evidence.scores import absolute_error
from steppe.world.world import World

FIRST_TARGET = 2013
MODEL = "model"


@hindcast(
    "transfers-follow-output",
    "Russia's transfers to each receiver, given Russia's GDP in dollars",
    "economy",
    "conditional",
    mechanism="transfers follow Russia's output",
)
def transfers_follow_output(world: World) -> Iterable[Trial]:
    """Every receiver in the table, 2013 to 2024."""
    moved = changes(world)
    yield _trial("mean absolute error, every year", moved)
    yield _trial("mean absolute error, without 2022", moved[moved["year"] != APART])


def _trial(measure: str, moved: pd.DataFrame) -> Trial:
    cases = forecasts(moved)
    outcome = 100 * cases["transfers"].to_numpy()
    errors = {name: absolute_error(100 * cases[name], outcome) for name in (MODEL, "no change", "one for one")}
    errors["own trend"] = absolute_error(100 * cases["own trend"], outcome)
    years = cases["year"].to_numpy()
    own = errors.pop(MODEL)
    return Trial(
        measure=measure,
        unit="log points",
        scores=own,
        baselines=errors,
        block=years,
        of="year",
        period=f"{years.min()}-{years.max()}",
        evidence=f"{cases['state'].nunique()} receivers; every slope rests on years before the one forecast, "
        f"Russia's GDP of the year is told.{_apart(years, own, errors)}",
    )


def _apart(years: np.ndarray, own: np.ndarray, errors: dict[str, np.ndarray]) -> str:
    """What 2022 alone looks like, where it is among the cases."""
    then = years == APART
    if not then.any():
        return f" {APART} is neither fitted nor forecast."
    rivals = ", ".join(f"{name} {rows[then].mean():.0f}" for name, rows in errors.items())
    return f" In {APART} alone the error is {own[then].mean():.0f} ({rivals})."


def forecasts(moved: pd.DataFrame) -> pd.DataFrame:
    """Cases of `changes` from 2013 on, with what the model and each rival said of them.

    Returns
    -------
    Columns state, year, transfers, output, model, no change, one for one, own trend; logarithms.
    """
    parts = []
    for year in range(FIRST_TARGET, int(moved["year"].max()) + 1):
        past, now = moved[moved["year"] < year], moved[moved["year"] == year]
        if now.empty:
            continue
        trend = now["state"].map(past.groupby("state")["transfers"].mean())
        parts.append(
            now.assign(
                **{
                    MODEL: estimate(past).forecast(now["state"], now["output"]),
                    "no change": 0.0,
                    "one for one": now["output"],
                    "own trend": trend,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
