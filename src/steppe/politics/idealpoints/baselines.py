"""What positions must beat: the first principal component in a window of sessions, and the last change going on."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.linalg import eigh

from steppe.politics.idealpoints.ballots import Ballots, Flags, Floats, Ints

WIDTHS = (1, 3, 5)
"""Sessions of the windows."""


def windowed_pca(votes: Ballots, width: int, anchor: str) -> pd.DataFrame:
    """First principal component of the votes around each session: columns state, session, position.

    Votes count yes 1, abstention 0, no -1; each item is centred over those who voted, and an absence counts as the
    mean. At the ends the window is cut. A state has a position in the sessions in which it voted; positions have mean 0
    and standard deviation 1 in each session, and the anchor is positive.

    Parameters
    ----------
    votes
        Votes with one item a roll call (`ballots(..., longest=1)`).
    width
        Sessions of the window, odd.
    anchor
        Who is positive; must have voted in every window.
    """
    session = votes.node_session[votes.node]
    voter = votes.node_voter[votes.node]
    alike = np.stack([_products(votes, voter, session == t) for t in range(len(votes.sessions))])
    frames = []
    for t, number in enumerate(votes.sessions):
        window = alike[max(0, t - width // 2) : t + width // 2 + 1].sum(axis=0)
        last = len(window) - 1
        first = eigh(window, subset_by_index=[last, last])[1][:, 0]
        first = first * np.sign(first[votes.voters.index(anchor)])
        here = np.unique(voter[session == t])
        score = (first[here] - first[here].mean()) / first[here].std()
        names = [votes.voters[place] for place in here]
        frames.append(pd.DataFrame({"state": names, "session": int(number), "position": score}))
    return pd.concat(frames, ignore_index=True)


def _products(votes: Ballots, voter: Ints, chosen: Flags) -> Floats:
    """Inner products of the voters' centred votes in a session, voters by voters: their leading eigenvector is the
    component that the votes themselves would give."""
    items, column = np.unique(votes.item[chosen], return_inverse=True)
    value = votes.choice[chosen] - 1.0
    mean = np.bincount(column, value) / np.bincount(column)
    made = np.zeros((len(votes.voters), len(items)))
    made[voter[chosen], column] = value - mean[column]
    return np.asarray(made @ made.T)


def changes(positions: pd.DataFrame, sessions: int) -> pd.DataFrame:
    """Change of each state from a session to that many sessions later: columns state, session, change."""
    later = positions.assign(session=positions["session"] - sessions)
    pairs = positions.merge(later, on=["state", "session"], suffixes=("", "_later"))
    return pairs[["state", "session"]].assign(change=pairs["position_later"] - pairs["position"])


def persistence(published: pd.DataFrame, sessions: int) -> pd.DataFrame:
    """The change of the last sessions, as the forecast of the next: columns state, session, change."""
    past = changes(published, sessions)
    return past.assign(session=past["session"] + sessions)
