"""What days on the way are worth to those who trade manufactures; assumed, so beside the sum.

With m_ij the manufactures (SITC 7 and 8) that i and j trade both ways, Δd_ij the days that a corridor takes off the
least way between their capitals (`steppe.economy.corridors.saved`) and δ what a day is worth, 0.6 to 2.1 % of value,

    effect_i = Σ_j m_ij Δd_ij δ / GDP_i.

It is a calculator and an upper bound: all manufactures of a pair are taken to go by that way, and the whole saving to
be the state's own. Ways by land and sea compete in the network already. Nothing is said of gas, oil, metals, grain or
any other goods, whose owners do not pay for days, and nothing of new trade. The part of manufactures in trade is that
of 2015, by the exporter's count, of what it sold to all where it counted nothing to the partner; pairs without either
are left out and named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from steppe.economy.corridors.charges import charges
from steppe.economy.corridors.network import Changes
from steppe.economy.corridors.saved import Saved, saved
from steppe.influence.trade import goods, single_states
from steppe.methods.income.channel import Array, Ask, Channel, Effect
from steppe.methods.income.ledger import on_record
from steppe.scenario.events.corridor import Corridor
from steppe.world.actors import actors
from steppe.world.points import Points
from steppe.world.tables import remembered
from steppe.world.world import World

MANUFACTURES = (7, 8)
"""Sections of the SITC: machinery and transport equipment, other manufactured articles."""
SHARES = 2015
"""Year of the part of manufactures."""
ALL = ""
"""In place of an importer: all of them."""
FEWEST = 1e-3
"""Days that are no saving."""


def effects(ask: Ask, points: Points) -> Iterator[Effect]:
    """One assumed effect."""
    asked = [event for event, _ in ask.of(Corridor) if event.hours != 0]
    if not asked:
        yield Effect("assumed", ask.zeros(points.n))
        return
    part, worth = points.uniform("corridors bad year"), charges(ask.world).assumed["day"]
    day = worth.low + (worth.high - worth.low) * points.uniform("corridors day")
    values, rows, lacking = ask.zeros(points.n), list[tuple[object, ...]](), list[str]()
    traded = manufactures(ask.world, ask.states, ask.year)
    for one in _pairs(ask, asked):
        days = _signed(one.days(part), asked)
        if np.abs(days).max() < FEWEST:
            continue
        for state, partner in ((one.origin, one.destination), (one.destination, one.origin)):
            if state not in ask.states:
                continue
            if (state, partner) not in traded:
                lacking.append(f"{state} with {partner}")
                continue
            place, amount = ask.states.index(state), traded[state, partner]
            values[:, place] += amount * days * day / ask.gdp[place]
            rows += _rows(ask, one, state, partner, amount, asked)
    yield Effect(
        "assumed",
        values,
        rows=on_record(rows),
        assumptions=_assumptions(worth.low, worth.high),
        notes=_notes(lacking),
        sources=("hummels-schaur-2013", "unctad-matrix", "general-knowledge"),
    )


def _pairs(ask: Ask, asked: list[Corridor]) -> Iterator[Saved]:
    """Every pair once, before and after all corridors."""
    changes = Changes()
    pairs: dict[str, set[str]] = {}
    for event, of in ask.of(Corridor):
        changes = changes.and_also(event.changes(ask.world))
        for origin in of.one:
            pairs.setdefault(origin, set()).update(state for state in of.other if origin not in pairs.get(state, ()))
    day = max(event.date for event in asked)
    for origin, others in pairs.items():
        yield from saved(ask.world, day, changes, [origin], sorted(others - {origin}))


def _signed(days: Array, asked: list[Corridor]) -> Array:
    """What opens saves days or nothing, since the old way is still there; what closes costs days or nothing."""
    closing = [event.what == "closed" for event in asked]
    return np.minimum(days, 0) if all(closing) else days if any(closing) else np.maximum(days, 0)


def manufactures(world: World, states: Sequence[str], year: int) -> dict[tuple[str, str], float]:
    """Manufactures that states trade both ways with each partner in a year, million USD.

    The trade of the year times the part of sections 7 and 8 in what each exporter counted in 2015: sold to the partner,
    or, where it counted nothing there, to all. A pair of which a part is not on record is not in it.
    """
    made = shares(world)
    found = {}
    for row in goods(world, actors(world, list(states)), single_states(world), [year]).itertuples():
        out = made.get((row.state, row.partner), made.get((row.state, ALL)))
        back = made.get((row.partner, row.state), made.get((row.partner, ALL)))
        if (out is None and row.exports > 0) or (back is None and row.imports > 0):
            continue
        found[row.state, row.partner] = row.exports * (out or 0.0) + row.imports * (back or 0.0)
    return found


@remembered(maxsize=2)
def shares(world: World) -> dict[tuple[str, str], float]:
    """Part of manufactures in what one state sells to another and to `ALL`, 0 to 1, by exporter and importer."""
    rows = world.sql(
        f"select exporter, coalesce(importer, '{ALL}') as importer, "
        f"coalesce(sum(value) filter (section in {MANUFACTURES}), 0) / sum(value) as part from trade_sections "
        "where year = ? group by grouping sets ((exporter, importer), (exporter)) having sum(value) > 0",
        [SHARES],
    )
    return {(row.exporter, row.importer): float(row.part) for row in rows.itertuples()}


def _rows(
    ask: Ask, one: Saved, state: str, partner: str, traded: float, asked: list[Corridor]
) -> Iterator[tuple[object, ...]]:
    low, value, high = (float(x) for x in _signed(one.days(np.array([0.0, 0.5, 1.0])), asked))
    ends = sorted((low, value, high))
    after = one.after.states if one.after else ()
    told = f"after: by {', '.join(after[1:-1]) or 'no third state'}"
    yield state, partner, "days saved", ask.year, value, ends[0], ends[-1], "days", "assumed", "general-knowledge", told
    note = f"trade of {ask.year}, part of manufactures of {SHARES}"
    yield (
        *(state, partner, "manufactures, both ways", ask.year, traded, None, None),
        *("million USD", "derived", "unctad-matrix", note),
    )


def _assumptions(low: float, high: float) -> tuple[tuple[str, str, str], ...]:
    return (
        (
            "worth of a day",
            f"{low:g} to {high:g} % of value",
            "Hummels and Schaur 2013: importers of the United States between air and sea; nobody has measured it here.",
        ),
        (
            "what goes this way",
            "all machinery and other manufactures of the pair",
            "Which goods take which way is not on record; less would gain less.",
        ),
        (
            "speeds, prices and waits without a record",
            "the middle of the states that CAREC monitors",
            "None is on record in Russia, Belarus, Iran and Türkiye, nor on the Caspian.",
        ),
    )


def _notes(lacking: list[str]) -> tuple[str, ...]:
    told = (
        "Corridors: a calculator of what days are worth, no estimate of trade. Fuels, metals and grain do not pay for "
        "days and are not in it."
    )
    pairs = list(dict.fromkeys(lacking))
    return (told, f"No manufactures on record, so left out: {', '.join(pairs)}.") if pairs else (told,)


CHANNEL = Channel(
    name="corridors",
    title="Corridors",
    holds={"corridor": "what days on the way are worth to trade in manufactures"},
    effects=effects,
    parameters=lambda ask: ("corridors bad year", "corridors day"),
    place=60,
)
