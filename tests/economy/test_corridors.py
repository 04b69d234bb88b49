"""Corridors: ranges of links, ways, services, unions, bans."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
import pytest

from steppe.economy.corridors import link_rows, through, ways
from steppe.economy.corridors.charges import LEAST_HAUL, charges
from steppe.economy.corridors.ends import end
from steppe.economy.corridors.graph import WATER
from steppe.economy.corridors.network import Changes, bans, network
from steppe.economy.corridors.route import priced
from steppe.economy.corridors.saved import saved
from steppe.economy.corridors.services import corridors, score, services
from steppe.world.dates import TODAY
from steppe.world.errors import UserError

CASPIAN = ("rail", "ferry")


# ------------------------------------------------------------------ ranges of links
@cache
def monitored(world):
    """Lowest and highest speed and haulage on record by state and mode, read off the table anew."""
    rows = world.sql(
        """
        select state, mode, min(value) filter (indicator like 'speed without%') as slow,
               max(value) filter (indicator like 'speed without%') as fast,
               min(value) filter (indicator like 'line-haul%' and value >= 100) / 500 as cheap,
               max(value) filter (indicator like 'line-haul%') / 500 as dear
        from network_crossings where crossing like 'average of%' and confidence <> 'low' and state is not null
        group by all
        """
    )
    return {(row.state, row.mode): row for row in rows.itertuples()}


def test_every_link_stays_inside_its_own_published_range(world):
    of, lengths = priced(world, TODAY, None), _lengths(world)
    checked = 0
    for edge in of.edges:
        if not edge.link:
            continue
        low, high = lengths[edge.link]
        assert low - 1e-9 <= edge.km.low <= edge.km.value <= edge.km.high <= high + 1e-9, edge.link
        state = of.states[edge.tail[0]]
        on_record = monitored(world).get((state, edge.kind))
        if on_record is None or state != of.states[edge.head[0]]:
            continue
        if on_record.fast == on_record.fast:
            assert low / on_record.fast - 1e-9 <= edge.hours.low, edge.link
            assert edge.hours.high <= high / on_record.slow + 1e-9, edge.link
            assert edge.hours.basis != "assumed"
            checked += 1
        if on_record.dear == on_record.dear and on_record.cheap == on_record.cheap:
            assert low * on_record.cheap - 1e-9 <= edge.dollars.low
            assert edge.dollars.high <= high * on_record.dear + 1e-9
    assert checked > 300


def _lengths(world) -> dict[str, tuple[float, float]]:
    rows = world.sql(
        "select l.link, least(l.km, o.km) as low, greatest(l.km, o.km) as high "
        "from network_links l left join network_km_osm o using (link)"
    )
    return {row.link: (row.low, row.high) for row in rows.itertuples()}


def test_haulage_that_cannot_be_is_left_out(world):
    assert all(one.value >= LEAST_HAUL for one in charges(world).averages["line-haul cost", "road"])
    assert charges(world).haul("AZE", "road").basis == "assumed"
    assert charges(world).haul("GEO", "road").low * 500 == pytest.approx(562)  # not the 87 of 2020


@pytest.mark.parametrize("state", ["RUS", "BLR", "IRN", "TUR", "DEU", "AZE", "GEO", "KGZ", "TJK"])
def test_a_state_without_monitoring_gets_the_middle_of_those_with_it_and_says_so(world, state):
    speed = charges(world).speed(state, "rail")
    assert speed.basis == "assumed"
    assert not speed.sources
    # by hand: medians of China 80.2, Kazakhstan 57.9, Mongolia 21.35 and Uzbekistan 13.3, and their middle
    assert speed.value == pytest.approx((57.9 + 21.35) / 2)
    assert (speed.low, speed.high) == (13.1, 82.4)


def test_a_border_with_figures_for_both_ends_is_counted_once(world):
    of = priced(world, TODAY, None)
    (over,) = [edge for edge in of.edges if edge.link == "L053" and edge.tail[0] == "BRE"]
    # Brest to Malaszewicze: 10, 60 and 240 hours on record, the middle less ten of the break of gauge
    assert over.border_hours.value == pytest.approx(60 - 10)
    assert over.border_hours.high == pytest.approx(240 - 10)


def test_no_customs_border_inside_the_eaeu_and_the_eu(world):
    of = priced(world, TODAY, None)
    for link in ("L050", "L055", "L365"):  # Smolensk to Orsha, Warsaw to Berlin, Petropavl to Yekaterinburg
        assert {edge.border_hours.value for edge in of.edges if edge.link == link} == {0.0}
    before = priced(world, dt.date(2010, 6, 1), None)
    assert all(edge.border_hours.value > 0 for edge in before.edges if edge.link == "L050")


# ------------------------------------------------------------------ ways
def test_china_to_germany_by_the_north_and_by_the_caspian(world):
    north = ways(world, "Xian", "Duisburg", on=TODAY, without=["MNG", "sea", "road"], by="km", most=1).ways[0]
    south = ways(world, "Xian", "Duisburg", on=TODAY, without=["RUS", "sea", "road", "UKR"], by="km", most=1).ways[0]
    assert north.states == ("CHN", "KAZ", "RUS", "BLR", "POL", "DEU")
    assert north.km.value == pytest.approx(9_634, abs=0.5)
    assert south.states[:5] == ("CHN", "KAZ", "AZE", "GEO", "TUR")
    assert south.km.value > north.km.value + 2_000
    assert (len(north.changes("gauge")), len(south.changes("gauge"))) == (2, 2)
    assert len(south.changes("port")) == 2
    assert {"assumed"} == {north.days.basis, south.days.basis}


def test_ways_have_no_loop_and_come_cheapest_first(world):
    found = ways(world, "CHN", "DEU", on=TODAY, most=4).ways
    assert len(found) == 4
    assert [one.cost for one in found] == sorted(one.cost for one in found)
    for one in found:
        nodes = [one.edges[0].tail, *(edge.head for edge in one.edges)]
        assert len(set(nodes)) == len(nodes)
        assert all(a.head == b.tail for a, b in zip(one.edges, one.edges[1:], strict=False))


def test_armenia_is_reached_through_georgia_and_iran_alone_whatever_the_way(world):
    for other in ("RUS", "TUR", "AZE", "CHN", "DEU", "KAZ"):
        for one in ways(world, "ARM", other, on=TODAY, most=3).ways:
            assert one.states[1] in ("GEO", "IRN"), (other, one.states)
    with pytest.raises(UserError, match=r"nothing joins Yerevan to Ankara on .* without GEO, IRN"):
        ways(world, "ARM", "TUR", on=TODAY, without=["GEO", "IRN"])


def test_a_day_decides_what_is_open(world):
    assert "L604" not in set(network(world, dt.date(2008, 1, 1)).links["link"])  # Lars, shut from 2006 to 2010
    assert "L604" in set(network(world, dt.date(2011, 1, 1)).links["link"])
    assert "L144" in set(network(world, dt.date(2021, 1, 1)).links["link"])  # Bryansk to Konotop
    assert "L144" not in set(network(world, TODAY).links["link"])
    assert "L225" not in set(network(world, dt.date(2035, 1, 1)).links["link"])  # planned, no day is known
    opened = network(world, TODAY, Changes(opened=frozenset({"L225"})))
    assert "L225" in set(opened.links["link"])


def test_a_ban_closes_a_state_to_goods_of_an_origin_while_it_holds(world):
    assert "AZE" in bans(world, dt.date(2020, 1, 1), "RUS", "ARM")[0].states
    assert "AZE" not in bans(world, TODAY, "RUS", "ARM")[0].states
    assert frozenset(("ARM", "TUR")) in bans(world, TODAY, "ARM", "TUR")[0].borders
    told = bans(world, TODAY, "RUS", "RUS")[1]
    assert any("LTU" in one and "sanctioned goods" in one for one in told)


def test_restricted_links_are_used_only_when_asked(world):
    found = [ways(world, "BLR", "POL", on=TODAY, restricted=also) for also in (False, True)]
    used = [any(edge.restricted for one in each.ways for edge in one.edges) for each in found]
    assert used == [False, True]


def test_every_link_of_a_way_cites_a_source_and_assumed_stays_assumed(world):
    rows = link_rows(world, ways(world, "CHN", "DEU", on=TODAY, without=["RUS"]))
    known = set(world.sql("select source from sources")["source"])
    assert all(set(one.split(";")) <= known for one in rows["source"])
    on_water = rows["what"].isin(["sea", "ferry", "port", "gauge"])
    assert rows.loc[on_water, ["days_basis", "usd_basis"]].eq("assumed").all().all()
    assert rows.loc[rows["counted_by"].notna(), "counted_by"].str.contains("CPMM").any()


# ------------------------------------------------------------------ ends
@pytest.mark.parametrize(
    ("word", "place"),
    [
        *(("CHN", "BJS"), ("Germany", "BER"), ("Xian", "XIY"), ("xi'an", "XIY"), ("ALM", "ALM"), ("India", "BOM")),
        *(("Latvia", "RIX"), ("Baku", "BAK"), ("POL", "WAW"), ("Polotsk", "POL")),
    ],
)
def test_a_state_stands_for_its_capital_and_a_place_for_itself(world, word, place):
    assert end(world, word).place == place


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("Astara", r'several places are called "Astara"; write one of ASA \(.*, AZE\), ASI \(.*, IRN\)'),
        ("Duisberg", r'"Duisberg" is no state and no place of the network. Did you mean Duisburg\?'),
        ("EGY", "Egypt has no place in the network; name a port or a neighbour"),
        ("", "an end is empty; give a state, KAZ, or a place, Almaty"),
    ],
)
def test_an_end_that_is_none_gets_a_sentence(world, word, says):
    with pytest.raises(UserError, match=says):
        end(world, word)


# ------------------------------------------------------------------ services, corridors
def test_services_are_compared_with_differences_and_the_bars_hold(world):
    rows = services(world)
    assert len(rows) == 21
    assert rows["difference"].to_numpy() == pytest.approx((rows["model"] - rows["published"]).to_numpy())
    assert rows["counted_by"].notna().all()
    assert set(rows["corridor"]) == {"north", "Caspian", "south", "sea"}
    bars = score(rows).set_index("bar")
    assert bars["holds"].all()
    assert bars["figure"].round(2).tolist() == [0.82, 0.28, 0.75]


def test_services_have_no_part_in_what_ways_cost(world):
    doubled = world.table("network_services")
    doubled[["value", "value_low", "value_high"]] *= 2
    other = type(world)({"network_services": doubled})
    stops = ["ALT", "AKT", "ALA", "POT"]
    assert through(other, stops, CASPIAN, on=TODAY).days.value == through(world, stops, CASPIAN, on=TODAY).days.value


def test_the_named_corridors_are_there_link_by_link(world):
    found = corridors(world, TODAY)
    assert list(found) == ["northern, by Brest", "Caspian, by Kars", "Caspian, by Poti"]
    north, kars, poti = found.values()
    assert north.km.value < poti.km.value < kars.km.value
    assert {"UKR", "RUS"}.isdisjoint({*kars.states, *poti.states})
    assert all(edge.tail[1][0] == WATER for edge in poti.links if edge.kind in ("sea", "ferry"))


# ------------------------------------------------------------------ events
def test_a_border_that_opens_is_used_although_a_rule_shuts_it(world):
    changes = Changes(opened=frozenset({"L595"}))
    (one,) = saved(world, TODAY, changes, ["ARM"], ["TUR"])
    assert one.before.states == ("ARM", "GEO", "TUR")
    assert one.after.states == ("ARM", "TUR")
    assert (one.days(np.array([0.0, 0.5, 1.0])) > 0).all()


def test_two_days_less_at_a_port_take_two_days_off_its_calls_and_nothing_elsewhere(world):
    changes = Changes(hours=(("ALA", 48.0),))
    (one,) = saved(world, TODAY, changes, ["GEO"], ["AZE"])
    assert one.days(np.array([0.5]))[0] == 0  # no ship on that way
    calls = [edge for edge in priced(world, TODAY, changes).edges if edge.kind == "port"]
    hours = {edge.tail[0]: edge.hours for edge in calls}
    assert (hours["ALA"].low, hours["ALA"].value, hours["ALA"].high) == (0.0, 24.0, 192.0)
    assert hours["AKT"].value == 72.0


def test_the_table_of_services_in_the_docs_is_what_the_command_prints(world):
    from pathlib import Path

    from steppe.report.route.compared import compared

    text = (Path(__file__).parents[2] / "docs/explanation/corridors.md").read_text(encoding="utf-8")
    for row in compared(services(world)).drop(columns=["rival"]).itertuples(index=False):
        assert f"| {' | '.join(str(cell) for cell in row)} |" in text
