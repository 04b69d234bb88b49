"""Lines over a map from place to place, and named spots on them.

Between two places a line follows the great circle, whatever the track does: places are known, the track is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.display.charts import geometry
from steppe.display.charts.theme import FONT, SMALL, Theme

STEP = 2.0
"""Degrees between points of a line."""
LETTER, LINE = 6.0, 13.0
"""Pixels of a letter, and of the height of a label."""


@dataclass(frozen=True)
class Path:
    """A line: longitudes and latitudes in order, the token of its colour, its width in pixels, whether it is dashed."""

    points: tuple[tuple[float, float], ...]
    token: str
    width: float = 2.4
    dashed: bool = False


@dataclass(frozen=True)
class Spot:
    """A place on a line: longitude, latitude, name (empty for a dot alone), the token of its colour."""

    lon: float
    lat: float
    name: str
    token: str = "ink"


def along(points: Sequence[tuple[float, float]]) -> NDArray[np.float64]:
    """Points of the great circles from place to place, shape (n, 2), longitude and latitude in degrees.

    Examples
    --------
    >>> along([(0.0, 0.0), (4.0, 0.0)]).round(6).tolist()
    [[0.0, 0.0], [2.0, 0.0], [4.0, 0.0]]
    """
    parts = [np.asarray(points[:1], dtype=float)]
    for start, end in pairwise(points):
        one, other = _unit(start), _unit(end)
        angle = float(np.arccos(np.clip(one @ other, -1, 1)))
        if angle < 1e-9:
            continue
        t = np.linspace(0, 1, max(2, round(np.degrees(angle) / STEP) + 1))[1:, None]
        between = (np.sin((1 - t) * angle) * one + np.sin(t * angle) * other) / np.sin(angle)
        parts.append(np.degrees(np.column_stack([np.arctan2(between[:, 1], between[:, 0]), np.arcsin(between[:, 2])])))
    return np.vstack(parts)


def _unit(end: tuple[float, float]) -> NDArray[np.float64]:
    """A point of the sphere."""
    lon, lat = np.radians(end)
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def draw(paths: Sequence[Path], spots: Sequence[Spot], frame: geometry.Frame, theme: Theme) -> list[alt.Chart]:
    """Layers: each line over a casing in the colour of paper, the last on top; dots; names where there is room."""
    layers = []
    for one in paths:
        pixels = frame.place(along(one.points))
        points = pd.DataFrame(pixels[~np.isnan(pixels).any(axis=1)], columns=["x", "y"])
        points = points.assign(step=range(len(points)))
        casing = alt.Chart(points).mark_line(color=theme["paper"], strokeWidth=one.width + 2, clip=True)
        dash: dict[str, Any] = {"strokeDash": [5, 4]} if one.dashed else {}
        line = alt.Chart(points).mark_line(color=theme[one.token], strokeWidth=one.width, clip=True, **dash)
        layers += [part.encode(_x(), _y(), order=alt.Order("step:Q")) for part in (casing, line)]
    if not spots:
        return layers
    at = frame.place(np.array([(one.lon, one.lat) for one in spots]))
    dots = pd.DataFrame({"x": at[:, 0], "y": at[:, 1], "colour": [theme[one.token] for one in spots]})
    circles = alt.Chart(dots).mark_circle(size=34, opacity=1, stroke=theme["paper"])
    layers.append(circles.encode(_x(), _y(), alt.Color("colour:N", scale=None)))
    return [*layers, *_names(spots, at, frame, theme)]


def _names(spots: Sequence[Spot], at: NDArray[np.float64], frame: geometry.Frame, theme: Theme) -> list[alt.Chart]:
    """Names beside their dots, the first first; one that would cover another is left out."""
    taken: list[tuple[float, float, float, float]] = []
    rows = []
    for spot, (x, y) in zip(spots, at, strict=True):
        wide = LETTER * len(spot.name)
        places = [(x - wide / 2, y - 18), (x - wide / 2, y + 6), (x + 7, y - LINE / 2), (x - wide - 7, y - LINE / 2)]
        for left, top in places if spot.name else ():
            box = (left, top, left + wide, top + LINE)
            inside = box[0] >= 2 and box[2] <= frame.width - 2 and box[1] >= 2 and box[3] <= frame.height - 22
            if inside and not any(_meet(box, other) for other in taken):
                taken.append(box)
                rows.append((spot.name, left, top + LINE / 2))
                break
    labels = pd.DataFrame(rows, columns=["name", "x", "y"])
    style: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": SMALL, "font": FONT}
    halo = alt.Chart(labels).mark_text(color=theme["paper"], stroke=theme["paper"], strokeWidth=3, **style)
    text = alt.Chart(labels).mark_text(color=theme["ink"], **style)
    return [layer.encode(_x(), _y(), alt.Text("name:N")) for layer in (halo, text)]


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _x() -> alt.X:
    return alt.X("x:Q", scale=None, axis=None)


def _y() -> alt.Y:
    return alt.Y("y:Q", scale=None, axis=None)
