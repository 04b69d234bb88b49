"""Did the higher rank move? An exact test within risk sets.

Each event is ranked among all rows that were at risk when it happened (mid-ranks for ties) and its rank turned into a
percentile. Under chance an event falls on every row of its risk set alike; several events of one risk set fall on
different rows. The distribution of the sum of percentiles is the convolution of those of the risk sets, computed in
whole numbers, so p = P(sum ≥ observed) is exact. Nothing is drawn.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import lcm

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

MOST = 200_000
"""Subsets of one risk set that are listed."""


@dataclass(frozen=True, slots=True)
class Chance:
    """One risk set: the score of each row, and which rows moved."""

    score: NDArray[np.float64]
    moved: NDArray[np.bool_]


def rank_test(chances: Sequence[Chance]) -> tuple[float, float, int]:
    """Mean percentile of what moved, exact p for so high a mean or a higher one, and the number of moves.

    Raises
    ------
    ValueError
        Nothing moved, or a score is not a number.
    """
    sets = [chance for chance in chances if chance.moved.any()]
    if not sets:
        raise ValueError("nothing moved, so there is no rank to test")
    if not all(np.isfinite(chance.score).all() for chance in sets):
        raise ValueError("a row at risk has no score; leave it out or give it one")
    whole = lcm(*(2 * len(chance.score) for chance in sets))
    ranks = [_percentiles(chance.score, whole) for chance in sets]
    observed = sum(int(rank[chance.moved].sum()) for rank, chance in zip(ranks, sets, strict=True))
    law = {0: 1.0}
    for rank, chance in zip(ranks, sets, strict=True):
        law = _convolve(law, _law(rank, int(chance.moved.sum())))
    moves = sum(int(chance.moved.sum()) for chance in sets)
    tail = sum(weight for value, weight in law.items() if value >= observed)
    return observed / whole / moves, min(1.0, tail), moves


def _percentiles(score: NDArray[np.float64], whole: int) -> NDArray[np.int64]:
    """(mid-rank - ½) / n from below, as whole numbers of 1 / `whole`."""
    doubled = np.rint(2 * rankdata(score) - 1).astype(np.int64)
    return doubled * (whole // (2 * len(score)))


def _law(rank: NDArray[np.int64], moves: int) -> Mapping[int, float]:
    """Distribution of the sum of `moves` different rows."""
    sums = Counter(rank.tolist()) if moves == 1 else Counter(sum(rows) for rows in _subsets(rank, moves))
    total = sums.total()
    return {value: count / total for value, count in sums.items()}


def _subsets(rank: NDArray[np.int64], moves: int) -> list[tuple[int, ...]]:
    found = []
    for subset in combinations(rank.tolist(), moves):
        found.append(subset)
        if len(found) > MOST:
            raise ValueError(f"more than {MOST:,} subsets of {len(rank)} rows: too many to list")
    return found


def _convolve(first: Mapping[int, float], second: Mapping[int, float]) -> dict[int, float]:
    made: Counter[int] = Counter()
    for left, weight in first.items():
        for right, other in second.items():
            made[left + right] += weight * other  # type: ignore[assignment]
    return dict(made)
