"""Alignment: paths from two records on one scale, agreement from either side, the votes on Ukraine, what is missing."""

from __future__ import annotations

import pandas as pd
import pytest

from steppe.politics.alignment import COLUMNS, alignment, records
from steppe.politics.idealpoints.trajectory import MEETING, link, trajectory
from steppe.world.errors import UserError


@pytest.fixture(scope="module")
def kazakhstan(world):
    return alignment(world, "KAZ", ["RUS", "CHN", "USA"])


def test_the_line_between_two_records_is_that_of_least_squares():
    ours = pd.DataFrame({"state": "A", "session": [1, 2, 3], "ideal_point": [1.0, 3.0, 5.0]})
    line = link(ours, ours.assign(ideal_point=[0.0, 1.0, 2.0]))
    assert (line.intercept, line.slope, line.spread) == pytest.approx((1, 2, 0), abs=1e-12)
    assert line.pairs == 3 and line.correlation == pytest.approx(1)


def test_the_published_path_meets_ours_and_carries_it_on(world):
    paths, line = trajectory(world, ["USA"])
    ours, later = paths[paths["record"] == "estimated here"], paths[paths["record"] == "published, linked"]
    assert ours["year"].max() == 2019 and later["year"].tolist() == [2020, 2021, 2022, 2023]
    assert set(ours["basis"]) == {"estimated"} and set(later["basis"]) == {"reported"}
    shift = (ours["ideal_point"] - ours["published"]).tail(MEETING).mean()
    assert (later["ideal_point"] - later["published"]).tolist() == pytest.approx([shift] * 4)
    assert line.correlation > 0.97


def test_sessions_without_roll_calls_are_filled_from_the_published_and_gaps_of_a_state_are_not(world):
    ours = world.table("ideal_points")
    without = ours[(ours["session"] != 70) & ~((ours["session"] == 60) & (ours["state"] == "KAZ"))]
    paths, _ = trajectory(world.with_tables({"ideal_points": without}), ["KAZ"])
    record = paths.set_index("session")["record"]
    assert record[70] == "published, linked" and record[71] == "estimated here" and 60 not in record


def test_every_figure_has_year_source_and_basis(kazakhstan, world):
    rows = records(kazakhstan)
    assert tuple(rows.columns) == COLUMNS
    assert rows[["subject", "year", "measure", "source", "basis"]].notna().all(axis=None)
    assert set(rows["source"]) <= set(world.table("sources")["source"])
    assert set(rows["measure"]) >= {"ideal point", "ideal point, published", "votes alike", "vote on ES-11/1"}
    votes = rows.query("measure == 'vote on ES-11/1'").set_index("subject")["text"]
    assert votes.to_dict() == {"KAZ": "abstained", "RUS": "no", "CHN": "abstained", "USA": "yes"}


def test_agreement_is_found_from_either_side(world):
    one = alignment(world, "BRA", ["RUS"]).agreement.set_index("year")["agreement"]
    other = alignment(world, "RUS", ["BRA"]).agreement.set_index("year")["agreement"]
    pd.testing.assert_series_equal(one, other)
    assert len(one) > 25


def test_what_is_missing_is_said(world):
    said = " ".join(alignment(world, "GEO", ["TUR", "IRQ"]).gaps)
    assert "Agreement with TUR ends in 2019" in said
    assert "No position of IRQ in 1995" in said


@pytest.mark.parametrize(
    ("state", "others", "sentence"),
    [
        ("KZG", ["RUS"], r"Did you mean KGZ \(Kyrgyzstan\)"),
        ("KAZ", ["RSU"], "Did you mean RUS"),
        ("KAZ", ["EU"], "EU is not a single state"),
        ("KAZ", ["twelve"], "twelve is not a single state"),
        ("KAZ", ["KAZ"], "KAZ cannot be compared with itself"),
        ("KAZ", [], "no state is named; write --with RUS,CHN,USA"),
        ("XKX", ["RUS"], "XKX has no position"),
    ],
)
def test_mistakes_get_a_sentence(world, state, others, sentence):
    with pytest.raises(UserError, match=sentence):
        alignment(world, state, others)
