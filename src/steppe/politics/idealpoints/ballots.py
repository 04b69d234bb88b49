"""Roll calls as arrays: who voted what on which question, and which questions are the same.

A *node* is a voter in a session; its position is one unknown. Each voter has a node in every session from its first
vote to its last, so that the random walk has no gaps; a node without votes is carried by its neighbours in time and is
never reported. Nodes are ordered by voter, then by session.

An *item* is a question with its own discrimination and cut points: a roll call, or a chain of roll calls of successive
sessions that are taken as the same question (`questions`). These chains are the bridges which make positions of
different sessions comparable.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.world.errors import UserError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

CHOICES = ("no", "abstain", "yes")
NO, ABSTAIN, YES = range(3)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ballots:
    """Votes as arrays; V votes, K nodes, J items.

    `node_voter` and `node_session` say what a node is, by place in `voters` and `sessions`; `follows` is true where a
    node has the same voter as the node before it, one session later.
    """

    voters: tuple[str, ...]
    sessions: Ints  # (T,) successive
    node_voter: Ints  # (K,)
    node_session: Ints  # (K,)
    node: Ints  # (V,)
    item: Ints  # (V,) sorted
    choice: Ints  # (V,) 0 no, 1 abstain, 2 yes
    order: Ints  # (V,) place of the vote by roll call and voter, with or without bridges
    items: int

    @property
    def nodes(self) -> int:
        """How many positions are unknown."""
        return len(self.node_voter)

    @property
    def follows(self) -> Flags:
        """Shape (K,): whether the node before belongs to the same voter."""
        return np.concatenate([[False], self.node_voter[1:] == self.node_voter[:-1]])

    @property
    def votes(self) -> Ints:
        """Shape (K,): votes cast at each node."""
        return np.bincount(self.node, minlength=self.nodes)

    def kept(self, chosen: Flags) -> Ballots:
        """The same nodes and items with some of the votes."""
        return replace(
            self,
            node=self.node[chosen],
            item=self.item[chosen],
            choice=self.choice[chosen],
            order=self.order[chosen],
        )


def counted(roll_calls: pd.DataFrame) -> pd.DataFrame:
    """The roll calls without second records, in their order."""
    return roll_calls[roll_calls["repeats"].isna()].sort_values("roll_call")


def ballots(
    roll_calls: pd.DataFrame, votes: pd.DataFrame, longest: int | None = None, uncut: Collection[int] = ()
) -> Ballots:
    """Arrays of the votes on these roll calls.

    Parameters
    ----------
    roll_calls
        Columns roll_call, session, part, title, repeats as in the bundle table; second records of a roll call (those
        with `repeats`) are left out.
    votes
        Columns roll_call, seat, vote (yes, abstain, no). Votes on other roll calls are left out.
    longest, uncut
        After how many roll calls in a row a question counts as a new one, and which are not cut (`questions`); 1 leaves
        no bridges, and by default nothing is cut.

    Raises
    ------
    UserError
        There is no vote, or a vote is neither yes, abstain nor no.
    """
    calls = counted(roll_calls)
    asked = questions(calls, longest, uncut)
    cast = votes[votes["roll_call"].isin(asked.index)].sort_values(["roll_call", "seat"])
    unknown = set(cast["vote"]) - set(CHOICES)
    if unknown or cast.empty:
        problem = f'a vote says "{sorted(unknown)[0]}"' if unknown else "there are no votes on these roll calls"
        raise UserError(f"roll_call_votes: {problem}; each row must say yes, abstain or no on a row of roll_calls")
    session = pd.Series(calls["session"].to_numpy(), index=calls["roll_call"].to_numpy())
    frame = pd.DataFrame(
        {
            "voter": cast["seat"].to_numpy(),
            "session": cast["roll_call"].map(session).to_numpy(dtype=np.int64),
            "item": cast["roll_call"].map(asked).to_numpy(dtype=np.int64),
            "choice": cast["vote"].map({name: place for place, name in enumerate(CHOICES)}).to_numpy(dtype=np.int64),
        }
    )
    return from_frame(frame)


def from_frame(frame: pd.DataFrame) -> Ballots:
    """Arrays from columns voter, session, item (numbered from 0) and choice (0 no, 1 abstain, 2 yes)."""
    frame = frame.assign(order=np.arange(len(frame))).sort_values(["item", "session", "voter"], ignore_index=True)
    spans = frame.groupby("voter")["session"].agg(["min", "max"])
    length = (spans["max"] - spans["min"] + 1).to_numpy()
    offset = np.concatenate([[0], np.cumsum(length)])
    sessions = np.arange(int(spans["min"].min()), int(spans["max"].max()) + 1)
    node_voter = np.repeat(np.arange(len(spans)), length)
    since_first = np.arange(offset[-1]) - offset[node_voter]
    place = frame["voter"].map(dict(zip(spans.index, range(len(spans)), strict=True))).to_numpy(dtype=np.int64)
    first = spans["min"].to_numpy()
    return Ballots(
        voters=tuple(spans.index),
        sessions=sessions,
        node_voter=node_voter,
        node_session=first[node_voter] + since_first - sessions[0],
        node=offset[place] + frame["session"].to_numpy() - first[place],
        item=frame["item"].to_numpy(dtype=np.int64),
        choice=frame["choice"].to_numpy(dtype=np.int64),
        order=frame["order"].to_numpy(dtype=np.int64),
        items=int(frame["item"].max()) + 1,
    )


def questions(roll_calls: pd.DataFrame, longest: int | None = None, uncut: Collection[int] = ()) -> pd.Series[Any]:
    """Number of the question of each roll call: the same number for resolutions voted again.

    Two roll calls of successive sessions ask the same if their titles are the same but for case and signs, both are
    on a resolution as a whole, and each is the only such roll call of its session. The number of votes cannot show
    whether the text was changed: a defect that the model shares with any identification by title.

    Examples
    --------
    >>> calls = pd.DataFrame({"roll_call": [1, 2, 3, 4], "session": [60, 61, 62, 64], "part": "whole",
    ...                       "title": ["Outer space", "Outer Space", "Landmines", "Outer space"]})
    >>> questions(calls).tolist()
    [0, 0, 1, 2]
    >>> questions(calls, longest=1).tolist()
    [0, 1, 2, 3]
    """
    calls = roll_calls.set_index("roll_call", drop=False)
    key = calls["title"].str.lower().str.replace(r"[\W_]+", " ", regex=True).str.strip()
    whole = calls[(calls["part"] == "whole") & key.notna() & key.ne("")].assign(key=key)
    once = whole[~whole.duplicated(["key", "session"], keep=False)].sort_values(["key", "session"])
    again = (once["key"] == once["key"].shift()) & (once["session"] == once["session"].shift() + 1)
    chain = _cut(once["roll_call"].where(~again).ffill().astype(np.int64), longest, uncut)
    first = calls["roll_call"].astype(np.int64).mask(calls.index.isin(chain.index), chain.reindex(calls.index))
    return pd.Series(np.unique(first.to_numpy(dtype=np.int64), return_inverse=True)[1], index=calls.index)


def _cut(chain: pd.Series[Any], longest: int | None, uncut: Collection[int]) -> pd.Series[Any]:
    """The chains, named by their first roll call, cut into pieces of at most `longest`."""
    if longest is None:
        return chain
    starts = (chain.groupby(chain).cumcount() % longest == 0) & ~chain.index.isin(uncut)
    starts |= chain.index.to_numpy() == chain
    return chain.index.to_series().where(starts).ffill().astype(np.int64)
