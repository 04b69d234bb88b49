"""Did the higher rank move? An exact test within risk sets.

Each event is ranked among all rows that were at risk when it happened (mid-ranks for ties) and its rank turned into a
percentile. Under chance an event falls on every row of its risk set alike; several events of one risk set fall on
different rows. The distribution of the sum of percentiles is the convolution of those of the risk sets, computed in
whole numbers, so p = P(sum ≥ observed) is exact. Nothing is drawn. The risk sets are convolved in two halves, and the
tail of the sum of the halves is read off the sorted second one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb, lcm

import numpy as np
from numpy.typing import NDArray

MOST, LARGEST = 200_000, 20_000_000
"""Subsets of one risk set that are listed; sums of a half of the risk sets that are kept."""


@dataclass(frozen=True, slots=True)
class RiskSet:
    """One risk set: the score of each row, and which rows moved."""

    score: NDArray[np.float64]
    moved: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Distribution:
    """A discrete distribution: values in order, and their probabilities."""

    values: NDArray[np.int64]
    weights: NDArray[np.float64]


NOTHING = Distribution(np.zeros(1, dtype=np.int64), np.ones(1))


def rank_test(chances: Sequence[RiskSet]) -> tuple[float, float, int]:
    """Mean percentile of what moved, exact p for so high a mean or a higher one, and the number of moves.

    Raises
    ------
    ValueError
        Nothing moved, or a score is not a number.
    """
    sets = [chance for chance in chances if chance.moved.any()]
    if not sets:
        raise ValueError("there are no events, so there is no rank to test")
    if not all(np.isfinite(chance.score).all() for chance in sets):
        raise ValueError("a row at risk has no score; leave it out or give it one")
    whole = lcm(*(2 * len(chance.score) for chance in sets))
    ranks = [_percentiles(chance.score, whole) for chance in sets]
    observed = sum(int(rank[chance.moved].sum()) for rank, chance in zip(ranks, sets, strict=True))
    laws = [_law(rank, int(chance.moved.sum())) for rank, chance in zip(ranks, sets, strict=True)]
    moves = sum(int(chance.moved.sum()) for chance in sets)
    return observed / whole / moves, min(1.0, _tail(laws, observed)), moves


def _tail(laws: Sequence[Distribution], observed: int) -> float:
    """P(sum ≥ observed) of independent laws."""
    first, second = (NOTHING, NOTHING)
    for law in sorted(laws, key=lambda one: -len(one.values)):
        if len(first.values) <= len(second.values):
            first = _convolve(first, law)
        else:
            second = _convolve(second, law)
    reached = np.searchsorted(second.values, observed - first.values, side="left")
    above = np.append(second.weights[::-1].cumsum()[::-1], 0.0)
    return float(first.weights @ above[reached])


def _percentiles(score: NDArray[np.float64], whole: int) -> NDArray[np.int64]:
    """(mid-rank - ½) / n from below, as whole numbers of 1 / `whole`."""
    ordered = np.sort(score)
    below, upto = np.searchsorted(ordered, score, side="left"), np.searchsorted(ordered, score, side="right")
    return (below + upto).astype(np.int64) * (whole // (2 * len(score)))


def _law(rank: NDArray[np.int64], moves: int) -> Distribution:
    """Distribution of the sum of `moves` different rows."""
    subsets = comb(len(rank), moves)
    if subsets > MOST:
        raise ValueError(f"{subsets:,} subsets of {len(rank)} rows are too many to list")
    places = np.array(list(combinations(range(len(rank)), moves)))
    sums: NDArray[np.int64] = rank[places].sum(axis=1)
    return _collected(sums, np.full(subsets, 1 / subsets))


def _convolve(first: Distribution, second: Distribution) -> Distribution:
    if len(first.values) * len(second.values) > LARGEST:
        raise ValueError("these risk sets have too many different sums to be tested exactly; test fewer at once")
    values = np.add.outer(first.values, second.values).ravel()
    return _collected(values, np.multiply.outer(first.weights, second.weights).ravel())


def _collected(values: NDArray[np.int64], weights: NDArray[np.float64]) -> Distribution:
    """Each value once, in order."""
    unique, place = np.unique(values, return_inverse=True)
    total: NDArray[np.float64] = np.bincount(place, weights).astype(np.float64)
    return Distribution(unique, total)
