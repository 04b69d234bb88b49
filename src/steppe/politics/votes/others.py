"""What is seen of the roll call itself: how the others vote, those of like mind, and the powers.

*Others* are every seat but the twelve. Those *of like mind* are the same seats, weighted by exp(c · agreement), the
share of common votes of earlier years on which seat and voter voted alike. Both are shares of this roll call. A power's
vote is three marks: abstained, against, absent; yes is nil. RUS is seen by the eleven and not by itself.
"""

from __future__ import annotations

import numpy as np

from steppe.politics.votes.past import POWERS, SIDES, Features, log_odds
from steppe.politics.votes.rolls import ABSTAIN, NO, NONE, Floats, Rolls, one_hot
from steppe.politics.votes.settings import Settings

HALF = 0.5
"""Pseudo-votes per answer with which shares of a roll call are kept from zero (Jeffreys)."""


def other_features(rolls: Rolls, settings: Settings) -> Features:
    """Log-odds of the others and of those of like mind, for each roll call and voter."""
    now = one_hot(rolls.of(rolls.others))
    counts = now.sum(axis=1) + HALF
    share = np.broadcast_to((counts / counts.sum(axis=1, keepdims=True))[:, None], (len(now), len(rolls.voters), 3))
    close = np.full(share.shape, np.nan)
    for t in np.unique(rolls.year):
        here = rolls.year == t
        if (rolls.year < t).any():
            weight = np.exp(settings.taste * _agreement(rolls, int(t), settings))
            weight /= weight.mean(axis=1, keepdims=True)
            seen = np.einsum("ij,cjk->cik", weight, now[here]) + share[here]
            close[here] = seen / seen.sum(axis=2, keepdims=True)
    names = tuple(f"{who}: {side}" for who in ("others", "of like mind") for side in SIDES)
    groups = ("how the others vote",) * 2 + ("how like-minded states vote",) * 2
    return Features(names, groups, np.concatenate([log_odds(share), log_odds(close)], axis=2))


def _agreement(rolls: Rolls, t: int, settings: Settings) -> Floats:
    """Share of common votes before year t on which voter and other agreed, faded by age, shape (voters, others)."""
    before = rolls.year < t
    weight = 0.5 ** ((t - 1 - rolls.year[before]) / settings.fade)
    mine, theirs = (one_hot(rolls.of(seats)[before]) for seats in (rolls.voters, rolls.others))
    alike = np.einsum("c,cik,cjk->ij", weight, mine, theirs, optimize=True)
    common = np.einsum("c,ci,cj->ij", weight, mine.sum(axis=2), theirs.sum(axis=2), optimize=True)
    return (alike + 1) / (common + 2)


def power_features(rolls: Rolls) -> Features:
    """Marks of the powers' votes in each roll call; a power's own column is nil where it is the voter."""
    columns, names, groups = [], [], []
    for power in POWERS:
        vote = rolls.of((power,))
        for mark, value in (("abstains", ABSTAIN), ("votes no", NO), ("is absent", NONE)):
            column = np.repeat((vote == value).astype(float), len(rolls.voters), axis=1)
            if power in rolls.voters:
                column[:, rolls.voters.index(power)] = 0
            columns.append(column)
            names.append(f"{power} {mark}")
            groups.append(f"the vote of {power}")
    return Features(tuple(names), tuple(groups), np.stack(columns, axis=2))
