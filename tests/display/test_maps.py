"""Maps: the state with the largest figure is always labelled, labels keep apart, and arcs stay in the frame."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.display.charts import arcs, atlas
from steppe.display.charts.choropleth import Picture, Shade, draw
from steppe.display.charts.theme import to_svg
from steppe.display.charts.tokens import LIGHT
from steppe.world.dates import TODAY
from steppe.world.shapes import outlines
from steppe.world.world import World

inside = st.tuples(st.floats(1, 879), st.floats(1, 539))


@given(start=inside, end=inside)
def test_arcs_stay_in_the_frame(start: tuple[float, float], end: tuple[float, float]):
    points = arcs.curve(start, end, (880, 540))
    assert np.allclose(points[[0, -1]], [start, end])
    assert (points > 0).all() and (points < (880, 540)).all()


@pytest.mark.parametrize("most", ["MDA", "ARM", "TJK"])
def test_the_state_with_the_largest_figure_is_labelled_on_a_phone(world: World, most: str):
    twelve = tuple(world.group("twelve"))
    shades = {state: Shade("rus-2", "on-lo", f"{place}.5 %") for place, state in enumerate(twelve, start=10)}
    picture = Picture(
        shapes=outlines(world, TODAY),
        names=world.state_names,
        focus=twelve,
        labelled=twelve,
        shades=shades,
        legend=(),
        words="",
        source="",
        most=most,
    )
    svg = to_svg(draw(picture, 358, 300, LIGHT), LIGHT)
    found = re.findall(r'<text [^>]*translate\(([\d.]+),([\d.]+)\)[^>]*font-weight="600"[^>]*>([\d.]+ %)</text>', svg)
    places = {text: (float(x), float(y)) for x, y, text in found}
    assert shades[most].text in places
    assert all(0 < x < 358 and 0 < y < 300 for x, y in places.values())
    spots = list(places.values())
    for place, (x, y) in enumerate(spots):
        assert all(abs(x - u) > 28 or abs(y - v) > 11 for u, v in spots[place + 1 :])


def test_the_map_of_a_page_holds_every_state_and_no_greenland(world: World):
    states = [*world.group("twelve"), "MNG"]
    parts = {"region": ("Region", []), "caucasus": ("Caucasus", world.group("south-caucasus"))}
    made = atlas.drawing(outlines(world, TODAY), states, {"CHN": ["CHN"], "USA": ["USA"]}, parts)
    wide, high = made.size
    assert [one.state for one in made.states] == states and all(one.area for one in made.states)
    assert all(0 < x < wide and 0 < y < high for x, y in (one.middle for one in made.states))
    assert set(made.powers) == {"CHN"}  # America lies outside the window
    whole, part = made.views
    assert whole.box == (0, 0, wide, high)
    assert part.box[2] < wide / 4 and part.box[2] / part.box[3] == pytest.approx(wide / high, rel=0.02)
    shapes = outlines(world, TODAY)
    north = shapes[shapes["state"].isin(["GRL", "ISL", "CAN"])]
    assert (
        len(north) > 1
        and not atlas.drawing(
            pd.concat([north, shapes[shapes["state"] == "MNG"]]), ["MNG"], {}, parts | {"caucasus": ("M", ["MNG"])}
        ).land
    )
