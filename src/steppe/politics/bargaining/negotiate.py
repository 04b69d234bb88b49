"""One issue before one body: every model, under the body's rule, with what each says beside the others.

Point forecast: the compromise, moved towards the status quo until the body can adopt it. Probabilities of the named
alternatives: Condorcet elections over noisy copies of the actors, in each copy between the alternatives that the rule
lets pass, averaged over linear, square and quartic contests (nothing decides between them) and widened by the residuals
of issues whose outcome is known. Interval: what is settled in each copy plus a residual.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.display.interval import interval
from steppe.politics.bargaining.actors import Actors, Floats
from steppe.politics.bargaining.compromise import compromise, weighted_median
from steppe.politics.bargaining.condorcet import Election, conditional, elect
from steppe.politics.bargaining.draws import Noise, noisy
from steppe.politics.bargaining.nash import NashBargain, nash
from steppe.politics.bargaining.residuals import residuals, widen
from steppe.politics.bargaining.rules import Decision, Rule, decide, passes, settle
from steppe.politics.bargaining.sensitivity import sensitivity
from steppe.politics.bargaining.votes import CONTESTS, Contest, victory
from steppe.world.points import rounded
from steppe.world.streams import Streams

BATCH = 2_000  # draws reckoned at once: keeps the memory small
COVERAGE = 0.80
"""Share of outcomes that the interval of a forecast is meant to cover; chosen before it was scored."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be decided: the scale, the named alternatives and the status quo."""

    issue: str
    low: float
    high: float
    alternatives: tuple[str, ...]
    positions: Floats  # (K,) of the alternatives
    reference: float

    @property
    def width(self) -> float:
        """Length of the scale."""
        return self.high - self.low

    def nearest(self, position: float) -> str:
        """The alternative nearest to a position on the scale."""
        return self.alternatives[int(np.abs(self.positions - position).argmin())]


@dataclass(frozen=True, kw_only=True, slots=True)
class Negotiation:
    """Everything that the models say about one issue; the forecast is `point`, `probability`, `low` and `high`."""

    question: Question
    rule: Rule
    actors: Actors
    noise: Noise
    draws: int
    compromise: float
    median: float
    nash: NashBargain
    point: float  # the compromise, as far as the rule lets it pass
    low: float  # 80 % interval
    high: float
    elections: dict[Contest, Election]  # without noise, among alternatives that pass
    drawn: dict[Contest, Floats]  # (K,) mean over draws
    standing: Floats  # (K,) share of draws in which the rule lets the alternative pass
    probability: Floats  # (K,) mean of the contests, widened
    decisions: tuple[Decision, ...]  # on each alternative, if it is put to the vote
    sensitivity: pd.DataFrame

    @property
    def decision(self) -> Decision:
        """The vote on the alternative nearest to the compromise, which is what lies on the table."""
        return self.decisions[int(np.abs(self.question.positions - self.compromise).argmin())]

    @property
    def likeliest(self) -> str:
        """The alternative with the largest probability."""
        return self.question.alternatives[int(self.probability.argmax())]


def negotiate(
    question: Question, actors: Actors, by: Rule, noise: Noise | None = None, draws: int = 8_192, seed: int = 1
) -> Negotiation:
    """Let the actors bargain over one issue under a rule."""
    spread = noise or Noise()
    mean = float(compromise(actors))
    point = float(settle(by, actors, mean, question.reference, question.width))
    standing = passes(by, actors, question.positions, question.reference, question.width)
    elections: dict[Contest, Election] = {
        contest: elect(actors, question.positions, question.width, contest, standing=standing) for contest in CONTESTS
    }
    drawn, passed, low, high = _draw(question, actors, by, spread, draws, seed)
    together = np.mean(list(drawn.values()), axis=0)
    votes = (decide(by, actors, float(put), question.reference, question.width) for put in question.positions)
    return Negotiation(
        question=question,
        rule=by,
        actors=actors,
        noise=spread,
        draws=rounded(draws),
        compromise=mean,
        median=float(weighted_median(actors)),
        nash=nash(actors, question.reference),
        point=point,
        low=low,
        high=high,
        elections=elections,
        drawn=drawn,
        standing=passed,
        probability=widen(question.positions, together, question.low, question.high),
        decisions=tuple(votes),
        sensitivity=sensitivity(actors, compromise, spread, question.low, question.high),
    )


def _draw(
    question: Question, actors: Actors, by: Rule, noise: Noise, draws: int, seed: int
) -> tuple[dict[Contest, Floats], Floats, float, float]:
    """Mean probabilities by contest, share of draws in which each alternative passes, and the interval."""
    copies = noisy(actors, noise, question.low, question.high, draws, seed)
    draws = len(copies.position)
    total: dict[Contest, Floats] = {contest: np.zeros(len(question.positions)) for contest in CONTESTS}
    passed = np.zeros(len(question.positions))
    for start in range(0, draws, BATCH):
        part = slice(start, start + BATCH)
        some = Actors(copies.names, copies.capability[part], copies.salience[part], copies.position[part])
        standing = passes(by, some, question.positions, question.reference, question.width)
        strength = elect(some, question.positions, question.width).coalition
        passed += standing.sum(axis=0)
        for contest in CONTESTS:
            total[contest] += conditional(victory(strength, contest), standing).sum(axis=0)
    order = Streams(seed).rng(1).permutation(draws)
    error = residuals(draws)[order] * question.width / 100
    settled = settle(by, copies, compromise(copies), question.reference, question.width)
    reached = np.clip(settled + error, question.low, question.high)
    low, high = interval(reached, level=COVERAGE)
    return {contest: sums / draws for contest, sums in total.items()}, passed / draws, float(low), float(high)
