"""The weakest basis: by how a figure was got, not by the alphabet."""

from __future__ import annotations

from itertools import combinations

import pytest

from steppe.world.basis import BASES, OF_WEIGHT, WEAKEST_SQL, imputed_or, weakest
from steppe.world.world import World

PAIRS = list(combinations(BASES, 2))


@pytest.mark.parametrize("strong, weak", PAIRS)
def test_the_weaker_of_two_holds_in_whatever_order_they_come(world: World, strong, weak):
    assert weakest([strong, weak]) == weakest([weak, strong]) == weak
    query = f"select {WEAKEST_SQL} as basis from (values ('{strong}'), ('{weak}')) t(basis)"
    assert world.sql(query)["basis"].tolist() == [weak]


def test_the_alphabet_would_call_an_imputed_figure_reported():
    assert max(["imputed", "reported"]) == "reported"
    assert weakest(["imputed", "reported"]) == "imputed"


def test_a_word_that_is_no_basis_is_not_ranked():
    with pytest.raises(KeyError):
        weakest(["reported", "guessed"])


def test_half_a_percent_imputed_marks_a_figure():
    assert imputed_or("reconciled", 0.0, OF_WEIGHT) == "imputed"
    assert imputed_or("reconciled", 0.0, OF_WEIGHT / 2) == "reconciled"
