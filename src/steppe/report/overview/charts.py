"""Charts of the overview: members through time, and trade of members with each other.

Lines end in their name and value; there is no legend. A year without data breaks the line and is never bridged, the
next observed year is a dot. Small multiples share one scale. A letter after a value says that part of it is imputed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from steppe.display.charts.lines import GAP, spread, with_runs
from steppe.display.charts.theme import FONT, SMALL, Theme, titled
from steppe.display.charts.tokens import PAGE, power_of
from steppe.display.format import RAISED, count_word, day, mark, percent
from steppe.report.overview.maps import chart_map
from steppe.report.overview.view import Overview
from steppe.report.overview.words import LINES


# ----------------------------------------------------------------- members
def chart_memberships(
    overview: Overview, *, width: int = 1240, columns: int = 4, theme: Theme = PAGE, framed: bool = True
) -> alt.ConcatChart:
    """Number of members of eight bodies since 1991, in law (line) and in practice (filled).

    Parameters
    ----------
    width, columns
        Pixels of the whole and panels in a row.
    theme, framed
        As in `chart_map`.
    """
    panel = (width - (columns - 1) * 28) / columns
    chart = alt.concat(*member_panels(overview, panel, theme).values(), columns=columns)
    if not framed:
        return chart
    subtitle = f"Member states, 1991 to {day(overview.on)}. Line: in law. Filled: in practice"
    source = f"Source: steppe membership spells, checked against treaties and official pages; steppe {overview.version}"
    return titled(chart, overview.says["members"], [subtitle, source], theme, width)


def member_panels(overview: Overview, width: float, theme: Theme = PAGE) -> dict[str, Any]:
    """One small chart a body, `width` pixels wide with its axis, all on one scale."""
    counts = overview.member_counts
    top = int(counts["law"].max()) if len(counts) else 0
    return {
        str(body): members(own, overview.on, width - 26, top, theme=theme).properties(
            title=_panel_title(str(body), own, width)
        )
        for body, own in counts.groupby("organization", sort=False)
    }


def _panel_title(body: str, counts: pd.DataFrame, width: float) -> alt.TitleParams:
    """Name and numbers of a body; on two lines where the panel is narrow."""
    last = counts.iloc[-1]
    practice = "" if last["practice"] == last["law"] else f", {last['practice']} in practice"
    now, most = f"{last['law']} now{practice}", f"{counts['law'].max()} at most"
    return alt.TitleParams(body, subtitle=[f"{now}; {most}"] if width > 220 else [now, most])


def members(
    counts: pd.DataFrame, on: date, width: float, top: int, *, height: int = 92, theme: Theme = PAGE
) -> alt.LayerChart | Any:
    """Members of one body from 1991 to a day, in law (line) and in practice (filled); see `seats.member_counts`."""
    leader = counts["leader"].iloc[0]
    power = power_of(leader)
    colour = theme[power.token] if power else theme["ink-2"]
    frame = counts.assign(date=counts["date"].dt.strftime("%Y-%m-%d"))[["date", "law", "practice"]]
    years = [1995, 2005, 2015, 2025]
    axis = alt.Axis(values=[{"year": year} for year in years], format="%Y", title=None)
    span = alt.Scale(domain=[{"year": 1991}, {"year": on.year + 1}])
    x = alt.X("date:T", axis=axis, scale=span)
    steps = alt.Axis(values=list(range(0, top + 1, 5 if top > 8 else 2)), title=None, format="d")
    scale = alt.Scale(domain=[0, top + 0.6], nice=False)
    base = alt.Chart(frame).properties(width=width, height=height)
    filled = base.mark_area(interpolate="step-after", color=colour, opacity=0.22)
    line = base.mark_line(interpolate="step-after", color=colour, strokeWidth=1.8)
    return alt.layer(
        filled.encode(x, alt.Y("practice:Q", axis=steps, scale=scale)),
        line.encode(x, alt.Y("law:Q", axis=steps, scale=scale)),
    )


# ------------------------------------------------------------ mutual trade
def chart_mutual_trade(
    overview: Overview, *, width: int = 1240, columns: int = 2, theme: Theme = PAGE, framed: bool = True
) -> alt.ConcatChart:
    """Share of the CIS and of the EAEU in their members' trade, four lines each.

    Fixed and moving membership, with and without Russia; see `steppe.influence.mutual`.
    """
    frame = overview.mutual
    panel = (width - (columns - 1) * 28) / columns
    chart = alt.concat(*mutual_panels(overview, panel, theme).values(), columns=columns)
    if not framed:
        return chart
    years = f"{int(frame['year'].min())}–{int(frame['year'].max())}"
    subtitle = (
        f"Trade of members with each other, % of all their goods trade, {years}; years without data break the line"
    )
    source = f"Source: CEPII BACI; gaps in 2023 imputed (ⁱ); steppe {overview.version}"
    return titled(chart, overview.says["mutual"], [subtitle, source], theme, width)


def mutual_panels(overview: Overview, width: float, theme: Theme = PAGE) -> dict[str, Any]:
    """One chart a body, `width` pixels wide with its labels, both on one scale."""
    frame = overview.mutual
    top = max(5.0, 100 * float(frame["share"].max()) * 1.04) if len(frame) else 5.0
    return {
        str(body): inside_trade(own, width, top, theme=theme).properties(
            title=alt.TitleParams(str(body), subtitle="% of members’ trade")
        )
        for body, own in frame.groupby("organization", sort=False)
    }


def inside_trade(
    frame: pd.DataFrame, width: float, top: float, *, height: float = 230, theme: Theme = PAGE
) -> alt.LayerChart | Any:
    """Share of one body in its members' trade, a line for each reading in `LINES` that `frame` has.

    `frame` has columns membership, russia, year, members, share, basis; `top` is the end of the axis in percent.
    """
    label_room = 172.0
    domain = [2000, int(frame["year"].max())]
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=domain, range=[0, width - label_room - 26], nice=False),
        axis=alt.Axis(values=[2000, 2005, 2010, 2015, 2020], format="d", title=None),
    )
    y = alt.Y(
        "percent:Q",
        scale=alt.Scale(domain=[0, top], nice=False),
        axis=alt.Axis(values=list(range(0, int(top) + 1, 5 if top < 32 else 20)), title=None),
    )
    layers: list[alt.Chart] = []
    ends = []
    for words, membership, russia, token, dash in LINES:
        own = frame[(frame["membership"] == membership) & (frame["russia"] == russia)].sort_values("year")
        if own.empty:
            continue
        layers += _line(with_runs(own), x, y, theme[token], dash)
        last = own.iloc[-1]
        name = words.format(count=count_word(int(last["members"])))
        text = f"{name} {percent(last['share'])} %{RAISED[mark(last['basis'])]}"
        ends.append({"text": text, "percent": 100 * last["share"], "token": token})
    return alt.layer(*layers, *_end_labels(ends, width - label_room - 16, height, top, theme)).properties(
        width=width - 26, height=height
    )


def _line(frame: pd.DataFrame, x: alt.X, y: alt.Y, colour: str, dash: Sequence[int]) -> list[alt.Chart]:
    """The runs as lines, a run of one year as a dot."""
    size = frame.groupby("run")["year"].transform("size")
    mark_line = alt.Chart(frame[size > 1]).mark_line(color=colour, strokeDash=list(dash), strokeWidth=1.8)
    dots = alt.Chart(frame[size == 1]).mark_circle(color=colour, size=34, opacity=1)
    layers = []
    if (size > 1).any():
        layers.append(mark_line.encode(x, y, alt.Detail("run:N")))
    if (size == 1).any():
        layers.append(dots.encode(x, y))
    return layers


def _end_labels(
    ends: Sequence[dict[str, Any]], left: float, height: float, top: float, theme: Theme
) -> list[alt.Chart]:
    """Labels right of the last year, moved apart where they would overlap."""
    wanted = sorted(ends, key=lambda end: -end["percent"])
    places = spread([height * (1 - end["percent"] / top) for end in wanted], GAP)
    charts = []
    for end, place in zip(wanted, places, strict=True):
        frame = pd.DataFrame({"x": [left], "y": [place], "text": [end["text"]]})
        style: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": SMALL, "font": FONT}
        text = alt.Chart(frame).mark_text(color=theme[end["token"]], fontWeight=600, **style)
        charts.append(
            text.encode(alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None), alt.Text("text:N"))
        )
    return charts


__all__ = ["chart_map", "chart_memberships", "chart_mutual_trade"]
