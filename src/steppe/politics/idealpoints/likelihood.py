"""The probability of a vote: a link between support and answer, and a lapse.

With support u above the lower cut and w ≤ u above the upper one (`model`), and a distribution function F,

    P(no) = F(-u),   P(abstain) = F(u) - F(w),   P(yes) = F(w).

*Logit*: F = σ, with exponential tails. *Probit*: F(z) = Φ(z / 1.702), which differs from σ by .01 at most and has the
tails of a normal: a vote far on the wrong side costs the square of the distance, not the distance. *Lapse* ε: with
that probability an answer has nothing to do with the position and all three are equally likely,

    P = ε / 3 + (1 - ε) P_F,

so that no vote costs more than log(3 / ε). With r = (1 - ε) P_F / P the part that is due to the link, the gradient of
log P is r times that of log P_F; the information is r times its information less r (1 - r) times the outer product of
its gradient. Without that last term it is the information of an EM step, which always climbs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import expit, log_expit, log_ndtr

from steppe.politics.idealpoints.ballots import ABSTAIN, NO, YES, Floats, Ints

LinkName = Literal["logit", "probit"]
SCALE = 1 / 1.702
"""What makes a probit look most like a logit."""
LOG_DENSITY = -0.5 * np.log(2 * np.pi)


@dataclass(frozen=True, slots=True)
class Derivatives:
    """Of the log likelihood of each vote (V,) in u and w: gradients, and curvatures with the sign of information."""

    at_u: Floats
    at_w: Floats
    info_u: Floats
    info_w: Floats
    info_uw: Floats

    @property
    def both(self) -> Floats:
        """Gradient with respect to a shift of u and w together."""
        return self.at_u + self.at_w

    @property
    def info(self) -> Floats:
        """Information about a shift of u and w together."""
        return self.info_u + self.info_w + 2 * self.info_uw

    @property
    def info_gap(self) -> Floats:
        """Information about a shift of both and one of w alone, together."""
        return self.info_w + self.info_uw


def log_probabilities(link: LinkName, lapse: float, u: Floats, w: Floats, choice: Ints) -> Floats:
    """Log probability of each vote, shape (V,)."""
    sure = _log_logit(u, w, choice) if link == "logit" else _log_probit(u, w, choice)
    return np.logaddexp(np.log(lapse / 3), np.log1p(-lapse) + sure) if lapse else sure


def vote_derivatives(
    link: LinkName, lapse: float, u: Floats, w: Floats, choice: Ints, climbing: bool = False
) -> Derivatives:
    """Derivatives of the log probability of each vote.

    `climbing` leaves out what a lapse takes from the information, so that a step with it always climbs.
    """
    of = _logit(u, w, choice) if link == "logit" else _probit(u, w, choice)
    if not lapse:
        return of
    plain = _log_logit(u, w, choice) if link == "logit" else _log_probit(u, w, choice)
    due = expit(np.log1p(-lapse) + plain - np.log(lapse / 3))
    less = np.zeros_like(due) if climbing else due * (1 - due)
    return Derivatives(
        at_u=due * of.at_u,
        at_w=due * of.at_w,
        info_u=due * of.info_u - less * of.at_u**2,
        info_w=due * of.info_w - less * of.at_w**2,
        info_uw=due * of.info_uw - less * of.at_u * of.at_w,
    )


def _log_logit(u: Floats, w: Floats, choice: Ints) -> Floats:
    """By σ(u) - σ(w) = σ(u) σ(-w) (1 - e^-(u - w))."""
    no, yes = choice == NO, choice == YES
    low = np.where(yes, 0.0, log_expit(np.where(no, -u, u)))
    high = np.where(no, 0.0, log_expit(np.where(yes, w, -w)))
    return np.asarray(low + high + np.where(no | yes, 0.0, np.log(-np.expm1(w - u))))


def _logit(u: Floats, w: Floats, choice: Ints) -> Derivatives:
    abstain, sees_u, sees_w = choice == ABSTAIN, choice != YES, choice != NO
    above, over = expit(u), expit(w)
    opening = np.where(abstain, 1 / np.expm1(u - w), 0.0)
    bend = opening * (1 + opening)
    return Derivatives(
        at_u=np.where(sees_u, abstain - above, 0.0) + opening,
        at_w=np.where(sees_w, (choice == YES) - over, 0.0) - opening,
        info_u=np.where(sees_u, above * (1 - above), 0.0) + bend,
        info_w=np.where(sees_w, over * (1 - over), 0.0) + bend,
        info_uw=-bend,
    )


def _log_between(a: Floats, b: Floats) -> Floats:
    """log(Φ(a) - Φ(b)) for a > b, from the side on which both are small."""
    left = a + b <= 0
    larger, smaller = log_ndtr(np.where(left, a, -b)), log_ndtr(np.where(left, b, -a))
    return np.asarray(larger + np.log(-np.expm1(smaller - larger)))


def _log_probit(u: Floats, w: Floats, choice: Ints) -> Floats:
    a, b = SCALE * u, SCALE * w
    ends = log_ndtr(np.where(choice == NO, -a, b))
    return np.where(choice == ABSTAIN, _log_between(a, b), ends)


def _probit(u: Floats, w: Floats, choice: Ints) -> Derivatives:
    """Each gradient is ± the density at a cut over the probability of the answer; d/dz log φ(z) = -z does the rest."""
    a, b = SCALE * u, SCALE * w
    log_p = _log_probit(u, w, choice)
    at_u = np.where(choice == YES, 0.0, np.exp(LOG_DENSITY - a**2 / 2 - log_p)) * np.where(choice == NO, -1.0, 1.0)
    at_w = np.where(choice == NO, 0.0, np.exp(LOG_DENSITY - b**2 / 2 - log_p)) * np.where(choice == YES, 1.0, -1.0)
    square = SCALE**2
    return Derivatives(
        at_u=SCALE * at_u,
        at_w=SCALE * at_w,
        info_u=square * at_u * (at_u + a),
        info_w=square * at_w * (at_w + b),
        info_uw=square * at_u * at_w,
    )
