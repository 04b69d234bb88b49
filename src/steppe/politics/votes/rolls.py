"""Roll calls as arrays: who voted what, on which question, and how alike two questions are.

A vote is 0 yes, 1 abstain, 2 no, -1 none cast. Roll calls are ordered by year, then by number; second records of one
vote (`repeats`) are left out. *The others* of a voter are every seat but the twelve: the voter is one of the twelve, so
neither its own vote nor that of any other of them is among these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from steppe.world.errors import UserError
from steppe.world.world import World

Floats = NDArray[np.float64]
Votes = NDArray[np.int8]

CHOICES = ("yes", "abstain", "no")
YES, ABSTAIN, NO = range(3)
NONE = -1
GROUP = "twelve"
ISSUES = ("middle_east", "nuclear", "disarmament", "human_rights", "colonialism", "development")
SHORT = {"u.n": "united nations", "un": "united nations", "the": "", "of": "", "and": "", "on": "", "in": "", "to": ""}


@dataclass(frozen=True)
class Rolls:
    """Roll calls C, seats S and the votes cast."""

    calls: pd.DataFrame
    """One row a roll call: roll_call, session, year, part, title, topic and the six issues; index 0 … C-1."""
    seats: tuple[str, ...]
    votes: Votes
    """Shape (C, S)."""
    voters: tuple[str, ...]
    """The twelve, of which forecasts are made."""

    @property
    def year(self) -> NDArray[np.int64]:
        """Calendar year of each roll call, shape (C,)."""
        return self.calls["year"].to_numpy(dtype=np.int64)

    def of(self, seats: tuple[str, ...]) -> Votes:
        """Votes of some seats, in that order, shape (C, len(seats))."""
        return self.votes[:, [self.seats.index(seat) for seat in seats]]

    @property
    def others(self) -> tuple[str, ...]:
        """Every seat but the twelve."""
        return tuple(seat for seat in self.seats if seat not in self.voters)


def rolls(world: World) -> Rolls:
    """The roll calls of a world.

    Raises
    ------
    UserError
        One of the twelve never voted in the world's tables.
    """
    calls = world.sql(
        f"select roll_call, session, year, part, title, topic, {', '.join(ISSUES)} from roll_calls "
        "where repeats is null order by year, roll_call"
    )
    cast = world.sql("select roll_call, seat, vote from roll_call_votes order by roll_call, seat")
    cast = cast[cast["roll_call"].isin(calls["roll_call"])]
    row = pd.Index(calls["roll_call"]).get_indexer(cast["roll_call"])
    column, seats = pd.factorize(cast["seat"], sort=True)
    votes = np.full((len(calls), len(seats)), NONE, dtype=np.int8)
    votes[row, column] = cast["vote"].map({choice: number for number, choice in enumerate(CHOICES)}).to_numpy()
    voters = world.group(GROUP)
    missing = [state for state in voters if state not in seats]
    if missing:
        raise UserError(f"{missing[0]} has no vote in roll_call_votes; forecasts need the past of all of {GROUP}")
    return Rolls(calls, tuple(map(str, seats)), votes, voters)


def one_hot(votes: Votes) -> Floats:
    """Votes as indicators, shape (…, 3); a vote not cast is a row of zeros."""
    return np.asarray((votes[..., None] == np.arange(3)).astype(float))


def issue_overlap(one: pd.DataFrame, other: pd.DataFrame) -> Floats:
    """Shared issues over all issues of two roll calls (Jaccard); without any issue counts as an issue of its own."""
    a, b = _issues(one), _issues(other)
    both = a @ b.T
    return np.asarray(both / (a.sum(axis=1)[:, None] + b.sum(axis=1)[None, :] - both))


def _issues(calls: pd.DataFrame) -> Floats:
    flags = calls[list(ISSUES)].to_numpy(dtype=float)
    return np.column_stack([flags, flags.sum(axis=1) == 0]).astype(float)


def same_part(one: pd.DataFrame, other: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether both are votes on a whole resolution, or neither is."""
    a, b = (calls["part"].eq("whole").to_numpy() for calls in (one, other))
    return np.asarray(a[:, None] == b[None, :])


def title_similarity(one: pd.DataFrame, past: pd.DataFrame) -> Floats:
    """How alike the titles are: cosine of their words, weighted by rarity among the past ones, 0 to 1.

    Words that no past title has count as the rarest. Roll calls without a title are like nothing.
    """
    new, old = _words(one), _words(past)
    place: dict[str, int] = {}
    for words in (*old, *new):
        for word in words:
            place.setdefault(word, len(place))
    a, b = (_counts(texts, place) for texts in (new, old))
    rarity = np.log((1 + len(past)) / (1 + np.asarray((b > 0).sum(axis=0)).ravel())) + 1
    cosine: Floats = (_unit(a.multiply(rarity).tocsr()) @ _unit(b.multiply(rarity).tocsr()).T).toarray()
    return np.clip(cosine, 0, 1)


def _words(calls: pd.DataFrame) -> list[list[str]]:
    titles = calls["title"].fillna("").str.lower()
    return [
        " ".join(SHORT.get(word.strip("."), word) for word in re.findall(r"[a-z][a-z.]+|\d+", text))
        .replace(".", "")
        .split()
        for text in titles
    ]


def _counts(texts: list[list[str]], place: dict[str, int]) -> sparse.csr_matrix:
    rows = [number for number, words in enumerate(texts) for _ in words]
    columns = [place[word] for words in texts for word in words]
    counts = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(texts), max(len(place), 1)))
    counts.sum_duplicates()
    return counts


def _unit(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return sparse.diags_array(np.divide(1, length, out=np.zeros_like(length), where=length > 0)) @ rows
