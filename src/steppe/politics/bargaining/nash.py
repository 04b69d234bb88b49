"""Nash bargaining with a reference point (Nash 1950; weighted as in Harsanyi & Selten; cf. Achen 2006).

The outcome y maximises Σ_i w_i log g_i(y) with weights w = c s and the gain over the reference point q

    g_i(y) = (q - x_i)² - (y - x_i)² + B,

where B ≥ 0 is what breakdown costs beyond the loss of the agreement itself, in squared units of the scale. Where no y
gives every actor a gain, there is no agreement and q remains. As B grows, the outcome tends to the compromise Σwx/Σw:
the point forecast is bargaining under a breakdown that everyone dreads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar

from steppe.politics.bargaining.actors import Actors, Floats


@dataclass(frozen=True, slots=True)
class NashBargain:
    """The outcome, and what each actor gains over the reference point."""

    agreement: bool
    outcome: float
    low: float  # ends of the range in which nobody loses; low > high where it is empty
    high: float
    gain: Floats  # (N,) in squared units of the scale


def nash(actors: Actors, reference: float, breakdown: float = 0.0) -> NashBargain:
    """Bargain from the reference point. Actors without weight are not asked.

    Raises
    ------
    ValueError
        `breakdown` is negative.
    """
    if breakdown < 0:
        raise ValueError(f"the cost of breakdown must not be negative; it is {breakdown:.3g}")
    x = actors.position
    radius = np.sqrt((reference - x) ** 2 + breakdown)
    asked = actors.weight > 0
    low, high = float((x - radius)[asked].max()), float((x + radius)[asked].min())
    if high - low <= 1e-12:
        return NashBargain(False, float(reference), low, high, np.zeros(len(x)))

    def loss(y: float) -> float:
        gain = radius[asked] ** 2 - (y - x[asked]) ** 2
        return float(-(actors.weight[asked] * np.log(np.maximum(gain, 1e-300))).sum())

    optimum = minimize_scalar(loss, bounds=(low, high), method="bounded", options={"xatol": 1e-10 * (high - low)})
    if not optimum.success:
        raise RuntimeError(f"Nash bargaining did not converge: {optimum.message}")
    y = float(optimum.x)
    return NashBargain(True, y, low, high, (reference - x) ** 2 - (y - x) ** 2)
