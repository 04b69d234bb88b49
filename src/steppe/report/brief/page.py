"""A brief as one self-contained page that reads on a screen and prints on A4.

The order is an analyst's: the state in a sentence, what stands out, its partners on a map, every tie with every power,
how that came about, where it sits, its security as found, what a cut would cost, what is not known, where the figures
come from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from steppe.display.charts.tokens import power_of
from steppe.display.format import day
from steppe.display.page import render, save, source_rows
from steppe.influence.ledger import WHY_NO_RATE
from steppe.report.brief import exhibits, tables
from steppe.report.brief.view import CANNOT_TELL, SHORT_NAMES, Brief, dated
from steppe.report.brief.years import tie_years
from steppe.report.shared.security import NO_CENSUS

TEMPLATE = Path(__file__).with_name("page.html.j2")


def write_page(view: Brief, path: Path) -> Path:
    """Write the page to a file; its folder is made if need be."""
    return save(path, page(view))


def page(
    view: Brief,
    site: Sequence[tuple[str, str, bool]] = (),
    related: Sequence[tuple[str, str]] = (),
    bodies: Mapping[str, str] | None = None,
) -> str:
    """The page as text.

    `site` are the links of a site (address, words, whether this page is in it), `related` pages that it leads to,
    `bodies` the addresses of organizations.
    """
    view = view.with_years()
    beside = {"site": site, "related": related, "bodies": bodies or {}}
    years = tie_years(view)
    told = {"years": years, "drawn_years": {one.layer for one in years}}
    shown = {**context(view), **_figures(view), **told, **beside}
    return render(TEMPLATE, shown, ("brief", "site", "content"))


def context(view: Brief) -> dict[str, Any]:
    """Everything that the template shows but the charts, ready to be written."""
    return {
        "title": f"{view.name}: a brief",
        "version": view.version,
        "data_to": dated(view),
        "sections": SECTIONS,
        "view": view,
        "on": day(view.on),
        "on_iso": view.on.isoformat(),
        "says": view.says,
        "kicker": f"State · {view.code}" if not view.actor.bloc else "The 27 states of 2020 as one",
        "facts": tables.fact_words(view),
        "notable": [(one.title, one.body, view.number(";".join(one.sources))) for one in view.notable],
        "few": _few(view),
        "powers": [power_head(view, code) for code in view.powers],
        "sources": source_rows(view.sources, numbered=True),
        "cannot_tell": [*CANNOT_TELL, *_special(view)],
        "defects": tables.defects(view),
        **_tables(view),
    }


SECTIONS = [
    *[
        ("partners", "Partners"),
        ("flows", "Flows"),
        ("ties", "Ties"),
        ("series", "Through time"),
        ("years", "Every year"),
        ("seats", "Seats"),
    ],
    *[("security", "Security"), ("episodes", "Offers and pressure")],
    *[("losses", "If cut"), ("unknown", "Not known"), ("sources", "Sources")],
]


def power_head(view: Brief, code: str) -> Mapping[str, str]:
    """Short name and colour of a power over its column."""
    power = power_of(code)
    name = SHORT_NAMES.get(view.names[code], view.names[code])
    return {"name": name, "token": power.token if power else "other"}


def _few(view: Brief) -> str:
    """Why fewer than three things stand out, where it is so."""
    if view.says["notable"] or len(view.notable) == 3:
        return view.says["notable"]
    return "The rules find nothing more than this on record."


def _special(view: Brief) -> list[str]:
    """Limits of single states."""
    if view.actor.bloc:
        return ["Seats are those of the Union itself; its 27 members hold seats of their own."]
    return []


def _figures(view: Brief) -> dict[str, Any]:
    return {
        "map": exhibits.partners(view),
        "panels": exhibits.series(view),
        "timeline": exhibits.seats(view),
        "loss_chart": exhibits.losses(view),
    }


def _tables(view: Brief) -> dict[str, Any]:
    seats = view.spells[["source"]].dropna()
    return {
        "ties": tables.tie_rows(view),
        "heads_of": {power: power_head(view, power) for power in view.powers},
        "partners": tables.partner_rows(view),
        "partner_year": int(view.partners["year"].iloc[0]) if len(view.partners) else None,
        "partner_refs": sorted({n for cell in view.partners["source"] for n in view.number(cell)}),
        "flow_rows": tables.flow_rows(view),
        "flow_gaps": tables.flow_gaps(view),
        "loss_rows": tables.loss_rows(view),
        "loss_gaps": tables.loss_gaps(view),
        "seat_refs": sorted({n for cell in seats["source"] for n in view.number(cell)}),
        "sits_in": list(dict.fromkeys(view.seats["organization"])),
        "departures": [
            f"{row.organization.replace('_', ' ')}: {row.status} in law, {row.standing} in practice "
            f"since {day(row.start.date())}"
            for row in view.seats.itertuples()
            if row.practice != "active"
        ],
        "episodes": [(*one.cells, view.number(";".join(one.pages))) for one in view.episodes],
        "why_no_rate": " ".join(WHY_NO_RATE),
        "security": tables.security_rows(view),
        "no_census": NO_CENSUS,
        "sites": tables.site_rows(view),
        "summits": tables.summit_rows(view),
        "counted": view.security.visits,
        "gaps": view.gaps,
    }
