"""What stands on the one page: verdicts, key figures with year and interval, seats, the latest events, sources.

Nothing is computed here: figures, sentences and seats are those of the brief, events those of the chronology. What is
left out is in the full brief, and the page says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from steppe.display.cells import Cell
from steppe.display.format import MISSING, day, percent
from steppe.display.words import in_text
from steppe.influence import LAYERS as KNOWN
from steppe.report.brief import tables
from steppe.report.brief.page import power_head
from steppe.report.brief.tables import TieRow
from steppe.report.brief.view import Brief, brief
from steppe.world.chronology import as_precise, chronology
from steppe.world.sources import places_of, sources_of
from steppe.world.world import World

LAYERS = ("trade", "remittances", "debt", "debt_service", "energy", "arms", "alliance", "votes", "students")
"""Ties of the table, where they have a figure: what flows, what protects, what speaks."""
GOODS = KNOWN["trade"].title
EVENTS = 6


@dataclass(frozen=True)
class Event:
    """A dated event in few words, with the numbers of its sources."""

    when: str
    words: str
    refs: tuple[int, ...]


@dataclass(frozen=True)
class OnePage:
    """The one page of a state.

    Attributes
    ----------
    view
        The brief that it is taken from.
    verdicts
        Sentences: who leads where, whose flows are the largest, what being cut off would cost.
    notable
        What stands out: a sentence, what is behind it, numbers of sources.
    heads, rows
        Names of the powers; rows of key figures, the sum of flows first, each with its year.
    seats
        Seats by the power that leads the body, and which are not used.
    events
        The latest, the last first.
    sources
        What numbers lead to: rows of `world.sources.sources_of`.
    """

    view: Brief
    verdicts: tuple[str, ...]
    notable: tuple[tuple[str, str, tuple[int, ...]], ...]
    heads: tuple[str, ...]
    rows: tuple[TieRow, ...]
    seats: tuple[str, ...]
    events: tuple[Event, ...]
    sources: pd.DataFrame

    @property
    def rest(self) -> str:
        """Where all the rest is."""
        code = self.view.code
        return f"Seats, losses and all that is left out, each with its sources: `steppe brief {code} --out {code}.pdf`."


def one_page(world: World, state: str) -> OnePage:
    """The one page of a state, or of the EU as one.

    Raises
    ------
    UserError
        No such state; the look-alike is named.
    """
    view = brief(world, state)
    cells = view.cells[view.cells["layer"].isin(LAYERS)]
    cells = cells[cells.groupby("layer")["known"].transform("any")]
    frame, _ = chronology(world, view.actor.seat, None, None, view.on.isoformat())
    last = frame.assign(when=as_precise(frame)).tail(EVENTS).iloc[::-1]
    cited = [*(";".join(one.sources) for one in view.notable), *view.flows["source"], *cells["source"], *last["source"]]
    sources = sources_of(world, pd.Series(cited, dtype=object).dropna())
    own = replace(view, cells=cells, sources=sources)
    says = view.says
    return OnePage(
        view=view,
        verdicts=(says["lead"], f"{says['flows']}.", f"{says['losses']}.", f"{says['seats']}."),
        notable=tuple((one.title, one.body, _numbers(sources, ";".join(one.sources))) for one in view.notable),
        heads=tuple(power_head(view, code)["name"] for code in view.powers),
        rows=tuple(_rows(own)),
        seats=tuple(_seats(view)),
        events=tuple(Event(row.when, _short(row.event), _numbers(sources, row.source)) for row in last.itertuples()),
        sources=sources,
    )


def _numbers(sources: pd.DataFrame, cell: object) -> tuple[int, ...]:
    return tuple(places_of(sources, [cell]))


def _short(event: str) -> str:
    """An event up to its first semicolon, after which details come."""
    return event.partition(";")[0].replace("_", " ")


def _rows(view: Brief) -> Iterator[TieRow]:
    """The sum of flows with its range, then the ties, the share of goods with its range over the records."""
    flows = tables.flow_rows(view)[0]
    if flows.year != MISSING:
        refs = tuple(sorted({number for cell in view.flows["source"].dropna() for number in view.number(cell)}))
        yield replace(flows, what="% of GDP, with the range over the records", refs=refs)
    trade = view.cells[view.cells["layer"].eq("trade") & view.cells["low"].notna()].set_index("partner")
    spans = {power: f"{percent(row['low'])}–{percent(row['high'])}" for power, row in trade.iterrows()}
    units = view.cells.dropna(subset=["unit"]).drop_duplicates("title").set_index("title")["unit"].to_dict()
    for row in tables.tie_rows(view):
        cells = tuple(_plain(cell, str(units.get(row.head, ""))) for cell in row.cells[: len(view.powers)])
        if row.head == GOODS:
            cells = tuple(_within(cell, spans.get(power, "")) for cell, power in zip(cells, view.powers, strict=True))
        yield replace(row, cells=cells)


def _plain(cell: Cell, unit: str) -> Cell:
    """A cell without the number of its reason, which the full brief gives; an amount without a share with its unit."""
    if not cell.mark.isdigit():
        return cell
    said = f"({cell.text} {unit.replace('billion', 'bn').replace('million', 'm').replace('cubic metres', 'm³')})"
    return replace(cell, mark="", text=cell.text if cell.text == MISSING else said)


def _within(cell: Cell, span: str) -> Cell:
    return replace(cell, under="; ".join(filter(None, (cell.under, span))))


def _seats(view: Brief) -> Iterator[str]:
    """Seats by the power that leads the body, with the year since which each is held; what is not used."""
    seats = view.seats.assign(leader=view.seats["leader"].fillna(""))
    for leader, own in sorted(seats.groupby("leader"), key=lambda group: (group[0] == "", -len(group[1]))):
        led = f"Led by {in_text(view.names[str(leader)])}" if leader else "Led by none"
        each = [_seat(row.organization, row.status, view.since(row.organization).year) for row in own.itertuples()]
        yield f"{led}: {', '.join(each)}"
    idle = view.seats[view.seats["practice"].ne("active")]
    yield from (
        f"In practice: {row.organization.replace('_', ' ')} {row.standing} since {day(row.start.date())}"
        for row in idle.itertuples()
    )


def _seat(body: str, status: str, year: int) -> str:
    return f"{body.replace('_', ' ')} {year}" + ("" if status == "member" else f" ({status})")
