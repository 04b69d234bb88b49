"""Exposure equals finite differences of `solve`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from steppe.economy import (
    Closure,
    Economy,
    accounts_of,
    balanced,
    baseline_income,
    exposure,
    from_flows,
    make_shock,
    real_income,
    solve,
)

STEP, AGREE = 4e-3, 1e-6
WEIGHTS = {1: 8 / 12, -1: -8 / 12, 2: -1 / 12, -2: 1 / 12}
"""Fourth-order central differences."""


def random_world(seed: int) -> Economy:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(3, 25))
    flows = rng.lognormal(0.0, 2.0, (count, count)) * (rng.random((count, count)) < 0.8)
    np.fill_diagonal(flows, flows.sum(axis=1) * rng.uniform(0.3, 3.0, count) + 1.0)
    flows[np.arange(count), (np.arange(count) + 1) % count] += 0.5  # a ring, so that all are connected
    return from_flows(flows, tuple(f"S{k}" for k in range(count)))


def differences(
    economy: Economy, theta: float, closure: Closure, cost: Callable[[float], np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """d ln income and d ln welfare for a cost that moves by a step, from solved equilibria."""
    income = welfare = np.zeros(len(economy.states))
    for steps, weight in WEIGHTS.items():
        result = solve(economy, make_shock(economy, cost=cost(steps * STEP)), theta, closure=closure)
        income = income + weight * np.log(result.income / baseline_income(result.baseline)) / STEP
        welfare = welfare + weight * np.log(real_income(result)) / STEP
    return income, welfare


def productivity(count: int, source: int) -> Callable[[float], np.ndarray]:
    def cost(step: float) -> np.ndarray:
        factors = np.ones((count, count))
        factors[:, source] = np.exp(-step)
        return factors

    return cost


def pair(count: int, importer: int, exporter: int) -> Callable[[float], np.ndarray]:
    def cost(step: float) -> np.ndarray:
        factors = np.ones((count, count))
        factors[importer, exporter] = np.exp(step)
        return factors

    return cost


@pytest.mark.parametrize("seed", range(20))
def test_exposure_equals_finite_differences_in_a_random_world(seed: int) -> None:
    closure = (Closure.ADDITIVE, Closure.MULTIPLICATIVE, Closure.ZERO)[seed % 3]
    world = random_world(seed)
    economy = balanced(world, 4.0) if closure is Closure.ZERO else world
    theta, count = 2.0 + seed / 4, len(world.states)
    if closure is Closure.ZERO:
        economy = balanced(world, theta)
    found = exposure(economy, theta, closure=closure)
    incomes, welfares = found.to_costs()
    rng = np.random.default_rng(seed)
    for source in rng.choice(count, 2, replace=False):
        income, welfare = differences(economy, theta, closure, productivity(count, source))
        assert abs(found.income[:, source] - income).max() < AGREE
        assert abs(found.welfare[:, source] - welfare).max() < AGREE
    for importer, exporter in rng.integers(0, count, (2, 2)):
        income, welfare = differences(economy, theta, closure, pair(count, importer, exporter))
        one = found.to_cost(world.states[importer], world.states[exporter])
        for known, all_pairs, single in ((income, incomes, one[0]), (welfare, welfares, one[1])):
            assert abs(all_pairs[:, importer, exporter] - known).max() < AGREE
            assert abs(single - known).max() < AGREE


def test_exposure_equals_finite_differences_in_the_bundle(world) -> None:
    economy = accounts_of(world, 2023).economy
    theta, count = 5.03, len(economy.states)
    found = exposure(economy, theta)
    for state in ("RUS", "CHN", "KGZ"):
        source = economy.index(state)
        income, welfare = differences(economy, theta, Closure.MULTIPLICATIVE, productivity(count, source))
        assert abs(found.income[:, source] - income).max() < AGREE
        assert abs(found.welfare[:, source] - welfare).max() < AGREE
    importer, exporter = economy.index("BLR"), economy.index("RUS")
    income, welfare = differences(economy, theta, Closure.MULTIPLICATIVE, pair(count, importer, exporter))
    assert abs(found.to_cost("BLR", "RUS")[0] - income).max() < AGREE
    assert abs(found.to_cost("BLR", "RUS")[1] - welfare).max() < AGREE


def test_all_productivities_together_raise_the_welfare_of_all_one_for_one() -> None:
    found = exposure(random_world(3), 4.0)
    assert found.welfare.sum(axis=1) == pytest.approx(np.ones(len(found.states)), abs=1e-10)
    assert found.income.sum(axis=1) == pytest.approx(np.zeros(len(found.states)), abs=1e-10)


def test_an_economy_that_the_formula_does_not_cover_is_refused() -> None:
    flows = np.array([[8.0, 2.0], [1.0, 8.0]])
    with pytest.raises(ValueError, match="without inputs and tariffs"):
        exposure(from_flows(flows, ("A", "B"), tariffs=np.full((2, 2), 1.1)))
    with pytest.raises(ValueError, match="balanced"):
        exposure(from_flows(flows, ("A", "B")), closure="zero")
    with pytest.raises(ValueError, match="above zero"):
        exposure(from_flows(flows, ("A", "B")), theta=-1.0)
