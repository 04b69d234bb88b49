"""Our positions beside the published ones, and the function that hands them out."""

from __future__ import annotations

import pytest

import steppe
from steppe.politics.idealpoints.reproduction import distances, five_year_changes, levels
from steppe.world.errors import UserError


def test_positions_come_with_standard_errors_and_the_published_ones(world):
    frame = steppe.ideal_points(["KAZ", "United States"], years=[1993, 2019], world=world)
    assert frame[["state", "year"]].values.tolist() == [["KAZ", 1993], ["KAZ", 2019], ["USA", 1993], ["USA", 2019]]
    assert (frame["se"] > 0).all() and frame["low"].lt(frame["ideal_point"]).all()
    published = world.table("un_ideal_points").set_index(["state", "year"])["ideal_point"]
    assert frame["published"].tolist() == [
        published[state, year] for state, year in zip(frame["state"], frame["year"], strict=True)
    ]
    assert len(steppe.ideal_points(world=world)) == len(world.table("ideal_points"))
    assert set(steppe.ideal_points("twelve", world=world)["state"]) == set(world.group("twelve"))


@pytest.mark.parametrize(
    ("states", "years", "sentence"),
    [("KZG", None, "Did you mean KGZ"), ("XKX", None, "has a position"), ("KAZ", [2023], "has a position")],
)
def test_what_is_not_there_gets_a_sentence(world, states, years, sentence):
    with pytest.raises(UserError, match=sentence):
        steppe.ideal_points(states, years=years, world=world)


def test_the_three_tables_are_those_of_the_two_records(world):
    ours, published = (
        world.table(name).set_index(["state", "year"])["ideal_point"] for name in ("ideal_points", "un_ideal_points")
    )
    for record, of in (("own", ours), ("published", published)):
        assert levels(world, ["KAZ"], [2019]).loc[("KAZ", record), 2019] == of["KAZ", 2019]
        moved = five_year_changes(world, ["KAZ"], [2019]).loc[("KAZ", record), 2019]
        assert moved == pytest.approx(of["KAZ", 2019] - of["KAZ", 2014])
        away = distances(world, ["KAZ"], [2019]).loc[("KAZ", "USA", record), 2019]
        assert away == pytest.approx(of["USA", 2019] - of["KAZ", 2019])


def test_distances_from_the_united_states_go_the_way_of_the_published_ones(world):
    """Laid down before the comparison: the fault is mended if China and Ukraine move as in the published record."""
    table = distances(world, ["CHN", "UKR"], [1993, 2019])
    course = (table[2019] - table[1993]).xs("USA", level="power")
    assert (course < 0).all()
