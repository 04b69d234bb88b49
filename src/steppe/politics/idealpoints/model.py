"""The posterior: an ordered logit of votes on positions, with a random walk of positions.

For voter i in session s with position x and item j with discrimination β, lower cut c and gap g > 0, let
u = β x - c be the support above the lower cut and w = u - g that above the upper one. Then

    P(no) = σ(-u),   P(abstain) = σ(u) - σ(w),   P(yes) = σ(w),   σ(z) = 1 / (1 + e^-z).

Bailey, Strezhnev and Voeten (2017) have a probit; the logit differs by a scale (≈ 1.7) and heavier tails. It is taken
because of an identity that makes everything below exact and cheap,

    σ(u) - σ(w) = σ(u) σ(-w) (1 - e^-g):

the log likelihood falls apart into one binary logit at each cut that a vote reveals, plus log(1 - e^-g) for each
abstention. It is concave in the positions given the items, and in (β, c, g) of an item given the positions.

Priors: the first position of a voter ~ N(0, 1); β ~ N(0, 5²); c ~ N(0, 10²); g ~ Gamma(2, rate ½), which keeps the gap
of a roll call without abstentions open. They are weak beside some 170 votes on each item. A step z = (x_s - x_{s-1})
/ drift has the hyperbolic density ∝ exp(-√(1 + z²)) (Barndorff-Nielsen 1977): normal near zero, exponential tails, so
that small moves are smoothed and turns are not. Reuning, Kenwick and Fariss (2019) have Student's t for this; the
hyperbolic law keeps the problem concave. Into and out of a session in which the voter did not vote a step is normal
with the same variance, else nothing would say in which of several empty sessions a turn fell.

The likelihood does not change when all positions become a x + b and the items follow, so location and scale are fixed
by constraint: over all nodes with votes the positions have mean 0 and standard deviation 1. `normalized` is the way
there, and the posterior is that of normalized points. The sign is fixed by the anchor of the fit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, kv, log_expit

from steppe.politics.idealpoints.ballots import ABSTAIN, NO, YES, Ballots, Floats

ENTRY = 1.0
"""Standard deviation of a voter's first position."""
SLOPE, CUT = 5.0, 10.0
"""Standard deviations of the priors on discrimination and lower cut."""
SPREAD = float(kv(2, 1.0) / kv(1, 1.0))
"""Variance of a step in units of the squared drift: 2.70."""
NORMAL, MASS = np.polynomial.hermite_e.hermegauss(9)
"""Points and weights of a mean over a standard normal (Gauss-Hermite)."""
SHAPE, RATE = 2.0, 0.5
"""Gamma prior on the gap between the cuts."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """All unknowns: positions (K,), and discrimination, lower cut and gap of each item (J,)."""

    x: Floats
    slope: Floats
    cut: Floats
    gap: Floats


@dataclass(frozen=True, slots=True)
class Derivatives:
    """Of the log likelihood of each vote (V,), with respect to u and w: gradients, and curvatures with the sign of
    information (≥ 0). The second derivative in u and w together is zero."""

    at_u: Floats
    at_w: Floats
    info_u: Floats
    info_w: Floats

    @property
    def both(self) -> Floats:
        """Gradient with respect to a shift of u and w together."""
        return self.at_u + self.at_w

    @property
    def info(self) -> Floats:
        """Information about a shift of u and w together."""
        return self.info_u + self.info_w


def normalized(votes: Ballots, point: Parameters) -> Parameters:
    """The point with the same likelihood whose positions have mean 0 and standard deviation 1 over nodes with votes."""
    reported = point.x[votes.votes > 0]
    middle, spread = float(reported.mean()), float(reported.std())
    return Parameters((point.x - middle) / spread, point.slope * spread, point.cut - point.slope * middle, point.gap)


def constraints(votes: Ballots, x: Floats) -> Floats:
    """Gradients of mean and mean square of the positions over nodes with votes, shape (K, 2)."""
    counted = (votes.votes > 0) / np.count_nonzero(votes.votes)
    return np.stack([counted, 2 * counted * x], axis=1)


def supports(votes: Ballots, point: Parameters) -> tuple[Floats, Floats]:
    """u and w of each vote, shape (V,) each."""
    u = point.slope[votes.item] * point.x[votes.node] - point.cut[votes.item]
    return u, u - point.gap[votes.item]


def derivatives(votes: Ballots, point: Parameters) -> Derivatives:
    """Of the log likelihood of each vote with respect to its two supports."""
    u, w = supports(votes, point)
    above, over = expit(u), expit(w)
    sees_u, sees_w = votes.choice != YES, votes.choice != NO
    return Derivatives(
        at_u=np.where(sees_u, (votes.choice == ABSTAIN) - above, 0.0),
        at_w=np.where(sees_w, (votes.choice == YES) - over, 0.0),
        info_u=np.where(sees_u, above * (1 - above), 0.0),
        info_w=np.where(sees_w, over * (1 - over), 0.0),
    )


def log_likelihoods(votes: Ballots, point: Parameters) -> Floats:
    """Log probability of each vote, shape (V,)."""
    u, w = supports(votes, point)
    no, yes = votes.choice == NO, votes.choice == YES
    between = log_open(point.gap)[votes.item]
    low = np.where(yes, 0.0, log_expit(np.where(no, -u, u)))
    high = np.where(no, 0.0, log_expit(np.where(yes, w, -w)))
    return np.asarray(low + high + np.where(no | yes, 0.0, between))


def log_open(gap: Floats) -> Floats:
    """log(1 - e^-g)."""
    return np.log(-np.expm1(-gap))


def item_log_priors(point: Parameters) -> Floats:
    """Log prior of each item up to a constant, shape (J,)."""
    normal = -0.5 * ((point.slope / SLOPE) ** 2 + (point.cut / CUT) ** 2)
    return np.asarray(normal + (SHAPE - 1) * np.log(point.gap) - RATE * point.gap)


def walk_log_prior(votes: Ballots, x: Floats, drift: float) -> float:
    """Log prior of all positions up to a constant."""
    follows = votes.follows
    first = x[~follows] / ENTRY
    squares, tailed = _squared_steps(votes, x, drift)
    cost = np.where(tailed, np.sqrt(1 + squares) - 1, squares / (2 * SPREAD))
    return float(-0.5 * (first @ first) - cost[follows].sum())


def _squared_steps(votes: Ballots, x: Floats, drift: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Square of the step into each node in units of the drift, and whether that step has tails: shape (K,) each."""
    voted = votes.votes > 0
    tailed = votes.follows & voted & np.concatenate([[False], voted[:-1]])
    return (np.diff(x, prepend=0.0) / drift) ** 2, tailed


def log_posterior(votes: Ballots, point: Parameters, drift: float) -> float:
    """Log posterior up to a constant."""
    likelihood = log_likelihoods(votes, point).sum()
    return float(likelihood + item_log_priors(point).sum()) + walk_log_prior(votes, point.x, drift)


def walk_weights(votes: Ballots, x: Floats, drift: float) -> Floats:
    """Precision of the normal that touches the prior of the step into each node from below, shape (K,)."""
    squares, tailed = _squared_steps(votes, x, drift)
    return np.where(votes.follows, np.where(tailed, (1 + squares) ** -0.5, 1 / SPREAD) / drift**2, 0.0)


def walk_curvatures(votes: Ballots, x: Floats, drift: float, variances: Floats | float = 0.0) -> Floats:
    """Minus the second derivative of the log prior of the step into each node, shape (K,).

    With the variances of the steps (K,) it is the mean over normal steps around the present ones: the prior is sharper
    at a step of zero than around it, and a variance that knew only the peak would be too small.
    """
    _, tailed = _squared_steps(votes, x, drift)
    step = np.diff(x, prepend=0.0)
    spread = np.sqrt(np.broadcast_to(variances, step.shape))
    mean = np.zeros_like(step)
    for at, weight in zip(NORMAL, MASS / MASS.sum(), strict=True):
        mean += weight * (1 + ((step + at * spread) / drift) ** 2) ** -1.5
    return np.where(votes.follows, np.where(tailed, mean, 1 / SPREAD) / drift**2, 0.0)


def walk_bands(votes: Ballots, precision: Floats) -> Floats:
    """Steps with these precisions, and first positions, as bands for `scipy.linalg.solveh_banded`.

    Shape (2, K), above the diagonal first.

    Voters stand one after the other; between two of them the band is zero.
    """
    diagonal = precision + np.append(precision[1:], 0.0) + np.where(votes.follows, 0.0, ENTRY**-2)
    return np.vstack([-precision, diagonal])


def walk_gradient(votes: Ballots, x: Floats, drift: float) -> Floats:
    """Gradient of the log prior of the positions, shape (K,)."""
    pulled = walk_weights(votes, x, drift) * np.diff(x, prepend=0.0)
    return np.append(pulled[1:], 0.0) - pulled - np.where(votes.follows, 0.0, x / ENTRY**2)


def gradient(votes: Ballots, point: Parameters, drift: float, of: Derivatives | None = None) -> Parameters:
    """Gradient of the log posterior, laid out as the unknowns."""
    of = of or derivatives(votes, point)
    abstained = abstentions(votes)
    return Parameters(
        x=_by_node(votes, point.slope[votes.item] * of.both) + walk_gradient(votes, point.x, drift),
        slope=_by_item(votes, of.both * point.x[votes.node]) - point.slope / SLOPE**2,
        cut=-_by_item(votes, of.both) - point.cut / CUT**2,
        gap=abstained / np.expm1(point.gap) - _by_item(votes, of.at_w) + (SHAPE - 1) / point.gap - RATE,
    )


def item_information(votes: Ballots, point: Parameters, of: Derivatives) -> Floats:
    """Minus the second derivatives by item, in the order slope, cut, gap: shape (J, 3, 3)."""
    x = point.x[votes.node]
    opening = abstentions(votes) * np.exp(point.gap) / np.expm1(point.gap) ** 2
    made = np.empty((votes.items, 3, 3))
    made[:, 0, 0] = _by_item(votes, of.info * x**2) + SLOPE**-2
    made[:, 1, 1] = _by_item(votes, of.info) + CUT**-2
    made[:, 2, 2] = _by_item(votes, of.info_w) + opening + (SHAPE - 1) / point.gap**2
    made[:, 0, 1] = made[:, 1, 0] = -_by_item(votes, of.info * x)
    made[:, 0, 2] = made[:, 2, 0] = -_by_item(votes, of.info_w * x)
    made[:, 1, 2] = made[:, 2, 1] = _by_item(votes, of.info_w)
    return made


def node_information(votes: Ballots, point: Parameters, of: Derivatives) -> Floats:
    """Minus the second derivative of the log likelihood in each position, shape (K,)."""
    return _by_node(votes, point.slope[votes.item] ** 2 * of.info)


def cross_information(votes: Ballots, point: Parameters, of: Derivatives) -> Floats:
    """Minus the second derivative of each vote in its position and its item's slope, cut and gap: shape (V, 3)."""
    slope, x = point.slope[votes.item], point.x[votes.node]
    columns = [slope * x * of.info - of.both, -slope * of.info, -slope * of.info_w]
    return np.stack(columns, axis=1)


def abstentions(votes: Ballots) -> Floats:
    """Abstentions on each item, shape (J,)."""
    return _by_item(votes, (votes.choice == ABSTAIN).astype(float))


def _by_item(votes: Ballots, values: Floats) -> Floats:
    return np.asarray(np.bincount(votes.item, values, votes.items), dtype=np.float64)


def _by_node(votes: Ballots, values: Floats) -> Floats:
    return np.asarray(np.bincount(votes.node, values, votes.nodes), dtype=np.float64)
