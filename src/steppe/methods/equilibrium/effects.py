"""Draws of the effects that a treatment names: one value per agreement and draw, common to all its pairs.

Deep effects come from `steppe.economy.depth` at the depth asked for. The estimates of single agreements say what each
adds to free trade, so at depth `own` the whole effect of an agreement is free trade plus its own estimate; an agreement
that has none of its own (`like = "rta"`) is worth free trade. Effects of sanctions are the gravity estimates with their
standard errors and do not depend on the depth. The same seed gives the same draws at every depth and in every case, so
that differences are differences in policy and not in luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steppe.economy.depth import DepthDraws, ElasticityDistribution, Kind, draws
from steppe.economy.gravity import coefficient
from steppe.scenario.policy.treatment import Effect
from steppe.world.streams import Streams
from steppe.world.world import World

Array = NDArray[np.float64]

_OWN = {"cisfta": "CISFTA", "eaeu": "EAEU", "dcfta": "DCFTA", "eu": "EU"}
_SANCTIONS = 3  # stream of random numbers beside those of `depth`


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
    n: int,
    seed: int,
    elasticity: ElasticityDistribution | None = None,
) -> Drawn:
    """Draw every effect of a treatment.

    Parameters
    ----------
    effects
        The E effects of a treatment.
    depth
        `own`, `typical`, `eu`, or a number of log points.
    n, seed
        Number of draws, and what makes them repeatable.
    elasticity
        The distribution of θ; that of the published estimates by default.
    """
    deep = [effect for effect in effects if effect.role == "deep"]
    names = sorted({effect.name for effect in deep}) or ["no agreement"]
    kind: Kind = "number"
    number = None
    if isinstance(depth, float | int):
        number = float(depth)
    elif depth == "own":
        kind, names = "own", sorted({_OWN[effect.like] for effect in deep if effect.like in _OWN}) or ["CISFTA"]
    else:
        kind = "eu" if depth == "eu" else "typical"
    common = draws(world, kind, n=n, seed=seed, agreements=names, number=number, theta=elasticity)
    columns = [_sanction(world, one, n, seed) if one.role == "sanction" else _agreed(one, common) for one in effects]
    return Drawn(np.stack(columns, axis=1) if columns else np.zeros((n, 0)), common.theta)


def _sanction(world: World, effect: Effect, n: int, seed: int) -> Array:
    estimate = coefficient(world, effect.like)
    return estimate.estimate + estimate.se * Streams(seed).rng(_SANCTIONS, effect.like).standard_normal(n)


def _agreed(effect: Effect, common: DepthDraws) -> Array:
    """Draws (n,) of the effect of an agreement."""
    if effect.role == "shallow":
        return common.shallow
    if common.kind != "own":
        return effect.fraction * common.beta[:, common.agreements.index(effect.name)]
    added = common.beta[:, common.agreements.index(_OWN[effect.like])] if effect.like in _OWN else 0.0
    return effect.fraction * (common.shallow + added)
