"""A map of a page that a script colours: one SVG, each state of the region a link, zoomed by its `viewBox`.

The projection is that of every map (`geometry`). A path that a rule of the page fills has the class of its figure:
`c1` to `c6`, `nd` for no data, `own` for the power itself; the script sets it, and the first one stands in the text.
Greenland and what else lies beyond the window is cut.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from markupsafe import Markup, escape

from steppe.display.charts import geometry

WINDOW = ((-0.62, 0.62), (-0.32, 0.52))
"""Plane coordinates of the window, x and y: from the Carpathians to Kamchatka, from the Gulf to the Arctic islands."""
WIDE = 1600.0
"""Units of the drawing from left to right."""


@dataclass(frozen=True, slots=True)
class View:
    """A part of the map: its name and the `viewBox` that shows it."""

    name: str
    title: str
    box: tuple[float, float, float, float]

    @property
    def text(self) -> str:
        """The `viewBox`."""
        return " ".join(f"{value:g}" for value in self.box)


@dataclass(frozen=True, slots=True)
class Outline:
    """A state of the region as it is drawn: its paths and the middle of its name, in units of the drawing."""

    state: str
    area: Markup
    seam: Markup
    middle: tuple[float, float]
    room: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """What `atlas.html.j2` draws: ground, other land, states, powers by code, disputed areas."""

    size: tuple[float, float]
    graticule: Markup
    land: Markup
    states: tuple[Outline, ...]
    powers: Mapping[str, Markup]
    disputed: tuple[tuple[str, Markup], ...]
    views: tuple[View, ...]


def drawing(
    shapes: pd.DataFrame,
    states: Sequence[str],
    powers: Mapping[str, Sequence[str]],
    parts: Mapping[str, tuple[str, Sequence[str]]],
) -> Drawing:
    """The map of some states.

    Parameters
    ----------
    shapes
        As `steppe.world.shapes.outlines` has them.
    states
        Those that are links and take a colour.
    powers
        States of each power by its code; those outside the window have no outline.
    parts
        Title and states of each part that can be shown larger, by name.
    """
    frame = _frame()
    own = shapes[shapes["kind"] == "state"].set_index("state")["geometry"]
    polygons = {str(state): geometry.to_frame(geometry.rings(text), frame) for state, text in own.items()}
    shown = [_outline(state, polygons[state], own[state], frame) for state in states]
    others = [polygon for state, found in polygons.items() if state not in states for polygon in found]
    outlines = {
        code: _lines(
            line
            for member in members
            if member in own
            for line in geometry.outlines(geometry.rings(own[member]), frame)[0]
        )
        for code, members in powers.items()
    }
    disputed = [
        (
            f"{row.name}: held by {row.held_by}, claimed by {row.claimed_by}",
            _areas(geometry.to_frame(geometry.rings(row.geometry), frame)),
        )
        for row in shapes[shapes["kind"] == "disputed"].itertuples(index=False)
    ]
    return Drawing(
        (frame.width, frame.height),
        _lines(geometry.graticule(frame)),
        _areas(others),
        tuple(shown),
        {code: path for code, path in outlines.items() if path},
        tuple((words, path) for words, path in disputed if path),
        tuple(
            _view(name, title, [polygons[state] for state in inside], frame) for name, (title, inside) in parts.items()
        ),
    )


def _frame() -> geometry.Frame:
    (left, right), (low, high) = WINDOW
    scale = WIDE / (right - left)
    return geometry.Frame(WIDE, round((high - low) * scale), scale, (-left * scale, high * scale))


def _outline(state: str, polygons: list[list[geometry.Ring]], shape: str, frame: geometry.Frame) -> Outline:
    largest = max(polygons, key=lambda polygon: geometry.area(polygon[0]))
    x, y = geometry.visual_centre(largest)
    seam = geometry.outlines(geometry.rings(shape), frame)[1]
    return Outline(state, _areas(polygons), _lines(seam), (round(x, 1), round(y, 1)), float(np.ptp(largest[0][:, 0])))


def _view(name: str, title: str, polygons: Iterable[list[list[geometry.Ring]]], frame: geometry.Frame) -> View:
    """The smallest part of the drawing in its own proportions around some states, with a margin; of none the whole."""
    rings = [ring for found in polygons for polygon in found for ring in polygon]
    if not rings:
        return View(name, title, (0, 0, frame.width, frame.height))
    points = np.vstack(rings)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = 1.08 * max((high[0] - low[0]) / frame.width, (high[1] - low[1]) / frame.height)
    wide, tall = frame.width * scale, frame.height * scale
    middle = (low + high) / 2
    left = min(max(middle[0] - wide / 2, 0), frame.width - wide)
    top = min(max(middle[1] - tall / 2, 0), frame.height - tall)
    return View(name, title, (round(left), round(top), round(wide), round(tall)))


def _areas(polygons: Iterable[list[geometry.Ring]]) -> Markup:
    return Markup("".join(f"{_steps(ring[:-1])}z" for polygon in polygons for ring in polygon))


def _lines(lines: Iterable[geometry.Ring]) -> Markup:
    return Markup("".join(_steps(line) for line in lines if len(line) > 1))


def _steps(points: geometry.Ring) -> str:
    """A path from point to point, each relative to the last in half units, which is short."""
    first, moves = points[0], np.diff(points, axis=0)
    steps = " ".join(f"{x:g},{y:g}" for x, y in moves)
    return f"M{first[0]:g},{first[1]:g}l{steps}" if len(moves) else ""


__all__ = ["Drawing", "Outline", "View", "drawing", "escape"]
