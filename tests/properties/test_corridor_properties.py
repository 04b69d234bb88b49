"""Laws of corridors: what opens never lengthens a way, what closes never shortens one; costs add up along it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steppe.economy.corridors import Changes, Shut
from steppe.economy.corridors.charges import Range
from steppe.economy.corridors.graph import BYS, least
from steppe.economy.corridors.route import priced
from steppe.world.dates import TODAY

PLACES = [
    "BJS",
    "XIY",
    "DUI",
    "BER",
    "WAW",
    "MOW",
    "ALM",
    "TAS",
    "BAK",
    "TBS",
    "YER",
    "ANK",
    "THR",
    "DYU",
    "FRU",
    "IST",
]
GAUGES = ["DOS", "ALT", "ZUU", "ZAB", "MAL", "AKH", "INB", "SRI", "ZHY", "IAS", "KUN", "MED"]
TINY = 1e-6
few = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ends = st.lists(st.sampled_from(PLACES), min_size=2, max_size=2, unique=True)


def length(of, start: str, end: str, by, shut: Shut) -> float:
    """What the least way takes; infinite where there is none."""
    edges = least(of, start, end, by, shut)
    return sum(of.weight(edge, by) for edge in edges) if edges is not None else float("inf")


@few
@given(pair=ends, gone=st.sets(st.sampled_from(GAUGES), min_size=1), by=st.sampled_from(BYS))
def test_a_removed_break_of_gauge_never_lengthens_a_way(world, pair, gone, by):
    before, after = priced(world, TODAY, None), priced(world, TODAY, Changes(one_gauge=frozenset(gone)))
    assert length(after, *pair, by, Shut()) <= length(before, *pair, by, Shut()) + TINY


@few
@given(pair=ends, data=st.data(), by=st.sampled_from(BYS))
def test_a_closed_border_never_shortens_a_way(world, pair, data, by):
    of = priced(world, TODAY, None)
    borders = sorted(
        {
            tuple(sorted((of.states[edge.tail[0]], of.states[edge.head[0]])))
            for edge in of.edges
            if of.states[edge.tail[0]] != of.states[edge.head[0]]
        }
    )
    closed = data.draw(st.sets(st.sampled_from(borders), min_size=1, max_size=6))
    shut = Shut(borders=frozenset(frozenset(border) for border in closed))
    assert length(of, *pair, by, shut) >= length(of, *pair, by, Shut()) - TINY


@few
@given(pair=ends, states=st.sets(st.sampled_from(["RUS", "KAZ", "BLR", "TUR", "IRN", "GEO", "MNG", "UKR"]), min_size=1))
def test_a_state_that_is_shut_is_not_crossed(world, pair, states):
    of = priced(world, TODAY, None)
    spared = {of.states[place] for place in pair}
    edges = least(of, *pair, "cost", Shut(states=frozenset(states)))
    on_land = {of.states[edge.head[0]] for edge in edges or () if edge.head[1][0] != "water"}
    assert not on_land & (states - spared)


@few
@given(pair=ends, links=st.sets(st.integers(min_value=1, max_value=703), min_size=1, max_size=40))
def test_links_that_open_never_lengthen_a_way_and_hours_less_never_delay_it(world, pair, links):
    names = frozenset(f"L{number:03d}" for number in links)
    before = priced(world, TODAY, None)
    for changes in (Changes(opened=names), Changes(hours=tuple((name, 12.0) for name in sorted(names)))):
        assert length(priced(world, TODAY, changes), *pair, "cost", Shut()) <= (
            length(before, *pair, "cost", Shut()) + TINY
        )


@given(
    low=st.floats(0, 1e3), more=st.floats(0, 1e3), most=st.floats(0, 1e3), less=st.floats(0, 1e3), by=st.floats(0, 10)
)
def test_ranges_stay_in_order(low, more, most, less, by):
    one = Range(low, low, low + more + most, "reported")
    for made in (one.plus(one), one.times(by), one.less(Range(less, less, less, "assumed"))):
        assert 0 <= made.low <= made.value <= made.high
    with pytest.raises(ValueError, match="runs upwards"):
        Range(low, low + 1, low + 2, "reported")
