"""The expected-utility challenge model of Bueno de Mesquita, as Scholz, Calbert & Smith (2011) read it.

**A labelled contrast, not a forecast**: `docs/explanation/bargaining.md` says why. Each round, with distance
d_ij = |x_i - x_j| / width and r an exponent of risk in [½, 2],

    P_ij  = Σ_k max(0, v_k(i:j)) / Σ_k Σ_a Σ_b |v_k(a:b)|,     v_k(i:j) = c_k s_k (d_kj^r - d_ki^r)
    u(won) = 2 - 4 (½ - ½ d)^r,   u(lost) = 2 - 4 (½ + ½ d)^r,   u(now) = 2 - 4 (½)^r
    E_ij  = s_j [P_ij u(won) + (1 - P_ij) u(lost)] + (1 - s_j) u(won) - u(now)

Risk: with the danger D_i = Σ_j E_ji at r = 1, R_i = (2 D_i - max D - min D) / (max D - min D) and
r_i = (1 - R_i/3) / (1 + R_i/3). Actor i then meets, in this order of preference, a confrontation that it loses
(E_ji > E_ij > 0), a compromise (E_ji > 0 > E_ij, |E_ij| < E_ji) or a capitulation, and moves.
The denominator of P, and the choice among compromises by where they would lead and not by how little they ask, are
those that reproduce the published rounds; neither is what the text of the model says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from steppe.politics.bargaining.actors import Actors, Floats
from steppe.politics.bargaining.compromise import compromise, weighted_median

CONFRONTATION, COMPROMISE, CAPITULATION = "confrontation", "compromise", "capitulation"


class NoChallengeError(ValueError):
    """The model has nothing to say about these actors."""


@dataclass(frozen=True, slots=True)
class Round:
    """One round: what the actors expected, and where they then stood. Round 0 has only positions."""

    risk: Floats  # (N,) exponent; below 1 prone, above 1 averse
    expected: Floats  # (N judge, N initiator, N receiver)
    position: Floats  # (N,) after the round
    median: float
    mean: float
    offers: tuple[str, ...]  # which kind each actor accepted, "" for none


def challenge_rounds(actors: Actors, rounds: int) -> tuple[Round, ...]:
    """Rounds 0 (the start) to `rounds`, or to the one that leaves all in one place.

    The width of the scale is that of the first positions.

    Raises
    ------
    Silent
        All have one position, or are equally endangered.
    """
    width = float(np.ptp(actors.position))
    if width == 0:
        raise NoChallengeError("all actors have the same position: there is nothing to challenge")
    count = len(actors.names)
    start = _round(actors, np.ones(count), np.zeros((count, count, count)), ("",) * count)
    history, state = [start], actors
    while len(history) <= rounds and np.ptp(state.position) > 0:
        risk = risk_exponents(state, width)
        expected = expected_utilities(state, risk, width)
        moves = [_move(state.position, expected[i], i) for i in range(count)]
        state = replace(state, position=np.array([position for position, _ in moves]))
        history.append(_round(state, risk, expected, tuple(kind for _, kind in moves)))
    return tuple(history)


def success(actors: Actors, risk: Floats, width: float) -> Floats:
    """P_ij, shape (N, N)."""
    loss = (np.abs(actors.position[:, None] - actors.position[None]) / width) ** risk[:, None]
    vote = actors.weight[:, None, None] * (loss[:, None, :] - loss[:, :, None])
    return np.asarray(np.maximum(vote, 0).sum(axis=0) / np.abs(vote).sum())


def expected_utilities(actors: Actors, risk: Floats, width: float) -> Floats:
    """E_ij of a challenge as each judge sees it, with the judge's own risk; shape (judge, initiator, receiver)."""
    p = success(actors, risk, width)
    half = np.abs(actors.position[:, None] - actors.position[None]) / width / 2
    r = risk[:, None, None]
    won, lost, now = 2 - 4 * (0.5 - half) ** r, 2 - 4 * (0.5 + half) ** r, 2 - 4 * 0.5**r
    resists = actors.salience[None, None, :]
    return np.asarray(resists * (p * won + (1 - p) * lost) + (1 - resists) * won - now)


def risk_exponents(actors: Actors, width: float) -> Floats:
    """r_i from how endangered each actor is beside the others, shape (N,), between ½ and 2.

    Raises
    ------
    Silent
        All are equally endangered: the model then says nothing about risk.
    """
    neutral = expected_utilities(actors, np.ones(len(actors.names)), width)
    against = np.einsum("iji->ij", neutral)
    danger = against.sum(axis=1) - against.diagonal()
    spread = danger.max() - danger.min()
    if spread == 0:
        raise NoChallengeError("all actors are equally exposed: the model does not determine their attitude to risk")
    attitude = (2 * danger - danger.max() - danger.min()) / spread
    return np.asarray((1 - attitude / 3) / (1 + attitude / 3))


def _move(position: Floats, expected: Floats, i: int) -> tuple[float, str]:
    """Where actor i goes, and by which kind of offer."""
    offers: dict[str, list[tuple[float, float]]] = {CONFRONTATION: [], COMPROMISE: [], CAPITULATION: []}
    for j, theirs in enumerate(position):
        mine, other = expected[i, j], expected[j, i]
        if theirs == position[i] or other <= 0 or mine == 0:
            continue
        if other > mine > 0:
            offers[CONFRONTATION].append((abs(position[i] - theirs), theirs))
        elif mine < 0 and other > -mine:
            leads = (-mine * position[i] + other * theirs) / (other - mine)
            offers[COMPROMISE].append((leads, position[i] + (theirs - position[i]) * -mine / other))
        elif mine < 0:
            offers[CAPITULATION].append((abs(position[i] - theirs), theirs))
    for kind, made in offers.items():
        if made:
            return float(min(made, key=lambda offer: offer[0])[1]), kind
    return float(position[i]), ""


def _round(actors: Actors, risk: Floats, expected: Floats, offers: tuple[str, ...]) -> Round:
    median, mean = float(weighted_median(actors)), float(compromise(actors))
    return Round(risk, expected, actors.position, median, mean, offers)
