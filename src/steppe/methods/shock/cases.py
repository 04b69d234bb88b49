"""A list of events, answered: the effects of every channel, what is in the sum and what lies beside it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from steppe.methods.shock.channel import RECORD, Array, Ask, Channel, Effect


@dataclass(frozen=True)
class Part:
    """One effect of a case, with its channel and whether it is in the sum."""

    channel: Channel
    effect: Effect
    counted: bool

    @property
    def name(self) -> str:
        """Channel and class, as measures and columns call them."""
        return f"{self.channel.title.lower()}, {self.effect.kind}"

    @property
    def moves(self) -> bool:
        """Whether it says anything of any state."""
        return bool(np.isnan(self.effect.values).any() or self.effect.values.any())


@dataclass(frozen=True)
class Case:
    """One list of events, answered: title, year, states and all parts."""

    title: str
    ask: Ask
    parts: tuple[Part, ...]

    @cached_property
    def total(self) -> Array:
        """The sum, shape (N, S); NaN where a part of it is not on record."""
        return self._added(counted=True)

    @cached_property
    def beside(self) -> Array:
        """What is not in the sum, shape (N, S)."""
        return self._added(counted=False)

    def _added(self, *, counted: bool) -> Array:
        chosen = [part.effect.values for part in self.parts if part.counted == counted]
        return np.sum(chosen, axis=0) if chosen else np.zeros_like(self.parts[0].effect.values)


def records(case: Case) -> pd.DataFrame:
    """The figures on record behind every part that says something."""
    frames = [
        part.effect.rows[list(RECORD)].assign(channel=part.channel.name)
        for part in case.parts
        if part.moves and len(part.effect.rows)
    ]
    if not frames:
        return pd.DataFrame(columns=["channel", *RECORD])
    return pd.concat(frames, ignore_index=True)[["channel", *RECORD]]
