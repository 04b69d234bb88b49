"""Dependence told as statements about the region, and as rules that every cell keeps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from steppe.influence import LAYERS, POWERS, coverage, figures
from steppe.influence.layer import YEARS
from steppe.world import schema
from steppe.world.actors import twelve
from steppe.world.basis import BASES
from steppe.world.errors import UserError
from steppe.world.layers import DOMAINS

TINY = 1e-9


def one(world, of, on, layer, year) -> pd.Series:
    frame = figures(world, of, on, layer, year)
    assert len(frame) == 1
    return frame.iloc[0]


# ---------------------------------------------------------------------- the matrix
@pytest.mark.slow
def test_the_matrix_has_every_cell_once(cells, world):
    assert len(cells) == 12 * len(POWERS) * len(LAYERS) * len(YEARS)
    assert not cells.duplicated(["state", "partner", "layer", "year"]).any()


def test_no_cell_is_silently_missing(cells):
    for figure, why in (("share", "missing"), ("size", "missing_size"), ("reverse", "missing_reverse")):
        unexplained = cells[cells[figure].isna() & (cells[why].isna() | cells[why].eq(""))]
        assert unexplained.empty, unexplained[["state", "partner", "layer", "year"]].head()
    trendless = cells[cells["slope"].isna() & cells["missing_trend"].isna()]
    assert trendless.empty


def test_every_figure_has_a_basis_and_a_source(cells, world):
    known = cells[cells["share"].notna() | cells["amount"].notna()]
    assert set(known["basis"]) <= set(BASES)
    named = {name for text in known["source"].unique() for name in text.split(";")}
    assert named <= set(world.table("sources")["source"])


def test_a_missing_share_leaves_no_figure_without_a_word(cells):
    assert not cells.loc[cells["share"].isna(), "missing"].isna().any()
    assert cells.loc[cells["share"].notna(), "missing"].isna().all()


def test_shares_lie_between_nothing_and_all(cells):
    known = cells["share"].dropna()
    assert known.min() >= 0 and known.max() <= 1 + TINY


@pytest.mark.parametrize("of, on", [("SRB", "RUS"), ("RUS", "SRB")])
def test_a_state_that_the_record_does_not_list_yet_has_no_trade_rather_than_none(world, of, on):
    before = one(world, of, on, "trade", 2005)
    assert pd.isna(before["share"]) and "list Serbia from 2006" in before["missing"]
    assert one(world, of, on, "trade", 2006)["share"] > 0
    assert "nothing on Cuba" in one(world, "CUB", "RUS", "trade", 2023)["missing"]


def test_parts_of_one_whole_do_not_exceed_it(cells):
    parts = cells[cells["layer"].map(lambda name: LAYERS[name].parts)]
    assert parts.groupby(["state", "layer", "year"])["share"].sum().max() <= 1 + TINY


# ---------------------------------------------------------------------- the registry
def test_layers_name_tables_of_the_bundle_and_domains():
    for layer in LAYERS.values():
        assert set(layer.tables) <= set(schema.tables())
        assert layer.domain in DOMAINS and layer.defects
        assert layer.size_of or layer.size_why, f"{layer.name} must say why it has no size"
    assert {layer.domain for layer in LAYERS.values() if layer.weight > 0} == set(DOMAINS)


def test_coverage_counts_every_cell(cells):
    table = coverage(cells)
    assert list(table["layer"]) == list(LAYERS)
    assert (table["shares"] + table["amounts_only"] + table["not_covered"] == table["cells"]).all()


# --------------------------------------------------------------- about the region
def test_turkmen_gas_turns_from_russia_to_china(world):
    frame = figures(world, "TKM", ["RUS", "CHN"], "energy", range(2008, 2018)).set_index(["partner", "year"])
    assert frame.loc[("RUS", 2008), "amount"] == pytest.approx(40)
    assert frame.loc[("RUS", 2017), "amount"] < 1
    assert 28 <= frame.loc[("CHN", 2017), "amount"] <= 33
    assert frame.loc[("CHN", 2017), "share"] > 0.99


def test_kyrgyzstan_owes_china_1_7_bn_at_the_end_of_2018(world):
    cell = one(world, "KGZ", "CHN", "debt", 2018)
    assert cell["amount"] == pytest.approx(1716, abs=1)
    assert cell["share"] == pytest.approx(0.38, abs=0.01)  # of all public debt, domestic too
    assert cell["size"] == pytest.approx(0.207, abs=0.005)


def test_russia_sends_central_asia_ten_billion_in_2018(world):
    frame = figures(world, list(world.group("central-asia")), "RUS", "remittances", 2018)
    assert 9_500 <= frame["amount"].sum() <= 10_500


@pytest.mark.parametrize("state, share", [("BLR", 0.99), ("TJK", 0.88), ("ARM", 0.83), ("AZE", 0.43)])
def test_arms_from_russia_2014_2024(world, state, share):
    assert one(world, state, "RUS", "arms_decade", 2020)["share"] == pytest.approx(share, abs=0.01)


def test_kazakh_debt_to_china_is_not_covered_and_points_to_commitments(world):
    cell = one(world, "KAZ", "CHN", "debt", 2018)
    assert np.isnan(cell["share"]) and "commitments" in cell["missing"]


def test_trade_known_to_be_wrong_is_withheld(world):
    review = world.table("trade_review")
    wrong = review["exporter"].eq("CHN") & review["importer"].eq("GEO")
    doubted = world.with_tables({"trade_review": review.assign(kind=review["kind"].mask(wrong, "error"))})
    assert one(doubted, "GEO", "CHN", "trade", 2023)["missing"].startswith("withheld")
    assert one(world, "GEO", "CHN", "trade", 2023)["basis"] == "imputed"


def test_trade_of_2021_is_known_of_those_with_records_and_of_no_one_else(world):
    assert one(world, "KGZ", "RUS", "trade", 2021)["record"] == "importer"
    for state in ("TJK", "EU"):
        assert "no record of all trade" in one(world, state, "RUS", "trade", 2021)["missing"]
    assert "not in the bundle" in one(world, "KGZ", "RUS", "trade", 2025)["missing"]


def test_a_partner_that_the_records_of_a_single_state_do_not_list_is_no_zero(world):
    names = world.sql(
        'select state from states where "end" is null and state not in (select partner from trade_recent '
        "where state in ('ARM', 'RUS') and year = 2022) and state in (select exporter from trade) order by 1"
    )["state"]
    own, estimated = (one(world, state, names[0], "trade", 2022) for state in ("ARM", "RUS"))
    assert "list no trade" in own["missing"]
    assert "estimates no trade" in estimated["missing"]


def test_uzbekistan_has_no_ally_after_it_left_the_treaty(world):
    assert one(world, "UZB", "RUS", "alliance", 2011)["share"] > 0.5
    assert one(world, "KGZ", "RUS", "alliance", 2018)["share"] > 0.8


def test_americans_left_manas_in_2014(world):
    assert one(world, "KGZ", "USA", "troops", 2014)["share"] > 0
    assert one(world, "KGZ", "USA", "troops", 2016)["share"] == 0


def test_occupation_is_apart_from_presence_by_consent(world):
    assert one(world, "GEO", "RUS", "occupation", 2015)["share"] == 1
    assert one(world, "GEO", "RUS", "troops", 2015)["share"] == 0
    assert LAYERS["occupation"].weight == 0


def test_russia_on_china_is_a_dependence_like_any_other(world):
    before, after = (one(world, "RUS", "CHN", "trade", year)["share"] for year in (2013, 2023))
    assert after > 2 * before


def test_the_record_of_the_state_itself_may_say_otherwise(world):
    baci, own = (one(world, "KGZ", "CHN", layer, 2019)["share"] for layer in ("trade", "trade_own"))
    assert baci > 1.5 * own  # goods that only pass through


# -------------------------------------------------------------------------- actors
def test_the_union_is_the_sum_of_its_members_without_their_trade_with_each_other(world):
    members = list(world.group("eu27"))
    frame = figures(world, "KGZ", members, "trade", 2019)
    union = one(world, "KGZ", "EU", "trade", 2019)
    assert union["amount"] == pytest.approx(frame["amount"].sum())
    assert union["share"] == pytest.approx(frame["share"].sum())
    back = one(world, "EU", "KGZ", "trade", 2019)
    assert back["share"] == pytest.approx(union["reverse"])


def test_asymmetry_changes_its_sign_with_the_side(world):
    there, back = one(world, "KGZ", "CHN", "trade", 2019), one(world, "CHN", "KGZ", "trade", 2019)
    assert there["asymmetry"] == pytest.approx(-back["asymmetry"])


def test_a_state_does_not_depend_on_itself(world):
    assert one(world, "RUS", "RUS", "trade", 2019)["missing"] == "a state does not depend on itself"


def test_any_state_can_be_asked_about(world):
    frame = figures(world, ["EST", "SRB", "NGA"], ["RUS", "CHN"])
    known = frame.groupby("state")["share"].apply(lambda shares: shares.notna().sum())
    assert (known > 0).all()
    assert not (frame["share"].isna() & frame["missing"].isna()).any()


@pytest.mark.parametrize(
    "arguments, words",
    [
        (("KZG", "RUS"), "Did you mean KGZ"),
        (("KGZ", "RUS", "trad"), "Did you mean trade"),
        (("KGZ", "RUS", "trade", 1850), "1850"),
    ],
)
def test_a_wrong_name_is_answered_with_the_right_one(world, arguments, words):
    with pytest.raises(UserError, match=words):
        figures(world, *arguments)


def test_the_twelve_are_the_twelve(world):
    assert len(twelve(world)) == 12
