"""Simplify outlines without tearing neighbours apart.

Rings are cut into arcs at junctions: points where three or more edges of the whole map meet, so that a border shared
by two states is one arc of both. Each arc is simplified once, always in the same direction (Douglas & Peucker 1973:
keep the point farthest from the chord while it is farther than the tolerance), and the rings are put together again.
Coordinates are pairs (lon, lat) rounded to one grid, so equal points are equal.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
Ring = list[Point]  # closed: first point = last point
Points = NDArray[np.float64]
Tolerance = Callable[[Ring], float]
SEAM = 179.9  # points on the antimeridian are never moved


def area(ring: Ring) -> float:
    """Signed area in square degrees; clockwise is negative."""
    x, y = np.array(ring).T
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


def dissolve(rings: Iterable[Ring]) -> list[Ring]:
    """Outline of the union of rings that meet along shared edges (all wound the same way)."""
    edges = {edge for ring in rings for edge in pairwise(ring)}
    outline = defaultdict(list)
    for start, end in edges:
        if (end, start) not in edges:
            outline[start].append(end)
    joined: list[Ring] = []
    while outline:
        start = min(outline)
        ring = [start]
        while len(ring) == 1 or ring[-1] != start:
            following = outline[ring[-1]]
            ring.append(following.pop())
            if not following:
                del outline[ring[-2]]
        joined.append(ring)
    return joined


def junctions(rings: Iterable[Ring]) -> set[Point]:
    """Points with three or more neighbours on the whole map, and points on the antimeridian."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for start, end in pairwise(ring):
            neighbours[start].add(end)
            neighbours[end].add(start)
    return {point for point, near in neighbours.items() if len(near) > 2 or abs(point[0]) >= SEAM}


def simplify(ring: Ring, fixed: set[Point], tolerance: Tolerance) -> Ring:
    """The ring with each arc between fixed points simplified; as it was if fewer than three corners remain."""
    kept: Ring = []
    for arc in _arcs(ring, fixed):
        kept += _simplify_arc(arc, tolerance)[:-1]
    kept.append(kept[0])
    return kept if len(set(kept)) >= 3 else ring


def _arcs(ring: Ring, fixed: set[Point]) -> list[Ring]:
    open_ring = ring[:-1]
    cuts = [i for i, point in enumerate(open_ring) if point in fixed]
    first = cuts[0] if cuts else open_ring.index(min(open_ring))
    turned = open_ring[first:] + open_ring[:first]
    at = [i for i, point in enumerate(turned) if point in fixed] or [0]
    if len(at) == 1:  # an island or one neighbour all round: a second fixed point makes two arcs of it
        at.append(_farthest(turned))
    turned.append(turned[0])
    at = sorted({*at, len(turned) - 1})
    return [turned[start : end + 1] for start, end in pairwise(at)]


def _farthest(points: Ring) -> int:
    away = np.hypot(*(np.array(points) - points[0]).T)
    return int(np.argmax(away)) or 1


def _simplify_arc(arc: Ring, tolerance: Tolerance) -> Ring:
    forward = arc[0] <= arc[-1]
    canonical = arc if forward else arc[::-1]
    kept = _douglas_peucker(canonical, tolerance(canonical))
    return kept if forward else kept[::-1]


def _douglas_peucker(arc: Ring, tolerance: float) -> Ring:
    points = np.array(arc)
    keep = np.zeros(len(arc), dtype=bool)
    keep[[0, -1]] = True
    pending = [(0, len(arc) - 1)]
    while pending:
        first, last = pending.pop()
        if last - first < 2:
            continue
        off = _off_chord(points[first + 1 : last], points[first], points[last])
        worst = int(np.argmax(off))
        if off[worst] > tolerance:
            middle = first + 1 + worst
            keep[middle] = True
            pending += [(first, middle), (middle, last)]
    return [point for point, stays in zip(arc, keep, strict=True) if stays]


def _off_chord(points: Points, start: Points, end: Points) -> Points:
    """Distance of points from the line through start and end, degrees; from start where both are one point."""
    chord = end - start
    length = float(np.hypot(*chord))
    if length == 0:
        return np.asarray(np.hypot(*(points - start).T))
    across = chord[0] * (points[:, 1] - start[1]) - chord[1] * (points[:, 0] - start[0])
    return np.asarray(np.abs(across) / length)
