"""Corridors: the 37 conditions that the compilers of the network set."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.economy.corridors import Shut, through
from steppe.economy.corridors.graph import least, tree
from steppe.economy.corridors.network import MODES, network
from steppe.economy.corridors.route import priced
from steppe.world import topology
from steppe.world.dates import TODAY

RAIL, CASPIAN, BLACK_SEA = ("rail",), ("rail", "ferry"), ("rail", "ferry", "sea")
BALTICS = {"LTU", "LVA", "EST"}
BROAD = {"RUS", "BLR", "KAZ", "UZB", "KGZ", "TJK", "TKM", "AZE", "GEO", "ARM", "MNG"}


def only(*modes: str, gauge: int | None = None) -> Shut:
    """Nothing but these modes, and one gauge; what is restricted too, as the compilers counted it."""
    gauges = frozenset({1435, 1520, 1676} - {gauge}) if gauge else frozenset()
    return Shut(modes=frozenset(MODES) - set(modes), gauges=gauges, restricted_too=True)


def reached(world, start: str, shut: Shut) -> set[str]:
    """Places that can be reached from one."""
    found = tree(priced(world, TODAY, None), start, "km", shut)
    return {node[0] for node, km in zip(found.nodes, found.distance[:-1], strict=True) if np.isfinite(km)}


def states_reached(world, start: str, shut: Shut) -> set[str]:
    of = priced(world, TODAY, None)
    return {of.states[place] for place in reached(world, start, shut)}


def neighbours(world, state: str, mode: str) -> set[str]:
    """States to which a link of a mode in use leads."""
    links = network(world, TODAY).links
    links = links[links["mode"].eq(mode) & ~links["restricted"]]
    ends = links[links["state_a"].ne(links["state_b"])][["state_a", "state_b"]]
    return {other for pair in ends.itertuples(index=False) if state in pair for other in pair if other != state}


def count(world, query: str) -> int:
    return int(world.sql(f"select count(*) as n from ({query})")["n"].iloc[0])


STRUCTURE = {
    "every link has a number of its own": lambda w: (
        count(w, "from network_links") == count(w, "select distinct link from network_links") == 703
    ),
    "both ends of every link are places": lambda w: (
        count(w, "from network_links where not (from_place in (select place from network_places))") == 0
        and count(w, "from network_links where not (to_place in (select place from network_places))") == 0
    ),
    "no two links of one mode and gauge join the same places": lambda w: (
        count(
            w,
            "select least(from_place, to_place), greatest(from_place, to_place), mode, gauge_mm from network_links "
            "group by all having count(*) > 1",
        )
        == 0
    ),
    "every link and place cites a source": lambda w: (
        count(w, "select source from network_links where source not in (select source from sources)") == 0
        and count(w, "select source from network_places where source not in (select source from sources)") == 0
    ),
    "a rail link has one gauge": lambda w: not list(topology.check_one_gauge_a_rail_link(w)),
    "two gauges meet only at places of transfer": lambda w: not list(topology.check_gauges_meet_at_transfer_places(w)),
    "no length is under the great circle": lambda w: (
        not list(topology.check_links_are_not_shorter_than_the_great_circle(w))
    ),
    "dates fit the status": lambda w: not list(topology.check_dates_of_links_fit_their_status(w)),
}
REACH = {
    "all capitals are reached from Moscow": lambda w: (
        set(w.sql("select place from network_places where kind = 'capital'")["place"])
        <= reached(w, "MOW", only(*MODES))
    ),
    "the network of 1520 mm holds the eleven": lambda w: states_reached(w, "MOW", only("rail", gauge=1520)) >= BROAD,
    "and the Baltic states": lambda w: states_reached(w, "MOW", only("rail", gauge=1520)) >= BALTICS,
    "Nakhchivan is cut off by rail from Baku": lambda w: "NAX" not in reached(w, "BAK", only("rail", gauge=1520)),
    "Abkhazia lies on the Russian side": lambda w: (
        "SUK" in reached(w, "MOW", only("rail", gauge=1520))
        and {"ADL"} == {edge.tail[0] for edge in _into(w, "PSO", "rail")} - {"SUK"}
    ),
    "Armenia is reached by rail through Georgia alone": lambda w: neighbours(w, "ARM", "rail") == {"GEO"},
    "Armenia is reached by road through Georgia and Iran alone": lambda w: (
        neighbours(w, "ARM", "road") == {"GEO", "IRN"}
    ),
    "no link in use joins Ukraine and Russia but the bridge to Crimea": lambda w: (
        {edge.link for edge in _between(w, "UKR", "RUS")} == {"L681", "L682"}
    ),
    "no link in use joins Ukraine and Belarus": lambda w: not list(_between(w, "UKR", "BLR")),
}
LENGTHS = {
    "Xian to Duisburg": (RAIL, "XIY DOS DUI", 9_634),
    "Beijing to Duisburg": (RAIL, "BJS DOS DUI", 10_777),
    "Chongqing to Duisburg": (RAIL, "CKG DOS DUI", 9_844),
    "Chongqing to Duisburg by Xian": (RAIL, "CKG XIY DOS DUI", 10_424),
    "Xian to Warsaw": (RAIL, "XIY DOS WAW", 8_529),
    "Beijing to Warsaw": (RAIL, "BJS DOS WAW", 9_672),
    "Chongqing to Warsaw": (RAIL, "CKG DOS WAW", 8_739),
    "Alashankou to Brest": (RAIL, "ALK BRE", 5_234),
    "Xian to Duisburg by Poti": (BLACK_SEA, "XIY ALT AKT ALA POT CND DUI", 11_388),
    "Xian to Duisburg by Kars": (CASPIAN, "XIY ALT AKT ALA AKH KRS IST DUI", 12_312),
    "Xian to Istanbul": (CASPIAN, "XIY ALT AKT ALA KRS IST", 9_423),
    "Altynkol to Poti": (CASPIAN, "ALT AKT ALA POT", 4_395),
    "Moscow to Bandar Abbas": (RAIL, "MOW BSK BNB", 5_808),
    "Xian to Tehran": (RAIL, "XIY ALT BYU BSK THR", 7_942),
    "Baku to Kars": (RAIL, "BAK KRS", 853),
    "Shanghai to Rotterdam": (("sea",), "SHA SUEZ RTM", 19_836),
}
PUBLISHED = {
    "Alashankou to Brest is within 5 % of what UTLC says": lambda w: km(w, RAIL, "ALK BRE") == near(5_430, 0.05),
    "Baku to Kars is within 4 % of what is published": lambda w: km(w, RAIL, "BAK KRS") == near((826 + 849) / 2, 0.04),
    "Shanghai to Rotterdam is within 2 % of the textbook": lambda w: (
        km(w, ("sea",), "SHA SUEZ RTM") == near(19_631, 0.02)
    ),
    "inside Russia the Far East is as far as measured, and as Russian Railways have it": lambda w: (
        inside_russia(w) == near(9_066, 1e-4) and inside_russia(w) == near(9_139, 0.01)
    ),
}


def near(value: float, part: float):
    return pytest.approx(value, rel=part)


def km(world, modes, stops: str) -> float:
    return through(world, stops.split(), modes, on=TODAY).km.value


def inside_russia(world) -> float:
    shut = only("rail").also("CHN", "MNG", "KAZ")
    return sum(edge.km.value for edge in least(priced(world, TODAY, None), "MOW", "VVO", "km", shut))


def _into(world, place: str, kind: str):
    return [edge for edge in priced(world, TODAY, None).edges if edge.head[0] == place and edge.kind == kind]


def _between(world, one: str, other: str):
    of = priced(world, TODAY, None)
    return [
        edge
        for edge in of.edges
        if {of.states[edge.tail[0]], of.states[edge.head[0]]} == {one, other} and edge.kind in ("rail", "road")
    ]


CONDITIONS = STRUCTURE | REACH | PUBLISHED


@pytest.mark.parametrize("name", CONDITIONS)
def test_the_network_keeps_a_condition_of_its_compilers(world, name):
    assert CONDITIONS[name](world)


@pytest.mark.parametrize("name", LENGTHS)
def test_a_way_is_as_long_as_its_compilers_measured(world, name):
    modes, stops, length = LENGTHS[name]
    assert km(world, modes, stops) == pytest.approx(length, abs=0.5)


def test_all_conditions_of_the_compilers_are_here():
    assert len(CONDITIONS) + len(LENGTHS) == 37
