"""A pair as one self-contained page.

The order is an analyst's: the two in a sentence, every tie both ways, how that came about, where both sit, what they
agreed, what divides them, how they vote, what happened, what is not known, where it comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from steppe.display.cells import Cell, TableRow, heat
from steppe.display.charts import bars
from steppe.display.charts.lines import GAP, spread, with_runs
from steppe.display.charts.theme import FONT, SMALL, Theme
from steppe.display.charts.tokens import CLASSES, PAGE, VOTE_CLASSES, power_of, token_of
from steppe.display.format import (
    MISSING,
    NOT_ON_RECORD,
    RAISED,
    currency_of,
    day,
    is_missing,
    mark,
    money,
    percent,
    sentence_case,
)
from steppe.display.page import inline, render, source_rows
from steppe.influence import LAYERS
from steppe.influence.ledger import WHY_NO_RATE
from steppe.report.brief.charts import DRAWN, FEWEST, PANEL, PANEL_HEIGHT, panel_title
from steppe.report.brief.tables import amount, letter, note
from steppe.report.pair.records import record_rows
from steppe.report.pair.view import Pair
from steppe.world.actors import Actor

TEMPLATE = Path(__file__).with_name("page.html.j2")

SIZES = (("large", 880), ("small", 358))
TOPS = (5, 10, 25, 50, 100)
"""Ends, in percent, of the axis that all flows of a pair share."""
LABELS = 116.0
"""Pixels for a name and a value at the end of a line."""
SHORTEST = 14
"""Letters of a name up to which it stands over a column and at the end of a line."""
CANNOT_TELL = (
    "A share says how much of a tie of the one runs with the other, not what either makes of it.",
    "A tie without a share on one side is not zero there: the reason is given below the table.",
    "Agreements, areas and events are those that were found; no record does not mean no conflict.",
    "Of the EU-27, records are those of its institutions and trade agreements of its members.",
)


def page(view: Pair, site: Sequence[tuple[str, str, bool]] = (), related: Sequence[tuple[str, str]] = ()) -> str:
    """The page as text.

    `site` are the links of a site (address, words, whether this page is in it), `related` pages that it leads to.
    """
    shown = {**context(view), "site": site, "related": related}
    return render(TEMPLATE, shown, ("brief", "site"))


def context(view: Pair) -> dict[str, Any]:
    """Everything that the template shows, ready to be written."""
    return {
        "title": view.title,
        "version": view.version,
        "data_to": f"seats {day(view.on)}",
        "sections": SECTIONS,
        "view": view,
        "says": view.says,
        "on": day(view.on),
        "heads": [_short(view, one) for one in (view.first, view.second)],
        "ties": tie_rows(view),
        "panels": [(LAYERS[name].title, inline(chart, f"series-{name}")) for name, chart in panels(view).items()],
        "top": top(view),
        "goods": _goods(view),
        "timeline": _timeline(view),
        "seats": _seats(view),
        "agreements": _agreements(view),
        "disputes": [
            (sentence_case(row.kind), row.what, view.number(row.source)) for row in view.disputes.itertuples()
        ],
        "votes": [
            (row.resolution, row.title, row.date.date(), row.first, row.second) for row in view.votes.itertuples()
        ],
        "vote_refs": view.number(*view.votes["source"]),
        "episodes": [(*one.cells, view.number(";".join(one.pages))) for one in view.episodes],
        "why_no_rate": " ".join(WHY_NO_RATE),
        "events": [(row.when, row.kind, row.event, view.number(row.source)) for row in view.events.itertuples()],
        "counted": view.visits,
        "gaps": [(sentence_case(reason), titles) for reason, titles in view.gaps],
        "cannot_tell": CANNOT_TELL,
        "sources": source_rows(view.sources, numbered=True),
    }


SECTIONS = [
    *[("ties", "Ties"), ("series", "Through time"), ("goods", "Both records"), ("bodies", "Bodies"), ("agreements", "Agreements")],
    *[
        ("disputes", "Disputes"),
        ("votes", "Votes"),
        ("episodes", "Offers and pressure"),
        ("events", "Events"),
        ("unknown", "Not known"),
    ],
    ("sources", "Sources"),
]


def _short(view: Pair, one: Actor) -> str:
    """A name where there is little room: the code where the name is long."""
    name = view.names[one.name]
    return name if len(name) <= SHORTEST else one.name


def _agreements(view: Pair) -> list[tuple[object, ...]]:
    return [
        (row.name, row.kind, row.since, row.until, row.now, sentence_case(row.note), view.number(row.source))
        for row in view.agreements.itertuples()
    ]


def _goods(view: Pair) -> list[tuple[str, str, str, list[tuple[TableRow, list[int]]]]]:
    """Goods that each sells to the other: seller, buyer, unit, and rows with the numbers of their sources."""
    names = [_short(view, one) for one in (view.first, view.second)]
    return [
        (seller, buyer, "million current USD", list(zip(record_rows(flow), map(view.number, flow["source"]), strict=True)))
        for (seller, buyer), flow in zip((names, names[::-1]), view.goods, strict=True)
        if len(flow)
    ]


def _seats(view: Pair) -> list[tuple[str, TableRow]]:
    """Times in which both held a seat, code and row: since when, until when, as what; those that last come first."""
    rows = []
    ordered = pd.concat([view.bodies[view.bodies["now"]], view.bodies[~view.bodies["now"]].iloc[::-1]])
    for row in ordered.itertuples():
        statuses = row.first if row.first == row.second else f"{row.first}, {row.second}"
        since = row.since if row.now else row.start
        until = "lasts" if row.now else str(row.end.date())
        cells = (Cell(str(since.date()), css="l date"), Cell(until, css="l date"), Cell(statuses, css="l"))
        rows.append((row.organization, TableRow(row.title, cells)))
    return rows


# -------------------------------------------------------------------------- ties
def tie_rows(view: Pair) -> list[tuple[str, TableRow, tuple[int, ...]]]:
    """Every tie with a figure: its domain, its cells (each side's share, year, status), numbers of its sources."""
    rows = []
    for _, row in view.ties.iterrows():
        cells = tuple(_side(view, row, side) for side in (0, 1))
        years = " / ".join(dict.fromkeys(str(row[f"when{side}"]) for side in (0, 1) if row[f"known{side}"]))
        bases = [row[f"basis{side}"] for side in (0, 1)]
        status = ", ".join(dict.fromkeys(one for one in bases if isinstance(one, str)))
        last = (Cell(years, css="c year"), Cell(status, css="l quiet mid"))
        rows.append((str(row["domain"]), TableRow(row["title"], (*cells, _amount(row), *last)), _refs(view, row)))
    return rows


def _refs(view: Pair, row: pd.Series) -> tuple[int, ...]:
    return tuple(view.number(row["source"]))


def _one_side(row: pd.Series, side: int) -> pd.Series:
    names = ("share", "low", "high", "amount", "record", "basis", "missing")
    return pd.Series({"layer": row["layer"], "note": None} | {name: row[f"{name}{side}"] for name in names})


def _side(view: Pair, row: pd.Series, side: int) -> Cell:
    """What part of the tie of one runs with the other, in the colour of that other."""
    mine = _one_side(row, side)
    why = mine["missing"] if isinstance(mine["missing"], str) else ""
    if is_missing(mine["share"]):
        return Cell(MISSING, css="h none" if row[f"known{side}"] else "h dots", why=why)
    token = token_of((view.second, view.first)[side].name, "other")
    bounds = CLASSES if row["parts"] else VOTE_CLASSES
    cell = heat(mine["share"], token, letter(mine), why, bounds)
    plain = token == "other"
    return Cell(cell.text, cell.mark, "h" if plain else cell.css, "" if plain else cell.fill, note(mine))


def _amount(row: pd.Series) -> Cell:
    """The amount of the tie with its unit: of the one, and of the other where that is another."""
    css, unit = "l quiet mid", row["unit"]
    sides = [_one_side(row, side) for side in (0, 1)]
    if not isinstance(unit, str) or all(is_missing(one["amount"]) for one in sides):
        return Cell(NOT_ON_RECORD if currency_of(unit) else MISSING, css=css)
    if currency_of(unit):
        return Cell(" / ".join(dict.fromkeys(money(one["amount"], unit) for one in sides)), css=css)
    return Cell(
        " / ".join(dict.fromkeys(amount(one) for one in sides if not is_missing(one["amount"]))), css=css, under=unit
    )


# ------------------------------------------------------------------------ series
def top(view: Pair) -> int:
    """End of the axis of flows, in percent: the least of `TOPS` that holds them all."""
    flows = view.series[view.series["layer"].map(lambda name: LAYERS[name].parts and name in DRAWN)]
    most = 100 * float(flows["share"].max()) if len(flows) else 0.0
    return next((end for end in TOPS if most <= end), TOPS[-1])


def panels(view: Pair, *, width: float = PANEL, theme: Theme = PAGE) -> dict[str, Any]:
    """One small chart a layer with yearly shares: a line a side, named after the state whose ties they are."""
    made = {}
    for layer, own in view.series.groupby("layer", sort=False):
        enough = own.groupby("side")["year"].count().max() >= FEWEST
        if layer in DRAWN and own["share"].max() > 0 and enough:
            parts = LAYERS[str(layer)].parts
            shown = own if parts else own[own["side"] == 0]
            made[str(layer)] = _panel(str(layer), shown, view, width, top(view) if parts else 100, theme)
    return made


def _panel(layer: str, own: pd.DataFrame, view: Pair, width: float, end: int, theme: Theme) -> Any:
    frame, ends = _runs(own, view, theme, both=LAYERS[layer].parts)
    last_year = max(2023, int(view.series["year"].max()))
    scale = alt.Scale(domain=[2000, last_year], range=[0, width - LABELS - 26], nice=False)
    x = alt.X("year:Q", scale=scale, axis=alt.Axis(values=[2000, 2010, 2020], format="d", title=None))
    steps = [0, end / 2, end] if end == 5 else list(range(0, end + 1, max(5, end // 4 // 5 * 5)))
    y = alt.Y("percent:Q", scale=alt.Scale(domain=[0, end], nice=False), axis=alt.Axis(values=steps, title=None))
    colour = alt.Color("colour:N", scale=None)
    frame["line"] = [f"{side}-{run}" for side, run in zip(frame["side"], frame["run"], strict=True)]
    size = frame.groupby("line")["year"].transform("size")
    lines = alt.Chart(frame[size > 1]).mark_line(strokeWidth=1.8).encode(x, y, colour, alt.Detail("line:N"))
    dots = alt.Chart(frame[size == 1]).mark_circle(size=30, opacity=1).encode(x, y, colour)
    layers = alt.layer(lines, dots, _labels(ends, width - LABELS - 18, end))
    return layers.properties(width=width - 26, height=PANEL_HEIGHT, title=panel_title(layer))


def _runs(own: pd.DataFrame, view: Pair, theme: Theme, *, both: bool) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Points of each side with their run and colour, and what is written at the end of each line."""
    frames, ends = [], []
    for side, line in own.groupby("side", sort=True):
        whose, whom = (view.first, view.second) if side == 0 else (view.second, view.first)
        power = power_of(whom.name)
        colour = theme[power.token if power else ("ink", "ink-3")[side]]
        line = line.sort_values("year")
        frames.append(with_runs(line).assign(side=side, colour=colour))
        last = line.iloc[-1]
        name = _short(view, whose) if both else "alike"
        text = f"{name} {percent(last['share'])}{RAISED[mark(last['basis'])]}"
        ends.append({"text": text, "percent": 100 * float(last["share"]), "colour": colour})
    return pd.concat(frames, ignore_index=True), ends


def _labels(ends: list[dict[str, Any]], left: float, end: int) -> alt.Chart:
    wanted = pd.DataFrame(sorted(ends, key=lambda one: -one["percent"]))
    places = spread([PANEL_HEIGHT * (1 - value / end) for value in wanted["percent"]], GAP)
    over = max(0.0, places[-1] - PANEL_HEIGHT + 2)
    wanted = wanted.assign(x=left, y=[place - over for place in places])
    style: dict[str, Any] = {"align": "left", "baseline": "middle", "fontSize": SMALL, "font": FONT, "fontWeight": 600}
    pixels = (alt.X("x:Q", scale=None, axis=None), alt.Y("y:Q", scale=None, axis=None))
    return alt.Chart(wanted).mark_text(**style).encode(*pixels, alt.Text("text:N"), alt.Color("colour:N", scale=None))


# ------------------------------------------------------------------------ bodies
def _timeline(view: Pair) -> list[tuple[str, Any]]:
    """Times in which both hold a seat, a row a body."""
    if view.bodies.empty:
        return []
    leaders = [power_of(leader if isinstance(leader, str) else None) for leader in view.bodies["leader"]]
    frame = pd.DataFrame(
        {
            "name": [name.replace("_", " ") for name in view.bodies["organization"]],
            "start": view.bodies["start"].to_numpy(),
            "end": view.bodies["end"].to_numpy(),
            "token": [power.token if power else "ink-3" for power in leaders],
            "filled": view.bodies["both_members"].to_numpy(bool),
            "pale": view.bodies["pale"].to_numpy(bool),
        }
    )
    return [(size, inline(bars.draw(frame, view.on, width=width), f"bodies-{size}")) for size, width in SIZES]
