"""Queries on the layers of influence: known figures, and rows that were changed."""

from __future__ import annotations

import pytest

from steppe.evidence.claims import claims
from steppe.evidence.queries import layers
from steppe.evidence.query import NoData
from steppe.evidence.verdicts import evaluate_claim
from steppe.world.world import World


def test_no_claim_waits_for_a_layer():
    assert [one.id for one in claims().values() if one.pending] == []


def test_commitments_of_a_year_are_those_of_the_table(world: World):
    five = layers.commitments(world, recipients="central-asia", year_from=2019, year_to=2019)
    each = [
        layers.commitments(world, recipients=state, year_from=2019, year_to=2019).value
        for state in world.group("central-asia")
    ]
    assert five.value == pytest.approx(sum(each))


def test_commitments_after_2021_are_not_nought_but_unknown(world: World):
    with pytest.raises(NoData, match="2000 to 2021"):
        layers.commitments(world, recipients="KAZ", year_from=2020, year_to=2022)


def test_the_largest_commitment_to_uzbekistan_is_to_the_pipeline(world: World):
    answer = layers.largest_commitment(world, recipient="UZB", year_from=2000, year_to=2019)
    assert answer.value == pytest.approx(5.34, abs=0.01)
    assert answer.note.startswith("Asia Trans Gas LLC 2008")


def test_a_recalled_price_of_low_confidence_gives_no_discount(world: World):
    with pytest.raises(NoData, match="KGZ"):
        layers.discount(world, buyer="KGZ", year_from=2018, year_to=2018)


def test_belarus_had_a_larger_discount_than_moldova(world: World):
    belarus, moldova = (layers.discount(world, buyer=b, year_from=2012, year_to=2012).value for b in ("BLR", "MDA"))
    assert belarus > moldova > 0


def test_students_are_compared_only_where_both_counts_exist(world: World):
    answer = layers.students_ahead(world, origins=["KAZ", "ARM"], year=2017)
    assert answer.value == {"KAZ": True}
    assert "no pair of counts for ARM" in answer.note


def test_visits_of_years_that_nobody_counted_are_not_nought(world: World):
    with pytest.raises(NoData, match="not known for every state and year"):
        layers.visits_and_money(world, states="central-asia", year_from=2010, year_to=2018, across="states")


def test_a_band_comes_with_an_estimate_of_remittances(world: World):
    answer = layers.estimated(world, sender="RUS", receivers="central-asia", year=2018)
    assert 9.5 <= answer.value <= 10.5
    assert answer.note.startswith("between 8.9")


@pytest.mark.parametrize("name", ["T0-16", "T0-x7", "T2-05", "T4-04", "T4-27", "T4-30", "T4-47"])
def test_every_measure_of_the_claims_on_layers_finds_data(world: World, name):
    assert all(finding.met != "no data" for finding in evaluate_claim(world, claims()[name]).findings)
