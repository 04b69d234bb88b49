"""How far a state may move from one session to the next, decided by votes that the fit has not seen.

A small standard deviation of the random walk hides moves, a large one takes noise for moves. One vote in ten is drawn
at random and held out; the model is fitted to the rest with each candidate, and the candidate that gives the held-out
votes the highest mean log probability is taken. Published positions play no part. The candidates are in units of the
spread between positions, which the fit fixes at 1.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from steppe.politics.idealpoints.ballots import Ballots
from steppe.politics.idealpoints.fit import MODEL, fit
from steppe.politics.idealpoints.model import log_likelihoods
from steppe.world.streams import Streams

CANDIDATES = (0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.3)
HOLDOUT_SHARE, SEED = 0.1, 1


def holdout_scores(votes: Ballots, candidates: tuple[float, ...] = CANDIDATES) -> pd.DataFrame:
    """Mean log score of the held-out votes by candidate: columns drift, log_score, votes.

    The same votes are held out whether repeated questions share their cut points or not.
    """
    out = Streams(SEED).rng().random(len(votes.node))[votes.order] < HOLDOUT_SHARE
    seen, hidden = votes.kept(~out), votes.kept(out)
    rows = []
    for drift in candidates:
        fitted = fit(seen, replace(MODEL, drift=drift))
        rows.append((drift, float(log_likelihoods(hidden, fitted.point, fitted.model).mean()), len(hidden.node)))
    return pd.DataFrame(rows, columns=["drift", "log_score", "votes"])
