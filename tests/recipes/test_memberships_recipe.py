"""What the spells must say about the region, read from the committed bundle."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

BUNDLE = Path(__file__).resolve().parents[2] / "src" / "steppe" / "bundle" / "open"
MEMBER_IN_LAW = ("member", "participant")


def rows(table: str, where: str = "true") -> pd.DataFrame:
    path = BUNDLE / f"{table}.parquet"
    if not path.exists():
        pytest.skip(f"the bundle holds no table {table}: run `python -m recipes`")
    return duckdb.sql(f"select * from '{path}' where {where}").df()


def spell(state: str, organization: str, on: str, towards: str = "") -> pd.Series:
    """The one spell that holds on the day."""
    found = rows(
        "memberships",
        f"state = '{state}' and organization = '{organization}' and coalesce(towards, '') = '{towards}' "
        f"and start <= '{on}' and (\"end\" is null or \"end\" > '{on}')",
    )
    assert len(found) == 1, f"{state} holds {len(found)} statuses in {organization} on {on}"
    return found.iloc[0]


@pytest.mark.parametrize(
    ("state", "organization", "on", "status", "practice"),
    [
        ("GEO", "CIS", "2009-08-17", "member", "leaving"),
        ("TKM", "CIS", "2004-12-31", "participant", "active"),
        ("TKM", "CIS", "2006-01-01", "associate", "active"),
        ("UKR", "CIS", "2013-06-30", "participant", "active"),
        ("UKR", "CIS", "2016-06-30", "participant", "selective"),
        ("UKR", "CIS", "2020-06-30", "participant", "leaving"),
        ("MDA", "CIS", "2021-06-30", "member", "active"),
        ("MDA", "CIS", "2026-06-30", "member", "leaving"),
        ("ARM", "EAEU", "2015-01-02", "member", "active"),
        ("KGZ", "EAEU", "2015-08-06", "member", "selective"),  # in force; the customs border opens on the 12th
        ("KGZ", "EAEU", "2015-08-11", "member", "selective"),
        ("KGZ", "EAEU", "2015-08-12", "member", "active"),
        ("TKM", "TRACECA", "2023-11-14", "member", "active"),
        ("AFG", "CAREC", "2005-11-06", "member", "active"),
        ("ARM", "CSTO", "2024-12-31", "member", "frozen"),
        ("BLR", "SCO", "2024-07-03", "observer", "active"),
        ("BLR", "SCO", "2024-07-04", "member", "active"),
        ("GBR", "EU", "2020-01-31", "member", "active"),
        ("SCG", "CoE", "2005-01-01", "member", "active"),
        ("SRB", "CoE", "2007-01-01", "member", "active"),
        ("RUS", "NATO_PfP", "2015-01-01", "partner", "suspended"),
        ("BLR", "EaP", "2022-01-01", "member", "suspended"),
    ],
)
def test_status_in_law_and_in_practice(state, organization, on, status, practice):
    found = spell(state, organization, on)
    assert (found["status"], found["practice"]) == (status, practice)


@pytest.mark.parametrize(
    ("state", "organization", "on"),
    [
        ("GEO", "CIS", "2009-08-18"),
        ("ARM", "EAEU", "2015-01-01"),
        ("KGZ", "EAEU", "2015-08-05"),
        ("TKM", "TRACECA", "2023-11-13"),
        ("AFG", "CAREC", "2005-11-05"),
        ("GBR", "EU", "2020-02-01"),
    ],
)
def test_nothing_holds_on_the_day_on_which_a_spell_ends_or_before_it_starts(state, organization, on):
    found = rows(
        "memberships",
        f"state = '{state}' and organization = '{organization}' and start <= '{on}' "
        f'and ("end" is null or "end" > \'{on}\')',
    )
    assert found.empty


def test_uzbekistan_is_bound_to_the_free_trade_area_by_a_protocol():
    found = spell("UZB", "CISFTA", "2015-01-01")
    assert (found["status"], found["raw_status"]) == ("member", "member_by_protocol")


def test_russia_suspended_free_trade_towards_ukraine_alone():
    assert spell("UKR", "CISFTA", "2016-06-30")["practice"] == "active"
    assert spell("UKR", "CISFTA", "2016-06-30", towards="RUS")["practice"] == "suspended"


def test_spells_of_one_state_in_one_organization_do_not_overlap():
    spells = rows("memberships").sort_values("start")
    by_place = spells.groupby(["organization", "state", "towards"], dropna=False)
    previous_end = by_place["end"].shift()
    later = by_place.cumcount() > 0
    assert previous_end[later].notna().all()
    assert (previous_end[later] <= spells["start"][later]).all()


def test_every_member_existed_on_the_day_on_which_its_spell_starts():
    joined = rows("memberships").merge(rows("states")[["state", "start", "end"]], on="state", suffixes=("", "_state"))
    assert len(joined) == len(rows("memberships"))
    assert not (joined["start"] < joined["start_state"]).any()
    assert not (joined["start"] >= joined["end_state"]).any()


def test_the_published_map_decides_every_raw_spell_once():
    published = rows("status_map")
    assert published["count"].sum() == 611
    assert published["raw_status"].nunique() == 28
    assert (published["count"] > 0).all()


def test_every_body_with_members_says_which_status_counts_in_law():
    bodies = rows("organizations").set_index("organization")["legal_members"]
    with_members = rows("memberships", "status = 'member'")["organization"].unique()
    assert [body for body in with_members if "member" not in str(bodies[body]).split(";")] == []


def test_rules_of_exclusion_are_mutual():
    named = rows("organizations").set_index("organization")["exclusive_with"].dropna().str.split(";")
    one_way = [(a, b) for a, others in named.items() for b in others if a not in named.get(b, [])]
    assert one_way == []
