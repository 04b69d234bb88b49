"""Money and people to 2025: remittances, migrants, investment, exchange rates, debt, told as statements."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import pytest

BUNDLE = Path(__file__).resolve().parents[2] / "src" / "steppe" / "bundle" / "open"


def rows(table: str, where: str = "true") -> pd.DataFrame:
    return duckdb.sql(f"select * from '{BUNDLE / f'{table}.parquet'}' where {where}").df()


def sent(sender: str, receiver: str, year: int) -> pd.Series:
    (row,) = rows("remittances_series", f"sender = '{sender}' and receiver = '{receiver}' and year = {year}").iloc
    return row


# ------------------------------------------------------------------------------------------- remittances
def test_what_one_report_expected_for_tajikistan_is_the_low_end_and_all_receipts_are_the_high_one():
    row = sent("RUS", "TJK", 2022)
    assert (row["low"], row["high"]) == (3200, 5300)
    assert row["low"] < row["value"] < row["high"] and row["basis"] == "estimated"


def test_armenia_s_figures_of_2023_and_2024_are_of_one_concept_that_is_named():
    for year, counted, every in ((2023, 734.7, "3,946"), (2024, 418.0, "3,821")):
        row = sent("RUS", "ARM", year)
        assert row["value"] == counted
        assert row["note"] == f"non-commercial transfers of individuals; all of theirs were {every}"
    own = rows("remittances_series", "receiver = 'ARM' and year >= 2023")
    assert own["note"].str.startswith("non-commercial").all()


@pytest.mark.parametrize(
    ("receiver", "year", "value"),
    [("UZB", 2022, 14_600), ("UZB", 2023, 8580), ("UZB", 2024, 11_396), ("KGZ", 2023, 2532), ("KGZ", 2024, 2566)],
)
def test_banks_figures_of_whole_years_stand(receiver, year, value):
    assert sent("RUS", receiver, year)["value"] == value


def test_a_part_of_a_year_is_never_a_year():
    parts = rows("quoted", "layer = 'remittances' and not regexp_full_match(period, '[0-9]{4}')")
    assert set(parts["period"]) >= {"2024-H1", "2025-01..05", "2022-01..11"}
    years = rows("remittances", "source not in ('cba-armenia') and source not like 'wb-%'")
    shown = years.merge(parts, left_on=["sender", "receiver", "year"], right_on=["partner", "subject", "year"])
    assert len(shown) and not (shown["value_x"] == shown["value_y"] * 1000).any()
    assert rows("remittances", "year = 2025").empty


def test_the_matrix_of_2021_is_modelled_and_says_what_it_does_to_uzbekistan():
    matrix = rows("remittances", "source = 'wb-remittances-matrix-2021'").set_index(["sender", "receiver"])
    assert set(matrix["basis"]) == {"estimated"}
    expected = {"UZB": 9198, "TJK": 2307, "KGZ": 2018, "UKR": 9588, "GEO": 1340, "ARM": 990}
    assert {to: round(matrix.at[("RUS", to), "value"]) for to in expected} == expected
    assert matrix.xs("UZB", level="receiver").index.tolist() == ["RUS"]
    assert "books all of Uzbekistan's receipts to Russia" in matrix.at[("RUS", "UZB"), "note"]


def test_one_record_of_receipts_is_the_whole_and_the_others_stand_beside_it():
    tajik = rows("remittance_receipts", "state = 'TJK' and year = 2022").set_index("source")
    assert tajik["use"].tolist().count("whole") == 1
    assert tajik.loc["wdi-remittances", "use"] == "beside" and tajik.loc["wdi-remittances", "share_gdp"] == 0.499
    assert tajik.loc[tajik["use"] == "whole", "value"].item() == 5300
    uzbek = rows("remittance_receipts", "state = 'UZB' and year = 2024").set_index("use")["value"]
    assert uzbek["whole"] == 14_800
    assert (
        not rows("remittance_receipts", "true")
        .groupby(["state", "year"])["use"]
        .agg(lambda used: "whole" not in set(used))
        .any()
    )


# ---------------------------------------------------------------------------------------------- migrants
def test_migrants_of_2024_are_of_another_edition_and_stand_beside_the_older_one():
    both = rows("migrants", "origin = 'KAZ' and destination = 'RUS' and year >= 2019").set_index("year")
    assert both["source"].to_dict() == {2019: "un-migrant-stock-2019", 2024: "un-migrant-stock-2024"}
    assert [round(value / 1e6, 2) for value in both["value"]] == [2.56, 1.32]
    assert rows("migrants").groupby("year")["source"].nunique().eq(1).all()


def test_named_destinations_hold_nearly_all_emigrants_of_the_edition_of_2024():
    named = rows("migrants", "year = 2024").groupby("origin")["value"].sum()
    whole = rows("migrant_totals", "year = 2024 and kind = 'emigrants'").set_index("state")["value"]
    assert ((named[whole.index] / whole).between(0.85, 1.0)).all()


# -------------------------------------------------------------------------------------------- investment
def test_chinese_stocks_in_uzbekistan_are_marked_as_revised_between_editions():
    stock = rows("direct_investment", "investor = 'CHN' and recipient = 'UZB'").set_index("edition")
    assert stock["value"].to_dict() == {"2024-06": 4300, "2025-06": 10_700}
    assert stock["note"].str.contains("revision").all()
    assert not any("share" in column for column in stock.columns)


# ---------------------------------------------------------------------------------------- exchange rates
@pytest.mark.parametrize(
    ("state", "month", "rate"),
    [("UZB", "2017-08-01", 4154), ("UZB", "2017-09-01", 7808), ("KAZ", "2015-09-01", 263), ("RUS", "2022-06-01", 57.6)],
)
def test_exchange_rates_break_where_they_broke(state, month, rate):
    found = rows("exchange_rates", f"state = '{state}' and month = '{month}'")["per_usd"].item()
    assert found == pytest.approx(rate, rel=0.005)


def test_slips_and_rates_of_unknown_terms_are_not_shipped():
    assert rows("exchange_rates", "state = 'TJK' and month = '2000-05-01'").empty
    assert not rows("exchange_rates_yearly")["source"].str.contains("gmd").any()
    manat = rows("exchange_rates_yearly", "state = 'TKM'").set_index("year")["per_usd"]
    assert (manat[2009], manat[2015]) == (2.85, 3.5)
    assert 2005 not in manat.index


# -------------------------------------------------------------------------------------------------- debt
def test_georgia_owed_russia_154_million_in_2005_and_nothing_in_2025():
    debt = rows("debt_reported", "debtor = 'GEO' and creditor = 'RUS'").set_index("date")
    assert debt.loc["2005-05-31", ["stock", "total"]].tolist() == [154.488, 1798.035]
    assert debt.at["2025-08-31", "stock"] == 0


def test_lenders_of_one_state_are_added_up():
    uzbek = rows("debt_reported", "debtor = 'UZB' and creditor = 'CHN' and date = '2024-01-01'").iloc[0]
    assert uzbek["stock"] == pytest.approx(3300) and uzbek["total"] == 29_600
    assert uzbek["note"] == "CHN (Eximbank) and CHN (CDB)"


def test_pages_say_what_they_report_and_who_counted():
    pages = rows("sources", "title like '%as reported by%'")
    assert len(pages) > 40
    assert all(url in citation for url, citation in zip(pages["url"], pages["citation"], strict=True))


# --------------------------------------------------------------------------------- service of debt, workers abroad
def test_service_is_paid_to_2022_and_scheduled_after_it():
    service = rows("debt_service")
    assert set(service.loc[service["status"].eq("paid"), "year"]) == set(range(2000, 2023))
    assert set(service.loc[service["status"].eq("scheduled"), "year"]) == {2023, 2024, 2025}
    assert service["creditor"].notna().eq(service["kind"].eq("official")).all()
    belarus = service[service["debtor"].eq("BLR") & service["creditor"].eq("RUS") & service["year"].eq(2023)].iloc[0]
    assert (belarus["principal"], belarus["interest"]) == (1224.627, 604.616)


def test_permits_that_conflict_stand_side_by_side():
    kyrgyz = rows("migration_reported", "origin = 'KGZ' and host = 'TUR' and year = 2016")
    assert set(kyrgyz["value"]) == {3049, 1582}
    every = rows("migration_reported", "origin is null and host = 'TUR' and measure = 'work permits granted'")
    assert every.set_index("year")["value"][[2010, 2016, 2024]].tolist() == [14_201, 73_584, 300_851]
    assert "59,873" in every.set_index("year")["note"][2016]


def test_counts_are_in_whole_units():
    abroad = rows("migration_reported", "origin = 'UZB' and measure = 'labour migrants'").iloc[0]
    assert (abroad["value"], abroad["unit"], abroad["year"]) == (1_300_000, "persons", 2025)
    assert set(rows("migration_reported")["unit"]) <= {"persons", "permits", "entries", "patents", "million RUB"}
    assert rows("migration_reported", "counted_by = 'Federal Bailiff Service' and origin is not null").empty


def test_wages_of_migrants_are_those_of_the_survey():
    wages = rows("migrant_wages", "\"of\" = 'migrants'").set_index("origin")
    assert wages.loc["TJK", ["low", "high"]].tolist() == [25_100, 27_900]
    assert wages.loc["BLR", "value"] == 41_100
    mean = rows("migrant_wages", "\"of\" = 'employees'").set_index("year")["value"]
    assert round(mean[2023] * 1.193) == mean[2024]


def test_revenue_of_governments_stands_beside_gdp():
    revenue = rows("macro", "concept = 'revenue' and state = 'KGZ' and year = 2023").iloc[0]
    assert revenue["unit"] == "% of GDP" and 30 < revenue["value"] < 40


def test_what_ministries_say_they_paid_stands_beside_the_schedule():
    said = rows("debt_service_reported").set_index(["debtor", "creditor", "measure"])["value"]
    due = rows("debt_service", "debtor = 'KGZ' and year = 2023")
    to_china = due[due["creditor"].eq("CHN")]
    assert said["KGZ", "CHN", "paid to China"] == pytest.approx(
        float(to_china["principal"].sum() + to_china["interest"].sum()), rel=0.02
    )
    every = rows("debt_service", "year = 2023 and debtor in ('KGZ', 'TJK')").groupby("debtor")
    assert (every["principal"].sum() + every["interest"].sum()).round().to_dict() == {"KGZ": 458, "TJK": 440}
    paid = rows("debt_service_reported", "creditor is null and year = 2023").set_index("debtor")["value"]
    assert paid.to_dict() == {"KGZ": 359, "TJK": 274.3}
    off = rows("debt_service_reported", "measure = 'payments put off'")
    assert set(off["debtor"] + " to " + off["creditor"]) == {"BLR to RUS"} and sorted(off["value"]) == [250, 800]
