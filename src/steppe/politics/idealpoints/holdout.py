"""Which model: decided by votes that the fit has not seen, of the same sessions and of later ones.

Two kinds of votes are held out together. *Repeats*: of one in three chains of at least four roll calls on the same
question, drawn at random, only the first two roll calls are seen; the votes on all later ones are forecast from the cut
points of those two and from the positions that the other roll calls of the later session give. They are as good as the
positions of sessions many years apart are comparable, which votes of the same session cannot show. *Same session*: one
in ten of the remaining votes, drawn at random. They show how well a position explains a vote.

The score is the mean log probability of the votes. A difference is judged by its standard error over questions, whose
votes are not independent. Published positions play no part.

Two rivals know no positions: the shares of the three answers when the question was last seen (of a roll call, among
the votes that are seen), and what the same voter answered when it was last seen, counted how often each answer follows
each over the same number of sessions, up to `NEAR`, up to `FAR` and longer, on the chains that are not held out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from steppe.politics.idealpoints.ballots import CHOICES, Ballots, Floats, Ints, ballots, counted, questions
from steppe.politics.idealpoints.fit import IdealPointFit, fit
from steppe.politics.idealpoints.model import Model, Parameters, log_likelihoods, session_moments
from steppe.world.streams import Streams

SEED, CHAINS, LINKS, SEEN, SHARE = 1, 1 / 3, 4, 2, 0.1
NEAR, FAR = 5, 10
"""Sessions since a question was last seen that part near, middling and far repeats."""


@dataclass(frozen=True, slots=True)
class Holdout:
    """Votes to fit to, and those held out: `repeats` with the sessions since the question was last seen (V,)."""

    seen: Ballots
    same: Ballots
    repeats: Ballots
    gap: Ints


def holdout(roll_calls: pd.DataFrame, votes: pd.DataFrame, longest: int | None = None) -> Holdout:
    """The same votes held out whatever the bridges.

    Parameters
    ----------
    roll_calls, votes
        As `ballots`.
    longest
        A chain is cut after so many roll calls; 1 leaves no bridges. The chains that are held out are not cut.
    """
    calls = counted(roll_calls)
    probed = _probed(calls)
    made = ballots(calls, votes, longest, probed.index)
    cast = votes[votes["roll_call"].isin(calls["roll_call"])].sort_values(["roll_call", "seat"])
    later = cast["roll_call"].map(probed).fillna(0).to_numpy(dtype=np.int64)[made.order]
    random = Streams(SEED).rng("same session").random(len(made.node))[made.order] < SHARE
    out = later > 0
    return Holdout(made.kept(~out & ~random), made.kept(~out & random), made.kept(out), later[out])


def _probed(calls: pd.DataFrame) -> pd.Series:
    """Of each roll call in a chain that is held out, the sessions since the last one seen; 0 for those seen."""
    chain = questions(calls)
    length = chain.map(chain.value_counts())
    long = np.unique(chain[length >= LINKS])
    drawn = long[Streams(SEED).rng("repeats").random(len(long)) < CHAINS]
    place = chain.groupby(chain).cumcount()
    return (place - SEEN + 1).clip(lower=0)[chain.isin(drawn)]


def scores(held: Holdout, model: Model) -> dict[str, pd.DataFrame]:
    """Log probability of each held-out vote after a fit to the others.

    Returns
    -------
    "same" and "repeats": columns item, voter, gap, and `log_score`; of repeats also `by_session`, the score if
    positions are standardized within each session before they are carried to another.
    """
    found = fit(held.seen, model)
    same = _frame(held.same, np.zeros(len(held.same.node), dtype=np.int64))
    repeats = _frame(held.repeats, held.gap)
    moved = carried(found, held)
    return {
        "same": same.assign(log_score=log_likelihoods(held.same, found.point, model)),
        "repeats": repeats.assign(
            log_score=log_likelihoods(held.repeats, found.point, model),
            by_session=log_likelihoods(*moved, model),
        ),
    }


def carried(found: IdealPointFit, held: Holdout) -> tuple[Ballots, Parameters]:
    """The repeats with each position at its standard score of its own session, on the scale of the sessions in which
    the question was seen; a node for each vote."""
    middle, spread = session_moments(found.votes, found.point.x)
    seen, votes, point = held.seen, held.repeats, found.point
    session = seen.node_session[seen.node]
    count = np.bincount(seen.item, minlength=seen.items)
    with np.errstate(invalid="ignore"):
        centre, width = (np.bincount(seen.item, of[session], seen.items) / count for of in (middle, spread))
    own = votes.node_session[votes.node]
    x = centre[votes.item] + width[votes.item] * (point.x[votes.node] - middle[own]) / spread[own]
    return replace(votes, node=np.arange(len(x))), replace(point, x=x)


def _frame(votes: Ballots, gap: Ints) -> pd.DataFrame:
    voter = np.array(votes.voters)[votes.node_voter[votes.node]]
    return pd.DataFrame({"item": votes.item, "voter": voter, "gap": gap})


def mean_difference(one: pd.Series[float], other: pd.Series[float], block: pd.Series[int]) -> tuple[float, float]:
    """Mean of one less the other, and its standard error over blocks."""
    blocks = np.unique(block, return_inverse=True)[1]
    total = np.bincount(blocks, (one - other).to_numpy())
    size = np.bincount(blocks)
    mean = float(total.sum() / size.sum())
    left = total - mean * size
    return mean, float(np.sqrt(left @ left * len(size) / (len(size) - 1)) / size.sum())


# --------------------------------------------------------------------------- rivals
def rivals(held: Holdout) -> Mapping[str, Floats]:
    """Log probability of each held-out vote by what knows no positions: "same shares", "repeats shares" and
    "repeats last answer"."""
    shares = _shares(held.seen)
    last = _last(held.seen)
    follow = _follow(held.seen)
    votes, band = held.repeats, _band(held.gap)
    before = last[votes.item, votes.node_voter[votes.node]]
    plain = shares[votes.item, votes.choice]
    known = np.maximum(before, 0)
    answered = np.where(before >= 0, follow[band, known, votes.choice], plain)
    return {
        "same shares": np.log(shares[held.same.item, held.same.choice]),
        "repeats shares": np.log(plain),
        "repeats last answer": np.log(answered),
    }


def _shares(votes: Ballots) -> Floats:
    """Of each item the shares of the answers, half a vote added to each: shape (J, 3)."""
    tally = np.bincount(3 * votes.item + votes.choice, minlength=3 * votes.items).reshape(-1, 3) + 0.5
    return np.asarray(tally / tally.sum(axis=1, keepdims=True))


def _last(votes: Ballots) -> Ints:
    """The answer that each voter gave when the item was last seen, shape (J, voters); -1 if none."""
    made = np.full((votes.items, len(votes.voters)), -1)
    made[votes.item, votes.node_voter[votes.node]] = votes.choice  # in the order of sessions: the last one stays
    return made


def _follow(votes: Ballots) -> Floats:
    """How often each answer follows each on the same question over a gap in each band, shape (3, 3, 3)."""
    table = pd.DataFrame(
        {
            "item": votes.item,
            "voter": votes.node_voter[votes.node],
            "session": votes.node_session[votes.node],
            "choice": votes.choice,
        }
    )
    pairs = table.merge(table, on=["item", "voter"], suffixes=("", "_later"))
    pairs = pairs[pairs["session_later"] > pairs["session"]]
    band = _band((pairs["session_later"] - pairs["session"]).to_numpy())
    place = 9 * band + 3 * pairs["choice"].to_numpy() + pairs["choice_later"].to_numpy()
    tally = np.bincount(place, minlength=27).reshape(3, 3, len(CHOICES)) + 0.5
    return np.asarray(tally / tally.sum(axis=2, keepdims=True))


def _band(gap: Ints) -> Ints:
    return (gap > NEAR).astype(np.int64) + (gap > FAR)
