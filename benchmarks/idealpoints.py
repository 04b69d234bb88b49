"""Ideal points: the whole fit to 30 sessions (goal: 5 s on 2 cores, 15 s at most), beside a general optimizer."""

from __future__ import annotations

import contextlib
import time

import numpy as np
from scipy.optimize import minimize

import steppe
from steppe.economy.threads import one_thread
from steppe.politics.idealpoints.ballots import Ballots, Floats, ballots
from steppe.politics.idealpoints.baselines import windowed_pca
from steppe.politics.idealpoints.fit import MODEL, fit, start
from steppe.politics.idealpoints.model import Parameters, gradient, log_posterior, normalized

ALLOWED = 120.0
"""Seconds that the general optimizer gets."""
NEAR = 1.0
"""Log posterior below the maximum at which the general optimizer may stop: its positions are then about right."""


class _EnoughError(Exception):
    """Near enough, or out of time."""


def main() -> None:
    """Print seconds of the fit with its variances, of L-BFGS from the same start, and of principal components."""
    world = steppe.load()
    begin = time.perf_counter()
    votes = ballots(world.table("roll_calls"), world.table("roll_call_votes"))
    print(f"{time.perf_counter() - begin:7.1f} s  reading {len(votes.node):,} votes")
    begin, processor = time.perf_counter(), time.process_time()
    found = fit(votes)
    own, cpu = time.perf_counter() - begin, time.process_time() - processor
    print(f"{own:7.1f} s  the fit, {votes.nodes + 3 * votes.items:,} unknowns, variances included ({cpu:.1f} s of CPU)")
    spent, short = _general(votes, found.log_posterior)
    print(f"{spent:7.1f} s  L-BFGS with the same gradients, no variances, {short:.1f} below the maximum at its end")
    print(f"{spent / own:7.1f}    times as long{'' if short <= NEAR else ', and not there'}")
    begin = time.perf_counter()
    windowed_pca(ballots(world.table("roll_calls"), world.table("roll_call_votes"), longest=1), 3, "USA")
    print(f"{time.perf_counter() - begin:7.1f} s  principal components in windows of 3 sessions")


def _general(votes: Ballots, top: float) -> tuple[float, float]:
    """Seconds of L-BFGS until it is near the maximum or out of time, and how far below it is then."""
    begin, best = time.perf_counter(), [np.inf]

    def cost(values: Floats) -> tuple[float, Floats]:
        value, slope = _with_gradient(votes, values)
        best[0] = min(best[0], top - value)
        if best[0] <= NEAR or time.perf_counter() - begin > ALLOWED:
            raise _EnoughError
        return -value, -slope

    first = start(votes)
    slope = np.full(votes.items, 0.1)
    values = np.concatenate([first.x, slope, first.cut, np.log(first.gap)])
    limits = {"maxiter": 100_000, "maxfun": 100_000, "maxcor": 20}
    with one_thread(), contextlib.suppress(_EnoughError):
        minimize(cost, values, jac=True, method="L-BFGS-B", options=limits)
    return time.perf_counter() - begin, best[0]


def _with_gradient(votes: Ballots, values: Floats) -> tuple[float, Floats]:
    """Log posterior of the normalized point and its gradient in positions, slopes, cuts and logarithms of gaps."""
    x, slope, cut, log_gap = np.split(values, [votes.nodes, votes.nodes + votes.items, votes.nodes + 2 * votes.items])
    raw = Parameters(x, slope, cut, np.exp(log_gap))
    point = normalized(votes, raw)
    push = gradient(votes, point, MODEL)
    cast = votes.votes > 0
    middle, spread = x[cast].mean(), x[cast].std()
    counted = cast / cast.sum()
    shift = -push.x.sum() / spread - push.cut @ slope
    scale = -(push.x @ point.x) / spread + push.slope @ slope
    in_x = push.x / spread + shift * counted + scale * counted * point.x
    in_slope = spread * push.slope - middle * push.cut
    return log_posterior(votes, point, MODEL), np.concatenate([in_x, in_slope, push.cut, push.gap * raw.gap])


if __name__ == "__main__":
    main()
