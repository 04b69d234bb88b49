"""Does a creditor pay out what it paid out before? Official loans to ten of the twelve, a year ahead.

For each year from 2010 to 2022 λ of `steppe.economy.channels.credit` is estimated on all earlier cases (the first
outcome it sees is 2005), and next year's disbursement of each creditor to each debtor is forecast from the five years
before it. Cases are the pairs with at least one disbursement in those five years; without one every rule says zero.
Error: root mean square, in % of the debtor's GDP, since what a stop of lending costs is the expected amount, and the
mean is what squared errors are least for. Blocks are years.

Rivals: *last value*; *five-year mean*; *nothing*, no disbursement. Russia and Ukraine are no debtors here, as the
source has no disbursements to them. All of this was written and committed before any score was computed.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from steppe.economy.channels.credit import disbursed, expected, persistence, windows
from steppe.evidence.hindcast import Trial, hindcast
from steppe.evidence.scores import Floats
from steppe.world.world import World

FIRST_TARGET = 2010


@hindcast(
    "disbursements-persist",
    "Official loans of each creditor to each debtor a year ahead",
    "economy",
    "forecast",
    mechanism="disbursements partly persist",
)
def disbursements_persist(world: World) -> Iterable[Trial]:
    """Ten debtors, all official bilateral creditors, 2010 to 2022."""
    cases = forecasts(windows(disbursed(world)))
    errors = {
        name: (cases[column] - cases["outcome"]).to_numpy() ** 2
        for name, column in {"model": "forecast", "last value": "last", "five-year mean": "mean"}.items()
    }
    years = cases["origin"].to_numpy() + 1
    yield Trial(
        measure="root mean squared error, 1 year ahead",
        unit="% of GDP",
        scores=errors.pop("model"),
        baselines={**errors, "nothing": cases["outcome"].to_numpy() ** 2},
        statistic=root,
        block=years,
        of="year",
        period=f"{years.min()}-{years.max()}",
        evidence=f"{cases['debtor'].nunique()} debtors and {cases['creditor'].nunique()} creditors; λ is fitted on "
        "outcomes before the year forecast.",
    )


def root(means: Floats) -> Floats:
    """Root of mean squared errors, shape (..., 1) to (...)."""
    return np.asarray(np.sqrt(means[..., 0]))


def forecasts(cases: pd.DataFrame) -> pd.DataFrame:
    """Rows of `windows` whose outcome is of 2010 or later, with `forecast`."""
    known = cases.dropna(subset=["outcome"])
    parts = []
    for origin in range(FIRST_TARGET - 1, int(known["origin"].max()) + 1):
        slope, _ = persistence(known[known["origin"] < origin])
        now = known[known["origin"] == origin]
        parts.append(now.assign(forecast=expected(now["last"], now["mean"], slope)))
    return pd.concat(parts, ignore_index=True)
