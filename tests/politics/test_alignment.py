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


def test_agreement_goes_on_where_there_are_records(kazakhstan):
    agreed = kazakhstan.agreement.set_index(["partner", "year"])
    assert agreed.loc["USA"].index.max() == 2025 and 2024 not in agreed.loc["USA"].index
    assert agreed.loc[("USA", 2025), "agreement"] == pytest.approx(0.0267) and agreed.loc[("USA", 2025), "votes"] == 187


def test_the_mean_of_the_last_years_is_a_level_apart_from_the_path(kazakhstan):
    means = records(kazakhstan).query("measure == 'ideal point, mean of years'").set_index("subject")
    assert means["value"].round(2).to_dict() == {"KAZ": -0.43, "RUS": -0.36, "CHN": -0.69, "USA": 2.45}
    assert set(means["text"]) == {"2023-2025, scale of its own"} and kazakhstan.paths["year"].max() == 2023


def test_a_vote_that_was_not_found_is_named(world):
    hungary = alignment(world, "HUN", ["RUS"])
    assert "Not on record: the vote of HUN on ES-11/2, 77/284, 79/184." in hungary.gaps
    votes = hungary.ukraine.query("state == 'HUN'").set_index("resolution")["vote"]
    assert votes["ES-11/7"] == "no" and votes["ES-11/4"] == "yes"


def test_what_is_missing_is_said(world):
    said = " ".join(alignment(world, "GEO", ["TUR", "IRQ"]).gaps)
    assert "No rate of agreement with TUR on record in 2022-2024." in said
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
