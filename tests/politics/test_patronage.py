"""What competition between powers is worth to a small state: values worked out by hand, and what follows."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from steppe.politics.patronage import (
    Coalitions,
    Concave,
    Interval,
    Menu,
    Quadratic,
    Simplex,
    affinities,
    all_rivals,
    best_reply_gains,
    camps,
    capped,
    coalitions,
    cost_of_joint_action,
    cost_of_leaving,
    course_of_means,
    credible_loss,
    interior_rent,
    is_equilibrium,
    map_of_sympathy,
    offers,
    partitions,
    policy,
    rent,
    rent_of_camps,
    schedule_gains,
    spheres,
    state_outcome,
    sympathy_threshold,
    two_powers,
    voice,
    with_sympathy,
    with_transit,
)

EXACT = 1e-12
NUMERIC = 1e-8  # a quasi-Newton maximum, and the finite differences of its gradient
THREE = Quadratic("ABC", np.eye(2), [[1, 0], [0.8, 0.6], [-1, 0]])
CHAIN = Quadratic("ABC", np.eye(2), [[1, 0], [0.6, 0.8], [0.6, -0.8]])  # A likes both, who are rivals
HEXAGON = np.deg2rad([0, 120, 240])
STAR = Quadratic("ABC", np.eye(2), np.column_stack([np.cos(HEXAGON), np.sin(HEXAGON)]))


def line(c: float, s: float, t: float) -> Quadratic:
    """u = -½ c a², V_1 = s a, V_2 = -t a."""
    return Quadratic("AB", [[c]], [[s], [-t]])


def only(interval: Interval) -> float:
    """The one rent of a game whose equilibria agree."""
    assert interval.high - interval.low == pytest.approx(0.0, abs=EXACT)
    return interval.low


# ---- values by hand --------------------------------------------------------------------------------------------------


def test_the_winner_of_an_auction_pays_the_losers_value_and_a_ring_pays_nothing():
    auction = coalitions(Menu("AB", [0, 0], [[3, 0], [0, 2]]))
    assert only(rent(auction).rent) == 2
    assert only(rent(auction.together(["AB"])).rent) == 0
    assert rent(auction).at_low.tolist() == [1, 0]


@pytest.mark.parametrize("c, s, t, expected", [(4, 2, 1, 0.5), (1, 1, 1, 1.0)])
def test_opposed_pulls_are_worth_their_product_over_the_cost(c, s, t, expected):
    assert only(rent(coalitions(line(c, s, t))).rent) == pytest.approx(expected, abs=EXACT)
    assert two_powers([s], [-t], [[c]]) == pytest.approx(expected, abs=EXACT)
    assert all_rivals(affinities([[s], [-t]], [[c]])) == pytest.approx(expected, abs=EXACT)


def test_a_lone_power_offers_half_of_what_two_bring():
    lone = Quadratic("A", [[1.0]], [[1.0]])
    found = rent(coalitions(lone))
    assert offers(lone, found.at_low).tolist() == [0.5]
    assert only(found.rent) == 0  # it pays what its policy costs


@pytest.mark.parametrize("stakes", [[[1.0], [1.0]], [[2.0], [0.5]]])
def test_aligned_powers_leave_nothing(stakes):
    game = coalitions(Quadratic("AB", [[1.0]], stakes))
    assert only(rent(game).rent) == pytest.approx(0.0, abs=EXACT)
    assert is_equilibrium(game, rent(game).at_low)


def test_powers_that_want_different_things_leave_nothing():
    assert only(rent(coalitions(Quadratic("AB", np.eye(2), [[1, 0], [0, 1]]))).rent) == pytest.approx(0, abs=EXACT)


@pytest.mark.parametrize("b, c, d, expected", [(1, 1, 1, 0.5), (2, 1, 3, 12.0), (1, 3, 2, 1.0)])
def test_powers_with_peaks_on_either_side(b, c, d, expected):
    game = Quadratic.peaks("AB", [[c]], [[d], [-d]], [[[b]], [[b]]], [0.0])
    assert only(rent(coalitions(game)).rent) == pytest.approx(b**2 * d**2 / (c + b), abs=EXACT)
    assert only(rent(coalitions(game)).rent) == pytest.approx(expected, abs=EXACT)


@pytest.mark.parametrize("cost, expected", [(4, 0.125), (2, 0.25), (1, 0.5)])
def test_shares_of_a_state_between_two_patrons(cost, expected):
    game = coalitions(Simplex("AB", np.eye(2), cost, [0.5, 0.5]))
    assert only(rent(game).rent) == pytest.approx(expected, abs=EXACT)
    assert interior_rent([1, 1], cost) == pytest.approx(expected, abs=EXACT)


def test_a_state_that_does_not_care_gets_the_lower_of_two_bids():
    assert only(rent(coalitions(Simplex("AB", np.diag([3.0, 2.0]), 0.0))).rent) == 2
    almost = rent(coalitions(Simplex("AB", np.diag([3.0, 2.0]), 1e-9))).rent
    assert only(almost) == pytest.approx(2, abs=1e-8)


def test_shares_between_three_patrons():
    stakes = np.array([0.3, 0.2, 0.1])
    assert only(rent(coalitions(Simplex("ABC", np.diag(stakes), 2.0))).rent) == pytest.approx(0.11 / 6, abs=EXACT)
    assert interior_rent(stakes, 2.0) == pytest.approx(0.018333, abs=5e-7)


def test_two_friends_against_a_third():
    game = coalitions(THREE)
    assert only(rent(game).rent) == pytest.approx(1.8, abs=EXACT)
    assert only(rent(game.together(["AB"])).rent) == pytest.approx(1.8, abs=EXACT)
    assert only(rent(game.without("C")).rent) == pytest.approx(0.0, abs=EXACT)
    assert cost_of_leaving(game, "C").low == pytest.approx(1.8, abs=EXACT)
    assert rent_of_camps(affinities(THREE.stakes, THREE.curvature)) == pytest.approx(1.8, abs=EXACT)


def test_three_powers_at_equal_angles():
    game = coalitions(STAR)
    assert only(rent(game).rent) == pytest.approx(1.5, abs=EXACT)
    assert only(rent(game.together(["AB"])).rent) == pytest.approx(1.0, abs=EXACT)
    assert only(rent(game.without("C")).rent) == pytest.approx(0.5, abs=EXACT)


def test_coercion_lowers_what_is_left_and_joint_coercion_lowers_it_further():
    losses = {"A": 0.2, "B": 0.1, "A+B": 0.4}
    game = coalitions(line(1, 1, 1))
    assert only(state_outcome(game, losses).net) == pytest.approx(0.7, abs=EXACT)
    assert only(state_outcome(game, losses, ["AB"]).net) == pytest.approx(-0.4, abs=EXACT)
    assert only(cost_of_joint_action(game, ["AB"], losses)) == pytest.approx(1 + 0.4 - 0.2 - 0.1, abs=EXACT)


@pytest.mark.parametrize("count, expected", [(2, 1), (3, 0.268), (4, 0.172), (5, 0.127), (6, 0.101)])
def test_sympathy_that_makes_two_patrons_one_camp(count, expected):
    assert sympathy_threshold(count) == pytest.approx(expected, abs=5e-4)
    assert sympathy_threshold(count) == pytest.approx(count - 1 - np.sqrt((count - 1) ** 2 - 1), abs=EXACT)


# ---- what follows ----------------------------------------------------------------------------------------------------


def test_joint_action_takes_transfers_and_leaves_the_policy():
    for game in (line(1, 2, 1), STAR, THREE, Menu("AB", [0, 1, 0], [[3, 0, 0], [0, 0, 2.5]])):
        chosen = policy(game)
        for blocks in partitions(game.powers):
            bits = rent(coalitions(game).together(blocks))
            assert bits.rent.low <= rent(coalitions(game)).rent.high + EXACT
            assert voice(game, blocks=blocks).action.tolist() == chosen.action.tolist()


def test_the_rent_can_be_an_interval():
    game = coalitions(CHAIN)
    found = rent(game)
    assert (found.rent.low, found.rent.high) == (pytest.approx(0, abs=EXACT), pytest.approx(0.28, abs=EXACT))
    assert is_equilibrium(game, found.at_low) and is_equilibrium(game, found.at_high)
    assert rent_of_camps(affinities(CHAIN.stakes, CHAIN.curvature)) is None


def test_a_payoff_below_the_frontier_is_no_equilibrium():
    game = coalitions(STAR)
    found = rent(game).at_low
    assert is_equilibrium(game, found)
    assert not is_equilibrium(game, found - [0.01, 0, 0])
    assert best_reply_gains(game, found - [0.01, 0, 0])[0] == pytest.approx(0.01, abs=EXACT)
    assert not is_equilibrium(game, np.add(found, [0.01, 0, 0]))  # the state would choose something else


def vertices(game: Coalitions) -> list[float]:
    """Rents at all corners of the frontier, by brute force."""
    count = len(game.powers)
    sets = np.arange(1, 2**count)
    rows = (sets[:, None] >> np.arange(count) & 1).astype(float)
    limits = game.worth[-1] - game.worth[(2**count - 1) ^ sets]
    found = []
    for tight in combinations(range(len(sets)), count):
        chosen = list(tight)
        if abs(np.linalg.det(rows[chosen])) < 0.5 or not (rows[chosen].sum(axis=0) > 0).all():
            continue
        corner = np.linalg.solve(rows[chosen], limits[chosen])
        if (rows @ corner <= limits + 1e-9).all():
            found.append(float(game.worth[-1] - game.worth[0] - corner.sum()))
    return found


@pytest.mark.parametrize("count", [3, 4])
def test_both_ends_of_the_interval_are_the_extreme_corners_of_the_frontier(count):
    random = np.random.default_rng(count)
    wide = 0
    for _ in range(15):
        stakes = random.normal(size=(count, 3))
        game = coalitions(Quadratic("ABCD"[:count], np.eye(3), stakes))
        corners, found = vertices(game), rent(game).rent
        assert found.low == pytest.approx(min(corners), abs=1e-8)
        assert found.high == pytest.approx(max(corners), abs=1e-8)
        wide += found.high - found.low > 1e-6
    assert wide > 0


def test_shares_of_sympathetic_patrons_over_the_map():
    stakes, cost = [0.3, 0.3, 0.3], 2.0
    alphas = np.array([0.0, 0.1, 0.2, 0.26, 0.28, 0.5, 1.0])
    found = map_of_sympathy(stakes, cost, alphas)
    expected = np.maximum(0.0, 0.09 / cost * ((1 + alphas) ** 2 / 3 - 2 * alphas))
    assert found.cost[:, 0] == pytest.approx(expected, abs=1e-9)
    assert found.cost[:, 1] == pytest.approx(expected, abs=1e-9)
    assert ((found.cost[:, 0] > 1e-9) == (alphas < found.threshold)).all()


def test_sympathy_closed_form_for_unequal_stakes():
    stakes, alpha, cost = np.array([0.3, 0.2, 0.1, 0.25]), 0.1, 3.0
    pulls = with_sympathy(stakes, alpha)
    pulls = pulls - pulls.mean(axis=1, keepdims=True)
    expected = rent_of_camps(affinities(pulls, cost * np.eye(4)))
    assert only(rent(coalitions(Simplex("ABCD", with_sympathy(stakes, alpha), cost))).rent) == pytest.approx(expected)


def test_numerical_maximisation_agrees_with_the_closed_form():
    game = Concave(
        "AB", lambda a: -0.5 * float(a @ a), [lambda a: float(a[0] + 0.2 * a[1]), lambda a: -float(a[0])], [[-4, 4]] * 2
    )
    exact = Quadratic("AB", np.eye(2), [[1, 0.2], [-1, 0]])
    assert rent(coalitions(game)).rent.low == pytest.approx(rent(coalitions(exact)).rent.low, abs=NUMERIC)
    assert policy(game).action == pytest.approx(policy(exact).action, abs=1e-5)


def test_two_patrons_with_diminishing_returns():
    """u = 0, V_k = √a_k on a segment: W(12) = √2, W(1) = 1, and the rent is 2 - √2, not a textbook's st/c."""
    game = Concave("AB", lambda a: 0.0, [lambda a: float(a[0] ** 0.5), lambda a: float((1 - a[0]) ** 0.5)], [[0, 1]])
    assert rent(coalitions(game)).rent.low == pytest.approx(2 - np.sqrt(2), abs=1e-6)


def test_a_game_that_is_not_concave_is_refused():
    game = Concave("A", lambda a: 0.0, [lambda a: float(np.cos(3 * a[0]) + 0.1 * a[0])], [[-3, 6]])
    with pytest.raises(ValueError, match="not concave"):
        coalitions(game)


# ---- voice -----------------------------------------------------------------------------------------------------------

GRID = np.linspace(-1.0, 3.0, 401)


def test_deep_purses_buy_the_efficient_policy_and_pay_the_whole_rent():
    found = capped(line(1, 2, 1).on(GRID), [9, 9])
    assert GRID[found.choice] == pytest.approx(1.0, abs=0.011)
    assert found.net == pytest.approx(2.0, abs=0.03)
    assert found.transfers == pytest.approx([2.0, 0.5], abs=0.03)


def test_with_capped_transfers_joint_action_moves_the_policy():
    menu = line(1, 2, 1).on(GRID)
    apart, joint = capped(menu, [0.5, 0.5]), capped(menu, [0.5, 0.5], blocks=["AB"])
    assert GRID[apart.choice] == pytest.approx(0.25, abs=0.02)
    assert GRID[joint.choice] == pytest.approx(1.0, abs=0.011)
    assert apart.net > 0.4
    assert joint.net == pytest.approx(0.0, abs=0.01)


def test_an_empty_purse_buys_nothing_but_a_threat_still_does():
    menu = Quadratic("A", [[1.0]], [[1.0]]).on(GRID)
    assert capped(menu, [0.0]).given_up == pytest.approx(0.0, abs=1e-4)
    threatened = capped(menu, [0.0], {"A": 0.32})
    assert GRID[threatened.choice] == pytest.approx(0.8, abs=0.011)  # ½ a² = .32
    assert threatened.net == pytest.approx(-0.32, abs=0.01)


def test_an_auction_between_two_short_purses_ends_at_the_cap():
    found = capped(Menu("AB", [0, 0], [[3, 0], [0, 2]]), [1, 1])
    assert found.net == pytest.approx(1.0, abs=0.01)


def test_division_of_spheres_frees_each_patron_from_its_rival():
    game = Quadratic("AB", np.eye(2), [[1, -0.5], [-0.8, 0.6]])
    shared, divided = voice(game), voice(spheres(game, "AB"))
    assert divided.action == pytest.approx([1, 0.6])
    assert divided.given_up > shared.given_up
    assert only(shared.rent) == pytest.approx(1.1)
    assert only(divided.rent) == pytest.approx(0, abs=EXACT)


def test_a_state_left_to_one_power_is_moved_further_and_paid_no_more_than_that_costs():
    alone = voice(line(1, 2, 1), active="A")
    assert (alone.action.tolist(), alone.given_up, only(alone.rent)) == ([2.0], 2.0, 0.0)


# ---- restraint -------------------------------------------------------------------------------------------------------


def test_transit_rents_restrain_a_threat_unless_it_is_believed_at_any_cost():
    threats = [credible_loss(0.5, transit) for transit in (0.0, 0.1, 0.4, 0.5, 0.9)]
    assert threats == pytest.approx([0.5, 0.4, 0.1, 0.0, 0.0])
    assert credible_loss(0.5, 0.9, commitment=1) == 0.5


def test_transit_rents_turn_a_rival_of_a_route_towards_it():
    rents = [rent(coalitions(with_transit(line(1, 1, 1), "B", [tau]))).rent.low for tau in (0, 0.5, 1, 1.5)]
    assert rents == pytest.approx([1, 0.5, 0, 0], abs=EXACT)


def test_a_patron_that_runs_short_offers_less_and_threatens_less():
    course = course_of_means(line(2, 3, 1), "A", np.linspace(0.4, 1, 7), {"A": 0.6, "B": 0.1}, transit=0.2)
    assert (np.diff(course.offer[:, 0]) > 0).all()
    assert course.offer[:, 0] == pytest.approx((3 * course.means) ** 2 / 4)
    assert (np.diff(course.threat) > 0).all()
    assert course.rent[:, 0] == pytest.approx(3 * course.means / 2)
    assert course.net[:, 0] == pytest.approx(1.5 * course.means - (0.6 * course.means - 0.2) - 0.1)


@pytest.mark.parametrize("loss, gains", [(0.5, False), (1.5, True)])
def test_a_state_gains_from_its_patrons_poverty_only_if_the_threat_outweighs_the_rivalry(loss, gains):
    course = course_of_means(line(1, 1, 1), "A", [0.5, 1.0], {"A": loss, "B": 0.0})
    assert (course.net[0, 0] > course.net[1, 0]) is np.bool_(gains)


# ---- bad input -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: Menu("ABCDEFG", [0], np.zeros((7, 1))), "1 to 6 powers"),
        (lambda: Menu("AA", [0], [[1], [2]]), "a different name"),
        (lambda: Menu(("A+B",), [0], [[1]]), "joins the names"),
        (lambda: Menu("A", [0, 1], [[1]]), "shape"),
        (lambda: Menu("A", [np.nan], [[1]]), "finite"),
        (lambda: Quadratic("A", [[0.0]], [[1]]), "positive definite"),
        (lambda: Quadratic("A", [[1, 1], [0, 1]], [[1, 0]]), "symmetric"),
        (lambda: Simplex("A", [[1, 0]], 1.0, [0.7, 0.7]), "add to 1"),
        (lambda: Simplex("A", [[1, 0]], -1.0), "not negative"),
        (lambda: line(1, 1, 1).best([-1, 1]), "must not be negative"),
        (lambda: coalitions(STAR).together(["AB", "BC"]), "one block only"),
        (lambda: coalitions(STAR).without("Z"), "Z is not a power"),
        (lambda: state_outcome(coalitions(STAR), {"A": 0.1}), "loss that B can inflict is missing"),
        (lambda: state_outcome(coalitions(STAR), {"A": -1, "B": 0, "C": 0}), "not negative"),
        (lambda: spheres(line(1, 1, 1), "AB"), "1 axes"),
        (lambda: capped(line(1, 1, 1).on([0.0]), [1, 1]), "worth more than another"),
        (lambda: capped(line(1, 1, 1).on(GRID), [-1, 1]), "less than nothing"),
        (lambda: credible_loss(1, 1, commitment=2), "between 0 and 1"),
        (lambda: all_rivals([[1, 0.5], [0.5, 1]]), "aligned"),
        (lambda: sympathy_threshold(1), "two shares"),
    ],
)
def test_bad_input_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_rounding_makes_no_friends():
    angles = np.deg2rad([0, 90, 180])
    pulls = np.column_stack([np.cos(angles), np.sin(angles)])
    assert camps(affinities(pulls, np.eye(2))) is not None
    assert rent_of_camps(affinities(pulls, np.eye(2))) == pytest.approx(1.0, abs=EXACT)


def test_certificate_of_offers_and_of_coalitions_say_the_same():
    menu = Menu("AB", [0, 0, 0.5], [[3, 0, 1], [0, 2, 1]])
    game = coalitions(menu)
    for payoffs in (rent(game).at_low, np.array([0.5, 0.25]), np.array([2.0, 1.0])):
        assert schedule_gains(menu, payoffs) == pytest.approx(best_reply_gains(game, payoffs), abs=EXACT)
