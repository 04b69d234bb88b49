"""Queries on trade and money: what the region's figures are known to be, and what stops a query."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steppe.evidence.claims import Claim, claims, granularity
from steppe.evidence.queries import finance as f
from steppe.evidence.queries import trade as t
from steppe.evidence.queries._flows import members_by_year, states_of
from steppe.evidence.queries.compare import moved
from steppe.evidence.query import Measurement, NoData
from steppe.evidence.verdicts import evaluate_claim
from steppe.world.errors import UserError
from steppe.world.world import World

TWELVE = ["ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB"]
LAYERS = ("trade", "fdi", "debt")


def number(answer: Measurement) -> float:
    assert isinstance(answer.value, int | float)
    return float(answer.value)


# ------------------------------------------------------------------------------------------------- known figures
@pytest.mark.parametrize(
    "of, partner, year, low, high",
    [
        ("RUS", "CHN", 2018, 102, 104),
        ("central-asia", "RUS", 2018, 25, 27),
        ("KAZ", "CHN", 2017, 15.5, 15.9),
    ],
)
def test_trade_that_is_known(world: World, of: str, partner: str, year: int, low: float, high: float) -> None:
    assert low <= number(t.value(world, of=of, partner=partner, year=year)) <= high


def test_kazakhstan_records_less_trade_with_china_than_china_does(world: World) -> None:
    reconciled = number(t.value(world, of="KAZ", partner="CHN", year=2018))
    own = number(t.value(world, of="KAZ", partner="CHN", year=2018, record="national"))
    assert own < 12 < 16 < reconciled


def test_trade_within_the_eaeu_fell_by_a_quarter_in_2015(world: World) -> None:
    years = {"year_from": 2014, "year_to": 2015}
    fall = number(t.change(world, of="eaeu-five", partner="eaeu-five", flow="X", **years))
    assert -27 <= fall <= -25


@pytest.mark.parametrize(
    "group, year, percent",
    [("cis-twelve", 2000, 23.9), ("cis-twelve", 2023, 20.3), ("eaeu-five", 2010, 9.9), ("eaeu-five", 2023, 18.5)],
)
def test_mutual_trade_as_a_share_of_members_trade(world: World, group: str, year: int, percent: float) -> None:
    assert number(t.share(world, of=group, partner=group, year=year)) == pytest.approx(percent, abs=0.06)


def test_imputed_trade_of_2023_is_named_in_the_note(world: World) -> None:
    note = t.value(world, of="RUS", partner="TKM", year=2023).note
    assert note == "(100% of it imputed in 2023)"
    assert t.value(world, of="RUS", partner="TKM", year=2019).note == ""


def test_the_union_counts_as_one_partner_only_where_asked(world: World) -> None:
    assert t.rank(world, of="KAZ", partner="eu27", year=2019, blocs=["eu27"]).value == 1
    assert t.rank(world, of="KAZ", partner="CHN", year=2019).value == 2
    assert t.rank(world, of="KAZ", partner="CHN", year=2019, blocs=["eu27"]).value == 3


def test_kyrgyz_debt_to_china_by_three_counts(world: World) -> None:
    assert number(f.debt_stock(world, debtor="KGZ", creditor="CHN", year=2018)) == pytest.approx(1.716, abs=0.001)
    ask = {"subject": "KGZ", "partner": "CHN", "part": "public external debt owed to China Eximbank"}
    for period in ("2018-01", "2018-2019"):
        share = f.quoted_share(world, **ask, total="public external debt, total", period=period)
        assert 40 < number(share) < 50


# ------------------------------------------------------------------------------------------------- who is meant
def test_actors_are_states_groups_bodies_or_lists_of_them(world: World) -> None:
    assert states_of(world, "KGZ", 2015) == ("KGZ",)
    assert states_of(world, "EAEU", 2015) == ("ARM", "BLR", "KAZ", "RUS")
    assert states_of(world, ["KGZ", "EAEU"], 2015) == ("ARM", "BLR", "KAZ", "KGZ", "RUS")
    assert "GBR" in states_of(world, "eu", 2018) and "GBR" not in states_of(world, "eu", 2020)
    assert states_of(world, "CIS", 2020) != states_of(world, "CIS", 2020, within="practice")


def test_membership_of_one_day_serves_years_before_the_body(world: World) -> None:
    with pytest.raises(NoData, match="EAEU has no members on 30 June 2014"):
        members_by_year(world, "EAEU", [2014, 2015])
    fixed = members_by_year(world, "EAEU", [2014, 2015], members_on="2015-06-30")
    assert fixed[2014] == fixed[2015] == ("ARM", "BLR", "KAZ", "RUS")


@pytest.mark.parametrize(
    "ask, message",
    [
        ({"of": "KZG", "partner": "CHN", "year": 2018}, 'no state, group or organization "KZG". Did you mean KGZ?'),
        ({"of": "KAZ", "partner": "CHN", "year": 2018, "record": "bacci"}, 'no "bacci"; say one of standing, baci'),
        ({"of": "KAZ", "partner": "CHN", "year": 2018, "flow": "Z"}, 'no "Z"; say both, X'),
    ],
)
def test_a_mistake_is_named_with_its_repair(world: World, ask: dict[str, object], message: str) -> None:
    with pytest.raises(UserError) as error:
        t.value(world, **ask)
    assert message in str(error.value)


def test_leaving_out_every_state_is_a_mistake(world: World) -> None:
    with pytest.raises(UserError, match="no state is left"):
        t.share_change(world, of="RUS", partner="CHN", of_without=["RUS"], year_from=2014, year_to=2015)


@pytest.mark.parametrize(
    "ask",
    [
        {"of": "KAZ", "partner": "CHN", "year": 2017, "record": "national"},
        {"of": "KAZ", "partner": "CHN", "year": 2022},
        {"of": "KAZ", "partner": "PRK", "year": 2017, "record": "factbook"},
    ],
)
def test_what_a_record_lacks_is_no_data_and_not_zero(world: World, ask: dict[str, object]) -> None:
    with pytest.raises(NoData):
        t.value(world, **ask)


def test_shares_that_measure_different_payments_are_not_compared(world: World) -> None:
    with pytest.raises(NoData, match="different things"):
        f.settlement_change(world, scope="CIS", currency="national", start=(2024, "Dec"), end=(2025, "Oct"))


# ------------------------------------------------------------------------------------------------- what must hold
pairs = st.lists(st.sampled_from(TWELVE), min_size=2, max_size=5, unique=True)


@settings(max_examples=15, deadline=None)
@given(group=pairs, year=st.sampled_from([2000, 2010, 2019, 2023]))
def test_shares_of_parts_add_up_and_lie_between_nothing_and_all(world: World, group: list[str], year: int) -> None:
    half, rest = group[:1], group[1:]
    whole = number(t.share(world, of="CHN", partner=group, year=year))
    parts = [number(t.share(world, of="CHN", partner=part, year=year)) for part in (half, rest)]
    assert 0 <= whole <= 100
    assert sum(parts) == pytest.approx(whole)


@settings(max_examples=10, deadline=None)
@given(group=pairs)
def test_the_order_of_states_does_not_matter(world: World, group: list[str]) -> None:
    asked = [t.share(world, of=g, partner=g, year=2019).value for g in (group, group[::-1])]
    assert asked[0] == pytest.approx(asked[1])


def test_what_one_exports_the_other_imports(world: World) -> None:
    out = number(t.value(world, of="RUS", partner="KAZ", year=2018, flow="X"))
    assert out == pytest.approx(number(t.value(world, of="KAZ", partner="RUS", year=2018, flow="M")))


def test_rows_behind_an_answer_name_their_source_and_basis(world: World) -> None:
    for answer in (
        t.share(world, of="CHN", partner="USA", year=2018, record="factbook"),
        t.section_shares(world, of="RUS", partners=["CHN"], exports=[3], imports=[7], year=2015),
        f.creditor_rank(world, debtors=["KGZ"], creditor="CHN", year_from=2018, year_to=2018, by="debt_service"),
    ):
        assert answer.rows is not None and answer.rows[["source", "basis"]].notna().all(axis=None)
    factbook = t.share(world, of="CHN", partner="USA", year=2018, record="factbook")
    assert factbook.rows is not None and set(factbook.rows["source"]) == {"cia-factbook", "cepii-baci-panel"}


# ------------------------------------------------------------------------------------------------- the claims
MINE = [one for one in claims().values() if one.layer in LAYERS]


def test_tolerances_follow_from_the_printed_figure() -> None:
    for one in MINE:
        if one.claimed is None or not one.claimed.tolerance or one.claimed.because.startswith("exception:"):
            continue
        assert one.claimed.value is not None
        half = granularity(f"{abs(one.claimed.value):g}") / 2
        assert one.claimed.tolerance in (pytest.approx(half), pytest.approx(2 * half)), one.id


@pytest.mark.parametrize("one", [one for one in MINE if one.measures], ids=lambda one: one.id)
def test_every_measure_of_every_claim_can_be_computed(world: World, one: Claim) -> None:
    """But for a change that only some of the records tell."""
    result = evaluate_claim(world, one)
    gone = [finding for finding in result.findings if finding.met == "no data"]
    assert [finding.note for finding in gone if "only the record may have changed" not in finding.note] == []
    assert all(finding.rows and finding.sources for finding in result.findings if finding not in gone)


def test_a_change_that_one_record_tells_and_another_does_not_is_no_data(world: World) -> None:
    """Kyrgyz statistics replaced BACI in 2023: China has .34 on the one and .65 on the other, and .45 in 2019."""
    years = {"year_from": 2019, "year_to": 2023}
    with pytest.raises(NoData, match="only the record may have changed"):
        t.share_change(world, of="KGZ", partner="CHN", **years)
    each = t.share_change(world, of=["KGZ", "RUS"], partner="CHN", each=True, **years)
    assert isinstance(each.value, dict) and set(each.value) == {"RUS"} and "KGZ left out" in each.note
    asked = {"query": "trade/share", "args": {"of": "KGZ", "partner": "CHN"}}
    with pytest.raises(NoData, match="only the record"):
        moved(world, **asked, before={"year": 2019}, after={"year": 2023}, direction="up")
    with pytest.raises(NoData, match="only the record"):
        t.change(world, of="KGZ", partner="CHN", what="share", **years)
    with pytest.raises(NoData, match="only the record"):
        t.turned(world, of="KGZ", towards=["CHN"], **years)
    with pytest.raises(NoData, match="only the record"):
        t.is_lowest(world, of="cis-twelve", partner="cis-twelve", mean=True, year=2023, since=2000)


def test_a_change_that_every_record_tells_stands_and_names_the_other_records(world: World) -> None:
    found = t.share_change(world, of="cis-nine", partner="CHN", year_from=2019, year_to=2023)
    assert number(found) > 10 and "by other records in 2023" in found.note
    before = t.share_change(world, of="KGZ", partner="CHN", year_from=2014, year_to=2019)
    assert "other records" not in before.note
