"""Charts of bargaining: who stands where and what comes out, and bodies diluted by enlargement.

Positions: a row for each actor on the scale of the issue, the dot as large as its effort (capability times salience);
behind them the 80 % interval as a band, the point forecast as a line, the status quo dashed, and what happened as a
diamond at the foot. Nothing but position carries the finding: a word stands at each line and at each row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import altair as alt
import pandas as pd

from steppe.display.charts.intervals import NARROW
from steppe.display.charts.theme import FONT, SMALL, Theme, titled
from steppe.display.charts.tokens import PAGE, token_of
from steppe.display.format import day, number
from steppe.report.agenda.view import BargainView, IssueView, forecast_words
from steppe.world.dates import VERSION

ROW = 17.0
LETTER = 5.8
"""Pixels of a letter of a direct label, on average."""
HEAD, FOOT = 34.0, 26.0
BAND = 0.16


# ------------------------------------------------------------- one issue
def chart_positions(
    of: BargainView, one: IssueView, *, width: int = 640, theme: Theme = PAGE, framed: bool = False
) -> Any:
    """Positions of the actors on one issue, with the forecast, its interval, the status quo and what happened."""
    rows = _actor_rows(of, one)
    left, right = (118, 92) if width > NARROW else (96, 10)
    height = HEAD + ROW * len(rows) + FOOT
    scale = alt.Scale(domain=[one.issue.low, one.issue.high], range=[left, width - right], nice=False)
    layers = [
        *_band(one, scale, height, theme),
        *_levels(one, scale, height, theme),
        *_dots(rows, scale, left, width if width > NARROW else None, theme),
        *_happened(one, scale, height, theme),
    ]
    chart = alt.layer(*layers).properties(width=width, height=height)
    if not framed:
        return chart
    agenda = of.session.agenda
    subtitle = [
        f"{one.issue.question} Scale: {one.issue.scale}. {day(agenda.date)}. Dot: capability times salience",
        f"Source: steppe {VERSION}, positions coded from texts and data, {agenda.status}",
    ]
    return titled(chart, forecast_words(one), subtitle, theme, width)


def _actor_rows(of: BargainView, one: IssueView) -> pd.DataFrame:
    actors, stance = one.result.actors, one.result.decision.stance
    order = actors.position.argsort(kind="stable")[::-1]
    effort = actors.weight / actors.weight.sum()
    return pd.DataFrame(
        {
            "name": [of.named(actors.names[i]) for i in order],
            "x": [float(actors.position[i]) for i in order],
            "size": [44 + 400 * float(effort[i]) for i in order],
            "says": [stance[actors.names[i]] for i in order],
            "token": [token_of(actors.names[i]) for i in order],
            "y": [HEAD + ROW * (place + 0.5) for place in range(len(order))],
        }
    )


def _band(one: IssueView, scale: alt.Scale, height: float, theme: Theme) -> list[alt.Chart]:
    frame = pd.DataFrame({"low": [one.result.low], "high": [one.result.high], "top": [HEAD], "foot": [height - FOOT]})
    band = alt.Chart(frame).mark_rect(color=theme["ink-3"], opacity=BAND)
    axis = alt.Axis(title=None, grid=False, tickCount=5)
    return [band.encode(alt.X("low:Q", scale=scale, axis=axis), _pixels("top"), x2="high", y2="foot")]


def _levels(one: IssueView, scale: alt.Scale, height: float, theme: Theme) -> list[alt.Chart]:
    """Lines of status quo and forecast, each with its word above; the words never cover each other."""
    lines = [
        (one.issue.reference, "status quo", "ink-3", [3, 3]),
        (one.result.point, f"forecast {number(one.result.point)}", "ink", [1, 0]),
    ]
    start, end = scale.to_dict()["range"]
    low, high = scale.to_dict()["domain"]
    layers = []
    for place, (x, word, token, dash) in enumerate(lines):
        pixel = start + (x - low) / (high - low) * (end - start)
        room = LETTER * len(word) / 2
        frame = pd.DataFrame({"x": [x], "top": [HEAD - 4], "foot": [height - FOOT]})
        at = min(max(pixel, start + room - 8), end - room + 8)
        rule = alt.Chart(frame).mark_rule(color=theme[token], strokeWidth=1.5, strokeDash=dash)
        layers += [
            rule.encode(alt.X("x:Q", scale=scale), _pixels("top"), y2="foot"),
            _text(pd.DataFrame({"at": [at], "y": [8.0 + 14 * place], "word": [word]}), "word", theme[token], "center"),
        ]
    return layers


def _dots(rows: pd.DataFrame, scale: alt.Scale, left: int, right: int | None, theme: Theme) -> list[alt.Chart]:
    layers = []
    for token, own in rows.groupby("token", sort=False):
        mark = alt.Chart(own).mark_point(
            filled=True, opacity=1, color=theme[str(token)], stroke=theme["paper"], strokeWidth=1
        )
        layers.append(
            mark.encode(
                alt.X("x:Q", scale=scale), _pixels("y"), size=alt.Size("size:Q", scale=None), shape=alt.value("circle")
            )
        )
    layers.append(_text(rows.assign(at=float(left - 14)), "name", theme["ink"], "right"))
    if right is not None:
        layers.append(_text(rows.assign(at=float(right - 2)), "says", theme["ink-2"], "right"))
    return layers


def _happened(one: IssueView, scale: alt.Scale, height: float, theme: Theme) -> list[alt.Chart]:
    if one.issue.outcome is None:
        return []
    x = one.issue.outcome.position
    frame = pd.DataFrame({"x": [x], "y": [height - FOOT / 2], "word": ["happened"]})
    mark = alt.Chart(frame).mark_point(filled=True, opacity=1, size=90, color=theme["warn"])
    start, end = scale.to_dict()["range"]
    low, high = scale.to_dict()["domain"]
    is_right = (x - low) / (high - low) > 0.5
    at = start + (x - low) / (high - low) * (end - start) + (-10 if is_right else 10)
    words = frame.assign(at=at)
    return [
        mark.encode(alt.X("x:Q", scale=scale), _pixels("y"), shape=alt.value("diamond")),
        _text(words, "word", theme["warn"], "right" if is_right else "left"),
    ]


# ------------------------------------------------------------------- pieces
def _text(frame: pd.DataFrame, field: str, colour: str, align: str) -> alt.Chart:
    style: Mapping[str, Any] = {"align": align, "baseline": "middle", "fontSize": SMALL, "font": FONT}
    mark = alt.Chart(frame).mark_text(color=colour, **style)
    return mark.encode(alt.X("at:Q", scale=None, axis=None), _pixels("y"), text=f"{field}:N")


def _pixels(field: str) -> alt.Y:
    return alt.Y(f"{field}:Q", scale=None, axis=None)
