"""Maps: areas compare, nothing leaks out of its border, and Russia is one piece."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.display.charts import geometry

FRAME = geometry.Frame(100, 80, 1.0, (0.0, 0.0))
SQUARE = np.array([[10.0, 10], [60, 10], [60, 60], [10, 60], [10, 10]])


@given(longitude=st.floats(-20, 176), latitude=st.floats(-10, 80))
def test_equal_areas_stay_equal(longitude, latitude):
    """A cell of half a degree has the area of the sphere's cell, wherever it lies."""
    step = 0.5
    cell = np.array([[0, 0], [step, 0], [step, step], [0, step], [0, 0]]) + np.array([longitude, latitude])
    sphere = np.radians(step) * (np.sin(np.radians(latitude + step)) - np.sin(np.radians(latitude)))
    assert geometry.area(geometry.project(cell)) == pytest.approx(sphere, rel=2e-3)  # straight sides of a curved cell


def test_points_too_far_from_the_centre_are_not_drawn():
    assert np.isnan(geometry.project(np.array([[-102.0, -48.0]]))).all()


@given(st.lists(st.tuples(st.floats(-200, 300), st.floats(-200, 300)), min_size=3, max_size=12))
def test_what_is_clipped_lies_in_the_frame(points):
    cut = geometry.clip(np.array(points), FRAME, slack=4)
    if len(cut):
        assert cut.min() >= -4 - 1e-9
        assert (cut.max(axis=0) <= np.array([104, 84]) + 1e-9).all()


def test_hatching_stays_inside_and_covers():
    lines = geometry.hatch([SQUARE], step=5)
    middles = (lines[:, :2] + lines[:, 2:]) / 2
    assert geometry.inside(middles, [SQUARE]).all()
    length = np.hypot(*(lines[:, 2:] - lines[:, :2]).T).sum()
    assert length == pytest.approx(2500 / 5, rel=0.1)  # area over distance of the lines


def test_hatching_leaves_holes_free():
    hole = np.array([[25.0, 25], [45, 25], [45, 45], [25, 45], [25, 25]])
    middles = (
        np.vstack([part[None, :] for part in geometry.hatch([SQUARE, hole], step=3)]).reshape(-1, 2, 2).mean(axis=1)
    )
    assert not geometry.inside(middles, [hole]).any()


def test_neighbours_lose_the_same_points():
    """A border walked in both directions is simplified alike, so no gap opens between two states."""
    angle = np.linspace(0, 3, 60)
    border = np.round(np.column_stack([angle * 20, 30 + 9 * np.sin(4 * angle)]) * 2) / 2
    there, back = geometry.simplify(border), geometry.simplify(border[::-1])
    assert 5 < len(there) < len(border)
    assert {tuple(p) for p in there} == {tuple(p) for p in back}


def test_a_state_cut_at_180_degrees_has_no_border_there():
    west = [[[170, 60], [180, 60], [180, 70], [170, 70], [170, 60]]]
    east = [[[-180, 60], [-170, 60], [-170, 70], [-180, 70], [-180, 60]]]
    polygons = geometry.rings(json.dumps({"type": "MultiPolygon", "coordinates": [west, east]}))
    frame = geometry.frame_around(geometry.project(np.vstack([r for p in polygons for r in p])), 400, 400)
    land, cut = geometry.outlines(polygons, frame)
    seam = frame.pixels(geometry.project(np.array([[180.0, 65.0]])))[0]
    distance = min(np.min(np.hypot(*((line[:-1] + line[1:]) / 2 - seam).T)) for line in land)
    assert distance > 20
    assert cut


def test_a_label_sits_inside_its_state():
    bay = np.array([[0.0, 0], [60, 0], [60, 10], [10, 10], [10, 50], [60, 50], [60, 60], [0, 60], [0, 0]])
    assert geometry.inside(np.array([geometry.visual_centre([bay])]), [bay]).all()
