"""The baseline of the trade model as plain arrays: who buys what from whom, made with what, earning what.

`Economy` is a snapshot of N states and J sectors, arrays in the order [importer n, exporter i, sector j]. It holds
shares and incomes only: in a model in changes (Dekle, Eaton & Kortum 2008) these are all that one needs to know.

With one sector and no intermediate inputs (γ = 1) it is the world of Armington and Anderson & van Wincoop (2003).
`from_flows` makes that case from a matrix of trade with domestic sales on its diagonal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from steppe.economy.arrays import Array, as_cube, checked
from steppe.economy.labels import Flows, unlabelled

SUM_TOLERANCE = 1e-9
"""Shares that should sum to one may miss it by rounding in the source, never by more."""


@dataclass(frozen=True, slots=True, eq=False)
class Economy:
    """A baseline: N states, J sectors. Two economies are equal only if they are the same object.

    Attributes
    ----------
    states
        Codes of the N states, in the order of the arrays.
    sectors
        Names of the J sectors.
    shares
        π, shape (N, N, J): share of exporter i in what importer n spends on sector j, at prices that include tariffs.
        Sums to 1 over exporters, or to 0 where the importer buys nothing of a sector.
    value_added
        Factor income of each state, shape (N,), million USD.
    deficits
        What each state spends beyond its income, shape (N,), million USD; sums to zero over the world.
    final
        α, shape (N, J): share of each sector in final spending; sums to 1.
    value_added_share
        γ, shape (N, J): share of factor income in the cost of a sector. None means 1 everywhere: no intermediate
        inputs.
    inputs
        Shape (N, J inputs k, J users j): share of input k in the cost of sector j; γ_nj + Σ_k inputs_nkj = 1.
        None when `value_added_share` is None.
    tariffs
        1 + t, shape (N, N, J); None where tariffs are not recorded: there is no revenue.
    """

    states: tuple[str, ...]
    sectors: tuple[str, ...]
    shares: Array
    value_added: Array
    deficits: Array
    final: Array
    value_added_share: Array | None = None
    inputs: Array | None = None
    tariffs: Array | None = None

    def __post_init__(self) -> None:
        n, j = len(self.states), len(self.sectors)
        if len(set(self.states)) < n:
            raise ValueError("a state is named twice")
        checked(self.shares, (n, n, j), "shares")
        checked(self.final, (n, j), "final")
        if not (checked(self.value_added, (n,), "value_added") > 0).all():
            raise ValueError(f"{self.states[int(np.argmin(self.value_added))]} earns nothing: leave it out")
        _check_sums(self)

    @property
    def one_sector(self) -> bool:
        """Whether this is the case of one sector without intermediate inputs, which has a fast kernel."""
        return len(self.sectors) == 1 and self.value_added_share is None

    @property
    def world(self) -> float:
        """World factor income, million USD: the numeraire."""
        return float(self.value_added.sum())

    def index(self, state: str) -> int:
        """Place of a state in the arrays."""
        return self.states.index(state)


def _check_sums(economy: Economy) -> None:
    n, j = len(economy.states), len(economy.sectors)
    bought = economy.shares.sum(axis=1)
    off = np.minimum(abs(bought - 1), abs(bought))
    if off.max() > SUM_TOLERANCE:
        where = economy.states[int(np.argmax(off.max(axis=1)))]
        raise ValueError(f"the import shares of {where} sum to {bought.ravel()[np.argmax(off)]:.6g}, not to 1")
    if abs(economy.final.sum(axis=1) - 1).max() > SUM_TOLERANCE:
        raise ValueError("final shares must sum to 1 over sectors")
    if abs(economy.deficits.sum()) > SUM_TOLERANCE * economy.value_added.sum():
        raise ValueError(f"deficits must sum to zero over the world, not to {economy.deficits.sum():.6g}")
    if (economy.value_added_share is None) != (economy.inputs is None):
        raise ValueError("give both value_added_share and inputs, or neither")
    if economy.value_added_share is not None and economy.inputs is not None:
        checked(economy.value_added_share, (n, j), "value_added_share")
        if economy.inputs.shape != (n, j, j):
            raise ValueError(f"inputs must have shape {(n, j, j)}, not {economy.inputs.shape}")
        if abs(economy.value_added_share + economy.inputs.sum(axis=1) - 1).max() > SUM_TOLERANCE:
            raise ValueError("value added and inputs must sum to the whole cost of a sector")
    if economy.tariffs is not None and checked(economy.tariffs, (n, n, j), "tariffs").min() < 1:
        raise ValueError("tariffs are factors 1 + t and not below 1")


def from_flows(flows: Flows, states: Sequence[str] | None = None, tariffs: Flows | None = None) -> Economy:
    """One sector without intermediate inputs, from trade at producers' prices with domestic sales on the diagonal.

    Parameters
    ----------
    flows
        Shape (N importers, N exporters), million USD, before tariffs; the diagonal is what a state sells to itself. An
        array; a DataFrame with importers as its index and exporters as its columns; or a DataArray with the dimensions
        `receiver` and `sender` (or `importer` and `exporter`), in any order. `world.ties` has senders first, the other
        way round: its dimensions have names, so it is turned.
    states
        Codes of the N states; left out where `flows` has labels, which must be the same, in the same order, on both
        sides.
    tariffs
        1 + t, in the same form; None where tariffs are not recorded.

    Raises
    ------
    ValueError
        Labels that differ, a negative or missing flow, or a state that sells or buys nothing.

    Examples
    --------
    >>> from_flows([[8.0, 2.0], [2.0, 3.0]], ("A", "B")).shares[:, :, 0]
    array([[0.8, 0.2],
           [0.4, 0.6]])
    """
    values, states = unlabelled(flows, states, "flows")
    count = len(states)
    traded = as_cube(values, count, 1, "flows")[:, :, 0]
    factors = None if tariffs is None else as_cube(unlabelled(tariffs, states, "tariffs")[0], count, 1, "tariffs")
    paid = traded if factors is None else traded * factors[:, :, 0]
    sold, bought = traded.sum(axis=0), traded.sum(axis=1)
    abroad = traded * ~np.eye(count, dtype=bool)
    if not (np.isfinite(traded).all() and (sold > 0).all() and (bought > 0).all()):
        raise ValueError(f"{states[int(np.argmin(np.minimum(sold, bought)))]} sells or buys nothing: leave it out")
    return Economy(
        states=states,
        sectors=("tradables",),
        shares=(paid / paid.sum(axis=1, keepdims=True))[:, :, None],
        value_added=sold,
        deficits=abroad.sum(axis=1) - abroad.sum(axis=0),
        final=np.ones((count, 1)),
        tariffs=factors,
    )


def reordered(economy: Economy, states: tuple[str, ...]) -> Economy:
    """The same economy with its states in another order."""
    order = np.array([economy.index(state) for state in states])
    both = np.ix_(order, order)

    def rows(values: Array | None) -> Array | None:
        return None if values is None else values[order]

    return replace(
        economy,
        states=states,
        shares=economy.shares[both],
        value_added=economy.value_added[order],
        deficits=economy.deficits[order],
        final=economy.final[order],
        value_added_share=rows(economy.value_added_share),
        inputs=rows(economy.inputs),
        tariffs=None if economy.tariffs is None else economy.tariffs[both],
    )
