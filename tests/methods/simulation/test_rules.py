"""Rules of motion on pasts that are known in every digit."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.methods.simulation.panels import Panel, _filled, whole_rows
from steppe.methods.simulation.rules import (
    RANDOM_WALK,
    Rule,
    bounded,
    candidates,
    fit,
    named,
    width,
)


def past(values, kind="levels", bounds=(-np.inf, np.inf)):
    """A panel of figures by year, state and partner."""
    values = np.array(values, dtype=float)
    known = whole_rows(values)
    filled, gap = _filled(values)
    states = tuple(f"S{place}" for place in range(values.shape[1]))
    partners = tuple(f"P{place}" for place in range(values.shape[2]))
    years = tuple(range(2000, 2000 + len(values)))
    return Panel("test", "test", "", kind, bounds, states, partners, years, filled, known, gap, 1.0)


def test_a_line_is_followed_by_the_trend_and_half_of_it_by_half():
    line = past([[[2.0 * year]] for year in range(8)])
    x = np.array([[[14.0]]])
    assert fit(Rule("trend", "normal", "points"), line).drifted(x) == pytest.approx(16.0)
    assert fit(Rule("half-trend", "normal", "points"), line).drifted(x) == pytest.approx(15.0)
    assert fit(RANDOM_WALK, line).drifted(x) == pytest.approx(14.0)


def test_the_pull_to_a_mean_is_found_again():
    rng, values = np.random.default_rng(4), [np.zeros((6, 1))]
    for _ in range(300):
        values.append(0.5 * values[-1] + rng.normal(size=(6, 1)))
    fitted = fit(Rule("own-mean", "normal", "points"), past(values))
    assert fitted.pull == pytest.approx(0.5, abs=0.1)
    still = fit(Rule("own-mean", "normal", "points"), past([[[3.0]]] * 10))
    assert still.drifted(np.array([[[3.0]]])) == pytest.approx(3.0)


def test_a_drift_of_mass_raises_the_share_of_whoever_grows():
    flat = past([[[0.5, 0.5]]] * 8, kind="shares", bounds=(0.0, 1.0))
    fitted = fit(Rule("mass", "normal", "points"), flat, np.zeros((8, 2)))
    grown = fitted.drifted(np.array([[[0.5, 0.5]]]), np.array([[np.log(1.21), 0.0]]))
    assert grown[0, 0] == pytest.approx([1.1 / 2.1, 1.0 / 2.1])


def test_the_normal_error_has_the_variance_of_the_past():
    rng = np.random.default_rng(1)
    walk = np.cumsum(rng.normal(0, 2.0, (400, 1, 1)), axis=0)
    fitted = fit(RANDOM_WALK, past(walk))
    assert fitted.deviation[0, 0] == pytest.approx(2.0, rel=0.1)
    moved = fitted.moved(np.zeros((4000, 1, 1)), rng.random((4000, 1, 3)))
    assert moved.std() == pytest.approx(2.0, rel=0.1)


def test_a_gap_of_three_years_gives_as_much_variance_as_three_years():
    values = [[[0.0]], [[0.0]], [[0.0]], [[0.0]], [[np.nan]], [[np.nan]], [[3.0]]]
    fitted = fit(RANDOM_WALK, past(values))
    gap = fitted.year >= 2004
    assert fitted.deviation.shape == (1, 1)
    assert gap.sum() == 3
    whole = fit(RANDOM_WALK, past(values[:4]))
    assert whole.deviation[0, 0] == 0
    n, change = len(fitted.year), 3.0
    assert fitted.deviation[0, 0] ** 2 == pytest.approx(change**2 / n, rel=1e-9)


def test_a_later_year_cannot_be_seen():
    values = np.arange(10.0).reshape(-1, 1, 1)
    values[7:9] = np.nan
    cut = past(values).until(2008)
    assert cut.years[-1] == 2008
    assert cut.years[cut.last[0]] == 2006
    assert np.isnan(cut.values[7:]).all()
    assert cut.values[:7, 0, 0].tolist() == list(range(7))


@pytest.mark.parametrize(
    "rule", [one for one in candidates("trade") if one.drift != "mass"], ids=lambda rule: rule.name
)
def test_every_rule_keeps_shares_whole(rule):
    rng = np.random.default_rng(2)
    shares = rng.dirichlet([1.0, 0.2, 0.2], (12, 4))
    shares[:, 0] = [1.0, 0.0, 0.0]
    panel = past(shares, kind="shares", bounds=(0.0, 1.0))
    fitted, x = fit(rule, panel), np.repeat(shares[-1][None], 200, axis=0)
    for _ in range(20):
        x = fitted.moved(x, rng.random((200, 4, width(panel))))
    assert np.isfinite(x).all() and x.min() >= 0
    assert x.sum(axis=-1) == pytest.approx(1.0)


def test_no_error_is_no_error():
    rng = np.random.default_rng(3)
    panel = past(rng.random((10, 2, 1)))
    for rule in candidates("positions"):
        fitted, x = fit(rule, panel), np.ones((2, 2, 1))
        assert np.array_equal(fitted.moved(x, rng.random((2, 2, 3)), spread=0.0), fitted.drifted(x))


def test_a_row_without_anything_is_shared_evenly():
    panel = past([[[0.5, 0.5]]] * 4, kind="shares", bounds=(0.0, 1.0))
    assert bounded(panel, np.array([[[-1.0, -2.0]]]))[0, 0].tolist() == [0.5, 0.5]


def test_names_of_rules_are_read_back():
    for rule in (*candidates("trade"), *candidates("growth")):
        assert named(rule.name) == rule
