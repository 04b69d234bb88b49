"""The bargaining models as statements about tables of actors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.politics.bargaining.actors import Actors
from steppe.politics.bargaining.challenge import challenge_rounds, expected_utilities, success
from steppe.politics.bargaining.compromise import compromise, weighted_median
from steppe.politics.bargaining.condorcet import conditional, elect, markov
from steppe.politics.bargaining.draws import Noise, noisy
from steppe.politics.bargaining.exchange import exchange_round
from steppe.politics.bargaining.nash import nash
from steppe.politics.bargaining.residuals import residuals, widen
from steppe.politics.bargaining.sensitivity import sensitivity
from steppe.politics.bargaining.votes import CONTESTS, coalitions, victory

TINY = 1e-9


def table(*rows: tuple[float, float, float]) -> Actors:
    """Actors A, B, … from (capability, salience, position)."""
    columns = np.array(rows).T
    return Actors(tuple("ABCDEFGHIJ"[: len(rows)]), *columns)


@st.composite
def actors(draw: st.DrawFn, least: int = 2, most: int = 6) -> Actors:
    count = draw(st.integers(least, most))
    number = st.floats(0.05, 1)
    return table(*[(draw(number), draw(number), draw(st.floats(0, 100))) for _ in range(count)])


@given(actors())
def test_compromise_lies_between_the_extremes_and_does_not_depend_on_the_unit_of_capability(who: Actors) -> None:
    y = compromise(who)
    assert who.position.min() - TINY <= y <= who.position.max() + TINY
    assert compromise(Actors(who.names, who.capability * 7, who.salience, who.position)) == pytest.approx(y)


@given(actors())
def test_half_of_the_weight_lies_on_either_side_of_the_median(who: Actors) -> None:
    y, weight = weighted_median(who), who.weight
    half = weight.sum() / 2
    assert weight[who.position <= y].sum() >= half - TINY and weight[who.position >= y].sum() >= half - TINY


def test_an_actor_without_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="leave the actor out"):
        table((1, 0.5, np.nan), (1, 0.5, 3))
    with pytest.raises(ValueError, match="give one a salience above zero"):
        table((1, 0, 4), (0, 0.5, 3))


# --- elections -----------------------------------------------------------------------------------------------------


@given(actors(), st.sampled_from(CONTESTS))
def test_an_election_is_a_distribution_and_contests_are_zero_sum(who: Actors, contest: str) -> None:
    election = elect(who, [0, 30, 60, 100], 100, contest)  # type: ignore[arg-type]
    assert election.probability.sum() == pytest.approx(1)
    np.testing.assert_allclose(election.victory + election.victory.T, 1)


def test_the_surer_the_stronger_side_wins_the_more_the_favourite_gets() -> None:
    who = table((0.6, 1, 20), (0.4, 1, 80))
    shares = [elect(who, [20, 80], 100, contest).probability[0] for contest in CONTESTS]
    assert shares == sorted(shares) and shares[0] == pytest.approx(0.6)


def test_an_alternative_that_cannot_be_adopted_gets_nothing_and_does_not_split_the_rest() -> None:
    who = table((0.6, 1, 20), (0.4, 1, 80))
    three = elect(who, [20, 50, 80], 100, standing=[True, False, True]).probability
    np.testing.assert_allclose(three, [0.6, 0, 0.4], atol=1e-6)
    with pytest.raises(ValueError, match="no alternative can be adopted"):
        conditional(np.full((2, 2), 0.5), [False, False])


def test_two_alternatives_in_one_place_are_refused() -> None:
    with pytest.raises(ValueError, match="merge them"):
        elect(table((1, 1, 0), (1, 1, 9)), [5, 5], 10)


def test_markov_election_between_two_gives_the_winning_probability_a_hand_computation_gives() -> None:
    """From j, only i moves against itself; with incentives C·P the chain of two rests where flows are equal."""
    strength = np.array([[1e-8, 3.0], [1.0, 1e-8]])
    p = markov(strength)
    win = victory(strength)[0, 1]
    assert p[0] == pytest.approx(win, abs=1e-6)  # the challenger is always the other: it wins with P_ij


def test_coalitions_count_each_voter_on_the_side_that_it_prefers() -> None:
    strength = coalitions([2.0, 1.0], [[1.0, 0.5], [0.0, 0.75]])
    np.testing.assert_allclose(strength[[0, 1], [1, 0]], [1.0, 0.75], atol=1e-7)


# --- Nash ----------------------------------------------------------------------------------------------------------


@given(actors())
def test_nash_tends_to_the_compromise_as_breakdown_becomes_dreadful(who: Actors) -> None:
    assert nash(who, 0, breakdown=1e9).outcome == pytest.approx(float(compromise(who)), abs=1e-2)


@given(actors(), st.floats(0, 100))
def test_nobody_loses_in_a_nash_bargain(who: Actors, reference: float) -> None:
    bargain = nash(who, reference)
    assert (bargain.gain >= -1e-6).all()
    if not bargain.agreement:
        assert bargain.outcome == reference


def test_whoever_is_nearer_the_reference_does_better_and_opposed_ones_keep_it() -> None:
    by_hand = (600 - np.sqrt(600**2 - 16 * 19200)) / 8  # 2/y = 1/(80 - y) + 1/(120 - y)
    assert nash(table((1, 1, 40), (1, 1, 60)), 0).outcome == pytest.approx(by_hand, abs=1e-5)
    assert not nash(table((1, 1, 40), (1, 1, 60)), 50).agreement


# --- exchange ------------------------------------------------------------------------------------------------------


def test_both_gain_the_same_from_an_exchange_and_as_much_as_it_says() -> None:
    position, salience = np.array([[90.0, 10.0], [10.0, 80.0]]), np.array([[0.9, 0.3], [0.2, 0.8]])
    done = exchange_round(position, salience, np.ones((2, 2)))
    assert len(done.exchanges) == 1
    shift = np.abs(position - done.before) - np.abs(position - done.after)
    gains = (salience * shift).sum(axis=1)
    assert gains == pytest.approx([done.exchanges[0].gain] * 2)
    assert gains[0] > 0


def test_actors_on_one_side_have_nothing_to_trade() -> None:
    done = exchange_round([[90.0, 90.0], [10.0, 10.0]], [[0.9, 0.3], [0.2, 0.8]], np.ones((2, 2)))
    assert len(done.exchanges) == 1  # opposite on both issues, like Russia and China over security and trade
    same = exchange_round([[90.0, 90.0], [90.0, 90.0]], [[0.9, 0.3], [0.2, 0.8]], np.ones((2, 2)))
    assert not same.exchanges and (same.before == same.after).all()


def test_exchange_refuses_what_is_off_the_scale() -> None:
    with pytest.raises(ValueError, match="between 0 and 100"):
        exchange_round([[120.0, 0.0], [0.0, 9.0]], np.ones((2, 2)), np.ones((2, 2)))


# --- spread --------------------------------------------------------------------------------------------------------


def test_widening_leaves_a_distribution_and_never_less_spread() -> None:
    x = np.array([0.0, 30.0, 60.0, 100.0])
    sure = np.array([0.0, 0.0, 1.0, 0.0])
    wide = widen(x, sure, 0, 100)
    assert wide.sum() == pytest.approx(1) and 0.3 < wide[2] < 0.6
    split = np.array([0.5, 0.0, 0.0, 0.5])  # already wider than any residual
    np.testing.assert_allclose(widen(x, split, 0, 100), split)


def test_residuals_are_wide_and_lean_to_neither_end_of_a_scale() -> None:
    error = residuals(1000)
    assert 26 < error.std() < 30 and abs(error.mean()) < 1e-9


def test_noisy_copies_stay_on_the_scale_and_repeat_with_their_seed() -> None:
    who = table((1, 0.9, 98), (2, 0.5, 3))
    first, second = (noisy(who, Noise(), 0, 100, 512, seed=4) for _ in range(2))
    assert first.position.shape == (512, 2) and first.position.min() >= 0 and first.position.max() <= 100
    assert (first.salience <= 1).all()
    np.testing.assert_array_equal(first.position, second.position)


def test_the_heaviest_actors_position_moves_the_compromise_most() -> None:
    frame = sensitivity(table((9, 0.9, 80), (1, 0.5, 20)), compromise, Noise(), 0, 100)
    top = frame.iloc[0]
    assert (top["actor"], top["input"]) == ("A", "position")
    assert frame["swing"].is_monotonic_decreasing and len(frame) == 6


# --- challenge -----------------------------------------------------------------------------------------------------


def test_challenge_model_says_when_it_has_nothing_to_say() -> None:
    with pytest.raises(ValueError, match="nothing to challenge"):
        challenge_rounds(table((1, 1, 5), (1, 1, 5)), 1)


def test_a_challenge_over_the_whole_scale_is_worth_what_a_hand_computation_gives() -> None:
    """A with three quarters of the power and B, each half salient: ½ (P u(won) + (1 - P) u(lost)) + ½ u(won) - u(now).

    The votes over both orders of the two make P 3/8 and 1/8. Indifferent to risk u is 2, -2 and 0, with an exponent of
    2 it is 2, -2 and 1.
    """
    who = table((3, 0.5, 0), (1, 0.5, 100))
    assert success(who, np.ones(2), 100)[[0, 1], [1, 0]] == pytest.approx([3 / 8, 1 / 8])
    expected = expected_utilities(who, np.array([1.0, 2.0]), 100)
    assert expected[:, 0, 1] == pytest.approx([3 / 4, -1 / 4])
    assert expected[:, 1, 0] == pytest.approx([1 / 4, -3 / 4])


def test_risk_exponents_lie_between_a_half_and_two() -> None:
    history = challenge_rounds(table((0.3, 0.8, 10), (0.5, 0.6, 60), (0.2, 0.9, 90)), 3)
    assert len(history) == 4
    for step in history[1:]:
        assert (step.risk >= 0.5 - TINY).all() and (step.risk <= 2 + TINY).all()
