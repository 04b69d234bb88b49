"""Depth: a distribution over agreements, drawn so that the spread between them is not averaged away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steppe.economy import costs_of_effects
from steppe.economy.depth import (
    FLOOR,
    OWN,
    counted,
    draws,
    elasticity,
    leave_one_out,
    parameters,
    random_effects,
    spread,
)
from steppe.economy.gravity import SINGLE_EFFECTS, coefficient
from steppe.world.errors import UserError
from steppe.world.points import Points

MANY = 4096
MONTE_CARLO = 4 / np.sqrt(MANY)  # four standard errors of a mean of draws with unit sd


def made(world, kind="typical", n=MANY, seed=1, agreements=("CISFTA",), **more):
    return draws(world, kind, points=Points(seed, n, parameters(agreements)), agreements=agreements, **more)


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
    assert known.agreements >= 20
    assert known.tau > 3 * known.se


def test_an_agreement_that_is_got_by_acceding_is_part_of_the_accession(world):
    """Twelve agreements of the EC with third states that new members got in 2004, and one that was superseded."""
    names = set(counted(world)["agreement"])
    for partner in ("Algeria", "Andorra", "Egypt", "Israel", "Jordan", "Lebanon", "Mexico", "Morocco", "Romania"):
        assert not [name for name in names if "EC" in name and partner in name]
    for partner in ("South Africa", "Syria", "Tunisia"):
        assert not [name for name in names if name.startswith("EC") and partner in name]
    assert {"EC Georgia", "EC Moldova", "EC Ukraine", "EC Korea"} <= names
    known = spread(world)
    assert known.mean == pytest.approx(0.076, abs=known.se) and known.tau == pytest.approx(0.168, abs=0.02)


def test_leaving_one_out_names_every_agreement_and_the_one_that_moves_most_first(world):
    table, whole = leave_one_out(world), spread(world)
    assert set(counted(world)["agreement"]) <= set(table["without"])
    moved = (table["mean"] - whole.mean).abs()
    assert moved.is_monotonic_decreasing and (table["agreements"] < whole.agreements).all()
    one = table["without"].iloc[1]
    rest = counted(world)[lambda rows: rows["agreement"].ne(one)]
    assert random_effects(rest["estimate"], rest["se"]).mean == pytest.approx(table["mean"].iloc[1])


def test_the_spread_between_agreements_dominates_the_interval(world):
    known = spread(world)
    beta = made(world, "typical", seed=7).beta[:, 0]
    width = np.subtract(*np.quantile(beta, [0.95, 0.05]))
    assert width > 3 * 2 * 1.645 * known.se


def test_an_agreement_has_one_effect_per_draw_and_another_has_another(world):
    together = made(world, n=64, seed=3, agreements=("EAEU", "CISFTA"))
    assert together.beta.shape == (64, 2) and (together.beta[:, 0] != together.beta[:, 1]).all()


@pytest.mark.parametrize("kind", ["own", "typical", "eu"])
def test_agreements_lie_as_far_apart_in_every_kind(world, kind):
    """Two agreements share the mean of their kind and differ by τ each."""
    beta = made(world, kind, agreements=("EAEU", "EAEU_CU")).beta
    apart = (beta[:, 0] - beta[:, 1]).std()
    assert apart == pytest.approx(np.sqrt(2) * spread(world).tau, rel=MONTE_CARLO)


def test_an_agreement_that_does_not_exist_is_a_like_one(world):
    own, like = (made(world, kind, n=64, agreements=("a new zone",)).beta for kind in ("own", "typical"))
    assert (own == like).all() and "a new zone" not in OWN


@pytest.mark.parametrize("kind", ["own", "typical", "eu"])
def test_the_same_seed_gives_the_same_draws_and_another_seed_others(world, kind):
    one, same, other = (made(world, kind, n=32, seed=seed) for seed in (5, 5, 6))
    assert (one.beta == same.beta).all() and (one.theta == same.theta).all()
    assert (one.beta != other.beta).all()


def test_kinds_of_depth_share_the_elasticity_so_that_they_can_be_compared(world):
    assert (made(world, "own", n=32).theta == made(world, "eu", n=32).theta).all()


def test_at_its_own_depth_the_treaty_of_2011_may_have_added_nothing(world):
    beta = made(world, "own").beta[:, 0]
    low, high = np.quantile(beta, [0.05, 0.95])
    assert low < 0 < high


def test_the_ceiling_is_a_trade_agreement_plus_what_the_eu_adds(world):
    found = made(world, "eu")
    expected = coefficient(world, "rta").estimate + coefficient(world, "eu").estimate
    assert found.beta.mean() == pytest.approx(expected, abs=MONTE_CARLO * found.beta.std())
    deep_minus_shallow = found.beta[:, 0] - found.shallow
    assert deep_minus_shallow.mean() == pytest.approx(coefficient(world, "eu").estimate, abs=MONTE_CARLO * 0.2)
    expected_sd = np.hypot(coefficient(world, "eu").se, spread(world).tau)
    assert deep_minus_shallow.std() == pytest.approx(expected_sd, rel=MONTE_CARLO)


def test_the_elasticity_moves_costs_and_not_the_direct_effect_on_trade(world):
    found = made(world, "typical", n=128)
    theta = found.theta[:, None]
    assert costs_of_effects(found.beta, theta) ** -theta == pytest.approx(np.exp(found.beta))


def test_the_elasticity_is_drawn_from_what_the_table_says(world):
    """The lower tail does not make the mean of 1/θ: a tenth of it comes from the lowest tenth but one."""
    theta, known = made(world).theta, elasticity(world)
    assert theta.min() > FLOOR
    assert np.median(theta) == pytest.approx(known.median, rel=0.01)
    assert known.median == 5.03 and 0.3 < known.log_sd < 0.6
    assert (1 / theta).mean() == pytest.approx(np.exp(known.log_sd**2 / 2) / known.median, rel=0.02)
    lowest = np.sort(1 / theta)[-len(theta) // 20 :].sum() / (1 / theta).sum()
    assert lowest < 0.15


def with_estimates(world, values, roles=("centre", "spread", "spread")):
    rows = world.table("trade_elasticity").head(len(values)).assign(value=values, role=list(roles)[: len(values)])
    return world.with_tables({"trade_elasticity": rows})


@pytest.mark.parametrize("values", [[8.0, 8.0, 8.0], [8.0, 8.0], [8.0]])
def test_estimates_that_are_all_equal_fix_the_elasticity(world, values):
    known = elasticity(with_estimates(world, values))
    assert (known.median, known.log_sd) == (8.0, 0.0)
    assert known.at(np.array([1e-9, 0.5, 1 - 1e-9])).tolist() == [8.0, 8.0, 8.0]


def test_estimates_that_all_but_agree_are_drawn_without_a_fault(world):
    drawn = elasticity(with_estimates(world, [8.0, 8.0 + 1e-12, 8.0])).at(np.array([1e-9, 0.5, 1 - 1e-9]))
    assert np.allclose(drawn, 8.0)


@pytest.mark.parametrize(
    ("values", "said"), [([1.0, 8.0], "is 1; a centre must be above 1"), ([8.0, 0.0], "is 0; a spread must be above 0")]
)
def test_an_estimate_below_its_floor_is_refused(world, values, said):
    with pytest.raises(UserError, match=said):
        elasticity(with_estimates(world, values))


def test_a_number_is_taken_as_it_is(world):
    assert (made(world, "number", n=16, number=0.2).beta == 0.2).all()


@pytest.mark.parametrize(
    "arguments, message",
    [
        ({"kind": "tipical"}, "Did you mean typical"),
        ({"kind": "number"}, "needs one"),
        ({"kind": "number", "number": float("nan")}, "finite"),
        ({"kind": "eu", "number": 0.1}, "goes with kind"),
        ({"specification": "domestik-3"}, "Did you mean domestic-3"),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(world, arguments, message):
    with pytest.raises(UserError, match=message):
        made(world, **arguments)
