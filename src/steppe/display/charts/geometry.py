"""Plane geometry for maps: project, clip, snap, hatch. Arrays in, arrays out.

Lambert's azimuthal equal-area projection with centre (λ0, φ0) on the unit sphere (Snyder 1987, eq. 24-2 to 24-4):

    k = √(2 / (1 + sin φ0 sin φ + cos φ0 cos φ cos(λ − λ0)))
    x = k cos φ sin(λ − λ0),   y = k (cos φ0 sin φ − sin φ0 cos φ cos(λ − λ0))

Rings are projected first and cut to the frame afterwards, so that the cut of the source at 180° leaves no mark. Points
are snapped to half a pixel: neighbours that share an edge still share it, and the drawing shrinks to what can be seen.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ring = NDArray[np.float64]
CENTRE = (78.0, 48.0)
"""Longitude and latitude of the middle: Central Asia, with Europe and the Pacific leaning evenly."""
FARTHEST = -0.5
"""Cosine of the largest angle from the centre that is drawn, 120°: beyond it shapes are stretched past reading."""
DOTS = 6.0
"""Pixels between the dots of what has no figure."""
SNAP = 0.5
SMALLEST = 1.0
"""Islands of fewer square pixels are left out."""
TIE = 1e-6
"""Square pixels by which triangles of one size are told apart: on a grid many are."""


def project(points: NDArray[np.float64], centre: tuple[float, float] = CENTRE) -> NDArray[np.float64]:
    """Longitude and latitude in degrees, shape (n, 2), on the plane of the unit sphere, y upwards, shape (n, 2).

    Points more than 120° from the centre are NaN.

    Examples
    --------
    >>> project(np.array([[78.0, 48.0]])).round(6).tolist()
    [[0.0, 0.0]]
    """
    longitude, latitude = np.radians(points).T
    longitude = longitude - np.radians(centre[0])
    middle = np.radians(centre[1])
    cosine = np.sin(middle) * np.sin(latitude) + np.cos(middle) * np.cos(latitude) * np.cos(longitude)
    with np.errstate(invalid="ignore", divide="ignore"):
        scale = np.sqrt(np.where(cosine > FARTHEST, 2 / (1 + cosine), np.nan))
    x = scale * np.cos(latitude) * np.sin(longitude)
    y = scale * (np.cos(middle) * np.sin(latitude) - np.sin(middle) * np.cos(latitude) * np.cos(longitude))
    return np.column_stack([x, y])


@dataclass(frozen=True, slots=True)
class Frame:
    """A window on the plane projected around a centre: pixels of its width and height, and how to get there."""

    width: float
    height: float
    scale: float
    shift: tuple[float, float]
    centre: tuple[float, float] = CENTRE

    def place(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Longitudes and latitudes as pixels; NaN where they lie more than 120° from the centre."""
        return self.pixels(project(points, self.centre))

    def pixels(self, plane: NDArray[np.float64]) -> NDArray[np.float64]:
        """Plane coordinates as pixels, y downwards."""
        return np.column_stack([plane[:, 0] * self.scale + self.shift[0], self.shift[1] - plane[:, 1] * self.scale])

    def holds(self, ring: Ring) -> bool:
        """Whether the box around the ring meets the frame."""
        low, high = ring.min(axis=0), ring.max(axis=0)
        return bool(low[0] < self.width and high[0] > 0 and low[1] < self.height and high[1] > 0)


def frame_around(
    plane: NDArray[np.float64],
    width: float,
    height: float,
    margin: float = 0.03,
    centre: tuple[float, float] = CENTRE,
) -> Frame:
    """The window of that many pixels that shows all these plane points with a margin (share of the size)."""
    low, high = plane.min(axis=0), plane.max(axis=0)
    span = (high - low) * (1 + 2 * margin)
    scale = float(min(width / span[0], height / span[1]))
    middle = (low + high) / 2
    return Frame(width, height, scale, (width / 2 - middle[0] * scale, height / 2 + middle[1] * scale), centre)


def rings(geometry: str) -> list[list[Ring]]:
    """Polygons of a GeoJSON Polygon or MultiPolygon: each a list of rings (outline, then holes), shape (n, 2)."""
    parsed = json.loads(geometry)
    polygons = [parsed["coordinates"]] if parsed["type"] == "Polygon" else parsed["coordinates"]
    return [[np.asarray(ring, dtype=float)[:, :2] for ring in polygon] for polygon in polygons]


def to_frame(polygons: list[list[Ring]], frame: Frame) -> list[list[Ring]]:
    """Polygons in degrees as pixel polygons, cut to the frame and snapped; those outside it are left out."""
    shown = []
    for polygon in polygons:
        pixels = [frame.place(ring) for ring in polygon]
        if any(np.isnan(ring).any() for ring in pixels) or not frame.holds(pixels[0]):
            continue
        cut = [simplify(snap(clip(ring, frame))) for ring in pixels]
        kept = [ring for ring in cut if len(ring) > 3 and area(ring) > SMALLEST]
        if kept and kept[0] is cut[0]:
            shown.append(kept)
    return shown


def clip(ring: Ring, frame: Frame, slack: float = 4.0) -> Ring:
    """The part of a ring inside the frame and a little around it (Sutherland and Hodgman 1974)."""
    bounds = ((0, -slack, 1), (0, frame.width + slack, -1), (1, -slack, 1), (1, frame.height + slack, -1))
    for axis, bound, sign in bounds:
        if len(ring) == 0:
            break
        ring = _clip_side(ring, axis, bound, sign)
    return ring


def _clip_side(ring: Ring, axis: int, bound: float, sign: int) -> Ring:
    inside = sign * (ring[:, axis] - bound) >= 0
    if inside.all():
        return ring
    points = []
    for place in range(len(ring)):
        before, here = ring[place - 1], ring[place]
        if inside[place] != inside[place - 1]:
            part = (bound - before[axis]) / (here[axis] - before[axis])
            points.append(before + part * (here - before))
        if inside[place]:
            points.append(here)
    return np.array(points).reshape(-1, 2)


def snap(ring: Ring, step: float = SNAP) -> Ring:
    """Points on a grid, repeats dropped, closed."""
    if len(ring) == 0:
        return ring
    grid = np.round(ring / step) * step
    moved = np.any(grid != np.roll(grid, 1, axis=0), axis=1)
    grid = grid[moved]
    return np.vstack([grid, grid[:1]]) if len(grid) else grid


def outlines(polygons: list[list[Ring]], frame: Frame) -> tuple[list[Ring], list[Ring]]:
    """Outlines in pixels as open lines inside the frame: those of the land, and the source's cut along 180° apart."""
    land: list[Ring] = []
    cut: list[Ring] = []
    for ring in (ring for polygon in polygons for ring in polygon):
        pixels = frame.place(ring)
        if np.isnan(pixels).any() or not frame.holds(pixels):
            continue
        on_cut = np.abs(ring[:, 0]) > 179.99
        seam = on_cut[:-1] & on_cut[1:]
        land += _lines(pixels, ~seam, frame)
        cut += _lines(pixels, seam, frame)
    return land, cut


def _lines(points: Ring, drawn: NDArray[np.bool_], frame: Frame) -> list[Ring]:
    """Runs of segments that are drawn and touch the frame, snapped; a repeated point neither draws nor breaks."""
    grid = np.round(points / SNAP) * SNAP
    limit = np.array([frame.width + 4, frame.height + 4])
    near: NDArray[np.bool_] = np.all((grid > -4) & (grid < limit), axis=1)
    drawn = drawn & (near[:-1] | near[1:])
    moved = np.concatenate([[True], np.any(np.diff(grid, axis=0) != 0, axis=1)])
    grid, drawn = grid[moved], drawn[moved[1:]]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], drawn.astype(int), [0]])))
    return [simplify(grid[start : end + 1]) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def simplify(line: Ring, smallest: float = 1.2, passes: int = 12) -> Ring:
    """Drop points whose triangle with their neighbours is smaller than so many square pixels (Visvalingam 1993).

    Each pass drops only points whose triangle is the smallest around them, so that two neighbours walking along the
    same border in opposite directions drop the same ones; of two alike their places decide.
    """
    for _ in range(passes):
        if len(line) < 5:
            break
        before, here, after = line[:-2], line[1:-1], line[2:]
        (ax, ay), (bx, by) = (here - before).T, (after - here).T
        size = np.abs(ax * by - ay * bx) / 2 + TIE * (here @ (1.0, np.pi) % 1)
        padded = np.concatenate([[np.inf], size, [np.inf]])
        least = (size < padded[:-2]) & (size < padded[2:]) | (size < TIE)
        keep = ~(least & (size < smallest))
        if keep.all():
            break
        line = line[np.concatenate([[True], keep, [True]])]
    return line


def graticule(frame: Frame, step: int = 20) -> list[Ring]:
    """Meridians and parallels in pixels, as open lines."""
    fine = np.arange(-180.0, 180.1, 4.0)
    meridians = [np.column_stack([np.full(21, angle), np.linspace(0, 80, 21)]) for angle in range(-180, 180, step)]
    parallels = [np.column_stack([fine, np.full(len(fine), float(angle))]) for angle in range(0, 81, step)]
    lines = []
    for points in meridians + parallels:
        pixels = frame.place(points)
        shown = pixels[~np.isnan(pixels).any(axis=1)]
        lines += _lines(shown, np.ones(len(shown) - 1, dtype=bool), frame) if len(shown) > 1 else []
    return lines


def area(ring: Ring) -> float:
    """Area of a ring, positive whatever its direction."""
    x, y = ring.T
    return float(abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2)


def inside(points: NDArray[np.float64], polygon: list[Ring]) -> NDArray[np.bool_]:
    """Which points, shape (n, 2), lie in a polygon with holes: an odd number of edges to their right."""
    odd = np.zeros(len(points), dtype=bool)
    for ring in polygon:
        (x1, y1), (x2, y2) = ring[:-1].T[:, :, None], ring[1:].T[:, :, None]
        spans = (y1 > points[:, 1]) != (y2 > points[:, 1])
        with np.errstate(divide="ignore", invalid="ignore"):
            crossing = (x2 - x1) * (points[:, 1] - y1) / (y2 - y1) + x1
        odd ^= (spans & (points[:, 0] < crossing)).sum(axis=0) % 2 == 1
    return odd


def hatch(polygon: list[Ring], step: float = 4.5) -> NDArray[np.float64]:
    """Lines at 45° through a polygon, `step` apart: x1, y1, x2, y2 of each, shape (n, 4)."""
    turn = np.array([[1, 1], [-1, 1]]) / np.sqrt(2)
    turned = [ring @ turn.T for ring in polygon]
    low, high = turned[0][:, 1].min(), turned[0][:, 1].max()
    lines = []
    for level in np.arange(np.ceil(low / step) * step, high, step):
        crossings: list[float] = []
        for ring in turned:
            a, b = ring[:-1], ring[1:]
            cut = (a[:, 1] > level) != (b[:, 1] > level)
            part = (level - a[cut, 1]) / (b[cut, 1] - a[cut, 1])
            crossings += list(a[cut, 0] + part * (b[cut, 0] - a[cut, 0]))
        crossings.sort()
        for start, end in zip(crossings[::2], crossings[1::2], strict=False):
            ends = np.array([[start, level], [end, level]]) @ turn
            lines.append(ends.ravel())
    return np.array(lines).reshape(-1, 4)


def dots(polygon: list[Ring]) -> NDArray[np.float64]:
    """Points of a grid, `DOTS` apart, that lie in a polygon, row by row, shape (n, 2)."""
    low, high = polygon[0].min(axis=0), polygon[0].max(axis=0)
    x, y = np.meshgrid(np.arange(low[0], high[0], DOTS), np.arange(low[1], high[1], DOTS))
    points = np.column_stack([x.ravel(), y.ravel()])
    return points[inside(points, polygon)] if len(points) else points


def rows_of(points: NDArray[np.float64]) -> list[Ring]:
    """Neighbours of `dots` as lines from the first to the last, which is a tenth of a pixel beyond its point.

    Examples
    --------
    >>> [line.tolist() for line in rows_of(np.array([(0.0, 1.0), (6.0, 1.0), (18.0, 1.0)]))]
    [[[0.0, 1.0], [6.1, 1.0]], [[18.0, 1.0], [18.1, 1.0]]]
    """
    apart = ~np.all(np.isclose(np.diff(points, axis=0), (DOTS, 0.0)), axis=1)
    runs = np.split(points, np.nonzero(apart)[0] + 1) if len(points) else []
    return [np.array([run[0], run[-1] + (0.1, 0.0)]).round(1) for run in runs]


def visual_centre(polygon: list[Ring], cells: int = 28) -> tuple[float, float]:
    """The point of a polygon farthest from its outline, to within a grid of cells: where a label sits best."""
    low, high = polygon[0].min(axis=0), polygon[0].max(axis=0)
    x, y = np.meshgrid(np.linspace(low[0], high[0], cells), np.linspace(low[1], high[1], cells))
    points = np.column_stack([x.ravel(), y.ravel()])
    held = points[inside(points, polygon)]
    if len(held) == 0:
        middle = polygon[0].mean(axis=0)
        return float(middle[0]), float(middle[1])
    outline = np.vstack(polygon)
    stretch = np.array([0.6, 1.0])  # labels are wider than high
    distance = np.min(((held[:, None, :] - outline[None, :, :]) * stretch) ** 2 @ np.ones(2), axis=1)
    best = held[int(distance.argmax())]
    return float(best[0]), float(best[1])
