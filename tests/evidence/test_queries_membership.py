"""Queries on membership, read as statements about the region and tried with cases made to break them."""

from __future__ import annotations

import pandas as pd
import pytest

from steppe.evidence.queries import membership as m
from steppe.evidence.query import NoData
from steppe.world.errors import UserError
from steppe.world.world import World


def with_spells(world: World, *spells: dict[str, object]) -> World:
    """The world with invented spells in the CSTO added to its own."""
    table = world.table("memberships")
    first = table[table["organization"].eq("CSTO") & table["state"].eq("RUS")].iloc[0].to_dict()
    added = [first | {"spell": 9000 + n} | spell for n, spell in enumerate(spells)]
    return world.with_tables({"memberships": pd.concat([table, pd.DataFrame(added)], ignore_index=True)})


def test_ukraine_counts_in_law_but_not_in_practice_after_its_decree(world: World) -> None:
    day = {"organization": "CIS", "on": "2019-06-30"}
    assert "UKR" in m.members(world, **day, within="law").value
    assert "UKR" not in m.members(world, **day, within="practice").value
    assert "UKR" not in m.members(world, **day, status=["member"]).value


def test_members_leave_out_those_named(world: World) -> None:
    assert m.members(world, organization="UnionState", on="2019-06-30", without=["RUS"]).value == ("BLR",)


def test_three_states_founded_the_cis_and_a_participant_is_one_of_them(world: World) -> None:
    assert m.founders(world, organization="CIS").value == ("BLR", "RUS", "UKR")
    assert m.is_founder(world, state="CHN", organization="SCO").value is True
    assert m.is_founder(world, state="IND", organization="SCO").value is False


def test_turkmenistan_joined_the_cis_unless_full_members_alone_count(world: World) -> None:
    joined = {"organization": "CIS", "by": "1993-12-31", "without": ["BLR", "RUS", "UKR"]}
    assert "TKM" in m.ever(world, **joined).value
    assert m.ever(world, **joined, status=["member"]).value == ("ARM", "AZE", "GEO", "KAZ", "KGZ", "MDA", "TJK", "UZB")


def test_who_left_still_counts_among_those_who_ever_came(world: World) -> None:
    assert "GEO" in m.ever(world, organization="CIS", by="2020-01-01").value
    assert "GEO" not in m.ever(world, organization="CIS", by="1993-12-02").value


@pytest.mark.parametrize(
    ("start", "end", "ends"),
    [
        ("2009-08-18", "2009-08-18", True),
        ("2009-08-19", "2009-12-31", False),  # it had ended before
        ("2008-08-13", "2009-08-17", False),  # notice given, effect to come
    ],
)
def test_georgia_ends_its_membership_on_the_day_it_takes_effect(world: World, start: str, end: str, ends: bool) -> None:
    assert m.ends_between(world, state="GEO", organization="CIS", start=start, end=end).value is ends


def test_a_seat_given_up_and_taken_again_between_two_days_is_no_end(world: World) -> None:
    gap = {"state": "MNG", "status": "member", "practice": "active"}
    back = with_spells(
        world,
        gap | {"start": pd.Timestamp("2000-01-01"), "end": pd.Timestamp("2001-01-01")},
        gap | {"start": pd.Timestamp("2001-06-01"), "end": None},
    )
    days = {"state": "MNG", "organization": "CSTO", "start": "2000-06-01", "end": "2001-12-31"}
    assert m.ends_between(back, **days).value is False
    assert m.begins_between(back, **days | {"start": "2001-01-02"}).value is True


def test_a_spell_towards_one_state_does_not_make_a_member(world: World) -> None:
    one_way = with_spells(world, {"state": "MNG", "towards": "RUS"})
    assert m.is_member(one_way, states=["MNG"], organization="CSTO", on="2020-01-01").value is False


def test_an_observer_is_outside(world: World) -> None:
    outside = m.is_outside(world, states=["UZB", "MDA", "KGZ"], organization="EAEU", on="2024-10-16")
    assert outside.value == {"UZB": True, "MDA": True, "KGZ": False}


def test_who_is_outside_shows_by_who_is_inside(world: World) -> None:
    outside = m.is_outside(world, states=["UZB"], organization="CSTO", on="2015-10-16")
    assert outside.value is True
    assert outside.rows is not None and "RUS" in set(outside.rows["state"])
    assert "no row for UZB" in outside.note


def test_moldova_has_not_left_the_cis_by_the_end_of_2024(world: World) -> None:
    for within in ("law", "practice"):
        answer = m.is_outside(world, states=["MDA"], organization="CIS", on="2024-12-31", within=within)
        assert answer.value is False


def test_armenia_is_frozen_in_the_csto_from_february_2024(world: World) -> None:
    freeze = {"states": ["ARM"], "organization": "CSTO", "practice": ["frozen"]}
    assert m.practice_is(world, **freeze, on="2024-02-22").value is False
    assert m.practice_is(world, **freeze, on="2024-02-23").value is True


def test_a_status_is_found_in_the_words_of_the_compilation_too(world: World) -> None:
    chairs = m.has_status(
        world, states=["FRA", "TUR"], organization="OSCE_MinskGroup", on="2016-06-30", status=["co-chair"]
    )
    assert chairs.value == {"FRA": True, "TUR": False}


def test_a_date_that_never_was_is_no_date(world: World) -> None:
    with pytest.raises(NoData, match="RUS was never leaving in CIS"):
        m.date_of(world, state="RUS", organization="CIS", practice="leaving")
    with pytest.raises(NoData, match="GEO never belonged to EAEU"):
        m.first_date(world, organization="EAEU", state="GEO")


@pytest.mark.parametrize(
    ("first", "second", "partial"),
    [("SCO", "CIS", True), ("EAEU", "CIS", False), ("CIS", "CIS", False), ("NATO", "CSTO", False)],
)
def test_overlap_in_part_needs_a_shared_member_and_one_apart_on_each_side(
    world: World, first: str, second: str, partial: bool
) -> None:
    assert m.overlap_is_partial(world, first=first, second=second, on="2019-06-30").value is partial


def test_the_sco_gained_two_members_in_2017_and_none_before(world: World) -> None:
    gain = {"organization": "SCO", "start": "2015-01-01"}
    assert m.count_change(world, **gain, end="2017-12-31").value == 2
    assert m.count_change(world, **gain, end="2016-12-31").value == 0
    assert m.count_change(world, **gain, end="2016-12-31", any_status=True).value == 4


def test_a_body_of_the_same_size_ranks_before(world: World) -> None:
    rank = {"on": "2016-10-01", "kinds": ["IGO", "union"], "group": "twelve"}
    assert m.size_rank(world, organization="CIS", **rank).value == 1
    assert m.size_rank(world, organization="CSTO", **rank).value == 3  # the EDB has six members too
    assert m.size_rank(world, organization="EDB", **rank).value == 3


def test_a_body_with_a_member_from_elsewhere_is_not_compared(world: World) -> None:
    with pytest.raises(NoData, match="SCO is not among the organizations compared"):
        m.size_rank(world, organization="SCO", on="2019-06-30", kinds=["IGO"], group="twelve")


def test_a_union_is_weighed_by_product_where_asked(world: World) -> None:
    by = {"organization": "EAEU", "on": "2015-10-16", "group": "twelve", "by": "gdp_usd"}
    assert m.size_rank(world, **by, trade=["customs_union"]).value == 1
    assert m.size_rank(world, **by, trade=["FTA", "customs_union"]).value == 2


def test_a_missing_figure_stops_the_sum(world: World) -> None:
    macro = world.table("macro")
    gap = macro["state"].eq("BLR") & macro["concept"].eq("gdp_usd") & macro["year"].eq(2015)
    holed = world.with_tables({"macro": macro[~gap]})
    with pytest.raises(NoData, match="BLR"):
        m.weight_falls(
            holed, organization="EAEU", state="RUS", before="2015-01-01", after="2015-12-31", year=2015, by="gdp_usd"
        )


def test_two_more_members_leave_russia_a_fifth_of_the_seats(world: World) -> None:
    days = {"organization": "EAEU", "before": "2015-01-01", "after": "2015-12-31", "year": 2015}
    seats = m.weight_falls(world, **days, state="RUS", by="members")
    assert seats.value is True
    assert seats.note == "33.3% of the members of 2015-01-01, 20.0% of those of 2015-12-31"
    assert m.spread_grows(world, **days).value is True
    with pytest.raises(NoData, match="no ideal point in 1900"):
        m.spread_grows(world, **days | {"year": 1900})


def test_a_misspelt_organization_stops_with_its_look_alike(world: World) -> None:
    with pytest.raises(UserError, match="EAEU"):
        m.members(world, organization="EAUE", on="2019-01-01")


def test_every_answer_carries_sourced_rows(world: World) -> None:
    answers = [
        m.members(world, organization="CIS", on="2019-06-30"),
        m.is_outside(world, states=["UZB"], organization="CSTO", on="2015-10-16"),
        m.size_rank(world, organization="EAEU", on="2015-10-16", by="gdp_usd", trade=["customs_union"], group="twelve"),
    ]
    for answer in answers:
        assert answer.rows is not None and not answer.rows.empty
        assert answer.rows[["source", "basis"]].notna().all(axis=None)
