"""Capped transfers: what powers can buy when they cannot pay whatever a policy is worth to them.

Power k can pay M_k at most. Offers stay truthful within that limit, T_k(a) = min(M_k, max(-L_k, V_k(a) - n_k))
(Dixit, Grossman and Helpman 1997, whose payments have an upper limit), but the policy is no longer the efficient
one: rivals with little money cannot buy the state far from its own choice, since each must outbid the other first.
A block pools its purses and bids for one direction only, so joint action can change the policy, which it cannot do
while purses are deep.

The equilibrium is found by a clock, as in the ascending proxy auction of Ausubel and Milgrom (2002). Every power
starts from the payoff it would like best and lowers it by one step while the state's choice gives it less. That
ends at a policy from which no group of powers would walk away with the state. A power that could have more by a
best reply is then set to that payoff, and the clock runs again. A best reply may use a policy for which the whole
purse would just make the state indifferent only if that is the state's choice already: no power can count on a tie
that it cannot break.

With that rule for ties an equilibrium exists in menu auctions with budgets; without it there may be none (Ko 2011). The
result carries the largest gain that another offer still brings: a few steps of the clock at most, or it is refused, as
about one random game in 150 with three powers is (none of 1,500 with two; the studies have two).
The certificate looks at one power at a time, and other equilibria may exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from steppe.politics.patronage.equilibrium import parts_of
from steppe.politics.patronage.games import Array, Menu, shaped
from steppe.politics.patronage.joint import Blocks, loss_of

STEPS = 1000
"""Steps of the clock over the largest range of stakes, by default."""
ROUNDS = 50
"""Runs of the clock."""
SLACK = 4.0
"""Largest gain left by a deviation, in steps of the clock."""
SAME = 1e-9
"""Amounts this close, relative to the largest stake, are the same."""


@dataclass(frozen=True, slots=True)
class Capped:
    """An equilibrium with limits to what powers can pay.

    Attributes
    ----------
    powers
        Who acts, blocks by their members' names.
    choice
        Position of the policy on the menu.
    given_up
        max u - u(policy).
    transfers
        What each pays, shape (K,); negative where it takes.
    net
        What the state has above what it would have alone and unthreatened.
    gain
        The most that any power can still gain by another offer: the certificate.
    """

    powers: tuple[str, ...]
    choice: int
    given_up: float
    transfers: Array
    net: float
    gain: float


@dataclass(frozen=True, slots=True)
class _Clock:
    """The game as arrays: u (A,), V (K, A), purses M (K,), harms L (K,)."""

    utility: Array
    stakes: Array
    purses: Array
    harms: Array

    @property
    def same(self) -> float:
        return SAME * float(abs(self.stakes).max() + abs(self.utility).max())

    def offers(self, payoffs: Array) -> Array:
        """T_k of each policy, shape (K, A)."""
        wanted = self.stakes - payoffs[:, None]
        return np.clip(wanted, -self.harms[:, None], self.purses[:, None])

    def run(self, payoffs: Array, step: float) -> tuple[Array, int]:
        """Payoffs lowered until the state's choice gives each power what it asks for, and that choice."""
        same = self.same
        while True:
            offers = self.offers(payoffs)
            total = self.utility + offers.sum(axis=0)
            short = self.stakes - offers < payoffs[:, None] - same
            tied = np.flatnonzero(total >= total.max() - same)
            choice = int(tied[short[:, tied].sum(axis=0).argmin()])
            if not short[:, choice].any():
                return payoffs, choice
            payoffs = payoffs - step * short[:, choice]

    def best_replies(self, offers: Array, choice: int) -> Array:
        """The most that each power can have against the offers of the others, shape (K,)."""
        others = self.utility + offers.sum(axis=0) - offers
        price = others.max(axis=1, keepdims=True) - self.harms[:, None] - others
        open_to = (price < self.purses[:, None] - self.same) | (price <= self.same - self.harms[:, None])
        open_to[:, choice] = True
        return np.asarray(np.where(open_to, self.stakes - price, -np.inf).max(axis=1))

    def settle(self, step: float) -> tuple[int, Array, float]:
        """Choice, transfers and largest gain of the first equilibrium that the certificate accepts."""
        payoffs = self.stakes.max(axis=1) + self.harms
        gain = np.inf
        for _ in range(ROUNDS):
            payoffs, choice = self.run(payoffs, step)
            offers = self.offers(payoffs)
            replies = self.best_replies(offers, choice)
            gains = replies - (self.stakes - offers)[:, choice]
            gain = float(gains.max())
            if gain <= SLACK * step:
                return choice, offers[:, choice], gain
            payoffs = np.where(np.arange(len(gains)) == gains.argmax(), replies, payoffs)
        raise RuntimeError(
            f"no equilibrium with capped transfers was found: after {ROUNDS} runs of the clock a power could still "
            f"gain {gain:.3g}, more than {SLACK:g} steps of {step:.3g}; try another step"
        )


def capped(
    menu: Menu,
    caps: ArrayLike,
    losses: Mapping[str, float] | None = None,
    blocks: Blocks = (),
    step: float | None = None,
) -> Capped:
    """An equilibrium in which power k can pay M_k at most.

    Parameters
    ----------
    menu
        The policies; `Quadratic.on` makes one of a grid.
    caps
        M_k, shape (K,), not negative. A block has the sum of its members'.
    losses
        L of each power or block that acts, as in `patronage.joint.state_outcome`.
    blocks
        Who acts jointly.
    step
        Step of the clock in the unit of u; a thousandth of the largest range of stakes if not given.

    Raises
    ------
    RuntimeError
        No equilibrium was found within 4 steps of the clock.

    Examples
    --------
    Rivals with a purse of 1 keep one another at .5; jointly they buy 1, and for less.

    >>> from steppe.politics.patronage.games import Quadratic
    >>> menu = Quadratic(("A", "B"), [[1.0]], [[2.0], [-1.0]]).on(np.linspace(-1, 3, 401))
    >>> apart, joint = capped(menu, [1, 1]), capped(menu, [1, 1], blocks=[("A", "B")])
    >>> round(apart.given_up, 3), round(joint.given_up, 3)
    (0.125, 0.5)
    """
    limits = shaped("caps", caps, (len(menu.powers),))
    if (limits < 0).any():
        raise ValueError(f"no power can pay less than nothing: the smallest cap is {limits.min():.3g}")
    parts = parts_of(menu.powers, blocks)
    names = tuple("+".join(part) for part in parts)
    member = np.array([[float(power in part) for power in menu.powers] for part in parts])
    harms = np.array([0.0 if losses is None else loss_of(losses, name) for name in names])
    size = float(np.ptp(menu.stakes, axis=1).max()) / STEPS if step is None else step
    if not size > 0:
        raise ValueError("no policy is worth more than another to any power, or the step is not positive")
    choice, transfers, gain = _Clock(menu.utility, member @ menu.stakes, member @ limits, harms).settle(size)
    alone, chosen = float(menu.utility.max()), float(menu.utility[choice])
    return Capped(names, choice, alone - chosen, transfers, chosen + float(transfers.sum()) - alone, gain)
