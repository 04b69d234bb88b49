"""Charts of a study: intervals by subject, and the map of change.

Colours are those of change and never of a power: one hue where the whole interval is above zero, the other where it is
below, grey where it includes zero. The dot is the median, as in every table of the run; the bar spans half of the draws
and the line the share that the run states.
"""

from __future__ import annotations

from typing import Any

import altair as alt
import pandas as pd

from steppe.display.charts.choropleth import Picture, Shade, draw, is_wide
from steppe.display.charts.intervals import NARROW, ROW
from steppe.display.charts.intervals import draw as draw_intervals
from steppe.display.charts.theme import Theme, titled
from steppe.display.charts.tokens import CHANGE_CLASSES, CHANGE_TOKENS, PAGE
from steppe.display.charts.tokens import change as change_tokens
from steppe.display.format import change, span, written
from steppe.methods.equilibrium.view import StudyView
from steppe.methods.equilibrium.words import verdict
from steppe.world.actors import EU

AWAY = "USA"
"""Only its far end is on the map: a figure there would be read as Alaska's."""
_COLOURS = {"gains": "div-g3", "loses": "div-l3"}


def spans(view: StudyView) -> str:
    """What dot, bar and line of the chart of intervals stand for."""
    return f"Dot: median; bar: half of the draws; line: {view.level} of them. Grey: the line includes zero"


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
    chart = draw_intervals(_interval_frame(view, width), width, theme)
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
    frame["text"] = [change(row.value, row.error) for row in here.itertuples()]
    frame["interval"] = [span(row.low, row.high, row.error) if width > NARROW else "" for row in here.itertuples()]
    return frame


# --------------------------------------------------------------------- map
def chart_change(
    view: StudyView, *, width: int = 640, height: int = 400, theme: Theme = PAGE, framed: bool = True
) -> Any:
    """Map of the median change of every state shown, in seven classes that are the same for every study.

    Parameters
    ----------
    width, height
        Pixels of the map without legend and source.
    theme, framed
        As in `chart_intervals`.
    """
    chart = draw(_picture(view, width, framed), width, height, theme)
    if not framed:
        return chart
    return titled(chart, view.says["map"], [f"{view.what}. Median of the draws"], theme, width)


def _picture(view: StudyView, width: int, framed: bool) -> Picture:
    shades = {str(row.Index): _shade(row.value, row.error) for row in view.at().itertuples()}
    if EU in shades:
        shades |= {state: _plain(shades[EU]) for state in view.bloc if state not in shades}
    bounds = ["", *(written(bound, "g") for bound in CHANGE_CLASSES)]
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
        source=source if framed else "",
        border="line",
        most=_most(view),
    )


def _most(view: StudyView) -> str:
    """The state of the region that changes most."""
    inside = view.at().reindex(list(view.twelve))["value"].abs().dropna()
    return str(inside.idxmax()) if len(inside) else ""


def _shade(value: float, error: float) -> Shade:
    fill, ink = change_tokens(value)
    return Shade(fill, ink, change(value, error))


def _plain(shade: Shade) -> Shade:
    return Shade(shade.fill, shade.ink, "")
