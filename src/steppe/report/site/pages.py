"""Pages of the site besides the map and the states: what their templates show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from steppe.display.cells import Cell, TableRow
from steppe.display.format import day, number
from steppe.display.page import inline
from steppe.evidence import coverage
from steppe.evidence.claims import claims as all_claims
from steppe.evidence.listing import in_words
from steppe.report.body.view import bodies
from steppe.report.overview import charts
from steppe.report.overview.page import context as overview_context
from steppe.report.overview.tally import SHAPES
from steppe.report.site import links

if TYPE_CHECKING:
    from steppe.evidence.claims import ClaimResult
    from steppe.report.overview.view import Overview
    from steppe.world.world import World

PANEL = 290
SHARED = ("CIS", "CISFTA", "EAEU", "CSTO", "SCO", "OTS", "GUAM", "EaP")
"""Bodies of the table of shared members."""
Page = tuple[Mapping[str, Any], tuple[str, ...]]


def pages(world: World, view: Overview, results: Sequence[ClaimResult]) -> dict[str, Page]:
    """Context and sheets of each page, by the name of its template."""
    return {
        "organizations": (_organizations(world, view), ("overview", "site")),
        "claims": (_claims(view, results), ("overview", "site")),
        "coverage": (_coverage(), ("site",)),
        "sources": (_sources(world), ("site",)),
    }


def data_to(view: Overview) -> str:
    """Up to when the figures reach."""
    return f"seats {day(view.on)} · trade {view.trade_year} · votes {view.votes.iloc[-1]['last']}"


# --------------------------------------------------------------- organizations
def _organizations(world: World, view: Overview) -> dict[str, Any]:
    shown = overview_context(view)
    panels = charts.member_panels(view, PANEL)
    kept = ("bodies", "seats", "legend", "departures", "subtitles", "credits")
    return {
        "title": "Organizations",
        "says": view.says,
        **{name: shown[name] for name in kept},
        "members": [(f"{body}: members through time", inline(chart, body)) for body, chart in panels.items()],
        "shared": _shared(world),
        "heads": SHARED,
        "bodies_all": _bodies(world),
        "pages_of": {world.organization_names[name]: links.of_body(name) for name in bodies(world)},
        "labels": ("", "", "", "led by ", "in law ", "in practice "),
        "on": day(view.on),
    }


def _shared(world: World) -> list[TableRow]:
    """Of the members of the body of the row, how many sit in the body of the column."""
    members = {body: set(world.members(body)) for body in SHARED}
    rows = []
    for body in SHARED:
        cells = [
            Cell("") if body == other else Cell(str(len(members[body] & members[other])), css="c") for other in SHARED
        ]
        rows.append(TableRow(f"{body} {len(members[body])}", tuple(cells)))
    return rows


def _bodies(world: World) -> list[TableRow]:
    """Every body with its kind, dates, leader and number of members in law and in practice."""
    frame = world.sql("select organization, title, kind, founded, ended, leader from organizations order by title")
    rows = []
    for row in frame.itertuples():
        ended = row.ended.year if row.ended == row.ended else None
        law, practice = ("–", "–") if ended else _sizes(world, row.organization)
        leader = world.state_names.get(row.leader, "–") if isinstance(row.leader, str) else "–"
        dates = f"{row.founded.year}–{ended or ''}"
        words = (row.organization.replace("_", " "), row.kind, dates, leader)
        rows.append(TableRow(row.title, (*(Cell(word, css="l") for word in words), Cell(law), Cell(practice))))
    return rows


def _sizes(world: World, body: str) -> tuple[str, str]:
    return number(len(world.members(body))), number(len(world.members(body, within="practice")))


# ---------------------------------------------------------------------- claims
def _claims(view: Overview, results: Sequence[ClaimResult]) -> dict[str, Any]:
    assert view.claims is not None  # the overview was made with the same results
    rows = [
        {
            "id": one.claim.id,
            "locator": one.claim.locator,
            "layer": one.claim.layer,
            "statement": one.claim.statement,
            "said": str(one.claim.claimed or ""),
            "found": [f"{f.measure.name}: {in_words(f)}" for f in one.findings]
            or [one.claim.untestable or one.claim.pending],
            "verdict": one.verdict,
            "shape": SHAPES[one.verdict],
            "key": one.verdict.replace(" ", "-"),
        }
        for one in results
    ]
    counts = [
        (SHAPES[verdict], size, verdict, verdict.replace(" ", "-")) for verdict, size in view.claims.counts.items()
    ]
    return {"title": "Claims", "headline": view.says["claims"], "counts": counts, "rows": rows}


# -------------------------------------------------------------------- coverage
def _coverage() -> dict[str, Any]:
    frame = coverage.load()
    summary = coverage.summary(frame)
    known = all_claims()
    texts = []
    for (text, paragraph), own in frame.groupby(["text", "paragraph"], sort=True):
        items = [
            (row.item, row.kind, row.status, row.target, row.reason, row.target.removeprefix("claim:") in known)
            for row in own.itertuples()
        ]
        texts.append((f"{text} ¶{paragraph}", items))
    return {"title": "Coverage", "headline": summary.title, "notes": summary.notes, "texts": texts}


# --------------------------------------------------------------------- sources
def _sources(world: World) -> dict[str, Any]:
    frame = world.sql(
        "select source, producer, title, citation, url, published, accessed, licence, note from sources "
        "order by source like 'page-%', producer, title"
    )
    rows = [
        {str(key): _text(value) for key, value in row.items()} | {"page": str(row["source"]).startswith("page-")}
        for row in frame.to_dict("records")
    ]
    pages_read = sum(bool(row["page"]) for row in rows)
    headline = f"{number(len(rows) - pages_read)} data sets and {number(pages_read)} pages stand behind the figures"
    return {"title": "Sources", "headline": headline, "rows": rows}


def _text(value: Any) -> str:
    """A cell as text, empty where nothing is known."""
    if hasattr(value, "strftime") and value == value:
        return str(value.date())
    return value if isinstance(value, str) else ""
