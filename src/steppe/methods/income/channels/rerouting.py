"""Rerouting: what neighbours of a sanctioned state keep of the goods that can have gone on to it.

With H_i the most that can have gone on from neighbour i in the year (`steppe.influence.rerouted`), u in [0, 1] the part
of it that did, and m the margin,

    sanction             neighbour + m u H_i         target - m Σ u H_i
    secondary sanction   neighbour - m u H_i c       with c the part that stops

All of it is assumed: totals do not show that anything went on, and nobody has counted the margin. So it never enters
the sum. A year up to 2022 has the figures of 2022, a later one those of 2023, as shares of GDP of that year. What the
target loses of the goods themselves is no income and has no figure here; its bounds are the relief.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd

from steppe.influence.bases import base
from steppe.influence.rerouted import (
    FIRST,
    LAST,
    MARGIN,
    NEIGHBORS,
    OTHERS,
    OWN_TABLES,
    TARGET,
    bounds,
    cars,
    excess,
    growth_of_barred,
    other_sellers,
    ranking,
    record_year,
    relief,
    relief_barred,
)
from steppe.methods.income.channel import Array, Ask, Channel, Effect, closed_pairs
from steppe.methods.income.ledger import on_record
from steppe.methods.result import Table
from steppe.scenario.event import Resolved
from steppe.scenario.events.sanction import Sanction
from steppe.scenario.events.secondary_sanction import SecondarySanction
from steppe.world.actors import actors
from steppe.world.points import Points

NAMES = ("rerouting margin", "rerouting part")
SOURCES = ("eurostat-comext", *(f"national-{state.lower()}" for state in OWN_TABLES))
NOT_HERE = f"what goes on is on record around {TARGET} alone, by way of {', '.join(NEIGHBORS)}"
NOT_HELD = "Rerouting around {} is not on record here and not counted."
SINCE = dt.date(2022, 2, 24)
NO_INCOME = "it loses goods, not income: see the bounds of relief"
ASSUMED = (
    ("margin", f"{100 * MARGIN[0]:.0f} to {100 * MARGIN[1]:.0f} % of the value", "5 to 10 % was reported as typical"),
    ("part that goes on", "none to the upper bound", "totals do not show where goods go"),
)


def effects(ask: Ask, points: Points) -> Iterator[Effect]:
    """One assumed effect; nothing where no event is of a sanction on record."""
    primary = [of for event, of in ask.of(Sanction) if _on_record(ask, event, of)]
    secondary = list(ask.of(SecondarySanction))
    shares, missing = {state: np.zeros(points.n) for state in ask.states}, dict[str, str]()
    notes = [NOT_HELD.format(event.target) for event, of in ask.of(Sanction) if not _on_record(ask, event, of)]
    for of in primary:
        _sanctioned(ask, points, of, shares, missing, notes)
    for event, of in secondary:
        _threatened(ask, points, of, -event.percent / 100, shares, missing)
    values = np.stack([np.full(points.n, np.nan) if s in missing else shares[s] for s in ask.states], axis=1)
    touched = bool(primary or secondary)
    yield Effect(
        "assumed",
        values,
        rows=_rows(ask) if touched else on_record(()),
        missing=missing,
        assumptions=ASSUMED if touched else (),
        notes=tuple(dict.fromkeys(notes)),
        sources=SOURCES if touched else (),
    )


def _on_record(ask: Ask, event: Sanction, of: Resolved) -> bool:
    """Whether a sanction is one of those that the record is about: the EU's on Russia since 2022."""
    union = ask.world.sql("select state from group_members where \"group\" = 'eu27'")["state"]
    return event.target == TARGET and event.date >= SINCE and bool(set(of.one) & set(union))


def _sanctioned(
    ask: Ask, points: Points, of: Resolved, shares: dict[str, Array], missing: dict[str, str], notes: list[str]
) -> None:
    """Neighbours earn, the target pays; states that are neither are not on record."""
    kept = [state for state in NEIGHBORS if state not in of.one]
    closed = {exporter for importer, exporter in closed_pairs(ask) if importer == TARGET}
    if shut := sorted(closed & set(kept)):
        notes.append(f"An embargo closes trade of {', '.join(shut)} with {TARGET}: nothing goes on from there.")
    sent = [state for state in kept if state not in closed]
    for state in ask.states:
        if state in sent:
            shares[state] += _margin(ask, points, state)
        elif state not in (*of.one, *of.other, *kept):
            missing[state] = NOT_HERE
    if TARGET in ask.states:
        shares[TARGET] -= sum((_margin(ask, points, state, over=TARGET) for state in sent), np.zeros(points.n))


def _threatened(
    ask: Ask, points: Points, of: Resolved, cut: float, shares: dict[str, Array], missing: dict[str, str]
) -> None:
    """The states named lose what they earned; what the target loses is no income."""
    for state in of.one:
        if state not in ask.states or not cut:
            continue
        if state in NEIGHBORS and of.other == (TARGET,):
            shares[state] -= cut * _margin(ask, points, state)
        else:
            missing[state] = NOT_HERE
    if cut and of.other[0] in ask.states:
        missing[of.other[0]] = NO_INCOME


def _margin(ask: Ask, points: Points, state: str, over: str | None = None) -> Array:
    """What a neighbour keeps, % of its GDP or that of another state, shape (N,)."""
    year = record_year(ask.year)
    most = float(bounds(ask.world, year).set_index("state").loc[state, "high"])
    gdp = base(ask.world, "gdp", tuple(actors(ask.world, [over or state])), (year,))[0, 0]
    low, high = MARGIN
    margin = low + (high - low) * points.uniform("rerouting margin")
    return np.asarray(100 * margin * points.uniform("rerouting part") * most / gdp)


def _rows(ask: Ask) -> pd.DataFrame:
    """The record: what was declared, what arrived, what was sent on, and the bounds."""
    year = record_year(ask.year)
    made = []
    for row in bounds(ask.world, year).to_dict("records"):
        for what in ("declared", "received", "sent", "high"):
            if not np.isnan(row[what]):
                own = what != "declared" and row["state"] in OWN_TABLES
                source = f"national-{row['state'].lower()}" if own else "eurostat-comext"
                ends = (0.0, row["high"]) if what == "high" else (np.nan, np.nan)
                told = WORDS[what], row["bound"] if what == "high" else ""
                basis = "reported" if what in ("declared", "received") else "derived"
                made.append(
                    (row["state"], "EU", told[0], year, row[what], *ends, "million USD", basis, source, told[1])
                )
    return on_record(made)


WORDS = {
    "declared": "declared by the EU",
    "received": "received, by its own count",
    "sent": "rise of exports on from it",
    "high": "most that can have gone on",
}


def tables(ask: Ask) -> Iterator[Table]:
    """Excess, places, bounds and relief, other sellers, and direct sales, of which no group of goods is known."""
    world, year = ask.world, record_year(ask.year)
    published = growth_of_barred(world)[["partner", "before", "after", "growth", "growth_lasting"]]
    yield Table("barred", "barred goods from the EU, March to November 2022 over 2021", published, "million EUR, %")
    yield Table("excess", "excess over the counterfactuals, March to November 2022", excess(world), "million EUR")
    yield Table("places", "places by the low end of the excess of barred goods", ranking(world), "million EUR")
    columns = {"excess_high": "excess", "high": "at_most"}
    seen = bounds(world, year)[["state", "declared", "received", "missing", "sent", "excess_high", "high"]]
    named = seen.rename(columns=columns)
    yield Table("bounds", f"what can have gone on in {year}, all goods; at least nothing", named, "million USD")
    yield Table("relief", "what the target no longer bought, and how much of it can have come back", _relief(ask), "%")
    sold = other_sellers(world, year)
    yield Table("other-sellers", f"imports from others beyond their past, {year}, all goods", sold, "million USD")
    yield Table("cars", "cars sent on, by consignment", cars(world), "million USD")
    direct = world.sql(
        "select exporter as state, year, value, basis, source from trade "
        "where importer = $1 and list_contains($2, exporter) and year in (2019, 2020, 2023) order by all",
        [TARGET, list(OTHERS)],
    )
    yield Table("direct", f"sold to {TARGET} directly, all goods", direct, "million USD")


def _relief(ask: Ask) -> pd.DataFrame:
    rows = [("barred goods, March to November 2022", *(100 * end for end in relief_barred(ask.world)))]
    rows += [(f"all goods, {year}", *(100 * end for end in relief(ask.world, year))) for year in (FIRST, LAST)]
    return pd.DataFrame(rows, columns=["goods", "at_least", "at_most"])


CHANNEL = Channel(
    name="rerouting",
    title="Rerouting",
    holds={
        "sanction": "margin on goods of the senders that pass neighbours",
        "secondary_sanction": "the same margin, lost",
    },
    effects=effects,
    parameters=lambda ask: NAMES,
    place=60,
    tables=tables,
)
