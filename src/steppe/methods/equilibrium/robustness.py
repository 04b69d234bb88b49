"""How far the answer depends on choices that the data do not settle: elasticity, closure, baseline, domestic sales.

Each row changes one choice and leaves the others, with effects at their means and θ at its median: a comparison of
points, not of intervals.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from steppe.economy import Closure, solve
from steppe.economy.domestic import fitted
from steppe.methods.equilibrium.measures import MEASURES, Measure
from steppe.methods.equilibrium.setup import Setup, draw_effects, prepare
from steppe.methods.equilibrium.study import MAIN
from steppe.scenario.policy.effects import shock_of
from steppe.scenario.study import BASELINES
from steppe.world.points import Points

CENTRE = "as run"


def checks(setup: Setup, depth: str, points: Points) -> pd.DataFrame:
    """The measure of the answer for each subject of the main case under each choice, at one depth.

    Returns
    -------
    Columns check, setting, subject, value (in the unit of the measure), difference (points from `as run`), depth.
    """
    rows = pd.concat(list(_settings(setup, depth, points)), ignore_index=True)
    centre = rows[rows["check"].eq(CENTRE)].set_index("subject")["value"]
    rows["difference"] = rows["value"] - rows["subject"].map(centre)
    return rows.assign(depth=depth)


def _settings(setup: Setup, depth: str, points: Points) -> Iterator[pd.DataFrame]:
    def point(
        of: Setup, check: str, setting: str, theta: float | None = None, closure: Closure | None = None
    ) -> pd.DataFrame:
        treatment = of.treatments[MAIN]
        made = draw_effects(of, treatment, depth, points)
        elastic = of.elasticity.median if theta is None else theta
        shock = shock_of(treatment, made.effects.mean(axis=0), elastic)
        result = solve(of.accounts.economy, shock, elastic, closure=closure or of.closure)
        values = Measure(of.accounts, of.subjects)(result)[:, MEASURES.index(of.study.answer.measure)]
        return pd.DataFrame({"check": check, "setting": setting, "subject": of.subjects.names, "value": values})

    yield point(setup, CENTRE, "effects at their means, θ at its median")
    if setup.elasticity.log_sd > 0:
        for probability in (0.05, 0.95):
            theta = float(setup.elasticity.at(np.array([probability]))[0])
            yield point(setup, "trade elasticity", f"θ = {theta:.1f}", theta=theta)
    for closure in Closure:
        if closure is not setup.closure:
            yield point(setup, "closure", str(closure), closure=closure)
    for year in BASELINES:
        if year != setup.accounts.year:
            yield point(prepare(setup.world, setup.study, year), "baseline", str(year))
    spread = fitted(setup.world).spread
    for shift in (-spread, spread):
        shifted = prepare(setup.world, setup.study, setup.accounts.year, domestic_shift=shift)
        yield point(shifted, "domestic sales", f"fitted domestic sales × {np.exp(shift):.2f}")
