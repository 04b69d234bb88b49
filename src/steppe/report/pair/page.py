"""A pair as one self-contained page.

The order is an analyst's: the two in a sentence, every tie both ways, how that came about, where both sit, what they
agreed, what divides them, how they vote, what happened, what is not known, where it comes from.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from steppe.display.cells import Cell, TableRow, heat
from steppe.display.charts.tokens import CLASSES, VOTE_CLASSES, token_of
from steppe.display.format import (
    MISSING,
    NOT_ON_RECORD,
    currency_of,
    day,
    is_missing,
    mark,
    money,
    percent,
    sentence_case,
)
from steppe.display.page import render, source_rows
from steppe.influence.cut import CHANNEL_WORDS, MEASURE_WORDS
from steppe.influence.ledger import WHY_NO_RATE
from steppe.report.brief.tables import amount, letter, note
from steppe.report.pair import exhibits
from steppe.report.pair.charts import short, top
from steppe.report.pair.records import own_records, record_rows
from steppe.report.pair.view import Pair

TEMPLATE = Path(__file__).with_name("page.html.j2")

CANNOT_TELL = (
    "A share says how much of a tie of the one runs with the other, not what either makes of it.",
    "A tie without a share on one side is not zero there: the reason is given below the table.",
    "Agreements, areas and events are those that were found; no record does not mean no conflict.",
    "Of the EU-27, records are those of its institutions and trade agreements of its members.",
)


def page(
    view: Pair,
    site: Sequence[tuple[str, str, bool]] = (),
    related: Sequence[tuple[str, str]] = (),
    bodies: Mapping[str, str] | None = None,
) -> str:
    """The page as text.

    `site` are the links of a site (address, words, whether this page is in it), `related` pages that it leads to,
    `bodies` the addresses of organizations.
    """
    shown = {**context(view), "site": site, "related": related, "bodies": bodies or {}}
    return render(TEMPLATE, shown, ("brief", "site", "content"))


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
        "heads": [short(view, one) for one in (view.first, view.second)],
        "ties": tie_rows(view),
        "cuts": cut_rows(view),
        "cut_gaps": list(dict.fromkeys(sentence_case(why) for why in view.cuts["missing"].dropna())),
        "panels": exhibits.series(view),
        "top": top(view),
        "goods": _goods(view),
        "timeline": exhibits.timeline(view),
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
    *[
        ("ties", "Ties"),
        ("cut", "If cut"),
        ("series", "Through time"),
        ("goods", "Both records"),
        ("bodies", "Bodies"),
        ("agreements", "Agreements"),
    ],
    *[
        ("disputes", "Disputes"),
        ("votes", "Votes"),
        ("episodes", "Offers and pressure"),
        ("events", "Events"),
        ("unknown", "Not known"),
    ],
    ("sources", "Sources"),
]


def _agreements(view: Pair) -> list[tuple[object, ...]]:
    return [
        (
            _named(row.name, view),
            row.kind,
            row.since,
            row.until,
            row.now,
            sentence_case(row.note),
            view.number(row.source),
        )
        for row in view.agreements.itertuples()
    ]


def _named(agreement: str, view: Pair) -> str:
    """The name of an agreement, `MDA-RUS bilateral FTA` with the names of the two."""
    return re.sub(
        r"\b([A-Z]{3})-([A-Z]{3})\b",
        lambda pair: "–".join(view.names.get(code, code) for code in pair.groups()),
        agreement,
    )


def _goods(view: Pair) -> list[tuple[str, str, str, list[str], list[tuple[TableRow, list[int]]]]]:
    """Goods that each sells to the other: seller, buyer, unit, heads of own records, and rows with their sources."""
    names = [short(view, one) for one in (view.first, view.second)]
    found = []
    for (seller, buyer), flow in zip((names, names[::-1]), view.goods, strict=True):
        own = [f"{dict(seller=seller, buyer=buyer)[side]} records" for side in own_records(flow)]
        rows = list(zip(record_rows(flow), map(view.number, flow["source"]), strict=True))
        found += [(seller, buyer, "million current USD", own, rows)] if rows else []
    return found


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


def cut_rows(view: Pair) -> list[tuple[str, TableRow, tuple[int, ...]]]:
    """What each loses at once and after replacement if the other cuts a channel: class, cells, numbers of sources."""
    rows = []
    sides = [view.cuts[view.cuts["state"].eq(one.name)] for one in (view.first, view.second)]
    keyed = [side.set_index(["channel", "measure"]) for side in sides]
    for key, words in MEASURE_WORDS.items():
        found = [side.loc[key] if key in side.index else None for side in keyed]
        known = [one for one in found if one is not None and not is_missing(one["share"])]
        if not any(one["share"] for one in known):
            continue
        cells = tuple(_lost(one) for one in found)
        years = " / ".join(dict.fromkeys(str(int(one["year"])) for one in known))
        kind = ", ".join(dict.fromkeys(str(one["kind"]) for one in known))
        row = TableRow(
            f"{CHANNEL_WORDS[key[0]]}, {words}", (*cells, Cell(kind, css="l mid"), Cell(years, css="c year"))
        )
        refs = view.number(";".join(str(one["source"]) for one in known if isinstance(one["source"], str)))
        rows.append((key[0], row, tuple(refs)))
    return rows


def _lost(one: pd.Series | None) -> Cell:
    if one is None or is_missing(one["share"]):
        return Cell(MISSING, css="dots", why="" if one is None else str(one["missing"]))
    text = f"−{percent(-one['share'])}" if one["share"] < 0 else percent(one["share"])
    return Cell(text, mark(one["basis"]))
