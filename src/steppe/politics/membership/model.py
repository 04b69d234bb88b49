"""The fitted model, and the tables that keep what takes long to fit.

Fitting the world panel takes a second and the back-test half a minute, so the bundle keeps both: the world's
coefficients with their covariance (`membership_estimates`, `membership_covariance`) and the regional back-test
(`membership_backtest`). The regional stage, which is small, is fitted when it is asked for. `estimate` makes the tables
anew from the bundle, for the recipe.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.politics.membership.backtest import regional_backtest
from steppe.politics.membership.hazard import HazardFit
from steppe.politics.membership.stages import RegionStage, region_stage, world_stage
from steppe.world.errors import BundleError
from steppe.world.world import World

MOVES = ("join", "leave")
SOURCE = {"source": "steppe-membership", "basis": "estimated"}


@dataclass(frozen=True, slots=True)
class Model:
    """What a forecast needs.

    Attributes
    ----------
    stage
        The regional panel.
    fits
        Of the region, by move: join, and leave, which counts freezing.
    world
        Of the world, by move.
    freezes, leaves
        Of the twelve in the bodies of the region so far.
    """

    stage: RegionStage
    fits: dict[str, HazardFit]
    world: dict[str, HazardFit]
    freezes: int
    leaves: int

    @property
    def year(self) -> int:
        """Year of the last observed memberships."""
        return self.stage.panel.years[-1]


def model(world: World) -> Model:
    """The regional stage fitted on all years observed, from the world's estimates in the bundle."""
    stage = region_stage(world, world_stage(world))
    worlds = {move: _world_fit(world, move) for move in MOVES}
    until = stage.panel.years[-1]
    fits = {move: stage.fit(move, worlds[move], until) for move in MOVES}
    return Model(stage, fits, worlds, *stage.freezes(until))


def _world_fit(world: World, move: str) -> HazardFit:
    """The world's estimate of a move as the bundle keeps it."""
    listed = world.sql("from membership_estimates where move = ? order by place", [move])
    if listed.empty:
        raise BundleError(f"membership_estimates has no row for {move}; run `python -m recipes --only membership`")
    names = listed["coefficient"].tolist()
    half = world.sql("from membership_covariance where move = ?", [move])
    covariance = np.zeros((len(names), len(names)))
    a, b = (pd.Index(names).get_indexer(half[name]) for name in ("coefficient_a", "coefficient_b"))
    covariance[a, b] = covariance[b, a] = half["covariance"]
    rows, events = int(listed["rows"].iloc[0]), int(listed["events"].iloc[0])
    return HazardFit(tuple(names), listed["estimate"].to_numpy(dtype=float), covariance, rows, events, float("nan"))


# ------------------------------------------------------------------------------------------------- for the recipe
def estimate(world: World) -> dict[str, pd.DataFrame]:
    """The tables membership_estimates, membership_covariance and membership_backtest made anew."""
    stage = world_stage(world)
    fits = {move: stage.fit(move, stage.panel.years[-1]) for move in MOVES}
    return {
        "membership_estimates": pd.concat([_estimates(move, fit) for move, fit in fits.items()], ignore_index=True),
        "membership_covariance": pd.concat([_covariance(move, fit) for move, fit in fits.items()], ignore_index=True),
        "membership_backtest": _backtest(world),
    }


def _estimates(move: str, fit: HazardFit) -> pd.DataFrame:
    frame = pd.DataFrame({"move": move, "place": range(len(fit.names)), "coefficient": fit.names})
    frame = frame.assign(estimate=fit.coefficients, error=fit.errors, rows=fit.rows, events=fit.events)
    return frame.assign(**SOURCE)


def _covariance(move: str, fit: HazardFit) -> pd.DataFrame:
    a, b = np.triu_indices(len(fit.names))
    names = np.array(fit.names)
    frame = pd.DataFrame({"move": move, "coefficient_a": names[a], "coefficient_b": names[b]})
    return frame.assign(covariance=fit.covariance[a, b], **SOURCE)


def _backtest(world: World) -> pd.DataFrame:
    rows = regional_backtest(world).rename(columns={"body": "organization", "model": "probability"})
    columns = ["move", "year", "organization", "state", "outcome", "probability", "constant"]
    return rows[columns].round({"probability": 8, "constant": 8}).assign(**SOURCE)
