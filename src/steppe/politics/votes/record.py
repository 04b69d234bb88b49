"""The strongest simple rival: a state's own smoothed record, without a fit.

    s = (Σ w·1{vote} + m · s_wider) / (Σ w + m),   w = 2^(-age / half-life)

from wide to narrow over all earlier roll calls, those with the same issue codes, and those with the same title and
part; only years before count. Told how the others vote, each earlier roll call counts exp(-κ d) as much, with d half
the sum of the differences between the others' shares then and now; told the powers' votes too, exp(-κ d - λ n), with
n of them voting otherwise than now. Russia is not shown its own vote.

The settings were chosen on forecasts of 2000 to 2009, as those of the models were; `python -m
steppe.politics.votes.record` prints the search.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.politics.votes.past import POWERS
from steppe.politics.votes.rolls import ISSUES, NONE, Floats, Rolls, one_hot


@dataclass(frozen=True, slots=True)
class Smoothing:
    """Half-life in years, pseudo-votes of the wider record, and how fast unlikeness of the others and powers counts."""

    half_life: float
    pseudo: float
    others: float = 0.0
    powers: float = 0.0


GRID = {
    "half_life": (0.5, 1.0, 2.0, 4.0),
    "pseudo": (0.03, 0.1, 0.3, 1.0),
    "others": (0.0, 4.0, 8.0, 16.0, 32.0),
    "powers": (0.0, 0.5, 1.0, 2.0, 4.0),
}
TOLD = {
    "own record": (),
    "own record, given the others": ("others",),
    "own record, given the powers": ("others", "powers"),
}
"""What each rival is told of the roll call itself."""

CHOSEN = {
    "own record": Smoothing(1.0, 0.3),
    "own record, given the others": Smoothing(1.0, 0.3, others=16.0),
    "own record, given the powers": Smoothing(1.0, 0.3, others=16.0, powers=2.0),
}
"""The rivals as `choose` found them; log scores over 2000 to 2009 of .353, .232 and .209."""


def own_record(rolls: Rolls, year: int, smoothing: Smoothing) -> Floats:
    """Chances of every vote of one year, shape (roll calls of the year, voters, 3)."""
    before, now = rolls.year < year, rolls.year == year
    faded = 0.5 ** ((year - 1 - rolls.year[before]) / smoothing.half_life)
    weight = faded * _likeness(rolls, before, now, smoothing)  # (voters, now, before)
    past = one_hot(rolls.of(rolls.voters)[before])
    share = past.sum(axis=(0, 1)) + 1
    share = share / share.sum()
    for code in (np.zeros(len(rolls.calls), dtype=int), issue_codes(rolls), title_codes(rolls)):
        same = (code[now][:, None] == code[before][None, :]) & (code[now] >= 0)[:, None]
        counts = np.einsum("vcb,bvk->cvk", weight * same, past, optimize=True)
        share = (counts + smoothing.pseudo * share) / (counts.sum(axis=2, keepdims=True) + smoothing.pseudo)
    return np.asarray(share)


def _likeness(rolls: Rolls, before: NDArray[np.bool_], now: NDArray[np.bool_], smoothing: Smoothing) -> Floats:
    """How much an earlier roll call counts by how the others and the powers voted, shape (voters, now, before)."""
    unlike = np.zeros((len(rolls.voters), int(now.sum()), int(before.sum())))
    if smoothing.others:
        counts = one_hot(rolls.of(rolls.others)).sum(axis=1)
        share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
        unlike += smoothing.others / 2 * np.abs(share[now][:, None] - share[before][None, :]).sum(axis=2)
    for power in POWERS if smoothing.powers else ():
        vote = rolls.of((power,))[:, 0]
        seen = np.array([voter != power for voter in rolls.voters])
        unlike += smoothing.powers * seen[:, None, None] * (vote[now][:, None] != vote[before][None, :])
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


def loss(rolls: Rolls, smoothing: Smoothing, years: Iterable[int]) -> float:
    """Mean log score of the record over the votes of some years."""
    taken: list[Floats] = []
    for year in years:
        votes = rolls.of(rolls.voters)[rolls.year == year]
        call, voter = np.nonzero(votes != NONE)
        taken.append(-np.log(own_record(rolls, year, smoothing)[call, voter, votes[call, voter]]))
    return float(np.concatenate(taken).mean())


def choose(rolls: Rolls, years: Sequence[int], told: Sequence[str]) -> tuple[Smoothing, float]:
    """The settings with the least loss, and that loss: one setting at a time, until a pass over the grid moves none."""
    best = Smoothing(1.0, 0.1)
    least, before = loss(rolls, best, years), None
    while best != before:
        before = best
        for name in ("half_life", "pseudo", *told):
            for value in GRID[name]:
                tried = replace(best, **{name: value})
                found = least if tried == best else loss(rolls, tried, years)
                best, least = (tried, found) if found < least else (best, least)
    return best, least


if __name__ == "__main__":
    from steppe.politics.votes.backtest import CHOICE
    from steppe.politics.votes.rolls import rolls as read
    from steppe.politics.votes.tuning import up_to
    from steppe.world.load import load

    known = up_to(read(load()), CHOICE[-1])
    for rival, told in TOLD.items():
        best, least = choose(known, CHOICE, told)
        print(f"{rival}: {best}, log score {least:.4f}", flush=True)
