"""What charts of lines share: runs of years that a line may join, and labels that do not cover each other."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

GAP = 13.0
"""Fewest pixels between two labels at the end of lines."""


def with_runs(own: pd.DataFrame) -> pd.DataFrame:
    """Year, percent, and a number for each run of consecutive years on one record: lines join years of one run only.

    `kind`, where there is such a column, says what a year rests on.
    """
    new = own["year"].diff() != 1
    if "kind" in own:
        new |= own["kind"] != own["kind"].shift()
    run = new.cumsum()
    return pd.DataFrame({"year": own["year"], "percent": 100 * own["share"], "run": run})


def spread(places: Sequence[float], gap: float) -> list[float]:
    """Places in rising order, moved as little as need be so that neighbours are at least `gap` apart.

    Examples
    --------
    >>> spread([10, 12, 40], 13)
    [4.5, 17.5, 40.0]
    """
    groups: list[list[float]] = []
    for place in places:
        groups.append([float(place)])
        while len(groups) > 1 and _low(groups[-1], gap) < _high(groups[-2], gap) + gap:
            last = groups.pop()
            groups[-1] += last
    return [_low(group, gap) + order * gap for group in groups for order in range(len(group))]


def _low(group: Sequence[float], gap: float) -> float:
    return sum(group) / len(group) - gap * (len(group) - 1) / 2


def _high(group: Sequence[float], gap: float) -> float:
    return sum(group) / len(group) + gap * (len(group) - 1) / 2
