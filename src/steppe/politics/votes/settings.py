"""What is chosen before a fit: how fast the past fades, how alike is alike, how strong the ridge is.

The figures of `CHOSEN` were picked by `tuning.choose` on forecasts of 2000 to 2009 only, one setting at a time.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """Choices of the models of votes; years are halves of weight, pseudo-votes are votes of the wider prior."""

    fade: float = 4.0
    """Half-life of a state's overall record and of its record on an issue, years."""
    fade_alike: float = 0.75
    """Half-life of the record on alike resolutions, years."""
    fade_same: float = 1.0
    """Half-life of the record on the same resolution in earlier years, years."""
    sharpness: float = 6.0
    """How fast the weight of a past resolution falls with unlikeness: exp(sharpness (likeness - 1))."""
    sharpness_same: float = 20.0
    """The same for the record on the same resolution, where only titles that differ by a word or two count."""
    across_parts: float = 0.05
    """Weight of votes on parts in forecasts of votes on wholes, and the reverse."""
    pseudo: float = 0.1
    """Pseudo-votes with which each record is drawn towards the next wider one."""
    taste: float = 48.0
    """How fast the weight of another state falls with disagreement in the past: exp(taste · agreement)."""
    ridge: float = 3.0
    """Ridge on coefficients that all states share."""
    ridge_state: float = 10.0
    """Ridge on the differences of a state's coefficients from the shared ones."""


CHOSEN = Settings()
