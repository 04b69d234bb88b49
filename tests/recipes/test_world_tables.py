"""Leaders, groups, offices, transport and shapes of the committed bundle, told as statements about the region."""

from __future__ import annotations

import json
from functools import cache
from itertools import pairwise
from pathlib import Path

import duckdb
import pandas as pd
import pytest

BUNDLE = Path(__file__).resolve().parents[2] / "src" / "steppe" / "bundle" / "open"


def rows(table: str, where: str = "true") -> pd.DataFrame:
    path = BUNDLE / f"{table}.parquet"
    if not path.exists():
        pytest.skip(f"the bundle holds no table {table}: run `python -m recipes`")
    return duckdb.sql(f"select * from '{path}' where {where}").df()


@pytest.mark.parametrize(
    ("state", "on", "leader"),
    [
        ("KGZ", "2015-10-16", "Almazbek Atambayev"),
        ("UZB", "2015-10-16", "Islam Karimov"),
        ("UZB", "2017-01-01", "Shavkat Mirziyoyev"),
        ("RUS", "2010-01-01", "Dmitry Medvedev"),
        ("KAZ", "2019-03-21", "Kassym-Jomart Tokayev"),
        ("BLR", "2015-10-11", "Alexander Lukashenko"),
    ],
)
def test_head_of_state_on_a_day(state, on, leader):
    where = (
        f"state = '{state}' and office = 'head_of_state' and start <= '{on}' and (\"end\" is null or \"end\" > '{on}')"
    )
    assert rows("leaders", where)["leader"].tolist() == [leader]


def test_karimov_ruled_to_his_death_and_archigos_does_not_cut_him_off():
    karimov = rows("leaders", "state = 'UZB' and office = 'effective' and leader ilike '%Karimov%'")
    assert [f"{end:%Y-%m-%d}" for end in karimov["end"]] == ["2016-09-02"]


def test_one_head_of_state_at_a_time():
    heads = rows("leaders", "office = 'head_of_state'").sort_values(["state", "start"])
    before = heads.groupby("state")["end"].shift()
    later = heads.groupby("state").cumcount() > 0
    assert (before[later] <= heads["start"][later]).all()


def test_the_moving_union_had_28_members_in_2019_and_the_fixed_one_has_27():
    members = rows("group_members")
    moving = members[(members["group"] == "eu") & (members["start"] <= "2019-06-30")]
    assert (moving["end"].isna() | (moving["end"] > "2019-06-30")).sum() == 28
    assert (members["group"] == "eu27").sum() == 27


def test_a_chair_is_handed_over_on_one_day():
    chairs = rows("offices", "body = 'CIS' and office = 'chair_state' and start >= '2009-01-01'").sort_values("start")
    assert (chairs["end"].iloc[:-1].to_numpy() == chairs["start"].iloc[1:].to_numpy()).all()


def test_a_range_of_days_is_a_range_and_no_single_figure():
    days = rows("network_services", "route = 'TITR' and measure = 'transit time' and destination = 'Constanta'")
    assert days[["value_low", "value_high"]].to_numpy().tolist() == [[20, 22]]
    assert days["value"].isna().all()


@cache
def outlines(shape: str) -> list[list[list[float]]]:
    geometry = json.loads(rows("shapes", f"shape = '{shape}'")["geometry"].item())
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [polygon[0] for polygon in polygons]


def holds(ring: list[list[float]], lon: float, lat: float) -> bool:
    """Whether the point lies in the ring (even-odd rule)."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1):
            inside = not inside
    return inside


@pytest.mark.parametrize(
    ("place", "lon", "lat", "state"),
    [
        ("Simferopol", 34.1, 44.95, "UKR"),
        ("Donetsk", 37.8, 48.0, "UKR"),
        ("Tkvarcheli", 41.7, 42.85, "GEO"),
        ("Pristina", 21.17, 42.67, "SRB"),
        ("Stepanakert", 46.75, 39.82, "AZE"),
        ("Moscow", 37.6, 55.75, "RUS"),
    ],
)
def test_places_lie_in_the_state_of_general_assembly_practice_alone(place, lon, lat, state):
    drawn = rows("shapes", "kind = 'state'")["shape"]
    assert [shape for shape in drawn if any(holds(ring, lon, lat) for ring in outlines(shape))] == [state], place


def test_crimea_is_a_disputed_area_of_its_own():
    crimea = rows("shapes", "shape = 'crimea'").iloc[0]
    assert (crimea["state"], crimea["held_by"], crimea["kind"]) == ("UKR", "RUS", "disputed")
    assert any(holds(ring, 34.1, 44.95) for ring in outlines("crimea"))


def test_shapes_stay_small():
    assert rows("shapes")["geometry"].str.len().sum() < 600_000
