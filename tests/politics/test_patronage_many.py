"""Thousands of games at once have the rents, payments and policies of one game at a time."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from steppe.politics.patronage import Coalitions, Quadratic, Simplex, coalitions, is_equilibrium, rent
from steppe.politics.patronage.many import (
    balanced,
    fields,
    limits_of,
    members,
    payments,
    rents,
    single,
    together,
    without,
)

CLOSE = 1e-9
COLLECTIONS = {1: 1, 2: 2, 3: 6, 4: 42}  # minimal balanced collections, Shapley 1967; 1,292 for five


def random_simplex(random: np.random.Generator, count: int) -> Simplex:
    partners = count + int(random.integers(0, 2))
    own = random.dirichlet(np.ones(partners))
    return Simplex("ABCDE"[:count], random.uniform(-0.3, 1, (count, partners)), float(random.uniform(0.2, 3)), own)


def random_quadratic(random: np.random.Generator, count: int) -> Quadratic:
    return Quadratic("ABCDE"[:count], np.eye(2), random.normal(size=(count, 2)))


@pytest.mark.parametrize("count", COLLECTIONS)
def test_the_number_of_minimal_balanced_collections_is_the_published_one(count):
    weights = balanced(count)
    assert len(weights) == COLLECTIONS[count]
    assert weights @ members(count)[1:] == pytest.approx(np.ones((len(weights), count)))


def test_five_powers_have_1292_balanced_collections():
    assert len(balanced(5)) == 1292


@pytest.mark.parametrize("count, games", [(1, 3), (2, 20), (3, 20), (4, 6), (5, 2)])
@pytest.mark.parametrize("maker", [random_simplex, random_quadratic])
def test_rents_of_many_games_are_those_of_the_programmes(count, games, maker):
    random = np.random.default_rng(count)
    worth = np.array([coalitions(maker(random, count)).worth for _ in range(games)])
    found = rents(worth)
    for row, low, high in zip(worth, found.low, found.high, strict=True):
        one = rent(Coalitions("ABCDE"[:count], row)).rent
        scale = float(np.ptp(row))
        assert (low, high) == pytest.approx((one.low, one.high), abs=1e-8 * scale)


def test_where_a_division_shows_one_rent_there_is_one():
    random = np.random.default_rng(7)
    worth = np.array([coalitions(random_simplex(random, 3)).worth for _ in range(60)])
    certain = single(limits_of(worth))
    assert certain.any() and not certain.all()
    for row in worth[certain]:
        one = rent(Coalitions("ABC", row)).rent
        assert one.high - one.low == pytest.approx(0, abs=1e-8)


def test_several_fields_are_one_game_with_the_sum_of_their_worths():
    random = np.random.default_rng(3)
    one, two = random_simplex(random, 3), random_simplex(random, 3)
    while two.stakes.shape != one.stakes.shape:
        two = random_simplex(random, 3)
    found = fields([one.ideal, two.ideal], np.stack([one.stakes, two.stakes], axis=1), [one.cost, two.cost])
    assert found.worth == pytest.approx(coalitions(one).worth + coalitions(two).worth)
    assert found.action == pytest.approx(np.array([game.best([1, 1, 1]).action for game in (one, two)]))
    assert found.given_up == pytest.approx(-sum(game.best([1, 1, 1]).utility for game in (one, two)))


def test_blocks_and_departures_are_read_at_the_same_worths():
    game = coalitions(random_quadratic(np.random.default_rng(5), 4))
    assert together(game.worth, [(1, 3)]).tolist() == game.together(["BD"]).worth.tolist()
    assert without(game.worth, [2]).tolist() == game.without("C").worth.tolist()


def corners(game: Coalitions) -> list[np.ndarray]:
    """All corners of the frontier, by brute force."""
    count, limits = len(game.powers), limits_of(game.worth)
    rows = members(count)[1:]
    found = []
    for chosen in combinations(range(len(rows)), count):
        if abs(np.linalg.det(rows[list(chosen)])) < 0.5:
            continue
        point = np.linalg.solve(rows[list(chosen)], limits[list(chosen)])
        if (rows @ point <= limits + 1e-9).all():
            found.append(point)
    return found


@pytest.mark.parametrize("count", [2, 3, 4])
def test_least_and_most_that_a_power_pays_are_reached_in_equilibria(count):
    random = np.random.default_rng(20 + count)
    for _ in range(6):
        played = random_simplex(random, count)
        game, policy = coalitions(played), played.best(np.ones(count))
        low, high = payments(game.worth, policy.stakes)
        points = corners(game)
        assert all(is_equilibrium(game, point) for point in points)
        paid = policy.stakes - np.array(points)
        assert low == pytest.approx(paid.min(axis=0), abs=1e-8)
        assert high == pytest.approx(paid.max(axis=0), abs=1e-8)


def test_a_lone_power_pays_what_its_policy_costs():
    game = fields([[0.5, 0.5]], [[[1.0, 0.0]]], [4.0])
    low, high = payments(game.worth, game.valued)
    assert low.tolist() == high.tolist() == [float(game.given_up)]
    assert rents(game.worth).high == pytest.approx(0, abs=CLOSE)


@pytest.mark.parametrize(
    "make, message",
    [
        (lambda: rents(np.zeros(3)), "1 to 5 powers"),
        (lambda: rents(np.zeros(64)), "1 to 5 powers"),
        (lambda: fields([[0.5, 0.5]], [[[1.0, 0.0]]], [0.0]), "must be positive"),
        (lambda: fields([[0.5, np.nan]], [[[1.0, 0.0]]], [1.0]), "finite"),
    ],
)
def test_bad_input_is_named(make, message):
    with pytest.raises(ValueError, match=message):
        make()
