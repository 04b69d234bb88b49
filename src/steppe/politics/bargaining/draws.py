"""Noisy copies of the actors: what is coded from texts and accounts has an error."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from steppe.politics.bargaining.actors import Actors
from steppe.world.streams import Streams


@dataclass(frozen=True, slots=True)
class Noise:
    """How far a coder may be off. The values are assumptions, printed with every result."""

    position: float = 0.10  # standard deviation, as a share of the scale
    salience: float = 0.20  # standard deviation of the logarithm
    capability: float = 0.20  # standard deviation of the logarithm


def noisy(actors: Actors, noise: Noise, low: float, high: float, draws: int, seed: int) -> Actors:
    """`draws` copies of the actors with independent errors: arrays of shape (draws, actors).

    Positions stay on the scale and saliences at most 1, so that errors at the ends go one way.
    """
    rng = Streams(seed).rng()
    shape = (draws, len(actors.names))
    position = actors.position + rng.standard_normal(shape) * noise.position * (high - low)
    salience = actors.salience * np.exp(rng.standard_normal(shape) * noise.salience)
    capability = actors.capability * np.exp(rng.standard_normal(shape) * noise.capability)
    return Actors(actors.names, capability, np.minimum(salience, 1), np.clip(position, low, high))
