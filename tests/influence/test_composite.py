"""Composites, rankings and what weights do to them."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.influence import compare, composite, powers, rank_by_shares
from steppe.influence.composite import probability
from steppe.influence.weights import chosen_weights, drawn_weights, normalized
from steppe.world.errors import UserError
from steppe.world.layers import DOMAINS

TINY = 1e-9


def test_a_composite_is_the_sum_of_its_parts(world):
    made = composite(world, ["KGZ", "TKM"], ["RUS", "CHN"])
    sums = made.parts.groupby(["state", "partner"])["contribution"].sum()
    for row in made.table.itertuples():
        assert row.value == pytest.approx(sums[row.state, row.partner])
        assert row.low - TINY <= row.value <= row.high + TINY


def test_a_layer_known_for_one_power_only_is_left_out_and_named(world):
    parts = composite(world, "KGZ", ["RUS", "CHN"], year=2020).parts
    debt = parts[(parts["layer"] == "debt") & (parts["partner"] == "CHN")].iloc[0]
    assert debt["weight"] == 0 and "not all powers" in debt["missing"]


def test_all_powers_are_compared_in_the_same_year(world):
    parts = composite(world, "KGZ", ["RUS", "CHN", "EU"], "political").parts
    entered = parts[parts["weight"] > 0]
    assert (entered.groupby("layer")["year"].nunique() == 1).all()


def test_one_weight_makes_the_composite_that_layer(world):
    made = composite(world, "KGZ", ["RUS", "CHN"], year=2019, weights={"trade": 3.0})
    assert made.weights == {"trade": 1.0}
    row = made.table.iloc[0]
    assert row["value"] == pytest.approx(row["low"]) == pytest.approx(row["high"])


def test_more_weight_on_trade_moves_the_composite_towards_it(world):
    light = composite(world, "KGZ", ["RUS", "CHN"], weights={"trade": 1, "remittances": 3}).table["value"][1]
    heavy = composite(world, "KGZ", ["RUS", "CHN"], weights={"trade": 3, "remittances": 1}).table["value"][1]
    assert heavy > light  # China: much trade, no remittances


def test_size_can_be_weighed_instead_of_share(world):
    made = composite(world, "TKM", ["RUS", "CHN"], year=2019, part="size", weights={"trade": 1, "remittances": 1})
    rows = made.parts.set_index(["partner", "layer"])
    assert rows.loc[("RUS", "remittances"), "value"] < 0.01  # half of next to nothing


def test_the_same_seed_gives_the_same_draws_and_another_layer_leaves_the_rest_alone():
    first = drawn_weights({"trade": 0.5, "debt": 0.5}, 50, seed=3)
    again = drawn_weights({"debt": 0.5, "trade": 0.5}, 50, seed=3)
    assert np.array_equal(first["trade"], again["trade"])
    assert not np.array_equal(first["trade"], drawn_weights({"trade": 0.5, "debt": 0.5}, 50, seed=4)["trade"])
    wide = drawn_weights({"trade": 1 / 3, "debt": 1 / 3, "energy": 1 / 3}, 50, seed=3)
    assert np.array_equal(first["trade"], wide["trade"])  # α = K w = 1 in both


def test_drawn_weights_sum_to_one_and_average_to_the_chosen_ones():
    chosen = {"trade": 0.5, "debt": 0.3, "energy": 0.2}
    weights = normalized(drawn_weights(chosen, 20_000, seed=1), list(chosen))
    assert np.allclose(weights.sum(axis=0), 1)
    assert np.allclose(weights.mean(axis=1), list(chosen.values()), atol=0.01)


def test_ahead_and_behind_sum_to_one(world):
    made = composite(world, "KGZ", ["RUS", "CHN"])
    assert made.ahead("KGZ", "CHN", "RUS") + made.ahead("KGZ", "RUS", "CHN") == pytest.approx(1)
    assert 0 < made.ahead("KGZ", "CHN", "RUS") < 1
    with pytest.raises(UserError, match="no composite"):
        made.ahead("KGZ", "USA", "RUS")


def test_ties_count_half():
    assert probability(np.zeros(4), np.zeros(4)) == 0.5


@pytest.mark.slow
def test_a_ranking_puts_central_asia_first_on_china(world):
    table, made = rank_by_shares(world, "CHN", "economic", 2019)
    assert set(table["state"][:2]) <= {"KGZ", "TJK", "TKM"}
    assert list(table["value"]) == sorted(table["value"], reverse=True)
    assert table["first"].sum() == pytest.approx(1)
    assert (table["rank_low"] <= table["rank"]).all() and (table["rank"] <= table["rank_high"]).all()
    assert made.parts["missing"].dropna().size


@pytest.mark.slow
def test_a_ranking_does_not_depend_on_the_order_of_states(world):
    there, back = (
        rank_by_shares(world, "CHN", of=order)[0] for order in (["KAZ", "KGZ", "UZB"], ["UZB", "KGZ", "KAZ"])
    )
    assert there.equals(back)


@pytest.mark.slow
def test_two_states_side_by_side(world):
    table = compare(world, "KAZ", "UZB", ["RUS", "CHN"], 2019)
    assert list(table["domain"].unique()) == list(DOMAINS)
    security = table[(table["domain"] == "security") & (table["power"] == "RUS")].iloc[0]
    assert security["more"] == "KAZ" and security["probability"] > 0.9


@pytest.mark.slow
def test_russia_leads_in_the_security_of_its_allies(world):
    table = powers(world, 2019).set_index(["domain", "power"])
    assert {"ARM", "BLR", "KAZ", "KGZ", "TJK"} <= set(table.loc[("security", "RUS"), "certain"].split(", "))


@pytest.mark.parametrize(
    "weights, words",
    [
        ({"arms": 1}, "security"),
        ({"trade": -1}, "a weight is zero, or a number from 0.000001 to 1,000,000"),
        ({"trade": 0}, "none is above"),
        ({"trad": 1}, "mean"),
    ],
)
def test_impossible_weights_are_refused(weights, words):
    with pytest.raises(UserError, match=words):
        chosen_weights("economic", weights)


@pytest.mark.slow
def test_a_lead_on_one_layer_alone_is_never_certain(world):
    """Turkmenistan buys arms from the EU, and nothing else of the domain ties it to a power."""
    rows = powers(world, 2023, draws=50).set_index(["domain", "power"])
    assert "TKM" in rows.at[("security", "EU"), "leads"] and "TKM" not in rows.at[("security", "EU"), "certain"]
    assert "ARM" in rows.at[("security", "RUS"), "certain"]
