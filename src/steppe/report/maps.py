"""The map of dependence: what share of each state's trade runs with one power.

Lambert azimuthal equal-area, centre 78° E 48° N, so that areas compare. Classes are the same for every power and
year. States outside the twelve are plain land, the power itself is land with an outline in its colour, a state without
a figure has dots. Disputed areas are filled as the state that UN General Assembly practice gives them to, hatched and
edged with dashes. Worldview and source stand in the picture itself, so that no copy loses them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import altair as alt
import numpy as np
import pandas as pd

from steppe.report import geometry
from steppe.report.format import RAISED, mark, percent
from steppe.report.overview import Overview
from steppe.report.theme import FONT, Theme, titled
from steppe.report.tokens import CLASSES, PAGE, POWERS, Power, level

WORLDVIEW = "Borders: UN General Assembly practice. Hatched: disputed"
LEGEND_HEIGHT = 50


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A state as it is drawn: polygons, outline and cut at 180° in pixels, its figure in percent and its letter."""

    state: str
    polygons: list[list[geometry.Ring]]
    outline: list[geometry.Ring]
    cut: list[geometry.Ring]
    value: float | None
    mark: str


def chart_map(
    overview: Overview,
    power: str = "CHN",
    *,
    year: int | None = None,
    width: int = 880,
    height: int = 540,
    theme: Theme = PAGE,
    framed: bool = True,
) -> alt.VConcatChart:
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
    figures = figures[figures["state"].isin(overview.twelve)].set_index("state")
    frame = _window(overview, width, height)
    drawn = _states(overview.shapes, figures, frame)
    layers = [
        *_ground(frame, theme),
        *_land(drawn, pull, overview.twelve, theme),
        *_disputed(overview.shapes, frame, theme),
        *_labels(drawn, overview, pull, frame, theme),
        *_worldview(frame, theme),
    ]
    picture = alt.layer(*layers).properties(width=width, height=height)
    strip = alt.layer(*_legend(overview, frame, pull, year, theme)).properties(
        width=width, height=LEGEND_HEIGHT if _is_wide(frame) else LEGEND_HEIGHT + 14
    )
    chart = alt.vconcat(picture, strip, spacing=0)
    if not framed:
        return chart
    subtitle = f"Trade with {pull.name}, exports plus imports, % of each state’s goods trade, {year}"
    return titled(chart, overview.says["headline"], [subtitle], theme, width)


def _window(overview: Overview, width: int, height: int) -> geometry.Frame:
    """The frame that shows all of the twelve."""
    own = overview.shapes[(overview.shapes["kind"] == "state") & overview.shapes["state"].isin(overview.twelve)]
    points = [ring for text in own["geometry"] for polygon in geometry.rings(text) for ring in polygon]
    return geometry.frame_around(geometry.project(np.vstack(points)), width, height)


def _states(shapes: pd.DataFrame, figures: pd.DataFrame, frame: geometry.Frame) -> list[_Drawn]:
    drawn = []
    for row in shapes[shapes["kind"] == "state"].itertuples():
        polygons = geometry.rings(row.geometry)
        shown = geometry.to_frame(polygons, frame)
        if shown:
            known = row.state in figures.index and pd.notna(figures.at[row.state, "share"])
            value = 100 * float(figures.at[row.state, "share"]) if known else None
            letter = RAISED[mark(figures.at[row.state, "basis"])] if known else ""
            drawn.append(_Drawn(row.state, shown, *geometry.outlines(polygons, frame), value, letter))
    return drawn


# -------------------------------------------------------------------- layers
def _ground(frame: geometry.Frame, theme: Theme) -> list[alt.Chart]:
    box = pd.DataFrame({"x": [0.0], "y": [0.0], "x2": [frame.width], "y2": [frame.height]})
    sea = alt.Chart(box).mark_rect(color=theme["sea"]).encode(_x("x"), _y("y"), x2="x2", y2="y2")
    return [sea, _lines(geometry.graticule(frame), stroke=theme["grid"], strokeWidth=0.7)]


def _land(drawn: Sequence[_Drawn], power: Power, twelve: Sequence[str], theme: Theme) -> list[alt.Chart]:
    """Fills by class, dots where there is no figure, borders, and the outline of the power."""
    by_colour: dict[str, list[list[geometry.Ring]]] = {}
    cuts: dict[str, list[geometry.Ring]] = {}
    for one in drawn:
        colour = theme["land"] if one.value is None else theme[f"{power.token}-{level(one.value)}"]
        by_colour.setdefault(colour, []).extend(one.polygons)
        cuts.setdefault(colour, []).extend(one.cut)
    layers = [_areas(polygons, fill=colour, stroke=theme["border"]) for colour, polygons in by_colour.items()]
    layers += [_lines(lines, stroke=colour, strokeWidth=2) for colour, lines in cuts.items() if lines]
    blank = [one for one in drawn if one.value is None and one.state in twelve and one.state != power.code]
    spots = [geometry.dots(polygon) for one in blank for polygon in one.polygons]
    if spots:
        points = pd.DataFrame(np.vstack(spots), columns=["x", "y"])
        layers.append(alt.Chart(points).mark_circle(size=4, color=theme["ink-3"]).encode(_x("x"), _y("y")))
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


def _labels(
    drawn: Sequence[_Drawn], overview: Overview, power: Power, frame: geometry.Frame, theme: Theme
) -> list[alt.Chart]:
    """Name and figure where there is room, the figure alone where there is less: largest states first."""
    taken = [(frame.width - _plate_width(), frame.height - 22, frame.width, frame.height)] if _is_wide(frame) else []
    rows = []
    named = [one for one in drawn if one.state in (*overview.twelve, power.code)]
    for one in sorted(named, key=lambda one: -geometry.area(_largest(one)[0])):
        polygon = _largest(one)
        x, y = geometry.visual_centre(polygon)
        value = "" if one.value is None else f"{percent(one.value / 100)} %{one.mark}"
        room = float(np.ptp(polygon[0][:, 0]))
        for name in (overview.names[one.state], ""):
            box = _box(x, y, name, value)
            if (name or value) and box[2] - box[0] <= room and not any(_meet(box, other) for other in taken):
                taken.append(box)
                fill = theme["land"] if one.value is None else theme[f"{power.token}-{level(one.value)}"]
                rows.append((name, value, x, y - 6 if name and value else y, y + 6 if name else y, _ink(one), fill))
                break
    labels = pd.DataFrame(rows, columns=["name", "value", "x", "y", "under", "ink", "fill"])
    layers = []
    for (ink, fill), own in labels.groupby(["ink", "fill"], sort=False):
        for field, place, weight in (("name", "y", 400), ("value", "under", 600)):
            style: dict[str, Any] = {"fontSize": 11, "fontWeight": weight, "baseline": "middle", "font": FONT}
            halo = alt.Chart(own).mark_text(color=fill, stroke=fill, strokeWidth=3, strokeJoin="round", **style)
            text = alt.Chart(own).mark_text(color=theme[str(ink)], **style)
            layers += [layer.encode(_x("x"), _y(place), text=f"{field}:N") for layer in (halo, text)]
    return layers


def _largest(one: _Drawn) -> list[geometry.Ring]:
    return max(one.polygons, key=lambda polygon: geometry.area(polygon[0]))


def _ink(one: _Drawn) -> str:
    if one.value is None:
        return "ink-2"
    return "on-hi" if level(one.value) > 3 else "on-lo"


def _box(x: float, y: float, name: str, value: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a label; letters of 11 px are about 6 px wide."""
    half = 3.1 * max(len(name), 1.05 * len(value))
    height = 12.0 if name and value else 7.0
    return x - half, y - height, x + half, y + height


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_wide(frame: geometry.Frame) -> bool:
    return frame.width > 500


def _plate_width() -> float:
    return 5.6 * len(WORLDVIEW) + 12


def _worldview(frame: geometry.Frame, theme: Theme) -> list[alt.Chart]:
    """Whose borders these are, on the map itself; on a narrow one it stands under the classes."""
    if not _is_wide(frame):
        return []
    plate = pd.DataFrame(
        {"x": [frame.width - _plate_width()], "x2": [frame.width], "y": [frame.height - 20], "y2": [frame.height]}
    )
    ground = alt.Chart(plate).mark_rect(color=theme["paper"], opacity=0.9)
    return [
        ground.encode(_x("x"), _y("y"), x2="x2", y2="y2"),
        _note(frame.width - 6, frame.height - 10, WORLDVIEW, theme["ink-2"], align="right"),
    ]


def _legend(overview: Overview, frame: geometry.Frame, power: Power, year: int, theme: Theme) -> list[alt.Chart]:
    """The classes and what else is drawn; under them the source."""
    step = min(46.0, (frame.width - 90) / 6)
    layers = []
    for place, bound in enumerate((0, *CLASSES)):
        box = pd.DataFrame({"x": [place * step], "x2": [(place + 1) * step], "y": [8], "y2": [17]})
        colour = theme[f"{power.token}-{place + 1}"]
        layers.append(alt.Chart(box).mark_rect(color=colour).encode(_x("x"), _y("y"), x2="x2", y2="y2"))
        layers.append(_note(place * step, 26, f"{bound}" if place < 5 else f"{bound} % +", theme["ink-2"]))
    words = f"Outline: {power.name}. Dots: no data. ⁱ in part imputed" if _is_wide(frame) else "ⁱ imputed"
    layers.append(_note(6 * step + 12, 13, words, theme["ink-2"]))
    source = f"Source: CEPII BACI, {year}; Natural Earth; steppe {overview.version}"
    if not _is_wide(frame):
        layers.append(_note(0, 58, WORLDVIEW, theme["ink-3"]))
    return [*layers, _note(0, 43, source, theme["ink-3"])]


# ---------------------------------------------------------------- primitives
def _x(field: str) -> alt.X:
    return alt.X(f"{field}:Q", scale=None, axis=None)


def _y(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def _note(x: float, y: float, words: str, colour: str, align: Literal["left", "right"] = "left") -> alt.Chart:
    frame = pd.DataFrame({"x": [x], "y": [y], "text": [words]})
    mark = alt.Chart(frame).mark_text(align=align, baseline="middle", fontSize=11, color=colour, font=FONT)
    return mark.encode(_x("x"), _y("y"), text="text:N")


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
