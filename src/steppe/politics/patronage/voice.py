"""How a state loses its voice: capped transfers, and spheres of influence.

Common agency has a surprising side: as long as powers can pay whatever a policy is worth to them, competing powers
and joint ones lead to the *same policy*. Joint action takes transfers and leaves the position. A text that expects
a state to lose its say in decisions (T4 ¶6, ¶24) needs one of two further facts.

**Capped transfers.** Where a power can pay no more than M_k, a block that pools its purses buys a policy that
its members could not buy against one another: `patronage.caps`.

**Spheres.** If powers divide the field, each axis of policy (or the whole state) has one patron and the others stay
away. A lone patron pays exactly what its policy costs the state: the rent is zero, and the policy is the one that
suits that patron, no longer held back by its rival.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from steppe.politics.patronage.equilibrium import Interval, check_powers, coalitions, rent
from steppe.politics.patronage.games import Array, Game, Quadratic
from steppe.politics.patronage.joint import Blocks


@dataclass(frozen=True, slots=True)
class Voice:
    """A policy and what the state gives up and gets for it.

    Attributes
    ----------
    action
        The policy, shape (D,).
    given_up
        max u - u(policy): what its position costs the state before it is paid.
    rent
        What it ends with above what it would have alone.
    """

    action: Array
    given_up: float
    rent: Interval


def voice(game: Game, active: Sequence[str] | None = None, blocks: Blocks = ()) -> Voice:
    """Policy, position and rent when these powers act (all of them by default), some of them jointly.

    Examples
    --------
    >>> game = Quadratic(("A", "B"), [[1.0]], [[1.0], [-1.0]])
    >>> voice(game).action.tolist(), voice(game).rent.low
    ([0.0], 1.0)
    >>> voice(game, blocks=[("A", "B")]).action.tolist(), voice(game, blocks=[("A", "B")]).rent.low
    ([0.0], 0.0)
    >>> voice(game, active=["A"]).action.tolist(), voice(game, active=["A"]).given_up
    ([1.0], 0.5)
    """
    acting = tuple(game.powers) if active is None else tuple(active)
    check_powers(game.powers, acting)
    away = [power for power in game.powers if power not in acting]
    equilibria = rent(coalitions(game).without(*away).together(blocks))
    optimum = game.best([float(power in acting) for power in game.powers])
    return Voice(optimum.action, game.best(np.zeros(len(game.powers))).utility - optimum.utility, equilibria.rent)


def spheres(game: Quadratic, owners: Sequence[str]) -> Quadratic:
    """The same game after the powers have divided the field: each axis of policy has one patron.

    Parameters
    ----------
    owners
        Name of the power to which each axis is left, D of them.

    Examples
    --------
    >>> game = Quadratic(("A", "B"), np.eye(2), [[1, -1], [-1, 1]])
    >>> voice(game).action.tolist(), voice(spheres(game, ["A", "B"])).action.tolist()
    ([0.0, 0.0], [1.0, 1.0])
    """
    if len(owners) != len(game.ideal):
        raise ValueError(f"the policy has {len(game.ideal)} axes; {len(owners)} owners were given")
    check_powers(game.powers, owners)
    owned = np.array([[float(owner == power) for owner in owners] for power in game.powers])
    bend = game.bend * owned[:, :, None] * owned[:, None, :]
    return Quadratic(game.powers, game.curvature, game.stakes * owned, game.ideal, bend)
