"""Features from before a vote: records of the past, each drawn towards the next wider one.

For a roll call r of year t every share is of roll calls of years before t, weighted by age (half as much per half-life)
and, from wide to narrow,

    overall   every roll call
    issue     times the overlap of issue codes
    alike     times exp(κ (likeness of titles - 1)), and a factor where one is a vote on a part and the other is not
    same      the same with a κ at which only titles that hardly differ count

    s = (Σ w·1{vote} + m · s_wider) / (Σ w + m)

so that a record without evidence is the wider one. Records are kept for the voter itself, for the others together (the
mean of their shares in each roll call) and for each power. Features are log-odds against yes, log(s_abstain / s_yes)
and log(s_no / s_yes). Nothing of year t is used but the agenda: titles, issues, what part is voted on. Who sponsors a
resolution is not in the tables; `important`, a mark of the Department of State, is made after the vote and not used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steppe.politics.votes.rolls import (
    ISSUES,
    Floats,
    Rolls,
    issue_overlap,
    one_hot,
    same_part,
    title_similarity,
)
from steppe.politics.votes.settings import Settings

POWERS = ("USA", "CHN", "RUS")
"""Whose votes are looked at one by one. RUS is of the twelve: where it is the voter, its own column is nil."""

PARTS = ("paragraph", "amendment", "motion")
SIDES = ("abstain", "no")


@dataclass(frozen=True)
class Features:
    """Columns with a name and a group, one value per roll call and voter; nan where the past is empty."""

    names: tuple[str, ...]
    groups: tuple[str, ...]
    values: Floats
    """Shape (C, voters, columns)."""

    def __add__(self, other: Features) -> Features:
        """The columns of both."""
        return Features(
            self.names + other.names, self.groups + other.groups, np.concatenate([self.values, other.values], axis=2)
        )

    def at(self, names: tuple[str, ...]) -> Floats:
        """Some columns by name, shape (C, voters, len(names))."""
        return self.values[..., [self.names.index(name) for name in names]]


def past_features(rolls: Rolls, settings: Settings) -> Features:
    """Records of the past and facts of the agenda for each roll call and voter."""
    names, groups = _columns()
    values = np.full((len(rolls.calls), len(rolls.voters), len(names)), np.nan)
    year = rolls.year
    for t in np.unique(year):
        if (year < t).any():
            values[year == t] = _year(rolls, int(t), settings)
    return Features(names, groups, values)


RECORDS = (
    ("own overall", "own record"),
    ("own on the issue", "own record on the issue"),
    ("own on alike", "own record on similar resolutions"),
    ("own on the same", "own record on the same resolution"),
    ("others on the same", "how others voted on it before"),
    *((f"{power} on the same", f"how {power} voted on it before") for power in POWERS),
)


def _columns() -> tuple[tuple[str, ...], tuple[str, ...]]:
    records = [(f"{name}: {side}", group) for name, group in RECORDS for side in SIDES]
    agenda = [*((issue, "issue") for issue in ISSUES), *((part, "part of a resolution") for part in PARTS)]
    names, groups = zip(*records, *agenda, strict=True)
    return names, groups


def _year(rolls: Rolls, t: int, settings: Settings) -> Floats:
    """Features of one year, shape (roll calls of the year, voters, columns)."""
    before, now = rolls.year < t, rolls.year == t
    calls, past = rolls.calls[now], rolls.calls[before]
    age = t - 1 - rolls.year[before]
    issue = 0.5 ** (age / settings.fade) * issue_overlap(calls, past)
    kind = np.where(same_part(calls, past), 1.0, settings.across_parts)
    near = title_similarity(calls, past) - 1
    alike = np.exp(settings.sharpness * near) * kind * 0.5 ** (age / settings.fade_alike)
    same = np.exp(settings.sharpness_same * near) * kind * 0.5 ** (age / settings.fade_same)
    every = np.broadcast_to(0.5 ** (age / settings.fade), issue.shape)
    weights = (every, issue, alike, same)
    records_of_voters = nested(one_hot(rolls.of(rolls.voters)[before]), weights, settings.pseudo)
    others = nested(_mean_share(rolls, before), weights, settings.pseudo)[-1]
    powers = nested(one_hot(rolls.of(POWERS)[before]), weights, settings.pseudo)[-1]
    spread = np.broadcast_to
    shape = (int(now.sum()), len(rolls.voters))
    blocks = [*records_of_voters, spread(others, (*shape, 3))]
    for number, power in enumerate(POWERS):
        block = spread(powers[:, [number]], (*shape, 3)).copy()
        if power in rolls.voters:
            block[:, rolls.voters.index(power)] = 1 / 3
        blocks.append(block)
    records = [log_odds(block) for block in blocks]
    agenda = np.column_stack(
        [calls[list(ISSUES)].to_numpy(float), *(calls["part"].eq(p).to_numpy(float) for p in PARTS)]
    )
    return np.concatenate([*records, spread(agenda[:, None], (*shape, agenda.shape[1]))], axis=2)


def nested(past: Floats, weights: tuple[Floats, ...], pseudo: float) -> list[Floats]:
    """Shares from wide to narrow, each of shape (now, seats, 3); `past` has shape (before, seats, 3)."""
    total = past.sum(axis=(0, 1)) + 1
    share = np.broadcast_to(total / total.sum(), (len(weights[0]), past.shape[1], 3))
    shares = []
    for weight in weights:
        counts = np.tensordot(weight, past, axes=(1, 0))
        share = (counts + pseudo * share) / (counts.sum(axis=2, keepdims=True) + pseudo)
        shares.append(share)
    return shares


def _mean_share(rolls: Rolls, before: NDArray[np.bool_]) -> Floats:
    """Shares of the others in each past roll call, shape (before, 1, 3)."""
    counts = one_hot(rolls.of(rolls.others)[before]).sum(axis=1)
    return (counts / np.maximum(counts.sum(axis=1, keepdims=True), 1))[:, None]


def log_odds(share: Floats) -> Floats:
    """Log-odds of abstain and of no against yes, shape (…, 2)."""
    return np.asarray(np.log(share[..., 1:] / share[..., :1]))
