"""Votes drawn from the model, so that the fit can be compared with the truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit

from steppe.politics.idealpoints.ballots import Ballots, Floats, from_frame
from steppe.politics.idealpoints.fit import fit
from steppe.politics.idealpoints.model import Model, standardized
from steppe.world.streams import Streams

TYPICAL_SLOPE = 2.0
"""Standard deviation of discriminations."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """Votes and the positions that made them, standardized within sessions like those of a fit."""

    votes: Ballots
    x: Floats  # (K,)


def simulate(voters: int, sessions: int, items: int, drift: float, repeated: float, seed: int) -> Simulated:
    """Draw positions and votes.

    Parameters
    ----------
    voters, sessions, items
        How many; items are per session.
    drift
        Scale of the hyperbolic steps, in units of the spread between first positions.
    repeated
        Part of the items of a session that are the first items of the session before, asked again.
    seed
        Of the random numbers. One vote in eight is missing; one voter in four enters late.
    """
    rng = Streams(seed).rng()
    again = round(repeated * items)
    numbers = np.arange(items)[None, :] + np.where(np.arange(items) < again, 0, np.arange(sessions)[:, None] * items)
    count = int(numbers.max()) + 1
    slope = TYPICAL_SLOPE * rng.standard_normal(count)
    gap = rng.gamma(2.0, 0.6, count) + 0.05
    cut = slope * rng.normal(0, 0.7, count) - gap / 2 - rng.gamma(2.0, 0.7, count)
    walks = np.cumsum(_steps(rng, voters, sessions, drift), axis=1)
    support = slope[numbers][None] * walks[:, :, None] - cut[numbers][None]
    chance = rng.random(support.shape)
    choice = (chance > expit(-support)).astype(int) + (chance > expit(gap[numbers][None] - support))
    entry = np.where(rng.random(voters) < 0.25, rng.integers(0, sessions // 2, voters), 0)
    cast = (rng.random(support.shape) < 7 / 8) & (np.arange(sessions)[None, :] >= entry[:, None])[:, :, None]
    voter, session, place = np.nonzero(cast)
    frame = pd.DataFrame({"voter": voter, "session": session, "item": numbers[session, place], "choice": choice[cast]})
    frame["item"] = np.unique(frame["item"], return_inverse=True)[1]
    votes = from_frame(frame.assign(voter=frame["voter"].map("v{:04d}".format)))
    who = np.array([int(name[1:]) for name in votes.voters])[votes.node_voter]
    x = walks[who, votes.node_session + votes.sessions[0]]
    return Simulated(votes, standardized(votes, x))


def _steps(rng: np.random.Generator, voters: int, sessions: int, drift: float) -> Floats:
    """First positions and steps: a hyperbolic step is a normal one whose variance is generalized inverse Gaussian.

    That variance is drawn by rejection: density ∝ exp(-(v + 1/v) / 2), below the exponential 2 exp(-v / 2) times
    exp(-1 / (2 v)) ≤ 1.
    """
    wanted = voters * (sessions - 1)
    variance = np.empty(0)
    while len(variance) < wanted:
        drawn = rng.exponential(2.0, 2 * wanted + 10)
        variance = np.append(variance, drawn[rng.random(len(drawn)) < np.exp(-0.5 / drawn)])
    scale = drift * np.sqrt(variance[:wanted].reshape(voters, sessions - 1))
    first = rng.standard_normal((voters, 1))
    return np.hstack([first, scale * rng.standard_normal((voters, sessions - 1))])


def recovered(
    model: Model, *, voters: int, sessions: int, items: int, repeated: float, seed: int
) -> tuple[float, Floats]:
    """Simulated positions fitted: correlation with the truth, and error over standard error of each node with votes.

    Sizes are those of `simulate`.
    """
    made = simulate(voters, sessions, items, model.drift, repeated, seed)
    found = fit(made.votes, model)
    cast = made.votes.votes > 0
    level = float(np.corrcoef(found.positions[cast], made.x[cast])[0, 1])
    missed = (np.sign(level) * found.positions - made.x)[cast] / np.sqrt(found.variances[cast])
    return abs(level), np.asarray(missed)
