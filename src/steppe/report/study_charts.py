"""Charts of a study: intervals by subject, and the map of change.

Colours are those of change and never of a power: one hue where the whole interval is above zero, the other where it is
below, grey where it holds zero. The dot is the mean, as in every table of the run; the bar spans half of the draws and
the line the share that the run states.
"""

from __future__ import annotations

from typing import Any, Literal

import altair as alt
import pandas as pd

from steppe.report.choropleth import Picture, Shade, draw, is_wide
from steppe.report.format import change, span
from steppe.report.study import BLOC, StudyView
from steppe.report.theme import FONT, SMALL, Theme, titled
from steppe.report.tokens import CHANGE_CLASSES, CHANGE_TOKENS, PAGE
from steppe.report.tokens import change as change_tokens
from steppe.scenario.answer import verdict

ROW = 14.8
AWAY = "USA"
"""Only its far end is on the map: a figure there would be read as Alaska's."""
NARROW = 480
"""Pixels below which an interval is drawn and not written out."""
_TICK = "datum.value == 0 ? '0' : format(datum.value, '+~g')"
_COLOURS = {"gains": "div-g3", "loses": "div-l3"}


def spans(view: StudyView) -> str:
    """What dot, bar and line of the chart of intervals stand for."""
    return f"Dot: mean; bar: half of the draws; line: {view.level} of them. Grey: the line holds zero"


def basis(view: StudyView) -> str:
    """The source line of both charts."""
    run = view.result
    return (
        f"steppe {run.world_version}, one-sector equilibrium in changes on trade of {run.baseline} "
        f"(CEPII BACI, national statistics), {run.draws} draws, seed {run.seed}"
    )


# --------------------------------------------------------------- intervals
def chart_intervals(
    view: StudyView, *, width: int = 640, theme: Theme = PAGE, framed: bool = True
) -> alt.LayerChart | Any:
    """Change of every subject at the run's own depth: dot, bar and line, and the figures at the right.

    Parameters
    ----------
    width
        Pixels of the whole.
    theme
        Colours: `tokens.PAGE` inside a page, `tokens.LIGHT` or `tokens.DARK` on its own.
    framed
        With title, subtitle and source, for use outside a page.
    """
    frame = _interval_frame(view, width)
    left, right = _margins(width)
    height = frame["y"].max() + 0.75 * ROW
    low, high = min(0.0, frame["low"].min()), max(0.0, frame["high"].max())
    scale = alt.Scale(domain=[low, high] if high > low else [-1, 1], range=[left, width - right], nice=False)
    axis = alt.Axis(tickCount=5 if width > NARROW else 3, title=None, grid=True, labelExpr=_TICK)
    x = alt.X("value:Q", scale=scale, axis=axis)
    layers = [
        _zero(scale, height, theme),
        *_marks(frame, scale, x, theme),
        *_words(frame, width, theme),
    ]
    chart = alt.layer(*layers).properties(width=width, height=height)
    if not framed:
        return chart
    subtitle = [f"{view.what}. {spans(view)}", f"Source: {basis(view)}"]
    return titled(chart, view.says["intervals"], subtitle, theme, width)


def _interval_frame(view: StudyView, width: int) -> pd.DataFrame:
    here = view.at().loc[list(view.order)]
    frame = here[["value", "low", "high", "q25", "q75"]].reset_index()
    gap = 0.6 * ROW if view.subjects and view.others else 0.0
    frame["y"] = [ROW * (place + 0.5) + gap * (place >= len(view.subjects)) for place in range(len(frame))]
    frame["name"] = [view.names[subject] for subject in frame["subject"]]
    frame["colour"] = [_COLOURS.get(verdict(row.low, row.high), "ink-3") for row in here.itertuples()]
    frame["text"] = [change(value) for value in frame["value"]]
    frame["interval"] = [span(row.low, row.high) if width > NARROW else "" for row in frame.itertuples()]
    return frame


def _margins(width: int) -> tuple[int, int]:
    """Pixels for names at the left, and for figures at the right."""
    return (100, 178) if width > NARROW else (88, 62)


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
            base.mark_rule(color=hue, strokeWidth=5).encode(alt.X("q25:Q", scale=scale), y, x2="q75"),
            base.mark_point(
                filled=True, size=70, color=hue, fill=hue, stroke=theme["paper"], strokeWidth=1.5, opacity=1
            ).encode(x, y, shape=alt.value("circle")),
        ]
    return layers


def _words(frame: pd.DataFrame, width: int, theme: Theme) -> list[alt.Chart]:
    left, _ = _margins(width)
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


# --------------------------------------------------------------------- map
def chart_change(
    view: StudyView, *, width: int = 640, height: int = 400, theme: Theme = PAGE, framed: bool = True
) -> Any:
    """Map of the mean change of every state shown, in seven classes that are the same for every study.

    Parameters
    ----------
    width, height
        Pixels of the map without legend and source.
    theme, framed
        As in `chart_intervals`.
    """
    chart = draw(_picture(view, width), width, height, theme)
    if not framed:
        return chart
    return titled(chart, view.says["map"], [f"{view.what}. Mean of the draws"], theme, width)


def _picture(view: StudyView, width: int) -> Picture:
    means = view.at()["value"]
    shades = {str(subject): _shade(value) for subject, value in means.items()}
    if BLOC in shades:
        shades |= {state: _plain(shades[BLOC]) for state in view.bloc if state not in shades}
    bounds = ["", *(f"{bound:g}".replace("-", "−") for bound in CHANGE_CLASSES)]
    words = "%. Plain land: not shown. EU-27 as one" if is_wide(width) else "%"
    source = f"Source: steppe {view.result.world_version} on CEPII BACI, {view.result.baseline}; Natural Earth"
    return Picture(
        shapes=view.shapes,
        names=view.names,
        focus=view.twelve,
        labelled=tuple(state for state in shades if state in view.names and state != AWAY),
        shades=shades,
        legend=tuple(zip(CHANGE_TOKENS, bounds, strict=True)),
        words=words,
        source=source,
        border="line",
    )


def _shade(value: float) -> Shade:
    fill, ink = change_tokens(value)
    return Shade(fill, ink, change(value))


def _plain(shade: Shade) -> Shade:
    return Shade(shade.fill, shade.ink, "")
