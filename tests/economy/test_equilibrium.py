"""What a user may do to the equilibrium, and what it says when it cannot be done."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.economy import (
    Closure,
    Economy,
    NoEquilibriumError,
    balanced,
    baseline_flows,
    costs_of_effects,
    exports,
    flows,
    from_flows,
    gdp_equivalent,
    imports,
    make_shock,
    real_income,
    real_wage,
    reordered,
    solve,
    solve_conditional,
    solve_many,
    tariff_revenue,
    terms_and_volume_of_trade,
    trade_changes,
)
from steppe.economy.conditional import balance

THREE = ("A", "B", "C")
FLOWS = np.array([[80.0, 10.0, 5.0], [12.0, 60.0, 8.0], [4.0, 9.0, 30.0]])


@pytest.fixture
def three() -> Economy:
    return from_flows(FLOWS, THREE)


def cheaper(economy: Economy, importer: str, exporter: str, factor: float) -> np.ndarray:
    cost = np.ones((len(economy.states),) * 2)
    cost[economy.index(importer), economy.index(exporter)] = factor
    return cost


# ------------------------------------------------------------------------------------------------ what it does
@pytest.mark.parametrize("closure", list(Closure))
def test_every_result_names_its_closure_method_and_residuals(three: Economy, closure: Closure) -> None:
    result = solve(three, make_shock(three, cost=cheaper(three, "A", "B", 0.8)), 4.0, closure=closure)
    assert result.closure is closure
    assert result.method == "newton"
    assert result.iterations <= 6
    worst = result.residuals
    assert max(worst.markets.largest, worst.wages.largest, worst.prices.largest) < 1e-12
    assert worst.markets.where in THREE


def test_theta_is_the_elasticity_and_not_its_inverse(three: Economy) -> None:
    """A cost that falls by x multiplies the flow, relative to home sales, by x^-θ when wages stay."""
    result = solve(three, make_shock(three, cost=cheaper(three, "A", "B", 0.9)), 4.0)
    change = trade_changes(result)[0, :, 0]
    relative = change[1] / change[0] / (result.wages[1] / result.wages[0]) ** -4.0
    assert relative == pytest.approx(0.9**-4.0, rel=1e-12)


def test_effects_move_trade_alike_whatever_theta_and_welfare_less_when_theta_is_high(three: Economy) -> None:
    effect = np.array([[0, 0.3, 0.3], [0.3, 0, 0.3], [0.3, 0.3, 0]])
    low, high = (
        solve(three, make_shock(three, cost=costs_of_effects(effect, theta)), theta, closure="zero")
        for theta in (3.0, 8.0)
    )
    assert (real_income(low) > real_income(high)).all()
    for result in (low, high):
        ratio = trade_changes(result)[:, :, 0]
        own = np.diagonal(ratio)
        assert ratio * ratio.T / np.outer(own, own) == pytest.approx(np.exp(effect + effect.T), rel=1e-9)


def test_closures_differ_and_zero_is_compared_with_a_world_without_deficits(three: Economy) -> None:
    shock = make_shock(three, cost=cheaper(three, "A", "B", 0.8))
    results = {closure: solve(three, shock, 4.0, closure=closure) for closure in Closure}
    gains = {closure: real_income(result)[0] for closure, result in results.items()}
    assert len({round(gain, 6) for gain in gains.values()}) == 3
    assert not results[Closure.ZERO].baseline.deficits.any()
    assert results[Closure.ADDITIVE].baseline is three


def test_terms_of_trade_are_sales_at_own_costs_less_purchases_at_their_sellers(three: Economy) -> None:
    """A sells 12 + 4 and buys 10 of B and 5 of C, and so on; one sector without inputs, so costs are wages."""
    result = solve(three, make_shock(three, cost=cheaper(three, "A", "B", 0.8)), 4.0)
    a, b, c = result.wages - 1
    by_hand = np.array([16 * a - 10 * b - 5 * c, 19 * b - 12 * a - 8 * c, 13 * c - 4 * a - 9 * b])
    terms, volume = terms_and_volume_of_trade(result)
    assert terms * [95, 80, 43] == pytest.approx(by_hand)  # what A, B and C spend
    assert by_hand.sum() == pytest.approx(0)  # one's gain is another's loss
    assert not volume.any()


def test_a_closed_route_carries_nothing_and_the_others_still_clear(three: Economy) -> None:
    result = solve(three, make_shock(three, cost=cheaper(three, "A", "B", np.inf)), 4.0)
    after = flows(result)[:, :, 0]
    assert after[0, 1] == 0
    assert after.sum(axis=0) == pytest.approx(result.wages * three.value_added, rel=1e-11)
    assert real_income(result)[0] < 1


def test_a_route_that_was_closed_opens_only_as_far_as_assumed() -> None:
    never = FLOWS.copy()
    never[0, 1] = 0.0
    economy = from_flows(never, THREE)
    free = solve(economy, make_shock(economy, cost=cheaper(economy, "A", "B", 0.5)), 4.0)
    assert flows(free)[0, 1, 0] == 0
    opened = np.zeros((3, 3))
    opened[0, 1] = 0.1
    result = solve(economy, make_shock(economy, opened=opened), 4.0)
    assert 0.05 < result.shares[0, 1, 0] < 0.15
    assert trade_changes(result)[0, 1, 0] == np.inf


def test_a_tariff_raises_revenue_that_is_spent(three: Economy) -> None:
    tariffs = 1.1 * np.ones((3, 3))
    np.fill_diagonal(tariffs, 1.0)
    economy = from_flows(FLOWS, THREE, tariffs)
    assert baseline_flows(economy)[:, :, 0] == pytest.approx(FLOWS)
    result = solve(economy, make_shock(economy, tariff=np.where(tariffs > 1, 1.05, 1.0)), 4.0)
    abroad = imports(flows(result))
    assert tariff_revenue(result) == pytest.approx(abroad * 0.155, rel=1e-9)
    assert result.income.sum() == pytest.approx(economy.value_added.sum() + tariff_revenue(result).sum())
    assert abroad.sum() == pytest.approx(exports(flows(result)).sum())


def test_a_small_country_gains_from_a_small_tariff_and_loses_from_a_great_one(three: Economy) -> None:
    economy = balanced(three, 4.0)

    def income(rate: float) -> float:
        tariff = np.ones((3, 3))
        tariff[0, 1:] = 1 + rate
        return float(real_income(solve(economy, make_shock(economy, tariff=tariff), 4.0))[0])

    assert income(0.05) > 1 > income(2.0)  # terms of trade, then distortion


def test_gdp_equivalent_is_the_gain_weighed_by_what_is_spent_on_goods(three: Economy) -> None:
    result = solve(three, make_shock(three, cost=cheaper(three, "A", "B", 0.9)), 4.0)
    gdp = np.array([200.0, 160.0, 80.0])
    spent = FLOWS.sum(axis=1)
    assert gdp_equivalent(result, gdp) == pytest.approx((real_income(result) - 1) * spent / gdp)


def test_conditional_incomes_stay_and_margins_hold(three: Economy) -> None:
    shock = make_shock(three, cost=cheaper(three, "A", "B", 0.8))
    result = solve_conditional(three, shock, 4.0)
    assert result.flows.sum(axis=1) == pytest.approx(FLOWS.sum(axis=1), rel=1e-12)
    assert result.flows.sum(axis=0) == pytest.approx(FLOWS.sum(axis=0), rel=1e-12)
    assert result.output_prices[1] > result.output_prices[2]  # more is asked of B
    assert (result.output_prices * three.value_added).sum() == pytest.approx(three.value_added.sum())


def test_balance_of_consistent_flows_is_the_flows() -> None:
    made, sellers, buyers = balance(FLOWS, FLOWS.sum(axis=1), FLOWS.sum(axis=0))
    assert made == pytest.approx(FLOWS)
    assert sellers == pytest.approx(1.0)
    assert buyers == pytest.approx(1.0)
    with pytest.raises(ValueError, match="the same total"):
        balance(FLOWS, FLOWS.sum(axis=1), 2 * FLOWS.sum(axis=0))


# ------------------------------------------------------------------------------------------------ many draws
def test_draws_are_those_that_one_by_one_would_give(three: Economy) -> None:
    random = np.random.default_rng(1)
    draws = [(make_shock(three, cost=cheaper(three, "A", "B", k)), t) for k, t in random.uniform(0.7, 0.9, (8, 2)) * 1]
    draws = [(shock, 5 * theta) for shock, theta in draws]
    for closure in Closure:
        many = solve_many(three, draws, real_income, closure=closure)
        single = np.array([real_income(solve(three, *draw, closure=closure)) for draw in draws])
        assert many.values == pytest.approx(single, abs=1e-11)
        assert many.solved == tuple(range(8)) and not many.failed
        assert many.closure is closure


def test_a_draw_without_a_solution_is_counted_and_named(three: Economy) -> None:
    nothing = np.full((3, 3), np.inf)
    shocks = [make_shock(three), make_shock(three, cost=nothing), make_shock(three)]
    many = solve_many(three, [(shock, 4.0) for shock in shocks], real_wage)
    assert many.solved == (0, 2)
    assert [failed.draw for failed in many.failed] == [1]
    assert "can buy nothing" in many.failed[0].message
    with pytest.raises(NoEquilibriumError, match="None of 1 draws"):
        solve_many(three, [(shocks[1], 4.0)], real_wage)


# ------------------------------------------------------------------------------------------------ what it refuses
def test_a_solver_that_does_not_converge_raises_with_the_gap_by_state(three: Economy) -> None:
    shock = make_shock(three, cost=cheaper(three, "A", "B", 0.2))
    with pytest.raises(
        NoEquilibriumError, match=r"after 1 iterations \(damped\) markets are still off by up to"
    ) as err:
        solve(three, shock, 4.0, method="damped", limit=1)
    assert set(err.value.gaps) == set(THREE)
    first, *_, last = err.value.gaps.values()
    assert abs(first) >= abs(last)


def test_where_newton_may_not_finish_anderson_does(three: Economy) -> None:
    shock = make_shock(three, cost=cheaper(three, "A", "B", 0.2))
    with pytest.raises(NoEquilibriumError):
        solve(three, shock, 4.0, method="newton", limit=2)
    assert solve(three, shock, 4.0, method="anderson").wages == pytest.approx(solve(three, shock, 4.0).wages, rel=1e-10)


@pytest.mark.parametrize("closure", list(Closure))
def test_a_state_cut_off_from_all_others_is_refused_with_the_repair(three: Economy, closure: Closure) -> None:
    alone = np.ones((3, 3))
    alone[0, 1:] = alone[1:, 0] = np.inf
    with pytest.raises(NoEquilibriumError, match=r"[Ll]eave (a route|it) open"):
        solve(three, make_shock(three, cost=alone), 4.0, closure=closure)


@pytest.mark.parametrize("theta", [0.0, -4.0, np.nan, np.inf])
def test_an_elasticity_must_be_positive(three: Economy, theta: float) -> None:
    with pytest.raises(ValueError, match="theta is an elasticity"):
        solve(three, None, theta)


@pytest.mark.parametrize("bad", [-0.1, np.nan, 0.0])
def test_a_cost_must_be_positive(three: Economy, bad: float) -> None:
    with pytest.raises(ValueError, match="cost"):
        make_shock(three, cost=cheaper(three, "A", "B", bad))


def test_what_cannot_be_an_economy_is_refused(three: Economy) -> None:
    with pytest.raises(ValueError, match="C sells or buys nothing"):
        from_flows(np.diag([1.0, 1.0, 0.0]), THREE)
    with pytest.raises(ValueError, match="not negative"):
        from_flows(-FLOWS, THREE)
    with pytest.raises(ValueError, match=r"shape \(3, 3, 1\)"):
        from_flows(FLOWS[:2], THREE)
    with pytest.raises(ValueError, match="named twice"):
        from_flows(FLOWS, ("A", "A", "B"))
    with pytest.raises(ValueError, match="sum to zero"):
        Economy(THREE, ("all",), three.shares, three.value_added, np.ones(3), three.final)
    with pytest.raises(ValueError, match="no method"):
        solve(three, None, 4.0, method="magic")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="closure"):
        solve(three, None, 4.0, closure="closure")
    with pytest.raises(ValueError):
        solve_conditional(from_flows(FLOWS, THREE, 1.1 * np.ones((3, 3))), make_shock(three), 4.0)


def test_reordering_keeps_everything(three: Economy) -> None:
    there_and_back = reordered(reordered(three, ("C", "A", "B")), THREE)
    assert (there_and_back.shares == three.shares).all()
    assert (there_and_back.deficits == three.deficits).all()
