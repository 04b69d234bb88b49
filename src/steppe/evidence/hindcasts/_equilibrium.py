"""What the equilibrium in changes says of every flow of a year when some flows become easier or harder."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from steppe.economy import accounts_of, costs_of_effects, make_shock, solve, trade_changes
from steppe.evidence.scores import Floats
from steppe.world.world import World


def trade_ratios(world: World, year: int, effects: Mapping[tuple[str, str], float]) -> tuple[dict[str, int], Floats]:
    """Trade after over trade before, at the central trade elasticity and with deficits as they are.

    Parameters
    ----------
    effects
        Log points of trade at given prices by exporter and importer; states that are not in the accounts are left out.

    Returns
    -------
    Place of each state, and ratios [importer, exporter]. A flow that the accounts do not have, though the table of
    trade may (re-exporters stand with their own statistics), stays as it is: 1.
    """
    economy = accounts_of(world, year).economy
    place = {state: number for number, state in enumerate(economy.states)}
    matrix = np.zeros((len(place), len(place)))
    for (exporter, importer), effect in effects.items():
        if exporter in place and importer in place:
            matrix[place[importer], place[exporter]] = effect
    theta = world.sql("select value from trade_elasticity where role = 'centre'")["value"].item()
    ratio = trade_changes(solve(economy, make_shock(economy, costs_of_effects(matrix, theta)), theta), by_sector=False)
    return place, np.where(np.isnan(ratio), 1.0, ratio)
