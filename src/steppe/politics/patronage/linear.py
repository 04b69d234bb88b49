"""Closed forms for linear stakes and quadratic costs.

With V_k(a) = g_k'(a - ideal) and u = -½ (a - ideal)'C(a - ideal), W(S) = ½ g_S'C⁻¹g_S for g_S = Σ_{k∈S} g_k, and
all that matters is the matrix of *affinities* P_jk = g_j'C⁻¹g_k: positive where two powers want the state to move
to the same side, negative where they are rivals.

* Two powers: R = max(0, -P_12).
* All rivals: R = -Σ_{j<k} P_jk.
* Powers 1 and 2 aligned, both against 3: R = -P_13 - P_23.

All three are cases of one: where the powers fall into *camps*, no rivals inside and no affinity across, the rent is
minus the sum of the affinities across camps. Inside a camp the limits W(K) - W(K\\S) are submodular in S, so a camp
can have its joint marginal product and no more; across camps they are superadditive, so these demands are
compatible. Camps exist exactly if nobody has a rival among those to whom a chain of positive affinities leads
(Davis 1967). Elsewhere the rent is an interval: `patronage.equilibrium.rent`.

Two consequences. Joint action of powers in one camp costs the state nothing. Joint action of two powers when all are
rivals costs it -P_jk of that pair and no more: the others' rivalry with the two goes on.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse.csgraph import connected_components

from steppe.politics.patronage.games import Array, finite, shaped, symmetric

NONE = 1e-12
"""An affinity this small beside the powers' own pulls is rounding."""


def affinities(stakes: ArrayLike, curvature: ArrayLike) -> Array:
    """P_jk = g_j'C⁻¹g_k.

    Parameters
    ----------
    stakes
        g_k, shape (K, D).
    curvature
        C, shape (D, D), positive definite.

    Returns
    -------
    Shape (K, K); what is smaller than rounding is zero.

    Examples
    --------
    >>> affinities([[2.0], [-1.0]], [[4.0]]).tolist()
    [[1.0, -0.5], [-0.5, 0.25]]
    """
    pulls = np.atleast_2d(finite("stakes", stakes))
    size = pulls.shape[1]
    costs = symmetric("curvature", shaped("curvature", curvature, (size, size)), strict=True)
    table = np.asarray(pulls @ np.linalg.solve(costs, pulls.T), dtype=float)
    size = np.sqrt(np.diagonal(table))
    return np.where(abs(table) > NONE * np.outer(size, size), table, 0.0)


def camps(affinity: ArrayLike) -> tuple[int, ...] | None:
    """The camp of each power, numbered from 0; None where a chain of affinities joins two rivals.

    Examples
    --------
    >>> camps([[1, 0.8, -1], [0.8, 1, -0.8], [-1, -0.8, 1]])
    (0, 0, 1)
    >>> camps([[1, 0.6, 0.6], [0.6, 1, -0.3], [0.6, -0.3, 1]]) is None
    True
    """
    table = finite("affinity", affinity)
    _, camp = connected_components(table > 0, directed=False)
    together = camp[:, None] == camp[None, :]
    if (table[together] < 0).any():
        return None
    return tuple(int(each) for each in camp)


def rent_of_camps(affinity: ArrayLike) -> float | None:
    """The rent where the powers fall into camps: minus the affinities across camps; None where they do not."""
    table = finite("affinity", affinity)
    camp = camps(table)
    if camp is None:
        return None
    across = np.triu(np.not_equal.outer(camp, camp), 1)
    return 0.0 - float(table[across].sum())


def two_powers(first: ArrayLike, second: ArrayLike, curvature: ArrayLike) -> float:
    """R = max(0, -g_1'C⁻¹g_2).

    Examples
    --------
    >>> two_powers([2.0], [-1.0], [[4.0]])
    0.5
    """
    return max(0.0, -float(affinities(np.array([first, second], dtype=float), curvature)[0, 1]))


def all_rivals(affinity: ArrayLike) -> float:
    """R = -Σ_{j<k} P_jk, where no two powers pull to the same side.

    Raises
    ------
    ValueError
        Two powers are aligned.
    """
    pairs = finite("affinity", affinity)[np.triu_indices(len(np.asarray(affinity)), 1)]
    if (pairs > 0).any():
        raise ValueError(f"two powers are aligned (affinity {pairs.max():.3g}): the rent is not the sum over all pairs")
    return 0.0 - float(pairs.sum())
