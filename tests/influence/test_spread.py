"""Diversification, joint action, vulnerability, overlap, mutual trade and capacity, told about the region."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.economy import accounts_of, baseline_flows
from steppe.influence import (
    capacity,
    centrality,
    diversification,
    effective_powers,
    hedging_profile,
    joining,
    joint_action,
    mutual_trade,
    shared,
    vulnerability,
)
from steppe.influence.capacity import agreement_points, alliance_points
from steppe.world.actors import twelve
from steppe.world.errors import UserError

THETA = 5.0


# ------------------------------------------------------------------ diversification
def test_effective_powers_counts_equal_ones_and_ignores_scale():
    assert effective_powers([0.25] * 4) == pytest.approx(4)
    assert effective_powers([0.02, 0.02]) == pytest.approx(2)
    assert np.isnan(effective_powers([0.0, 0.0]))
    with pytest.raises(ValueError, match="negative"):
        effective_powers([0.5, -0.1])


@pytest.mark.slow
def test_belarus_spreads_its_security_less_than_uzbekistan(world):
    table = diversification(world, ["BLR", "UZB"], year=2019).set_index(["state", "domain"])
    assert table.loc[("BLR", "security"), "powers"] < table.loc[("UZB", "security"), "powers"]
    assert table.loc[("BLR", "security"), "first"] == "RUS"
    assert table["missing"].isna().equals(table["powers"].notna())


def test_russia_and_china_together_leave_kyrgyzstan_little_choice(world):
    table = joint_action(world, "KGZ", year=2019).set_index(["first", "second"])
    assert table["exposure"].idxmax() == ("RUS", "CHN")
    assert (table["powers_joint"] <= table["powers"]).all()


@pytest.mark.slow
def test_a_hedging_profile_has_columns_and_no_index(world):
    row = hedging_profile(world, "AZE", year=2019).iloc[0]
    assert row["security_patron"] in ("RUS", "TUR")
    assert row["opposed"] in (True, False)
    assert "hedging" not in row.index


# -------------------------------------------------------------------- vulnerability
def test_kyrgyzstan_loses_more_by_remittances_than_by_trade_with_russia(world):
    table = vulnerability(world, "KGZ", "RUS", ["trade", "remittances"], 2019, THETA).set_index("layer")
    assert table.loc["remittances", "loss"] > 0.15 > table.loc["trade", "loss"] > 0.01
    assert "one-sector" in table.loc["trade", "method"]


def test_the_smaller_side_loses_more(world):
    table = vulnerability(world, ["MDA", "BLR", "KGZ"], ["RUS", "CHN"], ["trade"], 2019, THETA)
    assert (table["loss"] > table["cost"]).all()
    assert (table["loss"] < table["at_stake"]).all()


def test_what_is_at_stake_is_exports_and_imports_and_the_same_money_on_both_sides(world):
    books = accounts_of(world, 2019)
    gdp = dict(zip(books.economy.states, books.gdp, strict=True))
    bought = baseline_flows(books.economy).sum(axis=2)
    kgz, rus = (books.economy.index(state) for state in ("KGZ", "RUS"))
    there, back = (
        vulnerability(world, of, on, ["trade"], 2019, THETA)["at_stake"].iloc[0] * gdp[of]
        for of, on in (("KGZ", "RUS"), ("RUS", "KGZ"))
    )
    assert there == pytest.approx(back)
    assert there == pytest.approx(bought[kgz, rus] + bought[rus, kgz])


def test_every_cell_of_vulnerability_has_a_loss_or_a_reason(world):
    table = vulnerability(world, twelve(world), year=2019, theta=THETA)
    assert (table["loss"].notna() ^ table["missing"].notna()).all()
    assert table.loc[table["loss"].notna(), "basis"].notna().all()
    with pytest.raises(UserError, match="votes"):
        vulnerability(world, "KGZ", "RUS", ["votes"], theta=THETA)


# -------------------------------------------------------------------------- overlap
def test_kazakhstan_and_kyrgyzstan_share_more_bodies_than_either_with_georgia(world):
    table = shared(world, "2020-01-01", states=["KAZ", "KGZ", "GEO"]).set_index(["state", "partner"])["count"]
    assert table["KAZ", "KGZ"] == table["KGZ", "KAZ"] > table["KAZ", "GEO"]


def test_the_osce_is_more_central_than_guam(world):
    table = centrality(world, "2015-01-01").set_index("organization")["centrality"]
    assert table["OSCE"] > table["GUAM"] > 0
    assert table.max() == pytest.approx(1)


def test_joining_the_eaeu_is_not_offered_to_its_members(world):
    assert "EAEU" in set(joining(world, "UZB")["organization"])
    assert "EAEU" not in set(joining(world, "KGZ")["organization"])
    eu = joining(world, "ARM", "2026-01-01")
    assert eu["adds"].is_monotonic_decreasing


# --------------------------------------------------------------------- mutual trade
def test_both_stories_of_mutual_trade_are_told(world):
    table = mutual_trade(world)
    whole = table[(table["membership"] == "fixed") & (table["russia"] == "with") & (table["weighting"] == "trade")]
    share = whole.set_index(["organization", "year"])["share"]
    assert share["twelve", 2000] == pytest.approx(0.239, abs=0.001)
    assert share["twelve", 2023] == pytest.approx(0.203, abs=0.001)
    assert share["EAEU", 2010] == pytest.approx(0.099, abs=0.001)
    assert share["EAEU", 2023] == pytest.approx(0.185, abs=0.001)


def test_the_band_holds_the_share_and_without_russia_little_is_left(world):
    table = mutual_trade(world, ["EAEU"], [2019])
    assert ((table["low"] <= table["share"]) & (table["share"] <= table["high"])).all()
    share = table[table["weighting"] == "trade"].set_index(["membership", "russia"])["share"]
    assert share["fixed", "without"] < 0.2 * share["fixed", "with"]
    with pytest.raises(UserError, match="GUAM"):
        mutual_trade(world, ["GUAM"])


# ------------------------------------------------------------------------- capacity
def test_the_index_of_the_bundle_is_named_partial(world):
    table = capacity(world, ["KGZ", "BLR"], ["RUS", "EU"], [2018, 2019])
    assert set(table["index"]) == {"fbic_partial"}
    assert (table["value"].notna() ^ table["missing"].notna()).all()
    value = table[table["partner"] == "RUS"].set_index(["state", "year"])["value"]
    assert value["BLR", 2019] > value["KGZ", 2019]


def test_states_influence_each_other_unequally(world):
    there = capacity(world, "KGZ", "RUS", [2019])["value"].iloc[0]
    back = capacity(world, "RUS", "KAZ", [2019])["value"].iloc[0]
    assert there > back


def test_agreements_give_points_from_their_first_year_to_their_last(world):
    """Points of the index: customs union with services 20, regional free trade 5, bilateral 3, partial 1."""
    union = agreement_points(world, "KAZ", "RUS", range(2009, 2020))
    assert union[0] == 5 + 3 + 1  # Eurasian Economic Community, treaty of 1998, zone of 1994
    assert union[1] == 20 + 5 + 3 + 1  # the customs union begins on 1 July 2010
    assert (union[4:] == 20 + 5).all()  # in 2014 it ends, in 2015 the EAEU begins: no year is without a union
    kingdom = agreement_points(world, "DEU", "GBR", [2019, 2020, 2021])
    assert kingdom.tolist() == [20, 20, 5]  # the transition period ended on 31 December 2020


def test_an_alliance_gives_points_to_its_last_year_and_one_without_an_end_goes_on(world):
    """Defence 75, nonaggression 5, consultation 1: Uzbekistan left the Collective Security Treaty in 2012."""
    uzbek = alliance_points(world, "UZB", "ARM", [2011, 2012, 2013])
    assert uzbek[0] - uzbek[2] == uzbek[1] - uzbek[2] == 75
    assert (alliance_points(world, "KGZ", "RUS", [2010, 2018]) >= 75 + 5 + 1).all()
