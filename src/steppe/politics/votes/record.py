"""The strongest simple rival: a state's own smoothed record, without a fit.

    s = (Σ w·1{vote} + m · s_wider) / (Σ w + m),   w = 2^(-age / half-life)

from wide to narrow over all earlier roll calls, those with the same issue codes, those with alike titles and those with
the same title; only years before count. Likeness of titles is reckoned as in `votes.past`, without which a title that
gains a comma would be a new one. Told how the others vote, each earlier roll call counts exp(-κ d) as much, with d half
the sum of the differences between the others' shares then and now; told the powers' votes too, exp(-κ d - λ n), with
n of them voting otherwise than now. Russia is not shown its own vote.

Half-life, pseudo-votes, κ and λ were chosen on forecasts of 2000 to 2009, as those of the models were
(`votes.tuning`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.politics.votes.past import POWERS, nested
from steppe.politics.votes.rolls import ISSUES, Floats, Rolls, one_hot, same_part, title_similarity
from steppe.politics.votes.settings import CHOSEN as MODELS

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Smoothing:
    """Half-life in years, pseudo-votes of the wider record, and how fast unlikeness of the others and powers counts."""

    half_life: float
    pseudo: float
    others: float = 0.0
    powers: float = 0.0


CHOSEN = {
    "own record": Smoothing(1.0, 0.3),
    "own record, given the others": Smoothing(1.0, 1.0, others=16.0),
    "own record, given the powers": Smoothing(1.0, 1.0, others=16.0, powers=1.0),
}
"""The rivals as `tuning.choose_record` found them; log scores over 2000 to 2009 of .296, .219 and .204."""


def own_record(rolls: Rolls, year: int, smoothing: Smoothing) -> Floats:
    """Chances of every vote of one year, shape (roll calls of the year, voters, 3)."""
    before, now = rolls.year < year, rolls.year == year
    levels, past = _levels(rolls, before, now), one_hot(rolls.of(rolls.voters)[before])
    faded = 0.5 ** ((year - 1 - rolls.year[before]) / smoothing.half_life)
    found = np.empty((int(now.sum()), len(rolls.voters), 3))
    for hidden, places in _sights(rolls, smoothing).items():
        weight = faded * _likeness(rolls, before, now, smoothing, hidden)
        weights = tuple(weight * level for level in levels)
        found[:, places] = nested(past[:, places], weights, smoothing.pseudo)[-1]
    return found


def _levels(rolls: Rolls, before: Flags, now: Flags) -> tuple[Floats, ...]:
    """What each earlier roll call counts in a record, from wide to narrow, shape (now, before) each."""
    calls, past = rolls.calls[now], rolls.calls[before]
    near, issue = title_similarity(calls, past) - 1, issue_codes(rolls)
    part = np.where(same_part(calls, past), 1.0, MODELS.across_parts)
    same = (issue[now][:, None] == issue[before][None, :]).astype(float)
    alike = (np.exp(sharpness * near) * part for sharpness in (MODELS.sharpness, MODELS.sharpness_same))
    return np.ones_like(near), same, *alike


def _sights(rolls: Rolls, smoothing: Smoothing) -> dict[str, list[int]]:
    """Places of the voters by the power whose vote is hidden from them, their own; "" for none."""
    hidden = [voter if smoothing.powers and voter in POWERS else "" for voter in rolls.voters]
    return {name: [place for place, one in enumerate(hidden) if one == name] for name in dict.fromkeys(hidden)}


def _likeness(rolls: Rolls, before: Flags, now: Flags, smoothing: Smoothing, hidden: str) -> Floats:
    """How much an earlier roll call counts by how the others and the powers voted, shape (now, before)."""
    unlike = np.zeros((int(now.sum()), int(before.sum())))
    if smoothing.others:
        counts = one_hot(rolls.of(rolls.others)).sum(axis=1)
        share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        unlike += smoothing.others / 2 * np.abs(share[now][:, None] - share[before][None, :]).sum(axis=2)
    for power in POWERS if smoothing.powers else ():
        vote = rolls.of((power,))[:, 0]
        unlike += smoothing.powers * (power != hidden) * (vote[now][:, None] != vote[before][None, :])
    return np.asarray(np.exp(-unlike))


def issue_codes(rolls: Rolls) -> NDArray[np.intp]:
    """A number for each set of issue codes, shape (C,)."""
    keys = rolls.calls[list(ISSUES)].astype(int).astype(str).agg("".join, axis=1)
    return np.asarray(pd.factorize(keys)[0])


def title_codes(rolls: Rolls) -> NDArray[np.intp]:
    """A number for each title and part, -1 without a title, shape (C,)."""
    calls = rolls.calls
    whole = calls["part"].eq("whole").map({True: "whole", False: "part"})
    keys = calls["title"].str.lower().where(calls["title"].notna(), None) + " | " + whole
    return np.asarray(pd.factorize(keys)[0])
