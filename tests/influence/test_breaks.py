"""Break years: exact cases, and how often the method errs."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.influence.breaks import trends

YEARS = list(range(2000, 2024))
SERIES = 300


def noise(correlation: float, seed: int = 1, spread: float = 0.03) -> np.ndarray:
    """Stationary autocorrelated noise, shape (SERIES, 24)."""
    rng = np.random.default_rng(seed)
    result = np.zeros((SERIES, len(YEARS)))
    result[:, 0] = rng.normal(0, spread / np.sqrt(1 - correlation**2), SERIES)
    for t in range(1, len(YEARS)):
        result[:, t] = correlation * result[:, t - 1] + rng.normal(0, spread, SERIES)
    return result


def found(values: np.ndarray) -> float:
    """Share of the series in which there is a break."""
    return float(np.mean([bool(trend and trend.breaks) for trend in trends(YEARS, values)]))


def test_two_steps_are_found_to_the_year():
    (trend,) = trends(YEARS, [[0.8] * 9 + [0.2] * 7 + [0.1] * 8])
    assert trend.breaks == (2009, 2016)
    assert trend.change == pytest.approx(-0.7)


def test_a_straight_line_has_a_slope_and_no_break():
    (trend,) = trends(YEARS, [np.linspace(0.1, 0.56, 24)])
    assert trend.breaks == ()
    assert trend.slope == pytest.approx(0.02)


def test_years_without_data_are_left_out_and_not_filled():
    values = np.array([0.8] * 10 + [np.nan] * 4 + [0.2] * 10)
    (trend,) = trends(YEARS, [values])
    assert trend.breaks == (2014,)


def test_a_course_of_four_years_is_one_and_a_course_of_three_is_not():
    four, three = trends(YEARS[:8], [[0.8] * 4 + [0.2] * 4, [0.8] * 5 + [0.2] * 3])
    assert four.breaks == (2004,) and four.change == pytest.approx(-0.6)
    assert 2005 not in three.breaks


def test_too_few_years_give_no_trend():
    assert trends(YEARS, [[0.5] * 7 + [np.nan] * 17]) == [None]


@pytest.mark.parametrize("correlation, most", [(0.0, 0.03), (0.5, 0.25), (0.8, 0.55)])
def test_breaks_where_there_are_none(correlation, most):
    assert found(0.5 + noise(correlation)) <= most


@pytest.mark.parametrize("correlation", [0.0, 0.5, 0.8])
def test_a_fall_by_half_is_always_found(correlation):
    step = np.where(np.array(YEARS) < 2009, 0.8, 0.4)
    assert found(step + noise(correlation)) >= 0.97
