"""Distances between states: CEPII GeoDist, one row per unordered pair, a state with itself included.

`distance` is between people (agglomerations weighted by population), with a state itself the mean distance inside it;
it is empty for five small territories. `distance_capitals` is between capitals. In GeoDist Serbia is Serbia and
Montenegro. It knows neither Montenegro, South Sudan nor Kosovo; for these the great circle between capitals is computed
here (basis `derived`) and the rest is left empty.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from recipes._tables import hand, parquet
from recipes._trade import known_states, sources

EARTH_RADIUS_KM = 6371.0
NOT_IN_GEODIST = ("MNE", "SSD", "XKX")
FLAGS = {"contig": "contiguous", "comlang_off": "common_language", "colony": "colony"}
COLUMNS = ["state_a", "state_b", "distance", "distance_capitals", *FLAGS.values(), "source", "basis"]


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table distances and its source."""
    geodist = parquet(raw / "trade/cepii_geodist.parquet")
    table = pd.concat([coded(geodist), between_capitals(raw, set(geodist["iso_o"]))], ignore_index=True)
    return {"distances": table, "sources": sources("cepii-geodist")}


def coded(geodist: pd.DataFrame) -> pd.DataFrame:
    """The pairs of GeoDist; the file is symmetric, so the half with state_a <= state_b says all."""
    half = geodist[geodist["iso_o"] <= geodist["iso_d"]].rename(
        columns={"iso_o": "state_a", "iso_d": "state_b", "distw": "distance", "distcap": "distance_capitals", **FLAGS}
    )
    half = known_states(half, ["state_a", "state_b"])
    half = half.round({"distance": 2, "distance_capitals": 2}).astype(dict.fromkeys(FLAGS.values(), bool))
    return half.assign(source="cepii-geodist", basis="reported")[COLUMNS]


def between_capitals(raw: Path, partners: set[str]) -> pd.DataFrame:
    """Great circles from the states that GeoDist lacks to all others, capital to capital, in km."""
    capitals = _capitals(raw)
    newer = capitals.loc[list(NOT_IN_GEODIST)].reset_index()
    others = capitals.loc[sorted((partners | set(NOT_IN_GEODIST)) & set(capitals.index))].reset_index()
    pairs = newer.merge(others, how="cross", suffixes=("_1", "_2"))
    pairs = pairs[pairs["state_1"] != pairs["state_2"]]
    names = np.sort(pairs[["state_1", "state_2"]].to_numpy(dtype=str), axis=1)
    kilometres = great_circle(pairs["lat_1"], pairs["lon_1"], pairs["lat_2"], pairs["lon_2"]).round(2)
    table = pd.DataFrame({"state_a": names[:, 0], "state_b": names[:, 1], "distance_capitals": kilometres.to_numpy()})
    table = table.drop_duplicates(["state_a", "state_b"]).assign(source="cepii-geodist", basis="derived")
    return table.reindex(columns=COLUMNS)


def _capitals(raw: Path) -> pd.DataFrame:
    """Latitude and longitude of capitals: our own where stated, else the capital (not the largest city) in GeoDist."""
    geo = parquet(raw / "trade/cepii_geo_countries.parquet")
    geo = geo[geo["cap"] == 1].rename(columns={"iso3": "state"}).set_index("state")[["lat", "lon"]]
    own = hand("states").dropna(subset=["lat", "lon"]).set_index("state")[["lat", "lon"]].astype(float)
    return own.combine_first(geo).astype(float).rename_axis("state")


def great_circle(
    lat_1: pd.Series[float], lon_1: pd.Series[float], lat_2: pd.Series[float], lon_2: pd.Series[float]
) -> pd.Series[float]:
    """Great-circle distance in km on a sphere (haversine), from degrees."""
    phi_1, phi_2 = np.radians(lat_1), np.radians(lat_2)
    half_chord = (
        np.sin((phi_2 - phi_1) / 2) ** 2 + np.cos(phi_1) * np.cos(phi_2) * np.sin(np.radians(lon_2 - lon_1) / 2) ** 2
    )
    kilometres: pd.Series[float] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half_chord))
    return kilometres
