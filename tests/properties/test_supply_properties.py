"""Least-cost supply: no gap between a plan and its dual, no flow above capacity, nothing made or lost on the way."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.economy.supply import UNMET, Arc, least_cost, with_room
from steppe.influence.pipes import arcs, fields, lines, reach

NODES = "ABCDEF"
TINY = 1e-7
amount = st.floats(0, 50, allow_nan=False)
arc = st.builds(Arc, st.sampled_from(NODES), st.sampled_from(NODES), amount, st.floats(0.1, 9, allow_nan=False)).filter(
    lambda one: one.tail != one.head
)


@st.composite
def networks(draw):
    supply = draw(st.dictionaries(st.sampled_from(NODES), amount, max_size=3))
    demand = draw(st.dictionaries(st.sampled_from(NODES), amount, max_size=4))
    return draw(st.lists(arc, min_size=1, max_size=12)), supply, demand


@given(networks())
def test_a_plan_and_its_dual_are_worth_the_same_and_no_line_is_overfull(network):
    ways, supply, demand = network
    plan = least_cost(ways, supply, demand)
    assert plan.gap < TINY
    assert (plan.flow <= np.array([one.capacity for one in ways]) + TINY).all() and (plan.flow >= 0).all()
    for node in NODES:
        came = sum(flow for one, flow in zip(ways, plan.flow, strict=True) if one.head == node)
        left = sum(flow for one, flow in zip(ways, plan.flow, strict=True) if one.tail == node)
        met = demand.get(node, 0.0) - plan.unmet.get(node, 0.0)
        assert came - left + plan.sold.get(node, 0.0) == pytest.approx(met, abs=1e-6)
        assert plan.sold.get(node, 0.0) <= supply.get(node, 0.0) + TINY


@given(networks(), st.integers(0, 11))
def test_closing_a_line_never_makes_supply_cheaper(network, place):
    ways, supply, demand = network
    fewer = [one for k, one in enumerate(ways) if k != place % len(ways)]
    if fewer:
        assert least_cost(fewer, supply, demand).cost >= least_cost(ways, supply, demand).cost - 1e-6 * UNMET


@given(arc, amount)
def test_a_line_in_two_parts_carries_what_it_did(one, used):
    kept, room = with_room(one, used)
    assert kept.capacity + room.capacity == pytest.approx(one.capacity)
    assert kept.capacity <= used + TINY and kept.cost < room.cost


def test_what_is_negative_or_no_number_is_refused():
    for bad in (-1.0, float("nan")):
        with pytest.raises(ValueError, match="not negative"):
            least_cost([Arc("A", "B", bad, 1.0)], {"A": 1.0}, {"B": 1.0})


@pytest.mark.parametrize("year", [2005, 2008, 2014, 2017, 2021, 2024])
def test_the_lines_of_the_bundle_have_no_gap_and_no_double_strings(world, year):
    day = dt.date(year, 12, 31)
    ways = arcs(world, day)
    plan = least_cost(ways, {fields("RUS"): 400.0, fields("TKM"): 90.0}, {"BLR": 20.0, "CHN": 60.0, "ARM": 3.0})
    assert plan.gap < TINY
    assert (plan.flow <= np.array([one.capacity for one in ways]) + TINY).all()
    pairs = lines(world, day)
    assert not pairs.duplicated(["from_state", "to_state"]).any()


def test_what_lines_reach(world):
    end = {year: dt.date(year, 12, 31) for year in (2008, 2014, 2023)}
    assert reach(world, "TKM", "CHN", end[2008]) == 0  # the line was opened a year later
    assert reach(world, "TKM", "CHN", end[2014]) == 55  # lines A, B and C; not by way of Russia's east
    assert reach(world, "TKM", "CHN", end[2023], ("CAGP",)) == 0
    assert reach(world, "RUS", "CHN", end[2014]) < reach(world, "RUS", "CHN", end[2023])
