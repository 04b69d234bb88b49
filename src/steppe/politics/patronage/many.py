"""Many games at once: the same equilibria as `patronage.equilibrium`, for thousands of draws of what is assumed.

Games are rows of one array of worths W, shape (..., 2^K), coalitions in the order of `equilibrium.Coalitions`. With
b(S) = W(K) - W(K\\S), three things need no programme a game.

**The lowest rent.** The greatest Σ n under n(S) ≤ b(S) is, by duality, the least Σ_S λ_S b(S) over balanced weights,
λ ≥ 0 and Σ_{S∋k} λ_S = 1 for each k. Its corners do not depend on the game: they are the minimal balanced collections
of Bondareva and Shapley (1967), 2, 6, 42 and 1,292 for two to five powers. So M(T), the most that the powers T can
have together, is the least of a matrix times b.

**Where there is one rent only.** If the powers fall into blocks such that b(S) ≥ Σ_B b(S∩B), and b is submodular
inside each block, the payoffs of each block are bounded by its own limits alone, a block ends with b(B) in every
equilibrium, and R = W(K) - W(∅) - Σ_B b(B). The camps of `patronage.linear` are the case of linear stakes.

**The highest rent elsewhere.** Σ n is least at a corner of {n : n(S) ≤ b(S)}. At a corner K independent rows bind, so
each power stands in one of them, and every corner lies on the frontier. The K rows that may bind together do not depend
on the game either; all are solved, and the least sum among those that break no other row is taken.

**What one power pays.** In equilibrium power k stands in a set S that binds, so it ends with min_{S∋k} [b(S) - M(S\\k)]
at least and b(k) at most, and both are reached: T_k lies between V_k - b(k), what its policy costs the others, and V_k
less the former.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from steppe.politics.patronage.games import Array, finite
from steppe.politics.patronage.simplex import to_simplex

MOST_AT_ONCE = 5
"""Six powers have 200,214 minimal balanced collections."""
CLOSE = 1e-9
"""Limits this close, relative to the largest of the game, count as equal."""


@dataclass(frozen=True, slots=True)
class Rents:
    """Rents of many games; all of one shape.

    Attributes
    ----------
    low, high
        Ends of the interval over the truthful equilibria.
    """

    low: Array
    high: Array

    @property
    def middle(self) -> Array:
        """Halfway between the ends."""
        return 0.5 * (self.low + self.high)


@dataclass(frozen=True, slots=True)
class Fields:
    """Many games of a state that divides several fields of ties among J partners.

    Attributes
    ----------
    worth
        W(S), shape (..., 2^K).
    action
        Shares in the policy of all powers together, shape (..., D, J).
    valued
        V_k there, shape (..., K).
    given_up
        What that policy costs the state, shape (...).
    """

    worth: Array
    action: Array
    valued: Array
    given_up: Array


def fields(ideal: ArrayLike, stakes: ArrayLike, cost: ArrayLike) -> Fields:
    """Worths of games on several simplices at once, corners included.

    Parameters
    ----------
    ideal
        The state's own shares, shape (..., D, J), each field adding to one.
    stakes
        g_k: what a whole share of each partner is worth to each power, shape (..., K, D, J).
    cost
        c of each field, positive, shape (..., D).

    Examples
    --------
    >>> game = fields([[0.5, 0.5]], [[[1.0, 0.0]], [[0.0, 1.0]]], [4.0])
    >>> rents(game.worth).low.tolist(), game.action.tolist()
    (0.125, [[0.5, 0.5]])
    """
    centre, wanted, price = finite("ideal", ideal), finite("stakes", stakes), finite("cost", cost)[..., None]
    if not (price > 0).all():
        raise ValueError(f"the cost of leaving the own shares must be positive, not {price.min():g}")
    bids = np.einsum("sk,...kdj->...sdj", members(wanted.shape[-3]), wanted)
    shares = to_simplex(centre[..., None, :, :] + bids / price[..., None, :, :])
    given_up = 0.5 * (price[..., None, :, :] * (shares - centre[..., None, :, :]) ** 2).sum(axis=(-1, -2))
    worth = (bids * shares).sum(axis=(-1, -2)) - given_up
    chosen = shares[..., -1, :, :]
    valued = np.einsum("...kdj,...dj->...k", wanted, chosen)
    return Fields(worth, chosen, valued, given_up[..., -1])


def together(worth: Array, blocks: Sequence[Sequence[int]]) -> Array:
    """Worths after each block of powers, by position, has become one; others stay alone, behind the blocks."""
    count = powers_of(worth)
    named = {k for block in blocks for k in block}
    parts = [*blocks, *([k] for k in range(count) if k not in named)]
    bits = [sum(1 << k for k in part) for part in parts]
    unions = [sum(bit for place, bit in enumerate(bits) if s >> place & 1) for s in range(2 ** len(parts))]
    return np.asarray(worth[..., unions])


def without(worth: Array, gone: Sequence[int]) -> Array:
    """Worths after powers, by position, have left."""
    away = sum(1 << k for k in gone)
    return np.asarray(worth[..., [s for s in range(worth.shape[-1]) if not s & away]])


def rents(worth: ArrayLike) -> Rents:
    """Lowest and highest rent of each game, shape (...) for worths of shape (..., 2^K), K up to 5."""
    values = finite("worth", worth)
    powers_of(values)
    flat = values.reshape(-1, values.shape[-1])
    limits, surplus = limits_of(flat), flat[:, -1] - flat[:, 0]
    low = np.maximum(0.0, surplus - most(limits))
    high = low.copy()
    for place in np.flatnonzero(~single(limits)):
        high[place] = max(low[place], surplus[place] - _least(limits[place]))
    return Rents(low.reshape(values.shape[:-1]), high.reshape(values.shape[:-1]))


def _least(limits: Array) -> float:
    """The least Σ n over the corners of one game."""
    count = powers_of(limits, 1)
    rows, inverse = _bases(count)
    room = CLOSE * max(float(abs(limits).max()), 1e-300)
    corners = np.einsum("bij,bj->bi", inverse, limits[rows])
    marginal = limits[[(1 << k) - 1 for k in range(count)]]
    corners = corners[(corners <= marginal + room).all(axis=1)]
    corners = corners[(corners @ members(count)[1:].T <= limits + room).all(axis=1)]
    return float(corners.sum(axis=1).min())


@lru_cache(maxsize=MOST_AT_ONCE)
def _bases(count: int) -> tuple[NDArray[np.intp], Array]:
    """Every K independent rows, shape (B, K), and the inverse of their matrix, shape (B, K, K)."""
    columns = members(count)[1:]
    chosen = np.array(list(combinations(range(len(columns)), count)))
    regular = abs(np.linalg.det(columns[chosen])) > 0.5
    return chosen[regular], np.linalg.inv(columns[chosen[regular]])


def payments(worth: ArrayLike, valued: ArrayLike) -> tuple[Array, Array]:
    """Least and most that each power pays in a truthful equilibrium, shapes (..., K).

    Parameters
    ----------
    worth, valued
        As in `Fields`.
    """
    values, gains = finite("worth", worth), finite("valued", valued)
    count, limits = powers_of(values), limits_of(values)
    whole = 2**count - 1
    best = {0: np.zeros(values.shape[:-1])} | {s: _most_of(limits, s) for s in range(1, whole)}
    ends = []
    for k in range(count):
        binding = [s for s in range(1, whole + 1) if s >> k & 1]
        least = np.min([limits[..., s - 1] - best[s ^ 1 << k] for s in binding], axis=0)
        ends.append((gains[..., k] - limits[..., (1 << k) - 1], gains[..., k] - least))
    return np.stack([low for low, _ in ends], axis=-1), np.stack([high for _, high in ends], axis=-1)


def most(limits: Array) -> Array:
    """The greatest Σ n under n(S) ≤ b(S), for limits of shape (..., 2^K - 1)."""
    return np.asarray((limits @ balanced(powers_of(limits, 1)).T).min(axis=-1))


def limits_of(worth: Array) -> Array:
    """b(S) = W(K) - W(K\\S) of every set but the empty one, shape (..., 2^K - 1)."""
    everyone = worth.shape[-1] - 1
    return np.asarray(worth[..., -1:] - worth[..., [everyone ^ s for s in range(1, everyone + 1)]])


def powers_of(array: Array, missing: int = 0) -> int:
    """K of an array whose last axis has 2^K entries, or so many fewer."""
    count = int(array.shape[-1] + missing).bit_length() - 1
    if array.shape[-1] + missing != 2**count or not 1 <= count <= MOST_AT_ONCE:
        raise ValueError(f"1 to {MOST_AT_ONCE} powers have 2 to {2**MOST_AT_ONCE} sets, not {array.shape[-1]}")
    return count


def members(count: int) -> Array:
    """One row a set, one column a power: 1 where it belongs to the set; shape (2^K, K)."""
    return (np.arange(2**count)[:, None] >> np.arange(count) & 1).astype(float)


@lru_cache(maxsize=MOST_AT_ONCE)
def balanced(count: int) -> Array:
    """Weights of the minimal balanced collections, one row each, shape (collections, 2^K - 1).

    Examples
    --------
    >>> balanced(2).tolist()
    [[0.0, 0.0, 1.0], [1.0, 1.0, 0.0]]
    >>> [len(balanced(k)) for k in range(1, 5)]
    [1, 2, 6, 42]
    """
    chosen, inverse = _bases(count)
    weights = inverse.sum(axis=1)
    kept = (weights >= -CLOSE).all(axis=1)
    rows = np.zeros((int(kept.sum()), 2**count - 1))
    np.put_along_axis(rows, chosen[kept], np.maximum(weights[kept], 0.0).round(12), axis=1)
    return np.unique(rows, axis=0)


def single(limits: Array) -> NDArray[np.bool_]:
    """Whether a division of the powers shows that all equilibria have one rent, for limits of shape (N, 2^K - 1)."""
    count = powers_of(limits, 1)
    room = CLOSE * np.maximum(abs(limits).max(axis=-1, keepdims=True), 1e-300)
    whole = np.concatenate([np.zeros((len(limits), 1)), limits], axis=1)
    unique = np.zeros(len(limits), dtype=bool)
    for blocks in _divisions(count):
        sets = np.arange(2**count)
        parts = sum(whole[:, sets & block] for block in blocks)
        apart = (whole >= parts - room).all(axis=1)
        unique |= apart & np.logical_and.reduce([_submodular(whole, block, room) for block in blocks])
        if unique.all():
            break
    return unique


def _submodular(whole: Array, block: int, room: Array) -> NDArray[np.bool_]:
    """b(S+j) + b(S+k) ≥ b(S+j+k) + b(S) for all S, j, k inside the block."""
    inside = [k for k in range(block.bit_length()) if block >> k & 1]
    rows = []
    for j, k in combinations(inside, 2):
        one, two = 1 << j, 1 << k
        rows += [(s | one, s | two, s | one | two, s) for s in range(block + 1) if not s & ~(block & ~one & ~two)]
    if not rows:
        return np.ones(len(whole), dtype=bool)
    first, second, both, none = np.array(rows).T
    return np.asarray((whole[:, first] + whole[:, second] >= whole[:, both] + whole[:, none] - room).all(axis=1))


def _most_of(limits: Array, inside: int) -> Array:
    """M of one set of powers, given as bits."""
    powers = [k for k in range(inside.bit_length()) if inside >> k & 1]
    rows = [
        sum(1 << powers[place] for place in range(len(powers)) if s >> place & 1) for s in range(1, 2 ** len(powers))
    ]
    return most(limits[..., [s - 1 for s in rows]])


@lru_cache(maxsize=MOST_AT_ONCE)
def _divisions(count: int) -> tuple[tuple[int, ...], ...]:
    """All ways to split the powers into blocks, given as bits; all alone first."""
    return tuple(sorted(_splits((1 << count) - 1), key=lambda blocks: -len(blocks)))


def _splits(left: int) -> Iterator[tuple[int, ...]]:
    if not left:
        yield ()
        return
    first = left & -left
    rest = left ^ first
    for s in range(rest + 1):
        if not s & ~rest:
            yield from ((first | s, *more) for more in _splits(rest ^ s))
