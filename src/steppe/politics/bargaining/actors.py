"""The actors on one issue, as arrays: what every model of this package takes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Actors:
    """Who bargains over one issue. Arrays have shape (actors,), or (draws, actors) for noisy copies.

    Capability is what an actor could put in, on any ratio scale; salience in [0, 1] is how much of it this issue
    is worth to it; position is the outcome that it asks for, on the scale of the issue.
    """

    names: tuple[str, ...]
    capability: Floats
    salience: Floats
    position: Floats

    def __post_init__(self) -> None:
        for name in ("capability", "salience", "position"):
            values = np.asarray(getattr(self, name), dtype=float)
            if values.shape[-1] != len(self.names):
                raise ValueError(f"{name} has {values.shape[-1]} values for {len(self.names)} actors")
            if not np.isfinite(values).all():
                raise ValueError(f"{name} of an actor is missing; leave the actor out of the issue instead")
            object.__setattr__(self, name, values)
        if (self.capability < 0).any() or (self.salience < 0).any() or (self.salience > 1).any():
            raise ValueError("capability must not be negative, and salience must lie between 0 and 1")
        if (self.weight.sum(axis=-1) <= 0).any():
            raise ValueError("no actor has both capability and salience: there is nobody to bargain over this issue")

    @property
    def weight(self) -> Floats:
        """Capability times salience: the effort brought to this issue."""
        weight: Floats = self.capability * self.salience
        return weight
