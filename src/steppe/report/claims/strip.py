"""The ratio strip of a claim: what was found over what was said, on one scale for all claims.

A strip runs from half to one and a half of what was said; what lies beyond stands at the edge as an arrow. The band
holds what the text's rounding lets pass. A claim without a figure (a day, a list of states, a yes or no, a rank) has no
strip, nor has one about zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from steppe.display.format import significant
from steppe.evidence.claims import Claimed
from steppe.evidence.verdicts import ClaimResult

LOW, HIGH = 0.5, 1.5
"""Ends of the scale."""
WIDTH, HEIGHT, PAD = 132, 20, 8


@dataclass(frozen=True, slots=True)
class Strip:
    """Found over said.

    Attributes
    ----------
    band
        What meets the claim, as ratios; an open end is infinite.
    points
        Each finding as a ratio, and whether it meets the claim.
    """

    band: tuple[float, float]
    points: tuple[tuple[float, bool], ...]

    @property
    def words(self) -> str:
        """The strip for those who cannot see it."""
        return f"Found over said: {', '.join(significant(ratio, 3) for ratio, _ in self.points)}"

    @property
    def drawn(self) -> list[dict[str, object]]:
        """Marks in pixels: x, kind (`dot`, `left`, `right`), met."""
        return [
            {
                "x": f"{x_of(ratio):.1f}",
                "kind": "left" if ratio < LOW else "right" if ratio > HIGH else "dot",
                "met": met,
            }
            for ratio, met in self.points
        ]

    @property
    def box(self) -> tuple[str, str]:
        """Left edge and width of the band in pixels."""
        left, right = (x_of(end) for end in self.band)
        return f"{left:.1f}", f"{max(1.0, right - left):.1f}"


def x_of(ratio: float) -> float:
    """The place of a ratio in pixels, inside the scale.

    Examples
    --------
    >>> x_of(1.0), x_of(99.0), x_of(float("-inf"))
    (66.0, 124.0, 8.0)
    """
    return PAD + (min(max(ratio, LOW), HIGH) - LOW) / (HIGH - LOW) * (WIDTH - 2 * PAD)


def strip(result: ClaimResult) -> Strip | None:
    """The strip of a claim; None where nothing can be divided."""
    points = list(_points(result))
    said = _reference(result.claim.claimed)
    if not points or said is None or result.claim.claimed is None:
        return None
    low, high = result.claim.claimed.interval()
    ends = sorted((low / said, high / said))
    return Strip((ends[0], ends[1]), tuple(points))


def _points(result: ClaimResult) -> Iterator[tuple[float, bool]]:
    """Ratio of every figure that was found to what was said of it."""
    for finding in result.findings:
        claimed = finding.measure.claimed or result.claim.claimed
        said = _reference(claimed)
        values = list(finding.value.values()) if isinstance(finding.value, Mapping) else [finding.value]
        for value in values:
            if said is None or claimed is None or isinstance(value, bool) or not isinstance(value, int | float):
                continue
            if math.isfinite(value / said):
                yield value / said, claimed.met_by(value)


def _reference(claimed: Claimed | None) -> float | None:
    """The figure that a claim gives: its value, its bound, or the middle of its range."""
    if claimed is None or claimed.rank is not None:
        return None
    ends = claimed.between
    found = claimed.value if claimed.value is not None else claimed.at_least if claimed.at_least is not None else None
    found = claimed.at_most if found is None else found
    found = (ends[0] + ends[1]) / 2 if found is None and ends is not None else found
    return found or None
