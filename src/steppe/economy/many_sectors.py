"""The kernel for J sectors with intermediate inputs (Caliendo & Parro 2015), in changes.

At given wages, prices solve (by iteration; inputs make it a contraction)

    ln ĉ_ij = γ_ij ln ŵ_i + Σ_k a_ikj ln P̂_ik,        P̂_nj^-θ_j = Σ_i K_nij ĉ_ij^-θ_j,

with a_ikj the share of input k in the cost of j. Spending then solves the linear system

    X_nk = Σ_j a_nkj Y_nj + α_nk I_n,  Y_ij = Σ_n T_nij X_nj,  I_n = b_n + Σ_j X_nj (1 - Σ_i T_nij),  T = π' / (1 + t'),

and the demand for factors is Σ_j γ_ij Y_ij. The Jacobian is the total derivative of the same two systems,
solved for all N wages at once by the same iterations, so no matrix of size N·J is ever formed.

Inside, sectors come first: [j, n, i] for pairs, [n, j] for states; matrix products then run over states.
"""

from __future__ import annotations

import numpy as np

from steppe.economy.arrays import Array
from steppe.economy.closures import Closure, spending
from steppe.economy.economy import Economy
from steppe.economy.kernel import WILD, Point, factor_endowment, gap_of_trade, new_tariffs, response
from steppe.economy.shock import Shock

INNER_TOLERANCE = 1e-14
"""Prices and spending at given wages: a step this small (relative) is rounding."""
JACOBIAN_TOLERANCE = 1e-9
"""The Jacobian only sets the direction of the step; its error slows Newton's method, it does not move the solution."""
INNER_LIMIT = 5000


class ManySectors:
    """One counterfactual of a world with J sectors and intermediate inputs."""

    def __init__(self, economy: Economy, shock: Shock, theta: Array, closure: Closure) -> None:
        n, j = len(economy.states), len(economy.sectors)
        self.endowment = factor_endowment(economy, shock)
        self.mean_theta = float(theta.mean())
        self._theta = theta
        self._closure = closure
        self._baseline = economy.value_added, economy.deficits
        self._final = economy.final
        self._labor = np.ones((n, j)) if economy.value_added_share is None else economy.value_added_share
        self._inputs = np.zeros((n, j, j)) if economy.inputs is None else economy.inputs
        self._bought = economy.shares.sum(axis=1) > 0.5
        self._response = np.ascontiguousarray(np.moveaxis(response(economy, shock, theta), 2, 0))
        tariffs = new_tariffs(economy, shock)
        self._tariffs = None if tariffs is None else np.ascontiguousarray(np.moveaxis(tariffs, 2, 0))

    # --------------------------------------------------------------- at given wages
    def at(self, log_wages: Array, near: Point | None = None) -> Point | None:
        """Everything at these wages, or None where some state could neither sell nor spend."""
        if not float(abs(log_wages).max()) < WILD:
            return None
        earned = np.exp(log_wages) * self.endowment
        spends = spending(self._closure, earned, *self._baseline)
        if not (spends.level > 0).all():
            return None
        prices = self._prices(log_wages, None if near is None else near.log_prices)
        if prices is None:
            return None
        bids = np.exp(-self._theta * self._costs(log_wages, prices))
        received, kept = self._received(bids)
        start = self._final * spends.level[:, None] if near is None else near.expenditure
        spent = self._expenditure(received, kept, spends.level, start)
        sales = (self._labor * _to_exporters(received, spent)).sum(axis=1)
        if not (sales > 0).all():
            return None
        abroad = received * (1.0 - np.eye(len(earned)))
        exports, imports = _to_exporters(abroad, spent).sum(axis=1), (spent * abroad.sum(axis=2).T).sum(axis=1)
        gap = gap_of_trade(exports, imports, spends.transfer, earned)
        income = spends.level + (spent * kept).sum(axis=1)
        return Point(log_wages, gap, sales, spends, bids, prices, spent, income)

    def _costs(self, log_wages: Array, log_prices: Array) -> Array:
        """ln ĉ, shape (N, J)."""
        inputs: Array = np.matmul(log_prices[:, None, :], self._inputs)[:, 0, :]
        return self._labor * log_wages[:, None] + inputs

    def _prices(self, log_wages: Array, start: Array | None) -> Array | None:
        """ln P̂, shape (N, J); None where a state has nobody left to buy from."""
        prices = np.zeros_like(self._labor) if start is None else start
        for _ in range(INNER_LIMIT):
            bids = np.exp(-self._theta * self._costs(log_wages, prices))
            offers = np.matmul(self._response, bids.T[:, :, None])[:, :, 0].T
            offers = np.where(self._bought, offers, 1.0)
            if not (offers > 0).all() or not np.isfinite(offers).all():
                return None
            new = np.log(offers) / -self._theta
            step = float(abs(new - prices).max())
            prices = new
            if step <= INNER_TOLERANCE * max(1.0, float(abs(new).max())):
                break
        return prices

    def _received(self, bids: Array) -> tuple[Array, Array]:
        """T = π'/(1+t') as [j, n, i], and the share of spending that stays as revenue, (N, J)."""
        shares = self._shares(bids)
        if self._tariffs is None:
            return shares, np.zeros_like(self._labor)
        received = shares / self._tariffs
        return received, (shares - received).sum(axis=2).T

    def _shares(self, bids: Array) -> Array:
        """π' as [j, n, i]."""
        shares = self._response * bids.T[:, None, :]
        total = shares.sum(axis=2, keepdims=True)
        shares /= np.where(total > 0, total, 1.0)
        return shares

    def _expenditure(self, received: Array, kept: Array, level: Array, start: Array) -> Array:
        """X, shape (N, J)."""
        spent = start
        for _ in range(INNER_LIMIT):
            income = level + (spent * kept).sum(axis=1)
            new = self._demand(_to_exporters(received, spent), income)
            step = float(abs(new - spent).max())
            spent = new
            if step <= INNER_TOLERANCE * float(new.max()):
                break
        return spent

    def _demand(self, output: Array, income: Array) -> Array:
        """Σ_j a_nkj Y_nj + α_nk I_n, shape (N, J)."""
        inputs: Array = np.matmul(self._inputs, output[:, :, None])[:, :, 0]
        return inputs + self._final * income[:, None]

    def shares(self, point: Point) -> Array:
        """π', shape (N, N, J)."""
        return np.moveaxis(self._shares(point.bids), 0, 2)

    # --------------------------------------------------------------- derivatives, last axis: the wage that moves
    def jacobian(self, point: Point) -> Array:
        """d gap_i / d ln w_k."""
        received, kept = self._received(point.bids)
        shares = received if self._tariffs is None else self._shares(point.bids)
        prices, costs = self._price_slopes(shares)
        output, income = self._direct_slopes(point, received, kept, prices, costs)
        spends = point.spending
        income += np.outer(spends.common, spends.weights)
        income[np.arange(len(income)), np.arange(len(income))] += spends.slope
        output = self._spread(received, kept, output, income)
        slopes = np.einsum("ij,ijk->ik", self._labor, output) / point.sales[:, None]
        slopes[np.arange(len(slopes)), np.arange(len(slopes))] -= 1.0
        return slopes

    def _price_slopes(self, shares: Array) -> tuple[Array, Array]:
        """d ln P̂_nj and d ln ĉ_ij with each wage, both (N, J, N)."""
        n, j = self._labor.shape
        direct = np.zeros((n, j, n))
        direct[np.arange(n), :, np.arange(n)] = self._labor
        prices = np.zeros_like(direct)
        users = np.ascontiguousarray(self._inputs.transpose(0, 2, 1))
        for _ in range(INNER_LIMIT):
            costs = direct + np.matmul(users, prices)
            new = np.matmul(shares, costs.transpose(1, 0, 2)).transpose(1, 0, 2)
            step = float(abs(new - prices).max())
            prices = new
            if step < JACOBIAN_TOLERANCE:
                break
        return prices, direct + np.matmul(users, prices)

    def _direct_slopes(
        self, point: Point, received: Array, kept: Array, prices: Array, costs: Array
    ) -> tuple[Array, Array]:
        """How output (N, J, N) and tariff revenue (N, N) move while spending stays."""
        spent = point.expenditure
        output = _to_exporters(received, spent)
        weighted = received * spent.T[:, :, None]
        by_buyers = np.matmul(weighted.transpose(0, 2, 1), prices.transpose(1, 0, 2)).transpose(1, 0, 2)
        slopes = -self._theta[None, :, None] * (output[:, :, None] * costs - by_buyers)
        if self._tariffs is None:
            return slopes, np.zeros((len(spent), len(spent)))
        sellers = np.matmul(received, costs.transpose(1, 0, 2)).transpose(1, 0, 2)
        revenue = self._theta[None, :, None] * (sellers - (1.0 - kept)[:, :, None] * prices)
        return slopes, (spent[:, :, None] * revenue).sum(axis=1)

    def _spread(self, received: Array, kept: Array, output: Array, income: Array) -> Array:
        """What a first change in output and income comes to once spending has followed, (N, J, N)."""
        direct_output, direct_income = output, income
        spent = np.zeros_like(output)
        scale = float(abs(output).max()) + float(abs(income).max())
        back = np.ascontiguousarray(received.transpose(0, 2, 1))
        for _ in range(INNER_LIMIT):
            new = np.matmul(self._inputs, output) + self._final[:, :, None] * income[:, None, :]
            step = float(abs(new - spent).max())
            spent = new
            output = direct_output + np.matmul(back, spent.transpose(1, 0, 2)).transpose(1, 0, 2)
            income = direct_income + (kept[:, :, None] * spent).sum(axis=1)
            if step < JACOBIAN_TOLERANCE * scale:
                break
        return output


def _to_exporters(received: Array, spent: Array) -> Array:
    """Y_ij = Σ_n T_nij X_nj, shape (N, J)."""
    output: Array = np.matmul(spent.T[:, None, :], received)[:, 0, :].T
    return output
