"""Rerouting: what neighbours of a sanctioned state keep of the goods that can have gone on to it.

With H_i the most that can have gone on from neighbour i in the year (`steppe.influence.rerouted`), u in [0, 1] the part
of it that did, and m the margin,

    sanction             neighbour + m u H_i         target - m Σ u H_i
    secondary sanction   neighbour - m u H_i c       with c the part that stops

All of it is assumed: totals do not show that anything went on, and nobody has counted the margin. So it never enters the
sum. A year up to 2022 has the figures of 2022, a later one those of 2023, as shares of GDP of that year. What the
target loses of the goods themselves is no income and has no figure here; its bounds are the relief.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from steppe.influence.bases import base
from steppe.influence.rerouted import FIRST, LAST, MARGIN, NEIGHBORS, TARGET, bounds
from steppe.methods.shock.channel import RECORD, Array, Ask, Channel, Effect, closed_pairs
from steppe.scenario.event import Resolved
from steppe.scenario.events.sanction import Sanction
from steppe.scenario.events.secondary_sanction import SecondarySanction
from steppe.world.actors import actors
from steppe.world.points import Points

NAMES = ("rerouting margin", "rerouting part")
SOURCES = ("eurostat-comext", *(f"national-{state.lower()}" for state in ("ARM", "KAZ", "KGZ", "UZB")))
NOT_HERE = f"what goes on is on record around {TARGET} alone, by way of {', '.join(NEIGHBORS)}"
NO_INCOME = "it loses goods, not income: see the bounds of relief"
ASSUMED = (
    ("margin", f"{100 * MARGIN[0]:.0f} to {100 * MARGIN[1]:.0f} % of the value", "5 to 10 % was reported as typical"),
    ("part that goes on", "none to the upper bound", "totals do not show where goods go"),
)


def effects(ask: Ask, points: Points) -> Iterator[Effect]:
    """One assumed effect; nothing where no event is of a sanction."""
    primary = [of for _, of in ask.of(Sanction)]
    secondary = list(ask.of(SecondarySanction))
    shares, missing = {state: np.zeros(points.n) for state in ask.states}, dict[str, str]()
    notes: list[str] = []
    for of in primary:
        _sanctioned(ask, points, of, shares, missing, notes)
    for event, of in secondary:
        _threatened(ask, points, of, -event.percent / 100, shares, missing)
    values = np.stack([np.full(points.n, np.nan) if s in missing else shares[s] for s in ask.states], axis=1)
    touched = bool(primary or secondary)
    yield Effect(
        "assumed",
        values,
        rows=_rows(ask) if touched else pd.DataFrame(columns=list(RECORD)),
        missing=missing,
        assumptions=ASSUMED if touched else (),
        notes=tuple(dict.fromkeys(notes)),
        sources=SOURCES if touched else (),
    )


def _sanctioned(
    ask: Ask, points: Points, of: Resolved, shares: dict[str, Array], missing: dict[str, str], notes: list[str]
) -> None:
    """Neighbours earn, the target pays; states that are neither are not on record."""
    on_record = of.other == (TARGET,) and bool(set(of.one) & set(_union(ask)))
    kept = [state for state in NEIGHBORS if on_record and state not in of.one]
    closed = {exporter for importer, exporter in closed_pairs(ask) if importer == TARGET}
    if shut := sorted(closed & set(kept)):
        notes.append(f"An embargo closes trade of {', '.join(shut)} with {TARGET}: nothing goes on from there.")
    for state in ask.states:
        if state in kept and state not in closed:
            shares[state] += _margin(ask, points, state)
        elif state not in (*of.one, *of.other, *kept):
            missing[state] = NOT_HERE
    if TARGET in ask.states and on_record:
        sent = [state for state in kept if state not in closed]
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


def record_year(year: int) -> int:
    """The year whose figures stand for a year."""
    return FIRST if year <= FIRST else LAST


def _union(ask: Ask) -> tuple[str, ...]:
    return tuple(ask.world.sql("select state from group_members where \"group\" = 'eu27'")["state"])


def _rows(ask: Ask) -> pd.DataFrame:
    """The record: what was declared, what arrived, what was sent on, and the bounds."""
    year = record_year(ask.year)
    made = []
    for row in bounds(ask.world, year).to_dict("records"):
        for what in ("declared", "received", "sent", "high"):
            if not np.isnan(row[what]):
                source = "eurostat-comext" if what == "declared" else f"national-{row['state'].lower()}"
                source = "eurostat-comext" if row["state"] not in ("ARM", "KAZ", "KGZ", "UZB") else source
                ends = (0.0, row["high"]) if what == "high" else (np.nan, np.nan)
                told = WORDS[what], row["bound"] if what == "high" else ""
                basis = "reported" if what in ("declared", "received") else "derived"
                made.append(
                    (row["state"], "EU", told[0], year, row[what], *ends, "million USD", basis, source, told[1])
                )
    return pd.DataFrame(made, columns=list(RECORD))


WORDS = {
    "declared": "exports that the EU declares to it",
    "received": "imports from the EU that it declares, without freight",
    "sent": "rise of its exports to the target over 2021",
    "high": "most that can have gone on",
}

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
)
