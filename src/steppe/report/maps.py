"""The map of dependence: what share of each state's trade runs with one power.

Lambert azimuthal equal-area, centre 78° E 48° N, so that areas compare. Classes are the same for every power and
year. States outside the twelve are plain land, the power itself is land with an outline in its colour, a state without
a figure has dots. Disputed areas are filled as the state that UN General Assembly practice gives them to, hatched and
edged with dashes. Worldview and source stand in the picture itself, so that no copy loses them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from steppe.report import geometry
from steppe.report.format import percent
from steppe.report.overview import Overview
from steppe.report.theme import FONT, Theme, titled
from steppe.report.tokens import CLASSES, PAGE, POWERS, Power, level

WORLDVIEW = "Borders: UN General Assembly practice. Hatched: disputed"
LEGEND_HEIGHT = 56


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A state as it is drawn: pixel polygons, its outline, and its figure in percent (None: no figure)."""

    state: str
    polygons: list[list[geometry.Ring]]
    outline: list[geometry.Ring]
    value: float | None


def chart_map(
    overview: Overview,
    power: str = "CHN",
    *,
    year: int | None = None,
    width: int = 880,
    height: int = 540,
    theme: Theme = PAGE,
    framed: bool = True,
) -> alt.LayerChart:
    """Choropleth of the share of the twelve's goods trade that runs with a power.

    Parameters
    ----------
    overview
        The figures and the shapes.
    power
        RUS, CHN or EU27.
    year
        One of `overview.trade_years`; the latest by default.
    width, height
        Pixels of the map without legend and source.
    theme
        Colours: `tokens.PAGE` inside a page, `tokens.LIGHT` or `tokens.DARK` on its own.
    framed
        With title and subtitle, for use outside a page.

    Raises
    ------
    KeyError
        No figures for that power or year.
    """
    year = year or overview.trade_year
    if year not in overview.trade_years:
        raise KeyError(f"no trade of {year} in this overview; it holds {overview.trade_years}")
    pull = POWERS[power]
    figures = overview.trade[(overview.trade["partner"] == power) & (overview.trade["year"] == year)]
    share = figures[figures["state"].isin(overview.twelve)].set_index("state")["share"]
    frame = _window(overview, width, height)
    drawn = _states(overview.shapes, share, frame)
    layers = [
        *_ground(frame, theme),
        *_land(drawn, pull, overview.twelve, theme),
        *_disputed(overview.shapes, frame, theme),
        *_labels(drawn, overview, pull, theme),
        *_margin(overview, frame, pull, year, theme),
    ]
    chart = alt.layer(*layers).properties(width=width, height=height + LEGEND_HEIGHT)
    if not framed:
        return chart
    subtitle = f"Trade with {pull.name}, exports plus imports, % of each state’s goods trade, {year}"
    return titled(chart, overview.says["headline"], [subtitle], theme)


def _window(overview: Overview, width: int, height: int) -> geometry.Frame:
    """The frame that shows all of the twelve."""
    own = overview.shapes[(overview.shapes["kind"] == "state") & overview.shapes["state"].isin(overview.twelve)]
    points = [ring for text in own["geometry"] for polygon in geometry.rings(text) for ring in polygon]
    return geometry.frame_around(geometry.project(np.vstack(points)), width, height)


def _states(shapes: pd.DataFrame, share: pd.Series, frame: geometry.Frame) -> list[_Drawn]:
    drawn = []
    for row in shapes[shapes["kind"] == "state"].itertuples():
        polygons = geometry.rings(row.geometry)
        shown = geometry.to_frame(polygons, frame)
        if shown:
            known = row.state in share.index and pd.notna(share[row.state])
            value = 100 * float(share[row.state]) if known else None
            drawn.append(_Drawn(row.state, shown, geometry.borders(polygons, frame), value))
    return drawn


# -------------------------------------------------------------------- layers
def _ground(frame: geometry.Frame, theme: Theme) -> list[alt.Chart]:
    box = pd.DataFrame({"x": [0.0], "y": [0.0], "x2": [frame.width], "y2": [frame.height]})
    sea = alt.Chart(box).mark_rect(color=theme["sea"]).encode(_x("x"), _y("y"), x2="x2", y2="y2")
    return [sea, _lines(geometry.graticule(frame), stroke=theme["grid"], strokeWidth=0.7)]


def _land(drawn: Sequence[_Drawn], power: Power, twelve: Sequence[str], theme: Theme) -> list[alt.Chart]:
    """Fills by class, dots where there is no figure, borders, and the outline of the power."""
    by_colour: dict[str, list[list[geometry.Ring]]] = {}
    for one in drawn:
        colour = theme["land"] if one.value is None else theme[f"{power.token}-{level(one.value)}"]
        by_colour.setdefault(colour, []).extend(one.polygons)
    layers = [_areas(polygons, fill=colour, stroke=colour) for colour, polygons in by_colour.items()]
    blank = [one for one in drawn if one.value is None and one.state in twelve and one.state != power.code]
    spots = [geometry.dots(polygon) for one in blank for polygon in one.polygons]
    if spots:
        points = pd.DataFrame(np.vstack(spots), columns=["x", "y"])
        layers.append(alt.Chart(points).mark_circle(size=4, color=theme["ink-3"]).encode(_x("x"), _y("y")))
    outlines = [line for one in drawn for line in one.outline]
    layers.append(_lines(outlines, stroke=theme["border"], strokeWidth=0.7))
    own = [line for one in drawn if one.state == power.code for line in one.outline]
    return [*layers, _lines(own, stroke=theme[power.token], strokeWidth=1.4)] if own else layers


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


def _labels(drawn: Sequence[_Drawn], overview: Overview, power: Power, theme: Theme) -> list[alt.Chart]:
    """Name and figure where they fit into the state: dark on pale classes, light on dark ones."""
    rows = []
    for one in drawn:
        if one.state not in (*overview.twelve, power.code):
            continue
        largest = max(one.polygons, key=lambda polygon: geometry.area(polygon[0]))
        name = overview.names[one.state]
        if np.ptp(largest[0][:, 0]) < 4.3 * len(name):
            continue
        x, y = geometry.visual_centre(largest)
        high = one.value is not None and level(one.value) > 3
        value = "" if one.value is None else f"{percent(one.value / 100)} %"
        rows.append((name, value, x, y, "on-hi" if high else "on-lo" if one.value is not None else "ink"))
    layers = []
    for ink in dict.fromkeys(row[-1] for row in rows):
        own = pd.DataFrame([row for row in rows if row[-1] == ink], columns=["name", "value", "x", "y", "ink"])
        for field, dy, weight in (("name", -6, 400), ("value", 6, 600)):
            text = alt.Chart(own).mark_text(fontSize=11, fontWeight=weight, dy=dy, color=theme[ink], font=FONT)
            layers.append(text.encode(_x("x"), _y("y"), text=f"{field}:N"))
    return layers


def _margin(overview: Overview, frame: geometry.Frame, power: Power, year: int, theme: Theme) -> list[alt.Chart]:
    """Worldview in the map; under it the classes and the source."""
    top = frame.height + 12
    bounds = (0, *CLASSES)
    step = min(46.0, (frame.width - 110) / 6)
    boxes = pd.DataFrame(
        {
            "x": [place * step for place in range(6)],
            "x2": [(place + 1) * step for place in range(6)],
            "y": top,
            "y2": top + 10,
            "text": [f"{bound}" for bound in bounds[:-1]] + [f"{bounds[-1]} % +"],
            "under": top + 19,
        }
    )
    layers = [
        alt.Chart(boxes.iloc[[place]])
        .mark_rect(color=theme[f"{power.token}-{place + 1}"])
        .encode(_x("x"), _y("y"), x2="x2", y2="y2")
        for place in range(6)
    ]
    layers.append(_text(boxes, "under", theme["ink-2"]))
    layers.append(
        _note(6 * step + 40, top + 5, f"{power.name}: outline · dots: no data", theme["ink-2"])
        if frame.width > 500
        else _note(6 * step + 40, top + 5, "dots: no data", theme["ink-2"])
    )
    source = f"Source: CEPII BACI, {year}; Natural Earth; steppe {overview.version}"
    layers.append(_note(0, top + 38, source, theme["ink-3"]))
    width = 5.5 * len(WORLDVIEW) + 10
    plate = pd.DataFrame({"x": [frame.width - width], "x2": [frame.width], "y": [frame.height - 20], "y2": frame.height})
    layers.append(
        alt.Chart(plate).mark_rect(color=theme["paper"], opacity=0.88).encode(_x("x"), _y("y"), x2="x2", y2="y2")
    )
    layers.append(_note(frame.width - 6, frame.height - 10, WORLDVIEW, theme["ink-2"], align="right"))
    return layers


# ---------------------------------------------------------------- primitives
def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=None, axis=None)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _text(frame: pd.DataFrame, y: str, colour: str) -> alt.Chart:
    return (
        alt.Chart(frame)
        .mark_text(align="left", fontSize=11, color=colour, font=FONT)
        .encode(_x("x"), _y(y), text="text:N")
    )


def _note(x: float, y: float, words: str, colour: str, align: str = "left") -> alt.Chart:
    frame = pd.DataFrame({"x": [x], "y": [y], "text": [words]})
    mark = alt.Chart(frame).mark_text(align=align, baseline="middle", fontSize=11, color=colour, font=FONT)
    return mark.encode(_x("x"), _y("y"), text="text:N")


def _areas(polygons: Sequence[list[geometry.Ring]], **style: Any) -> alt.Chart:
    shape = {"type": "MultiPolygon", "coordinates": [[ring.tolist() for ring in polygon] for polygon in polygons]}
    return _shape(shape, strokeWidth=0.5, strokeJoin="round", **style)


def _lines(lines: Sequence[geometry.Ring], **style: Any) -> alt.Chart:
    return _shape({"type": "MultiLineString", "coordinates": [line.tolist() for line in lines]}, filled=False, **style)


def _shape(shape: dict[str, Any], **style: Any) -> alt.Chart:
    feature = {"type": "Feature", "properties": {}, "geometry": shape}
    data = alt.Data(values=[feature])
    return alt.Chart(data).mark_geoshape(clip=True, **style).project(type="identity", scale=1, translate=[0, 0])
