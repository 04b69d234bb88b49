"""A claim put to the latest data: which dates move, how far, and what of it holds."""

from __future__ import annotations

import pytest

from steppe.evidence.claims import Measure, claims
from steppe.evidence.latest import LAST, NOW, newest
from steppe.evidence.query import RECORD_ONLY
from steppe.evidence.verdicts import NO_LATER, STANDINGS, ClaimResult, evaluate_claim, evaluate_now, standing
from steppe.world.dates import TODAY
from steppe.world.world import World


def moved(world: World, name: str, measure: int = 0) -> tuple[Measure, int]:
    found = newest(world, claims()[name], claims()[name].measures[measure])
    assert found is not None
    return found


def test_a_level_moves_to_the_last_year_of_its_record(world: World) -> None:
    measure, year = moved(world, "T4-01")
    last = world.sql("select max(year) as year from trade")["year"].iloc[0]
    assert (measure.args["year"], year) == (last, last)


def test_a_trend_keeps_its_length_and_a_forecast_its_base(world: World) -> None:
    again, _ = moved(world, "T0-19", 3)
    assert again.args["year_to"] - again.args["year_from"] == 5 and again.args["year_to"] > 2019
    since, _ = moved(world, "T0-51", 2)
    assert since.args["before"] == [2015, 2019]
    assert moved(world, "T4-x3")[0].args["args"]["year_from"] == 2000


def test_a_day_becomes_the_last_day_of_the_tables(world: World) -> None:
    measure, year = moved(world, "T3-06")
    assert (measure.args["on"], year) == (str(TODAY), TODAY.year)


def test_a_measure_is_named_by_the_years_that_it_asks(world: World) -> None:
    measure, year = moved(world, "T4-x1", 1)
    assert measure.args["year_to"] == year and str(year) in measure.name and "2018" not in measure.name


def test_a_window_of_arms_moves_to_the_next_that_the_table_has(world: World) -> None:
    assert moved(world, "T2-12", 1)[0].args["start"] == 2020


def test_a_vote_on_one_resolution_is_not_asked_again(world: World) -> None:
    one = claims()["T2-19"]
    resolution = [measure for measure in one.measures if "resolution" in measure.args]
    assert resolution and all(newest(world, one, measure) is None for measure in resolution)


def test_a_figure_without_a_later_record_says_so(world: World) -> None:
    assert evaluate_now(world, claims()["T4-10"]).verdict == NO_LATER


def test_a_dated_event_keeps_its_verdict(world: World) -> None:
    one = claims()["T0-08"]
    assert evaluate_now(world, one) == evaluate_claim(world, one)


@pytest.mark.slow
def test_every_verdict_of_now_rests_on_records_of_now(world: World) -> None:
    for one in claims().values():
        result = evaluate_now(world, one)
        if one.moves != "stays" and result.computed:
            assert result.year is not None and NOW <= result.year <= max(LAST, TODAY.year), one.id
            gaps = [found.note for found in result.findings if found.met == "no data"]
            assert all(RECORD_ONLY in note for note in gaps), one.id


@pytest.mark.parametrize(
    ("name", "then", "now", "holds"),
    [
        ("T4-15", "supported", "supported", "still holds"),  # China and Russia trade more than 100 bn USD
        ("T4-02", "supported", "contradicted", "no longer"),  # China has passed Russia in Kazakhstan's trade
        ("T4-20", "mixed", "supported", "holds by now"),  # China leads the trade of Central Asia
        ("T4-01", "mixed", "contradicted", "does not hold"),
        ("T4-24", "mixed", "mixed", "not clear"),
        ("T0-08", "supported", "supported", "dated event"),
    ],
)
def test_what_holds_follows_from_both_verdicts(world: World, name: str, then: str, now: str, holds: str) -> None:
    one = claims()[name]
    results = evaluate_claim(world, one), evaluate_now(world, one)
    assert ([result.verdict for result in results], standing(*results)) == ([then, now], holds)


def test_each_pair_of_verdicts_has_a_word(world: World) -> None:
    one = claims()["T4-01"]
    words = ("supported", "mixed", "contradicted", "undetermined", NO_LATER)
    found = {standing(ClaimResult(one, then), ClaimResult(one, now)) for then in words[:4] for now in words}
    assert found == set(STANDINGS) - {"dated event"}


@pytest.mark.slow
def test_numbers_turned_turn_the_verdict_of_now(world: World) -> None:
    trade = world.table("trade").copy()
    last = trade["year"].max()
    russian = trade["year"].eq(last) & trade["exporter"].eq("RUS") & trade["importer"].eq("KAZ")
    trade.loc[russian, "value"] *= 20
    turned = evaluate_now(world.with_tables({"trade": trade}), claims()["T4-02"])
    assert turned.findings[0].met == "yes"


def test_a_possibility_moves_like_a_forecast() -> None:
    moves = [claims()[name].moves for name in ("T2-13", "T0-52", "T4-01", "T0-08")]
    assert moves == ["since", "since", "again", "stays"]
