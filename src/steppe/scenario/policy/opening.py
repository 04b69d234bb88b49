"""Routes that carry no trade today: what gravity would put on them. Every such figure is assumed, never measured.

A cross-section of the baseline year, exports to n from i as a function of sizes and distance, by Poisson pseudo-maximum
likelihood with exporter and importer effects:

    X_ni = exp(a_n + b_i + δ'z_ni),   z = (ln distance, common border, common language, colonial past)

Given δ the effects a and b are what makes rows and columns sum to the data, so they come from balancing, and δ from
Newton's method on four moments. A closed pair opens at the predicted share of what the importer spends.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from steppe.economy import balance
from steppe.scenario.policy.regime import Mask
from steppe.scenario.policy.treatment import Treatment
from steppe.world.errors import UserError
from steppe.world.world import World

Array = NDArray[np.float64]
STEPS, CLOSE = 50, 1e-8
NO_TRADE = 1e-9


def open_routes(treatment: Treatment, world: World, mask: Mask, trade: Array) -> None:
    """Open the pairs of a mask that have no trade, or that are closed, at the share that gravity predicts.

    Parameters
    ----------
    mask
        Pairs, shape (N, N).
    trade
        Baseline trade of all sectors together with domestic sales, shape (N, N); a sector opens at the share of all.
    """
    shut = mask & ((trade <= NO_TRADE) | (treatment.classes == "closed"))
    if not shut.any():
        return
    spent = trade.sum(axis=1, keepdims=True)
    share = predicted(world, treatment.states, trade) / spent
    empty = shut & (trade <= NO_TRADE)
    treatment.opened[empty] = share[empty][:, None]
    traced = shut & ~empty
    treatment.fixed[traced] += np.log(share[traced] / (trade / spent)[traced])[:, None]
    treatment.labels[shut] = "opens at the share that gravity predicts (assumed)"
    routes = f"{int(shut.sum())} routes open at the share of spending that size and distance predict (gravity)."
    treatment.assumed.append(("closed routes", routes))


def predicted(world: World, states: tuple[str, ...], trade: Array) -> Array:
    """Trade that a cross-section of gravity predicts, [importer, exporter], zero on the diagonal."""
    covariates = _covariates(world, states)
    abroad = trade.copy()
    np.fill_diagonal(abroad, 0.0)
    bought, sold = abroad.sum(axis=1), abroad.sum(axis=0)
    open_pair = 1.0 - np.eye(len(states))
    delta = np.array([-1.0, 0.5, 0.3, 0.3])
    for _ in range(STEPS):
        weights = np.exp(covariates @ delta) * open_pair
        fitted = balance(weights, bought, sold)[0]
        inner = _within(covariates, fitted)
        step = np.linalg.solve(
            np.einsum("ni,nik,nil->kl", fitted, inner, inner), np.einsum("ni,nik->k", abroad - fitted, covariates)
        )
        delta = delta + step
        if abs(step).max() < CLOSE:
            return fitted
    raise UserError("open_closed: gravity has no share for the closed routes; leave open_closed out")


def _within(covariates: Array, weights: Array) -> Array:
    """Covariates less their weighted importer and exporter means, by alternating projection."""
    inner = covariates.copy()
    for _ in range(30):
        inner = inner - ((weights[:, :, None] * inner).sum(axis=1) / weights.sum(axis=1)[:, None])[:, None, :]
        inner = inner - ((weights[:, :, None] * inner).sum(axis=0) / weights.sum(axis=0)[:, None])[None, :, :]
    return inner


def _covariates(world: World, states: tuple[str, ...]) -> Array:
    """ln distance, common border, common language, colonial past, shape (N, N, 4); without a record: the mean."""
    rows = world.sql(
        "select state_a, state_b, ln(distance) as distance, contiguous, common_language, colony from distances"
    )
    place = {state: k for k, state in enumerate(states)}
    rows = rows[rows["state_a"].isin(place) & rows["state_b"].isin(place)]
    a, b = rows["state_a"].map(place).to_numpy(dtype=int), rows["state_b"].map(place).to_numpy(dtype=int)
    values = rows[["distance", "contiguous", "common_language", "colony"]].astype(float).to_numpy()
    means = np.nanmean(values, axis=0)
    cube = np.broadcast_to(means, (len(states), len(states), 4)).copy()
    cube[a, b] = cube[b, a] = np.where(np.isnan(values), means, values)
    return cube
