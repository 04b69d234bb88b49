"""The page of each organization, and the page that leads to them: who sits where, and members that bodies share."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from steppe.display.cells import Cell, TableRow
from steppe.display.exhibit import Exhibit, cells
from steppe.display.format import day, number
from steppe.display.page import inline
from steppe.report.body import page as body_page
from steppe.report.body.view import bodies
from steppe.report.body.view import body as view_of
from steppe.report.overview import charts
from steppe.report.overview.page import context as overview_context
from steppe.report.overview.view import Overview
from steppe.report.shared.seats import SPELLS
from steppe.report.site.index import index, whole
from steppe.report.site.registry import Made, address, links, page, slug
from steppe.world.tables import remembered
from steppe.world.world import World

PANEL, PANEL_SMALL = 290, 340
SHORT = re.compile(r"[A-Z][A-Za-z0-9+]{0,2}[A-Z0-9+][A-Za-z0-9+]{0,3}")
"""Names of bodies that are short forms in use, not keys of our tables."""
KINDS = {"IGO": "organization"}
SHARED = ("CIS", "CISFTA", "EAEU", "CSTO", "SCO", "OTS", "GUAM", "EaP")
"""Bodies of the table of shared members."""


@page("body-{slug}.html", keys=bodies, under="organizations.html")
def body(world: World, key: str) -> Made:
    """An organization with one of the twelve."""
    view = view_of(world, key)
    states = {code: address("state", code) for code in world.group("twelve")}
    return Made(body_page.page(view, links("body"), states, addresses_of(world)), view.says["lead"])


@remembered(maxsize=1)
def addresses_of(world: World) -> dict[str, str]:
    """Address of the page of each organization that has one, by its short name, with and without underlines."""
    found = {name: address("body", name) for name in bodies(world)}
    return {**found, **{name.replace("_", " "): where for name, where in found.items()}}


@page("organizations.html", words="Organizations", place=3)
def organizations(world: World) -> Made:
    """Seats of the twelve, members through time, members that bodies share, and every body of the world."""
    view = whole(world)
    shown = overview_context(view)
    panels, small = (charts.member_panels(view, width) for width in (PANEL, PANEL_SMALL))
    kept = ("seats", "legend", "departures", "subtitles", "credits")
    where = addresses_of(world)
    return index(
        world,
        "organizations",
        "overview",
        "site",
        "content",
        title="Organizations",
        says=view.says,
        **{name: shown[name] for name in kept},
        bodies=[{**one, "href": where.get(one["name"], "")} for one in shown["bodies"]],
        hrefs={world.state_names[code]: address("state", code) for code in world.group("twelve")},
        where=where,
        members=[_members(view, body, chart, small[body]) for body, chart in panels.items()],
        shared=_shared(world),
        heads=SHARED,
        bodies_all=_bodies(world),
        pages_of={world.organization_names[name]: address("body", name) for name in bodies(world)},
        labels=("", "", "", "led by ", "in law ", "in practice "),
        on=day(view.on),
    )


def _members(view: Overview, body: str, chart: Any, small: Any) -> Exhibit:
    """Members of one body through time."""
    own = view.member_counts[view.member_counts["organization"] == body]
    frame = pd.DataFrame(
        {"Day": [str(one.date()) for one in own["date"]], "In law": own["law"], "In practice": own["practice"]}
    )
    heads, rows = cells(frame)
    last = own.iloc[-1]
    return Exhibit(
        name=f"members-{slug(body)}",
        finding=f"{body.replace('_', ' ')}: {int(last['law'])} members in law and {int(last['practice'])} in practice "
        f"on {day(view.on)}",
        subtitle="Members in law (line) and in practice (filled)",
        drawings=(("large", inline(chart, body)), ("small", inline(small, f"{body}-small"))),
        heads=heads,
        rows=rows,
        source=SPELLS,
        how={"Command": f"steppe members {body}"},
    )


def _shared(world: World) -> list[tuple[str, TableRow]]:
    """Of the members of the body of the row, how many sit in the body of the column; the body, and its row."""
    members = {body: set(world.members(body)) for body in SHARED}
    rows = []
    for body in SHARED:
        cells = [
            Cell("–", css="c") if body == other else Cell(str(len(members[body] & members[other])), css="c")
            for other in SHARED
        ]
        rows.append((body, TableRow(f"{body} {len(members[body])}", tuple(cells))))
    return rows


def _bodies(world: World) -> list[TableRow]:
    """Every body with its kind, dates, leader and number of members in law and in practice."""
    frame = world.sql("select organization, title, kind, founded, ended, leader from organizations order by title")
    rows = []
    for row in frame.itertuples():
        ended = row.ended.year if row.ended == row.ended else None
        law, practice = ("ended", "ended") if ended else _sizes(world, row.organization)
        leader = world.state_names.get(row.leader, "no state") if isinstance(row.leader, str) else "no state"
        dates = f"{row.founded.year}–{ended or ''}"
        words = (
            row.organization if SHORT.fullmatch(row.organization) else "",
            KINDS.get(row.kind, row.kind),
            dates,
            leader,
        )
        rows.append(TableRow(row.title, (*(Cell(word, css="l") for word in words), Cell(law), Cell(practice))))
    return rows


def _sizes(world: World, body: str) -> tuple[str, str]:
    return number(len(world.members(body))), number(len(world.members(body, within="practice")))
