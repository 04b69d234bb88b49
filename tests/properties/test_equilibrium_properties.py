"""What must hold of the equilibrium in any world: drawn at random, one sector and many, with and without tariffs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steppe.economy import (
    Closure,
    Economy,
    Equilibrium,
    balanced,
    baseline_flows,
    flows,
    from_flows,
    make_shock,
    price_index,
    real_income,
    real_wage,
    reordered,
    solve,
    trade_changes,
)
from steppe.economy.closures import spending
from steppe.economy.equilibrium import Counterfactual
from steppe.economy.shock import Shock

EXACT = 1e-12
SAME = 1e-10  # two roads to one solution, each within 1e-12 of it in its own residual
closures = st.sampled_from(list(Closure))
seeds = st.integers(0, 2**32 - 1)
thetas = st.floats(1.5, 9.0)


def one_sector_world(seed: int, tariffs: bool = False) -> Economy:
    """2 to 12 states of very different size that all trade; a state sells 20 to 95 % of what it makes at home."""
    random = np.random.default_rng(seed)
    count = int(random.integers(2, 13))
    size = np.exp(random.normal(0, 1.5, count))
    trade = np.outer(size, size) * np.exp(random.normal(0, 1, (count, count)))
    np.fill_diagonal(trade, 0.0)
    trade *= (random.uniform(0.05, 0.8, count) * size / trade.sum(axis=0))[None, :]
    np.fill_diagonal(trade, size - trade.sum(axis=0))
    factors = 1 + random.uniform(0, 0.4, trade.shape) * ~np.eye(count, dtype=bool) if tariffs else None
    return from_flows(1000 * trade, [f"S{k:02}" for k in range(count)], factors)


def many_sector_world(seed: int, openness: float = 0.5) -> Economy:
    """2 to 5 states, 2 to 4 sectors with inputs, tariffs and no deficits: the solution of a random calibration."""
    random = np.random.default_rng(seed)
    n, j = int(random.integers(2, 6)), int(random.integers(2, 5))
    labor = random.uniform(0.2, 1.0, (n, j))
    inputs = random.dirichlet(np.ones(j), (n, j)).transpose(0, 2, 1) * (1 - labor)[:, None, :]
    shares = random.dirichlet(np.ones(n), (n, j)).transpose(0, 2, 1) * openness
    shares[np.arange(n), np.arange(n)] += 1 - openness
    tariffs = 1 + random.uniform(0, 0.3, (n, n, j)) * ~np.eye(n, dtype=bool)[:, :, None]
    size = np.exp(random.normal(0, 1, n))
    final = random.dirichlet(np.ones(j), n)
    names = tuple(f"S{k}" for k in range(n)), tuple(f"G{k}" for k in range(j))
    loose = Economy(*names, shares, size, np.zeros(n), final, labor, inputs, tariffs)
    return balanced(loose, 4.0)


def random_shock(economy: Economy, seed: int) -> Shock:
    """Costs that rise and fall by up to a quarter on a third of the routes abroad, and growth."""
    random = np.random.default_rng(seed + 1)
    cost = np.exp(random.uniform(-0.25, 0.25, economy.shares.shape) * (random.random(economy.shares.shape) < 0.33))
    own = np.arange(len(economy.states))
    cost[own, own] = 1.0
    return make_shock(economy, cost=cost, endowments=np.exp(random.uniform(-0.1, 0.1, len(own))))


def almost_closed(economy: Economy, openness: float) -> Economy:
    """The same world with its foreign trade times `openness`."""
    traded = baseline_flows(economy)[:, :, 0]
    home = np.eye(len(traded), dtype=bool)
    tariffs = None if economy.tariffs is None else economy.tariffs[:, :, 0]
    return from_flows(np.where(home, traded, openness * traded), economy.states, tariffs)


@given(seed=seeds, theta=thetas, closure=closures, power=st.floats(0, 8), tariffs=st.booleans())
def test_near_autarky_trade_balances_to_the_last_digits_of_trade(
    seed: int, theta: float, closure: Closure, power: float, tariffs: bool
) -> None:
    """Wages hang on trade alone, however little there is: what is traded must balance, not only what is sold."""
    world = almost_closed(one_sector_world(seed, tariffs), 10**-power)
    unmoved = solve(world, None, theta, closure=closure)
    assert unmoved.wages == pytest.approx(1.0, abs=SAME)
    shock = random_shock(world, seed)
    assert_trade_balances(solve(world, shock, theta, closure=closure), shock)


@given(seed=seeds, theta=st.floats(2.0, 8.0), power=st.floats(0, 7))
@settings(max_examples=15)
def test_near_autarky_trade_of_many_sectors_balances(seed: int, theta: float, power: float) -> None:
    world = many_sector_world(seed, 0.5 * 10**-power)
    shock = random_shock(world, seed)
    assert_trade_balances(solve(world, shock, theta), shock)


def assert_trade_balances(result: Equilibrium, shock: Shock) -> None:
    """Exports less imports are what the closure lends, to a billionth of the trade of the largest trader."""
    shares = result.shares if result.tariffs is None else result.shares / result.tariffs
    sent = (shares * result.expenditure[:, None, :]).sum(axis=2) * ~np.eye(len(result.wages), dtype=bool)
    exports, imports = sent.sum(axis=0), sent.sum(axis=1)
    assert shock.endowments is not None
    earned = result.wages * shock.endowments * result.baseline.value_added
    lent = spending(result.closure, earned, result.baseline.value_added, result.baseline.deficits).transfer
    assert np.abs(exports - imports + lent).max() <= 1e-9 * (exports + imports).max()


@given(seed=seeds, theta=thetas, closure=closures, tariffs=st.booleans())
def test_no_change_changes_nothing(seed: int, theta: float, closure: Closure, tariffs: bool) -> None:
    result = solve(one_sector_world(seed, tariffs), None, theta, closure=closure)
    for ratio in (result.wages, result.prices, real_income(result), trade_changes(result)):
        assert ratio == pytest.approx(1.0, abs=EXACT)


@given(seed=seeds, theta=thetas, closure=closures, tariffs=st.booleans())
def test_markets_clear_and_the_world_spends_what_it_earns(
    seed: int, theta: float, closure: Closure, tariffs: bool
) -> None:
    economy = one_sector_world(seed, tariffs)
    shock = random_shock(economy, seed)
    result = solve(economy, shock, theta, closure=closure)
    assert shock.endowments is not None
    income = result.wages * shock.endowments * result.baseline.value_added
    trade = flows(result)
    assert trade.sum(axis=(0, 2)) == pytest.approx(income, rel=SAME)  # sellers earn what they make
    assert income.sum() == pytest.approx(result.baseline.value_added.sum(), rel=EXACT)  # the numeraire
    assert result.shares.sum(axis=1) == pytest.approx(1.0, abs=EXACT)
    assert trade.sum() == pytest.approx(income.sum(), rel=EXACT)


@given(seed=seeds, closure=closures, scale=st.floats(0.01, 100.0))
def test_walras_law_holds_and_gaps_do_not_move_with_all_wages(seed: int, closure: Closure, scale: float) -> None:
    economy = one_sector_world(seed, tariffs=True)
    wages = np.random.default_rng(seed).normal(0, 0.3, len(economy.states))
    kernel = Counterfactual(economy, random_shock(economy, seed), np.array([4.0]), closure).kernel()
    point, scaled = kernel.at(wages), kernel.at(wages + np.log(scale))
    if point is None or scaled is None:  # a deficit may exceed what is earned at such wages
        return
    assert point.sales.sum() == pytest.approx((np.exp(wages) * kernel.endowment).sum(), rel=EXACT)
    assert scaled.gap == pytest.approx(point.gap, abs=EXACT)


@given(seed=seeds, theta=thetas, closure=closures)
def test_the_unit_of_money_is_of_no_account(seed: int, theta: float, closure: Closure) -> None:
    economy = one_sector_world(seed)
    shock = random_shock(economy, seed)
    in_cents = replace(economy, value_added=100 * economy.value_added, deficits=100 * economy.deficits)
    one, other = (solve(world, shock, theta, closure=closure) for world in (economy, in_cents))
    assert other.wages == pytest.approx(one.wages, rel=EXACT * 10)
    assert flows(other) == pytest.approx(100 * flows(one), rel=SAME)


@given(seed=seeds, theta=thetas, closure=closures)
def test_the_order_of_states_is_of_no_account(seed: int, theta: float, closure: Closure) -> None:
    economy = one_sector_world(seed, tariffs=True)
    order = np.random.default_rng(seed).permutation(len(economy.states))
    shock = random_shock(economy, seed)
    assert shock.cost is not None and shock.endowments is not None
    other = reordered(economy, tuple(economy.states[k] for k in order))
    moved = Shock(cost=shock.cost[np.ix_(order, order)], endowments=shock.endowments[order])
    there = solve(other, moved, theta, closure=closure).wages
    assert there == pytest.approx(solve(economy, shock, theta, closure=closure).wages[order], rel=SAME)


@given(seed=seeds, theta=thetas, closure=closures)
@settings(max_examples=30, deadline=None)
def test_three_methods_find_one_solution(seed: int, theta: float, closure: Closure) -> None:
    economy = one_sector_world(seed, tariffs=True)
    shock = random_shock(economy, seed)
    newton, anderson, damped = (
        solve(economy, shock, theta, closure=closure, method=method)  # type: ignore[arg-type]
        for method in ("newton", "anderson", "damped")
    )
    assert anderson.wages == pytest.approx(newton.wages, rel=SAME)
    assert damped.wages == pytest.approx(newton.wages, rel=SAME)
    assert newton.iterations <= anderson.iterations


@given(seed=seeds, theta=thetas)
def test_closing_a_state_costs_what_the_formula_says(seed: int, theta: float) -> None:
    """Arkolakis, Costinot & Rodríguez-Clare (2012): Ŵ = λ̂^(-1/θ), and alone λ' = 1."""
    economy = balanced(one_sector_world(seed), theta)
    home = np.diagonal(economy.shares[:, :, 0])
    changed = solve(economy, random_shock(economy, seed), theta, closure="zero")
    now = np.diagonal(changed.shares[:, :, 0])
    assert real_wage(changed) == pytest.approx((now / home) ** (-1 / theta), rel=SAME)
    shut = np.where(np.eye(len(home), dtype=bool), 1.0, np.inf)
    shock = make_shock(economy, cost=shut)
    alone = Counterfactual(economy, shock, np.array([theta]), Closure.ZERO).kernel().at(np.zeros(len(home)))
    assert alone is not None
    assert alone.gap == pytest.approx(0.0, abs=EXACT)  # alone, every wage is an equilibrium
    assert np.exp(-alone.log_prices[:, 0]) == pytest.approx(home ** (1 / theta), rel=EXACT)


@given(seed=seeds, theta=thetas, closure=closures)
@settings(max_examples=40, deadline=None)
def test_the_general_kernel_agrees_with_the_fast_one(seed: int, theta: float, closure: Closure) -> None:
    """One sector, γ = 1, written as a world of one sector with inputs of share zero."""
    fast = one_sector_world(seed, tariffs=True)
    n = len(fast.states)
    general = replace(fast, value_added_share=np.ones((n, 1)), inputs=np.zeros((n, 1, 1)))
    shock = random_shock(fast, seed)
    one, other = (solve(world, shock, theta, closure=closure) for world in (fast, general))
    assert other.wages == pytest.approx(one.wages, rel=SAME)
    assert other.prices == pytest.approx(one.prices, rel=SAME)
    assert flows(other) == pytest.approx(flows(one), rel=SAME)


@pytest.mark.slow
@given(seed=seeds)
@settings(max_examples=25, deadline=None)
def test_many_sectors_no_change_and_agreement_of_methods(seed: int) -> None:
    economy = many_sector_world(seed)
    theta = np.linspace(3.0, 6.0, len(economy.sectors))
    still = solve(economy, None, theta)
    assert still.wages == pytest.approx(1.0, abs=1e-11)  # the calibration itself is solved to 1e-12
    assert flows(still) == pytest.approx(baseline_flows(economy), rel=SAME)
    shock = random_shock(economy, seed)
    newton = solve(economy, shock, theta, method="newton")
    anderson = solve(economy, shock, theta, method="anderson")
    assert anderson.wages == pytest.approx(newton.wages, rel=SAME)
    assert shock.endowments is not None
    assert economy.value_added_share is not None
    output = flows(newton).sum(axis=0)
    earned = (economy.value_added_share * output).sum(axis=1)
    assert earned == pytest.approx(newton.wages * shock.endowments * economy.value_added, rel=SAME)


@given(seed=seeds, closure=closures, many=st.booleans())
@settings(max_examples=25, deadline=None)
def test_the_jacobian_is_the_derivative(seed: int, closure: Closure, many: bool) -> None:
    economy = many_sector_world(seed) if many else one_sector_world(seed, tariffs=True)
    theta = np.linspace(3.0, 5.0, len(economy.sectors))
    kernel = Counterfactual(economy, random_shock(economy, seed), theta, closure).kernel()
    wages = np.random.default_rng(seed).normal(0, 0.02, len(economy.states))
    point = kernel.at(wages)
    if point is None:
        return
    step = 1e-5
    for k in range(len(wages)):
        ahead, behind = (kernel.at(wages + sign * step * (np.arange(len(wages)) == k)) for sign in (1, -1))
        if ahead is None or behind is None:
            return
        slope = (ahead.gap - behind.gap) / (2 * step)
        assert kernel.jacobian(point)[:, k] == pytest.approx(slope, abs=1e-6, rel=1e-6)


@given(seed=seeds, closure=closures)
def test_deficits_sum_to_zero_at_any_wages(seed: int, closure: Closure) -> None:
    economy = one_sector_world(seed)
    income = economy.value_added * np.exp(np.random.default_rng(seed).normal(0, 1, len(economy.states)))
    spent = spending(closure, income, economy.value_added, economy.deficits)
    assert spent.level.sum() == pytest.approx(income.sum(), rel=EXACT)


@given(seed=seeds, theta=thetas)
def test_growth_everywhere_alike_makes_nobody_poorer_or_richer_than_it(seed: int, theta: float) -> None:
    economy = one_sector_world(seed)
    result = solve(economy, make_shock(economy, endowments=np.full(len(economy.states), 1.25)), theta)
    assert result.wages == pytest.approx(1 / 1.25, rel=SAME)
    assert real_income(result) == pytest.approx(1.25, rel=SAME)
    assert price_index(result) == pytest.approx(1 / 1.25, rel=SAME)
