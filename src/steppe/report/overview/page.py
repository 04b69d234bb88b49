"""The overview as one self-contained page: `overview.html` asks for nothing from anywhere.

Charts are drawn here and now and stand in the page as SVG that refers to the page's colours, so that light, dark and
paper need no second drawing. The map is drawn twice, for wide and for narrow screens, because text must stay at 11 px.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from steppe.display.charts import tokens
from steppe.display.format import day, sentence_case
from steppe.display.page import inline, render, save, source_rows
from steppe.report.overview import charts, tables
from steppe.report.overview.frames import PARTNERS
from steppe.report.overview.tally import SHAPES
from steppe.report.overview.view import CANNOT_TELL, TRY_NEXT, Overview
from steppe.report.overview.words import gap_notes, withheld_notes
from steppe.report.shared.seats import BODIES, SYMBOL_WORDS
from steppe.world.sources import is_page

TEMPLATE = Path(__file__).with_name("page.html.j2")

MAP_SIZES = (("map-large", 880, 580), ("map-small", 358, 300))
MUTUAL_SIZES = (("large", 600), ("small", 358))
MEMBER_SIZES = (("large", 290), ("small", 174))


def write_page(overview: Overview, folder: Path) -> Path:
    """Write `overview.html` into a folder, which is made if need be, and return its path."""
    return save(folder / "overview.html", page(overview))


def page(overview: Overview) -> str:
    """The page as text."""
    return render(TEMPLATE, context(overview), ("overview",))


def context(overview: Overview) -> dict[str, Any]:
    """Everything that the template shows, ready to be written."""
    return {
        "title": overview.says["headline"],
        "sections": _sections(overview),
        "on": day(overview.on),
        "on_iso": overview.on.isoformat(),
        "version": overview.version,
        "says": overview.says,
        "subtitles": subtitles(overview),
        "data_to": _data_to(overview),
        "try_next": TRY_NEXT,
        "cannot_tell": CANNOT_TELL,
        "powers": [tokens.POWERS[code] for code in PARTNERS],
        "voters": [tokens.POWERS[code] for code in dict.fromkeys(overview.votes["partner"])],
        **_seats(overview),
        **_trade(overview),
        **_rest(overview),
        **_sources(overview),
    }


def _sections(overview: Overview) -> list[tuple[str, str]]:
    found = [("seats", "Seats"), ("members", "Members")]
    found += [("trade", "Trade"), ("mutual", "Mutual trade")] if overview.trade_years else []
    found += [("votes", "Votes"), ("ties", "Ties")]
    return [*found, *([("claims", "Claims")] if overview.claims else []), ("sources", "Sources")]


def subtitles(overview: Overview) -> dict[str, str]:
    year = overview.trade_year
    votes = overview.votes.iloc[-1]
    return {
        "map": f"Trade with China, exports plus imports, % of each state’s goods trade, {year}. First among single "
        "states and the EU-27 as one; the twelve are the post-Soviet states without the Baltic ones"
        if year
        else f"Bilateral trade is on record from 2000 on; this page is of {day(overview.on)}",
        "seats": f"Who sits where on {day(overview.on)}, in law and in practice. The twelve, and three powers",
        "members": f"Member states, 1991 to {day(overview.on)}. Line: members in law. Filled: members in practice",
        "trade": "Share of goods trade, exports plus imports, %. The EU is the 27 members of 2020 in every year. "
        "Stronger colour: more",
        "mutual": "Trade of members with each other, % of all goods trade of the members. Fixed: one list in every "
        "year; moving: the members in law on 1 July",
        "votes": f"Roll calls of the UN General Assembly on which a state voted as the power did, %, "
        f"{overview.votes.iloc[0]['first']}–{overview.votes.iloc[0]['last']} pooled and {votes['last']}",
        "ties": f"{overview.says['forces']}. Latest figure of each; amounts in current USD and % of GDP of that year",
        "claims": "What five texts about the region say, against what the tables say; verdicts are computed from the "
        "tables, under every admissible measure",
    }


def _data_to(overview: Overview) -> str:
    parts = [f"seats {day(overview.on)}"]
    parts += [f"trade {overview.trade_year}"] if overview.trade_year else []
    parts.append(f"votes {overview.votes.iloc[-1]['last']}")
    return " · ".join([*parts, *([f"debt {overview.debt_year}"] if overview.debt_year else [])])


# ------------------------------------------------------------------ sections
def _seats(overview: Overview) -> dict[str, Any]:
    members = [
        (size, f"{body}: member states through time", inline(chart, f"members-{size}-{body}"))
        for size, width in MEMBER_SIZES
        for body, chart in charts.member_panels(overview, width).items()
    ]
    return {
        "bodies": [{"name": body, "title": overview.bodies[body], "href": ""} for body in BODIES],
        "seats": tables.seat_rows(overview),
        "legend": list(SYMBOL_WORDS.items()),
        "departures": tables.departure_items(overview),
        "members": members,
    }


def _trade(overview: Overview) -> dict[str, Any]:
    empty: dict[str, Any] = {"trade": [], "map": [], "first": []}
    if not overview.trade_years:
        return empty
    maps = [
        (size, inline(charts.chart_map(overview, width=w, height=h, framed=False), size)) for size, w, h in MAP_SIZES
    ]
    drawn = [
        (size, f"{body}: {overview.says['mutual']}", inline(chart, f"mutual-{size}-{body}"))
        for size, width in MUTUAL_SIZES
        for body, chart in charts.mutual_panels(overview, width).items()
    ]
    return {
        "map": maps,
        "first": tables.first_rows(overview),
        "partner_years": list(dict.fromkeys((overview.trade_years[-1], overview.trade_years[0]))),
        "trade": tables.trade_rows(overview),
        "trade_years": overview.trade_years,
        "trade_notes": [sentence_case(note.removeprefix("w ")) for note in withheld_notes(overview)],
        "mutual": tables.mutual_rows(overview),
        "mutual_charts": drawn,
        "mutual_note": "Years without data break the lines. Trade inside is counted by both sides, as the whole is. "
        "Without Russia, trade with it still counts in the whole.",
    }


def _rest(overview: Overview) -> dict[str, Any]:
    votes = overview.votes
    then, now = votes.iloc[0], votes.iloc[-1]
    dated = f" of {overview.debt_year}" if overview.debt_year else ""
    gaps = f"{sentence_case('; '.join(gap_notes(overview)))}." if gap_notes(overview) else ""
    return {
        "votes": tables.vote_rows(overview),
        "vote_years": (f"{then['first']}–{str(then['last'])[2:]}", str(now["last"])),
        "votes_note": "Roll calls of the calendar year, counted; in 2022 and 2023 published rates of the session that "
        "opened in the year.",
        "ties": tables.tie_rows(overview),
        "ties_note": f"Debt to China{dated} is disbursements less repayments since 2000, public and guaranteed. "
        "Troops are orders of magnitude, one published estimate a site whatever the year; +: some sites have none. "
        f"–: none, or no record of the pair. {gaps}",
        "claims": _claims(overview),
    }


def _claims(overview: Overview) -> dict[str, Any] | None:
    if overview.claims is None:
        return None
    examples = [
        {name: getattr(one, name) for name in ("id", "locator", "statement", "said", "found", "verdict")}
        | {"shape": SHAPES[one.verdict]}
        for one in overview.claims.examples
    ]
    counts = [(SHAPES[verdict], size, verdict) for verdict, size in overview.claims.counts.items()]
    return {"counts": counts, "examples": examples}


def _sources(overview: Overview) -> dict[str, Any]:
    sections = {name: _credit(own) for name, own in overview.sources.groupby("section")}
    ties = overview.sources[overview.sources["section"].isin(["debt", "remittances", "forces"])]
    empty: Mapping[str, str] = dict.fromkeys(("seats", "trade", "votes"), "")
    return {"sources": source_rows(overview.sources), "credits": {**empty, **sections, "ties": _credit(ties)}}


def _credit(frame: pd.DataFrame) -> str:
    """Producers of a section, pages counted and not named; each stands in the list of sources."""
    pages = {source for source in frame["source"] if is_page(source)}
    producers = list(dict.fromkeys(frame.loc[~frame["source"].isin(pages), "producer"]))
    words = [*producers, *([f"{len(pages)} pages named under Sources"] if pages else [])]
    return "; ".join(words) + "."
