"""Pivotality: how often a member turns a losing coalition into a winning one.

*Banzhaf* (1965): over all coalitions of the others, the share that i's vote turns. *Shapley-Shubik* (1954): over all
orders in which members might assent, the share in which i is the one that carries it. Under consensus of n members each
has 1/n of the Shapley-Shubik power, whoever leads: every enlargement dilutes everyone's. Consensus that lets others
stand aside makes nobody pivotal beyond the first few.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steppe.politics.bargaining.actors import Bools, Floats
from steppe.politics.bargaining.rules import TINY, Rule

MOST_MEMBERS = 20


@dataclass(frozen=True, slots=True)
class Pivotality:
    """One body under one rule. Arrays of shape (members,)."""

    members: tuple[str, ...]
    banzhaf: Floats  # absolute: share of coalitions of the others
    shapley: Floats  # sums to one wherever the body can decide at all


@dataclass(frozen=True, slots=True)
class BodyProfile:
    """A body on a date: how much of it is its leading state, how far apart its members are, who is pivotal."""

    leader: str
    leader_share: float  # of the capabilities of all members
    effective_members: float  # 1 / Σ share²
    dispersion: float  # standard deviation of the ideal points
    range: float  # largest less smallest ideal point
    leader_banzhaf: float
    leader_shapley: float


def pivotality(by: Rule, members: Sequence[str], votes: ArrayLike | None = None) -> Pivotality:
    """Banzhaf and Shapley-Shubik power of up to 20 members; one vote each unless `votes` are given.

    Examples
    --------
    >>> from steppe.politics.bargaining.rules import rule
    >>> pivotality(rule("consensus"), ["A", "B", "C", "D"]).shapley.tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    count = len(members)
    if not 1 <= count <= MOST_MEMBERS:
        raise ValueError(f"pivotality is counted for 1 to {MOST_MEMBERS} members; there are {count}")
    weight = np.ones(count) if votes is None else np.asarray(votes, dtype=float)
    wins = _winning(by, tuple(members), weight)
    coalition = np.arange(2**count)
    size = np.bitwise_count(coalition).astype(int)
    order = np.array([factorial(s) * factorial(count - 1 - s) / factorial(count) for s in range(count)])
    banzhaf, shapley = np.zeros(count), np.zeros(count)
    for i in range(count):
        without = coalition[(coalition >> i) & 1 == 0]
        turned = wins[without | (1 << i)] & ~wins[without]
        banzhaf[i] = turned.mean()
        shapley[i] = order[size[without[turned]]].sum()
    return Pivotality(tuple(members), banzhaf, shapley)


def profile(by: Rule, members: Sequence[str], capability: ArrayLike, ideal_points: ArrayLike) -> BodyProfile:
    """Share of the leading state, dispersion and pivotality of one body; votes are weighted as the rule says."""
    c, ideal = np.asarray(capability, dtype=float), np.asarray(ideal_points, dtype=float)
    share = c / c.sum()
    lead = int(share.argmax())
    power = pivotality(by, members, c if by.name == "qualified_majority" else None)
    return BodyProfile(
        leader=members[lead],
        leader_share=float(share[lead]),
        effective_members=float(1 / (share**2).sum()),
        dispersion=float(ideal.std()),
        range=float(np.ptp(ideal)),
        leader_banzhaf=float(power.banzhaf[lead]),
        leader_shapley=float(power.shapley[lead]),
    )


def _winning(by: Rule, members: tuple[str, ...], votes: Floats) -> Bools:
    """Whether each coalition carries a proposal, shape (2^members,); bit i of the index is member i."""
    coalition: NDArray[np.intp] = np.arange(2 ** len(members))
    share, size = np.zeros(len(coalition)), np.bitwise_count(coalition)
    for i, weight in enumerate(votes / votes.sum()):
        share += weight * ((coalition >> i) & 1)
    wins: Bools = (size >= by.at_least) & (size >= by.members * len(members) - TINY)
    if not by.opt_out:
        wins = wins & (share >= by.quorum - TINY)
    for name in by.veto:
        wins = wins & ((coalition >> members.index(name)) & 1 == 1)
    return wins
