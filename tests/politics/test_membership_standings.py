"""Standings in days, rates of moves, waiting times, and the forecast that follows from them."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import beta, gamma

from steppe.politics.membership.evidence import scored
from steppe.politics.membership.forecast import ANNOUNCED, APPLICANT, ORDER, forecast
from steppe.politics.membership.rates import counted, join_chances, names, out_chances, table
from steppe.politics.membership.seats import FROZEN, LEFT, NOTICE, OUTSIDE, USED, Stay, bodies, limited_seats, stays
from steppe.politics.membership.seats import without_standing as outsiders
from steppe.politics.membership.standing_backtest import applicant_backtest, standing_backtest
from steppe.politics.membership.waiting import Case, announced, chance
from steppe.world.dates import TODAY
from steppe.world.errors import UserError
from steppe.world.points import Points


@pytest.fixture(scope="module")
def told(world):
    return forecast(world, draws=256)


def seat(told, state: str, body: str):
    (row,) = told[told["state"].eq(state) & told["organization"].eq(body)].to_dict("records")
    return row


# ----------------------------------------------------------------------------------------------------------- seats
def test_bodies_are_those_in_which_one_of_the_twelve_has_sat(world):
    assert set(bodies(world)) == set("CIS CSTO EAEU EAEU_CU EurAsEC GUAM OTS SCO UnionState".split())


@pytest.mark.parametrize(
    ("state", "body", "standing", "to", "year"),
    [
        ("GEO", "CIS", USED, NOTICE, 2008),
        ("GEO", "CIS", NOTICE, LEFT, 2009),
        ("TKM", "CIS", USED, LEFT, 2005),
        ("UZB", "GUAM", FROZEN, LEFT, 2005),
        ("UZB", "CSTO", FROZEN, LEFT, 2012),
        ("ARM", "CSTO", USED, FROZEN, 2024),
        ("BLR", "SCO", OUTSIDE, USED, 2024),
    ],
)
def test_a_move_of_the_record_is_found(world, state, body, standing, to, year):
    moves = {(s.state, s.body, s.standing, s.to, s.end.year) for s in stays(world)}
    assert (state, body, standing, to, year) in moves


def test_the_end_of_a_body_is_no_exit(world):
    ended = [one for one in stays(world) if one.body == "EurAsEC" and one.end == date(2015, 1, 1)]
    assert ended and all(one.to is None for one in ended)


def test_nobody_holds_two_standings_on_one_day(world):
    for day in (date(2000, 6, 1), date(2012, 9, 1), TODAY):
        held = [(one.body, one.state) for one in (*stays(world), *outsiders(world)) if one.start <= day < one.end]
        assert len(held) == len(set(held))


def test_which_limited_seats_count_follows_from_the_rule(world):
    rows = limited_seats(world)
    counts = rows[rows["counts"]]
    assert set(zip(counts["state"], counts["organization"], strict=True)) == {
        *(("UZB", "GUAM"), ("UZB", "EurAsEC"), ("UZB", "CSTO")),
        *(("UKR", "CIS"), ("MDA", "CIS"), ("ARM", "CSTO")),
    }
    why = {(row.state, row.organization): row.why for row in rows.itertuples()}
    assert "one other member" in why["UKR", "CISFTA"] and "way in" in why["KGZ", "EAEU"]
    assert "no membership in law" in why["AFG", "SCO"] and "no seats" in why["BLR", "EaP"]


# ----------------------------------------------------------------------------------------------------------- rates
def ten_years(to: str | None) -> Stay:
    return Stay("X", "A", USED, date(2000, 1, 1), date(2010, 1, 1), to)


def test_a_rate_has_its_jeffreys_interval(world):
    frame = table(stays(world), counted(stays(world)), 0.9).set_index(["standing", "to"])
    row = frame.loc[("frozen", LEFT)]
    assert (row["moves"], row["seats"]) == (2, 5)
    for share, end in ((0.05, "low"), (0.95, "high")):
        assert row[end] == pytest.approx(gamma.ppf(share, 2.5, scale=1 / row["seat_years"]))
    assert row["rate"] == pytest.approx(2.5 / row["seat_years"])


def test_moves_after_the_day_are_not_counted():
    rates = counted([ten_years(LEFT)], date(2005, 1, 1))
    assert rates.moves.sum() == 0 and rates.years[0] == pytest.approx(5.0, abs=0.01)
    assert counted([ten_years(LEFT)]).moves[0].tolist() == [0, 0, 0, 0, 1]


def test_chances_grow_with_the_horizon_and_stay_chances(world):
    rates, points = counted(stays(world) + outsiders(world)), Points(3, 64, names())
    one, five = (out_chances(rates, points, years) for years in (1, 5))
    assert ((one >= 0) & (one <= five) & (five <= 1)).all()
    assert (join_chances(rates, points, 1) <= join_chances(rates, points, 5)).all()


def test_a_standing_that_nobody_has_held_has_no_chance():
    made = out_chances(counted([ten_years(None)]), Points(1, 16, names()), 5)
    assert np.isnan(made[:, 1:]).all() and np.isfinite(made[:, 0]).all()


# ----------------------------------------------------------------------------------------------------------- waits
def case(start: int, done: int | None = None, dropped: int | None = None, watched: int = 2026) -> Case:
    days = [None if year is None else date(year, 1, 1) for year in (start, done, dropped, watched)]
    return Case("A", "X", days[0], days[1], days[2], days[3])


def test_a_chance_counts_cases_still_open_after_the_wait():
    cases = [case(2000, 2003), case(2000, 2001), case(2000, None, 2004), case(2000), case(2010, None, None, 2013)]
    made = chance(cases, 2.0, 4.0)
    assert made.done == 1 and made.cases == pytest.approx(3.25, abs=0.01)
    assert made.low == pytest.approx(beta.ppf(0.05, 1.5, made.cases - 0.5))
    assert made.probability == pytest.approx(1.5 / (made.cases + 1))


def test_what_came_later_is_not_known():
    assert chance([case(2000, 2003)], 0.0, 5.0, date(2002, 1, 1)).done == 0


@given(st.lists(st.tuples(st.integers(1980, 2020), st.integers(0, 12), st.booleans()), max_size=12))
def test_a_chance_lies_inside_its_interval(made):
    cases = [case(start, start + years if came else None) for start, years, came in made]
    found = chance(cases, 1.0, 5.0)
    assert 0 <= found.low < found.probability < found.high <= 1
    assert found.done <= found.cases <= len(cases)


# -------------------------------------------------------------------------------------------------------- forecast
def test_the_order_is_an_analysts(told):
    first, second = told.iloc[0], told.iloc[1]
    assert (first["state"], first["organization"], first["standing"]) == ("MDA", "CIS", ANNOUNCED)
    assert (second["state"], second["organization"], second["standing"]) == ("ARM", "CSTO", FROZEN)
    places = told["standing"].map(ORDER.index)
    assert places.is_monotonic_increasing


def test_each_chance_has_its_cases_and_its_reason(told):
    moldova, armenia, ukraine = seat(told, "MDA", "CIS"), seat(told, "ARM", "CSTO"), seat(told, "UKR", "CIS")
    assert 0.7 < moldova["probability"] < 0.95 and moldova["cases"] > 15
    for words in ("2026-03-11 the cabinet", "2026-03-20 parliament", "notice of 12 months, none on record"):
        assert words in moldova["reason"]
    assert (
        armenia["cases"] == 5 and "2 of 5 seats" in armenia["base"] and "6 months, none on record" in armenia["reason"]
    )
    assert "never ratified the Charter" in ukraine["reason"] and ukraine["probability"] == armenia["probability"]
    assert ((told["low"] < told["probability"]) & (told["probability"] < told["high"])).all()
    assert told["base"].str.len().gt(10).all() and told["reason"].str.len().gt(5).all()


def test_applicants_to_the_eu_are_asked_by_past_applications(told):
    for state in ("UKR", "MDA"):
        row = seat(told, state, "EU")
        assert row["standing"] == APPLICANT and 0.3 < row["probability"] < 0.6 and row["cases"] > 25
    georgia = seat(told, "GEO", "EU")
    assert georgia["standing"] == "frozen applicant" and georgia["cases"] < 5 and "frozen since" in georgia["reason"]


def test_seats_in_use_share_one_chance(told):
    used = told[told["standing"].eq(USED)]
    assert used["probability"].nunique() == 1 and used["probability"].iloc[0] < 0.1


def test_an_act_to_leave_makes_the_difference(world, told):
    rows = world.table("stated_exits")
    silent = forecast(world.with_tables({"stated_exits": rows[rows["state"].ne("MDA")]}), draws=64)
    assert seat(silent, "MDA", "CIS")["standing"] == NOTICE
    assert len(announced(world)) == 48


def test_the_same_seed_gives_the_same_figures(world, told):
    again = forecast(world, draws=256)
    assert again["probability"].tolist() == told["probability"].tolist()


@pytest.mark.parametrize("horizon", [0, 21])
def test_a_horizon_out_of_range_is_said(world, horizon):
    with pytest.raises(UserError, match="give 1 to 20"):
        forecast(world, horizon=horizon, draws=16)


# ------------------------------------------------------------------------------------------------------- back-test
def test_the_backtest_knows_four_exits_and_nothing_of_the_future(world):
    rows = standing_backtest(world, 1, range(2005, 2013))
    came = rows[rows["outcome"].eq(1)]
    assert set(zip(came["state"], came["body"], came["year"], strict=True)) == {
        *(("TKM", "CIS", 2005), ("UZB", "GUAM", 2005), ("GEO", "CIS", 2009), ("UZB", "CSTO", 2012)),
    }
    alone = standing_backtest(world, 1, [2005])
    assert alone["model"].tolist() == rows[rows["year"].eq(2005)]["model"].tolist()
    assert rows[["model", "constant", "constant_by_body", "constant_by_state"]].notna().all(axis=None)


def test_applicants_of_one_year_are_one_block(world):
    rows = applicant_backtest(world, [2000])
    assert rows["outcome"].sum() == 10 and set(rows[rows["state"].eq("POL")]["block"]) == {1994}


def test_the_scores_are_said_with_their_intervals(world):
    said = scored(world)
    assert len(said) == 4 and all("95 %" in one and "a reproduction" in one for one in said)
