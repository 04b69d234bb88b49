"""The kernel for one sector without intermediate inputs (Armington; Anderson & van Wincoop 2003), in changes.

With K_ni = π_ni (κ̂_ni τ̂_ni)^-θ and v_i = ŵ_i^-θ, import shares are K_ni v_i / Σ K_nk v_k. Of what importer n
spends, the part Q_ni ∝ K_ni v_i / (1 + t'_ni), Σ_i Q_ni = 1, of its spending before revenue b_n reaches exporter i:
tariff revenue is spent the same way, so it multiplies out. Markets clear when

    Σ_n Q_ni(w) b_n(w) = w_i g_i,

    d ln Σ_n Q_ni b_n / d ln w_k = (1/S_i) [ -θ δ_ik S_i + θ Σ_n b_n Q_ni Q_nk + Σ_n Q_ni ∂b_n/∂ln w_k ],

which is one product of matrices and one rank-one term. Only K needs powers, once and only for pairs that change; at new
wages all else is two products of a matrix with a vector.
"""

from __future__ import annotations

import numpy as np

from steppe.economy.arrays import Array
from steppe.economy.closures import Closure, spending
from steppe.economy.economy import Economy
from steppe.economy.kernel import WILD, Point, factor_endowment, gap_of_trade, new_tariffs, response
from steppe.economy.shock import Shock


class OneSector:
    """One counterfactual of a world with one sector and γ = 1."""

    def __init__(self, economy: Economy, shock: Shock, theta: Array, closure: Closure) -> None:
        self.endowment = factor_endowment(economy, shock)
        self.mean_theta = float(theta[0])
        self._closure = closure
        self._baseline = economy.value_added, economy.deficits
        self._paid = response(economy, shock, theta)[:, :, 0]
        tariffs = new_tariffs(economy, shock)
        self._received = self._paid if tariffs is None else self._paid / tariffs[:, :, 0]
        self._home = np.diagonal(self._received).copy()
        self._abroad = self._received.copy()
        np.fill_diagonal(self._abroad, 0.0)

    def at(self, log_wages: Array, near: Point | None = None) -> Point | None:
        """Everything at these wages, or None where some state could neither sell nor spend."""
        if not float(abs(log_wages).max()) < WILD:
            return None
        earned = np.exp(log_wages) * self.endowment
        spends = spending(self._closure, earned, *self._baseline)
        bids = np.exp(-self.mean_theta * log_wages)
        bought = self._abroad @ bids
        offers = bought + self._home * bids
        if not (spends.level > 0).all() or not (offers > 0).all():
            return None
        spread = spends.level / offers
        exports = bids * (spread @ self._abroad)
        sales = exports + bids * self._home * spread
        if not (sales > 0).all():
            return None
        paid = offers if self._paid is self._received else self._paid @ bids
        income = spends.level if paid is offers else spends.level * paid / offers
        gap = gap_of_trade(exports, spread * bought, spends.transfer, earned)
        prices = (np.log(paid) / -self.mean_theta)[:, None]
        return Point(log_wages, gap, sales, spends, bids[:, None], prices, income[:, None], income)

    def jacobian(self, point: Point) -> Array:
        """d gap_i / d ln w_k."""
        received = self._received * point.bids[:, 0]
        received /= received.sum(axis=1, keepdims=True)
        inner = received * (self.mean_theta * point.spending.level)[:, None]
        diagonal = np.arange(len(inner))
        inner[diagonal, diagonal] += point.spending.slope
        derivative: Array = received.T @ inner
        derivative += np.outer(point.spending.common @ received, point.spending.weights)
        derivative /= point.sales[:, None]
        derivative[diagonal, diagonal] -= self.mean_theta + 1.0
        return derivative

    def shares(self, point: Point) -> Array:
        """π', shape (N, N, 1)."""
        paid = self._paid * point.bids[:, 0]
        return (paid / paid.sum(axis=1, keepdims=True))[:, :, None]
