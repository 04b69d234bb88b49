"""Transfers: what workers abroad no longer send home.

Two classes, `steppe.economy.channels` has both. *Arithmetic*: fewer workers send less, in proportion; of those who
would have entered in the year, the part they make of all who are there. *Estimated*: what a change of Russia's output
in dollars does to what is sent by those who remain. With p the part of the workers that is gone, R over GDP what was
sent, and d the change of output,

    arithmetic   -p R            estimated   (1 - p) R (exp(β d) - 1)

so that a study with both events counts nothing twice: their sum is (1 - p) exp(β d) R - R. R is drawn from its band, β
from its error. The multiplier of spending at home is not in either.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from steppe.economy.channels import transfers, workers
from steppe.economy.channels.transfers import APART, SENDER
from steppe.methods.income.channel import Array, Ask, Channel, Effect, between, dollar_change
from steppe.methods.income.ledger import Rows, cited, on_record
from steppe.scenario.events.devaluation import Devaluation
from steppe.scenario.events.migration import Migration
from steppe.scenario.events.recession import Recession
from steppe.world.points import Points, parts

MECHANISM = "transfers-follow-output"
ONE_FOR_ONE = "transfers from {} per 1 % of its GDP in dollars, in %"
UNTESTED = "only transfers from Russia are estimated"
NOT_COUNTED = (
    f"What is not received; spending that falls with it at home may add up to {max(transfers.MULTIPLIERS.values())} of "
    f"the same again ({', '.join(transfers.MULTIPLIERS)}, of other economies), which is not counted."
)
SENT = "sent home"
BEYOND = "transfers are on record for the twelve as receivers alone"


@dataclass(slots=True)
class Sheet:
    """Amounts of one host by state: % of GDP by draw, the record, and what is missing."""

    share: dict[str, Array] = field(default_factory=dict)
    rows: Rows = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)


def parameters(ask: Ask) -> tuple[str, ...]:
    """Band of what is sent, slope, and part of the year that new entrants miss."""
    count = len(ask.states)
    return (*parts("transfers sent", count), *parts("transfers slope", count), "transfers entering")


def effects(ask: Ask, points: Points) -> Iterator[Effect]:
    """What fewer workers send less, and what the rest sends less when the host's output falls."""
    gone = _gone(ask, points)
    yield _fewer(ask, points, gone)
    changes = {sender: dollar_change(ask, sender) for sender in _senders(ask)}
    if changes.get(SENDER):
        yield _follow(ask, points, {SENDER: changes[SENDER]}, gone)
    others = {sender: change for sender, change in changes.items() if change and sender != SENDER}
    if others:
        yield _follow(ask, points, others, gone)


def _senders(ask: Ask) -> list[str]:
    """States whose output or currency falls."""
    return sorted({event.state for kind in (Recession, Devaluation) for event, _ in ask.of(kind)})  # type: ignore[attr-defined]


def _gone(ask: Ask, points: Points) -> dict[tuple[str, str], Array | str]:
    """Part of the transfers from a host to an origin that is gone, by draw; a sentence where it is not known."""
    left: dict[tuple[str, str], Array | str] = {}
    for event, of in ask.of(Migration):
        for state in of.one:
            now = left.get((event.host, state), np.ones(points.n))
            part = _part(ask, points, event, state)
            left[event.host, state] = (
                now if isinstance(now, str) else part if isinstance(part, str) else now * (1 - part)
            )
    return {place: one if isinstance(one, str) else 1 - one for place, one in left.items()}


def _part(ask: Ask, points: Points, event: Migration, state: str) -> Array | str:
    """Part of the transfers that one event takes away."""
    percent = -event.percent / 100
    if event.of == "stock" or percent == 0:
        return np.full(points.n, percent)
    entered = workers.entries(ask.world, state, ask.year)
    present = workers.workers(ask.world, state, ask.year)
    if event.host != SENDER or entered.empty or present.empty:
        return f"how many workers of {state} enter {event.host} in a year, or are there, is not on record"
    ends = [workers.entering(float(entered["value"].iloc[0]), float(number)) for number in present["value"]]
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    return percent * (low + (high - low) * points.uniform("transfers entering"))


def _fewer(ask: Ask, points: Points, gone: dict[tuple[str, str], Array | str]) -> Effect:
    """The arithmetic part."""
    values = ask.zeros(points.n)
    rows: Rows = []
    missing: dict[str, str] = {}
    for host in sorted({host for host, _ in gone}):
        touched = {state: part for (of, state), part in gone.items() if of == host and state in ask.states}
        touched = {state: part for state, part in touched.items() if isinstance(part, str) or part.any()}
        sheet = _sheet(ask, points, host, tuple(touched))
        rows += sheet.rows
        missing |= sheet.missing
        for state, part in touched.items():
            if isinstance(part, str):
                missing.setdefault(state, part)
            elif state in sheet.share:
                values[:, ask.states.index(state)] -= part * sheet.share[state]
                rows += _workers(ask, host, state)
    for state in missing:
        values[:, ask.states.index(state)] = np.nan
    kept = on_record(rows)
    return Effect("arithmetic", values, rows=kept, missing=missing, sources=cited(kept), notes=_notes(ask, rows))


def _follow(ask: Ask, points: Points, changes: dict[str, float], gone: dict[tuple[str, str], Array | str]) -> Effect:
    """What changes of the senders' output do: estimated for Russia alone, assumed to be in proportion for others."""
    values = ask.zeros(points.n)
    rows: Rows = []
    missing: dict[str, str] = {}
    found = transfers.estimated(ask.world) if SENDER in changes else None
    draws = points.normal("transfers slope", len(ask.states))
    for sender, change in changes.items():
        sheet = _sheet(ask, points, sender, tuple(state for state in ask.states if state != sender))
        rows += sheet.rows
        missing |= sheet.missing
        for state, share in sheet.share.items():
            place, part = ask.states.index(state), gone.get((sender, state), np.zeros(points.n))
            if isinstance(part, str):
                missing[state] = part
                continue
            slope = 1.0 if found is None else _slope(found, state, draws[:, place])
            values[:, place] += (1 - part) * transfers.lost(share, slope, change)
    for state in missing:
        values[:, ask.states.index(state)] = np.nan
    return Effect(
        "assumed" if found is None else "estimated",
        values,
        rows=on_record(rows),
        missing=missing,
        mechanism=None if found is None else MECHANISM,
        coefficients=coefficients(found),
        assumptions=tuple((ONE_FOR_ONE.format(sender), "1", UNTESTED) for sender in changes) if found is None else (),
        notes=(*_notes(ask, rows), "The range is that of record and slope; what a single year brings varies more."),
        sources=cited(on_record(rows)),
    )


def _slope(found: transfers.Elasticities, state: str, draws: Array) -> Array:
    """β of a receiver by draw; that of a receiver of which no more is known than that it is one of them."""
    if state in found.receivers:
        at = found.receivers.index(state)
        return np.asarray(found.slopes.values[at] + found.slopes.errors[at] * draws)
    return np.asarray(found.slopes.mean + found.slopes.new_error * draws)


def _sheet(ask: Ask, points: Points, host: str, states: tuple[str, ...]) -> Sheet:
    """What a host sends to each of some states, in % of their GDP, drawn from its band."""
    sheet = Sheet()
    if not states:
        return sheet
    record, ever = transfers.sent(ask.world, host, ask.year), transfers.receivers(ask.world, host)
    draws = points.uniform("transfers sent", len(ask.states))
    for state in states:
        if state in record.index:
            one = record.loc[state]
            draw = draws[:, ask.states.index(state)]
            band = [float(one[end]) for end in ("low", "value", "high")]
            sheet.share[state] = 100 * one["share"] * between(draw, *band) / one["value"]
            figures = (int(one["year"]), one["value"], one["low"], one["high"])
            sheet.rows.append((state, host, SENT, *figures, "million USD", *one[["basis", "source", "note"]]))
        elif state in ever:
            sheet.missing[state] = f"what {host} sent to {state} is not on record from {ask.year - 3} to {ask.year}"
        elif state not in ask.world.group("twelve"):
            sheet.missing[state] = BEYOND
    return sheet


def _workers(ask: Ask, host: str, state: str) -> Rows:
    """Numbers and wages on record, beside the amount: what one worker sends follows from them."""
    if host != SENDER:
        return []
    counts = workers.workers(ask.world, state, ask.year)
    wage = workers.wages(ask.world, state, ask.year)
    rows: Rows = [
        (state, host, str(one.what), int(one.year), one.value, None, None, "persons", one.basis, one.source, one.note)
        for one in (*counts.itertuples(), *workers.entries(ask.world, state, ask.year).itertuples())
    ]
    return rows + [
        (state, host, "wage", int(one.year), None, one.low, one.high, "USD a month", one.basis, one.source, one.note)
        for one in wage.itertuples()
    ]


def coefficients(found: transfers.Elasticities | None) -> pd.DataFrame:
    """Slope of each receiver as it is used; no row where nothing is estimated."""
    if found is None:
        return pd.DataFrame(columns=["name", "estimate", "error", "source"])
    return pd.DataFrame(
        {
            "name": [f"% of transfers per 1 % of Russia's GDP in dollars, {state}" for state in found.receivers],
            "estimate": found.slopes.values,
            "error": found.slopes.errors,
            "source": "steppe-remittances",
        }
    )


def _notes(ask: Ask, rows: Rows) -> tuple[str, ...]:
    """What is not counted, and whose last figure is of the year in which transfers were far above others."""
    notes: tuple[str, ...] = (NOT_COUNTED,)
    high = sorted({str(row[0]) for row in rows if row[2] == SENT and row[3] == APART != ask.year and row[1] == SENDER})
    if high:
        notes += (f"Of {', '.join(high)} the last figure is of {APART}, when transfers were far above other years.",)
    return notes


CHANNEL = Channel(
    name="transfers",
    title="Transfers",
    holds={
        "recession": "remittances from the state",
        "devaluation": "remittances from the state, unless a recession of it holds them",
        "migration": "what its workers no longer send",
    },
    effects=effects,
    parameters=parameters,
    place=20,
)
