"""Intervals in rows: a dot, a line from low to high, and where the quartiles are known a bar between them."""

from __future__ import annotations

from typing import Any, Literal

import altair as alt
import pandas as pd

from steppe.display.charts.theme import FONT, SMALL, Theme

ROW = 14.8
LETTER = 6.2
"""Pixels of a letter."""
NARROW = 480
"""Pixels below which an interval is drawn and not written out."""
_TICK = "datum.value == 0 ? '0' : format(datum.value, '%s')"


def draw(
    frame: pd.DataFrame, width: int, theme: Theme, *, signed: bool = True, room: tuple[int, int] | None = None
) -> Any:
    """Rows of intervals.

    Parameters
    ----------
    frame
        name, value, low, high, colour (a token), text and interval (written at the right), y (pixels); q25 and q75
        where there is a bar.
    width
        Pixels of the whole.
    signed
        Ticks carry a plus: the values are changes.
    room
        Pixels for names at the left and for figures at the right, where they differ from what the width gives.
    """
    left, right = room or _margins(width, frame["name"])
    height = float(frame["y"].max()) + 0.75 * ROW
    low, high = min(0.0, frame["low"].min()), max(0.0, frame["high"].max())
    scale = alt.Scale(domain=[low, high] if high > low else [-1, 1], range=[left, width - right], nice=False)
    ticks = 5 if width > NARROW else 3
    axis = alt.Axis(tickCount=ticks, title=None, grid=True, labelExpr=_TICK % ("+~g" if signed else "~g"))
    x = alt.X("value:Q", scale=scale, axis=axis)
    layers = [_zero(scale, height, theme), *_marks(frame, scale, x, theme), *_words(frame, width, left, theme)]
    return alt.layer(*layers).properties(width=width, height=height)


def _margins(width: int, names: pd.Series[str]) -> tuple[int, int]:
    """Pixels for names at the left, and for figures at the right; never more than half for the names."""
    left, right = (100, 178) if width > NARROW else (88, 62)
    return min(max(left, int(LETTER * names.str.len().max()) + 14), width // 2), right


def _zero(scale: alt.Scale, height: float, theme: Theme) -> alt.Chart:
    line = pd.DataFrame({"x": [0.0], "top": [0.0], "foot": [height]})
    rule = alt.Chart(line).mark_rule(color=theme["ink-3"], strokeWidth=1)
    return rule.encode(alt.X("x:Q", scale=scale), _pixels("top"), y2="foot")


def _marks(frame: pd.DataFrame, scale: alt.Scale, x: alt.X, theme: Theme) -> list[alt.Chart]:
    layers = []
    for colour, own in frame.groupby("colour", sort=False):
        base = alt.Chart(own)
        hue = theme[str(colour)]
        y = _pixels("y")
        layers += [
            base.mark_rule(color=hue, strokeWidth=1.5).encode(alt.X("low:Q", scale=scale), y, x2="high"),
            *(
                [base.mark_rule(color=hue, strokeWidth=5).encode(alt.X("q25:Q", scale=scale), y, x2="q75")]
                if "q25" in own
                else []
            ),
            base.mark_point(
                filled=True, size=70, color=hue, fill=hue, stroke=theme["paper"], strokeWidth=1.5, opacity=1
            ).encode(x, y, shape=alt.value("circle")),
        ]
    return layers


def _words(frame: pd.DataFrame, width: int, left: int, theme: Theme) -> list[alt.Chart]:
    value = width - 124 if width > NARROW else width - 2
    return [
        _column(frame, left - 10, "name", theme["ink"], "right"),
        _column(frame, value, "text", theme["ink"], "right", 600),
        _column(frame, width - 2, "interval", theme["ink-2"], "right"),
    ]


def _column(
    frame: pd.DataFrame, x: float, field: str, colour: str, align: Literal["left", "right"], weight: int = 400
) -> alt.Chart:
    style: dict[str, Any] = {"align": align, "baseline": "middle", "fontSize": SMALL, "font": FONT}
    style["fontWeight"] = weight
    text = alt.Chart(frame.assign(at=float(x))).mark_text(color=colour, **style)
    return text.encode(alt.X("at:Q", scale=None, axis=None), _pixels("y"), text=f"{field}:N")


def _pixels(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)
