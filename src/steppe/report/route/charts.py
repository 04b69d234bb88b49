"""The map of the ways: the best over the others, with its ends, borders, ports and breaks of gauge named."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from steppe.display.charts import geometry
from steppe.display.charts.choropleth import Picture, Shade, draw, is_wide
from steppe.display.charts.paths import Path, Spot
from steppe.display.charts.theme import Theme, titled
from steppe.display.charts.tokens import PAGE
from steppe.economy.corridors import Way
from steppe.report.route.view import RouteView, short

TOKENS = ("chn", "rus", "eu", "tur", "usa")
"""Colours of the ways in their order; they stand for no power here."""
BY_WATER = ("ferry", "sea")


def chart_route(
    view: RouteView, *, width: int = 880, height: int = 460, theme: Theme = PAGE, framed: bool = False
) -> Any:
    """The ways on a map; framed with title and source."""
    chart = draw(picture(view, width), width, height, theme)
    subtitle = [
        view.sentence,
        f"Source: steppe {view.version}, tables network_*; lines join places, tracks between them are not drawn",
    ]
    return titled(chart, view.title, subtitle, theme, width) if framed else chart


def picture(view: RouteView, width: int) -> Picture:
    """What the map shows."""
    ways = view.ways.ways[: len(TOKENS)]
    crossed = tuple(dict.fromkeys(state for one in ways for state in one.states))
    paths = [path for place in reversed(range(len(ways))) for path in _paths(ways[place], place, view)]
    legend = tuple((TOKENS[place], str(place + 1)) for place in range(len(ways))) if len(ways) > 1 else ()
    words = "Ways in the order of the table; dashed: by water" if is_wide(width) else "Dashed: by water"
    return Picture(
        shapes=view.shapes,
        names=view.names,
        focus=(),
        shades={state: Shade("band", "ink", "") for state in crossed},
        legend=legend,
        words=words,
        source=f"Places: steppe {view.version}; outlines: Natural Earth",
        paths=tuple(paths),
        spots=tuple(_spots(ways[0], view)),
        centre=_centre(view),
    )


def _centre(view: RouteView) -> tuple[float, float]:
    """The middle of the best way."""
    spots = view.spots.loc[list(view.ways.ways[0].stops), ["lon", "lat"]]
    middle = (spots.min() + spots.max()) / 2
    return float(middle["lon"]), float(np.clip(middle["lat"], 15, geometry.CENTRE[1]))


def _paths(one: Way, place: int, view: RouteView) -> Iterator[Path]:
    """A way in pieces of land and water."""
    run: list[tuple[float, float]] = []
    before = False
    for edge in one.links:
        tail, head = _spot(view, edge.tail[0]), _spot(view, edge.head[0])
        water = edge.kind in BY_WATER
        if run and water != before:
            yield _path(run, place, before)
            run = []
        run = [*(run or [tail]), *_lane(edge.link, tail), head]
        before = water
    yield _path(run, place, before)


def _lane(link: str, tail: tuple[float, float]) -> list[tuple[float, float]]:
    """Points that a sea lane is drawn over, from the end that is nearer to the first."""
    points = lanes().get(link, [])
    if not points:
        return []
    near, far = (abs(end[0] - tail[0]) + abs(end[1] - tail[1]) for end in (points[0], points[-1]))
    return points if near <= far else points[::-1]


@cache
def lanes() -> dict[str, list[tuple[float, float]]]:
    """Straits and capes that long sea lanes are drawn over, longitude and latitude; nothing is measured on them."""
    text = files("steppe.report.route").joinpath("lanes.csv").read_text(encoding="utf-8")
    return {
        row["link"]: [(float(lon), float(lat)) for lat, lon in (point.split() for point in row["points"].split(";"))]
        for row in csv.DictReader(text.splitlines())
    }


def _spot(view: RouteView, place: str) -> tuple[float, float]:
    return float(view.spots.at[place, "lon"]), float(view.spots.at[place, "lat"])


def _path(run: list[tuple[float, float]], place: int, water: bool) -> Path:
    return Path(tuple(run), TOKENS[place], 3.0 if place == 0 else 1.8, dashed=water)


def _spots(one: Way, view: RouteView) -> Iterator[Spot]:
    """Ends, then ports and breaks of gauge, then border posts of the best way."""
    named = [one.stops[0], one.stops[-1], *one.changes("port"), *one.changes("gauge"), *one.changes("mode")]
    at = view.spots
    borders = [
        edge.head[0]
        for edge in one.links
        if edge.kind not in BY_WATER and at.at[edge.tail[0], "state"] != at.at[edge.head[0], "state"]
    ]
    for place in dict.fromkeys([*named, *borders]):
        row = at.loc[place]
        yield Spot(float(row["lon"]), float(row["lat"]), short(row["name"]))
