"""Arcs over a map: ties of one state, width by the root of their share, each over a casing in the colour of paper.

An arc is a quadratic curve whose middle is pulled a seventh of its length to one side, the same for all but those that
would leave the frame: these bend to the other side, or less. There are no arrowheads: a table beside the map has the
directions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.display.charts.theme import Theme

BEND = 1 / 7
STEPS = 24
WIDEST = 8.0
"""Pixels of an arc that stands for all of a state's ties."""


@dataclass(frozen=True, slots=True)
class Tie:
    """An arc from one state to another: its share (0..1) and the token of its colour."""

    start: str
    end: str
    share: float
    token: str


def curve(
    start: tuple[float, float], end: tuple[float, float], size: tuple[float, float] | None = None
) -> NDArray[np.float64]:
    """Points of an arc, shape (25, 2), its ends first and last; in a frame of a `size` it bends so as to stay inside.

    Examples
    --------
    >>> curve((0, 0), (70, 0))[[0, 12, 24]].round(1).tolist()
    [[0.0, 0.0], [35.0, 5.0], [70.0, 0.0]]
    >>> curve((1, 98), (71, 98), (100, 100))[12].round(1).tolist()
    [36.0, 93.0]
    """
    for bend in (BEND, -BEND, BEND / 2, -BEND / 2):
        points = _bent(start, end, bend)
        if size is None or (np.all(points > 0) and np.all(points < size)):
            return points
    return _bent(start, end, 0)


def _bent(start: tuple[float, float], end: tuple[float, float], bend: float) -> NDArray[np.float64]:
    first, last = np.asarray(start, dtype=float), np.asarray(end, dtype=float)
    along = last - first
    middle = (first + last) / 2 + bend * np.array([-along[1], along[0]])
    t = np.linspace(0, 1, STEPS + 1)[:, None]
    points: NDArray[np.float64] = (1 - t) ** 2 * first + 2 * t * (1 - t) * middle + t**2 * last
    return points


def draw(
    ties: Sequence[Tie], centres: Mapping[str, tuple[float, float]], theme: Theme, size: tuple[float, float]
) -> list[alt.Chart]:
    """Layers of the arcs in a frame of a size in pixels: casings, lines, and a dot at each far end."""
    if not ties:
        return []
    arcs = []
    for tie in sorted(ties, key=lambda tie: -tie.share):
        points = pd.DataFrame(curve(centres[tie.start], centres[tie.end], size), columns=["x", "y"])
        width = max(1.2, WIDEST * float(np.sqrt(tie.share)))
        kept = {"arc": f"{tie.start}-{tie.end}", "colour": theme[tie.token], "width": width, "dot": 26 + 5 * width}
        arcs.append(points.assign(step=range(len(points)), casing=width + 2.4, **kept))
    frame = pd.concat(arcs, ignore_index=True)
    x, y = alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None)
    own = {"detail": alt.Detail("arc:N"), "order": alt.Order("step:Q")}
    line = alt.Chart(frame).mark_trail(clip=True)
    paper = alt.Chart(frame).mark_trail(clip=True, color=theme["paper"])
    dots = alt.Chart(frame[frame["step"] == STEPS]).mark_circle(opacity=1)
    colour = alt.Color("colour:N", scale=None)
    return [
        paper.encode(x, y, size=alt.Size("casing:Q", scale=None), **own),
        line.encode(x, y, colour, size=alt.Size("width:Q", scale=None), **own),
        dots.encode(x, y, colour, size=alt.Size("dot:Q", scale=None)),
    ]
