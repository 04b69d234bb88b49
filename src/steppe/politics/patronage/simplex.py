"""Shares that add to one: how a state divides what it has to give among its patrons.

A state divides its trade, its posts or its votes among J partners: shares a_j ≥ 0, Σ a_j = 1. It has shares of its
own choice and pays u = -½ c |a - ideal|² for leaving them. A patron values its own share, and perhaps the shares of
others: V_k = s_k Σ_j A_kj a_j with A_kk = 1. The best policy of a set of powers is the projection of ideal + Σ_k
g_k / c on the simplex, found exactly by sorting (Held, Wolfe and Crowder 1974); with c = 0 all goes to the highest
bid.

Shares add to one, so only the part of g_k that is left when its mean is taken out counts. While all shares stay
positive

    P_jk = g_j'(I - 11'/J) g_k / c,

for A = I and J = K therefore P_jk = -s_j s_k / (K c): patrons of shares are rivals, and R = Σ_{j<k} s_j s_k / (K c).

**When do two patrons stop being rivals?** Let patrons 1 and 2 value each other's share at α of their own, g_1 = s_1
(e_1 + α e_2) and g_2 = s_2 (e_2 + α e_1), among K shares. Then

    P_12 = s_1 s_2 [2α - (1 + α)²/K] / c < 0   exactly if   α < α*(K) = (K - 1) - √((K - 1)² - 1).

While all K shares stay positive they are one camp above α*, and joint action of the two costs the state nothing; below
it costs (s_1 s_2 / c)[(1 + α)²/K - 2α]. α* is 1 for two shares and falls fast: .268, .172, .127, .101 for 3 to 6. Where
shares fall to zero fewer are left, so that it may cost something at a larger α as well, or end at a smaller one. What
one patron wins from the other's gain is rarely observed: `map_of_sympathy` shows the rent and the cost over α, corners
of the simplex included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from steppe.politics.patronage.equilibrium import Interval, coalitions, rent
from steppe.politics.patronage.games import Array, Optimum, finite, set_fields, shaped, weights_of

TIED = 1e-12
"""Bids this close, relative to the highest, are the same bid."""


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Simplex:
    """Shares among J partners.

    Attributes
    ----------
    powers
        K names.
    stakes
        g_k, shape (K, J): what a whole share of each partner is worth to each power.
    cost
        c, not negative.
    ideal
        The state's own shares, shape (J,); equal ones if not given.

    Examples
    --------
    >>> game = Simplex(("A", "B", "C"), np.diag([0.3, 0.2, 0.1]), 2.0)
    >>> round(rent(coalitions(game)).rent.high, 6)
    0.018333
    """

    powers: tuple[str, ...]
    stakes: Array
    cost: float
    ideal: Array

    def __init__(self, powers: Sequence[str], stakes: ArrayLike, cost: float, ideal: ArrayLike | None = None) -> None:
        wanted = np.atleast_2d(finite("stakes", stakes))
        partners = wanted.shape[1]
        shares = np.full(partners, 1 / partners) if ideal is None else shaped("ideal", ideal, (partners,))
        if (shares < 0).any() or abs(shares.sum() - 1) > 1e-9:
            raise ValueError(f"the state's own shares must not be negative and must add to 1, not {shares.sum():g}")
        if not 0 <= cost < np.inf:
            raise ValueError(f"the cost of leaving the own shares must be a number that is not negative, not {cost:g}")
        stakes = shaped("stakes", wanted, (len(powers), partners))
        set_fields(self, powers, stakes=stakes, cost=float(cost), ideal=shares)

    def best(self, weights: ArrayLike) -> Optimum:
        """The shares that maximise the weighted sum."""
        bids = weights_of(self, weights) @ self.stakes
        shares = to_simplex(self.ideal + bids / self.cost) if self.cost else self._to_highest(bids)
        return Optimum(shares, -0.5 * self.cost * float(((shares - self.ideal) ** 2).sum()), self.stakes @ shares)

    def _to_highest(self, bids: Array) -> Array:
        """All to the highest bid; between equal bids as near to the own shares as can be."""
        highest = bids >= bids.max() - TIED * max(1e-300, float(abs(bids).max()))
        shares = np.zeros(len(bids))
        shares[highest] = to_simplex(self.ideal[highest])
        return shares


@dataclass(frozen=True, slots=True)
class Sympathy:
    """Rent over the share α at which patrons 1 and 2 value each other's gain.

    Attributes
    ----------
    alpha
        Shape (N,).
    apart, joint
        Lowest and highest rent when all act alone and when 1 and 2 act jointly, shape (N, 2).
    cost
        What joint action costs the state, shape (N, 2): from lowest apart less highest joint to highest less lowest.
    threshold
        α* of the interior closed form: corners can move it.
    """

    alpha: Array
    apart: Array
    joint: Array
    cost: Array
    threshold: float


def to_simplex(point: Array) -> Array:
    """The nearest point whose entries are not negative and add to one; of each row, for shape (..., J).

    Examples
    --------
    >>> to_simplex(np.array([0.9, 0.5, -1.0])).round(3).tolist()
    [0.7, 0.3, 0.0]
    """
    falling = -np.sort(-point, axis=-1)
    excess = (np.cumsum(falling, axis=-1) - 1) / np.arange(1, point.shape[-1] + 1)
    kept = point.shape[-1] - 1 - (falling > excess)[..., ::-1].argmax(axis=-1)
    return np.asarray(np.maximum(point - np.take_along_axis(excess, kept[..., None], axis=-1), 0.0))


def interior_rent(stakes: ArrayLike, cost: float) -> float:
    """Σ_{j<k} s_j s_k / (K c): K patrons of their own shares, while all shares stay positive.

    Examples
    --------
    >>> interior_rent([1, 1], 4)
    0.125
    """
    sizes = finite("stakes", stakes)
    pairs = 0.5 * float(sizes.sum() ** 2 - (sizes**2).sum())
    return pairs / (len(sizes) * cost)


def sympathy_threshold(count: int) -> float:
    """The sympathy from which on two patrons among K shares are no rivals: α*(K) = (K - 1) - √((K - 1)² - 1).

    Examples
    --------
    >>> [round(sympathy_threshold(k), 3) for k in range(2, 7)]
    [1.0, 0.268, 0.172, 0.127, 0.101]
    """
    if count < 2:
        raise ValueError(f"two patrons need two shares at least, not {count}")
    others = count - 1.0
    return float(1 / (others + np.sqrt(others**2 - 1)))


def with_sympathy(stakes: ArrayLike, alpha: float) -> Array:
    """Stakes g_k of K patrons of their own shares, the first two of which value each other's at α; shape (K, K).

    Examples
    --------
    >>> with_sympathy([2, 1, 1], 0.5).tolist()
    [[2.0, 1.0, 0.0], [0.5, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    sizes = finite("stakes", stakes)
    valued = np.eye(len(sizes))
    valued[0, 1] = valued[1, 0] = alpha
    return sizes[:, None] * valued


def map_of_sympathy(stakes: ArrayLike, cost: float, alphas: ArrayLike, ideal: ArrayLike | None = None) -> Sympathy:
    """The rent, and what joint action of the first two patrons costs, for each α.

    Parameters
    ----------
    stakes
        s_k, shape (K,), K from 2 to 6.
    cost
        c.
    alphas
        Shape (N,).
    ideal
        The state's own shares, shape (K,); equal ones if not given.
    """
    sizes, grid = finite("stakes", stakes), np.atleast_1d(finite("alphas", alphas))
    names = tuple(f"P{k + 1}" for k in range(len(sizes)))
    apart, joint, costs = [], [], []
    for alpha in grid:
        game = coalitions(Simplex(names, with_sympathy(sizes, float(alpha)), cost, ideal))
        alone, paired = rent(game).rent, rent(game.together([names[:2]])).rent
        apart.append(_ends(alone))
        joint.append(_ends(paired))
        costs.append(_ends(alone - paired))
    return Sympathy(grid, np.array(apart), np.array(joint), np.array(costs), sympathy_threshold(len(sizes)))


def _ends(interval: Interval) -> tuple[float, float]:
    return interval.low, interval.high
