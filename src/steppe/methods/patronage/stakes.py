"""What powers have at stake in a state, from the record of influence: the one place where ties become a game.

`steppe.politics.patronage` takes stakes, costs and harms as given. This module makes them, for every power by the same
rule, in shares of the state's GDP. State i has D fields of ties (domains of the influence room) and divides each among
K powers and the rest. The rule has five parts; each part that is not measured is drawn, and `ASSUMED` says why.

* **Own shares** x0: what the powers hold of the state's ties now, by domain, with random weights of layers (Dirichlet).
  They are the outcome of a game that is played already. Rents do not depend on x0 while no share is driven to zero.
* **Cost** c of leaving them, u = -½ c |a - x0|²: the curve at which leaving a power costs what closing the trade with
  it costs in the equilibrium of `steppe.influence.vulnerability`. With a_k the share of trade and J shares, |a - x0|² =
  a_k² (1 + 1/(J-1)), so that c solves L_k = ½ c a_k² J/(J-1) by least squares over powers. It is calibrated on trade
  and carried to the other domains, with a factor drawn for each.
* **Interest** s_kd, the worth of a whole share to its owner, in proportion to ω_d h_kd^η: h is what power k holds of
  domain d, ω splits interest between domains (Dirichlet), and η, from 0 to 1, says how far a power wants what it holds.
* **Scale**: Σ s_kd h_kd is a multiple, drawn between a third and three, of what the powers together would lose if
  their trade with the state ended. To each power's own is added the same multiple of what it is on record to pay: gas
  below Europe's price, loans or commitments.
* **Harm** L_k: real income lost when all trade with the power ends, from the same equilibrium; the part of the
  remittances from it that nothing replaces (drawn); and that of its gas rent, of the oil that crosses its land and of
  its new loans (drawn; `steppe.influence.leverage`). L of a block closes both at once. Debt and arms have no loss in
  the record and are not in L. What the power itself loses by the closing of trade is `own`.

Powers value each other's shares at α (`sympathies`), which nobody observes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steppe.economy.depth import ElasticityDistribution
from steppe.methods.patronage.record import Record
from steppe.methods.patronage.study import DOMAINS
from steppe.world.points import Points, parts

Array = NDArray[np.float64]

BEND = 2.0
"""Costs of leaving the own shares are this many times the calibrated ones at most, and as many times less at least."""
SCALE = 3.0
"""The same for what powers have at stake, relative to what they would lose if trade ended."""
SKIPPED = "toll"
"""Dimension of the points that no question asks for any more; kept so that the draws of the others stay the same."""

ASSUMED = (
    (
        "own shares",
        "as they are now",
        "What the state would choose without any payment is not observed; rents depend on it only at the edges.",
    ),
    (
        "weights of layers",
        "Dirichlet around ours",
        "Which tie of a domain counts for how much is a judgement; the registry's weights are the centre.",
    ),
    (
        "cost of leaving the own shares",
        f"calibrated on trade, times {1 / BEND:g} to {BEND:g} by domain",
        "Only for trade is it estimated what a power's withdrawal costs; other domains may be more or less costly.",
    ),
    (
        "interest follows holdings",
        "η from 0 to 1",
        "At 1 a power wants a share as much as it holds of the domain, at 0 all want it equally; neither is observed.",
    ),
    (
        "interest by domain",
        "Dirichlet (1, 1, 1)",
        "What powers would pay for economic, security and political ties is not on record: any split is as likely.",
    ),
    (
        "scale of stakes",
        f"{1 / SCALE:.2g} to {SCALE:g} times the powers' own loss if trade ended and what they are on record to pay",
        "Trade, gas below Europe's price, loans and aid are what is known in money; what else a power wants is not.",
    ),
    (
        "remittances that are not replaced",
        "0 to 1 of them",
        "Migrants can go elsewhere or come home; the record gives only the upper bound.",
    ),
    (
        "gas rent, oil routes and loans that are not replaced",
        "0 to 1 of them",
        "Other sellers, routes and lenders are dearer by an amount that is not known; the record is the upper bound.",
    ),
    (
        "commitment to threats",
        "β from 0 to 1",
        "With 0 a power weighs what its threat costs itself in full, with 1 it is believed whatever it costs.",
    ),
)
"""What is assumed: name, value, reason. All drawn evenly, factors evenly in logarithms."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is assumed, in N draws.

    Attributes
    ----------
    alpha, eta, scale, unreplaced, theta, commitment, follow, missed
        Shape (N,).
    pairs
        Sympathies of all pairs, each unknown, shape (N, K, K), symmetric with ones on the diagonal.
    bend, split
        Factor of the cost, and part of the interest, of each domain, shape (N, D).
    """

    alpha: Array
    eta: Array
    scale: Array
    unreplaced: Array
    theta: Array
    commitment: Array
    follow: Array
    missed: Array
    pairs: Array
    bend: Array
    split: Array


@dataclass(frozen=True, slots=True)
class Stakes:
    """The games of all draws and states, before sympathies.

    Attributes
    ----------
    ideal
        x0 with the rest behind the powers, shape (N, S, D, K+1).
    cost
        c, shape (N, S, D).
    interest
        s, shape (N, S, K, D).
    harm, own
        L and what carrying it out costs the power, in shares of the state's GDP, shape (N, S, K).
    joint
        L of two powers at once, by their positions, shape (N, S).
    """

    ideal: Array
    cost: Array
    interest: Array
    harm: Array
    own: Array
    joint: Mapping[tuple[int, int], Array]

    def wanted(self, sympathy: Array) -> Array:
        """g: what a whole share of each partner is worth to each power, shape (N, S, K, D, K+1).

        Parameters
        ----------
        sympathy
            A_kj, how much power k values the share of power j, relative to its own; shape (N, K, K) or (K, K).
        """
        rest = np.concatenate([sympathy, np.zeros((*sympathy.shape[:-1], 1))], axis=-1)
        valued = rest[..., None, :] if rest.ndim == 2 else rest[:, None, :, None, :]
        return np.asarray(self.interest[..., None] * valued)


# -------------------------------------------------------------------- draws
def draw(powers: int, draws: int, seed: int, elastic: ElasticityDistribution) -> Drawn:
    """What is assumed, drawn; each parameter has a dimension of the points of its own, named by it.

    Parameters
    ----------
    powers
        K.
    draws, seed
        N, a power of two, and what makes the draws repeatable.
    elastic
        The distribution of the trade elasticity.
    """

    between = np.triu_indices(powers, 1)
    singles = ("theta", "alpha", "eta", "scale", "unreplaced", "commitment", SKIPPED, "follow", "missed")
    parted = {"bend": len(DOMAINS), "split": len(DOMAINS), "pairs": len(between[0])}
    points = Points(seed, draws, (*singles, *(part for name, count in parted.items() for part in parts(name, count))))
    even = points.uniform

    def factor(name: str, most: float, count: int | None = None) -> Array:
        return np.asarray(np.exp(np.log(most) * (2 * even(name, count) - 1)))

    upper = np.zeros((draws, powers, powers))
    upper[:, *between] = even("pairs", parted["pairs"])
    gaps = -np.log(even("split", parted["split"]))  # exponential: their shares are even over the simplex
    return Drawn(
        alpha=even("alpha"),
        eta=even("eta"),
        scale=factor("scale", SCALE),
        unreplaced=even("unreplaced"),
        theta=elastic.at(even("theta")),
        commitment=even("commitment"),
        follow=even("follow"),
        missed=even("missed"),
        pairs=upper + upper.swapaxes(-1, -2) + np.eye(powers),
        bend=factor("bend", BEND, len(DOMAINS)),
        split=gaps / gaps.sum(axis=1, keepdims=True),
    )


# ------------------------------------------------------------------- stakes
def stakes(known: Record, drawn: Drawn) -> Stakes:
    """The games of all draws and states."""
    held = known.held
    rest = np.maximum(0.0, 1.0 - held.sum(axis=-1, keepdims=True))
    whole = np.concatenate([held, rest], axis=-1)
    ideal = whole / whole.sum(axis=-1, keepdims=True)
    trade_loss, own = (_at(known.thetas, table, drawn.theta) for table in (known.harm, known.own))
    cost = curvature(trade_loss, known.trade)[..., None] * drawn.bend[:, None, :]
    unreplaced = drawn.unreplaced[:, None, None] * known.remitted + drawn.missed[:, None, None] * known.cut
    return Stakes(
        ideal=ideal,
        cost=cost,
        interest=_interest(ideal[..., :-1], own, known.paid, drawn),
        harm=trade_loss + unreplaced,
        own=own,
        joint={
            pair: _at(known.thetas, table, drawn.theta) + unreplaced[..., list(pair)].sum(axis=-1)
            for pair, table in known.joint.items()
        },
    )


def curvature(losses: Array, shares: Array) -> Array:
    """c that fits L_k = ½ c a_k² J/(J-1) best over powers, J = K + 1.

    Parameters
    ----------
    losses
        L, shape (..., K).
    shares
        a, shape (..., K) or (K,).

    Examples
    --------
    >>> round(float(curvature(np.array([0.0375, 0.009375]), np.array([0.5, 0.25]))), 12)
    0.2
    """
    count = shares.shape[-1] + 1
    steps = 0.5 * shares**2 * count / (count - 1)
    return np.asarray((losses * steps).sum(axis=-1) / (steps**2).sum(axis=-1))


def _interest(held: Array, own: Array, paid: Array, drawn: Drawn) -> Array:
    """s, shape (N, S, K, D), from shares held (N, S, D, K), losses (N, S, K) and what is paid (S, K)."""
    power = drawn.eta[:, None, None, None]
    split = drawn.split[:, None, :, None]
    wish = np.where(held > 0, np.maximum(held, 1e-300) ** power, 0.0) * split
    total = (wish * held).sum(axis=(-1, -2))
    pooled = wish * (own.sum(axis=-1) / total)[..., None, None]
    alone = np.where(held > 0, split, 0.0)
    weight = (alone * held).sum(axis=-2)
    each = alone * np.divide(paid, weight, out=np.zeros_like(weight), where=weight > 0)[..., None, :]
    return np.asarray((drawn.scale[:, None, None, None] * (pooled + each)).swapaxes(-1, -2))


def _at(thetas: Array, table: Array, theta: Array) -> Array:
    """Losses at drawn elasticities, shape (N, ...), from those solved, shape (G, ...)."""
    grid = table * thetas.reshape(-1, *(1,) * (table.ndim - 1))
    flat = grid.reshape(len(thetas), -1)
    made = np.stack([np.interp(theta, thetas, column) for column in flat.T], axis=-1)
    return np.asarray((made / theta[:, None]).reshape(len(theta), *table.shape[1:]))


# --------------------------------------------------------------- sympathies
def pair_only(count: int, pair: tuple[int, int], alpha: Array) -> Array:
    """Two powers value each other's share at α, everyone else their own only; shape (N, K, K).

    Examples
    --------
    >>> pair_only(3, (0, 1), np.array([0.5]))[0].tolist()
    [[1.0, 0.5, 0.0], [0.5, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    table = np.tile(np.eye(count), (len(alpha), 1, 1))
    first, second = pair
    table[:, first, second] = table[:, second, first] = alpha
    return table


def as_they_vote(agreement: Array, follow: Array) -> Array:
    """α in proportion to how alike two powers vote: agreement of shape (K, K), proportion (N,); shape (N, K, K)."""
    table = follow[:, None, None] * agreement
    return np.asarray(np.where(np.eye(len(agreement), dtype=bool), 1.0, table))
