"""Yearly hazards: a logit with a Gaussian prior, its curvature, and errors that allow for clusters.

A state that may join (leave) a body in a year does so with probability p = 1 / (1 + exp(-x'β)). The estimate is the
mode of the posterior

    Σ_i v_i [y_i x_i'β - log(1 + exp(x_i'β))] - ½ (β - m)'P(β - m)

with weights v that let old years fade (1 where none are given), found by Newton steps with the analytic gradient
X'V(y - p) - P(β - m) and Hessian -(X'VWX + P), W = p(1 - p). P = 0 is
maximum likelihood; a diagonal P with m = 0 is a ridge, or the normal distribution of random intercepts; P and m from an
earlier sample carry its estimate over. The covariance is the inverse curvature (Laplace), or, where rows of one body
are not independent, the sandwich H⁻¹ (Σ_g s_g s_g') H⁻¹ with the scores s_g summed by cluster (Liang and Zeger 1986),
without a small-sample factor.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEPS, CLOSE, SHORTEST = 60, 1e-9, 1e-6


def logistic(index: Floats) -> Floats:
    """1 / (1 + exp(-index)), for log-odds of any size."""
    return 0.5 + 0.5 * np.tanh(0.5 * index)


@dataclass(frozen=True, slots=True)
class HazardFit:
    """An estimated hazard.

    Attributes
    ----------
    names
        Of the coefficients, the first `constant`.
    coefficients, covariance
        Shapes (k,) and (k, k).
    rows, events
        What it was estimated on.
    evidence
        Logarithm of the marginal likelihood by Laplace's method; `nan` where the prior is not proper.
    """

    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    rows: int
    events: int
    evidence: float

    @property
    def errors(self) -> Floats:
        """Standard errors, shape (k,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    def probability(self, design: Floats) -> Floats:
        """Of rows of covariates, shape (n, k), at the estimate."""
        return logistic(design @ self.coefficients)


@dataclass(frozen=True, slots=True)
class Observations:
    """Rows of covariates (n, k), what happened (n,), and what a row weighs (n,)."""

    design: Floats
    outcome: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
class Prior:
    """A normal prior: mean (k,) and precision (k, k); a precision of zero leaves a coefficient free."""

    mean: Floats
    precision: Floats


def objective(beta: Floats, sample: Observations, prior: Prior) -> tuple[float, Floats]:
    """Minus the log posterior (without its constant) and its gradient."""
    index, off = sample.design @ beta, beta - prior.mean
    value = sample.weight @ (np.logaddexp(0.0, index) - sample.outcome * index) + 0.5 * off @ prior.precision @ off
    gradient = sample.design.T @ (sample.weight * (logistic(index) - sample.outcome)) + prior.precision @ off
    return float(value), gradient


def fit(
    names: tuple[str, ...], sample: Observations, prior: Prior | None = None, cluster: NDArray[np.intp] | None = None
) -> HazardFit:
    """The mode of the posterior.

    Parameters
    ----------
    names
        Of the columns, shape (k,).
    sample
        The rows; outcomes are 0 or 1.
    prior
        None: maximum likelihood.
    cluster
        Number of each row's cluster, 0 …; with it the covariance is the sandwich, else the inverse curvature.

    Raises
    ------
    ValueError
        Nothing or everything happened and no prior holds the constant, or Newton's steps do not settle.
    """
    k = sample.design.shape[1]
    prior = Prior(np.zeros(k), np.zeros((k, k))) if prior is None else prior
    outcome = sample.outcome
    if not prior.precision[0, 0] and outcome.min(initial=1.0) == outcome.max(initial=0.0):
        raise ValueError(f"all {len(outcome)} outcomes are the same: no rate can be estimated without a prior")
    beta = _newton(_start(sample, prior), sample, prior)
    curvature = _curvature(beta, sample, prior)
    covariance = _inverse(curvature)
    if cluster is not None:
        covariance = _sandwich(covariance, beta, sample, cluster)
    value = objective(beta, sample, prior)[0]
    return HazardFit(
        names, beta, covariance, len(outcome), int(outcome.sum()), _evidence(value, prior.precision, curvature)
    )


def _start(sample: Observations, prior: Prior) -> Floats:
    beta = prior.mean.copy()
    if not prior.precision[0, 0]:
        rate = np.average(sample.outcome, weights=sample.weight)
        beta[0] = np.log(rate / (1 - rate))
    return beta


def _curvature(beta: Floats, sample: Observations, prior: Prior) -> Floats:
    p = logistic(sample.design @ beta)
    return np.asarray((sample.design * (sample.weight * p * (1 - p))[:, None]).T @ sample.design + prior.precision)


def _inverse(matrix: Floats) -> Floats:
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


def _newton(beta: Floats, sample: Observations, prior: Prior) -> Floats:
    """Newton steps, halved while they do not descend."""
    value, gradient = objective(beta, sample, prior)
    for _ in range(STEPS):
        step = np.linalg.solve(_curvature(beta, sample, prior), gradient)
        if gradient @ step < CLOSE:
            return beta
        length = 1.0
        trial, reached, slope = beta, value, gradient
        while length > SHORTEST:
            trial = beta - length * step
            reached, slope = objective(trial, sample, prior)
            if reached <= value:
                break
            length /= 2
        beta, value, gradient = trial, reached, slope
    raise ValueError(f"the hazard was not found in {STEPS} steps; the last decrement is {gradient @ step:.1e}")


def _sandwich(bread: Floats, beta: Floats, sample: Observations, cluster: NDArray[np.intp]) -> Floats:
    residual = sample.weight * (sample.outcome - logistic(sample.design @ beta))
    scores = np.zeros((int(cluster.max()) + 1, len(beta)))
    np.add.at(scores, cluster, sample.design * residual[:, None])
    return np.asarray(bread @ (scores.T @ scores) @ bread)


def _evidence(value: float, precision: Floats, curvature: Floats) -> float:
    """-value + ½ log|P| - ½ log|H|; the directions that the prior leaves free count as flat."""
    bound = np.diag(precision) > 0
    if not bound.any():
        return float("nan")
    prior = np.linalg.slogdet(precision[np.ix_(bound, bound)])[1]
    return float(-value + 0.5 * prior - 0.5 * np.linalg.slogdet(curvature)[1])
