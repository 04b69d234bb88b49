"""Queries on votes, ties and transport, read as statements about the region and tried with worlds that break them."""

from __future__ import annotations

import pytest

from steppe.evidence.claims import claims, granularity
from steppe.evidence.queries import alignment, compare, ties, transport
from steppe.evidence.query import NoData
from steppe.evidence.verdicts import evaluate_claim
from steppe.world.errors import UserError
from steppe.world.world import World

LAYERS = ("alignment", "energy", "remittances", "migrants", "culture", "transport")
OURS = [claim for claim in claims().values() if claim.layer in LAYERS]


def changed(world: World, table: str, condition: str, **cells: object) -> World:
    """The world with some cells of a table replaced where a condition holds."""
    frame = world.table(table)
    frame.loc[frame.eval(condition), list(cells)] = list(cells.values())
    return world.with_tables({table: frame})


# ------------------------------------------------------------------------------------------------- the claims
@pytest.mark.parametrize("claim", OURS, ids=lambda claim: claim.id)
def test_every_claim_is_judged_and_shows_its_rows(world: World, claim) -> None:
    result = evaluate_claim(world, claim)
    for finding in result.findings:
        assert finding.met == "no data" or (finding.rows > 0 and finding.sources)


@pytest.mark.parametrize("claim", [c for c in OURS if c.claimed and c.claimed.value], ids=lambda claim: claim.id)
def test_tolerance_is_half_the_granularity_or_all_of_it_where_the_text_hedges(claim) -> None:
    half = granularity(f"{claim.claimed.value:g}") / 2
    hedged = "doubled" in claim.claimed.because
    assert claim.claimed.tolerance == pytest.approx(2 * half if hedged else half)


# ------------------------------------------------------------------------------------------------- votes
def test_closer_and_apart_are_opposites(world: World) -> None:
    spans = {"before": [2011, 2013], "after": [2017, 2019]}
    for record in alignment.RECORDS:
        closer = alignment.moved(world, a="RUS", b=["CHN", "USA"], direction="closer", record=record, **spans).value
        apart = alignment.moved(world, a="RUS", b=["CHN", "USA"], direction="apart", record=record, **spans).value
        assert all(closer[state] is not apart[state] for state in closer)


def test_it_does_not_matter_whose_side_a_pair_is_seen_from(world: World) -> None:
    spans = {"before": [2000, 2002], "after": [2017, 2019], "direction": "closer"}
    from_china = alignment.moved(world, a="CHN", b=["central-asia"], **spans)
    from_region = alignment.moved(world, a="central-asia", b=["CHN"], **spans)
    figures = [answer.note.split(": ", 1)[1] for answer in (from_china, from_region)]
    assert from_china.value is True
    assert figures[0] == figures[1]


def test_a_state_without_votes_in_one_span_is_left_out_of_both_and_named(world: World) -> None:
    table = world.table("un_agreement")
    gone = table["year"].between(2017, 2019) & (table["state_a"].eq("UZB") | table["state_b"].eq("UZB"))
    answer = alignment.moved(
        world.with_tables({"un_agreement": table[~gone]}),
        a="RUS",
        b=["central-asia"],
        before=[2000, 2002],
        after=[2017, 2019],
        direction="apart",
    )
    assert "without UZB" in answer.note


def test_our_own_count_of_votes_is_not_compared_with_the_published_rate(world: World) -> None:
    with pytest.raises(NoData, match="two records"):
        alignment.moved(world, a="RUS", b=["CHN"], before=[2019, 2019], after=[2023, 2023], direction="closer")


def test_our_own_counts_are_compared_over_all_years_and_so_are_the_published_rates(world: World) -> None:
    ours = alignment.moved(world, a="KAZ", b=["USA"], before=[2020, 2021], after=[2025, 2025], direction="apart")
    assert ours.value is True and ours.note == "KAZ and USA: 18.3 % to 2.7 %"
    published = {"before": [2020, 2020], "after": [2023, 2023], "direction": "closer", "record": "published"}
    theirs = alignment.moved(world, a="RUS", b=["CHN"], **published)
    assert theirs.value is False and theirs.note == "RUS and CHN: 78.7 % to 68.2 %"
    assert alignment.moved(world, a="CHN", b=["RUS"], **published).note.endswith("78.7 % to 68.2 %")


def test_a_drift_that_all_share_is_no_movement_of_a_pair(world: World) -> None:
    spans = {"before": [2013, 2015], "after": [2016, 2018], "direction": "apart"}
    assert alignment.moved(world, a="ARM", b=["KAZ"], **spans).value is True
    assert alignment.moved(world, a="ARM", b=["KAZ"], beyond=["ARM", "KAZ"], **spans).value is False


def test_belarus_votes_with_russia_most_and_armenia_stands_nearest(world: World) -> None:
    span = {"to": "RUS", "among": "cis-nine", "count": 1, "years": [2014, 2019]}
    assert alignment.nearest(world, **span).value == ("BLR",)
    assert alignment.nearest(world, **span, record="ideal-points").value == ("ARM",)


def test_an_unknown_record_or_direction_stops_with_the_word_named(world: World) -> None:
    with pytest.raises(UserError, match="ideal-points"):
        alignment.nearest(world, to="RUS", among="twelve", count=1, years=[2019, 2019], record="ideal-point")
    with pytest.raises(UserError, match="nearer"):
        alignment.moved(world, a="RUS", b=["CHN"], before=[2018, 2018], after=[2019, 2019], direction="nearer")


def test_two_cis_states_voted_with_russia_on_crimea_and_two_against(world: World) -> None:
    crimea = {"resolution": "68/262", "among": "cis-nine", "without": ["RUS"]}
    assert alignment.voters(world, vote="N", **crimea).value == ("ARM", "BLR")
    assert alignment.voters(world, vote="Y", **crimea).value == ("AZE", "MDA")
    silent = alignment.voted(world, votes=["A", "X"], **crimea).value
    assert sorted(state for state, took_no_side in silent.items() if took_no_side) == ["KAZ", "KGZ", "TJK", "UZB"]


def test_a_resolution_is_tallied_only_where_all_votes_are_known(world: World) -> None:
    tally = alignment.tally(world, resolution="68/262", vote="Y", of="members")
    assert tally.note == "100 of 193"  # the press release of the day: 100 for, 11 against, 58 abstained
    with pytest.raises(NoData, match="193"):
        alignment.tally(world, resolution="ES-11/2", vote="Y", of="members")
    with pytest.raises(NoData, match="votes of EST"):
        alignment.voted(world, resolution="ES-11/2", votes=["Y"], among=["EST", "RUS"])


def test_the_united_states_are_where_few_stand(world: World) -> None:
    below = alignment.against_median(world, a="RUS", b="USA", years=[2016, 2016], side="below")
    above = alignment.against_median(world, a="RUS", b="USA", years=[2016, 2016], side="above")
    assert (below.value, above.value) == (True, False)
    assert alignment.against_median(world, a="GBR", b="USA", years=[2014, 2016], side="above").value == {
        "2014": True,
        "2015": True,
        "2016": True,
    }


# ------------------------------------------------------------------------------------------------- comparisons
def test_a_comparison_of_comparisons_asks_any_query(world: World) -> None:
    shares = {"query": "trade/share", "args": {"of": "KGZ", "partner": "CHN"}}
    years = {"before": {"year": 2000}, "after": {"year": 2019}}
    up = compare.moved(world, **shares, **years, direction="up")
    same = {"of": "KGZ", "partner": "CHN", "year_from": 2000, "year_to": 2019}
    assert up.value is compare.sign(world, query="trade/share_change", args=same, direction="up").value is True
    assert compare.moved(world, **shares, **years, direction="down").value is False
    assert compare.ratio(world, **shares, **years).value > 1


def test_a_comparison_of_what_is_no_number_stops(world: World) -> None:
    with pytest.raises(UserError, match="no number"):
        compare.reaches(world, query="transport/landlocked", args={"states": ["KGZ"]}, at_least=1)
    with pytest.raises(UserError, match="no query"):
        compare.reaches(world, query="trade/shares", args={}, at_least=1)
    with pytest.raises(NoData, match="zero"):
        quoted = {"subject": "TKM", "partner": "RUS", "indicator": "pipeline gas exports"}
        compare.ratio(world, query="finance/quoted", args=quoted, before={"period": "2017"}, after={"period": "2021"})


# ------------------------------------------------------------------------------------------------- ties
def test_turkmen_gas_went_from_russia_to_china(world: World) -> None:
    assert ties.buyer_rank(world, seller="TKM", buyer="CHN", year=2017).value == 1
    assert ties.fuel_rank(world, of="TKM", partner="CHN", flow="exports", year=2015).value == 1
    assert ties.fuel_rank(world, of="TKM", partner="CHN", flow="exports", year=2005).value > 1
    with pytest.raises(NoData, match="only"):
        ties.buyer_rank(world, seller="TKM", buyer="CHN", year=2013)


def test_no_volume_is_implied_by_a_recalled_price(world: World) -> None:
    asked = {"seller": "TKM", "buyer": "CHN", "year": 2017}
    with pytest.raises(NoData, match="confidence"):
        ties.implied_gas(world, **asked)
    price = 'series == "gas_export_price" and seller == "TKM" and buyer == "CHN" and year == 2017'
    sure = changed(world, "energy_prices", price, value=200.0, confidence="high")
    goods = world.sql("select value from trade where exporter = 'TKM' and importer = 'CHN' and year = 2017")["value"]
    assert ties.implied_gas(sure, **asked).value == pytest.approx(goods.sum() / 200)


def test_remittances_weigh_on_two_states_and_not_on_five(world: World) -> None:
    shares = ties.gdp_share(world, states="central-asia", year=2018).value
    assert sorted(state for state, share in shares.items() if share > 10) == ["KGZ", "TJK"]
    together = ties.gdp_share(world, states="central-asia", year=2018, together=True).value
    assert min(shares.values()) < together < max(shares.values())


def test_a_state_without_receipts_is_named_and_not_counted_as_zero(world: World) -> None:
    receipts = world.table("remittance_receipts")
    fewer = world.with_tables({"remittance_receipts": receipts[receipts["state"] != "TKM"]})
    answer = ties.gdp_share(fewer, states="central-asia", year=2018)
    assert "TKM" not in answer.value
    assert "TKM" in answer.note


def test_the_quoted_part_needs_both_of_its_figures(world: World) -> None:
    asked = {
        "subject": "CIS",
        "indicator": "personal remittances from Russia to CIS (CBR)",
        "part": "UZB+TJK+KGZ",
        "share": "share of the three in CBR personal remittances to CIS",
    }
    low = ties.quoted_part(world, **asked, period="2018").value
    high = ties.quoted_part(world, **asked, period="2018", most=["KAZ", "TKM"]).value
    assert 9.5 < low < high < 10.5
    with pytest.raises(NoData, match="one figure each"):
        ties.quoted_part(world, **asked, period="2021")


def test_millions_of_central_asians_are_counted_in_three_ways(world: World) -> None:
    entries = ties.total(world, indicator="work_purpose_entries", states="central-asia", year=2019, period="H1")
    assert entries.value > 1
    assert "TKM" in entries.note
    with pytest.raises(NoData):
        ties.total(world, indicator="work_purpose_entries", states="central-asia", year=1999, period="H1")


def test_advice_against_travel_counts_governments_and_not_papers(world: World) -> None:
    two = ties.travel_advice(world, states="central-asia", start="2024-01-01", end="2024-10-16")
    assert two.value == 2
    assert ties.travel_advice(world, states="central-asia", start="2019-01-01", end="2023-12-31").value == 0


def test_russian_is_recorded_in_all_five_and_used_by_most_in_one(world: World) -> None:
    asked = {"language": "ru", "states": "central-asia"}
    assert all(ties.used(world, **asked, at_least=0).value.values())
    most = ties.used(world, **asked, at_least=50).value
    assert [state for state, used in most.items() if used] == ["KAZ"]
    assert ties.only_common(world, **asked).value is True
    assert ties.only_common(world, language="zh", states="central-asia").value is False


# ------------------------------------------------------------------------------------------------- transport
def test_the_north_south_corridor_runs_through_two_of_the_five(world: World) -> None:
    five = transport.crosses(world, corridor="INSTC", states=["ARM", "AZE", "KAZ", "KGZ", "TJK"]).value
    assert [state for state, on_it in five.items() if on_it] == ["AZE", "KAZ"]
    with pytest.raises(NoData, match="Silk"):
        transport.crosses(world, corridor="Silk", states=["CHN"])


def test_corridors_around_russia_are_the_newer_ones(world: World) -> None:
    asked = {"through": "CHN", "avoid": "RUS"}
    assert transport.avoiding(world, **asked).value < transport.avoiding(world, **asked, since=2013).value


def test_a_crossing_has_one_figure_of_a_year_or_none(world: World) -> None:
    asked = {"of": "average of CAREC", "mode": "rail", "indicator": "border-crossing time"}
    found = transport.crossing(world, **asked, year=2021)
    assert (found.value, found.unit) == (51.9, "hours")
    with pytest.raises(NoData, match="0 figures of border-crossing time by rail"):
        transport.crossing(world, **asked, year=2012)


def test_gauges_differ_at_both_ends_of_the_route(world: World) -> None:
    assert transport.differs(world, states=["CHN", "POL", "BLR"], of="RUS").value == {
        "CHN": True,
        "POL": True,
        "BLR": False,
    }
    assert transport.breaks(world, borders=[["POL", "BLR"], ["KAZ", "RUS"], ["CHN", "KAZ"], ["RUS", "CHN"]]).value == {
        "POL-BLR": True,
        "KAZ-RUS": False,
        "CHN-KAZ": True,
        "RUS-CHN": True,
    }
    with pytest.raises(NoData, match="gauge of ISL"):
        transport.differs(world, states=["ISL"], of="RUS")


def test_a_work_is_coming_until_the_day_it_is_there(world: World) -> None:
    name = "Power of Siberia 1"
    assert transport.coming(world, names=[name], on="2019-12-01").value == {name: True}
    assert transport.coming(world, names=[name], on="2019-12-02").value == {name: False}
    with pytest.raises(NoData, match="Siberia 9"):
        transport.coming(world, names=["Power of Siberia 9"], on="2019-12-02")


def test_central_asia_has_no_coast_and_is_rated_below_the_median(world: World) -> None:
    assert all(transport.landlocked(world, states="central-asia").value.values())
    assert transport.landlocked(world, states=["GEO"]).value == {"GEO": False}
    rated = transport.below_median(world, attribute="lpi_score", states="central-asia", year=2018)
    assert all(rated.value.values())
    assert "not rated: TKM" in rated.note
    with pytest.raises(NoData):
        transport.value(world, attribute="lpi_score", state="TKM", year=2018)


def test_the_median_state_lies_nowhere_above_the_median(world: World) -> None:
    frame = world.sql("from state_attributes where attribute = 'lpi_score' and year = 2018 order by value")
    middle = frame.iloc[len(frame) // 2]["state"]
    asked = {"attribute": "lpi_score", "state": middle, "year": 2018}
    assert transport.value(world, **asked, above_median=True).value == pytest.approx(0)
