"""How wrong a forecast was: proper scores, their intervals, skill against a baseline, and calibration.

Every score is a loss: 0 is perfect, smaller is better. With p the forecast probabilities of K classes and y the class
that came, with F the forecast distribution of a number and y the number that came:

    log score        -log p_y                                   (Good 1952)
    Brier            Σ_k (p_k - 1{k = y})²                      (Brier 1950), summed over classes: from 0 to 2
    CRPS             E|X - y| - ½ E|X - X'|,  X, X' ~ F         (Matheson & Winkler 1976)
    interval score   (u - l) + 2/α (l - y)⁺ + 2/α (y - u)⁺      (Gneiting & Raftery 2007), interval of level 1 - α
    absolute error   |x - y|

The first four are *proper*: who believes F cannot do better than to say F. Cases of one year, roll call or dossier are
not independent, so every interval draws whole blocks again, with replacement.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import erf

from steppe.display.interval import interval as middle
from steppe.world.streams import Streams

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]
"""From means of the columns of the cases, shape (..., columns), to a number each, shape (...)."""

CONFIDENCE = 0.95
"""Level of every interval of a score or of a difference."""

DRAWS = 4000
"""Draws of the block bootstrap; quantiles at 2.5 and 97.5 % rest on a hundred draws each."""

LEAST_BLOCKS = 5
"""With fewer blocks a bootstrap says little, and none is made."""

TINY = 1e-9


def log_score(probability: ArrayLike, outcome: ArrayLike, least: float = 0.0) -> Floats:
    """Minus the logarithm of the probability that was given to what happened, shape (cases,).

    Parameters
    ----------
    probability
        Of each class, shape (cases, classes), rows that sum to one; or of `yes`, shape (cases,).
    outcome
        Which class came, 0 … classes - 1; for a binary forecast 1 where it was yes. Shape (cases,).
    least
        Probabilities below it count as it; 0 lets a miss of a forecast that was sure cost infinity.

    Raises
    ------
    ValueError
        Probabilities outside 0 to 1 or that do not sum to one; outcomes that are no class; shapes that differ.

    Examples
    --------
    >>> log_score([[0.5, 0.25, 0.25], [0.1, 0.1, 0.8]], [0, 2]).round(3)
    array([0.693, 0.223])
    """
    p, y = _classes(probability, outcome)
    if not 0 <= least < 1:
        raise ValueError(f"`least` is {least}; it must be a probability below one")
    with np.errstate(divide="ignore"):
        scores: Floats = -np.log(np.maximum(p[np.arange(len(y)), y], least))
    return scores


def brier(probability: ArrayLike, outcome: ArrayLike) -> Floats:
    """Squared distance between the probabilities and what happened, summed over classes, shape (cases,).

    A binary forecast counts both of its classes, so that a coin costs .5 and not .25. Arguments and errors as in
    `log_score`.

    Examples
    --------
    >>> brier([[0.5, 0.25, 0.25]], [0]), brier([0.5], [1])
    (array([0.375]), array([0.5]))
    """
    p, y = _classes(probability, outcome)
    return np.asarray(((p - np.eye(p.shape[1])[y]) ** 2).sum(axis=1))


def crps_ensemble(draws: ArrayLike, outcome: ArrayLike, weight: ArrayLike | None = None) -> Floats:
    """Continuous ranked probability score of draws, shape (cases,), in the unit of the outcome.

    Parameters
    ----------
    draws
        Shape (cases, draws).
    outcome
        Shape (cases,).
    weight
        Probability of each draw, same shape as `draws`, rows that sum to one; equal by default.

    Examples
    --------
    >>> crps_ensemble([[1.0, 3.0]], [2.0]), crps_ensemble([[1.0, 3.0]], [2.0], [[0.0, 1.0]])
    (array([0.5]), array([1.]))
    """
    x, y = _finite(draws, "draws", 2), _finite(outcome, "outcomes", 1)
    _alike(len(x), len(y))
    w = np.full(x.shape, 1 / x.shape[1]) if weight is None else _weights(weight, x.shape)
    order = np.argsort(x, axis=1, kind="stable")
    x, w = np.take_along_axis(x, order, axis=1), np.take_along_axis(w, order, axis=1)
    spread = (x * w * (2 * w.cumsum(axis=1) - w - 1)).sum(axis=1)  # ½ E|X - X'|
    return np.asarray((w * np.abs(x - y[:, None])).sum(axis=1) - spread)


def crps_normal(mean: ArrayLike, deviation: ArrayLike, outcome: ArrayLike) -> Floats:
    """Continuous ranked probability score of normal forecasts, shape (cases,) (Gneiting et al. 2005).

    Examples
    --------
    >>> crps_normal([0.0], [1.0], [0.0]).round(4)
    array([0.2337])
    """
    y = _finite(outcome, "outcomes", 1)
    m, s = (np.broadcast_to(_finite(each, "forecasts", None), y.shape) for each in (mean, deviation))
    if (s <= 0).any():
        raise ValueError(f"a standard deviation must be positive; the smallest is {s.min():.3g}")
    z = (y - m) / s
    density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
    return np.asarray(s * (z * erf(z / np.sqrt(2)) + 2 * density - 1 / np.sqrt(np.pi)))


def interval_score(low: ArrayLike, high: ArrayLike, outcome: ArrayLike, level: float) -> Floats:
    """Width of an interval, and 2/α of whatever the outcome lies outside it, shape (cases,).

    Parameters
    ----------
    level
        What the interval claims to cover, between 0 and 1.

    Examples
    --------
    >>> interval_score([0.0, 0.0], [1.0, 1.0], [0.5, 2.0], level=0.8).round(9)
    array([ 1., 11.])
    """
    lo, hi, y = _interval(low, high, outcome, level)
    alpha = 1 - level
    return np.asarray((hi - lo) + 2 / alpha * (np.maximum(lo - y, 0) + np.maximum(y - hi, 0)))


def absolute_error(forecast: ArrayLike, outcome: ArrayLike) -> Floats:
    """Absolute errors of point forecasts, shape (cases,); their mean is the MAE."""
    x, y = _finite(forecast, "forecasts", 1), _finite(outcome, "outcomes", 1)
    _alike(len(x), len(y))
    return np.abs(x - y)


@dataclass(frozen=True, slots=True)
class Score:
    """A statistic of scores with its interval at `CONFIDENCE`; the interval is None where there are too few blocks."""

    value: float
    low: float | None
    high: float | None


def mean(means: Floats) -> Floats:
    """The statistic of every score that is taken case by case."""
    return means[..., 0]


def moments(x: ArrayLike, y: ArrayLike) -> Floats:
    """What a correlation is made of, case by case, shape (cases, 5): x, y, x², y² and xy, of centred numbers.

    Examples
    --------
    >>> float(correlation(moments([1.0, 2.0, 3.0], [10.0, 20.0, 30.0]).mean(axis=0)).round(9))
    1.0
    """
    a, b = _finite(x, "numbers", 1), _finite(y, "numbers", 1)
    _alike(len(a), len(b))
    a, b = a - a.mean(), b - b.mean()
    return np.column_stack([a, b, a**2, b**2, a * b])


def correlation(means: Floats) -> Floats:
    """Pearson's correlation from the means of `moments`."""
    x, y, xx, yy, xy = np.moveaxis(means, -1, 0)
    coefficient: Floats = (xy - x * y) / np.sqrt((xx - x**2) * (yy - y**2))
    return coefficient


def interval(
    scores: ArrayLike, block: ArrayLike, statistic: Statistic = mean, draws: int = DRAWS, seed: int = 1
) -> Score:
    """A statistic of scores and its interval when whole blocks are drawn again.

    Parameters
    ----------
    scores
        One row per case, shape (cases,) or (cases, columns).
    block
        Label of the block of each case (year, roll call, issue), shape (cases,).
    statistic
        From the means of the columns to a number; the mean of one column by default.

    Raises
    ------
    ValueError
        No cases, a score that is not finite, or not as many labels as cases.
    """
    rows = _columns(scores)
    member = _members(block, len(rows))
    value = float(statistic(rows.mean(axis=0)))
    if member.max() + 1 < LEAST_BLOCKS:
        return Score(value, None, None)
    return Score(value, *map(float, middle(_redrawn(rows, member, statistic, draws, seed), level=CONFIDENCE)))


def gain(
    losses: ArrayLike,
    baseline: ArrayLike,
    block: ArrayLike,
    statistic: Statistic = mean,
    draws: int = DRAWS,
    seed: int = 1,
) -> Score:
    """How much smaller a loss is than that of a baseline on the same cases: paired, so the blocks of both are the same.

    Arguments and errors as in `interval`; positive is in favour of `losses`.

    Examples
    --------
    >>> gain([1.0, 1.0, 1.0, 1.0, 1.0], [2.0, 2.0, 2.0, 2.0, 2.0], [1, 2, 3, 4, 5])
    Score(value=1.0, low=1.0, high=1.0)
    """
    a, b = _columns(losses), _columns(baseline)
    if a.shape != b.shape:
        raise ValueError(f"scores are of shape {a.shape} and the baseline's of {b.shape}; pair them case by case")

    def less(means: Floats) -> Floats:
        own_part, baseline_part = np.split(means, 2, axis=-1)
        return statistic(baseline_part) - statistic(own_part)

    return interval(np.hstack([a, b]), block, less, draws, seed)


def skill(loss: float, baseline: float) -> float:
    """Part of the baseline's loss that is saved: 1 is perfect, 0 no better, negative worse.

    Examples
    --------
    >>> skill(0.9, 1.2)
    0.25
    """
    if baseline <= 0:
        raise ValueError(f"the baseline's loss is {baseline:g}; there is nothing to be saved")
    return round(1 - loss / baseline, 12)


def _redrawn(rows: Floats, member: NDArray[np.intp], statistic: Statistic, draws: int, seed: int) -> Floats:
    """The statistic on each draw of blocks, shape (draws,)."""
    random, blocks = Streams(seed).rng(), int(member.max()) + 1
    drawn = random.integers(0, blocks, (draws, blocks))
    total = np.column_stack([np.bincount(member, weights=column) for column in rows.T])
    count = np.bincount(member).astype(float)
    return statistic(total[drawn].sum(axis=1) / count[drawn].sum(axis=1)[:, None])


@dataclass(frozen=True, slots=True)
class Bin:
    """What was stated and how often it came true, over some cases."""

    stated: float
    observed: float
    low: float | None
    high: float | None
    cases: int


def reliability(probability: ArrayLike, came: ArrayLike, block: ArrayLike, bins: int = 5) -> list[Bin]:
    """Stated probabilities beside the frequencies that were seen, in bins of as many cases as possible alike.

    Parameters
    ----------
    probability
        Of an event, shape (cases,).
    came
        Whether it came, shape (cases,).
    bins
        Ties stay together, so there may be fewer.

    Examples
    --------
    >>> [(b.stated, b.observed, b.cases) for b in reliability([0.1, 0.1, 0.9, 0.9], [0, 0, 1, 0], [1, 2, 3, 4], 2)]
    [(0.1, 0.0, 2), (0.9, 0.5, 2)]
    """
    p, y = _finite(probability, "probabilities", 1), _finite(came, "outcomes", 1)
    _alike(len(p), len(y))
    if ((p < 0) | (p > 1)).any():
        raise ValueError(f"probabilities run from {p.min():.3g} to {p.max():.3g}; they must lie between 0 and 1")
    labels = np.asarray(block)
    inner = np.quantile(p, np.arange(1, bins) / bins, method="higher")
    place = np.searchsorted(np.unique(inner), p, side="right")
    binned = []
    for number in np.unique(place):
        here = place == number
        binned.append(_seen(float(p[here].mean()), y[here], labels[here]))
    return binned


def coverage(low: ArrayLike, high: ArrayLike, outcome: ArrayLike, block: ArrayLike, level: float) -> Bin:
    """Share of outcomes inside their interval beside the share that the intervals claim.

    Examples
    --------
    >>> coverage([0, 0], [1, 1], [0.5, 2.0], [1, 2], level=0.8)
    Bin(stated=0.8, observed=0.5, low=None, high=None, cases=2)
    """
    lo, hi, y = _interval(low, high, outcome, level)
    return _seen(level, ((lo <= y) & (y <= hi)).astype(float), np.asarray(block))


def _seen(stated: float, came: Floats, block: NDArray[Any]) -> Bin:
    """How often it came true; no interval where it always or never did, for drawing that again gives nothing else."""
    seen = interval(came, block)
    sure = seen.value in (0.0, 1.0)
    return Bin(stated, seen.value, None if sure else seen.low, None if sure else seen.high, len(came))


def _finite(values: ArrayLike, what: str, dimensions: int | None) -> Floats:
    array = np.asarray(values, dtype=float)
    if dimensions is not None and array.ndim != dimensions:
        raise ValueError(f"{what} have {array.ndim} dimensions; give {dimensions}")
    if not array.size:
        raise ValueError(f"there are no {what}")
    if not np.isfinite(array).all():
        raise ValueError(f"{what} have {int((~np.isfinite(array)).sum())} values that are not finite numbers")
    return array


def _columns(scores: ArrayLike) -> Floats:
    """Scores as (cases, columns)."""
    rows = _finite(scores, "scores", None)
    if rows.ndim > 2:
        raise ValueError(f"scores have {rows.ndim} dimensions; give one row a case")
    return rows[:, None] if rows.ndim == 1 else rows


def _alike(forecasts: int, outcomes: int) -> None:
    if forecasts != outcomes:
        raise ValueError(f"there are {forecasts} forecasts and {outcomes} outcomes")


def _weights(weight: ArrayLike, shape: tuple[int, ...]) -> Floats:
    w = _finite(weight, "weights", 2)
    if w.shape != shape:
        raise ValueError(f"weights are of shape {w.shape} and draws of {shape}")
    if (w < 0).any() or (np.abs(w.sum(axis=1) - 1) > 1e-6).any():
        raise ValueError("the weights of each case must be probabilities that sum to one")
    return w


def _classes(probability: ArrayLike, outcome: ArrayLike) -> tuple[Floats, NDArray[np.intp]]:
    """Probabilities as (cases, classes) and outcomes as whole numbers, once they are sound."""
    p, came = _finite(probability, "probabilities", None), _finite(outcome, "outcomes", 1)
    p = np.column_stack([1 - p, p]) if p.ndim == 1 else p
    _alike(len(p), len(came))
    if (p < -TINY).any() or (p > 1 + TINY).any():
        raise ValueError(f"probabilities run from {p.min():.3g} to {p.max():.3g}; they must lie between 0 and 1")
    apart = np.abs(p.sum(axis=1) - 1)
    if (apart > 1e-6).any():
        raise ValueError(f"the probabilities of case {int(apart.argmax())} sum to {p[apart.argmax()].sum():.6g}, not 1")
    y = came.astype(np.intp)
    if (y != came).any() or (y < 0).any() or (y >= p.shape[1]).any():
        raise ValueError(f"an outcome must be the number of a class, 0 to {p.shape[1] - 1}")
    return np.clip(p, 0, 1), y


def _interval(low: ArrayLike, high: ArrayLike, outcome: ArrayLike, level: float) -> tuple[Floats, Floats, Floats]:
    y = _finite(outcome, "outcomes", 1)
    lo, hi = (_finite(each, "ends of intervals", 1) for each in (low, high))
    _alike(len(lo), len(y))
    _alike(len(hi), len(y))
    if not 0 < level < 1:
        raise ValueError(f"the level is {level}; it must lie between 0 and 1")
    if (lo > hi).any():
        raise ValueError(f"the interval of case {int((lo > hi).argmax())} ends before it begins")
    return lo, hi, y


def _members(block: ArrayLike, cases: int) -> NDArray[np.intp]:
    labels = np.asarray(block)
    if labels.shape != (cases,):
        raise ValueError(f"there are {cases} cases and {labels.size} labels of blocks")
    return np.unique(labels, return_inverse=True)[1].astype(np.intp)
