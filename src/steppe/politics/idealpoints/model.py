"""The posterior: an ordered logit of votes on positions, with a random walk of positions.

For voter i in session s with position x and item j with discrimination β, lower cut c and gap g > 0, let
u = β x - c be the support above the lower cut and w = u - g that above the upper one. Then

    P(no) = σ(-u),   P(abstain) = σ(u) - σ(w),   P(yes) = σ(w),   σ(z) = 1 / (1 + e^-z).

Bailey, Strezhnev and Voeten (2017) have a probit; other links stand in `likelihood`. The logit's log likelihood falls
apart into one binary logit at each cut that a vote reveals, plus log(1 - e^-g) for each abstention. It is concave in
the positions given the items, and in (β, c, g) of an item given the positions.

Priors: the first position of a voter ~ N(0, 1); β ~ N(0, slope²); c ~ N(0, 10²); g ~ Gamma(2, rate ½), which keeps the
gap of a roll call without abstentions open. A step z = (x_s - x_{s-1}) / drift has the hyperbolic density
∝ exp(-√(1 + z²)) (Barndorff-Nielsen 1977): normal near zero, exponential tails, so that small moves are smoothed and
turns are not. Reuning, Kenwick and Fariss (2019) have Student's t for this; the hyperbolic law keeps the problem
concave. Into and out of a session in which the voter did not vote a step is normal with the same variance, else nothing
would say in which of several empty sessions a turn fell.

The likelihood does not change when all positions become a x + b and the items follow, so location and scale are fixed
by constraint: over all nodes with votes the positions have mean 0 and standard deviation 1. `normalized` is the way
there, and the posterior is that of normalized points. The sign is fixed by the anchor of the fit. What is reported is
`standardized` within each session: that makes positions of different sessions comparable (`holdout`).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import kv

from steppe.politics.idealpoints.ballots import Ballots, Floats
from steppe.politics.idealpoints.likelihood import Derivatives, LinkName, log_probabilities, vote_derivatives

ENTRY = 1.0
"""Standard deviation of a voter's first position."""
CUT = 10.0
"""Standard deviation of the prior on the lower cut."""
SPREAD = float(kv(2, 1.0) / kv(1, 1.0))
"""Variance of a step in units of the squared drift: 2.70."""
NORMAL, MASS = np.polynomial.hermite_e.hermegauss(9)
"""Points and weights of a mean over a standard normal (Gauss-Hermite)."""
SHAPE, RATE = 2.0, 0.5
"""Gamma prior on the gap between the cuts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """What is assumed: link and lapse (`likelihood`), bridges, and two scales.

    `drift` is the scale of the random walk per session, in units of the spread between positions; `slope` the standard
    deviation of the prior on discrimination. A question counts as a new one after `longest` roll calls in a row (None:
    never; 1: no bridges).
    """

    link: LinkName
    lapse: float
    drift: float
    slope: float
    longest: int | None


@dataclass(frozen=True, slots=True)
class Parameters:
    """All unknowns: positions (K,), and discrimination, lower cut and gap of each item (J,)."""

    x: Floats
    slope: Floats
    cut: Floats
    gap: Floats


def normalized(votes: Ballots, point: Parameters) -> Parameters:
    """The point with the same likelihood whose positions have mean 0 and standard deviation 1 over nodes with votes."""
    reported = point.x[votes.votes > 0]
    middle, spread = float(reported.mean()), float(reported.std())
    return Parameters((point.x - middle) / spread, point.slope * spread, point.cut - point.slope * middle, point.gap)


def session_moments(votes: Ballots, x: Floats) -> tuple[Floats, Floats]:
    """Mean and standard deviation over the nodes with votes of each session, shape (T,) each."""
    cast = votes.votes > 0
    session, size = votes.node_session[cast], len(votes.sessions)
    count = np.bincount(session, minlength=size)
    mean = np.bincount(session, x[cast], size) / count
    return mean, np.sqrt(np.bincount(session, (x[cast] - mean[session]) ** 2, size) / count)


def standardized(votes: Ballots, x: Floats) -> Floats:
    """Positions with mean 0 and standard deviation 1 over the nodes with votes of each session, shape (K,)."""
    mean, spread = session_moments(votes, x)
    return np.asarray((x - mean[votes.node_session]) / spread[votes.node_session])


def constraints(votes: Ballots, x: Floats) -> Floats:
    """Gradients of mean and mean square of the positions over nodes with votes, shape (K, 2)."""
    counted = (votes.votes > 0) / np.count_nonzero(votes.votes)
    return np.stack([counted, 2 * counted * x], axis=1)


def supports(votes: Ballots, point: Parameters) -> tuple[Floats, Floats]:
    """u and w of each vote, shape (V,) each."""
    u = point.slope[votes.item] * point.x[votes.node] - point.cut[votes.item]
    return u, u - point.gap[votes.item]


def derivatives(votes: Ballots, point: Parameters, model: Model, climbing: bool = False) -> Derivatives:
    """Of the log likelihood of each vote with respect to its two supports."""
    return vote_derivatives(model.link, model.lapse, *supports(votes, point), votes.choice, climbing)


def log_likelihoods(votes: Ballots, point: Parameters, model: Model) -> Floats:
    """Log probability of each vote, shape (V,)."""
    return log_probabilities(model.link, model.lapse, *supports(votes, point), votes.choice)


def item_log_priors(point: Parameters, model: Model) -> Floats:
    """Log prior of each item up to a constant, shape (J,)."""
    normal = -0.5 * ((point.slope / model.slope) ** 2 + (point.cut / CUT) ** 2)
    return np.asarray(normal + (SHAPE - 1) * np.log(point.gap) - RATE * point.gap)


def walk_log_prior(votes: Ballots, x: Floats, model: Model) -> float:
    """Log prior of all positions up to a constant."""
    follows = votes.follows
    first = x[~follows] / ENTRY
    squares, tailed = _squared_steps(votes, x, model.drift)
    cost = np.where(tailed, np.sqrt(1 + squares) - 1, squares / (2 * SPREAD))
    return float(-0.5 * (first @ first) - cost[follows].sum())


def _squared_steps(votes: Ballots, x: Floats, drift: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Square of the step into each node in units of the drift, and whether that step has tails: shape (K,) each."""
    voted = votes.votes > 0
    tailed = votes.follows & voted & np.concatenate([[False], voted[:-1]])
    return (np.diff(x, prepend=0.0) / drift) ** 2, tailed


def log_posterior(votes: Ballots, point: Parameters, model: Model) -> float:
    """Log posterior up to a constant."""
    likelihood = log_likelihoods(votes, point, model).sum()
    return float(likelihood + item_log_priors(point, model).sum()) + walk_log_prior(votes, point.x, model)


def walk_weights(votes: Ballots, x: Floats, model: Model) -> Floats:
    """Precision of the normal that touches the prior of the step into each node from below, shape (K,)."""
    squares, tailed = _squared_steps(votes, x, model.drift)
    return np.where(votes.follows, np.where(tailed, (1 + squares) ** -0.5, 1 / SPREAD) / model.drift**2, 0.0)


def walk_curvatures(votes: Ballots, x: Floats, model: Model, variances: Floats | float = 0.0) -> Floats:
    """Minus the second derivative of the log prior of the step into each node, shape (K,).

    With the variances of the steps (K,) it is the mean over normal steps around the present ones: the prior is sharper
    at a step of zero than around it, and a variance that knew only the peak would be too small.
    """
    _, tailed = _squared_steps(votes, x, model.drift)
    step = np.diff(x, prepend=0.0)
    spread = np.sqrt(np.broadcast_to(variances, step.shape))
    mean = np.zeros_like(step)
    for at, weight in zip(NORMAL, MASS / MASS.sum(), strict=True):
        mean += weight * (1 + ((step + at * spread) / model.drift) ** 2) ** -1.5
    return np.where(votes.follows, np.where(tailed, mean, 1 / SPREAD) / model.drift**2, 0.0)


def walk_bands(votes: Ballots, precision: Floats) -> Floats:
    """Steps with these precisions, and first positions, as bands for `scipy.linalg.solveh_banded`.

    Shape (2, K), above the diagonal first.

    Voters stand one after the other; between two of them the band is zero.
    """
    diagonal = precision + np.append(precision[1:], 0.0) + np.where(votes.follows, 0.0, ENTRY**-2)
    return np.vstack([-precision, diagonal])


def walk_gradient(votes: Ballots, x: Floats, model: Model) -> Floats:
    """Gradient of the log prior of the positions, shape (K,)."""
    pulled = walk_weights(votes, x, model) * np.diff(x, prepend=0.0)
    return np.append(pulled[1:], 0.0) - pulled - np.where(votes.follows, 0.0, x / ENTRY**2)


def gradient(votes: Ballots, point: Parameters, model: Model, of: Derivatives | None = None) -> Parameters:
    """Gradient of the log posterior, laid out as the unknowns."""
    of = of or derivatives(votes, point, model)
    return Parameters(
        x=_by_node(votes, point.slope[votes.item] * of.both) + walk_gradient(votes, point.x, model),
        slope=_by_item(votes, of.both * point.x[votes.node]) - point.slope / model.slope**2,
        cut=-_by_item(votes, of.both) - point.cut / CUT**2,
        gap=-_by_item(votes, of.at_w) + (SHAPE - 1) / point.gap - RATE,
    )


def item_information(votes: Ballots, point: Parameters, model: Model, of: Derivatives) -> Floats:
    """Minus the second derivatives by item, in the order slope, cut, gap: shape (J, 3, 3)."""
    x = point.x[votes.node]
    made = np.empty((votes.items, 3, 3))
    made[:, 0, 0] = _by_item(votes, of.info * x**2) + model.slope**-2
    made[:, 1, 1] = _by_item(votes, of.info) + CUT**-2
    made[:, 2, 2] = _by_item(votes, of.info_w) + (SHAPE - 1) / point.gap**2
    made[:, 0, 1] = made[:, 1, 0] = -_by_item(votes, of.info * x)
    made[:, 0, 2] = made[:, 2, 0] = -_by_item(votes, of.info_gap * x)
    made[:, 1, 2] = made[:, 2, 1] = _by_item(votes, of.info_gap)
    return made


def node_information(votes: Ballots, point: Parameters, of: Derivatives) -> Floats:
    """Minus the second derivative of the log likelihood in each position, shape (K,)."""
    return _by_node(votes, point.slope[votes.item] ** 2 * of.info)


def cross_information(votes: Ballots, point: Parameters, of: Derivatives) -> Floats:
    """Minus the second derivative of each vote in its position and its item's slope, cut and gap: shape (V, 3)."""
    slope, x = point.slope[votes.item], point.x[votes.node]
    columns = [slope * x * of.info - of.both, -slope * of.info, -slope * of.info_gap]
    return np.stack(columns, axis=1)


def _by_item(votes: Ballots, values: Floats) -> Floats:
    return np.asarray(np.bincount(votes.item, values, votes.items), dtype=np.float64)


def _by_node(votes: Ballots, values: Floats) -> Floats:
    return np.asarray(np.bincount(votes.node, values, votes.nodes), dtype=np.float64)
