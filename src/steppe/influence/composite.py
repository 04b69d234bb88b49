"""A composite per domain, its parts, and what the choice of weights does to it.

For state i, power p and domain d with layers ℓ ∈ d of weights w_ℓ (Σ w = 1),

    C_ip = Σ_ℓ w_ℓ s_ipℓ / Σ_ℓ w_ℓ    over the layers that every one of the powers compared has a share on.

A layer known for one power only (debt to China) would favour or punish that power, so it is left out and named. Each
layer enters with the latest year, up to five back, in which all the powers have a share; the parts say which.

Weights are a judgement. With w drawn at random (see `weights`) the composite has an interval (5th to 95th percentile)
and every comparison a probability: the part of the draws in which one is ahead, ties counted half. These speak of the
weights alone, not of errors in the data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.display.interval import interval
from steppe.influence.layers import domain as known_domain
from steppe.influence.measure import figures
from steppe.influence.weights import chosen_weights, drawn_weights, normalized
from steppe.world.actors import POWERS
from steppe.world.basis import weakest
from steppe.world.dates import as_year, as_years
from steppe.world.errors import UserError
from steppe.world.world import World

OLDEST = 5
DRAWS = 2000
Part = Literal["share", "size"]


@dataclass(frozen=True, slots=True)
class Composite:
    """Composites of one domain in one year, with all that they are made of.

    Attributes
    ----------
    table
        One row a state and power: state, partner, domain, year, value, low, high, covered (weight of the layers that
        entered, 0..1), layers, basis (the weakest), missing (why there is no value).
    parts
        One row a state, power and layer: state, partner, layer, year (of the figure), value, weight (after the layers
        left out), contribution, basis, source, missing (why the layer did not enter).
    weights
        As chosen, summing to one.
    draws
        Composites under random weights by state and power, each of shape (draws,); without those that have no value.
    """

    table: pd.DataFrame
    parts: pd.DataFrame
    weights: Mapping[str, float]
    draws: Mapping[tuple[str, str], NDArray[np.float64]]

    def ahead(self, state: str, power: str, than: str) -> float:
        """Probability over weights that the state depends more on one power than on the other.

        Raises
        ------
        UserError
            One of the two has no composite here.
        """
        return probability(self._drawn(state, power), self._drawn(state, than))

    def _drawn(self, state: str, power: str) -> NDArray[np.float64]:
        if (state, power) not in self.draws:
            raise UserError(
                f"there is no composite of {state} on {power} in this result; the column `missing` says why"
            )
        return self.draws[state, power]


NOT_ALL = "left out, not all states have it"
"""Why a layer that a state has does not enter where only common layers do."""


def composite(
    world: World,
    of: str | Sequence[str],
    on: str | Sequence[str] = POWERS,
    domain: str = "economic",
    year: int | str = 2023,
    weights: Mapping[str, float] | None = None,
    *,
    part: Part = "share",
    common: bool = False,
    draws: int = DRAWS,
    seed: int = 1,
) -> Composite:
    """Composites of a domain.

    Parameters
    ----------
    of, on
        Dependants and powers, as for `dependence`.
    domain
        economic, security, political or cultural.
    year
        The year, 2019 or `2019`; older figures stand in for up to five years, and the parts say so.
    weights
        Weight by layer; the registry's by default.
    part
        `share` (a) or `size` (b) of the layers.
    common
        Whether only layers enter that all the states have, so that states can be ranked against each other.
    draws, seed
        Number of random weightings and their seed.

    Raises
    ------
    UserError
        Unknown state, power, year, domain or layer, or impossible weights.
    """
    (year,) = as_years(as_year(year))
    chosen = chosen_weights(known_domain(domain), weights)
    years = range(max(1990, year - OLDEST), year + 1)
    frame = figures(world, of, on, list(chosen), years).rename(columns={part: "value"})
    if part == "size":
        frame["missing"] = frame["missing_size"]
    parts = pd.concat([_entered(cells) for _, cells in frame.groupby(["state", "layer"], sort=False)])
    if common:
        parts = _common(parts)
    drawn = drawn_weights(chosen, draws, seed)
    parts = _weighted(parts, chosen)
    rows, lots = [], {}
    for (state, partner), cells in parts.groupby(["state", "partner"], sort=False):
        row, lot = _one(cells, chosen, drawn)
        rows.append((state, partner, domain, year, *row))
        if lot is not None:
            lots[str(state), str(partner)] = lot
    columns = ["state", "partner", "domain", "year", "value", "low", "high", "covered", "layers", "basis", "missing"]
    return Composite(pd.DataFrame(rows, columns=columns), parts.reset_index(drop=True), chosen, lots)


def probability(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """Part of the draws in which the first is larger, ties counted half.

    Examples
    --------
    >>> probability(np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.0, 2.0, 5.0, 1.0]))
    0.625
    """
    return float((first > second).mean() + 0.5 * (first == second).mean())


def _entered(cells: pd.DataFrame) -> pd.DataFrame:
    """Cells of one state and layer in the latest year in which all powers but itself have a figure."""
    others = cells[cells["state"] != cells["partner"]]
    if others.empty:
        return cells[cells["year"] == cells["year"].max()]
    complete = others.groupby("year")["value"].agg(lambda values: values.notna().all())
    years = complete.index[complete.to_numpy(bool)]
    if len(years):
        return cells[cells["year"] == years.max()]
    last = cells[cells["year"] == cells["year"].max()]
    lacking = others[others["value"].isna() & (others["year"] == others["year"].max())]
    if lacking.empty:
        lacking = others[others["value"].isna()]
    why = f"{lacking['partner'].iloc[-1]}: {lacking['missing'].iloc[-1]}"
    known = last["value"].notna()
    return last.assign(value=np.nan, missing=last["missing"].where(~known, f"left out, not all powers have it ({why})"))


def _common(parts: pd.DataFrame) -> pd.DataFrame:
    """Parts of which a layer that some state lacks is left out for all."""
    others = parts[parts["state"] != parts["partner"]]
    lacking: dict[str, list[str]] = {}
    for layer, state in others.loc[others["value"].isna(), ["layer", "state"]].drop_duplicates().to_numpy():
        lacking.setdefault(layer, []).append(state)
    out = parts["layer"].isin(lacking) & parts["value"].notna()
    words = {layer: f"{NOT_ALL} ({', '.join(states)})" for layer, states in lacking.items()}
    missing = parts["missing"].astype(object).where(~out, parts["layer"].map(words).astype(object))
    return parts.assign(value=parts["value"].mask(out), missing=missing)


def _weighted(parts: pd.DataFrame, chosen: Mapping[str, float]) -> pd.DataFrame:
    """Parts with the weights that are left after layers without a figure, and contributions."""
    raw = parts["layer"].map(chosen).where(parts["value"].notna(), 0.0)
    total = raw.groupby([parts["state"], parts["partner"]]).transform("sum")
    weight = (raw / total).where(total > 0, 0.0)
    parts = parts.assign(weight=weight, contribution=parts["value"] * weight)
    columns = ["state", "partner", "layer", "year", "value", "weight", "contribution", "basis", "source", "missing"]
    return parts[columns]


def _one(
    cells: pd.DataFrame, chosen: Mapping[str, float], drawn: Mapping[str, NDArray[np.float64]]
) -> tuple[tuple[object, ...], NDArray[np.float64] | None]:
    """The row of one state and power after its keys, and its draws."""
    cells = cells[cells["value"].notna()]
    if cells.empty:
        why = "no layer of the domain has a figure for all the powers compared"
        return (np.nan, np.nan, np.nan, 0.0, "", None, why), None
    names = list(cells["layer"])
    lot = cells["value"].to_numpy(float) @ normalized(drawn, names)
    low, high = interval(lot)
    covered = sum(chosen[name] for name in names)
    basis = weakest(cells["basis"].dropna())
    return (cells["contribution"].sum(), low, high, covered, ", ".join(names), basis, None), lot
