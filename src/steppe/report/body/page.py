"""An organization as one self-contained page.

The order is an analyst's: how many and who, since when, what it binds them to, what they trade, with which bodies it
shares them, what it set out to do, who came to its summits and what happened, what is not known, where it comes from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from steppe.display.format import day, sentence_case
from steppe.display.page import render, source_rows
from steppe.display.words import in_names
from steppe.report.body import exhibits
from steppe.report.body.tables import (
    MOST_SHARED,
    aim_row,
    attendance_rows,
    attendance_years,
    clause_row,
    departures,
    exit_rows,
    shared_rows,
)
from steppe.report.body.view import Body
from steppe.report.shared.security import NO_CENSUS

TEMPLATE = Path(__file__).with_name("page.html.j2")

CANNOT_TELL = (
    "States far from the region have spells in some bodies only: counts are of the members on record.",
    "What a seat is worth in practice is a judgement; the explanation of law and practice says whose.",
    "Trade with each other is not trade because of the body: neighbours trade without one.",
    "Meetings, offices and agreements are those that were found; others may have taken place.",
)


def page(
    view: Body,
    site: Sequence[tuple[str, str, bool]] = (),
    states: Mapping[str, str] | None = None,
    bodies: Mapping[str, str] | None = None,
) -> str:
    """The page as text.

    `site` are the links of a site (address, words, whether this page is in it), `states` and `bodies` the addresses of
    states by code and of other organizations by short name.
    """
    where = states or {}
    members = [(view.names[state], where.get(state, "")) for state in view.members]
    shown = {**context(view), "members_now": members, "bodies": bodies or {}, "site": site}
    return render(TEMPLATE, shown, ("brief", "site", "content"))


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
        "departures": departures(view),
        "exits": exit_rows(view),
        "note": in_names(sentence_case(view.organization.note or ""), view.names),
        "clauses": [clause_row(row, view) for row in view.clauses.itertuples()],
        "aims": [aim_row(row, view) for row in view.aims.itertuples()],
        "shared": shared_rows(view),
        "shared_more": max(0, len(view.shared) - MOST_SHARED),
        "events": [(row.when, row.kind, row.event, view.number(row.source)) for row in events.itertuples()],
        "events_left": view.events_total - len(events),
        "found": [
            (row.when, row.kind, row.event, row.page, view.number(row.source)) for row in view.found.itertuples()
        ],
        "no_census": NO_CENSUS,
        "attendance": attendance_rows(view),
        "attendance_years": attendance_years(view),
        "attendance_refs": view.number(*view.attendance["source"]),
        "seat_refs": view.number(*view.spells["source"].dropna()),
        "trade_refs": view.number(*view.trade_sources),
        "own_refs": view.number(view.organization.source),
        "cannot_tell": CANNOT_TELL,
        "sources": source_rows(view.sources, numbered=True),
        "timeline": exhibits.timeline(view),
        "counts": exhibits.counts(view),
        "trade_chart": exhibits.trade(view),
    }


SECTIONS = [
    *[
        ("members", "Members"),
        ("left", "Who left"),
        ("rules", "Rules"),
        ("trade", "Trade"),
        ("shared", "Shared members"),
        ("aims", "Aims"),
    ],
    *[
        ("attendance", "Attendance"),
        ("events", "Events"),
        ("found", "Exercises"),
        ("unknown", "Not known"),
        ("sources", "Sources"),
    ],
]


def _kicker(view: Body) -> str:
    about = view.organization
    since = f"since {day(about.founded)}" if about.founded else "founding day not on record"
    until = f" to {day(about.ended)}" if about.ended else ""
    return f"Organization · {view.short} · {about.kind} {since}{until}"
