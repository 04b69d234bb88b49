"""Couplings between layers: none has earned its place on the scoreboard, so each is off unless a study assumes it.

    exposure-pulls-votes   proximity + b × the change of exposure; exposure moves with the partner's share of trade, and
                           b is the slope of yearly changes of proximity on those of exposure (table `trade_exposure`)
                           of the twelve, with a standard error by state; a draw takes one b from the normal
    income-moves-output    growth of the year + the change of income through channels (`incomes`), one for one: no size
                           of it has been estimated

Whether dependence keeps seats and whether patronage moves policy cannot be switched on: no coefficient of either has
been estimated (docs/explanation/simulation.md). That the growth of a partner raises its share of trade is no coupling
but the rule of the layer, `mass` (`rules`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from steppe.methods.simulation.panels import Floats, last_known, panel
from steppe.methods.simulation.rules import Fitted, bounded
from steppe.world.actors import POWERS
from steppe.world.streams import Streams
from steppe.world.world import World

EXPOSURE = "exposure-pulls-votes"
OUTPUT_FOLLOWS = "income-moves-output"


@dataclass(frozen=True, eq=False)
class Pull:
    """A coupling that is on: the layer that it moves, its coefficient and what one unit of share is of exposure."""

    name: str
    layer: str
    slope: float
    error: float
    scale: Floats


def pull(world: World, name: str, start: int) -> Pull:
    """A coupling by name, estimated on the years up to a start."""
    exposure, share = _exposures(world, start)
    positions = panel(world, "positions").until(start)
    rows = [row for row, year in enumerate(positions.years) if year - 1 in exposure and year in exposure]
    years = [positions.years[row] for row in rows]
    moved = np.array([positions.values[row] - positions.values[row - 1] for row in rows])
    pulls = np.array([exposure[year] - exposure[year - 1] for year in years])
    slope, error = _slope(pulls, moved)
    last = exposure[max(exposure)]
    scale = np.divide(last, share, out=np.zeros_like(last), where=share > 0)
    return Pull(name, "positions", slope, error, scale)


def _exposures(world: World, start: int) -> tuple[dict[int, Floats], Floats]:
    """Exposure of the states to the powers by year, shape (states, powers), and their last shares of trade."""
    trade = panel(world, "trade").until(start)
    rows = world.sql(
        "select year, state, partner, exposure from trade_exposure where year <= ? and list_contains(?, state) "
        "and list_contains(?, partner)",
        [start, list(trade.states), list(POWERS)],
    )
    wide = rows.pivot(index="year", columns=["state", "partner"], values="exposure")
    order = [(state, power) for state in trade.states for power in POWERS]
    wide = wide.reindex(columns=order)
    shape = (len(trade.states), len(POWERS))
    return {int(year): row.reshape(shape) for year, row in zip(wide.index, wide.to_numpy(float), strict=True)}, (
        last_known(trade)[:, : len(POWERS)]
    )


def _slope(pulls: Floats, moved: Floats) -> tuple[float, float]:
    """Slope through the origin of changes, shape (years, states, powers), with a standard error by state."""
    good = np.isfinite(pulls) & np.isfinite(moved)
    x, y = np.where(good, pulls, 0.0), np.where(good, moved, 0.0)
    total = float((x**2).sum())
    slope = float((x * y).sum()) / total
    scores = (x * (y - slope * x)).sum(axis=(0, 2))
    return slope, float(np.sqrt((scores**2).sum())) / total


def pulled(
    one: Pull,
    fitted: Mapping[str, Fitted],
    before: Mapping[str, Floats],
    now: Mapping[str, Floats],
    draws: NDArray[np.intp],
    seed: int,
) -> Floats:
    """The layer that a coupling moves, once it has.

    Parameters
    ----------
    before, now
        Figures of all layers a year ago and now, shape (draws, states, partners).
    """
    of = fitted[one.layer].panel
    uniform = np.array([Streams(seed).rng("simulation", one.name, int(draw)).random() for draw in draws])
    slope = one.slope + one.error * ndtri(uniform)
    powers = len(of.partners)
    change = (now["trade"] - before["trade"])[:, :, :powers] * one.scale
    return bounded(of, now[one.layer] + slope[:, None, None] * np.nan_to_num(change))
