"""Debt: what a creditor no longer pays out, and what a debtor no longer has to pay.

Two classes, `steppe.economy.channels.credit` has both. *Arithmetic*: of a write-off, principal and interest due in the
year; of a rollover, the principal alone. *Estimated*: of a stop, the disbursement that would have come; service stays
due, and is in the record and not subtracted, since it was due before. Only loans of governments and their agencies.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from steppe.economy.channels import credit
from steppe.methods.income.channel import Array, Ask, Channel, Effect
from steppe.methods.income.ledger import Rows, on_record
from steppe.scenario.events.lending import Lending
from steppe.world.points import Points, parts

MECHANISM = "disbursements-persist"
SOURCE = "ids-world-bank"
NO_LOANS = "the source has no disbursements to it"
NO_SERVICE = "the source has no debt service of it"
NO_CREDITOR = "the source names no official loans of {}"
LASTS = "part of a difference from the mean of five years that lasts"
Pair = tuple[str, str]
"""Debtor and creditor."""


def effects(ask: Ask, points: Points) -> Iterator[Effect]:
    """New loans that stop, and service that is forgiven or put off."""
    asked: dict[Pair, list[Lending]] = {}
    for event, of in ask.of(Lending):
        for state in of.one:
            if state in ask.states and event.percent:
                asked.setdefault((state, event.creditor), []).append(event)
    kinds = {pair: {event.what for event in events} for pair, events in asked.items()}
    yield _relief(ask, points, {pair: asked[pair] for pair in asked if kinds[pair] - {"stop"}})
    if any("stop" in kind for kind in kinds.values()):
        yield _stop(ask, points, {pair: asked[pair] for pair in asked if "stop" in kinds[pair]})


def _relief(ask: Ask, points: Points, asked: dict[Pair, list[Lending]]) -> Effect:
    """The arithmetic part."""
    values, missing = ask.zeros(points.n), {}
    rows: Rows = []
    for (state, creditor), events in asked.items():
        due = credit.service(ask.world, state, ask.year)
        if due.empty or not credit.lends(ask.world, creditor):
            missing[state] = f"{NO_SERVICE} in {ask.year}" if due.empty else NO_CREDITOR.format(creditor)
            continue
        later, left = (_left(events, *what) for what in (("write-off", "rollover"), ("write-off",)))
        principal, interest = credit.due(due, creditor)
        spared = (1 - later) * principal + (1 - left) * interest  # what is forgiven cannot also be put off
        values[:, ask.states.index(state)] += 100 * spared / ask.gdp[ask.states.index(state)]
        rows += _service(ask, state, creditor, due)
    kept, sources = _without(ask, values, missing), (SOURCE,) * bool(rows)
    return Effect("arithmetic", kept, rows=on_record(rows), missing=missing, sources=sources)


def _left(events: list[Lending], *what: str) -> float:
    """Part that is left once every event of some kinds has taken its per cent of it."""
    return float(np.prod([1 - event.percent / 100 for event in events if event.what in what]))


def _stop(ask: Ask, points: Points, stops: dict[Pair, list[Lending]]) -> Effect:
    """The estimated part."""
    values, missing = ask.zeros(points.n), {}
    rows: Rows = []
    past = credit.windows(credit.disbursed(ask.world))
    slope, error = credit.persistence(past)
    drawn, came = slope + error * points.normal("debt persistence"), credit.ratios(past, slope)
    chance = points.uniform("debt amount", len(ask.states))
    now = past[past["origin"] == min(ask.year, int(past["origin"].max()))].set_index(["debtor", "creditor"])
    for (state, creditor), events in stops.items():
        why = _unknown(ask, past, now, state, creditor)
        if why is not None:
            missing[state] = why
        elif (state, creditor) in now.index:  # else no loan in five years: nothing to stop
            one = now.loc[(state, creditor)]
            expected: Array = np.maximum(credit.expected(one["last"], one["mean"], drawn), 0.0)
            place = ask.states.index(state)
            values[:, place] -= (1 - _left(events, "stop")) * expected * np.quantile(came, chance[:, place])
            rows += _disbursed(state, creditor, one)
            rows += _service(ask, state, creditor, credit.service(ask.world, state, ask.year))
    return Effect(
        "estimated",
        _without(ask, values, missing),
        rows=on_record(rows),
        missing=missing,
        mechanism=MECHANISM,
        coefficients=pd.DataFrame([(LASTS, slope, error, SOURCE)], columns=["name", "estimate", "error", "source"]),
        notes=(
            "What is owed stays due after a stop, and is not subtracted: it was due before.",
            "Loans come in projects: the range is that of what came in other cases over what was expected of them.",
        ),
        sources=(SOURCE,),
    )


def _unknown(ask: Ask, past: pd.DataFrame, now: pd.DataFrame, state: str, creditor: str) -> str | None:
    """Why nothing is known of the loans of a creditor to a state; None where it is."""
    if state not in set(past["debtor"]):
        return NO_LOANS
    if now.empty:
        return f"five years of loans up to {ask.year} are not on record"
    return None if credit.lends(ask.world, creditor) else NO_CREDITOR.format(creditor)


def _without(ask: Ask, values: Array, missing: Mapping[str, str]) -> Array:
    """Values with NaN where something is missing."""
    for state in missing:
        values[:, ask.states.index(state)] = np.nan
    return values


def _disbursed(state: str, creditor: str, one: pd.Series) -> Rows:
    year = int(one["origin"])
    note = "official loans; mean is of five years"
    return [
        (state, creditor, what, year, one[name], None, None, "% of GDP", "reported", SOURCE, note)
        for what, name in (("disbursed", "last"), ("disbursed a year, mean", "mean"))
    ]


def _service(ask: Ask, state: str, creditor: str, due: pd.DataFrame) -> Rows:
    """Principal, interest, and both over revenue and exports."""
    principal, interest = credit.due(due, creditor)
    status = "nothing on record" if due.empty else str(due["status"].iloc[0])
    basis = "estimated" if status == "scheduled" else "reported"
    amounts = {"principal due": principal, "interest due": interest}
    rows: Rows = [
        (state, creditor, what, ask.year, amount, None, None, "million USD", basis, SOURCE, status)
        for what, amount in amounts.items()
    ]
    for what, whole, unit, source in credit.wholes(ask.world, state, ask.year):
        part = 100 * (principal + interest) / whole
        rows.append((state, creditor, what, ask.year, part, None, None, unit, "derived", source, status))
    return rows


CHANNEL = Channel(
    name="debt",
    title="Official loans",
    holds={"lending": "new loans lost; service forgiven or put off"},
    effects=effects,
    parameters=lambda ask: ("debt persistence", *parts("debt amount", len(ask.states))),
    place=40,
)
