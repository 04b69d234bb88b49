"""The maximum of the posterior: alternating Newton steps to come near, joint Newton steps to arrive.

Given the positions each item has a concave problem of three unknowns; given the items each voter has a concave problem
along time whose Hessian is a band. Alternating between them climbs fast at first and then slowly, since a session's
positions and cut points can shift together; a few joint Newton steps (`information`) end it. Where a Newton step has to
be cut short, since the tails of the random walk bend, the next one has the normal that touches them. The order is fixed
and nothing is drawn at random, so the same votes give the same result.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.linalg import solveh_banded
from scipy.sparse import coo_matrix
from scipy.sparse.linalg import svds

from steppe.economy.threads import one_thread
from steppe.politics.idealpoints.ballots import ABSTAIN, NO, YES, Ballots, Floats
from steppe.politics.idealpoints.information import Information, information
from steppe.politics.idealpoints.model import (
    Model,
    Parameters,
    derivatives,
    gradient,
    item_information,
    item_log_priors,
    log_likelihoods,
    log_posterior,
    node_information,
    normalized,
    session_moments,
    standardized,
    walk_bands,
    walk_curvatures,
    walk_gradient,
    walk_weights,
)

MODEL = Model(link="logit", lapse=0.0, drift=0.08, slope=1.0, longest=None)
"""Chosen by held-out votes (`holdout`)."""
ROUNDS = 10
"""Alternations before the first joint step."""
LIMIT = 40
"""Joint steps at most."""
TOLERANCE = 1e-6
"""Largest Newton step in any position at which the search ends."""
AGREE = 2
"""Rounds in which the curvature of the random walk follows the variances; more change them by less than 1 %."""
HALVINGS = 30
KEEP = 0.1
"""A gap shrinks to this part of itself at most in one step."""


class NoMaximumError(ArithmeticError):
    """The search for the maximum did not arrive; the message says how far it is off."""


@dataclass(frozen=True, slots=True)
class IdealPointFit:
    """The maximum of the posterior.

    `positions` (K,) are those of `point` standardized within each session, which makes sessions comparable (see
    `holdout`); `variances` (K,) are theirs.
    """

    votes: Ballots
    point: Parameters
    model: Model
    positions: Floats
    variances: Floats
    log_posterior: float
    steps: int


def fit(votes: Ballots, model: Model = MODEL, anchor: str | None = None) -> IdealPointFit:
    """Fit positions and items.

    Parameters
    ----------
    votes
        The votes as arrays.
    model
        What is assumed; the one that held-out votes chose by default.
    anchor
        The voter whose mean position is positive; by default the sign is left as the start has it.

    Raises
    ------
    NoMaximumError
        No maximum was reached.
    """
    with one_thread():
        point = fit(votes, replace(model, lapse=0.0)).point if model.lapse else start(votes)
        best = -np.inf
        for _ in range(ROUNDS):
            point, best = _alternate(votes, point, model)
        largest, length = np.inf, 0.0
        for step in range(1, LIMIT + 1):
            try:
                info = information(votes, point, model, None if length == 1 else walk_weights(votes, point.x, model))
            except np.linalg.LinAlgError:  # not near enough
                point, best = _alternate(votes, point, model)
                continue
            move = info.step(gradient(votes, point, model))
            largest = float(abs(move.x).max())
            if largest < TOLERANCE:
                made = _variances(info if length == 1 else information(votes, point, model), point, model)
                point = oriented(votes, point, anchor)
                return IdealPointFit(votes, point, model, standardized(votes, point.x), made, best, step)
            point, best, length = _walk(votes, point, move, model, best)
    raise NoMaximumError(f"after {LIMIT} joint steps a position still moves by {largest:.2g}; are the votes divided?")


def _variances(info: Information, point: Parameters, model: Model) -> Floats:
    """Variances by Laplace, where the curvature of the walk and the variances of its steps agree with each other."""
    for _ in range(AGREE):
        info = information(info.votes, point, model, walk_curvatures(info.votes, point.x, model, info.step_variances()))
    return standard_variances(info, point.x)


def standard_variances(info: Information, x: Floats) -> Floats:
    """Variances of the positions standardized within sessions: with n votes counted (c = 1), z = (x - mean) / sd and
    ∂z_i / ∂x_j = (1{i = j} - c_j (1 + z_i z_j) / n) / sd."""
    votes, made = info.votes, np.empty(info.votes.nodes)
    z, spread = standardized(votes, x), session_moments(votes, x)[1]
    for nodes, covariance in info.covariances():
        counted = (votes.votes[nodes] > 0) / np.count_nonzero(votes.votes[nodes])
        turn = np.eye(len(nodes)) - counted * (1 + np.outer(z[nodes], z[nodes]))
        made[nodes] = np.einsum("ij,ij->i", turn @ covariance, turn) / spread[votes.node_session[nodes]] ** 2
    return made


def oriented(votes: Ballots, point: Parameters, anchor: str | None) -> Parameters:
    """The point with the anchor's mean position positive."""
    if anchor is None:
        return point
    of_anchor = votes.node_voter == votes.voters.index(anchor)
    if point.x[of_anchor].mean() >= 0:
        return point
    return Parameters(-point.x, -point.slope, point.cut, point.gap)


# --------------------------------------------------------------------------- start
def start(votes: Ballots) -> Parameters:
    """Positions from the first principal component of voters by items, the same in all sessions; items to match."""
    place = votes.node_voter[votes.node]
    sums = np.bincount(votes.item, votes.choice - 1.0, votes.items)
    mean = sums / np.maximum(np.bincount(votes.item, minlength=votes.items), 1)
    table = coo_matrix((votes.choice - 1.0 - mean[votes.item], (place, votes.item)), (len(votes.voters), votes.items))
    first = svds(table.tocsr(), k=1, v0=np.ones(min(table.shape)))[0][:, 0]
    first = (first - first.mean()) / first.std()
    share = [
        (np.bincount(votes.item, votes.choice == choice, votes.items) + 0.5)
        / (np.bincount(votes.item, minlength=votes.items) + 1.5)
        for choice in (NO, ABSTAIN, YES)
    ]
    cut = np.log(share[NO] / (1 - share[NO]))
    gap = np.log((1 - share[YES]) / share[YES]) - cut
    return Parameters(first[votes.node_voter], np.zeros(votes.items), cut, gap)


# --------------------------------------------------------------------------- climbing
def _alternate(votes: Ballots, point: Parameters, model: Model) -> tuple[Parameters, float]:
    """A step of the items, then one of the positions; and the log posterior."""
    return _climb_positions(votes, _climb_items(votes, point, model), model)


def _climb_items(votes: Ballots, point: Parameters, model: Model) -> Parameters:
    """One Newton step in each item given the positions, halved where it does not climb."""
    of = derivatives(votes, point, model, climbing=True)
    slope = gradient(votes, point, model, of)
    pull = np.stack([slope.slope, slope.cut, slope.gap], axis=1)
    solved = np.linalg.solve(item_information(votes, point, model, of), pull[:, :, None])
    move: Floats = np.asarray(solved[:, :, 0], dtype=np.float64)
    before = _by_item(votes, point, model)
    length = np.ones(votes.items)
    for _ in range(HALVINGS):
        trial = _moved_items(point, move * length[:, None])
        worse = _by_item(votes, trial, model) < before
        if not worse.any():
            return trial
        length[worse] /= 2
    return _moved_items(point, move * np.where(worse, 0.0, length)[:, None])


def _moved_items(point: Parameters, move: Floats) -> Parameters:
    slope, cut, gap = move.T
    return Parameters(point.x, point.slope + slope, point.cut + cut, np.maximum(point.gap + gap, KEEP * point.gap))


def _by_item(votes: Ballots, point: Parameters, model: Model) -> Floats:
    """Log posterior of each item given the positions."""
    return np.bincount(votes.item, log_likelihoods(votes, point, model), votes.items) + item_log_priors(point, model)


def _climb_positions(votes: Ballots, point: Parameters, model: Model) -> tuple[Parameters, float]:
    """One Newton step in all positions given the items."""
    of = derivatives(votes, point, model, climbing=True)
    bands = walk_bands(votes, walk_weights(votes, point.x, model))
    bands[1] += node_information(votes, point, of)
    pull = np.bincount(votes.node, point.slope[votes.item] * of.both, votes.nodes)
    x = solveh_banded(bands, pull + walk_gradient(votes, point.x, model))
    none = np.zeros(votes.items)
    return _walk(votes, point, Parameters(x, none, none, none), model, log_posterior(votes, point, model))[:2]


def _walk(
    votes: Ballots, point: Parameters, move: Parameters, model: Model, now: float
) -> tuple[Parameters, float, float]:
    """Along a direction as far as the log posterior of the normalized point does not fall, halving the way;
    the point, its log posterior and the part of the way that was gone."""
    length = 1.0
    for _ in range(HALVINGS):
        further = Parameters(
            point.x + length * move.x,
            point.slope + length * move.slope,
            point.cut + length * move.cut,
            np.maximum(point.gap + length * move.gap, KEEP * point.gap),
        )
        trial = normalized(votes, further)
        value = log_posterior(votes, trial, model)
        if value >= now:
            return trial, value, length
        length /= 2
    return point, now, 0.0
