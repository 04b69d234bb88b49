"""Do currencies follow the rouble? Rolling origins of a year, told the rouble's course.

For each year from 2005 to 2024 the model of `steppe.economy.channels.passthrough` is estimated on the months to
December of the year before, and forecasts the change of every currency against the dollar from that December to the
next, ln e, from the months of the rouble in between: conditional. The regime is that of the December before; a peg that
breaks during the year is forecast as a peg. Regimes of the years to 2019 are as their authors coded them later. Ten
states, Russia and Turkmenistan left out. Error: absolute, in log points times 100. Blocks are years.

Rivals, each told the same: *random walk*, no change; *one for one*, Δln e = Δln r; *own drift*, the mean yearly change
of the five years before (of as many as there are from 2000 on), which knows nothing of the rouble.

*all currencies* is the measure that counts. All of this was written and committed before any score was computed.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from steppe.economy.channels.passthrough import LAGS, estimate, months
from steppe.evidence.hindcast import Trial, hindcast
from steppe.evidence.scores import absolute_error
from steppe.world.world import World

TARGETS = range(2005, 2025)
MEMORY = 5
MONTHS = 12
MODEL = "model"
RIVALS = ("random walk", "one for one", "own drift")


@hindcast(
    "currencies-follow-rouble",
    "Currencies of the region a year ahead, given the rouble",
    "economy",
    "conditional",
    mechanism="currencies follow the rouble",
)
def currencies_follow_rouble(world: World) -> Iterable[Trial]:
    """Ten currencies, 2005 to 2024."""
    cases = forecasts(months(world))
    outcome = 100 * cases["own"].to_numpy()
    errors = {name: absolute_error(100 * cases[name], outcome) for name in (MODEL, *RIVALS)}
    years = cases["year"].to_numpy()
    yield Trial(
        measure="mean absolute error, all currencies",
        unit="log points",
        scores=errors.pop(MODEL),
        baselines=errors,
        block=years,
        of="year",
        period=f"{years.min()}-{years.max()}",
        evidence=f"{cases['state'].nunique()} currencies; every coefficient rests on months before the year forecast, "
        "the rouble's course in the year is told.",
    )


def forecasts(frame: pd.DataFrame) -> pd.DataFrame:
    """What the model and each rival said of every whole year.

    Returns
    -------
    Columns state, year, own (Δln e from December to December), rouble (Δln r), kind (regime of the December before),
    model, random walk, one for one, own drift.
    """
    year = frame["month"].dt.year
    rouble = frame.drop_duplicates("month").set_index("month")["r0"].sort_index()
    yearly = frame.groupby(["state", year])["own"].agg(["sum", "size"])
    whole = yearly[yearly["size"] == MONTHS]["sum"]
    rows = []
    for target in TARGETS:
        through = estimate(frame[year < target])
        course = rouble[: pd.Period(f"{target}-12", "M")].to_numpy()[-(LAGS + MONTHS) :]
        for state in sorted(through.current):
            if (state, target) not in whole.index:
                continue
            before = whole[state].loc[target - MEMORY : target - 1]
            rows.append(
                {
                    "state": state,
                    "year": target,
                    "own": whole[state, target],
                    "rouble": course[LAGS:].sum(),
                    "kind": through.current[state][1],
                    MODEL: through.year_ahead(state, np.asarray(course)),
                    "random walk": 0.0,
                    "one for one": course[LAGS:].sum(),
                    "own drift": before.mean(),
                }
            )
    return pd.DataFrame(rows)
