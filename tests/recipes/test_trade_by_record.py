"""Whose figure of trade stands: the ladder itself, and what it makes of the years 2021 to 2024 in the bundle."""

from __future__ import annotations

import pandas as pd
import pytest

from recipes._ladder import stand

CIS = ("ARM", "AZE", "BLR", "KAZ", "KGZ", "MDA", "RUS", "TJK", "TKM", "UZB")
TWELVE = (*CIS, "GEO", "UKR")
NO_FAULTS = pd.DataFrame(columns=["record", "exporter", "importer", "first_year", "last_year", "reason"])


def stands(*records: tuple[int, str, float], faults: pd.DataFrame = NO_FAULTS) -> pd.Series:
    """What stands in 2023 of one flow, from its records (year, record, value)."""
    frame = pd.DataFrame(records, columns=["year", "record", "value"])
    frame = frame.assign(exporter="A", importer="B", source="s", basis="reported")
    found = stand(frame, 2023, faults)
    assert len(found) == 1
    return found.iloc[0]


def test_own_statistics_of_the_importer_stand_first_and_the_range_spans_the_records():
    found = stands((2023, "baci", 18.0), (2023, "exporter", 17.0), (2023, "importer", 5.0))
    assert (found["record"], found["value"], found["low_record"], found["high_record"]) == ("importer", 5.0, 5.0, 18.0)


def test_a_record_that_leaves_its_own_past_and_its_mirror_is_passed_over():
    found = stands((2020, "imts", 11.0), (2020, "baci", 10.0), (2023, "imts", 11_464.0), (2023, "baci", 15.0))
    assert (found["record"], found["high_record"]) == ("baci", 15.0)
    assert found["passed_over"] == "imts 11,464.0"


def test_a_rise_that_every_record_shows_is_no_fault():
    found = stands((2020, "exporter", 20.0), (2020, "baci", 20.0), (2023, "exporter", 300.0), (2023, "baci", 250.0))
    assert (found["record"], found["passed_over"]) == ("exporter", None)


def test_a_fill_is_no_record_and_speaks_against_none():
    found = stands((2020, "baci", 20.0), (2023, "baci", 300.0), (2023, "imputed", 25.0))
    assert (found["record"], found["high_record"]) == ("baci", 300.0)


def test_imports_by_origin_may_exceed_what_the_maker_sent():
    found = stands((2020, "importer", 30.0), (2020, "baci", 30.0), (2023, "importer", 240.0), (2023, "baci", 39.0))
    assert (found["record"], found["low_record"]) == ("importer", 39.0)


def test_a_listed_fault_is_passed_over_whatever_it_says():
    faults = pd.DataFrame([("baci", "A", "B", "2023", "2023", "why")], columns=list(NO_FAULTS))
    assert stands((2023, "baci", 50.0), (2023, "imputed", 40.0), faults=faults)["record"] == "imputed"


# ------------------------------------------------------------------------ the bundle
def flow(world, exporter: str, importer: str, year: int = 2023) -> pd.Series:
    return world.sql(
        "select * from trade where exporter = ? and importer = ? and year = ?", [exporter, importer, year]
    ).iloc[0]


def test_little_of_the_trade_among_the_cis_in_2023_is_imputed(world):
    rows = world.sql(
        "select * from trade where year = 2023 and list_contains($1, exporter) and list_contains($1, importer)",
        [list(CIS)],
    )
    filled = rows["basis"] == "imputed"
    assert rows.loc[filled, "value"].sum() / rows["value"].sum() < 0.05
    assert filled.mean() <= 0.2
    quoted = rows.loc[rows["record"] == "press", "value"].sum() / rows["value"].sum()
    assert quoted == pytest.approx(0.41, abs=0.005)  # Russia and Belarus: two figures of one note


@pytest.mark.parametrize(
    "exporter, importer, value",
    [("RUS", "BLR", 22_600), ("BLR", "RUS", 23_900), ("KAZ", "GBR", 703), ("UGA", "RUS", 15.3), ("RUS", "UZB", 6_284)],
)
def test_known_errors_and_traps_are_not_what_stands(world, exporter, importer, value):
    assert flow(world, exporter, importer)["value"] == pytest.approx(value, rel=0.01)


def test_germany_is_not_booked_under_the_gambia(world):
    booked = world.sql(
        "select sum(value) as v from trade where year = 2023 and 'GMB' in (exporter, importer) "
        "and 'KAZ' in (exporter, importer)"
    )["v"].iloc[0]
    assert not booked > 1


@pytest.mark.parametrize("exporter, importer, mean", [("CHN", "GEO", 1_972), ("GEO", "CHN", 307)])
def test_china_and_georgia_are_of_the_size_that_the_imf_has_and_no_mean_of_two_years(world, exporter, importer, mean):
    found = flow(world, exporter, importer)
    assert found["record"] == "imputed"
    assert mean / 2 < found["value"] < mean * 2 and found["value"] != mean


def test_a_pair_of_the_twelve_whose_records_and_past_disagree_is_in_the_review(world):
    rows = world.sql(
        """
        select n.exporter, n.importer from trade n join trade o using (exporter, importer)
        where n.year = 2023 and o.year = 2020 and n.high_record >= 5 * n.low_record
          and (n.value >= 5 * o.value or n.value <= o.value / 5)
          and list_contains($1, n.exporter) and list_contains($1, n.importer)
          and (n.exporter, n.importer) not in (select (exporter, importer) from trade_review)
        """,
        [list(TWELVE)],
    )
    assert rows.empty


def test_every_replacement_has_both_figures_a_record_and_a_reason(world):
    rows = world.sql("from trade_review where kind = 'replaced'")
    assert len(rows) > 900
    assert rows[["old", "record", "reason", "reason_source"]].notna().all(axis=None)
    standing = world.sql(
        "select r.value as listed, coalesce(t.value, 0) as stands from trade_review r "
        "left join trade t using (year, exporter, importer)"
    )
    assert (standing["listed"] == standing["stands"]).all()


@pytest.mark.parametrize(
    "year, chinese_customs, ours, records",
    [
        (2021, 146.9, 137.0, "importer;exporter"),  # Russian customs; China adds freight to its imports
        (2022, 190.3, 183.8, "press"),  # Chinese customs, freight taken off
        (2023, 240.1, 239.0, "baci"),
    ],
)
def test_china_and_russia_beside_chinese_customs(world, year, chinese_customs, ours, records):
    from steppe.influence.measure import figures

    cell = figures(world, "RUS", "CHN", "trade", year).iloc[0]
    assert cell["record"] == records
    assert cell["amount"] / 1e3 == pytest.approx(ours, abs=0.05)
    assert 0.93 < ours / chinese_customs < 1  # China's imports carry freight and insurance, 6 %


@pytest.mark.parametrize(
    "state, last", [("RUS", 2024), ("ARM", 2024), ("KAZ", 2023), ("KGZ", 2023), ("UZB", 2023), ("TJK", 2020)]
)
def test_a_line_through_2022_can_be_drawn_for_five_of_the_twelve(world, state, last):
    from steppe.influence.measure import figures

    frame = figures(world, state, "CHN", "trade").set_index("year")
    assert frame.loc[2000:last, "share"].notna().all()
    assert frame.loc[2000:last, "record"].notna().all()
    assert ("no record of all trade" in str(frame.at[2022, "missing"])) == (last == 2020)


def test_the_share_of_kyrgyzstan_with_china_spans_the_records(world):
    from steppe.influence.measure import figures

    cell = figures(world, "KGZ", "CHN", "trade", 2023).iloc[0]
    assert cell["low"] == cell["share"] == pytest.approx(0.34, abs=0.01)
    assert cell["high"] == pytest.approx(0.55, abs=0.01)
