"""What events do to each pair of states, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from steppe.scenario.policy.regime import Mask

Array = NDArray[np.float64]
Role = Literal["deep", "shallow", "sanction"]

UNCHANGED = "unchanged"
WHOLE, INCREMENT, FALLBACK, LOST, EXCHANGED = (
    "whole effect",
    "deep minus shallow",
    "falls back to free trade",
    "effect is lost",
    "one customs union for another",
)


@dataclass(frozen=True, slots=True)
class Effect:
    """An effect on trade that is drawn: one value per draw, common to all pairs that have it."""

    name: str
    like: str
    role: Role
    fraction: float = 1.0


SHALLOW = Effect("free trade in force", "rta", "shallow")


@dataclass
class Treatment:
    """What one case does, state by state, pair by pair and sector by sector.

    A mask of pairs (N, N) picks them in every array; in those with sectors, it picks all sectors.

    Attributes
    ----------
    states, sectors
        Codes of the N states and names of the J sectors.
    classes
        Class of each pair before the events, shape (N, N).
    effects
        Effects to be drawn.
    notes, assumed
        What the first lines of the result must say, and what is assumed besides (name, sentence).
    plus, minus
        Place in `effects` of what a pair gains and loses, -1 for nothing, shape (N, N).
    labels
        What happens to each pair that the events name; empty for all others, shape (N, N).
    fixed
        Log points that are not drawn, shape (N, N, J).
    cost, tariff
        Factors on trade costs (infinite: closed) and on 1 + t, shape (N, N, J).
    opened
        Share of the importer's spending on a sector that a closed route gets, shape (N, N, J).
    endowments
        Factors, shape (N,).
    """

    states: tuple[str, ...]
    sectors: tuple[str, ...]
    classes: NDArray[np.object_]
    effects: list[Effect] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    assumed: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        pairs = (len(self.states), len(self.states))
        cube = (*pairs, len(self.sectors))
        self.plus, self.minus = np.full(pairs, -1), np.full(pairs, -1)
        self.labels = np.full(pairs, "", dtype=object)
        self.fixed, self.opened = np.zeros(cube), np.zeros(cube)
        self.cost, self.tariff = np.ones(cube), np.ones(cube)
        self.endowments = np.ones(len(self.states))

    def place(self, effect: Effect) -> int:
        """Place of an effect in `effects`, which gets it if it is new."""
        if effect not in self.effects:
            self.effects.append(effect)
        return self.effects.index(effect)

    def add_label(self, mask: Mask, label: str) -> None:
        """Name what happens to some pairs; a second name is added to the first."""
        self.labels[mask] = [f"{old}; {label}" if old and old != UNCHANGED else label for old in self.labels[mask]]

    def log_change(self, effects: Array) -> Array:
        """Log points of trade at given prices, shape (N, N, J), from values of the effects, shape (E,)."""
        values = np.append(effects, 0.0)  # the place -1 means no effect
        change: Array = (values[self.plus] - values[self.minus])[:, :, None] + self.fixed
        return change
