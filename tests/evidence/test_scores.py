"""What scores refuse, and how they are read: bad input is named, small numbers of blocks give no interval."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.evidence.scores import (
    Bin,
    Score,
    absolute_error,
    brier,
    coverage,
    crps_ensemble,
    crps_normal,
    gain,
    interval,
    interval_score,
    log_score,
    reliability,
    skill,
)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: log_score([[0.5, 0.6]], [0]), "probabilities of case 0 sum to 1.1, not 1"),
        (lambda: log_score([1.2], [1]), "must lie between 0 and 1"),
        (lambda: brier([[0.5, 0.5]], [2]), "number of a class, 0 to 1"),
        (lambda: brier([[0.5, 0.5]], [0.5]), "number of a class"),
        (lambda: brier([0.5, 0.5], [1]), "2 forecasts and 1 outcomes"),
        (lambda: log_score([float("nan")], [1]), "not finite numbers"),
        (lambda: log_score([0.5], [1], least=1.0), "must be a probability below one"),
        (lambda: crps_ensemble([1.0], [1.0]), "draws have 1 dimensions; give 2"),
        (lambda: crps_ensemble([[1.0, 2.0]], [1.0], [[0.5, 0.6]]), "probabilities that sum to one"),
        (lambda: crps_ensemble([[1.0, 2.0]], [1.0], [[1.0]]), "weights are of shape"),
        (lambda: crps_normal([0.0], [0.0], [1.0]), "a standard deviation must be positive"),
        (lambda: interval_score([1.0], [0.0], [0.5], 0.8), "the interval of case 0 ends before it begins"),
        (lambda: interval_score([0.0], [1.0], [0.5], 80), "the level is 80"),
        (lambda: absolute_error([], []), "there are no forecasts"),
        (lambda: interval([1.0, 2.0], [1]), "2 cases and 1 labels of blocks"),
        (lambda: gain([1.0], [[1.0, 2.0]], [1]), "pair them case by case"),
        (lambda: skill(1.0, 0.0), "nothing to be saved"),
        (lambda: reliability([2.0], [1], [1]), "between 0 and 1"),
    ],
)
def test_what_makes_no_sense_is_named(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_a_sure_miss_costs_infinity_unless_a_least_probability_is_set():
    assert log_score([[1.0, 0.0]], [1])[0] == np.inf
    assert log_score([[1.0, 0.0]], [1], least=0.01)[0] == pytest.approx(-np.log(0.01))


def test_fewer_than_five_blocks_give_no_interval():
    assert interval(np.arange(8.0), [1, 1, 2, 2, 3, 3, 4, 4]) == Score(3.5, None, None)


def test_the_same_seed_gives_the_same_interval_and_another_one_another():
    cases, block = np.random.default_rng(0).normal(size=60), np.arange(60) % 12
    assert interval(cases, block) == interval(cases, block)
    assert interval(cases, block) != interval(cases, block, seed=2)


def test_what_never_came_true_has_no_interval():
    found = reliability([0.1] * 6, [0] * 6, range(6), 1)
    assert found == [Bin(pytest.approx(0.1), 0.0, None, None, 6)]


def test_coverage_counts_both_ends_as_inside():
    found = coverage([0, 0, 0], [1, 1, 1], [0.0, 1.0, 1.1], [1, 2, 3], 0.8)
    assert found == Bin(0.8, pytest.approx(2 / 3), None, None, 3)


@pytest.mark.parametrize("blocks, least, most", [(10, 0.82, 0.95), (60, 0.90, 0.99)])
def test_intervals_of_many_blocks_hold_what_they_claim_and_those_of_ten_less(blocks: int, least: float, most: float):
    """Luck that the cases of a block share; docs/explanation/scoreboard.md says that few blocks are too narrow."""
    rng, held = np.random.default_rng(3), []
    block = np.repeat(np.arange(blocks), 20)
    for _ in range(200):
        scores = np.repeat(rng.normal(size=blocks), 20) + rng.normal(size=len(block))
        found = interval(scores, block, draws=400)
        held.append(found.low < 0 < found.high)
    assert least < np.mean(held) < most
