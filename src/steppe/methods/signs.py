"""What may be said of a figure and its interval: a gain, a loss, nothing that could be measured, or open."""

from __future__ import annotations

from typing import Literal

MEASURABLE = 0.05
"""Per cent of GDP (or of trade) below which nobody could tell a change from the revisions of the accounts."""

Standing = Literal["gains", "loses", "nothing", "open"]


def standing_of(value: float, low: float, high: float, error: float) -> Standing:
    """The standing of a median, the ends of its interval, and their Monte Carlo error.

    Examples
    --------
    >>> standing_of(-1, -2, -0.5, 0.1), standing_of(0.3, -0.2, 0.7, 0.01), standing_of(0.01, 0.0, 0.02, 0.001)
    ('loses', 'open', 'nothing')
    """
    if max(abs(low), abs(high)) < MEASURABLE:
        return "nothing"
    if low <= 2 * error and high >= -2 * error:
        return "open"
    if abs(value) < MEASURABLE:
        return "nothing"
    return "gains" if low > 0 else "loses"
