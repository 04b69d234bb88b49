"""How ties become a game: what is read, what is drawn, and that every power is treated by one rule."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from steppe.economy.depth import elasticity
from steppe.influence import composite, vulnerability
from steppe.influence.diversification import part_weights
from steppe.methods.patronage.record import record
from steppe.methods.patronage.stakes import SCALE, as_they_vote, curvature, draw, pair_only, stakes
from steppe.methods.patronage.study import DOMAINS
from steppe.world.errors import UserError

STATES, POWERS, DRAWS = ("KGZ", "KAZ"), ("RUS", "CHN", "EU"), 32


@pytest.fixture(scope="module")
def known(world):
    return record(world, STATES, POWERS, year=2019, draws=DRAWS, seed=1, blocks=((0, 1),))


@pytest.fixture(scope="module")
def drawn(world):
    return draw(len(POWERS), DRAWS, 1, elasticity(world))


@pytest.fixture(scope="module")
def made(known, drawn):
    return stakes(known, drawn)


@pytest.mark.slow
def test_shares_held_are_those_of_the_influence_room(world, known):
    for place, domain in enumerate(DOMAINS):
        there = composite(world, STATES, POWERS, domain, 2019, part_weights(domain), draws=DRAWS, seed=1)
        lot = there.draws["KGZ", "CHN"]
        assert known.held[:, 0, place, 1] == pytest.approx(lot)


def test_harm_is_the_vulnerability_of_the_influence_room(world, known):
    there = vulnerability(world, STATES, ["RUS", "CHN", "EU"], ["trade"], 2019, theta=float(known.thetas[1]))
    loss = there.pivot(index="state", columns="partner", values="loss").loc[list(STATES), ["RUS", "CHN", "EU"]]
    assert known.harm[1] == pytest.approx(loss.to_numpy())


def test_own_shares_are_whole_and_what_powers_do_not_hold_is_the_rest(made):
    assert made.ideal.shape == (DRAWS, 2, len(DOMAINS), len(POWERS) + 1)
    assert made.ideal.sum(axis=-1) == pytest.approx(1.0)
    assert (made.ideal >= 0).all()


def test_stakes_together_are_the_drawn_multiple_of_losses_and_of_what_is_paid(known, made, drawn):
    held = made.ideal[..., :-1].swapaxes(-1, -2)
    worth = (made.interest * held).sum(axis=(-1, -2))
    assert worth == pytest.approx(drawn.scale[:, None] * (made.own + known.paid).sum(axis=-1))


def test_what_one_power_pays_is_no_stake_of_another(world):
    """Aid and loans of one do not raise what another would pay; aid in the war in Ukraine is nobody's bid."""
    known = record(world, ("UKR", "UZB"), POWERS, year=2023, draws=DRAWS, seed=1)
    drawn = draw(len(POWERS), DRAWS, 1, elasticity(world))
    without = stakes(replace(known, paid=np.zeros_like(known.paid)), drawn)
    more = stakes(known, drawn).interest - without.interest
    assert known.paid[0].max() < 0.01  # Ukraine
    assert (more[:, 1, 1] >= 0).all() and more[:, 1, 1].max() > 0  # China's commitments to Uzbekistan
    held = without.ideal[..., :-1].swapaxes(-1, -2)
    assert (more * held).sum(axis=-1) == pytest.approx(drawn.scale[:, None, None] * known.paid)
    assert (drawn.scale > 1 / SCALE).all() and (drawn.scale < SCALE).all()


def test_a_power_that_holds_nothing_of_a_domain_has_no_interest_in_it(made):
    held = made.ideal[..., :-1].swapaxes(-1, -2)
    assert (made.interest[held == 0] == 0).all()
    assert (made.interest[held > 0] > 0).all()


@pytest.mark.slow
def test_levers_of_the_record_enter_harm_and_stakes(world):
    """2023: Armenia's gas rent is 780.9 million of 24,186 million USD, Kazakhstan's oil across Russia 13 % of GDP."""
    known = record(world, ("ARM", "KAZ"), POWERS, year=2023, draws=DRAWS, seed=1)
    drawn = draw(len(POWERS), DRAWS, 1, elasticity(world))
    made = stakes(known, drawn)
    assert known.cut[0, 0] == pytest.approx(780.9 / 24_186, rel=0.01) == known.paid[0, 0]
    assert known.cut[1, 0] == pytest.approx(0.133, abs=0.001) and known.paid[1, 0] == 0  # what passes is not paid
    trade = made.harm[:, 1, 0] - drawn.unreplaced * known.remitted[1, 0]
    assert (made.harm[:, 1, 0] > made.harm[:, 1, 2]).mean() > 0.9  # Russia can do Kazakhstan more harm than the EU can
    assert (trade - drawn.missed * known.cut[1, 0] > 0).all()
    assert (known.cut >= 0).all() and (known.paid >= 0).all()


@pytest.mark.slow
def test_what_is_paid_as_loans_and_pledged_is_counted_once(world):
    """China to Uzbekistan: loans and commitments overlap, the larger counts."""
    known = record(world, ("UZB",), POWERS, year=2023, draws=DRAWS, seed=1)
    rows = known.levers[known.levers["partner"].eq("CHN")].set_index("lever")["share"].astype(float)
    assert known.paid[0, 1] == pytest.approx(max(rows["new loans"], rows["commitments"]))


def test_curvature_gives_back_the_losses_that_it_was_made_of():
    shares, cost = np.array([0.4, 0.2, 0.1]), 0.7
    losses = 0.5 * cost * shares**2 * 4 / 3
    assert curvature(losses, shares) == pytest.approx(cost)


def test_a_lower_elasticity_of_trade_makes_every_loss_larger(known, drawn, made):
    low, high = drawn.theta.argmin(), drawn.theta.argmax()
    assert (made.own[low] > made.own[high]).all()


def test_joint_harm_of_two_is_more_than_of_each_alone(made):
    both = made.joint[0, 1]
    assert (both > made.harm[..., :2].max(axis=-1)).all()


@pytest.mark.slow
def test_one_rule_for_all_powers(world, drawn):
    """Named in another order, the powers have the same stakes."""
    first = stakes(record(world, STATES, POWERS, year=2019, draws=DRAWS, seed=1), drawn)
    turned = stakes(record(world, STATES, POWERS[::-1], year=2019, draws=DRAWS, seed=1), drawn)
    assert turned.interest[:, :, ::-1] == pytest.approx(first.interest)
    assert turned.harm[..., ::-1] == pytest.approx(first.harm)
    assert turned.cost == pytest.approx(first.cost)


def test_draws_of_one_assumption_do_not_move_with_the_number_of_powers(world, drawn):
    more = draw(5, DRAWS, 1, elasticity(world))
    assert (more.alpha == drawn.alpha).all() and (more.split == drawn.split).all()


def test_sympathies(made):
    pair = pair_only(3, (0, 2), np.array([0.3]))
    assert pair[0, 0, 2] == pair[0, 2, 0] == 0.3 and pair[0, 0, 1] == 0
    votes = as_they_vote(np.array([[1.0, 0.8], [0.8, 1.0]]), np.array([0.5]))
    assert votes[0].tolist() == [[1.0, 0.4], [0.4, 1.0]]
    wanted = made.wanted(pair_only(3, (0, 1), np.full(DRAWS, 0.5)))
    assert wanted[:, :, 0, :, 1] == pytest.approx(0.5 * made.interest[:, :, 0])
    assert (wanted[..., -1] == 0).all()  # the rest belongs to nobody


def test_votes_corridors_and_stated_shares_come_along(known):
    assert known.agreement[0, 1] == known.agreement[1, 0] and 0 < known.agreement[0, 1] < 1
    assert known.route[STATES.index("KAZ"), POWERS.index("RUS")]
    debt = known.stated.query("layer == 'debt' and state == 'KGZ' and partner == 'CHN'")
    assert debt["share"].between(30, 50).all() and len(debt) == 1


def test_a_state_without_a_figure_is_named(world):
    with pytest.raises(UserError, match=r"stakes: .*IND"):
        record(world, ("IND",), POWERS, year=2019, draws=5, seed=1)
