"""Truthful equilibria of a common agency: what the powers keep, what the state gets, and a proof that nobody deviates.

Each power k offers the state a payment T_k(a) ≥ 0 that depends on its policy; then the state chooses. In a
*truthful* equilibrium each offer follows the power's own stakes, T_k(a) = max(0, V_k(a) - n_k), so that power k
ends with n_k. With W(S) the best sum of the state and the powers S (`patronage.games`) and K all powers (Bernheim
and Whinston 1986, Theorem 2):

* the policy maximises u + Σ_k V_k: it is efficient, and the same in every such equilibrium;
* the powers' payoffs n are exactly the Pareto frontier of {n : n(S) ≤ W(K) - W(K\\S) for every set S}.

The state ends with W(K) - Σ n. Its rent is what this is above W(∅), what it would have alone:

    R = W(K) - W(∅) - Σ_k n_k ≥ 0.

The frontier may hold payoffs with different sums, so R is an interval. Its lower end is a linear programme with 2^K
- 1 rows. Its upper end is the least sum on the frontier. The set is closed downwards, so n lies on the frontier
exactly if each power stands in a set S whose row binds; one binary variable a row says whether it binds, and a
mixed-integer programme finds the least sum. The rows found to bind are then solved again as equations, so that the
accuracy is that of a linear programme. Where every power can have its marginal product W(K) - W(K\\k), the frontier
is that one point.

Truthful offers are a selection. Other equilibria of the same game exist; truthful ones are those that survive when
powers talk before they offer (coalition-proof, their Theorem 3), and each power has a truthful offer among its best
replies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from steppe.politics.patronage.games import Array, Game, Menu, checked_powers, shaped

FEASIBLE = 1e-10
"""Slack of a row, relative to the largest row, below which it counts as met."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From the lowest to the highest of the values that the truthful equilibria have."""

    low: float
    high: float

    def __add__(self, amount: float) -> Interval:
        return Interval(self.low + amount, self.high + amount)

    def __sub__(self, other: Interval) -> Interval:
        """All differences, since nothing says which equilibrium of one game goes with which of the other."""
        return Interval(self.low - other.high, self.high - other.low)


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Coalitions:
    """The worth W(S) of each set of powers.

    Attributes
    ----------
    powers
        K names. A block that acts jointly is one power, named by its members with "+" between them.
    worth
        Shape (2^K,). Power k belongs to set S where bit k of the position is 1; position 0 is the state alone.
    """

    powers: tuple[str, ...]
    worth: Array

    def __init__(self, powers: Sequence[str], worth: ArrayLike) -> None:
        object.__setattr__(self, "powers", tuple(powers))
        object.__setattr__(self, "worth", shaped("worth", worth, (2 ** len(self.powers),)))

    @property
    def alone(self) -> float:
        """W(∅): what the state has without any power."""
        return float(self.worth[0])

    def of(self, *powers: str) -> float:
        """W of a set of powers."""
        return float(self.worth[self._position(powers)])

    def together(self, blocks: Sequence[Sequence[str]]) -> Coalitions:
        """The game in which each block acts jointly; powers in no block stay by themselves, behind the blocks."""
        parts = parts_of(self.powers, blocks)
        positions = [self._position(part) for part in parts]
        unions = [sum(p for j, p in enumerate(positions) if s >> j & 1) for s in range(2 ** len(parts))]
        return Coalitions(["+".join(part) for part in parts], self.worth[unions])

    def without(self, *powers: str) -> Coalitions:
        """The game after powers have left the field."""
        gone = self._position(powers)
        kept = [s for s in range(len(self.worth)) if not s & gone]
        return Coalitions([power for power in self.powers if power not in powers], self.worth[kept])

    def _position(self, powers: Sequence[str]) -> int:
        check_powers(self.powers, powers)
        return sum(1 << self.powers.index(power) for power in set(powers))


@dataclass(frozen=True, slots=True)
class Rent:
    """The state's rent over all truthful equilibria.

    Attributes
    ----------
    rent
        Lowest and highest rent, in the unit of u.
    at_low, at_high
        Payoffs n of the powers, shape (K,), in one equilibrium with the lowest and one with the highest rent.
    """

    rent: Interval
    at_low: Array
    at_high: Array


def check_powers(powers: Sequence[str], named: Sequence[str]) -> None:
    """Stop at the first name that is not a power of the game."""
    unknown = [name for name in named if name not in powers]
    if unknown:
        raise ValueError(f"{unknown[0]} is not a power of this game; it has {', '.join(powers)}")


def parts_of(powers: Sequence[str], blocks: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """Blocks, then powers in no block; members in the order of the game.

    Examples
    --------
    >>> parts_of("ABC", ["CA"])
    (('A', 'C'), ('B',))
    """
    named = [power for block in blocks for power in block]
    check_powers(powers, named)
    if len(set(named)) < len(named):
        raise ValueError("a power can belong to one block only, and only once")
    ordered = [tuple(power for power in powers if power in block) for block in blocks if len(block)]
    return (*ordered, *((power,) for power in powers if power not in named))


def coalitions(game: Game, means: ArrayLike | None = None) -> Coalitions:
    """W(S) of every set of powers.

    Parameters
    ----------
    game
        Any object with `powers` and `best`.
    means
        What scales the stakes of each power, shape (K,); one each if not given.
    """
    names = checked_powers(game.powers)
    count = len(names)
    scale = np.ones(count) if means is None else shaped("means", means, (count,))
    weights = _members(count) * scale
    return Coalitions(names, [game.best(chosen).worth(chosen) for chosen in weights])


def rent(game: Coalitions) -> Rent:
    """The state's rent, lowest and highest over the truthful equilibria.

    Raises
    ------
    RuntimeError
        The linear or mixed-integer programme was not solved; the message is the solver's.

    Examples
    --------
    >>> auction = coalitions(Menu(("A", "B"), [0, 0], [[3, 0], [0, 2]]))
    >>> rent(auction).rent
    Interval(low=2.0, high=2.0)
    >>> rent(auction.together([("A", "B")])).rent
    Interval(low=0.0, high=0.0)
    """
    count = len(game.powers)
    if not count:
        return Rent(Interval(0.0, 0.0), np.zeros(0), np.zeros(0))
    rows, limits = _members(count)[1:], limits_of(game)
    scale = float(abs(limits).max())
    if scale == 0.0:
        return Rent(Interval(0.0, 0.0), np.zeros(count), np.zeros(count))
    least, most = _frontier(rows, limits / scale)
    surplus = float(game.worth[-1] - game.worth[0])
    ends = [max(0.0, surplus - float(scale * end.sum())) for end in (most, least)]
    return Rent(Interval(min(ends), max(ends)), scale * most, scale * least)


def limits_of(game: Coalitions) -> Array:
    """W(K) - W(K\\S) of every set S but the empty one, shape (2^K - 1,)."""
    everyone = len(game.worth) - 1
    return game.worth[-1] - game.worth[[everyone ^ s for s in range(1, everyone + 1)]]


def best_reply_gains(game: Coalitions, payoffs: ArrayLike) -> Array:
    """What each power gains by its best reply to the truthful offers of the others: the certificate of an equilibrium.

    With T_j(a) = max(0, V_j(a) - n_j), the state gets max_a [u + Σ_{j∈J} T_j] = max_{S⊆J} [W(S) - n(S)] from powers J.
    A power that wants policy a pays what keeps the state from its best choice without it, so its best reply earns
    max_{S∌k} [W(S∪k) - n(S)] - max_{S∌k} [W(S) - n(S)], whatever the form of its offer.

    Parameters
    ----------
    payoffs
        n, shape (K,).

    Returns
    -------
    Shape (K,): zero, up to rounding, for each power in an equilibrium. Negative where n asks for more than there is.
    """
    count = len(game.powers)
    payoff = shaped("payoffs", payoffs, (count,))
    net = game.worth - _members(count) @ payoff
    gains = np.empty(count)
    for k in range(count):
        without = np.array([s for s in range(2**count) if not s >> k & 1])
        gains[k] = net[without | 1 << k].max() - net[without].max()
    return gains


def schedule_gains(menu: Menu, payoffs: ArrayLike) -> Array:
    """The same certificate from the offers themselves, policy by policy, without W; shape (K,).

    Examples
    --------
    >>> schedule_gains(Menu(("A", "B"), [0, 0], [[3, 0], [0, 2]]), [0.5, 0.0]).tolist()
    [0.5, 0.0]
    """
    payoff = shaped("payoffs", payoffs, (len(menu.powers),))
    offers = np.maximum(0.0, menu.stakes - payoff[:, None])
    gains = np.empty(len(payoff))
    for k, stakes in enumerate(menu.stakes):
        others = menu.utility + offers.sum(axis=0) - offers[k]
        gains[k] = (stakes - (others.max() - others)).max() - payoff[k]
    return gains


def is_equilibrium(game: Coalitions, payoffs: ArrayLike, tolerance: float = 1e-8) -> bool:
    """Whether the truthful offers that leave the powers these payoffs form an equilibrium.

    No power gains by its best reply, and the state chooses the policy that is best for all.

    Parameters
    ----------
    tolerance
        Relative to the largest gain that any set of powers can make.
    """
    room = tolerance * max(1e-300, float(abs(limits_of(game)).max()))
    net = game.worth - _members(len(game.powers)) @ np.asarray(payoffs, dtype=float)
    return bool(net[-1] >= net.max() - room) and bool(abs(best_reply_gains(game, payoffs)).max() <= room)


def _members(count: int) -> Array:
    """One row a set, one column a power: 1 where it belongs to the set; shape (2^K, K)."""
    return (np.arange(2**count)[:, None] >> np.arange(count) & 1).astype(float)


def _frontier(rows: Array, limits: Array) -> tuple[Array, Array]:
    """Points of the Pareto frontier of {n : rows n ≤ limits} with the least and with the greatest sum."""
    count = rows.shape[1]
    marginal = limits[[2**k - 1 for k in range(count)]]
    if (rows @ marginal <= limits + FEASIBLE).all():
        return marginal, marginal
    if count == 2:
        middle = marginal - 0.5 * (marginal.sum() - limits[-1])
        return middle, middle
    most = _linear(rows, limits, -np.ones(count))
    return _least(rows, limits, marginal), most


def _least(rows: Array, limits: Array, marginal: Array) -> Array:
    """The least sum on the frontier: each power stands in a row that binds."""
    sets, count = rows.shape
    least = np.array([(limits - (rows @ marginal - marginal[k]))[rows[:, k] > 0].min() for k in range(count)])
    room = np.diag(limits - rows @ least)
    none, one = np.zeros((sets, sets)), np.ones(sets)
    constraints = [
        LinearConstraint(np.hstack([rows, none]), -np.inf, limits),
        LinearConstraint(np.hstack([-rows, room]), -np.inf, room @ one - limits),
        LinearConstraint(np.hstack([np.zeros((count, count)), rows.T]), 1, np.inf),
    ]
    optimum = milp(
        np.concatenate([np.ones(count), np.zeros(sets)]),
        constraints=constraints,
        bounds=Bounds(np.concatenate([least, 0 * one]), np.concatenate([marginal, one])),
        integrality=np.concatenate([np.zeros(count), one]),
        options={"mip_rel_gap": 0.0},
    )
    if optimum.x is None or optimum.status != 0:
        raise RuntimeError(f"the least sum on the frontier was not found: {optimum.message}")
    return _linear(rows, limits, np.ones(count), optimum.x[count:] > 0.5)


def _linear(rows: Array, limits: Array, cost: Array, binding: Sequence[bool] | None = None) -> Array:
    """The point with the least cost; some rows may have to bind."""
    tight = np.zeros(len(rows), dtype=bool) if binding is None else np.asarray(binding)
    optimum = linprog(
        cost,
        A_ub=rows,
        b_ub=limits,
        A_eq=rows[tight] if tight.any() else None,
        b_eq=limits[tight] if tight.any() else None,
        bounds=(None, None),
        method="highs-ds",
        options={"primal_feasibility_tolerance": FEASIBLE, "dual_feasibility_tolerance": FEASIBLE},
    )
    if optimum.x is None or optimum.status != 0:
        raise RuntimeError(f"the linear programme of the powers' payoffs was not solved: {optimum.message}")
    return np.asarray(optimum.x, dtype=float)
