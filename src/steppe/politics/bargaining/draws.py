"""Noisy copies of the actors: what is coded from texts and accounts has an error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steppe.politics.bargaining.actors import Actors
from steppe.world.points import Points, parts, rounded


@dataclass(frozen=True, slots=True)
class Noise:
    """How far a coder may be off. The values are assumptions, printed with every result."""

    position: float = 0.10  # standard deviation, as a share of the scale
    salience: float = 0.20  # standard deviation of the logarithm
    capability: float = 0.20  # standard deviation of the logarithm


def noisy(actors: Actors, noise: Noise, low: float, high: float, draws: int, seed: int) -> Actors:
    """Copies of the actors with independent errors, as many as `draws` rounded up to a power of two: (draws, actors).

    Positions stay on the scale and saliences at most 1, so that errors at the ends go one way.
    """
    count = len(actors.names)
    names = [part for name in ("position", "salience", "capability") for part in parts(name, count)]
    points = Points(seed, rounded(draws), tuple(names))
    position = actors.position + points.normal("position", count) * noise.position * (high - low)
    salience = actors.salience * np.exp(points.normal("salience", count) * noise.salience)
    capability = actors.capability * np.exp(points.normal("capability", count) * noise.capability)
    return Actors(actors.names, capability, np.minimum(salience, 1), np.clip(position, low, high))
