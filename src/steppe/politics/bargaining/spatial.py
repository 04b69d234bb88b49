"""The spatial model of politics in several dimensions: its state before the first bargain (KTAB's SMP).

With positions x and saliences s (dimensions d, both in [0, 1]),

    value        V_ij = 1 - √( Σ_d s_id² (x_id - x_jd)² / Σ_d s_id² )           of actor j's position to actor i
    risk         an election between all positions gives p_i;  R_i = (3 p_i - p_max - 2 p_min) / 2 (p_max - p_min)
    utility      U_ij = V_ij · (1 + (1 - V_ij) R_i)                             R = 1 averse, R = -½ prone
    estimates    actor h takes i's risk attitude for (2 R_h + R_i) / 3

A challenge of i against j is judged by h: the two throw in c Σs of their own, each third party n joins the side that
it prefers with what the contest of three is worth to it, and j resists with probability Σ_d s_jd. This is the
expected-utility logic of Bueno de Mesquita; it is here to be compared with, not to forecast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from steppe.politics.bargaining.actors import Floats
from steppe.politics.bargaining.condorcet import conditional, markov
from steppe.politics.bargaining.votes import Response, coalitions, response, victory

LEAST_CONTRIBUTION = 1e-10  # KTAB's


@dataclass(frozen=True, kw_only=True, slots=True)
class Spatial:
    """What the actors make of each other before anyone bargains."""

    capability: Floats  # (N,)
    effort: Floats  # (N,) summed salience
    kind: Response
    value: Floats  # (N, N) of column's position to row, risk neutral
    probability: Floats  # (N,) of each position in the election between all
    risk: Floats  # (N,) from -½ to 1
    utility: Floats  # (N, N)
    estimate: Floats  # (N, N, N): what the first thinks that the third's position is worth to the second


@dataclass(frozen=True, slots=True)
class Challenge:
    """One challenge as one actor judges it."""

    probability: float  # that the initiator wins
    gain: float  # of the actor concerned, against the status quo


def assess(
    capability: ArrayLike,
    salience: ArrayLike,
    position: ArrayLike,
    kind: Response = "proportional",
    election: str = "conditional",
) -> Spatial:
    """Values, risk attitudes and utilities: capability (N,), salience and position (N, dimensions) in [0, 1].

    `election` is "conditional" or "markov" (see `condorcet`).
    """
    c, s, x = (np.asarray(v, dtype=float) for v in (capability, salience, position))
    distance = np.sqrt((((x[:, None] - x[None]) * s[:, None]) ** 2).sum(axis=-1) / (s**2).sum(axis=-1)[:, None])
    value = 1 - distance
    strength = coalitions(c, value, kind)
    probability = markov(strength) if election == "markov" else conditional(victory(strength))
    most, least = probability.max(), probability.min()
    risk = (3 * probability - (most + 2 * least)) / (2 * (most - least))
    believed = (2 * risk[:, None] + risk[None, :]) / 3
    utility = value * (1 + distance * risk[:, None])
    estimate = value * (1 + distance * believed[:, :, None])
    return Spatial(
        capability=c,
        effort=s.sum(axis=-1),
        kind=kind,
        value=value,
        probability=probability,
        risk=risk,
        utility=utility,
        estimate=estimate,
    )


def challenge(state: Spatial, initiator: int, receiver: int, by: int, affected: int) -> Challenge:
    """Actor `by`'s judgement of what a challenge would bring to actor `affected`."""
    u, i, j = state.estimate[by], initiator, receiver
    weight = state.capability * state.effort
    mine = LEAST_CONTRIBUTION + max(0.0, float(weight[i] * response(u[i, i] - u[i, j], state.kind)))
    theirs = LEAST_CONTRIBUTION + max(0.0, float(weight[j] * response(u[j, j] - u[j, i], state.kind)))
    support = third_parties(state, u, i, j, mine, theirs)
    for_i, for_j = mine + np.maximum(support, 0).sum(), theirs + np.maximum(-support, 0).sum()
    p = float(for_i / (for_i + for_j))
    won, lost, now = 2 * u[affected, i], 2 * u[affected, j], u[affected, i] + u[affected, j]
    resisted = p * won + (1 - p) * lost
    gain = (1 - state.effort[j]) * won + state.effort[j] * resisted - now
    return Challenge(p, float(gain))


def third_parties(state: Spatial, u: Floats, i: int, j: int, mine: float, theirs: float) -> Floats:
    """Votes of all others in the contest of i against j; positive for i. Shape (N,), zero for i and j.

    A third party commits itself half-way: its own position stands if its side wins, and falls if it loses.
    """
    weight = state.capability * state.effort
    of_self, of_i, of_j = u.diagonal(), u[:, i], u[:, j]
    leaning = weight * response(of_i - of_j, state.kind)
    side_i, side_j = mine + np.maximum(leaning, 0), theirs + np.maximum(-leaning, 0)
    p = side_i / (side_i + side_j)
    with_i = p * (2 * of_i + of_self) + (1 - p) * 3 * of_j
    with_j = p * 3 * of_i + (1 - p) * (2 * of_j + of_self)
    votes: Floats = weight * response(with_i - with_j, state.kind)
    votes[[i, j]] = 0
    return votes


def best_challenge(state: Spatial, initiator: int) -> tuple[int, Challenge] | None:
    """The challenge from which an actor expects most, and its receiver; None where none promises a gain."""
    others = [j for j in range(len(state.capability)) if j != initiator]
    challenges = [(j, challenge(state, initiator, j, initiator, initiator)) for j in others]
    receiver, best = max(challenges, key=lambda pair: pair[1].gain)
    return (receiver, best) if best.gain > 0 else None
