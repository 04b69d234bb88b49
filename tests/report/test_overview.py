"""What the overview says about the region, checked against the world that it is computed from."""

from __future__ import annotations

from datetime import date

import pytest

from steppe.report.overview import frames
from steppe.report.overview.records import COLUMNS, records
from steppe.report.overview.view import overview
from steppe.report.shared import seats
from steppe.world.errors import UserError

DAYS = ("1992-06-30", "1999-04-01", "2009-08-17", "2009-08-18", "2015-01-01", "2020-06-30", "2026-11-21")


def _trade(view, state, partner, year):
    return view.trade.set_index(["state", "partner", "year"]).loc[(state, partner, year)]


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("body", ["CIS", "CISFTA", "EAEU", "CSTO", "SCO", "GUAM", "WTO"])
def test_members_are_those_of_the_world(world, body, day):
    found = seats.spells(world)
    assert seats.members_on(found, body, day) == world.members(body, on=day)
    table = seats.seats(found, world.group("twelve"), date.fromisoformat(day), [body])
    in_practice = set(table.loc[table["seat"] == "member", "state"])
    assert in_practice == set(world.members(body, on=day, within="practice")) & set(world.group("twelve"))


@pytest.mark.parametrize("body", seats.CHARTED)
def test_member_counts_end_with_the_members_of_the_day(world, view, body):
    last = view.member_counts[view.member_counts["organization"] == body].iloc[-1]
    assert last["law"] == len(world.members(body, on=view.on))
    assert last["practice"] == len(world.members(body, on=view.on, within="practice"))


def test_seats_tell_law_from_practice(view):
    kind = view.seats.set_index(["state", "organization"])["seat"]
    assert kind["ARM", "CSTO"] == "idle"
    assert kind["GEO", "CIS"] == "left"
    assert kind["TKM", "CIS"] == "outer"
    assert kind["KGZ", "EAEU"] == "member"
    assert kind["USA", "CIS"] == "none"
    assert "Armenia in CSTO: member in law, frozen since 23 February 2024" in set(view.departures["text"])
    assert "Ukraine in CISFTA: member in law, suspended towards Russia since 1 January 2016" in set(
        view.departures["text"]
    )


def test_a_share_is_trade_with_the_partner_over_all_trade(world, view):
    direct = world.sql(
        "select sum(value) filter (where exporter = 'CHN' or importer = 'CHN') / sum(value) as share from trade "
        "where year = 2019 and (exporter = 'KGZ' or importer = 'KGZ')"
    )["share"].iloc[0]
    assert _trade(view, "KGZ", "CHN", 2019)["share"] == pytest.approx(direct, rel=1e-12)


def test_trade_inside_the_eu_is_no_trade_of_the_eu(world, view):
    members = list(world.group("eu27"))
    total = world.sql(
        "select sum(value) as v from trade where year = 2019 and list_contains(?::varchar[], exporter) <> "
        "list_contains(?::varchar[], importer)",
        [members, members],
    )["v"].iloc[0]
    assert _trade(view, "EU", "RUS", 2019)["total"] == pytest.approx(total, rel=1e-12)


def test_what_was_imputed_keeps_its_letter_and_its_part_by_value(view):
    assert _trade(view, "TKM", "RUS", 2023)["basis"] == "imputed"
    assert _trade(view, "TKM", "RUS", 2023)["imputed"] == pytest.approx(1)
    assert _trade(view, "BLR", "RUS", 2023)["imputed"] == 0
    assert _trade(view, "BLR", "RUS", 2023)["basis"] == "imputed"  # its denominator is
    assert _trade(view, "KGZ", "CHN", 2023)["basis"] == "derived"
    assert frames.imputed_totals(view.trade, 2023)["BLR"] == pytest.approx(0.05, abs=0.005)


def test_a_figure_that_fails_a_check_is_withheld_with_the_reason(world, view):
    review = world.table("trade_review")
    wrong = review["exporter"].eq("CHN") & review["importer"].eq("GEO")
    doubted = world.with_tables({"trade_review": review.assign(kind=review["kind"].mask(wrong, "error"))})
    cell = frames.trade(doubted, ["GEO"], [2023]).set_index("partner").loc["CHN"]
    assert cell["withheld"]
    assert cell.isna()["share"]
    assert not _trade(view, "GEO", "CHN", 2023)["withheld"]


def test_every_gap_has_a_reason_and_every_figure_a_basis(view):
    for frame, value in (
        (view.trade, "share"),
        (view.votes, "share"),
        (view.debt, "amount"),
        (view.remittances, "amount"),
    ):
        assert (frame[value].isna() == frame["missing"].notna()).all()
        assert frame.loc[frame[value].notna(), "basis"].notna().all()


def test_mutual_trade_is_fixed_or_moving_with_or_without_russia(world, view):
    share = view.mutual.set_index(["organization", "membership", "russia", "year"])
    assert share.loc[("CIS", "moving", "with", 2005), "members"] == len(world.members("CIS", on="2005-07-01"))
    assert share.loc[("CIS", "fixed", "with", 2005), "members"] == 9
    assert share.loc[("EAEU", "fixed", "without", 2019), "share"] < share.loc[("EAEU", "fixed", "with", 2019), "share"]
    assert ("EAEU", "moving", "with", 2014) not in share.index
    assert {2021, 2022}.isdisjoint(view.mutual["year"])
    # nothing inside is imputed without Russia, but what the others trade with Russia is, and stands below the line
    assert share.loc[("CIS", "fixed", "without", 2023), "imputed"] == pytest.approx(0, abs=0.005)
    assert share.loc[("CIS", "fixed", "without", 2023), "basis"] == "imputed"
    assert share.loc[("CIS", "fixed", "without", 2019), "basis"] == "reconciled"
    # hardly any trade among CIS members in 2023 is imputed: Russia with Belarus rests on what an official said
    assert share.loc[("CIS", "moving", "with", 2023), "imputed"] < 0.02


def test_debt_remittances_and_forces_carry_their_kind(view):
    debt, money, forces = (frame.set_index("state") for frame in (view.debt, view.remittances, view.forces))
    assert debt.at["KGZ", "basis"] == "derived"
    assert debt.at["KGZ", "amount"] == pytest.approx(1764, abs=1)
    assert money.at["ARM", "year"] == 2024
    assert money.at["BLR", "basis"] == "estimated"
    assert forces.at["UZB", "missing"] == "none on record"
    assert bool(forces.at["MDA", "contested"])
    assert not forces.at["KGZ", "contested"]


def test_another_year_is_another_overview(world):
    past = overview(world, year=2010)
    assert past.on == date(2010, 12, 31)
    assert past.trade_years == (2000, 2010)
    assert past.says["headline"] == (
        "In 2010 China is the first trade partner of two of the twelve; in 2000 it was of none"
    )
    assert past.votes["last"].max() == 2010
    assert past.remittances["year"].dropna().le(2010).all()
    kind = past.seats.set_index(["state", "organization"])["seat"]
    assert kind["UZB", "CSTO"] == "member"
    assert set(past.seats.loc[past.seats["organization"] == "EAEU", "seat"]) == {"none"}


def test_a_year_without_trade_takes_the_latest_before_it(world):
    assert overview(world, year=2022).trade_years == (2000, 2010, 2019, 2020)


def test_before_trade_is_on_record_the_overview_says_so(world):
    past = overview(world, year=1995)
    assert past.trade_years == ()
    assert past.says["headline"].startswith("No trade")


@pytest.mark.parametrize("year", [1991, 2027, 20190])
def test_a_year_outside_the_data_is_a_users_mistake(world, year):
    with pytest.raises(UserError, match="from 1992 to 2026"):
        overview(world, year=year)


def test_a_day_and_a_year_together_are_a_users_mistake(world):
    with pytest.raises(UserError, match="not both"):
        overview(world, year=2019, on=date(2019, 6, 30))


def test_the_long_table_has_every_figure_once(view):
    table = records(view)
    assert tuple(table.columns) == COLUMNS
    assert not table.duplicated([c for c in COLUMNS if c not in ("value", "basis", "missing")]).any()
    row = table[(table["subject"] == "KGZ") & (table["partner"] == "CHN") & (table["measure"] == "trade share")]
    assert row["year"].tolist() == [2000, 2010, 2019, 2023]


def test_the_sources_of_the_figures_travel_along(view):
    assert {"cepii-baci-panel", "cepii-baci-2023", "steppe-fill-2023", "ids-world-bank", "natural-earth"} <= set(
        view.sources["source"]
    )
    assert view.sources["licence"].notna().all()
