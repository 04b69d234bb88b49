"""Rules of the network: each is broken once on purpose, and its finding names the place and the repair."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest

from steppe.world import topology as t
from steppe.world.world import World


def with_cells(table: str, row: str, **cells: object) -> World:
    """The world with other cells in the row of that key."""
    frame = World().table(table)
    found = frame[frame.columns[0]].eq(row)
    assert found.sum() == 1, row
    for name, value in cells.items():
        frame.loc[found, name] = value
    return World({table: frame})


BROKEN = [
    (
        t.check_one_gauge_a_rail_link,
        ("network_links", "L001", {"gauge_mm": None}),
        r"network_links \(L001\): mode is rail; give it its gauge",
    ),
    (
        t.check_one_gauge_a_rail_link,
        ("network_links", "L001", {"gauge_mm": 1676}),
        r"network_links \(L001\): gauge is 1676 and \w+ has 1435: correct the link",
    ),
    (
        t.check_gauges_meet_at_transfer_places,
        ("network_places", "DOS", {"gauge_transfer": False}),
        r"network_places \(DOS\): links of 1435, 1520 mm meet; make it a place of transfer",
    ),
    (
        t.check_links_are_not_shorter_than_the_great_circle,
        ("network_links", "L062", {"km": 800.0}),
        r"network_links \(L062\): 800 km is less than the great circle of 823: correct the length",
    ),
    (
        t.check_links_are_not_shorter_than_the_great_circle,
        ("network_km_osm", "L223", {"km": 100.0}),
        r"network_km_osm \(L223\): 100 km is less than the great circle of \d+",
    ),
    (
        t.check_dates_of_links_fit_their_status,
        ("network_links", "L142", {"closed_from": pd.NaT}),
        r"network_links \(L142\): status closed does not fit open_from empty and closed_from empty",
    ),
    (
        t.check_dates_of_links_fit_their_status,
        ("network_links", "L604", {"open_from": pd.Timestamp("2005-01-01")}),
        r"network_links \(L604\): status open does not fit open_from 2005-01-01 and closed_from 2006-07-01",
    ),
]


@pytest.mark.parametrize(
    ("rule", "change", "says"), BROKEN, ids=[f"{rule.__name__}-{i}" for i, (rule, *_) in enumerate(BROKEN)]
)
def test_a_broken_network_is_found_and_the_repair_named(rule, change, says) -> None:
    table, row, cells = change
    findings = list(rule(with_cells(table, row, **cells)))
    assert any(pd.Series([one.message]).str.contains(says).all() for one in findings), findings


def test_the_shipped_network_keeps_every_rule_and_every_rule_is_broken_here(world: World) -> None:
    found: list[Iterator[t.Finding]] = [rule(world) for rule in t.RULES]
    assert [list(one) for one in found] == [[]] * len(t.RULES)
    assert {rule for rule, *_ in BROKEN} == set(t.RULES)
