"""Points: as even as Sobol's sequence is, independent over scramblings, repeatable; errors that are the figure's."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.world.errors import UserError
from steppe.world.points import FEWEST, MOST, REPLICATES, TINY, Points, error, parts, replicate, rounded

NAMES = ("theta", *parts("position", 3))


def test_every_scrambling_has_one_point_in_each_stratum():
    """A scrambled net of 2^k points has one in each of 2^k equal intervals of every dimension."""
    column = Points(3, 256, NAMES).uniform("theta").reshape(REPLICATES, -1)
    strata = np.floor(column * column.shape[1]).astype(int)
    assert all(sorted(row) == list(range(column.shape[1])) for row in strata.tolist())


def test_points_are_repeatable_and_scramblings_differ():
    one, same, other = (Points(seed, 64, NAMES).uniform("theta") for seed in (1, 1, 2))
    assert (one == same).all() and (one != other).all()
    blocks = one.reshape(REPLICATES, -1)
    assert len({tuple(row) for row in blocks.round(12).tolist()}) == REPLICATES


def test_a_name_has_its_place_whatever_comes_after():
    assert (Points(1, 32, ("theta",)).uniform("theta") == Points(1, 32, NAMES).uniform("theta")).all()


def test_normal_numbers_are_finite_and_standard():
    made = Points(5, 4096, NAMES).normal("position", 3)
    assert made.shape == (4096, 3) and np.isfinite(made).all()
    assert np.abs(made.mean(axis=0)).max() < 0.01 and np.abs(made.std(axis=0) - 1).max() < 0.01
    assert 0 < TINY < 1e-6


@pytest.mark.parametrize(("asked", "given"), [(2, FEWEST), (16, 16), (200, 256), (2048, 2048), (2049, 4096)])
def test_points_are_a_power_of_two_and_never_fewer_than_asked(asked, given):
    assert rounded(asked) == given


@pytest.mark.parametrize("asked", [0, 1, MOST + 1])
def test_too_few_and_too_many_are_told(asked):
    with pytest.raises(UserError, match=f"draws: {asked} is out of range"):
        rounded(asked)


def test_the_error_is_that_of_the_figure():
    """Over 40 seeds the spread of a median is what each seed says of itself, within a factor of two."""
    medians, errors = [], []
    for seed in range(40):
        values = Points(seed, 256, NAMES).normal("position", 3).sum(axis=1)
        medians.append(np.median(values))
        errors.append(float(error(values, replicate(256), np.median)))
    assert 0.5 < np.std(medians) / np.sqrt(np.mean(np.square(errors))) < 2


def test_points_without_a_solution_leave_their_scrambling():
    assert replicate(32).tolist() == sorted(list(range(REPLICATES)) * 4)
    assert replicate(32, [0, 5, 31]).tolist() == [0, 1, 7]
    assert np.isnan(error(np.arange(4.0), np.zeros(4, int), np.mean))
