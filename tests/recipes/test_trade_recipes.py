"""What the recipes for trade, agreements, distances and the economies must get right, read from the bundle."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

BUNDLE = Path(__file__).resolve().parents[2] / "src" / "steppe" / "bundle" / "open"
TABLES = (
    *("trade", "trade_recent", "trade_review", "trade_national", "trade_eu", "trade_partner_shares", "trade_sections"),
    *("macro", "world_prices", "distances", "trade_agreements"),
)
CENTRAL_ASIA = ("KAZ", "KGZ", "TJK", "TKM", "UZB")
EAEU_FIVE = ("ARM", "BLR", "KAZ", "KGZ", "RUS")
LARGER_ECONOMIES_OF_THE_REGION = ("RUS", "KAZ", "UKR", "AZE", "BLR")
WDI_AND_WEO_AGREE_WITHIN = 0.05  # revisions of national accounts between two editions


def rows(table: str, where: str = "true") -> pd.DataFrame:
    path = BUNDLE / f"{table}.parquet"
    if not path.exists():
        pytest.skip(f"the bundle holds no table {table}: run `python -m recipes`")
    return duckdb.sql(f"select * from '{path}' where {where}").df()


def traded(year: int, one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Trade of one group with another in both directions, billion USD; within a group when both are the same."""
    here, there = rows("trade", f"year = {year} and exporter in {one!r} and importer in {other!r}"), pd.DataFrame()
    if one != other:
        there = rows("trade", f"year = {year} and exporter in {other!r} and importer in {one!r}")
    return float(pd.concat([here, there])["value"].sum() / 1e3)


def agreements(state_a: str, state_b: str, family: str) -> list[tuple[int, int | None]]:
    """First and last years of the spells of one family between two states (in alphabetical order)."""
    found = rows("trade_agreements", f"state_a = '{state_a}' and state_b = '{state_b}' and family = '{family}'")
    spells = found.sort_values("start_year")[["start_year", "end_year"]].astype("Int64")
    return [(int(start), None if pd.isna(end) else int(end)) for start, end in spells.itertuples(index=False)]


@pytest.mark.parametrize("table", TABLES)
def test_every_row_has_a_source_that_is_cited_and_a_basis(table):
    found = rows(table)
    assert len(found)
    assert found[["source", "basis"]].notna().all(axis=None)
    assert set(found["source"]) <= set(rows("sources")["source"])


def test_china_and_russia_traded_more_than_a_hundred_billion_dollars_in_2018():
    assert traded(2018, ("CHN", "CHN"), ("RUS", "RUS")) > 100


def test_russia_traded_25_to_27_billion_dollars_with_central_asia_in_2018():
    assert 25 <= traded(2018, ("RUS", "RUS"), CENTRAL_ASIA) <= 27


def test_trade_among_the_five_of_the_eaeu_fell_by_a_quarter_in_2015():
    change = traded(2015, EAEU_FIVE, EAEU_FIVE) / traded(2014, EAEU_FIVE, EAEU_FIVE) - 1
    assert -0.27 <= change <= -0.25


@pytest.mark.parametrize("state, first_year", [("SRB", 2006), ("MNE", 2006), ("SSD", 2011), ("TLS", 2002)])
def test_no_state_trades_before_it_exists(state, first_year):
    for table in ("trade", "trade_sections"):
        found = rows(table, f"(exporter = '{state}' or importer = '{state}') and year < {first_year}")
        assert found.empty


@pytest.mark.parametrize(
    "exporter, importer, kind",
    [
        ("CHN", "GEO", "replaced"),
        ("GEO", "CHN", "replaced"),
        ("GMB", "KAZ", "replaced"),
        ("UZB", "CHE", "history"),
        ("RUS", "IND", "history"),
        ("RUS", "GBR", "history"),
        ("TKM", "GRC", "open"),
    ],
)
def test_absurd_pairs_are_listed_with_their_kind_and_the_figure_that_stands(exporter, importer, kind):
    where = f"year = 2023 and exporter = '{exporter}' and importer = '{importer}'"
    listed, flow = rows("trade_review", where), rows("trade", where)
    assert listed["kind"].tolist() == [kind]
    assert listed["value"].tolist() == flow["value"].tolist()


def test_kyrgyzstan_records_a_third_of_what_baci_has_china_export_to_it():
    own = rows("trade_national", "reporter = 'KGZ' and partner = 'CHN' and year = 2019 and flow = 'M'")["value"].item()
    baci = rows("trade", "exporter = 'CHN' and importer = 'KGZ' and year = 2019")["value"].item()
    assert own == pytest.approx(1_700, abs=50)
    assert baci == pytest.approx(5_900, abs=50)


def test_cisfta_binds_each_pair_from_the_day_of_the_later_party():
    assert agreements("BLR", "RUS", "CISFTA") == [(2012, None)]
    assert agreements("KGZ", "RUS", "CISFTA") == [(2013, None)]
    assert agreements("RUS", "UZB", "CISFTA") == [(2014, None)]
    assert agreements("RUS", "TJK", "CISFTA") == [(2016, None)]
    assert agreements("AZE", "RUS", "CISFTA") == []


def test_russia_suspended_cisfta_towards_ukraine_only():
    assert agreements("RUS", "UKR", "CISFTA") == [(2012, 2015)]
    assert agreements("KAZ", "UKR", "CISFTA") == [(2012, None)]


def test_georgia_left_the_agreement_of_1994_with_the_cis_but_keeps_its_own_ones():
    cis = rows("trade_agreements", "state_a = 'GEO' and state_b = 'RUS' and agreement like 'Commonwealth%'")
    assert cis["end_year"].tolist() == [2009]
    assert agreements("GEO", "RUS", "CIS-bilateral") == [(1994, None)]


def test_the_customs_union_grows_from_three_to_five():
    assert agreements("BLR", "KAZ", "EAEU") == [(2010, 2014), (2015, None)]
    assert agreements("ARM", "KGZ", "EAEU") == [(2015, None)]
    pairs = rows("trade_agreements", "family = 'EAEU' and end_year is null")
    assert len(pairs) == 10


def test_enlargement_and_brexit():
    assert agreements("DEU", "EST", "EU") == [(2004, None)]
    assert agreements("DEU", "GBR", "EU") == [(1973, 2020)]
    pairs = rows("trade_agreements", "family = 'EU' and start_year <= 2023 and coalesce(end_year, 9999) >= 2023")
    assert len(pairs) == 27 * 26 / 2
    estonia_ukraine = rows("trade_agreements", "state_a = 'EST' and state_b = 'UKR' and agreement = 'Estonia Ukraine'")
    assert estonia_ukraine["end_year"].tolist() == [2004]


def test_dcftas_join_27_states_and_the_united_kingdom_until_2020():
    assert agreements("DEU", "UKR", "DCFTA") == [(2016, None)]
    assert agreements("DEU", "MDA", "DCFTA") == [(2014, None)]
    assert agreements("GBR", "GEO", "DCFTA") == agreements("GBR", "MDA", "DCFTA") == [(2014, 2020)]


@pytest.mark.parametrize("scheme", ["Global System of Trade Preferences", "Lome", "Cotonou", "Armenia EC"])
def test_schemes_without_depth_are_partial(scheme):
    found = rows("trade_agreements", f"agreement like '{scheme}%'")
    assert set(found["kind"]) == {"partial"}


@pytest.mark.parametrize("state", LARGER_ECONOMIES_OF_THE_REGION)
def test_imf_and_world_bank_agree_on_gdp_in_2019(state):
    gdp = rows("macro", f"state = '{state}' and year = 2019 and concept = 'gdp_usd'").set_index("source")["value"]
    assert gdp["wdi"] == pytest.approx(gdp["weo-2025-10"], rel=WDI_AND_WEO_AGREE_WITHIN)


def test_the_imf_has_a_larger_uzbekistan_than_the_older_edition_of_the_world_bank():
    gdp = rows("macro", "state = 'UZB' and year = 2019 and concept = 'gdp_usd'").set_index("source")["value"]
    assert gdp["weo-2025-10"] / gdp["wdi"] == pytest.approx(1.12, abs=0.01)  # both are kept: neither is repaired


def test_what_lies_after_the_last_actual_year_is_not_called_actual():
    assert set(rows("macro", "source = 'weo-2025-10' and year >= 2025")["status"]) == {"projection"}
    tajik = rows("macro", "state = 'TJK' and source = 'weo-2025-10' and concept = 'population' and year = 2020")
    assert tajik["status"].tolist() == ["estimate"]  # the last census figure the IMF has is of 2014


def test_distances_are_one_row_a_pair():
    found = rows("distances")
    assert (found["state_a"] <= found["state_b"]).all()
    moscow_astana = found[(found["state_a"] == "KAZ") & (found["state_b"] == "RUS")]
    assert bool(moscow_astana["contiguous"].item())
    assert moscow_astana["distance_capitals"].item() == pytest.approx(2_270, rel=0.02)
