"""A map of the region in colours: what every map shares, whatever its figures.

Lambert azimuthal equal-area, centre 78° E 48° N, so that areas compare. A state without a shade is plain land; one of
the states in focus without a figure has dots. Disputed areas are filled as the state that UN General Assembly practice
gives them to, hatched and edged with dashes. Worldview and source stand in the picture itself, so that no copy loses
them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal

import altair as alt
import numpy as np
import pandas as pd

from steppe.display.charts import arcs, geometry
from steppe.display.charts import paths as ways
from steppe.display.charts.theme import FONT, SMALL, Theme

WORLDVIEW = "Borders: UN General Assembly practice. Hatched: disputed"
LEGEND_HEIGHT = 50
EDGE = 5.0
"""Pixels that the end of an arc keeps from the edge: of some states little is in the frame."""


@dataclass(frozen=True, slots=True)
class Shade:
    """How a state is filled: the token of its colour, the token of text upon it, and its figure as text."""

    fill: str
    ink: str
    text: str


@dataclass(frozen=True)
class Picture:
    """What a map shows.

    Attributes
    ----------
    shapes
        Outlines of states and disputed areas, as `steppe.world.shapes` has them.
    names
        Names by code.
    focus
        States that the frame is drawn around, that are labelled, and that have dots where they have no shade.
    shades
        Fill and figure by state; states not in focus may have one too.
    legend
        Token and lower bound, as text, of each class; the text after the last box.
    words, source
        What else is drawn, beside the legend; the source, under it, empty where the page has it.
    border
        Token of the lines between states.
    outlined
        A state drawn as plain land with an outline in the colour of a token, and that token.
    around
        States that the frame is drawn around, where these are not those in focus.
    ties
        Arcs over the map.
    paths, spots
        Lines from place to place over the map, around which the frame is drawn where there are any; places on them.
    centre
        Longitude and latitude of the middle of the projection.
    most
        The state that is labelled in any case, such as the one with the largest figure.
    """

    shapes: pd.DataFrame
    names: Mapping[str, str]
    focus: tuple[str, ...]
    shades: Mapping[str, Shade]
    legend: tuple[tuple[str, str], ...]
    words: str
    source: str
    border: str = "border"
    outlined: tuple[str, str] | None = None
    labelled: tuple[str, ...] = field(default=())
    around: tuple[str, ...] = ()
    ties: tuple[arcs.Tie, ...] = ()
    paths: tuple[ways.Path, ...] = ()
    spots: tuple[ways.Spot, ...] = ()
    centre: tuple[float, float] = geometry.CENTRE
    most: str = ""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A state as it is drawn: polygons, outline and cut at 180° in pixels, and its shade."""

    state: str
    polygons: list[list[geometry.Ring]]
    outline: list[geometry.Ring]
    cut: list[geometry.Ring]
    shade: Shade | None


def draw(picture: Picture, width: int, height: int, theme: Theme) -> alt.VConcatChart:
    """The map and the strip of its legend under it; `width` and `height` are pixels of the map alone."""
    frame = _window(picture, width, height)
    drawn = _states(picture, frame)
    layers = [
        *_ground(frame, theme),
        *_land(drawn, picture, theme),
        *_disputed(picture.shapes, frame, theme),
        *_ties(picture, drawn, frame, theme),
        *ways.draw(picture.paths, picture.spots, frame, theme),
        *_labels(drawn, picture, frame, theme),
        *_worldview(frame, theme),
    ]
    whole = alt.layer(*layers).properties(width=width, height=height)
    high = LEGEND_HEIGHT + 14 * (not is_wide(width)) - 14 * (not picture.source)
    strip = alt.layer(*_legend(picture, frame, theme)).properties(width=width, height=high)
    return alt.vconcat(whole, strip, spacing=0)


def is_wide(width: float) -> bool:
    """Whether there is room for the worldview on the map and for words beside the legend."""
    return width > 500


def _window(picture: Picture, width: int, height: int) -> geometry.Frame:
    """The frame that shows all states in focus."""
    if picture.paths:
        lines = np.vstack([ways.along(one.points) for one in picture.paths])
        plane = geometry.project(lines, picture.centre)
        return geometry.frame_around(plane[~np.isnan(plane).any(axis=1)], width, height, 0.08, picture.centre)
    shapes = picture.shapes
    own = shapes[(shapes["kind"] == "state") & shapes["state"].isin(picture.around or picture.focus)]
    points = [ring for text in own["geometry"] for polygon in geometry.rings(text) for ring in polygon]
    plane = geometry.project(np.vstack(points), picture.centre)
    return geometry.frame_around(plane[~np.isnan(plane).any(axis=1)], width, height, centre=picture.centre)


def _states(picture: Picture, frame: geometry.Frame) -> list[_Drawn]:
    drawn = []
    for row in picture.shapes[picture.shapes["kind"] == "state"].itertuples():
        polygons, outline, cut = _placed(row.geometry, frame)
        if polygons:
            drawn.append(_Drawn(row.state, polygons, outline, cut, picture.shades.get(row.state)))
    return drawn


@lru_cache(maxsize=1_000)
def _placed(
    shape: str, frame: geometry.Frame
) -> tuple[list[list[geometry.Ring]], list[geometry.Ring], list[geometry.Ring]]:
    """Polygons, outline and cut of a shape in pixels: maps of one frame share them. Empty where none is in it."""
    polygons = geometry.rings(shape)
    shown = geometry.to_frame(polygons, frame)
    return (shown, *geometry.outlines(polygons, frame)) if shown else ([], [], [])


# -------------------------------------------------------------------- layers
def _land(drawn: Sequence[_Drawn], picture: Picture, theme: Theme) -> list[alt.Chart]:
    """Fills by class, dots where there is no figure, borders, and the outline of the state that has one."""
    by_colour: dict[str, list[list[geometry.Ring]]] = {}
    cuts: dict[str, list[geometry.Ring]] = {}
    for one in drawn:
        colour = theme[one.shade.fill if one.shade else "land"]
        by_colour.setdefault(colour, []).extend(one.polygons)
        cuts.setdefault(colour, []).extend(one.cut)
    stroke = theme[picture.border]
    layers = [_areas(polygons, fill=colour, stroke=stroke) for colour, polygons in by_colour.items()]
    layers += [_lines(lines, stroke=colour, strokeWidth=2) for colour, lines in cuts.items() if lines]
    outlined, token = picture.outlined or ("", "")
    blank = [one for one in drawn if one.shade is None and one.state in picture.focus and one.state != outlined]
    spots = [geometry.dots(polygon) for one in blank for polygon in one.polygons]
    if spots:
        # Dashed lines, each dash a dot: there are thousands.
        dash = [0.1, geometry.DOTS - 0.1]
        runs = [run for rows in spots for run in geometry.rows_of(rows)]
        layers.append(_lines(runs, stroke=theme["ink-3"], strokeWidth=2.2, strokeCap="round", strokeDash=dash))
    own = [line for one in drawn if one.state == outlined for line in one.outline]
    return [*layers, _lines(own, stroke=theme[token], strokeWidth=1.4)] if own else layers


def _ties(picture: Picture, drawn: Sequence[_Drawn], frame: geometry.Frame, theme: Theme) -> list[alt.Chart]:
    """Arcs between the visual centres of states; those whose ends are not drawn are left out."""
    ends = {end for tie in picture.ties for end in (tie.start, tie.end)}
    corner = (frame.width - EDGE, frame.height - EDGE)
    centres = {
        one.state: tuple(np.clip(geometry.visual_centre(_largest(one)), EDGE, corner).tolist())
        for one in drawn
        if one.state in ends
    }
    shown = [tie for tie in picture.ties if {tie.start, tie.end} <= centres.keys()]
    return arcs.draw(shown, centres, theme, (frame.width, frame.height))


def _labels(drawn: Sequence[_Drawn], picture: Picture, frame: geometry.Frame, theme: Theme) -> list[alt.Chart]:
    """Name and figure where there is room, the figure alone where there is less: `most`, then largest states first."""
    wide = is_wide(frame.width)
    taken = [(frame.width - _plate_width(), frame.height - 22, frame.width, frame.height)] if wide else []
    rows = []
    named = [one for one in drawn if one.state in picture.labelled]
    ends = {tie.end for tie in picture.ties}
    for one in sorted(named, key=lambda one: (one.state != picture.most, -geometry.area(_largest(one)[0]))):
        polygon = _largest(one)
        x, y = geometry.visual_centre(polygon)
        y += 12.0 * (one.state in ends)  # under the dot of its arc
        value = one.shade.text if one.shade else ""
        room = float(np.ptp(polygon[0][:, 0]))
        for name in (picture.names[one.state], ""):
            box = _box(x, y, name, value)
            fits = box[2] - box[0] <= room
            if one.state == picture.most:  # in any case: moved inside the frame where it would leave it
                x += max(0, 2 - box[0]) - max(0, box[2] + 2 - frame.width)
                box, fits = _box(x, y, name, value), True
            if (name or value) and fits and not any(_meet(box, other) for other in taken):
                taken.append(box)
                fill, ink = (one.shade.fill, one.shade.ink) if one.shade else ("land", "ink-2")
                rows.append((name, value, x, y - 6 if name and value else y, y + 6 if name else y, ink, theme[fill]))
                break
    return _texts(pd.DataFrame(rows, columns=["name", "value", "x", "y", "under", "ink", "fill"]), theme)


def _texts(labels: pd.DataFrame, theme: Theme) -> list[alt.Chart]:
    """Labels over a halo in the colour beneath them."""
    layers = []
    for (ink, fill), own in labels.groupby(["ink", "fill"], sort=False):
        for column, place, weight in (("name", "y", 400), ("value", "under", 600)):
            style: dict[str, Any] = {"fontSize": SMALL, "fontWeight": weight, "baseline": "middle", "font": FONT}
            halo = alt.Chart(own).mark_text(color=fill, stroke=fill, strokeWidth=3, strokeJoin="round", **style)
            text = alt.Chart(own).mark_text(color=theme[str(ink)], **style)
            layers += [layer.encode(_x("x"), _y(place), alt.Text(f"{column}:N")) for layer in (halo, text)]
    return layers


def _legend(picture: Picture, frame: geometry.Frame, theme: Theme) -> list[alt.Chart]:
    """The classes and what else is drawn; under them the source."""
    wide = is_wide(frame.width)
    step = min(46.0, (frame.width - 20 - min(70, 7 * len(picture.words))) / max(1, len(picture.legend)))
    layers = []
    for place, (token, words) in enumerate(picture.legend):
        box = pd.DataFrame({"x": [place * step], "x2": [(place + 1) * step], "y": [8], "y2": [17]})
        layers.append(alt.Chart(box).mark_rect(color=theme[token]).encode(_x("x"), _y("y"), alt.X2("x2"), alt.Y2("y2")))
        layers.append(_note(place * step, 26, words, theme["ink-2"]))
    beside = len(picture.legend) * step + 12 if picture.legend else 0
    layers.append(_note(beside, 13, picture.words, theme["ink-2"]))
    under = [*([picture.source] if picture.source else []), *([] if wide else [WORLDVIEW])]
    return [*layers, *(_note(0, 43 + 15 * place, words, theme["ink-3"]) for place, words in enumerate(under))]


def _ground(frame: geometry.Frame, theme: Theme) -> list[alt.Chart]:
    box = pd.DataFrame({"x": [0.0], "y": [0.0], "x2": [frame.width], "y2": [frame.height]})
    sea = alt.Chart(box).mark_rect(color=theme["sea"]).encode(_x("x"), _y("y"), alt.X2("x2"), alt.Y2("y2"))
    return [sea, _lines(geometry.graticule(frame), stroke=theme["grid"], strokeWidth=0.7)]


def _disputed(shapes: pd.DataFrame, frame: geometry.Frame, theme: Theme) -> list[alt.Chart]:
    polygons = [
        polygon
        for text in shapes.loc[shapes["kind"] == "disputed", "geometry"]
        for polygon in geometry.to_frame(geometry.rings(text), frame)
    ]
    lines = [geometry.hatch(polygon) for polygon in polygons]
    strokes = [segment.reshape(2, 2).round(1) for segment in np.vstack(lines)] if lines else []
    edges = [ring for polygon in polygons for ring in polygon]
    return [
        _lines(strokes, stroke=theme["hatch"], strokeWidth=0.9),
        _lines(edges, stroke=theme["hatch"], strokeWidth=0.8, strokeDash=[3, 2]),
    ]


def _largest(one: _Drawn) -> list[geometry.Ring]:
    return max(one.polygons, key=lambda polygon: geometry.area(polygon[0]))


def _box(x: float, y: float, name: str, value: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a label; letters of 11.5 px are about 6 px wide."""
    half = 3.25 * max(len(name), 1.05 * len(value))
    height = 12.0 if name and value else 7.0
    return x - half, y - height, x + half, y + height


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _plate_width() -> float:
    return 5.9 * len(WORLDVIEW) + 12


def _worldview(frame: geometry.Frame, theme: Theme) -> list[alt.Chart]:
    """Whose borders these are, on the map itself; on a narrow one it stands under the classes."""
    if not is_wide(frame.width):
        return []
    plate = pd.DataFrame(
        {"x": [frame.width - _plate_width()], "x2": [frame.width], "y": [frame.height - 20], "y2": [frame.height]}
    )
    ground = alt.Chart(plate).mark_rect(color=theme["paper"], opacity=0.9)
    return [
        ground.encode(_x("x"), _y("y"), alt.X2("x2"), alt.Y2("y2")),
        _note(frame.width - 6, frame.height - 10, WORLDVIEW, theme["ink-2"], align="right"),
    ]


# ---------------------------------------------------------------- primitives
def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=None, axis=None)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _note(x: float, y: float, words: str, colour: str, align: Literal["left", "right"] = "left") -> alt.Chart:
    frame = pd.DataFrame({"x": [x], "y": [y], "text": [words]})
    mark = alt.Chart(frame).mark_text(align=align, baseline="middle", fontSize=SMALL, color=colour, font=FONT)
    return mark.encode(_x("x"), _y("y"), alt.Text("text:N"))


def _areas(polygons: Sequence[list[geometry.Ring]], **style: Any) -> alt.Chart:
    shape = {"type": "MultiPolygon", "coordinates": [[ring.tolist() for ring in polygon] for polygon in polygons]}
    return _shape(shape, strokeWidth=0.7, strokeJoin="round", **style)


def _lines(lines: Sequence[geometry.Ring], **style: Any) -> alt.Chart:
    return _shape({"type": "MultiLineString", "coordinates": [line.tolist() for line in lines]}, filled=False, **style)


def _shape(shape: dict[str, Any], **style: Any) -> alt.Chart:
    # As text, so that altair does not walk through every coordinate.
    text = json.dumps([{"type": "Feature", "properties": {}, "geometry": shape}], separators=(",", ":"))
    data = alt.InlineData(values=text, format=alt.JsonDataFormat(type="json"))
    return alt.Chart(data).mark_geoshape(clip=True, **style).project(type="identity", scale=1, translate=[0, 0])
