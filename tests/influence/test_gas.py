"""Books of gas: rents by hand, their range over benchmarks, and what is assumed stays marked."""

from __future__ import annotations

import pytest

from steppe.influence import gas_rent
from steppe.influence.gas import BORDER, EUROPEAN, benchmarks, book, flows, rents, replacing
from steppe.world.errors import UserError

BUYERS = ["ARM", "BLR", "MDA", "UKR"]


def test_a_rent_by_hand(world):
    mine = rents(world, ["BLR"]).set_index("year").loc[2008]
    assert mine["rent"] == pytest.approx((469.0 - 126.0) * 21.1)
    assert mine["rent_low"] == pytest.approx((407.0 - 126.0) * 21.1)  # Gazprom's average abroad
    assert mine["basis"] == "derived" and mine["low"] < mine["share"] == mine["high"]


def test_four_buyers_have_a_rent_in_every_year_with_a_price(world):
    made = rents(world, BUYERS)
    years = made.groupby("buyer")["year"].agg(["min", "max"])
    assert years.to_dict("index") == {
        "ARM": {"min": 2005, "max": 2024},
        "BLR": {"min": 2005, "max": 2024},
        "MDA": {"min": 2005, "max": 2022},
        "UKR": {"min": 2005, "max": 2015},
    }
    assert (made["low"] <= made["share"]).all() and (made["share"] <= made["high"]).all()


def test_what_is_assumed_stays_assumed_and_stands_in_only_where_nothing_is_on_record(world):
    rows = flows(world)
    assumed = rows[rows["record"].eq("general knowledge")]
    assert len(assumed) and set(assumed.loc[assumed["rent"].notna(), "basis"]) == {"assumed"}
    both = world.sql("select count(*) as n from gas_volumes_assumed join gas_trade using (seller, buyer, year)")
    assert both["n"].item() == 0
    older = rows[rows["volume_year"].lt(rows["year"]) & rows["rent"].notna()]
    assert len(older) and set(older["basis"]) == {"assumed"}


def test_gas_rent_is_the_same_figure(world):
    made = rents(world, BUYERS).set_index(["buyer", "year"])["rent"]
    for year in (2008, 2012, 2015, 2022):
        one = gas_rent(world, BUYERS, "RUS", year).set_index("state")["amount"].dropna()
        for state, amount in one.items():
            assert amount == pytest.approx(made[state, year])


def test_the_border_price_is_a_ratio_to_the_nearest_twentieth(world):
    ratio = world.sql("select ratio from gas_benchmarks")["ratio"]
    assert ((20 * ratio).round(9) % 1 == 0).all()
    marks = benchmarks(world)
    assert marks.loc[2008, BORDER] == pytest.approx(0.9 * marks.loc[2008, EUROPEAN])


def test_a_seller_forgoes_what_its_buyer_saves(world):
    sold = book(world, "TKM", 2008)
    assert sold[["side", "partner", "price", "volume"]].values.tolist() == [["sells", "RUS", 140.0, 40.0]]
    assert sold["share"].item() < -0.5  # of GDP at the official rate
    bought = book(world, "ARM", 2022).set_index("partner")
    assert bought.at["RUS", "share"] == pytest.approx(gas_rent(world, "ARM", "RUS", 2022)["share"].item())
    assert bought.at["IRN", "missing"] == "no price of the year is on record"


def test_who_could_take_whose_place(world):
    armenia = replacing(world, "ARM", 2022).set_index(["partner", "instead"])["reach"]
    assert armenia["RUS", "IRN"] < armenia["RUS", "AZE"]  # lines alone: the border with Azerbaijan is closed
    turkmenistan = replacing(world, "TKM", 2008)
    assert "CHN" not in set(turkmenistan["instead"])


def test_a_state_without_gas_is_told_so(world):
    with pytest.raises(UserError, match="TJK has neither sold nor bought pipeline gas on record"):
        book(world, "TJK")
