"""The probabilistic Condorcet election over named alternatives (KTAB; Wise, Lester & Efird 2015).

Each alternative meets each other one; P_ij is the probability that i wins. The *conditional* election gives

    p_i = Π_j P_ij / Σ_k Π_j P_kj,

the probability that i beats all others, given that one of them does. The *Markov* election lets proposals replace
each other until the distribution rests: from j, alternative i is moved with probability proportional to C_ij P_ij
and wins with P_ij. An alternative that the body's rule cannot adopt is left out by `standing`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steppe.politics.bargaining.actors import Actors, Floats
from steppe.politics.bargaining.votes import Contest, Response, coalitions, utilities, victory

LEAST_INCENTIVE = 1e-10  # KTAB's: an unopposed favourite challenges itself
MOST_STEPS = 20_000


@dataclass(frozen=True, slots=True)
class Election:
    """One election, or one for each draw: leading axis (draws,)."""

    alternatives: Floats  # (K,) positions on the scale of the issue
    utility: Floats  # (..., N, K)
    coalition: Floats  # (..., K, K) for row against column
    victory: Floats  # (..., K, K)
    probability: Floats  # (..., K)

    @property
    def mean(self) -> Floats:
        """Mean position under the probabilities, shape (...)."""
        mean: Floats = self.probability @ self.alternatives
        return mean


def elect(
    actors: Actors,
    alternatives: ArrayLike,
    width: float,
    contest: Contest = "linear",
    kind: Response = "proportional",
    standing: ArrayLike | None = None,
) -> Election:
    """Election between alternatives at given positions on an issue whose scale is `width` long.

    Parameters
    ----------
    standing
        Shape (..., K): which alternatives can be adopted; all, if not given.

    Raises
    ------
    ValueError
        Two alternatives share a position, or none stands.
    """
    options = np.asarray(alternatives, dtype=float)
    if len(np.unique(options)) < len(options):
        raise ValueError("two alternatives share a position: a contest between them has no meaning; merge them")
    utility = utilities(actors.position, options, width)
    strength = coalitions(actors.weight, utility, kind)
    beats = victory(strength, contest)
    return Election(options, utility, strength, beats, conditional(beats, standing))


def conditional(beats: ArrayLike, standing: ArrayLike | None = None) -> Floats:
    """Probability that each alternative beats all others that stand, given that one does: (..., K, K) -> (..., K)."""
    p = np.asarray(beats, dtype=float)
    if standing is None:
        product = p.prod(axis=-1)
    else:
        stands = np.asarray(standing, dtype=bool)
        if not stands.any(axis=-1).all():
            raise ValueError("no alternative can be adopted: add the status quo to the alternatives")
        product = np.where(stands[..., None, :], p, 1.0).prod(axis=-1) * stands
    return np.asarray(product / product.sum(axis=-1, keepdims=True))


def markov(strength: ArrayLike, contest: Contest = "linear", tolerance: float = 1e-12) -> Floats:
    """Stationary distribution of the election with incentives: one matrix of coalitions (K, K) -> (K,).

    Raises
    ------
    RuntimeError
        The distribution does not converge.
    """
    c = np.asarray(strength, dtype=float)
    beats = victory(c, contest)
    incentive = c * beats
    incentive[np.diag_indices(len(c))] += LEAST_INCENTIVE
    moved: NDArray[np.float64] = incentive / incentive.sum(axis=0)
    p: Floats = np.full(len(c), 1 / len(c))
    for _ in range(MOST_STEPS):
        contested = p[:, None] * moved.T
        after: Floats = (beats * (contested + contested.T)).sum(axis=1)
        if np.abs(after - p).max() < tolerance:
            return after
        p = (p + after) / 2
    raise RuntimeError(f"the Markov election of {len(c)} alternatives did not converge in {MOST_STEPS} steps")
