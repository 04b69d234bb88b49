"""Layers of money and people: ranges over records, editions, and what composites may rest on."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.influence import composite, figures
from steppe.influence.layers import LAYERS


def one(world, state, partner, layer, year):
    (row,) = figures(world, state, partner, layer, year).itertuples(index=False)
    return row


def test_tajikistan_s_share_of_2022_has_a_range_that_holds_both_records(world):
    row = one(world, "TJK", "RUS", "remittances", 2022)
    assert row.low == pytest.approx(3200 / 5346.286) and row.high == 1
    assert row.low < row.share < row.high and row.record == "estimate"
    assert "between 3200 and 5300" in row.note


def test_uzbekistan_gets_77_percent_of_its_receipts_of_2024_from_russia(world):
    row = one(world, "UZB", "RUS", "remittances", 2024)
    assert (row.amount, row.share, row.record) == (11_396, pytest.approx(0.77), "bank")


def test_a_year_without_receipts_has_an_amount_and_no_share(world):
    row = one(world, "KGZ", "RUS", "remittances", 2023)
    assert row.amount == 2532 and np.isnan(row.share) and "receipts" in row.missing


@pytest.mark.parametrize(("state", "year"), [("UZB", 2024), ("UZB", 2022), ("KGZ", 2023)])
def test_a_sender_that_banks_do_not_name_is_unknown_where_they_leave_much_to_nobody(world, state, year):
    row = one(world, state, "USA", "remittances", year)
    assert np.isnan(row.amount) and "unknown" in row.missing


def test_migrants_have_no_trend_and_say_their_edition(world):
    frame = figures(world, "KAZ", "RUS", "migrants", [2019, 2024]).set_index("year")
    assert frame["record"].to_dict() == {2019: "edition 2019", 2024: "edition 2024"}
    assert frame["slope"].isna().all() and frame["change"].isna().all()
    assert frame.at[2024, "share"] == pytest.approx(1_321_004 / 2_796_564, rel=0.01)
    assert not LAYERS["migrants"].annual


@pytest.mark.slow
def test_a_composite_does_not_change_with_whom_the_record_of_migrants_names(world):
    stock = world.table("migrants")
    thinned = world.with_tables({"migrants": stock[stock["destination"] != "CHN"]})
    for state in ("RUS", "KGZ"):
        values = [composite(one, state, ["EU", "CHN", "USA"]).table["value"] for one in (world, thinned)]
        np.testing.assert_array_equal(*values)
    made = composite(world, "RUS", ["EU", "CHN", "USA"])
    assert "migrants" not in made.weights


def test_investment_has_amounts_by_edition_and_no_share(world):
    frame = figures(world, "UZB", "CHN", "investment", [2024, 2025]).set_index("year")
    assert frame["amount"].tolist() == [4300, 10_700] and frame["share"].isna().all()
    assert frame["record"].tolist() == ["edition 2024-06", "edition 2025-06"]
    assert frame["note"].str.contains("revision").all()
    assert LAYERS["investment"].weight == 0


def test_debt_by_creditor_is_a_share_of_the_debt_of_the_same_day(world):
    row = one(world, "GEO", "RUS", "debt_reported", 2021)
    assert (row.share, row.when) == (pytest.approx(31.57 / 8050), "2021-08-31")
    assert np.isnan(one(world, "GEO", "RUS", "debt_reported", 2022).share)


def test_debt_to_china_says_what_its_loans_cost(world):
    assert "carry 2.3 % interest on average" in one(world, "KGZ", "CHN", "debt", 2022).note
