"""Hindcasts: forecasts of a mechanism for cases that it has not seen, beside simple rivals, and the verdict on it.

A hindcast is code: it computes, from the tables of a world, the losses of a mechanism and of its baselines on the same
held-out cases. What follows is decided by rule, written down before any result was seen.

**Baselines.** The strongest simple forecasts of the same cases, written down with reasons before they were scored
(docs/explanation/scoreboard.md).

**Verdict.** Let the best baseline be the one with the best score on these cases (the hardest to beat, chosen after
the fact). The difference is how much better the mechanism is than it, in the unit of the measure; its interval of 95 %
draws whole blocks of cases again (see `scores`).

    earns its place   the interval lies above zero
    fails             the interval lies below zero
    ties              it contains zero, or there are fewer than five blocks and so no interval
    no baseline       no simple forecast of these cases can be had: informational

**Kind.** `forecast`: everything fitted, chosen or given for a case comes from before it. `conditional`: fitted before
it, but given something of the case itself, such as how others vote. `reproduction`: whoever wrote the specification
knew the outcome; such a score says that the mechanism can be made to agree, not that it foresees.

**Mechanism.** One mechanism may be tried on several samples by several hindcasts and counts once. It fails where any of
its scores fails, earns its place where all do, has no baseline where none has one, and ties otherwise.

**Default.** `on` where a mechanism earns its place on each of its measures and is no reproduction. Otherwise `off`; or
`assumption` where a model uses it all the same and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from steppe.evidence.scores import Bin, Floats, Score, Statistic, gain, interval, mean
from steppe.world.errors import UserError
from steppe.world.modules import modules_of
from steppe.world.names import look_alike
from steppe.world.world import World

Kind = Literal["forecast", "conditional", "reproduction"]
Default = Literal["on", "off", "assumption"]
Verdict = Literal["earns its place", "ties", "fails", "no baseline"]
VERDICTS: tuple[Verdict, ...] = ("fails", "ties", "earns its place", "no baseline")
"""Failures first."""


class NotHereError(UserError):
    """A hindcast needs data that are not in the bundle; the message says which."""


@dataclass(frozen=True)
class Calibration:
    """Something stated as a probability, and how often it came true: one bin of one part of a forecast."""

    kind: Literal["reliability", "coverage"]
    part: str
    number: int
    bin: Bin


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One measure of a mechanism on held-out cases.

    measure, unit
        What is scored and in what: `mean absolute error, one year ahead`, `points of 100`.
    own
        Scores of the mechanism, shape (cases,) or (cases, columns) for a statistic of several columns.
    baselines
        Scores of each simple forecast on the same cases, by name, same shape.
    block, of
        Label of the block of each case, shape (cases,), and what a block is: `year`.
    period
        When the cases are of: `2010-2019`.
    evidence
        What was held out and what else was seen, in a sentence or two with computed figures.
    statistic
        From the means of the columns to a number; the mean of one column by default.
    higher
        Whether more is better, as for a correlation.
    calibration
        Bins of stated probability or coverage.
    """

    measure: str
    unit: str
    scores: Floats
    baselines: Mapping[str, Floats]
    block: NDArray[Any]
    of: str
    period: str
    evidence: str
    statistic: Statistic = mean
    higher: bool = False
    calibration: Sequence[Calibration] = ()


@dataclass(frozen=True, kw_only=True)
class Hindcast:
    """A mechanism on a sample: what it predicts, of which kind the score is, and the code that makes it.

    `mechanism` is its plain name, which hindcasts of one mechanism share.
    """

    name: str
    mechanism: str
    title: str
    room: str
    kind: Kind
    used: bool
    quick: bool
    trials: Callable[[World], Iterable[Trial]] = field(repr=False)


@dataclass(frozen=True)
class Evaluation:
    """A trial with its score, the best baseline, the difference to it and the verdict."""

    trial: Trial
    score: Score
    baselines: Mapping[str, Score]
    differences: Mapping[str, Score]
    best: str | None
    verdict: Verdict


_REGISTRY: dict[str, Hindcast] = {}


def hindcast(
    name: str, title: str, room: str, kind: Kind, *, mechanism: str, used: bool = False, quick: bool = True
) -> Callable[[Callable[[World], Iterable[Trial]]], Callable[[World], Iterable[Trial]]]:
    """Register a function that makes the trials of a mechanism.

    Parameters
    ----------
    mechanism
        Its plain name, the same for each sample on which one mechanism is tried.
    used
        Whether a model uses the mechanism whatever its score: it is then an `assumption`, not `off`.
    quick
        Whether it is computed in a few seconds.
    """

    def register(function: Callable[[World], Iterable[Trial]]) -> Callable[[World], Iterable[Trial]]:
        if name in _REGISTRY and _REGISTRY[name].trials.__module__ != function.__module__:
            raise ValueError(f"two hindcasts are called {name}")
        _REGISTRY[name] = Hindcast(
            name=name,
            mechanism=mechanism,
            title=title,
            room=room,
            kind=kind,
            used=used,
            quick=quick,
            trials=function,
        )
        return function

    return register


@cache
def hindcasts() -> Mapping[str, Hindcast]:
    """Every hindcast by name."""
    modules_of("steppe.evidence.hindcasts")
    return dict(sorted(_REGISTRY.items()))


def hindcast_named(name: str) -> Hindcast:
    """One hindcast; unknown names stop with the look-alike named."""
    if name not in hindcasts():
        raise UserError(f'there is no mechanism "{name}"{look_alike(name, list(hindcasts()), "`steppe scoreboard`")}')
    return hindcasts()[name]


def evaluate(trial: Trial) -> Evaluation:
    """Score a trial, compare it with each baseline, and give the verdict by rule."""
    _check(trial)
    sign = -1.0 if trial.higher else 1.0
    score = interval(trial.scores, trial.block, trial.statistic)
    baselines = {name: interval(rows, trial.block, trial.statistic) for name, rows in trial.baselines.items()}
    gains = {name: gain(trial.scores, rows, trial.block, trial.statistic) for name, rows in trial.baselines.items()}
    differences = {name: _signed(difference, sign) for name, difference in gains.items()}
    best = min(baselines, key=lambda name: sign * baselines[name].value) if baselines else None
    return Evaluation(trial, score, baselines, differences, best, verdict(differences[best] if best else None))


def verdict(difference: Score | None) -> Verdict:
    """The verdict on a difference to the best baseline, positive in favour of the mechanism.

    Examples
    --------
    >>> verdict(Score(0.2, 0.1, 0.3)), verdict(Score(0.2, -0.1, 0.5)), verdict(Score(-0.2, -0.3, -0.1))
    ('earns its place', 'ties', 'fails')
    """
    if difference is None:
        return "no baseline"
    if difference.low is None or difference.high is None:
        return "ties"
    return "earns its place" if difference.low > 0 else "fails" if difference.high < 0 else "ties"


def overall(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict on a mechanism, from those on all of its scores.

    Examples
    --------
    >>> overall(["ties", "earns its place", "fails"]), overall(["earns its place", "no baseline"]), overall(["ties"])
    ('fails', 'earns its place', 'ties')
    """
    found = set(verdicts) - {"no baseline"}
    if not found:
        return "no baseline"
    return "fails" if "fails" in found else "ties" if "ties" in found else "earns its place"


def default(kind: Kind, used: bool, verdicts: Iterable[Verdict]) -> Default:
    """Whether a mechanism is on, by the verdicts on all of its measures."""
    if kind != "reproduction" and set(verdicts) == {"earns its place"}:
        return "on"
    return "assumption" if used else "off"


def _signed(difference: Score, sign: float) -> Score:
    if sign > 0 or difference.low is None or difference.high is None:
        return Score(sign * difference.value, difference.low, difference.high)
    return Score(-difference.value, -difference.high, -difference.low)


def _check(trial: Trial) -> None:
    for name, rows in trial.baselines.items():
        if np.shape(rows) != np.shape(trial.scores):
            raise ValueError(
                f"{trial.measure}: {name} has scores of shape {np.shape(rows)}, the mechanism {np.shape(trial.scores)}"
            )
