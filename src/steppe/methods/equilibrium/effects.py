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

from steppe.economy.depth import DepthDraws, draws
from steppe.economy.gravity import coefficient
from steppe.methods.equilibrium.treatment import Effect
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


def drawn(world: World, effects: Sequence[Effect], depth: str | float, n: int, seed: int, reason: str = "") -> Drawn:
    """Draw every effect of a treatment.

    Parameters
    ----------
    effects
        The E effects of a treatment.
    depth
        `own`, `typical`, `eu`, or a number of log points with its reason.
    n, seed
        Number of draws, and what makes them repeatable.
    """
    deep = sorted({effect.name for effect in effects if effect.role == "deep"}) or ["no agreement"]
    common = _depth(world, effects, deep, depth, n, seed, reason)
    columns = [_one(world, effect, common, deep, depth, n, seed) for effect in effects]
    values = np.stack(columns, axis=1) if columns else np.zeros((n, 0))
    return Drawn(values, common.theta)


def _depth(
    world: World, effects: Sequence[Effect], deep: list[str], depth: str | float, n: int, seed: int, reason: str
) -> DepthDraws:
    if isinstance(depth, float | int):
        return draws(world, "number", n, seed, deep, number=float(depth), reason=reason)
    if depth == "own":
        own = sorted({_OWN[effect.like] for effect in effects if effect.role == "deep" and effect.like in _OWN})
        return draws(world, "own", n, seed, own or ["CISFTA"])
    return draws(world, "eu" if depth == "eu" else "typical", n, seed, deep)


def _one(
    world: World, effect: Effect, common: DepthDraws, deep: list[str], depth: str | float, n: int, seed: int
) -> Array:
    if effect.role == "shallow":
        return common.shallow
    if effect.role == "sanction":
        known = coefficient(world, effect.like)
        return known.estimate + known.se * Streams(seed).rng(_SANCTIONS, effect.like).standard_normal(n)
    if depth != "own":
        return effect.fraction * common.beta[:, deep.index(effect.name)]
    added = common.beta[:, common.agreements.index(_OWN[effect.like])] if effect.like in _OWN else 0.0
    return effect.fraction * (common.shallow + added)
