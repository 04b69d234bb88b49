"""An organization as one self-contained page.

The order is an analyst's: how many and who, since when, what it binds them to, what they trade, with which bodies it
shares them, what it set out to do and what happened, what is not known, where it comes from.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from steppe.display.cells import Cell, TableRow
from steppe.display.charts import bars
from steppe.display.charts.tokens import power_of
from steppe.display.format import day, listed, number, percent, sentence_case
from steppe.display.page import inline, render, source_rows
from steppe.display.words import in_names
from steppe.report.body.view import Body
from steppe.report.overview import charts
from steppe.world.organizations import IN_PRACTICE

TEMPLATE = Path(__file__).with_name("page.html.j2")

SIZES = (("large", 880), ("small", 358))
TRADE_SIZES = (("large", 640), ("small", 358))
MOST_SHARED = 12
NAMED = 6
"""Members in common that are named one by one."""
CANNOT_TELL = (
    "States far from the region have spells in some bodies only: counts are of the members on record.",
    "What a seat is worth in practice is a judgement; the explanation of law and practice says whose.",
    "Trade with each other is not trade because of the body: neighbours trade without one.",
    "Meetings, offices and agreements are those that were found; one that is not listed may have taken place.",
)


def page(view: Body, site: Sequence[tuple[str, str, bool]] = ()) -> str:
    """The page as text; `site` are the links of a site (address, words, whether this page is in it)."""
    return render(TEMPLATE, {**context(view), "site": site}, ("brief", "site"))


def context(view: Body) -> dict[str, Any]:
    """Everything that the template shows, ready to be written."""
    events = view.events
    return {
        "title": view.organization.title,
        "version": view.version,
        "data_to": f"seats {day(view.on)}" + (f" · trade {view.trade['year'].max()}" if len(view.trade) else ""),
        "sections": SECTIONS,
        "view": view,
        "says": view.says,
        "on": day(view.on),
        "kicker": _kicker(view),
        "members_now": [view.names[state] for state in view.members],
        "departures": _departures(view),
        "note": in_names(sentence_case(view.organization.note or ""), view.names),
        "clauses": [_clause(row, view) for row in view.clauses.itertuples()],
        "aims": [_aim(row, view) for row in view.aims.itertuples()],
        "shared": shared_rows(view),
        "shared_more": max(0, len(view.shared) - MOST_SHARED),
        "events": [(row.when, row.kind, row.event, view.number(row.source)) for row in events.itertuples()],
        "events_left": view.events_total - len(events),
        "seat_refs": view.number(*view.spells["source"].dropna()),
        "trade_refs": view.number(*_trade_sources(view)) if len(view.trade) else [],
        "own_refs": view.number(view.organization.source),
        "cannot_tell": CANNOT_TELL,
        "sources": source_rows(view.sources, numbered=True),
        **_figures(view),
    }


SECTIONS = [
    *[("members", "Members"), ("rules", "Rules"), ("trade", "Trade"), ("shared", "Shared members"), ("aims", "Aims")],
    *[("events", "Events"), ("unknown", "Not known"), ("sources", "Sources")],
]


def _kicker(view: Body) -> str:
    about = view.organization
    since = f"since {day(about.founded)}" if about.founded else "founding day not on record"
    until = f" to {day(about.ended)}" if about.ended else ""
    return f"Organization · {view.short} · {about.kind} {since}{until}"


def _departures(view: Body) -> list[str]:
    """Where law and practice differ on the day, and seats towards one state only."""
    moment = pd.Timestamp(view.on)
    now = view.spells[(view.spells["start"] <= moment) & (view.spells["end"].isna() | (view.spells["end"] > moment))]
    rows = now[(now["practice"] != "active") | now["towards"].notna()]
    return [
        f"{view.names[row.state]}: {row.status} in law, {row.practice}"
        + (f" towards {view.names[row.towards]}" if isinstance(row.towards, str) else "")
        + f" since {day(row.start.date())}"
        for row in rows.itertuples()
    ]


def _clause(row: Any, view: Body) -> tuple[str, str, str, list[int]]:
    """Organ and rule, what it says, since when, and the numbers of its sources."""
    organ = f"{row.organ}: " if isinstance(row.organ, str) else ""
    state = f", {view.names[row.state]}" if isinstance(row.state, str) else ""
    words = f"{row.value}{_figure(row)}{f'; {row.note}' if isinstance(row.note, str) else ''}"
    ends = dict.fromkeys(str(int(year)) if pd.notna(year) else "" for year in (row.year_from, row.year_to))
    rule = sentence_case(f"{organ}{row.rule!s}{state}".replace("_", " "))
    told = in_names(words.replace("_", " "), view.names)
    return rule, told, "–".join(ends) if any(ends) else "", view.number(row.source)


def _figure(row: Any) -> str:
    """The figure of a clause, where its words do not have it."""
    if pd.isna(row.value_num) or f"{row.value_num:g}" in str(row.value):
        return ""
    return f": {row.value_num:g} {row.unit}"


def _years(row: Any) -> str:
    return f"{row.start.year}–{row.end.year if pd.notna(row.end) else ''}"


def _aim(row: Any, view: Body) -> tuple[str, str, str, list[int]]:
    """Years, the aim, the document, and the numbers of its sources."""
    document = row.document if isinstance(row.document, str) else ""
    return _years(row), row.aim, document, view.number(row.source)


def _trade_sources(view: Body) -> list[str]:
    return [name for name in view.sources["source"] if str(name).startswith(("cepii-baci", "steppe-fill"))]


# ------------------------------------------------------------------------ figures
def _figures(view: Body) -> dict[str, Any]:
    timeline = [(size, seat_bars(view, width)) for size, width in SIZES]
    trade = [(size, trade_chart(view, width)) for size, width in TRADE_SIZES]
    counts = members_chart(view)
    return {
        "timeline": [(size, inline(chart, f"seats-{size}")) for size, chart in timeline if chart is not None],
        "trade_charts": [(size, inline(chart, f"trade-{size}")) for size, chart in trade if chart is not None],
        "counts": None if counts is None else inline(counts, "counts"),
    }


def seat_bars(view: Body, width: int) -> Any | None:
    """Seats through time, a row a state; None where no spell is on record."""
    own = view.spells[view.spells["towards"].isna()]
    if own.empty:
        return None
    leader = power_of(view.organization.leader)
    frame = pd.DataFrame(
        {
            "name": [view.names[state] for state in own["state"]],
            "start": own["start"].to_numpy(),
            "end": own["end"].to_numpy(),
            "token": leader.token if leader else "ink-2",
            "filled": own["counts"].to_numpy(bool),
            "pale": ~own["practice"].isin(IN_PRACTICE).to_numpy(bool),
        }
    )
    return bars.draw(frame, view.on, width=width)


def members_chart(view: Body) -> Any | None:
    """Members through time; None where none was ever one in law."""
    if view.counts.empty:
        return None
    return charts.members(view.counts, view.on, 310, int(view.counts["law"].max()), height=120)


def trade_chart(view: Body, width: int) -> Any | None:
    """Trade of the members with each other; None where it cannot be counted."""
    if view.trade.empty:
        return None
    top = max(5.0, 100 * float(view.trade["share"].max()) * 1.04)
    return charts.inside_trade(view.trade, width, top, height=200)


def shared_rows(view: Body) -> list[TableRow]:
    """The bodies that share most members with this one: how many, how much of it that is, and who."""
    rows = []
    for row in view.shared.head(MOST_SHARED).itertuples():
        missing = [view.names[state] for state in view.members if state not in row.states]
        named = [view.names[state] for state in row.states]
        who = listed(named) if len(named) <= NAMED else f"all but {listed(missing)}" if len(missing) <= NAMED else "–"
        who = "all" if not missing else who
        cells = (Cell(number(row.count)), Cell(percent(row.share)), Cell(who, css="l"))
        rows.append(TableRow(str(row.organization).replace("_", " "), cells))
    return rows
