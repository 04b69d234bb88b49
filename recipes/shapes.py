"""Shapes: outlines of states for maps, and disputed areas apart, after United Nations General Assembly practice.

Natural Earth (1:50m countries, 1:10m disputed areas, version 4.0 of 2017) draws who holds an area, so Crimea comes in
Russia. Here Crimea is cut from Russia and joined to Ukraine; Kosovo, Northern Cyprus and Somaliland are joined to
Serbia, Cyprus and Somalia, and Taiwan is drawn with China. Each disputed area is a shape of its own over it, with who
holds and who claims it (`tables/disputed.csv`), so that another worldview can be drawn from the same table.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd

from recipes._tables import hand
from recipes._topology import Point, Ring, area, dissolve, junctions, simplify

DECIMALS = 3
NEAR, FAR, DETAIL = 0.04, 0.15, 0.02  # tolerance in degrees: Eurasia, elsewhere, disputed areas
EURASIA = (-12.0, 180.0, 22.0, 82.0)  # west, east, south, north
SMALLEST_NEAR, SMALLEST_FAR = 0.04, 0.20  # islands below, in square degrees, are left out unless the state has no other
JOINED = {"UKR": "Crimea", "SRB": "KOS", "CYP": "CYN", "SOM": "SOL", "CHN": "TWN"}
CRIMEA = (32.0, 37.0, 44.0, 46.5)  # the ring of Russia that lies in this box
CODES = {"PSX": "PSE", "SAH": "ESH", "SDS": "SSD", "ALD": "ALA"}
NOT_DRAWN = {"ATA", "ATC", "IOA", "KAS", "KOS", "CYN", "SOL", "TWN", "Crimea"}

Polygon = list[Ring]  # outer ring, then holes


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `shapes` and its source."""
    countries = _countries(raw)
    drawn = {code: _joined(countries, code) for code in countries if code not in NOT_DRAWN}
    overlays = {code: countries[code] for code in ("Crimea", "KOS", "CYN", "KAS", "TWN")}
    fixed = junctions(ring for polygons in (*drawn.values(), *overlays.values()) for p in polygons for ring in p)
    names = hand("states").set_index("state")["name"]
    states = [
        {"shape": CODES.get(code, code), "kind": "state", "geometry": _simplified(polygons, fixed)}
        for code, polygons in sorted(drawn.items())
        if CODES.get(code, code) in names.index
    ]
    listed = pd.DataFrame(states).assign(state=lambda t: t["shape"], name=lambda t: t["shape"].map(names))
    whole = pd.concat([listed, _disputed(raw, overlays, fixed)], ignore_index=True)
    return {"shapes": whole.assign(source="natural-earth", basis="derived"), "sources": pd.DataFrame(_SOURCES)}


def _countries(raw: Path) -> dict[str, list[Polygon]]:
    """Polygons by Natural Earth code, with Crimea taken out of Russia."""
    found = {
        feature["properties"]["ADM0_A3"]: _polygons(feature["geometry"])
        for feature in _features(raw / "ties/ne_countries_50m_world.geojson")
    }
    crimea = [polygon for polygon in found["RUS"] if _inside(polygon[0], CRIMEA)]
    if len(crimea) != 1:
        raise ValueError(f"Russia has {len(crimea)} polygons in the box of Crimea, 1 expected")
    found["RUS"] = [polygon for polygon in found["RUS"] if polygon not in crimea]
    return found | {"Crimea": crimea}


def _features(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["features"])


def _polygons(geometry: dict[str, Any]) -> list[Polygon]:
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [[_ring(ring) for ring in part] for part in parts]


def _ring(coordinates: list[list[float]]) -> Ring:
    points: list[Point] = [(round(p[0], DECIMALS), round(p[1], DECIMALS)) for p in coordinates]
    return [p for p, following in zip(points, [*points[1:], None], strict=True) if p != following]


def _inside(ring: Ring, box: tuple[float, float, float, float]) -> bool:
    west, east, south, north = box
    return all(west <= lon <= east and south <= lat <= north for lon, lat in ring)


def _joined(countries: dict[str, list[Polygon]], code: str) -> list[Polygon]:
    """A state's polygons; with its part that Natural Earth draws apart, without the line between the two."""
    own = countries[code]
    if code not in JOINED:
        return own
    polygons = own + countries[JOINED[code]]
    holes = [hole for polygon in polygons for hole in polygon[1:]]
    if holes:
        raise ValueError(f"{code}: joining polygons with holes is not provided for")
    return [[ring] for ring in dissolve(polygon[0] for polygon in polygons)]


def _simplified(polygons: list[Polygon], fixed: set[Point]) -> str:
    """GeoJSON text of the polygons, small islands left out unless nothing else is left."""
    largest = max(polygons, key=lambda polygon: abs(area(polygon[0])))
    kept = [p for p in polygons if p is largest or abs(area(p[0])) >= _smallest(p[0])]
    return _geojson([[simplify(ring, fixed, _tolerance) for ring in polygon] for polygon in kept])


def _smallest(ring: Ring) -> float:
    return SMALLEST_NEAR if _inside(ring, EURASIA) else SMALLEST_FAR


def _tolerance(arc: Ring) -> float:
    """Finer in Eurasia, and never more than a tenth of the arc's extent, so that small outlines keep their form."""
    extent = max(max(side) - min(side) for side in zip(*arc, strict=True))
    return float(min(NEAR if _inside(arc, EURASIA) else FAR, extent / 10))


def _disputed(raw: Path, overlays: dict[str, list[Polygon]], fixed: set[Point]) -> pd.DataFrame:
    areas = {
        feature["properties"]["BRK_NAME"]: _polygons(feature["geometry"])
        for feature in _features(raw / "ties/ne_disputed_areas_10m.geojson")
    }
    listed = hand("disputed")
    geometry = [
        _geojson([[simplify(ring, set(), lambda arc: DETAIL) for ring in polygon] for polygon in areas[key]])
        if origin == "disputed"
        else _simplified(overlays[key], fixed)
        for origin, key in zip(listed["from"], listed["key"], strict=True)
    ]
    return listed.drop(columns=["from", "key"]).assign(kind="disputed", geometry=geometry)


def _geojson(polygons: list[Polygon]) -> str:
    parts = [[[[round(x, 2), round(y, 2)] for x, y in ring] for ring in polygon] for polygon in polygons]
    shape = {"type": "Polygon", "coordinates": parts[0]}
    if len(parts) > 1:
        shape = {"type": "MultiPolygon", "coordinates": parts}
    return json.dumps(shape, separators=(",", ":"))


_SOURCES = [
    {
        "source": "natural-earth",
        "title": "Natural Earth 4.0: countries 1:50m, disputed areas 1:10m",
        "producer": "Natural Earth",
        "citation": "Made with Natural Earth, version 4.0 (2017), naturalearthdata.com; simplified and redrawn after "
        "United Nations General Assembly practice",
        "url": "https://www.naturalearthdata.com",
        "published": "2017",
        "accessed": "2026-11-21",
        "licence": "public domain",
        "licence_class": "open",
        "note": "draws de facto control; outlines here are ours",
    }
]
