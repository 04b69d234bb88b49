"""What holds a power back: transit rents of its own, and means that shrink.

**Transit.** A power that carries out a threat against a state may lose something itself: the rents of what passes
between the two (T0 ¶5: goods on their way to Europe bring a transit power income and narrow what it can cut off).
Two ways in which that matters are kept apart.

* *It threatens less.* In a bargain with money, what a threat is worth is the harm done less the harm suffered (Nash
  1953; Kalai and Kalai 2013), because both know it. So L falls to max(0, m L - (1 - β) τ), where τ is what the
  power loses by carrying its threat out and β says how far it can bind itself: with β = 1 the threat is believed
  whatever it costs, is never carried out, and transit restrains nobody. β is an assumption; the default is 0.
* *It wants something else.* Rents that grow with a policy are part of the power's stakes there, g_k + ρ: a power
  that would rather see a route closed offers less for closing it. That lowers the state's rent from rivalry over
  the route.

**Means.** A power whose means shrink to m < 1 of what they were values every policy at m of the money it would have
given: V_k becomes m V_k. What it can cut off shrinks with it, m L (T2 ¶3: a crisis takes trade and subsidies
together). With two rivals, linear stakes and one dimension, V = +s a and -t a, the power with means m pays (m
s)²/2c, and the state's standing is m s t/c - m L: **a state gains from its patron's poverty exactly if that
patron's L is larger than its share in the rent**. Otherwise it bargains for less, not for more; that partners
"bargain harder" then needs another reason, such as a policy that has become worth more to the patron.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from steppe.politics.patronage.equilibrium import check_powers, coalitions, rent
from steppe.politics.patronage.games import Array, Game, Quadratic, finite, shaped
from steppe.politics.patronage.joint import loss_of, offers


@dataclass(frozen=True, slots=True)
class Course:
    """A power's offer and threat, and what the state ends with, over its means.

    Attributes
    ----------
    means
        Shape (N,).
    offer
        What the power pays in the equilibria with the lowest and the highest rent, shape (N, 2).
    threat
        L of that power, shape (N,).
    rent, net
        Lowest and highest rent, and rent less all threats, shape (N, 2).
    """

    means: Array
    offer: Array
    threat: Array
    rent: Array
    net: Array


def credible_loss(loss: float, transit: float, means: float = 1.0, commitment: float = 0.0) -> float:
    """The threat of a power that would lose transit rents by carrying it out: max(0, m L - (1 - β) τ).

    Parameters
    ----------
    loss
        L, the harm to the state, not negative.
    transit
        τ, what the power itself would lose, in the same unit, not negative.
    means
        m, what is left of the power's means, not negative.
    commitment
        β from 0 (it weighs its own loss fully) to 1 (it is believed whatever that costs it).

    Examples
    --------
    >>> credible_loss(0.5, 0.25), credible_loss(0.5, 0.75), credible_loss(0.5, 0.75, commitment=1.0)
    (0.25, 0.0, 0.5)
    """
    return float(credible_losses(loss, transit, means, commitment))


def credible_losses(loss: ArrayLike, transit: ArrayLike, means: ArrayLike = 1.0, commitment: ArrayLike = 0.0) -> Array:
    """`credible_loss` of many, for arrays that broadcast."""
    parts = [finite("loss, transit, means and commitment", each) for each in (loss, transit, means, commitment)]
    harm, cost, left, bound = parts
    if any((part < 0).any() for part in parts) or (bound > 1).any():
        raise ValueError("loss, transit and means must not be negative, and commitment must lie between 0 and 1")
    return np.asarray(np.maximum(0.0, left * harm - (1 - bound) * cost))


def with_transit(game: Quadratic, power: str, rents: ArrayLike) -> Quadratic:
    """The game in which a power also earns transit rents that depend on the policy.

    Parameters
    ----------
    rents
        ρ: what one step on each axis of policy adds to its rents, shape (D,).

    Examples
    --------
    A power against a route (-1) that another one wants (+1) begins to earn on it:

    >>> before = Quadratic(("A", "B"), [[1.0]], [[1.0], [-1.0]])
    >>> after = with_transit(before, "B", [0.75])
    >>> rent(coalitions(before)).rent.low, rent(coalitions(after)).rent.low
    (1.0, 0.25)
    """
    check_powers(game.powers, [power])
    added = np.zeros_like(game.stakes)
    added[game.powers.index(power)] = shaped("rents", rents, game.ideal.shape)
    return Quadratic(game.powers, game.curvature, game.stakes + added, game.ideal, game.bend)


def course_of_means(
    game: Game,
    power: str,
    means: ArrayLike,
    losses: Mapping[str, float],
    transit: float = 0.0,
    commitment: float = 0.0,
) -> Course:
    """Offer, threat, rent and standing as the means of one power change, all else equal.

    Parameters
    ----------
    power
        Whose means change.
    means
        m, shape (N,), not negative; 1 is what they are in the game.
    losses
        L of each power at means of 1, as in `patronage.joint.state_outcome`.
    transit, commitment
        As in `credible_loss`, for this power.

    Examples
    --------
    >>> game = Quadratic(("A", "B"), [[1.0]], [[1.0], [-1.0]])
    >>> course = course_of_means(game, "A", [0.5, 1.0], {"A": 0.25, "B": 0.0}, transit=0.125)
    >>> course.offer[:, 0].tolist(), course.threat.tolist(), course.net[:, 0].tolist()
    ([0.125, 0.5], [0.0, 0.125], [0.5, 0.875])
    """
    check_powers(game.powers, [power])
    place, grid = game.powers.index(power), np.atleast_1d(finite("means", means))
    others = sum(loss_of(losses, name) for name in game.powers if name != power)
    paid, threats, rents = [], [], []
    for left in grid:
        scale = np.ones(len(game.powers))
        scale[place] = left
        equilibria = rent(coalitions(game, scale))
        paid.append([offers(game, payoffs, scale)[place] for payoffs in (equilibria.at_low, equilibria.at_high)])
        threats.append(credible_loss(loss_of(losses, power), transit, float(left), commitment))
        rents.append((equilibria.rent.low, equilibria.rent.high))
    threat, ends = np.array(threats), np.array(rents)
    return Course(grid, np.array(paid), threat, ends, ends - others - threat[:, None])
