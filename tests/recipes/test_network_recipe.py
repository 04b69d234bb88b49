"""The network: shortest rail paths as measured, routes over its links, figures with the office that counted."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from recipes._paths import Paths
from recipes.network import IN_USE, best_lengths
from steppe.world.world import World

RAIL = ("rail",)
CASPIAN = ("rail", "ferry", "caspian ferry")
TABLES = ("network_links", "network_km_osm", "network_places")


def paths(world: World, modes: tuple[str, ...], without: tuple[str, ...] = ()) -> Paths:
    """Paths over links in use of these modes that touch none of these states."""
    tables = {name: world.table(name) for name in TABLES}
    places = tables["network_places"].set_index("place")
    links = best_lengths(tables)
    links = links[links["status"].isin(IN_USE) & links["mode"].isin(modes)]
    ends = links[["from_place", "to_place"]].apply(lambda end: end.map(places["state"]))
    return Paths(links[~ends.isin(without).any(axis=1)], places.index[places["gauge_transfer"]])


# What the compilers of the network measured on it, in kilometres.
MEASURED = [
    ("Xian to Duisburg", RAIL, "XIY DOS DUI", 9_634),
    ("Beijing to Duisburg", RAIL, "BJS DOS DUI", 10_777),
    ("Chongqing to Duisburg", RAIL, "CKG DOS DUI", 9_844),
    ("Chongqing to Duisburg by Xian", RAIL, "CKG XIY DUI", 10_424),
    ("Xian to Warsaw", RAIL, "XIY DOS WAW", 8_529),
    ("Beijing to Warsaw", RAIL, "BJS DOS WAW", 9_672),
    ("Chongqing to Warsaw", RAIL, "CKG DOS WAW", 8_739),
    ("Alashankou to Brest", RAIL, "ALK BRE", 5_234),
    ("Xian to Duisburg by Poti and Constanta", (*CASPIAN, "sea"), "XIY ALT AKT ALA POT CND DUI", 11_388),
    ("Xian to Duisburg by Kars", CASPIAN, "XIY ALT AKT ALA AKH KRS IST DUI", 12_312),
    ("Xian to Istanbul", CASPIAN, "XIY ALT AKT ALA KRS IST", 9_423),
    ("Altynkol to Poti", CASPIAN, "ALT AKT ALA POT", 4_395),
    ("Moscow to Bandar Abbas", RAIL, "MOW BSK BNB", 5_808),
    ("Xian to Tehran by Kazakhstan", RAIL, "XIY ALT BYU BSK THR", 7_942),
    ("Baku to Kars", RAIL, "BAK KRS", 853),
    ("Shanghai to Rotterdam by Suez", ("sea",), "SHA SUEZ RTM", 19_836),
]


@pytest.mark.parametrize(("modes", "stops", "km"), [row[1:] for row in MEASURED], ids=[row[0] for row in MEASURED])
def test_shortest_paths_are_as_long_as_the_compilers_measured(world, modes, stops, km):
    assert paths(world, modes).through(stops.split())[0] == pytest.approx(km, abs=0.5)


def test_inside_russia_the_far_east_is_as_far_as_the_official_table_has_it(world):
    km = paths(world, RAIL, without=("CHN", "MNG", "KAZ")).shortest("MOW", "VVO")[0]
    assert km == pytest.approx(9_066, abs=0.5)
    assert km == pytest.approx(9_139, rel=0.01)  # by Kazan, Russian Railways


def test_a_train_changes_gauge_only_where_cargo_is_moved():
    links = pd.DataFrame(
        {
            "link": ["ab", "bc", "ad", "dc"],
            "from_place": ["a", "b", "a", "d"],
            "to_place": ["b", "c", "d", "c"],
            "gauge_mm": [1435, 1520, 1435, 1520],
            "km": [1.0, 1.0, 5.0, 5.0],
        }
    )
    assert Paths(links, ["d"]).shortest("a", "c") == (10.0, ["a", "d", "c"], ["ad", "dc"])
    assert Paths(links, ["b", "d"]).shortest("a", "c")[0] == 2.0
    with pytest.raises(ValueError, match="no path from a to c"):
        Paths(links, []).shortest("a", "c")


def test_armenia_is_reached_by_georgia_and_iran_alone_and_ukraine_not_from_russia(world):
    links = world.sql(
        """
        select a.state as one, b.state as other, l.mode from network_links l
        join network_places a on a.place = l.from_place join network_places b on b.place = l.to_place
        where l.status = 'open' and a.state <> b.state
        """
    )
    neighbours = {frozenset(pair) for pair in zip(links["one"], links["other"], strict=True)}
    assert {next(iter(pair - {"ARM"})) for pair in neighbours if "ARM" in pair} == {"GEO", "IRN"}
    between = links[links["one"].isin(["RUS", "UKR"]) & links["other"].isin(["RUS", "UKR"])]
    assert set(between["mode"]) <= {"rail", "road"}
    assert len(between) <= 2  # the bridge to Crimea


def test_routes_run_over_links_that_join_their_places(world):
    links = world.table("network_links").set_index("link")
    for row in world.table("network_routes").itertuples():
        places, used = row.places.split(";"), row.links.split(";")
        assert [set(links.loc[link, ["from_place", "to_place"]]) for link in used] == [
            {a, b} for a, b in pairwise(places)
        ]
        assert row.status != "operating" or links.loc[used, "status"].isin(IN_USE).all()


def test_the_middle_corridor_s_cargo_is_the_ministry_s_and_the_seaports_are_another_count(world):
    cargo = world.sql("from network_services where route = 'TITR' and measure = 'cargo'")
    ministry = cargo[cargo["counted_by"].eq("Ministry of Transport of Kazakhstan")].set_index("year")["value"]
    assert ministry.to_dict() == {
        2019: 0.759,
        2020: 0.783,
        2021: 0.586,
        2022: 1.485,
        2023: 2.764,
        2024: 4.484,
        2025: 4.119,
    }
    seaports = cargo[cargo["counted_by"].eq("TITR association")]
    assert seaports["value"].tolist() == [3.3]
    assert "another concept" in seaports["note"].item()


def test_border_times_of_carec_and_of_kazakhstan_are_told_apart(world):
    hours = world.sql(
        """
        select crossing, mode, year, value from network_crossings
        where indicator like 'border-crossing time%' and direction = 'all' and unit = 'hours'
          and crossing in ('average of CAREC', 'average of KAZ') and source like 'page-cpmm%'
        """
    ).set_index(["crossing", "mode", "year"])["value"]
    carec = [hours["average of CAREC", mode, year] for mode in ("road", "rail") for year in range(2019, 2023)]
    assert carec == [12.2, 15.1, 13.6, 9.9, 20.6, 23.0, 51.9, 40.6]
    kazakh = [hours["average of KAZ", mode, year] for mode in ("road", "rail") for year in (2019, 2020)]
    assert kazakh == [9.2, 8.6, 39.9, 48.6]  # the report of 2022 has 8.6 where that of 2020 had 8.7
    assert world.sql("from quoted where indicator like '%CPMM%'").empty  # one figure, one place


def test_what_came_from_openstreetmap_is_share_alike(world):
    classes = world.sql("select source, licence_class, licence from sources where source like 'osm-%'")
    assert classes["licence_class"].eq("share-alike").all()
    assert classes["licence"].str.startswith("ODbL").all()
    for name in ("network_places_osm", "network_stations_osm", "network_km_osm"):
        assert set(world.table(name)["source"]) <= set(classes["source"])
    places = world.table("network_places").set_index("place")
    eight = places.index[places["lat"].isna()]
    assert (
        set(eight)
        == {"SYK", "AKL", "INB", "KKP", "KRY", "ASA", "KHF", "AUL"}
        == set(world.table("network_places_osm")["place"])
    )
    links = world.table("network_links")
    touch = links[links["from_place"].isin(eight) | links["to_place"].isin(eight)]
    assert not touch["km_method"].str.startswith("great circle", na=False).any()  # worked out from their positions
    assert set(links.loc[links["km"].isna(), "link"]) <= set(world.table("network_km_osm").query("preferred")["link"])
