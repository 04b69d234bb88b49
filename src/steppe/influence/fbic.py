"""Formal Bilateral Influence Capacity: how much formal leverage state A has over state B.

Moyer, Meisel, Matthews, Bohl & Burrows (2021), *China-US Competition: Measuring Global Influence*, Atlantic Council and
Frederick S. Pardee Center. With x̄ the mean of a component over the year and the two before it,

    bandwidth_AB  = Σ_k w_k n_k x̄_kAB / max_B            how much the two have to do with each other (symmetric)
    dependence_AB = Σ_m v_m ln(1 + x̄_mAB) / max_D        how much of it B could not do without (x in percent)
    FBIC_AB       = bandwidth_AB · dependence_AB / max_F

Components, weights, factors n_k and maxima stand in `fbic.csv`, as published. The mean of three years is taken over the
years on record.

Where an input is missing the index is named `fbic_partial`: the weights of the components that are left are scaled up
to sum to one on each side, so its level is not that of the published index and only comparisons within it have a
meaning. `effects` measures on published dyads what leaving components out does; `fbic_effects.csv` holds the result for
the oracle sample.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from functools import lru_cache
from importlib.resources import files

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
WINDOW = 3


@lru_cache(maxsize=1)
def constants() -> dict[str, dict[str, float]]:
    """The published constants by kind: bandwidth, dependence (weights), norm, maximum, alliance, agreement (points)."""
    table: dict[str, dict[str, float]] = {}
    text = (files("steppe.influence") / "fbic.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        table.setdefault(row["kind"], {})[row["name"]] = float(row["value"])
    return table


def trailing_mean(values: ArrayLike, window: int = WINDOW) -> Array:
    """Mean over a year and those before it, along the last axis; years without a figure are left out.

    Parameters
    ----------
    values
        Shape (..., years), consecutive years; NaN where there is none.

    Returns
    -------
    Same shape; NaN where none of the years in the window has a figure.

    Examples
    --------
    >>> trailing_mean([3.0, np.nan, 6.0, 9.0, 0.0])
    array([3. , 3. , 4.5, 7.5, 5. ])
    """
    series = np.asarray(values, dtype=float)
    padded = np.concatenate([np.full((*series.shape[:-1], window - 1), np.nan), series], axis=-1)
    frames = np.lib.stride_tricks.sliding_window_view(padded, window, axis=-1)
    seen = ~np.isnan(frames)
    count = seen.sum(axis=-1)
    total: Array = np.where(seen, frames, 0.0).sum(axis=-1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def bandwidth(terms: Mapping[str, ArrayLike]) -> Array:
    """Bandwidth from normalized components (n_k x̄_k), each an array over dyad-years.

    With fewer than the six components it is partial: the weights of those given are scaled up to sum to one.

    Raises
    ------
    ValueError
        An unknown component, none at all, or a negative value.
    """
    return _weighted(terms, "bandwidth")


def dependence_of(terms: Mapping[str, ArrayLike]) -> Array:
    """Dependence of B on A from components in percent, x̄_m; partial where fewer than six are given."""
    return _weighted(terms, "dependence")


def fbic(bandwidth_terms: Mapping[str, ArrayLike], dependence_terms: Mapping[str, ArrayLike]) -> Array:
    """The index, from the components of both sides."""
    product: Array = bandwidth(bandwidth_terms) * dependence_of(dependence_terms)
    return product / constants()["maximum"]["fbic"]


def _weighted(terms: Mapping[str, ArrayLike], side: str) -> Array:
    weights = constants()[side]
    if not terms:
        raise ValueError(f"{side}: give at least one of {', '.join(weights)}")
    if unknown := set(terms) - set(weights):
        raise ValueError(f"{side}: there is no component {sorted(unknown)[0]}; there are {', '.join(weights)}")
    scale = sum(weights.values()) / sum(weights[name] for name in terms)
    total: Array = np.zeros(())
    for name, values in terms.items():
        x = np.asarray(values, dtype=float)
        if (x < 0).any():
            raise ValueError(f"{side}: {name} must not be negative; the smallest is {np.nanmin(x):.3g}")
        total = total + scale * weights[name] * (np.log1p(x) if side == "dependence" else x)
    result: Array = np.asarray(total) / constants()["maximum"][side]
    return result


def normalized(component: str, values: ArrayLike) -> Array:
    """n_k x_k of a bandwidth component in its own unit."""
    scaled: Array = np.asarray(values, dtype=float) * constants()["norm"][component]
    return scaled


def effects(
    bandwidth_terms: Mapping[str, ArrayLike],
    dependence_terms: Mapping[str, ArrayLike],
    left_out: Mapping[str, Collection[str]],
) -> pd.DataFrame:
    """What leaving components out does to the index.

    Parameters
    ----------
    bandwidth_terms, dependence_terms
        All components, over dyad-years.
    left_out
        Names of components to leave out, by a label.

    Returns
    -------
    One row a label: left_out, correlation and rank_correlation (Spearman) of the index without them with the whole one,
    dyads.
    """
    whole = pd.Series(fbic(bandwidth_terms, dependence_terms))
    rows = []
    for label, names in left_out.items():
        kept_b = {name: value for name, value in bandwidth_terms.items() if name not in names}
        kept_d = {name: value for name, value in dependence_terms.items() if name not in names}
        rest = pd.Series(fbic(kept_b, kept_d))
        rank = whole.rank().corr(rest.rank())
        rows.append((label, whole.corr(rest), rank, len(whole)))
    return pd.DataFrame(rows, columns=["left_out", "correlation", "rank_correlation", "dyads"])


@lru_cache(maxsize=1)
def shipped_effects() -> pd.DataFrame:
    """`fbic_effects.csv`: leaving out each component, and all that the bundle lacks, on 500 dyads."""
    with (files("steppe.influence") / "fbic_effects.csv").open(encoding="utf-8") as file:
        return pd.read_csv(file)
