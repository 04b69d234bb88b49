"""Naive rivals, each as probabilities so that proper scores can be taken of it.

    base rate            the state's shares in the two years before
    own last on issue    its vote in the last earlier roll call with the same issue codes, in years before
    own last on title    its vote in the last earlier roll call with the same title and part, else on the issue
    own record           its answers on the same title, the same issues and at all, smoothed (`votes.record`)
    share of the others  the others' shares in the same roll call (conditional)
    copy Russia          Russia's vote in the same roll call (conditional)
    own record, given …  its record where the others, or they and the powers, voted as now (conditional)

A copied answer is given the share of the state's earlier votes in which copying was right, (hits + 1) / (votes + 2)
over all years before; the rest goes to the other two answers in proportion to the base rate. Where there is nothing to
copy (Russia itself, Russia absent, no earlier vote) the base rate stands in. Shares have a pseudo-vote per answer.

The two years of the base rate reproduce the figures of the task (log score .585, Brier .321 over 2010-2019); all years
before would give .607 and .330. So the rival is the stronger of the two.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from steppe.politics.votes.models import Cases
from steppe.politics.votes.record import CHOSEN, issue_codes, own_record, title_codes
from steppe.politics.votes.rolls import NONE, Floats, Rolls, one_hot

WINDOW = 2
BASELINES = (
    "base rate",
    "own last on issue",
    "own last on title",
    "own record",
    "share of the others",
    "copy Russia",
    "own record, given the others",
    "own record, given the powers",
)


def to_copy(rolls: Rolls) -> dict[str, NDArray[np.int8]]:
    """What each baseline that copies would copy, -1 where there is nothing; shape (C, voters)."""
    issue, title = last_votes(rolls, "issue"), last_votes(rolls, "title")
    russia = np.repeat(rolls.of(("RUS",)), len(rolls.voters), axis=1)
    if "RUS" in rolls.voters:
        russia[:, rolls.voters.index("RUS")] = NONE
    return {
        "own last on issue": issue,
        "own last on title": np.where(title == NONE, issue, title),
        "copy Russia": russia,
    }


def baselines(data: Cases, copied: dict[str, NDArray[np.int8]], year: int) -> dict[str, Floats]:
    """Probabilities of each baseline for the votes of one year, each of shape (cases, 3); `copied` is `to_copy`'s."""
    rolls, now = data.rolls, data.year == year
    rate = base_rate(rolls, year)
    call, voter = data.call[now], data.voter[now]
    shares = {"base rate": rate[voter], "share of the others": _shares(rolls)[call]}
    row = call - int(np.flatnonzero(rolls.year == year)[0])
    records = {name: own_record(rolls, year, chosen)[row, voter] for name, chosen in CHOSEN.items()}
    copies = {name: _copy(rolls, copy, rate, year)[call, voter] for name, copy in copied.items()}
    forecasts = shares | records | copies
    return {name: forecasts[name] for name in BASELINES}


def base_rate(rolls: Rolls, year: int) -> Floats:
    """Each voter's shares in the years `year - WINDOW` to `year - 1`, shape (voters, 3)."""
    window = (rolls.year < year) & (rolls.year >= year - WINDOW)
    counts = one_hot(rolls.of(rolls.voters)[window]).sum(axis=0) + 1
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def last_votes(rolls: Rolls, on: str) -> NDArray[np.int8]:
    """Each voter's last vote on the same issue codes (or title and part) in years before, or -1; shape (C, voters)."""
    votes = rolls.of(rolls.voters)
    codes = title_codes(rolls) if on == "title" else issue_codes(rolls)
    last = np.full(votes.shape, NONE, dtype=np.int8)
    carried = np.full((codes.max() + 1, votes.shape[1]), NONE, dtype=np.int8)
    for year in np.unique(rolls.year):
        here = np.flatnonzero((rolls.year == year) & (codes >= 0))
        last[here] = carried[codes[here]]
        for row in here:
            carried[codes[row]] = np.where(votes[row] == NONE, carried[codes[row]], votes[row])
    return last


def _shares(rolls: Rolls) -> Floats:
    counts = one_hot(rolls.of(rolls.others)).sum(axis=1) + 1
    return np.asarray(counts / counts.sum(axis=1, keepdims=True))


def _copy(rolls: Rolls, copied: NDArray[np.int8], rate: Floats, year: int) -> Floats:
    """Probabilities for every roll call and voter when an answer is copied, shape (C, voters, 3)."""
    votes = rolls.of(rolls.voters)
    compared = (copied != NONE) & (votes != NONE) & (rolls.year < year)[:, None]
    right = (((copied == votes) & compared).sum(axis=0) + 1) / (compared.sum(axis=0) + 2)
    marked = one_hot(copied)
    rest = rate * (1 - marked)
    spread = rest / rest.sum(axis=2, keepdims=True)
    shown = marked * right[:, None] + spread * (1 - right[:, None])
    return np.asarray(np.where((copied != NONE)[..., None], shown, rate))
