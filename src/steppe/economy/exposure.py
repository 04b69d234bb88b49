"""First-order exposure: what a little productivity, or a little trade cost, does to every state's income and welfare.

Kleinman, Liu & Redding, "International Friends and Enemies", AEJ: Macroeconomics 16(4), 2024: in the one-sector model
the answer to every small change at once is one inverse of a matrix of observed trade shares. With s_ni the share of
exporter i in what importer n spends, b_n that spending, Y_i = w_i L_i factor income and t_in = s_ni b_n / Y_i the share
of buyer n in what i sells, the markets Σ_n s_ni b_n = Y_i give, where J is the derivative of their gaps with log
wages (`one_sector`) and e_k the k-th unit vector,

    cost of importer m from exporter k    J d ln w / d ln κ_mk = θ (t_km e_k - s_mk T e_m)
    productivity of k                     J d ln w / d ln z_k = -θ (e_k - T S e_k),  as if all κ_mk fell alike
    income                                d ln b = [diag(slope) + common weights'] / b · d ln w
    welfare                               d ln W_n = d ln b_n - Σ_i s_ni (d ln w_i + d ln κ_ni)

J has the null vectors 1 (all wages together) and Y (Walras' law), so M = J - 1 Y'/ΣY has an inverse, and M⁻¹ applied to
a right-hand side that obeys Walras' law keeps world factor income: the numeraire of `solve`.

The derivative is local. It knows no entry, no sectors and no adjustment beyond the first order; a change of ten per
cent is better solved (`steppe.economy.solve`). Deficits keep their proportion to income (`multiplicative`): under
`additive` a deficit is fixed in the numeraire, and a state in deficit would gain from a wage rise anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from steppe.economy.arrays import Array
from steppe.economy.closures import Closure
from steppe.economy.economy import Economy
from steppe.economy.equilibrium import elasticities
from steppe.economy.kernel import Point
from steppe.economy.one_sector import OneSector
from steppe.economy.shock import Shock
from steppe.economy.threads import one_thread

CLOSURE = Closure.MULTIPLICATIVE


@dataclass(frozen=True, slots=True, eq=False)
class Exposure:
    """Elasticities of every state's income and welfare, in the order of `states`.

    Attributes
    ----------
    states
        Codes of the N states.
    theta
        The trade elasticity θ.
    income, welfare
        Shape (N affected n, N source k): d ln I_n and d ln W_n per d ln productivity of k (k's own factors make more
        of everything). Income is in units of world factor income; welfare is what spending buys.
    shares, sales
        s, shape (N importers, N exporters), and t, shape (N exporters, N importers).
    wages
        M⁻¹, shape (N, N).
    spending
        d ln I / d ln w, shape (N, N).
    """

    states: tuple[str, ...]
    theta: float
    income: Array
    welfare: Array
    shares: Array
    sales: Array
    wages: Array
    spending: Array

    def to_cost(self, importer: str, exporter: str) -> tuple[Array, Array]:
        """Elasticities of income and welfare to the cost κ of one pair, each of shape (N,)."""
        m, k = self.states.index(importer), self.states.index(exporter)
        push = -self.shares[m, k] * self.sales[:, m]
        push[k] += self.sales[k, m]
        wages = self.theta * (self.wages @ push)
        income, prices = self.spending @ wages, self.shares @ wages
        prices[m] += self.shares[m, k]
        return income, income - prices

    def to_costs(self) -> tuple[Array, Array]:
        """The same for every pair at once: two arrays of shape (N affected, N importers, N exporters)."""
        inverse, shares, sales = self.wages, self.shares, self.sales
        wages = inverse[:, None, :] * sales.T[None] - (inverse @ sales)[:, :, None] * shares[None]
        wages *= self.theta
        flat = wages.reshape(len(wages), -1)
        income = (self.spending @ flat).reshape(wages.shape)
        prices = (shares @ flat).reshape(wages.shape)
        own = np.arange(len(shares))
        prices[own, own, :] += shares
        return income, income - prices


def exposure(economy: Economy, theta: ArrayLike = 5.0, *, closure: Closure | str = CLOSURE) -> Exposure:
    """First-order exposure of every state to every other, from one inverse.

    Parameters
    ----------
    economy
        One sector, no intermediate inputs, no tariffs: as `accounts_of` makes it.
    theta
        θ, the trade elasticity.
    closure
        What deficits do; `zero` asks for an economy that has none (`balanced`).

    Raises
    ------
    ValueError
        Several sectors, tariffs, an elasticity that is not positive, or deficits under the closure `zero`.
    ArithmeticError
        Some states trade with none of the others, so their wages cannot be compared.

    Examples
    --------
    >>> from steppe.economy import exposure, from_flows
    >>> found = exposure(from_flows([[8.0, 2.0], [2.0, 8.0]], ("A", "B")), theta=4.0)
    >>> found.welfare.round(3)
    array([[0.973, 0.027],
           [0.027, 0.973]])
    """
    closure = Closure(closure)
    if not economy.one_sector or economy.tariffs is not None:
        raise ValueError("exposure is that of one sector without inputs and tariffs: give such an economy")
    if closure is Closure.ZERO and economy.deficits.any():
        raise ValueError(
            "exposure under the closure `zero` needs an economy without deficits: give `balanced(economy)`"
        )
    elastic = elasticities(theta, economy)
    kernel = OneSector(economy, Shock(), elastic, closure)
    point = kernel.at(np.zeros(len(economy.states)))
    if point is None:
        raise ArithmeticError("exposure: in this economy some state can neither sell nor spend")
    with one_thread():
        return _exposure(economy, float(elastic[0]), point, kernel.jacobian(point))


def _exposure(economy: Economy, theta: float, point: Point, jacobian: Array) -> Exposure:
    shares = economy.shares[:, :, 0]
    level = point.spending
    sales = shares.T * level.level / economy.value_added[:, None]
    try:
        inverse = np.asarray(np.linalg.inv(jacobian - economy.value_added / economy.world), dtype=np.float64)
    except np.linalg.LinAlgError as error:
        raise ArithmeticError("exposure: some states trade with none of the others") from error
    spending = (np.diag(level.slope) + np.outer(level.common, level.weights)) / level.level[:, None]
    count = len(shares)
    wages = -theta * (inverse @ (np.eye(count) - sales @ shares))
    income = spending @ wages
    welfare = income - shares @ (wages - np.eye(count))
    return Exposure(economy.states, theta, income, welfare, shares, sales, inverse, spending)
