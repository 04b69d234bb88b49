"""Scores are proper: who believes a forecast cannot do better than to state it. And they agree with closed forms."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from steppe.evidence.scores import (
    absolute_error,
    brier,
    correlation,
    crps_ensemble,
    crps_normal,
    gain,
    interval,
    interval_score,
    log_score,
    moments,
    reliability,
)

TINY = 1e-9
numbers = st.floats(-100, 100).map(lambda x: round(x, 3))
samples = arrays(float, st.integers(1, 12), elements=numbers)
losses = arrays(float, 30, elements=st.floats(0, 10).map(lambda x: round(x, 3)))


@st.composite
def two_distributions(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    """What is believed and what is stated, over two to five classes."""
    classes = draw(st.integers(2, 5))
    weights = arrays(float, classes, elements=st.floats(0.01, 1))
    return tuple(w / w.sum() for w in (draw(weights), draw(weights)))  # type: ignore[return-value]


@pytest.mark.parametrize("score", [log_score, brier])
@given(both=two_distributions())
def test_stating_what_is_believed_costs_least(score, both):
    believed, stated = both
    outcomes = np.arange(len(believed))
    honest, other = (believed @ score(np.tile(p, (len(p), 1)), outcomes) for p in (believed, stated))
    assert honest <= other + TINY


@given(truth=samples, stated=samples)
def test_the_ensemble_that_outcomes_are_drawn_from_has_the_least_crps(truth, stated):
    honest, other = (crps_ensemble(np.tile(x, (len(truth), 1)), truth).mean() for x in (truth, stated))
    assert honest <= other + TINY


@given(truth=arrays(float, 40, elements=numbers), ends=st.tuples(numbers, numbers))
def test_no_interval_beats_that_between_the_quantiles(truth, ends):
    low, high = np.quantile(truth, [0.1, 0.9], method="inverted_cdf")
    honest = interval_score(np.full(40, low), np.full(40, high), truth, 0.8).mean()
    other = interval_score(np.full(40, min(ends)), np.full(40, max(ends)), truth, 0.8).mean()
    assert honest <= other + TINY * 100


@given(mean=numbers, deviation=st.floats(0.1, 50), outcome=numbers)
def test_crps_of_a_normal_forecast_is_the_integral_of_its_definition(mean, deviation, outcome):
    from scipy.special import ndtr

    span = 12 * deviation + abs(outcome - mean)
    x = np.linspace(mean - span, mean + span, 200_001)
    squared = (ndtr((x - mean) / deviation) - (x >= outcome)) ** 2
    assert crps_normal([mean], [deviation], [outcome])[0] == pytest.approx(np.trapezoid(squared, x), rel=1e-3, abs=1e-3)


@given(draws=samples, outcome=numbers)
def test_crps_of_an_ensemble_is_its_definition(draws, outcome):
    expected = np.abs(draws - outcome).mean() - np.abs(draws[:, None] - draws).mean() / 2
    assert crps_ensemble([draws], [outcome])[0] == pytest.approx(expected, abs=1e-9)


@given(both=two_distributions(), outcome=numbers)
def test_weights_are_draws_that_stand_more_than_once(both, outcome):
    counts = np.ceil(both[0] * 7).astype(int)
    x = np.arange(len(counts)) * 3.0 - 4
    weighted = crps_ensemble([x], [outcome], [counts / counts.sum()])
    assert weighted[0] == pytest.approx(crps_ensemble([np.repeat(x, counts)], [outcome])[0], abs=1e-9)


def test_many_draws_of_a_normal_have_its_crps():
    draws = np.random.default_rng(1).normal(2.0, 3.0, 200_000)
    assert crps_ensemble([draws], [4.0])[0] == pytest.approx(crps_normal([2.0], [3.0], [4.0])[0], abs=0.02)


@given(point=numbers, outcome=numbers)
def test_a_point_forecast_has_its_absolute_error_as_crps(point, outcome):
    assert crps_ensemble([[point]], [outcome])[0] == pytest.approx(absolute_error([point], [outcome])[0])


@given(p=st.floats(0.001, 0.999), came=st.booleans())
def test_a_binary_forecast_is_one_of_two_classes(p, came):
    for score in (log_score, brier):
        assert score([p], [came])[0] == pytest.approx(score([[1 - p, p]], [int(came)])[0])


def test_scores_of_forecasts_that_know_nothing():
    third = np.full((1, 3), 1 / 3)
    assert log_score(third, [1])[0] == pytest.approx(np.log(3))
    assert brier(third, [1])[0] == pytest.approx(2 / 3)
    assert crps_normal([0.0], [1.0], [0.0])[0] == pytest.approx((np.sqrt(2) - 1) / np.sqrt(np.pi))


@given(own=losses, rival=losses)
def test_a_gain_is_what_the_rival_loses(own, rival):
    block = np.arange(30) % 6
    forth, back = gain(own, rival, block, draws=200), gain(rival, own, block, draws=200)
    assert forth.value == pytest.approx(rival.mean() - own.mean(), abs=1e-9)
    assert (forth.value, forth.low, forth.high) == pytest.approx((-back.value, -back.high, -back.low), abs=1e-9)


@given(scores=losses)
def test_the_bootstrap_draws_whole_blocks_with_all_of_their_cases(scores):
    block, draws = np.arange(30) % 7, 50
    chosen = np.random.default_rng(np.random.SeedSequence(1)).integers(0, 7, (draws, 7))
    means = [np.concatenate([scores[block == one] for one in drawn]).mean() for drawn in chosen]
    found = interval(scores, block, draws=draws)
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(means, [0.025, 0.975])))


@given(x=arrays(float, 12, elements=numbers, unique=True), y=arrays(float, 12, elements=numbers, unique=True))
def test_a_correlation_from_moments_is_the_correlation(x, y):
    assert interval(moments(x, y), range(12), correlation, draws=5).value == pytest.approx(np.corrcoef(x, y)[0, 1])


@given(p=arrays(float, st.integers(5, 40), elements=st.floats(0, 1)), bins=st.integers(1, 6))
def test_bins_of_a_reliability_table_hold_every_case_once_and_rise(p, bins):
    found = reliability(p, np.zeros(len(p)), np.arange(len(p)), bins)
    assert sum(one.cases for one in found) == len(p)
    assert all(a.stated <= b.stated for a, b in pairwise(found))


def test_the_interval_of_a_mean_covers_it_about_as_often_as_it_says():
    random, true, held = np.random.default_rng(5), 2.0, 0
    block = np.repeat(np.arange(40), 5)
    for _ in range(200):
        cases = true + np.repeat(random.normal(0, 1, 40), 5) + random.normal(0, 0.5, 200)
        found = interval(cases, block, draws=400)
        held += found.low <= true <= found.high
    assert 0.88 <= held / 200 <= 0.99  # 95 % claimed; the bootstrap of forty blocks is a little short


def test_cases_that_move_together_make_the_interval_wide():
    random = np.random.default_rng(2)
    cases = np.repeat(random.normal(0, 1, 20), 10)
    together, apart = interval(cases, np.repeat(np.arange(20), 10)), interval(cases, np.arange(200))
    assert together.high - together.low > 2 * (apart.high - apart.low)
