"""Depth: a distribution over agreements, drawn so that the spread between them is not averaged away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steppe.economy import costs_of_effects
from steppe.economy.depth import FLOOR, draws, elasticity, random_effects, spread
from steppe.economy.gravity import SINGLE_EFFECTS, coefficient
from steppe.world.errors import UserError

MANY = 4000
MONTE_CARLO = 4 / np.sqrt(MANY)  # four standard errors of a mean of draws with unit sd


def test_random_effects_agree_with_a_published_meta_analysis():
    """BCG vaccine, 13 trials: log risk ratios and variances, REML of the R package metafor (Viechtbauer 2010)."""
    ratios = [-0.8893, -1.5854, -1.3481, -1.4416, -0.2175, -0.7861, -1.6209, 0.0120, -0.4694, -1.3713, -0.3394]
    ratios += [0.4459, -0.0173]
    variances = [0.3256, 0.1946, 0.4154, 0.0200, 0.0512, 0.0069, 0.2230, 0.0040, 0.0564, 0.0730, 0.0124]
    variances += [0.5325, 0.0714]
    found = random_effects(ratios, np.sqrt(variances))
    assert found.mean == pytest.approx(-0.7145, abs=2e-4)  # inputs printed to four decimals
    assert found.se == pytest.approx(0.1798, abs=2e-4)
    assert found.tau**2 == pytest.approx(0.3132, abs=5e-4)


@settings(max_examples=30, deadline=None)
@given(shift=st.floats(-1, 1), scale=st.floats(0.1, 10), seed=st.integers(0, 1000))
def test_random_effects_move_with_their_data(shift, scale, seed):
    rng = np.random.default_rng(seed)
    b, s = rng.normal(0.1, 0.3, 20), rng.uniform(0.05, 0.3, 20)
    one, other = random_effects(b, s), random_effects(shift + scale * b, scale * s)
    assert other.mean == pytest.approx(shift + scale * one.mean, abs=1e-4)
    assert other.tau == pytest.approx(scale * one.tau, abs=1e-4 * scale)


@pytest.mark.parametrize("specification", SINGLE_EFFECTS)
def test_agreements_differ_by_more_than_their_standard_errors_explain(world, specification):
    known = spread(world, specification)
    assert known.agreements >= 30
    assert known.tau > 3 * known.se


def test_the_spread_between_agreements_dominates_the_interval(world):
    known = spread(world)
    beta = draws(world, "typical", n=MANY, seed=7).beta[:, 0]
    width = np.subtract(*np.quantile(beta, [0.95, 0.05]))
    assert width > 3 * 2 * 1.645 * known.se


def test_an_agreement_has_one_effect_per_draw_whoever_else_is_drawn(world):
    alone = draws(world, n=50, seed=3, agreements=["CISFTA"])
    together = draws(world, n=50, seed=3, agreements=["EAEU", "CISFTA"])
    assert alone.beta.shape == (50, 1) and together.beta.shape == (50, 2)
    assert (alone.beta[:, 0] == together.beta[:, 1]).all()
    assert (together.beta[:, 0] != together.beta[:, 1]).all()


@pytest.mark.parametrize("kind", ["own", "typical", "eu"])
def test_the_same_seed_gives_the_same_draws_and_another_seed_others(world, kind):
    one, same, other = (draws(world, kind, n=20, seed=seed) for seed in (5, 5, 6))
    assert (one.beta == same.beta).all() and (one.theta == same.theta).all()
    assert (one.beta != other.beta).all()


def test_kinds_of_depth_share_the_elasticity_so_that_they_can_be_compared(world):
    assert (draws(world, "own", n=20).theta == draws(world, "eu", n=20).theta).all()


def test_at_its_own_depth_the_treaty_of_2011_may_have_added_nothing(world):
    beta = draws(world, "own", n=MANY).beta[:, 0]
    low, high = np.quantile(beta, [0.05, 0.95])
    assert low < 0 < high


def test_the_ceiling_is_a_trade_agreement_plus_what_the_eu_adds(world):
    made = draws(world, "eu", n=MANY)
    expected = coefficient(world, "rta").estimate + coefficient(world, "eu").estimate
    assert made.beta.mean() == pytest.approx(expected, abs=MONTE_CARLO * made.beta.std())
    deep_minus_shallow = made.beta[:, 0] - made.shallow
    assert deep_minus_shallow.mean() == pytest.approx(coefficient(world, "eu").estimate, abs=MONTE_CARLO * 0.1)
    assert deep_minus_shallow.std() == pytest.approx(coefficient(world, "eu").se, rel=MONTE_CARLO)


def test_the_elasticity_moves_costs_and_not_the_direct_effect_on_trade(world):
    made = draws(world, "typical", n=100)
    assert costs_of_effects(made.beta, made.theta[:, None]) ** -made.theta[:, None] == pytest.approx(np.exp(made.beta))


def test_the_elasticity_is_drawn_from_what_the_table_says(world):
    theta, known = draws(world, n=MANY).theta, elasticity(world)
    assert theta.min() > FLOOR
    assert np.median(theta) == pytest.approx(known.mean, abs=0.15)  # the cut at one moves the median by .02
    assert known.mean == 5.03 and 1 < known.sd < 2


def test_a_number_is_taken_as_it_is(world):
    assert (draws(world, "number", n=10, number=0.2).beta == 0.2).all()


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"kind": "tipical"}, "Did you mean typical"),
        ({"kind": "number"}, "needs one"),
        ({"kind": "number", "number": float("nan")}, "finite"),
        ({"kind": "eu", "number": 0.1}, "goes with kind"),
        ({"kind": "own", "agreements": ["CISFT"]}, "Did you mean CISFTA"),
        ({"n": 0}, "at least one"),
        ({"specification": "domestik-3"}, "Did you mean domestic-3"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(world, arguments, message):
    with pytest.raises(UserError, match=message):
        draws(world, **arguments)
