"""What was found on security and diplomacy: every row is in, values are those of the pages, gaps stay gaps."""

from __future__ import annotations

import pytest

ROWS = {
    "exercises_listed": 147 + 127,
    "visits_listed": 279 + 179,
    "defence_agreements_listed": 52,
    "mediation_listed": 64 + 36,
    "xinjiang_positions": 92,
    "treaty_exits": 39 + 2,
    "presence_checked": 38,
}
GRADED = ("official", "academic", "press", "compiled", "excerpt seen", "general knowledge", "none")


@pytest.mark.parametrize("table", ROWS)
def test_every_row_is_in_with_its_page_and_grade(world, table):
    rows = world.table(table)
    assert len(rows) == ROWS[table]
    assert rows["source"].notna().all() and set(rows["grade"]) <= set(GRADED)
    recalled = rows["source"].eq("general-knowledge") & rows["grade"].ne("none")
    assert (rows["grade"].eq("general knowledge")[recalled]).all()


@pytest.mark.parametrize(
    ("exercise", "troops"),
    [
        ("zapad-2017", 12_700),
        ("tsentr-2015", 95_000),
        ("tsentr-2019", 128_000),
        ("kavkaz-2020", 80_000),
        ("vostok-2022", 50_000),
        ("peace-mission-2012", 2_000),
        ("sea-breeze-2021", 5_000),
    ],
)
def test_troops_are_those_of_the_page(world, exercise, troops):
    rows = world.table("exercises_listed").set_index("exercise")
    assert rows.at[exercise, "troops"] == troops


def test_sea_breeze_of_2021_names_thirty_two_states(world):
    rows = world.table("exercises_listed").set_index("exercise")
    assert len(rows.at["sea-breeze-2021", "participants"].split(";")) == 32


@pytest.mark.parametrize(
    ("exercise", "start", "places", "participants", "troops"),
    [
        ("peace-mission-2018", "2018-08-24", "RUS", "CHN;IND;KAZ;KGZ;PAK;RUS;TJK;UZB", 3_000),
        ("cobalt-2021", "2021-11-15", "TJK", "ARM;BLR;KAZ;KGZ;RUS;TJK", None),
        ("indestructible-brotherhood-2021-rus", "2021-11-08", "RUS", "ARM;BLR;KAZ;KGZ;RUS;TJK", 1_700),
        ("indestructible-brotherhood-2023", "2023-10-09", "KGZ", "BLR;KAZ;KGZ;RUS;TJK", 1_500),
        ("indestructible-brotherhood-2024", "2024-10-01", "KAZ", "BLR;KAZ;KGZ;RUS;TJK", None),
        ("indestructible-brotherhood-2025", "2025-10-20", "TJK", "BLR;KAZ;KGZ;RUS;TJK", 1_500),
    ],
)
def test_later_pages_correct_the_compilation(world, exercise, start, places, participants, troops):
    row = world.table("exercises_listed").set_index("exercise").loc[exercise]
    assert (str(row["start"].date()), row["places"], row["participants"]) == (start, places, participants)
    assert row["status"] == "held" and (troops is None or row["troops"] == troops)


def test_parts_name_the_exercise_that_counts(world):
    rows = world.table("exercises_listed").set_index("exercise")
    marked = rows[rows["note"].fillna("").str.contains("do not count twice|^part of")]
    assert len(marked) == 10 and marked["part_of"].notna().all()
    assert rows.loc[["search-2024", "echelon-2024"], "part_of"].isna().all()
    assert rows.at["interaction-2013", "part_of"] == "zapad-2013"


def test_visits_of_the_lists_are_there(world):
    rows = world.table("visits_listed")
    days, last = (rows[name].dt.strftime("%Y-%m-%d") for name in ("start", "end_date"))
    there = days.le("2023-02-28") & last.ge("2023-02-28")
    blinken = rows[rows["person"].str.contains("Blinken") & there]
    assert {"KAZ", "UZB"} <= set(blinken["host"])
    xi = rows[rows["person"].str.contains("Xi Jinping") & days.str.startswith("2013-09")]
    assert {"TKM", "KAZ", "UZB", "KGZ"} <= set(xi["host"])
    assert {"vice_president", "commission_president"} <= set(rows["office"])
    kerry = rows[rows["person"].str.contains("Kerry") & days.between("2015-10-31", "2015-11-03")]
    assert {"KAZ", "KGZ", "TJK", "TKM", "UZB"} <= set(kerry["host"])


def test_who_signed_on_xinjiang(world):
    rows = world.table("xinjiang_positions")
    totals = rows.groupby("event")["states_total"].first()
    assert totals.loc[["X1", "X3", "X4", "X7", "X6"]].tolist() == [22, 39, 45, 50, 17]
    members = rows[rows["position"].eq("members counted")].set_index("event")["eu_members"]
    assert members.loc[["X1", "X3", "X7", "X6"]].tolist() == [14, 20, 23, 8]
    assert set(rows.loc[rows["position"].eq("not signed"), "list"]) == {"full"}


def test_how_far_moldova_went_out_of_the_cis(world):
    rows = world.table("treaty_exits")
    founding = rows[rows["state"].eq("MDA") & rows["instrument"].str.startswith("Agreement on the creation")]
    acts = dict(zip(founding["act"], founding["date"].dt.strftime("%Y-%m-%d"), strict=True))
    assert acts["government approval"] == "2026-03-11" and acts["first reading"] == "2026-03-20"
    assert founding["effective"].isna().all() and acts["exit voted"] != acts["exit voted"]
    counts = rows[rows["act"].eq("count")].set_index("instrument")["number"]
    assert counts["CIS treaties kept at exit"] == 75
    assert rows.loc[rows["act"].eq("share"), "number"].tolist() == [0.2]


def test_mediators_are_not_hosts(world):
    rows = world.table("mediation_listed")
    assert not rows["mediators"].fillna("").str.contains("host|none").any()
    assert {"informal_round", "official_round"} <= set(rows["level"])


def test_an_agreement_whose_signature_was_not_checked_says_so(world):
    rows = world.table("defence_agreements_listed").set_index("agreement")
    assert rows.at["POL-ARM military-technical cooperation", "status"] == "not checked"
    assert rows["status"].value_counts().to_dict() == {"signed": 50, "not checked": 2}
