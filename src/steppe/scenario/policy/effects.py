"""Draws of the effects that a treatment names, and the shock of a draw: one value per agreement and draw.

Deep effects come from `steppe.economy.depth` at the depth asked for. Effects of sanctions are the gravity estimates
with their standard errors and do not depend on the depth. All cases and depths of a run share its points, so that
differences are differences in policy and not in luck.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steppe.economy import Shock
from steppe.economy.depth import DepthDraws, ElasticityDistribution, Kind, draws
from steppe.economy.depth import parameters as of_depth
from steppe.economy.gravity import coefficient
from steppe.scenario.policy.treatment import Effect, Treatment
from steppe.world.points import Points
from steppe.world.world import World

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Effects (n, E) in log points of trade, in the order of the treatment, and the trade elasticity (n,)."""

    effects: Array
    theta: Array


def drawn(
    world: World,
    effects: Sequence[Effect],
    depth: str | float,
    *,
    points: Points,
    elasticity: ElasticityDistribution | None = None,
) -> Drawn:
    """Draw every effect of a treatment.

    Parameters
    ----------
    effects
        The E effects of a treatment.
    depth
        `own`, `typical`, `eu`, or a number of log points.
    points
        The points of the run, whose names hold `parameters` of these effects.
    elasticity
        The distribution of θ; that of the published estimates by default.
    """
    number = float(depth) if isinstance(depth, float | int) else None
    kind: Kind = "number" if number is not None else "own" if depth == "own" else "eu" if depth == "eu" else "typical"
    common = draws(world, kind, points=points, agreements=_agreements(effects), number=number, theta=elasticity)
    columns = [_sanction(world, one, points) if one.role == "sanction" else _agreed(one, common) for one in effects]
    return Drawn(np.stack(columns, axis=1) if columns else np.zeros((points.n, 0)), common.theta)


def parameters(effects: Iterable[Effect]) -> tuple[str, ...]:
    """What `drawn` takes from its points, in order."""
    effects = list(effects)
    sanctions = sorted({effect.like for effect in effects if effect.role == "sanction"})
    return (*of_depth(_agreements(effects)), *(f"effect of {name}" for name in sanctions))


def _agreements(effects: Iterable[Effect]) -> list[str]:
    return sorted({effect.name for effect in effects if effect.role == "deep"})


def _sanction(world: World, effect: Effect, points: Points) -> Array:
    estimate = coefficient(world, effect.like)
    return np.asarray(estimate.estimate + estimate.se * points.normal(f"effect of {effect.like}"))


def _agreed(effect: Effect, common: DepthDraws) -> Array:
    """Draws (n,) of the effect of an agreement."""
    if effect.role == "shallow":
        return common.shallow
    return np.asarray(effect.fraction * common.beta[:, common.agreements.index(effect.name)])


def shock_of(treatment: Treatment, effects: Array, theta: float | Array) -> Shock:
    """The shock of one draw: κ̂ = exp(-effect/θ) times what events do to costs, and tariffs, routes and size.

    θ is one number or has shape (J,).
    """
    total = treatment.log_change(effects)
    cost = treatment.cost * np.where(total == 0.0, 1.0, np.exp(-total / theta))
    return Shock(
        cost=cost if (cost != 1.0).any() else None,
        tariff=treatment.tariff if (treatment.tariff != 1.0).any() else None,
        opened=treatment.opened if treatment.opened.any() else None,
        endowments=treatment.endowments if (treatment.endowments != 1.0).any() else None,
    )
