"""Rerouting: published growth, groups, counterfactuals, places and bounds, each by a rule written before."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.influence import rerouted
from steppe.influence.leverage import DOLLARS
from steppe.world.errors import UserError

PUBLISHED = {"RUS": -72, "KGZ": 694, "ARM": 330, "KAZ": 144, "GEO": 123, "UZB": 82, "BLR": 20}
"""Growth of barred goods, March to November 2022 over 2021, % (ruimpeks, from Comext)."""


def test_totals_equal_the_published_aggregates(world):
    found = rerouted.growth_of_barred(world).set_index("partner")["growth"]
    assert found.round().astype(int).to_dict() == PUBLISHED


def test_without_the_lines_that_changed_codes_growth_is_less(world):
    """Lines that begin in 2022 are growth of codes: of 694 % to Kyrgyzstan 659 are left, of 330 to Armenia 284."""
    found = rerouted.growth_of_barred(world).set_index("partner")
    assert found.loc[["KGZ", "ARM", "KAZ"], "growth_lasting"].round().tolist() == [659, 284, 122]
    neighbors = found.loc[list(rerouted.NEIGHBORS)]
    assert (neighbors["growth_lasting"] < neighbors["growth"]).all()


def test_the_list_of_high_priority_has_fifty_lines_in_six_tiers(world):
    listed = world.table("high_priority_items")
    assert len(listed) == listed["hs6"].nunique() == 50
    assert listed["tier"].value_counts().to_dict() == {"1": 4, "2": 5, "3.A": 16, "3.B": 9, "4.A": 11, "4.B": 5}
    assert set(listed["version"].dt.date.astype(str)) == {"2024-02-23"}
    assert {"854231", "850440", "845710"} <= set(listed["hs6"])


def test_excess_of_kyrgyzstan_by_hand(world):
    """Barred and high-priority goods: 450.67 mn EUR, 59.37 a year before; other goods grew 418.50 / 142.69 times."""
    found = rerouted.excess(world).set_index(["state", "goods"]).loc[("KGZ", "barred and high priority")]
    assert found["high"] == pytest.approx(450.67 - 59.37, abs=0.05)
    assert found["low"] == pytest.approx(450.67 - 59.37 * 418.50 / 142.69, abs=0.2)


def test_groups_add_up_and_where_a_counterfactual_is_not_on_record_there_is_one_end(world):
    rows = rerouted.excess(world).set_index(["state", "goods"])
    for state in rerouted.NEIGHBORS:
        parts = rows.loc[state].loc[["barred", "high priority"], "own_past"].sum()
        assert parts == pytest.approx(rows.loc[(state, "barred and high priority"), "own_past"])
    belarus = rows.loc["BLR"]
    assert "other" not in belarus.index and belarus["with_growth"].isna().all()
    assert (rows["low"] <= rows["value"]).all() and (rows["value"] <= rows["high"]).all()


def test_belarus_is_no_way_for_goods_of_high_priority(world):
    """It was barred from them itself: 8 million euros after 62."""
    found = rerouted.excess(world).set_index(["state", "goods"]).loc[("BLR", "high priority")]
    assert found["high"] < 0 and found["factor"] < 0.2


def test_places_follow_the_low_ends_and_overlapping_ranges_share_one(world):
    rows = rerouted.ranking(world)
    assert rows["low"].is_monotonic_decreasing
    assert rows["state"].iloc[0] == "KAZ" and rows["place"].tolist() == [1, 2, 2, 2, 2, 2]
    for (_, upper), (_, lower) in zip(rows.iloc[:-1].iterrows(), rows.iloc[1:].iterrows(), strict=True):
        assert (lower["high"] >= upper["low"]) == (lower["place"] == upper["place"])


@pytest.mark.parametrize("year", [2022, 2023])
def test_what_can_have_gone_on_is_bounded_by_each_of_the_two(world, year):
    rows = rerouted.bounds(world, year).set_index("state")
    assert rows["low"].eq(0).all() and (rows["high"] >= 0).all()
    assert (rows["high"] <= rows["excess_high"].clip(lower=0) + 1e-9).all()
    own = rows.loc[list(rerouted.OWN_TABLES)]
    assert (own["high"] <= own["missing"] + own["sent"] + 1e-9).all()
    assert rows.loc[["BLR", "GEO"], ["received", "missing", "sent"]].isna().all(axis=None)


def test_kyrgyzstan_in_2023_by_hand(world):
    """The EU declared 2,734 mn EUR; Kyrgyzstan counts 965 mn USD with freight; its exports to Russia rose 430."""
    row = rerouted.bounds(world, 2023).set_index("state").loc["KGZ"]
    declared = 2733.763 * DOLLARS[2023]
    assert row["declared"] == pytest.approx(declared, rel=1e-3)
    assert row["missing"] == pytest.approx(declared - row["received"])
    assert row["high"] == pytest.approx(row["missing"] + row["sent"])
    assert round(row["high"]) == 2473


def test_relief_begins_at_nothing_and_its_upper_ends_are_these(world):
    assert rerouted.relief_barred(world) == pytest.approx((0.0, 0.198), abs=0.0005)
    assert rerouted.relief(world, 2022) == pytest.approx((0.0, 0.279), abs=0.0005)
    assert rerouted.relief(world, 2023) == pytest.approx((0.0, 0.277), abs=0.0005)


def test_other_sellers_are_covered_where_the_buyer_has_its_own_table(world):
    rows = rerouted.other_sellers(world, 2023)
    covered = rows[rows["note"].ne(rerouted.NOT_COVERED)]
    assert set(covered["state"]) == set(rerouted.OWN_TABLES) and covered["value"].notna().all()
    rest = rows[rows["note"].eq(rerouted.NOT_COVERED)]
    assert set(rest["state"]) == {"BLR", "GEO"} and rest[["value", "low", "high"]].isna().all(axis=None)
    chinese = covered.set_index(["state", "partner"]).loc[("KGZ", "CHN")]
    assert 0 < chinese["low"] < chinese["high"] < chinese["value"]


def test_another_year_is_refused_in_a_sentence(world):
    with pytest.raises(UserError, match=r"on record for 2022 and 2023, not for 2021"):
        rerouted.bounds(world, 2021)


def test_months_and_groups_are_those_of_the_rule(world):
    rows = rerouted.monthly(world)
    assert set(rows["month"].dt.month) == set(range(3, 12))
    kept = rows[rows["goods"].ne("other")]
    assert set(kept["partner"]) == {*rerouted.NEIGHBORS, "RUS"}
    assert np.isfinite(rows[["value", "own_past"]]).all(axis=None)


def test_tables_of_the_channel_have_cells_that_a_page_can_show(world):
    """A missing number is NaN: a page cannot show another mark of what is missing."""
    frames = [rerouted.cars(world), rerouted.excess(world), rerouted.bounds(world), rerouted.other_sellers(world)]
    for frame in frames:
        assert not [name for name, kind in frame.dtypes.items() if str(kind).startswith("Int")]


def test_cars_that_were_sent_on_are_told_by_consignment(world):
    sent = rerouted.cars(world).set_index(["reporter", "partner", "year"])
    assert round(sent.at[("GEO", "KGZ", 2023), "value"]) == 556 and sent.at[("GEO", "KGZ", 2023), "months"] == 11
    assert round(sent.at[("ARM", "RUS", 2022), "value"]) == 237
