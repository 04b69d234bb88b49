"""Figures that were once wrong, and what is right."""

from __future__ import annotations

import pytest

from steppe.influence import figures
from steppe.influence.latest import latest


def last(world, state: str, power: str, layer: str):
    return latest(figures(world, state, power, layer)).iloc[0]


@pytest.mark.parametrize(("state", "stock"), [("KGZ", 4), ("UZB", 2), ("KAZ", 5), ("TJK", 2), ("TKM", 0)])
def test_confucius_institutes_are_all_that_have_opened(world, state, stock):
    cell = last(world, state, "CHN", "institutes")
    assert (cell["amount"], cell["year"]) == (stock, 2018)


def test_a_stock_never_falls_where_closures_are_not_recorded(world):
    counted = world.sql("from public_diplomacy where indicator = 'confucius_institutes' order by receiver, year")
    assert (counted.groupby("receiver")["value"].diff().dropna() >= 0).all()


def test_the_settlement_of_the_union_is_none_of_its_members(world):
    for state in ("KGZ", "ARM", "KAZ", "BLR"):
        frame = figures(world, state, "RUS", "currency")
        assert not frame["share"].round(3).eq(0.813).any()
    assert "eaeu-five" in figures(world, "ARM", "USA", "currency", 2022)["missing"].iat[0]
    assert round(last(world, "eaeu-five", "RUS", "currency")["share"], 3) == 0.813


@pytest.mark.parametrize(
    ("state", "power", "ease", "when"),
    [
        ("GEO", "RUS", 1, "2023-05-15"),
        ("KAZ", "CHN", 1, "2023-11-10"),
        ("ARM", "RUS", 1, "2023-01-11"),
        ("UZB", "CHN", 0, "2023-01-11"),
    ],
)
def test_a_visa_rule_has_its_day(world, state, power, ease, when):
    cell = figures(world, state, power, "visas", 2023).iloc[0]
    assert (cell["share"], cell["when"]) == (ease, when)


def test_a_snapshot_names_the_next_rule_where_it_is_another(world):
    note = figures(world, "GEO", "RUS", "visas", 2019)["note"].iat[0]
    assert note == "required, pandemic by 2020-11-19" or note == "required"
    assert figures(world, "CHN", "GEO", "visas", 2023)["note"].iat[0] == "electronic, free by 2024-01-05"


def test_the_terminal_shows_the_day(run):
    assert "2023-05-15" in run("dependence", "GEO", "--on", "RUS", "--layer", "visas,trade", "--year", "2023").out
