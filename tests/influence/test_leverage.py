"""Leverage in money: each figure worked out by hand from the records, and what is not on record stays empty."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.evidence.queries.layers import commitments_of_product
from steppe.influence import aid, credit, gas_rent, leverage, transit
from steppe.world.errors import UserError


def one(frame, **keys):
    for name, value in keys.items():
        frame = frame[frame[name].eq(value)]
    (row,) = frame.to_dict("records")
    return row


# ---- gas -------------------------------------------------------------------------------------------------------------


def test_gas_rent_is_the_gap_times_the_volume(world):
    """Armenia in 2018: 150 USD against 282.6 for 1.988 bcm, by customs weight: 263.6 million USD, 2.1 % of 12.5 bn."""
    row = one(gas_rent(world, "ARM", "RUS", 2018))
    assert (row["price"], row["benchmark"], row["volume"]) == (150, 282.6, 1.988)
    assert row["amount"] == pytest.approx(132.6 * 1.988) == pytest.approx(263.6, abs=0.05)
    assert row["share"] == pytest.approx(0.0211, abs=0.0002)
    assert row["basis"] == "derived" and row["volume_year"] == 2018 and row["missing"] is None


def test_an_assumed_price_and_an_older_volume_make_the_rent_assumed(world):
    """Armenia's price of 2023 is assumed unchanged, and its volume is that of 2022."""
    row = one(gas_rent(world, "ARM", "RUS", 2023))
    assert row["amount"] == pytest.approx((459.9 - 165) * 2.648)
    assert row["basis"] == "assumed" and row["volume_year"] == 2022
    older = one(gas_rent(world, "BLR", "RUS", 2021))
    assert older["volume_year"] == 2019 and older["basis"] == "assumed"  # the price of 2021 is derived
    assert one(gas_rent(world, "BLR", "RUS", 2019))["basis"] == "derived"


def test_gas_above_the_benchmark_is_a_negative_rent(world):
    """Belarus in 2020: 127 USD against 113.5."""
    assert one(gas_rent(world, "BLR", "RUS", 2020))["amount"] == pytest.approx(-13.5 * 20.261)


def test_no_price_and_no_volume_are_said_apart(world):
    assert one(gas_rent(world, "MDA", "RUS", 2022))["basis"] == "assumed"
    rows = gas_rent(world, ["MDA", "KAZ"], ["RUS", "CHN"], 2023)
    assert rows["amount"].isna().all() and rows["share"].isna().all() and rows["basis"].isna().all()
    assert "contract price" in one(rows, state="KAZ", partner="RUS")["missing"]


# ---- transit ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year, cpc", [(2022, 52.1 / 64.15), (2023, 56 / 70.5), (2025, 64.8 / 78.7)])
def test_cpc_carries_four_fifths_of_kazakh_oil_across_russia(world, year, cpc):
    row = one(transit(world, "KAZ", "RUS", year))
    assert 0.79 < cpc < 0.83
    assert cpc < row["of_oil"] < 0.95 and row["year"] == year
    assert row["routes"].startswith("Atyrau-Samara, Casp" if year == 2022 else "Caspian Pipeline Consortium")


def test_a_part_of_a_route_is_not_added_to_the_whole(world):
    """2022: CPC 52.2 and 52, mean 52.1, and Atyrau-Samara 8 of 64 and 64.3; Druzhba is part of the latter."""
    row = one(transit(world, "KAZ", "RUS", 2022))
    assert row["carried"] == pytest.approx(60.1) and row["total"] == pytest.approx(64.15)
    assert row["amount"] == pytest.approx(96.362 * 7.33 * 60.1)
    assert one(transit(world, "KAZ", "TUR", 2023))["carried"] == pytest.approx(1.392)  # Baku-Tbilisi-Ceyhan


def test_who_buys_carries_nothing_and_other_states_have_no_routes(world):
    rows = transit(world, ["KAZ", "ARM"], ["CHN", "EU"], 2023)
    assert one(rows, state="KAZ", partner="CHN")["amount"] == 0  # the pipeline ends there
    assert one(rows, state="KAZ", partner="EU")["amount"] == 0
    lone = one(rows, state="ARM", partner="EU")
    assert np.isnan(lone["amount"]) and "Kazakhstan alone" in lone["missing"] and lone["basis"] is None


# ---- credit and aid --------------------------------------------------------------------------------------------------


def test_credit_is_flows_and_a_stock_over_gdp(world):
    """Belarus in 2022: 1,296.6 million USD of new loans from Russia; Kyrgyzstan owed China 1,764.3, 14 % of GDP."""
    row = one(credit(world, "BLR", "RUS"), lever="new loans")
    assert row["year"] == 2022 and row["amount"] == pytest.approx(1296.648)
    assert row["share"] == pytest.approx(0.0176, abs=0.0002)
    stock = one(credit(world, "KGZ", "CHN"), lever="debt")
    assert stock["amount"] == pytest.approx(1764.28) and stock["share"] == pytest.approx(0.144, abs=0.001)


def test_commitments_are_those_that_the_claim_on_chinese_investment_counts(world):
    """T0-16: a year's mean of 2015-2019 is 1.2 % of what the five produced in 2021."""
    row = one(aid(world, "central-asia", "CHN", 2019), lever="commitments")
    there = commitments_of_product(world, recipients="central-asia", year_from=2015, year_to=2019).value
    assert 100 * row["share"] == pytest.approx(there, rel=0.01) == pytest.approx(1.2, abs=0.05)


def test_aid_to_ukraine_is_in_dollars_and_assumed_by_the_rate(world):
    """The EU's institutions and members in 2023: 42,927 million EUR at 1.08."""
    row = one(aid(world, "UKR", "EU"), lever="aid allocated")
    assert row["amount"] == pytest.approx(42927.35 * 1.08) and row["basis"] == "assumed" and row["missing"] is None
    other = one(aid(world, "KGZ", "EU"), lever="aid allocated")
    assert np.isnan(other["amount"]) and "Ukraine only" in other["missing"]


def test_all_levers_stand_together_and_each_row_has_a_figure_or_a_reason(world):
    rows = leverage(world, ["ARM", "KAZ", "UKR"])
    assert set(rows["lever"]) == {
        *("gas rent", "oil across its land", "new loans", "debt service", "debt", "commitments", "aid allocated")
    }
    assert len(rows) == 3 * 5 * 7
    known = rows["amount"].notna()
    assert rows.loc[known, "basis"].notna().all() and rows.loc[known, "missing"].isna().all()
    assert rows.loc[~known, "missing"].notna().all()


def test_a_state_without_routes_alone_has_reasons_too(world):
    rows = leverage(world, ["ARM"], ["RUS"], 2019)
    assert rows["missing"].where(rows["amount"].isna(), "known").notna().all() and len(rows) == 7


def test_an_unknown_state_is_refused(world):
    with pytest.raises(UserError, match="KAZ"):
        gas_rent(world, "KZA", "RUS")
