"""Joint action and coercion: what the state ends with when powers pool their offers, and when they can do harm.

**Joint action.** A block of powers that acts jointly is one power whose stakes are the sum of its members'. Any
partition of the powers is a game on the same W(S), read at unions of blocks. The policy does not change: competing
powers and joint ones alike lead to the policy that maximises u + Σ V_k. What joint action takes is the transfers.
Position is lost in other ways, for which see `patronage.voice`.

**Coercion.** A power that can do the state a harm of L_k (its vulnerability to that power: the loss that is left
after substitution, Keohane and Nye 1977) may demand as well as offer: T_k(a) ≥ -L_k. With T_k + L_k in place of T_k
this is the game without coercion in which the state starts from W(∅) - Σ L_k. So the state ends R - Σ L_k above
what it would have alone and unthreatened. A block can do the harm L(block), which may be more than the sum of its
members' (each was the way round the other) or less (both threaten the same flow). The loss from joint action of the
two only powers is therefore

    R + [L(12) - L_1 - L_2].

With more powers the difference of two intervals is an interval: nothing says which equilibrium of the one game goes
with which of the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from steppe.politics.patronage.equilibrium import Coalitions, Interval, Rent, rent
from steppe.politics.patronage.games import Array, Game, Optimum, shaped

Blocks = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class StateOutcome:
    """What the state ends with under one partition of the powers.

    Attributes
    ----------
    blocks
        Who acts: a block by its members' names with "+" between them.
    rent
        The rent R, without coercion.
    coerced
        Σ L over the blocks.
    net
        R - Σ L: what the state has above what it would have alone and unthreatened.
    equilibria
        One equilibrium at each end of the interval.
    """

    blocks: tuple[str, ...]
    rent: Interval
    coerced: float
    net: Interval
    equilibria: Rent


def state_outcome(game: Coalitions, losses: Mapping[str, float] | None = None, blocks: Blocks = ()) -> StateOutcome:
    """What the state ends with when these blocks act jointly and can do these harms.

    Parameters
    ----------
    losses
        L of each power and of each block that acts jointly, keyed as `Coalitions.powers` names them, `"RUS+CHN"`; not
        negative. None for no coercion at all. The loss of a block is never guessed from its members'.
    blocks
        Who acts jointly; powers in no block act alone.

    Raises
    ------
    ValueError
        A loss is missing or negative, or a power unknown.

    Examples
    --------
    >>> from steppe.politics.patronage import Quadratic, coalitions
    >>> game = coalitions(Quadratic(("A", "B"), [[1.0]], [[1.0], [-1.0]]))
    >>> losses = {"A": 0.2, "B": 0.1, "A+B": 0.4}
    >>> round(state_outcome(game, losses).net.low, 9), state_outcome(game, losses, [("A", "B")]).net.low
    (0.7, -0.4)
    """
    played = game.together(blocks)
    coerced = 0.0 if losses is None else sum(loss_of(losses, name) for name in played.powers)
    equilibria = rent(played)
    return StateOutcome(played.powers, equilibria.rent, coerced, equilibria.rent + -coerced, equilibria)


def cost_of_joint_action(game: Coalitions, blocks: Blocks, losses: Mapping[str, float] | None = None) -> Interval:
    """What the state loses when these blocks act jointly rather than each power for itself."""
    return state_outcome(game, losses).net - state_outcome(game, losses, blocks).net


def cost_of_leaving(game: Coalitions, powers: Sequence[str], losses: Mapping[str, float] | None = None) -> Interval:
    """What the state loses when powers leave the field, with their offers and their threats; negative if it gains.

    Its standing is measured from what it has alone, before and after.
    """
    return state_outcome(game, losses).net - state_outcome(game.without(*powers), losses).net


def partitions(powers: Sequence[str]) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Every way to split powers into blocks.

    Yields
    ------
    The blocks of one split, each a tuple of powers.

    Examples
    --------
    >>> [len(list(partitions("ABCDEF"[:k]))) for k in range(1, 7)]
    [1, 2, 5, 15, 52, 203]
    """
    if not powers:
        yield ()
        return
    first, rest = powers[0], powers[1:]
    for split in partitions(rest):
        yield ((first,), *split)
        for place, block in enumerate(split):
            yield (*split[:place], (first, *block), *split[place + 1 :])


def offers(game: Game, payoffs: ArrayLike, means: ArrayLike | None = None) -> Array:
    """What each power pays in equilibrium, T_k = V_k(a) - n_k, shape (K,).

    Parameters
    ----------
    payoffs
        n of one equilibrium, shape (K,): `Rent.at_low` or `Rent.at_high`.
    means
        What scales the stakes of each power, as in `coalitions`.
    """
    count = len(game.powers)
    scale = np.ones(count) if means is None else shaped("means", means, (count,))
    return np.asarray(scale * game.best(scale).stakes - shaped("payoffs", payoffs, (count,)))


def policy(game: Game) -> Optimum:
    """The policy of every truthful equilibrium, whoever acts jointly with whom."""
    return game.best(np.ones(len(game.powers)))


def loss_of(losses: Mapping[str, float], name: str) -> float:
    """The loss that a power or block can inflict; stops where it is missing or negative."""
    if name not in losses:
        raise ValueError(f'the loss that {name} can inflict is missing: add losses["{name}"]')
    value = float(losses[name])
    if not 0.0 <= value < np.inf:
        raise ValueError(f"the loss that {name} can inflict must be a number that is not negative, not {value:g}")
    return value
