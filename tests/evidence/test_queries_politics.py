"""Queries on meetings, offices, leaders, agreements, conflicts and indicators, true cases and broken ones."""

from __future__ import annotations

import pandas as pd
import pytest

from steppe.evidence.queries import indicators as i
from steppe.evidence.queries import politics as p
from steppe.evidence.query import NoData
from steppe.world.world import World


def without(world: World, table: str, **where: object) -> World:
    """The world with the rows of a table left out that have these values."""
    frame = world.table(table)
    gone = pd.Series(True, index=frame.index)
    for column, value in where.items():
        gone &= frame[column].eq(value)
    assert gone.any()
    return world.with_tables({table: frame[~gone]})


def test_the_cis_met_at_burabay_and_so_did_the_eaeu(world: World) -> None:
    for body in ("CIS_HoS", "EAEU_SC"):
        met = p.meeting_date(world, body=body, start="2015-07-01", end="2015-12-31", host="KAZ")
        assert (met.value, met.note) == ("2015-10-16", "at Burabay")


def test_a_meeting_elsewhere_is_none(world: World) -> None:
    october = {"body": "CIS_HoS", "start": "2024-10-01", "end": "2024-10-31"}
    assert p.meeting_took_place(world, **october, city="Moscow").value is True
    assert p.meeting_took_place(world, **october, city="Minsk").value is False
    assert p.meeting_took_place(world, **october, host="KAZ").value is False
    with pytest.raises(NoData, match="no meeting of CIS_HoS in UKR"):
        p.meeting_date(world, **october, host="UKR")


def test_armenia_came_low_in_2023_and_high_in_2024(world: World) -> None:
    armenia = {"states": ["ARM"], "body": "CIS_HoS"}
    assert p.attendance(world, **armenia, date="2023-10-13", level=["head_of_government"]).value is False
    assert p.attendance(world, **armenia, date="2024-10-08", level=["head_of_government"]).value is True


def test_who_is_not_listed_is_unknown_and_not_absent(world: World) -> None:
    with pytest.raises(NoData, match="at what level EST came"):
        p.attendance(world, states=["EST"], body="CIS_HoS", date="2023-10-13", level=["absent"])
    with pytest.raises(NoData, match="who came to CIS_HoS on 2023-10-14"):
        p.attended(world, body="CIS_HoS", date="2023-10-14", level=["absent"])


def test_the_sco_presidency_passed_to_russia_in_june_2019(world: World) -> None:
    office = {"body": "SCO", "office": "presidency_state", "state": "RUS"}
    assert str(p.term_start(world, **office, on="2019-12-31").value).startswith("2019-06")
    with pytest.raises(NoData):
        p.term_start(world, **office, on="2019-06-01")


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, []),
        ({"predecessor": "Rapota"}, ["after Rapota"]),
        ({"state": "BLR", "start": "2015"}, ["from 2015", "for BLR"]),
    ],
)
def test_a_succession_is_tested_part_by_part(world: World, changed: dict[str, str], wrong: list[str]) -> None:
    chair = {"body": "EEC", "office": "collegium_chair", "holder": "Sargsyan", "predecessor": "Khristenko"}
    answer = p.succession(world, **chair | {"state": "ARM", "start": "2016-02"} | changed)
    assert isinstance(answer.value, dict)
    assert [part for part, held in answer.value.items() if not held] == wrong


def test_the_first_holder_followed_nobody_on_record(world: World) -> None:
    first = {"body": "EEC", "office": "collegium_chair", "holder": "Khristenko", "predecessor": "Glazyev"}
    with pytest.raises(NoData, match="whom Khristenko followed"):
        p.succession(world, **first, state="RUS", start="2012")


def test_karimov_led_uzbekistan_and_not_kyrgyzstan(world: World) -> None:
    summit = {"leader": "Karimov", "on": "2015-10-16"}
    assert p.leads(world, state="UZB", **summit).value is True
    kyrgyz = p.leads(world, state="KGZ", **summit)
    assert kyrgyz.value is False
    assert "Atambayev" in kyrgyz.note


def test_karimov_died_in_2016_and_a_president_whose_term_ran_out_did_not(world: World) -> None:
    assert p.died_in_office(world, state="UZB", leader="Karimov", year=2016).value is True
    assert p.died_in_office(world, state="UZB", leader="Karimov", year=2015).value is False
    assert p.died_in_office(world, state="KGZ", leader="Atambayev", year=2017).value is False
    with pytest.raises(NoData):
        p.died_in_office(world, state="UZB", leader="Mirziyoyev", year=2024)


def test_an_agreement_counts_from_its_signature(world: World) -> None:
    china = {"party": "EAEU", "partners": ["CHN"]}
    assert p.agreement_signed(world, **china, by="2018-05-16").value is False
    assert p.agreement_signed(world, **china, by="2018-05-17").value is True
    assert p.agreement_signed(world, party="ARM", partners=["AZE"], by="2025-12-31", signed=False).value is True


def test_china_has_free_trade_with_georgia_but_with_no_member_of_the_eaeu(world: World) -> None:
    assert p.no_free_trade(world, state="CHN", organization="EAEU", year=2019).value is True
    assert p.no_free_trade(world, state="CHN", organization="GUAM", year=2019).value is False


def test_undated_deals_and_rules_are_no_answer(world: World) -> None:
    assert p.first_deal(world, state="RUS", partner="CHN", kind="5g").value == "2019"
    assert p.rule_year(world, organization="CIS", rule="exit_case", state="UKR").value == "2018"
    with pytest.raises(NoData):
        p.first_deal(world, state="EST", partner="CHN", kind="5g")
    with pytest.raises(NoData):
        p.rule_year(world, organization="CIS", rule="exit_case", state="KAZ")


@pytest.mark.parametrize(
    ("between", "years", "fought"),
    [
        (("GEO", "RUS"), (2008, 2008), True),
        (("RUS", "GEO"), (2008, 2008), True),
        (("GEO", "RUS"), (2009, 2012), False),
        (("KAZ", "RUS"), (1991, 2024), False),
    ],
)
def test_a_war_has_two_sides_whichever_is_named_first(
    world: World, between: tuple[str, str], years: tuple[int, int], fought: bool
) -> None:
    assert p.conflict(world, between=between, start=years[0], end=years[1]).value is fought


def test_a_year_level_with_another_is_no_peak(world: World) -> None:
    span = {"group": "twelve", "start": 2009, "end": 2016, "by": "intensity"}
    assert p.conflict_peak(world, **span, year=2014).value is True
    assert p.conflict_peak(world, **span, year=2015).value is False
    assert p.conflict_peak(world, group="baltic", start=2009, end=2016, by="number", year=2014).value is False


def test_there_was_no_war_in_the_region_in_2016_but_one_in_2022(world: World) -> None:
    assert p.no_war(world, group="twelve", year=2016).value is True
    assert p.no_war(world, group="twelve", year=2022).value is False


# ------------------------------------------------------------------ indicators
def test_uzbekistan_has_most_people_and_tajikistan_least_product_per_head(world: World) -> None:
    five = {"group": "central-asia", "year": 2019}
    assert i.rank(world, state="UZB", indicator="population", **five).value == 1
    assert i.rank(world, state="TJK", indicator="gdp_per_head", lowest_first=True, **five).value == 1
    assert i.rank(world, state="TJK", indicator="gdp_ppp", per_head=True, lowest_first=True, **five).value == 1


def test_product_per_head_is_in_dollars(world: World) -> None:
    poor = i.rank(world, state="TJK", indicator="gdp_ppp", per_head=True, group="central-asia", year=2019)
    assert poor.rows is not None
    assert poor.rows.set_index("state").loc["TJK", "figure"] == pytest.approx(3_500, rel=0.2)


def test_who_is_level_ranks_before(world: World) -> None:
    frame = world.table("state_attributes")
    freedom = frame["attribute"].eq("fh_total") & frame["year"].eq(2019)
    level = world.with_tables({"state_attributes": frame.assign(value=frame["value"].mask(freedom, 40.0))})
    for first in (True, False):
        answer = i.rank(level, state="KGZ", group="central-asia", indicator="fh_total", year=2019, lowest_first=first)
        assert answer.value == 5


def test_a_rank_among_four_of_five_is_none(world: World) -> None:
    holed = without(world, "state_attributes", attribute="fh_total", year=2019, state="KAZ")
    holed = without(holed, "state_attributes", attribute="fh_total", year=2018, state="KAZ")
    holed = without(holed, "state_attributes", attribute="fh_total", year=2017, state="KAZ")
    with pytest.raises(NoData, match="no fh_total of KAZ in 2019"):
        i.rank(holed, state="KGZ", group="central-asia", indicator="fh_total", year=2019)


def test_an_index_answers_for_two_years_and_says_so_but_a_macro_figure_does_not(world: World) -> None:
    polity = i.rank(world, state="KGZ", group="central-asia", indicator="polity2", year=2019)
    assert polity.note.endswith("(of 2018)")
    with pytest.raises(NoData):
        i.rank(world, state="UZB", group="central-asia", indicator="population", year=2101)
    with pytest.raises(NoData, match="no indicator happiness"):
        i.below(world, states=["UZB"], indicator="happiness", year=2019, limit=1)


def test_below_is_strict_and_state_by_state(world: World) -> None:
    score = i.below(world, group="central-asia", indicator="polity2", year=2018, limit=8)
    assert isinstance(score.value, dict)
    assert score.value["KGZ"] is False  # its score is 8
    assert score.value["TKM"] is True


def test_half_of_a_group_is_below_its_median(world: World) -> None:
    answer = i.below_median(world, members_of="twelve", group="twelve", indicator="gdp_per_head", year=2019)
    assert isinstance(answer.value, dict)
    assert sum(answer.value.values()) == 6


def test_russia_leads_the_twelve_in_product_and_not_against_itself(world: World) -> None:
    lead = i.lead(world, state="RUS", group="twelve", indicator="gdp_usd", year=2019)
    assert isinstance(lead.value, float) and lead.value > 2
    behind = i.lead(world, state="UZB", group="central-asia", indicator="gdp_usd", year=2019)
    assert isinstance(behind.value, float) and behind.value < 1


def test_near_compares_with_the_rest_of_the_group(world: World) -> None:
    kin = i.near(world, state="UZB", others=["TJK", "GEO"], group="twelve", indicator="polyarchy", year=2016)
    assert kin.value == {"TJK": True, "GEO": False}


def test_no_change_is_not_a_rise(world: World) -> None:
    same = i.not_risen(world, group="central-asia", indicator="polyarchy", start=2019, end=2019)
    assert same.value == dict.fromkeys(["KAZ", "KGZ", "TJK", "TKM", "UZB"], True)


def test_growth_slowed_in_russia_and_a_gap_in_the_years_stops_the_mean(world: World) -> None:
    spans = {"state": "RUS", "indicator": "gdp_growth", "before": (2010, 2013), "after": (2014, 2019)}
    assert i.slower(world, **spans).value is True
    assert i.slower(world, **spans, against=["RUS"]).value is False  # not by more than itself
    holed = without(world, "macro", state="RUS", concept="gdp_growth", year=2011)
    with pytest.raises(NoData, match="gaps between 2010 and 2013"):
        i.slower(holed, **spans)


def test_trade_of_a_year_that_is_not_there_is_no_answer(world: World) -> None:
    assert i.trade_fell(world, state="RUS", start=2013, end=2019).value is True
    with pytest.raises(NoData, match="2021"):
        i.trade_fell(world, state="RUS", start=2013, end=2021)
