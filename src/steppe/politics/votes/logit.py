"""Multinomial logit of three answers with a ridge, and coefficients that may differ by state.

    log p_k / p_yes = α_k + x'β_k + z'δ_{k,state},   k = abstain, no
    minimise  - Σ log p_vote + ½ λ ‖β‖² + ½ λ_state ‖δ‖²

x are all features, in units of their standard deviation over the sample; z is a one (the state's effect) and some of
the features again. The common intercepts are not penalised. The gradient is analytic, Σ x (p - 1{vote}) + λ β, and so
is the Hessian; the loss is convex and the minimum is found by Newton's method with halved steps, so where the search
starts does not matter (Hastie, Tibshirani and Friedman 2009, 4.4 and 18.4).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve
from scipy.special import log_softmax

from steppe.economy.threads import one_thread
from steppe.politics.votes.rolls import Floats

Ints = NDArray[np.int64]
TOLERANCE = 1e-8
"""Largest element of the gradient at which the search stops, per case."""

MOST_STEPS = 60
SMALLEST_DEVIATION = 1e-12


@dataclass(frozen=True)
class Logit:
    """A fitted model. P common and Q state features, two answers beside yes."""

    center: Floats
    scale: Floats
    common: Floats
    """Shape (1 + P, 2): intercepts, then coefficients in units of standard deviations."""
    state: Floats
    """Shape (states, 1 + Q, 2)."""
    slopes: tuple[int, ...]
    """Which of the P features have coefficients by state."""

    def scores(self, x: Floats, state: Ints) -> Floats:
        """Log-odds against yes, shape (cases, 2)."""
        a, z = _designs((x - self.center) / self.scale, self.slopes)
        return np.asarray(a @ self.common + np.einsum("nq,nqk->nk", z, self.state[state]))

    def probabilities(self, x: Floats, state: Ints) -> Floats:
        """Chances of yes, abstain and no, shape (cases, 3), rows that sum to one."""
        return np.asarray(np.exp(log_softmax(_with_yes(self.scores(x, state)), axis=1)))

    def parts(self, x: Floats, state: int) -> Floats:
        """What each feature of one case adds to the log-odds, shape (1 + P, 2); first comes what the state brings."""
        unit = (x - self.center) / self.scale
        added = np.vstack([self.common[:1] + self.state[state, :1], unit[:, None] * self.common[1:]])
        added[1 + np.array(self.slopes, dtype=int)] += unit[list(self.slopes), None] * self.state[state, 1:]
        return added


def fit(
    x: Floats,
    state: Ints,
    states: int,
    vote: Ints,
    slopes: tuple[int, ...],
    *,
    ridge: float,
    ridge_state: float,
    start: Logit | None = None,
) -> Logit:
    """The logit that minimises the penalised loss, by Newton's method.

    Parameters
    ----------
    x
        Features, shape (cases, P), finite.
    state
        Number of each case's state, shape (cases,).
    states
        How many states there are; those without a case get the common coefficients.
    vote
        0 yes, 1 abstain, 2 no, shape (cases,).
    slopes
        Which features have coefficients by state.
    ridge, ridge_state
        Ridges λ and λ_state; both positive, or the minimum need not exist.
    start
        Whence the search starts; zeros by default.

    Raises
    ------
    ArithmeticError
        The search did not converge.
    """
    center, scale = x.mean(axis=0), x.std(axis=0)
    scale = np.where(scale > SMALLEST_DEVIATION, scale, 1.0)
    a, z = _designs((x - center) / scale, slopes)
    loss = Loss(np.hstack([a, z]), state, states, vote, a.shape[1], ridge, ridge_state)
    theta = np.zeros(loss.parameters) if start is None else np.concatenate([start.common.ravel(), start.state.ravel()])
    with one_thread():
        common, by_state = loss.split(_newton(loss, theta))
    return Logit(center, scale, common, by_state, slopes)


class Loss:
    """The penalised loss per case, its gradient and its Hessian.

    θ is β by feature and answer, then δ by state, feature and answer. Votes are kept state by state, so that the
    Hessian costs one small product per state.
    """

    def __init__(
        self, design: Floats, state: Ints, states: int, vote: Ints, shared: int, ridge: float, ridge_state: float
    ) -> None:
        """`design` has the shared columns first, shape (cases, shared + varying)."""
        order = np.argsort(state, kind="stable")
        ends = np.searchsorted(state[order], np.arange(states + 1))
        self.designs = [design[order[i:j]] for i, j in pairwise(ends)]
        self.came = [np.eye(3)[vote[order[i:j]]][:, 1:] for i, j in pairwise(ends)]
        self.votes = [vote[order[i:j]] for i, j in pairwise(ends)]
        self.cases, self.shared, self.varying = len(vote), shared, design.shape[1] - shared
        self.parameters = 2 * (shared + len(self.designs) * self.varying)
        penalty = np.full((shared, 2), ridge)
        penalty[0] = 0
        self.penalty = np.concatenate([penalty.ravel(), np.full(self.parameters - 2 * shared, ridge_state)])

    def split(self, theta: Floats) -> tuple[Floats, Floats]:
        """Shared coefficients, shape (shared, 2), and those by state, shape (states, varying, 2)."""
        return theta[: 2 * self.shared].reshape(-1, 2), theta[2 * self.shared :].reshape(-1, self.varying, 2)

    def _log_p(self, theta: Floats) -> list[Floats]:
        common, by_state = self.split(theta)
        coefficients = (np.vstack([common, each]) for each in by_state)
        return [log_softmax(_with_yes(m @ b), axis=1) for m, b in zip(self.designs, coefficients, strict=True)]

    def value(self, theta: Floats) -> float:
        """The loss, per case."""
        logs = zip(self._log_p(theta), self.votes, strict=True)
        seen = sum(float(log_p[np.arange(len(vote)), vote].sum()) for log_p, vote in logs)
        return float(-seen + 0.5 * (self.penalty * theta**2).sum()) / self.cases

    def slope(self, theta: Floats) -> tuple[Floats, Floats]:
        """Gradient, shape (parameters,), and Hessian, shape (parameters, parameters), per case."""
        gradient, hessian = self.penalty * theta, np.diag(self.penalty)
        for number, (m, came, log_p) in enumerate(zip(self.designs, self.came, self._log_p(theta), strict=True)):
            p = np.exp(log_p[:, 1:])
            place = self._place(number)
            gradient[place] += (m.T @ (p - came)).ravel()
            block = np.empty((m.shape[1], 2, m.shape[1], 2))
            for k, j in ((0, 0), (0, 1), (1, 1)):
                weight = p[:, k] * ((k == j) - p[:, j])
                block[:, k, :, j] = block[:, j, :, k] = (m * weight[:, None]).T @ m
            hessian[np.ix_(place, place)] += block.reshape(len(place), -1)
        return gradient / self.cases, hessian / self.cases

    def _place(self, state: int) -> Ints:
        """Where the coefficients that a state's votes bear on stand in θ."""
        begin = 2 * (self.shared + state * self.varying)
        return np.concatenate([np.arange(2 * self.shared), np.arange(begin, begin + 2 * self.varying)])


def _newton(loss: Loss, theta: Floats) -> Floats:
    """Where the gradient vanishes; steps are halved until the loss falls as it should (Armijo)."""
    value = loss.value(theta)
    for _ in range(MOST_STEPS):
        gradient, hessian = loss.slope(theta)
        if np.abs(gradient).max() < TOLERANCE:
            return theta
        step = cho_solve(cho_factor(hessian), gradient)
        expected, length = float(gradient @ step), 1.0
        while (tried := loss.value(theta - length * step)) > value - 1e-4 * length * expected and length > 1e-8:
            length /= 2
        theta, value = theta - length * step, tried
    worst = float(np.abs(loss.slope(theta)[0]).max())
    raise ArithmeticError(f"the logit of votes did not converge in {MOST_STEPS} steps: its gradient is {worst:.1e}")


def _designs(unit: Floats, slopes: tuple[int, ...]) -> tuple[Floats, Floats]:
    ones = np.ones((len(unit), 1))
    return np.hstack([ones, unit]), np.hstack([ones, unit[:, list(slopes)]])


def _with_yes(odds: Floats) -> Floats:
    return np.hstack([np.zeros((len(odds), 1)), odds])
