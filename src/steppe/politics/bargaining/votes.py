"""Votes between two alternatives, as KTAB counts them (Wise, Lester & Efird 2015).

Actor k with weight w_k and utilities u_k throws the vote  v_k(i:j) = w_k · f(u_ki - u_kj)  into the contest of i
against j, where the response f is the difference itself (`proportional`), its sign (`binary`), its cube (`cubic`)
or half difference, half cube (`mixed`). The coalition for i is C_ij = Σ_k max(0, v_k(i:j)); it wins with

    P_ij = C_ij^e / (C_ij^e + C_ji^e),   e = 1 (`linear`), 2 (`square`), 4 (`quartic`).

The exponent says how surely the stronger side wins: nothing in the data fixes it, so all three are shown.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from steppe.politics.bargaining.actors import Floats

Response = Literal["proportional", "binary", "cubic", "mixed"]
Contest = Literal["linear", "square", "quartic"]
EXPONENT: dict[Contest, int] = {"linear": 1, "square": 2, "quartic": 4}
CONTESTS: tuple[Contest, ...] = ("linear", "square", "quartic")
LEAST_COALITION = 1e-8  # KTAB's: keeps 0/0 out where all are indifferent


def utilities(positions: ArrayLike, alternatives: ArrayLike, width: float) -> Floats:
    """Utility 1 - |x - a| / width of each alternative to each actor: (..., actors) -> (..., actors, alternatives)."""
    x = np.asarray(positions, dtype=float)[..., :, None]
    return np.asarray(1 - np.abs(x - np.asarray(alternatives, dtype=float)) / width)


def response(difference: ArrayLike, kind: Response = "proportional") -> Floats:
    """What part of its weight an actor throws in, given by how much more one alternative is worth to it."""
    d = np.asarray(difference, dtype=float)
    match kind:
        case "proportional":
            return d
        case "binary":
            return np.asarray(np.sign(d))
        case "cubic":
            return d**3
        case "mixed":
            return 0.5 * d + 0.5 * d**3
    raise ValueError(f"no response {kind!r}: use proportional, binary, cubic or mixed")


def coalitions(weight: ArrayLike, utility: ArrayLike, kind: Response = "proportional") -> Floats:
    """Strength of the coalition for alternative i against j, shape (..., alternatives, alternatives).

    `weight` has shape (..., actors), `utility` (..., actors, alternatives).
    """
    w, u = np.asarray(weight, dtype=float), np.asarray(utility, dtype=float)
    count = u.shape[-1]
    leading = np.broadcast_shapes(w.shape[:-1], u.shape[:-2])
    strength = np.full((*leading, count, count), LEAST_COALITION)
    for i in range(count):
        for j in range(i):
            vote = w * response(u[..., i] - u[..., j], kind)
            strength[..., i, j] += np.maximum(vote, 0).sum(axis=-1)
            strength[..., j, i] += np.maximum(-vote, 0).sum(axis=-1)
    return strength


def victory(strength: ArrayLike, contest: Contest = "linear") -> Floats:
    """Probability that i beats j, shape (..., alternatives, alternatives); ½ on the diagonal."""
    c = np.asarray(strength, dtype=float)
    other = np.swapaxes(c, -1, -2)
    top = np.maximum(c, other)  # ratios to the stronger side: no overflow at the fourth power
    mine, theirs = (c / top) ** EXPONENT[contest], (other / top) ** EXPONENT[contest]
    return np.asarray(mine / (mine + theirs))
