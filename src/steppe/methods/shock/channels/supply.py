"""Who can bring gas when lines close or buyers change: least cost over the network; assumed, so beside the sum.

The market of a year is the volumes on record between sellers and buyers (`steppe.influence.gas`), without Europe's,
of which no open record by buyer exists. Demand is what each buyer bought, supply what each seller sold and a part more,
drawn from 0 to `SPARE`; states with terminals can buy LNG at the benchmark. `steppe.economy.supply` meets demand over
the lines of the year (`steppe.influence.pipes`) before and after the events; what is met less, or sold less, is the
effect:

    buyer    -Δu (k b - p)   a volume that nobody can bring, worth k times the benchmark b to the buyer, k from 1 to
                             `WORTH`, less the price p that is not paid
    seller   -Δs p           a volume that finds no buyer; of lines that close only

The rent of a volume that is cut, b - p, is the channel *energy*'s, and what its seller loses; here stands only what
cannot be replaced is worth above b, (k - 1) b, so that nothing is in both. With `instead`, a state that no line with
room reaches takes nothing; then the seller's price for it is lost, and this is the channel that says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.economy.supply import Arc, Plan, least_cost
from steppe.influence.gas import EUROPEAN, benchmarks, flows
from steppe.influence.pipes import arcs, fields
from steppe.methods.shock.channel import RECORD, Ask, Channel, Effect
from steppe.scenario.events.gas import Gas
from steppe.world.points import Points

SPARE, WORTH = 0.5, 3.0
GRID = (0.0, 0.25, 0.5)
"""Parts more that sellers could sell, at which plans are made; between them effects are interpolated."""
LNG = {"TUR": 1994, "CHN": 2006, "LTU": 2014, "POL": 2016, "FIN": 2023, "DEU": 2023}
"""States with terminals and their first year, from general knowledge."""
AT_SEA, BY_SEA = "LNG", 1e5
"""The node of LNG, and what it costs: more than any way over land and less than going without."""
MORE = 3e4
"""What a unit beyond the sales of the year costs: so much that the plan before all events keeps those sales."""
EUROPE = ("EUU",)
LITTLE = 0.05
"""Billion m³ that are not worth a word."""
ASSUMED = (
    (
        "spare gas of sellers",
        f"0 to {100 * SPARE:.0f} % of what they sold",
        "What a seller could lift and send beyond its sales of the year is not on record.",
    ),
    (
        "worth of gas that cannot be replaced",
        f"1 to {WORTH:g} times the European price",
        "What a buyer would pay not to go without is not observed; heat in winter is worth more than the price.",
    ),
)


@dataclass(frozen=True, slots=True)
class Market:
    """A year's sales by seller and buyer, billion m³, with their prices (NaN where none is known)."""

    volume: dict[tuple[str, str], float]
    price: dict[tuple[str, str], float]

    def sold(self) -> dict[str, float]:
        """By seller."""
        return _summed({pair[0]: 0.0 for pair in self.volume}, self.volume, 0)

    def bought(self) -> dict[str, float]:
        """By buyer."""
        return _summed({pair[1]: 0.0 for pair in self.volume}, self.volume, 1)


def _summed(made: dict[str, float], volume: dict[tuple[str, str], float], end: int) -> dict[str, float]:
    for pair, amount in volume.items():
        made[pair[end]] += amount
    return made


def market(ask: Ask) -> Market:
    """The sales of the year on record."""
    rows = flows(ask.world)
    rows = rows[rows["year"].eq(ask.year) & rows["volume"].gt(0) & ~rows["buyer"].isin(EUROPE)]
    pairs = list(zip(rows["seller"], rows["buyer"], strict=True))
    return Market(dict(zip(pairs, rows["volume"], strict=True)), dict(zip(pairs, rows["price"], strict=True)))


def effects(ask: Ask, points: Points) -> Iterator[Effect]:
    """One assumed effect."""
    asked = [event for event, _ in ask.of(Gas) if event.lines is not None or event.percent]
    if not asked:
        yield Effect("assumed", ask.zeros(points.n))
        return
    now = market(ask)
    closed = tuple(sorted({line for event in asked for line in event.lines or ()}))
    after = _moved(ask, now)
    plans = [(_plan(ask, now, spare), _plan(ask, after, spare, closed)) for spare in GRID]
    spare, worth = SPARE * points.uniform("supply spare"), 1 + (WORTH - 1) * points.uniform("supply worth")
    values = ask.zeros(points.n)
    for place, state in enumerate(ask.states):
        grid = [_money(ask, now, state, *pair, closed=bool(closed)) for pair in plans]
        lost, fixed = (np.interp(spare, GRID, [one[k] for one in grid]) for k in (0, 1))
        values[:, place] = 100 * (lost * (worth - (0.0 if closed else 1.0)) + fixed) / ask.gdp[place]
    yield Effect(
        "assumed",
        values,
        rows=_rows(ask, now, plans),
        assumptions=ASSUMED,
        notes=_notes(after, plans),
        sources=("steppe-gas-capacity", "weo-2025-10"),
    )


def _moved(ask: Ask, now: Market) -> Market:
    """Sales that the buyers no longer take go to the state that gets them instead; the others look for other gas."""
    volume = dict(now.volume)
    for event, of in ask.of(Gas):
        if event.instead is None or not event.percent:
            continue
        for buyer in of.one:
            moved = -event.percent / 100 * now.volume.get((event.seller, buyer), 0.0)
            pair = event.seller, event.instead
            volume[pair] = volume.get(pair, 0.0) + moved
    return Market(volume, now.price)


def _plan(ask: Ask, of: Market, spare: float, closed: tuple[str, ...] | None = None) -> Plan:
    """The least-cost plan; `closed` is None before the events."""
    sold = of.sold()
    if closed is not None:
        sold = _cut(ask, sold, of)
    more = {f"more of {seller}": amount * spare for seller, amount in of.sold().items()}
    ways = arcs(ask.world, dt.date(ask.year, 12, 31), closed or ())
    ways += [Arc(AT_SEA, state, np.inf, BY_SEA) for state, year in LNG.items() if year <= ask.year]
    ways += [Arc(f"more of {seller}", fields(seller), np.inf, MORE) for seller in sold]
    own = {fields(seller): amount for seller, amount in sold.items()}
    return least_cost(ways, own | more | {AT_SEA: 1e4}, of.bought())


def _cut(ask: Ask, sold: dict[str, float], of: Market) -> dict[str, float]:
    """What sellers offer once they hold back what they cut."""
    left = dict(sold)
    for event, resolved in ask.of(Gas):
        if event.percent and event.instead is None:
            for buyer in resolved.one:
                left[event.seller] += event.percent / 100 * of.volume.get((event.seller, buyer), 0.0)
    return left


def _money(ask: Ask, now: Market, state: str, before: Plan, after: Plan, *, closed: bool) -> tuple[float, float]:
    """Million USD: what is lost for each unit of worth k, and what does not depend on it."""
    benchmark = float(benchmarks(ask.world).at[ask.year, EUROPEAN])
    short = max(0.0, after.unmet.get(state, 0.0) - before.unmet.get(state, 0.0))
    if not closed:
        return -short * benchmark, 0.0
    idle = max(0.0, _sent(before, state) - _sent(after, state))
    return -short * benchmark, short * _mean(now, state, 1) - idle * _mean(now, state, 0)


def _sent(plan: Plan, state: str) -> float:
    """What a state sells in a plan, beyond the sales of the year too."""
    return plan.sold.get(fields(state), 0.0) + plan.sold.get(f"more of {state}", 0.0)


def _mean(now: Market, state: str, end: int) -> float:
    """Mean price of what a state sells (0) or buys (1), weighed by volume; zero where none is known."""
    mine = {pair: amount for pair, amount in now.volume.items() if pair[end] == state and now.price[pair] >= 0}
    whole = sum(mine.values())
    return sum(amount * now.price[pair] for pair, amount in mine.items()) / whole if whole else 0.0


def _rows(ask: Ask, now: Market, plans: list[tuple[Plan, Plan]]) -> pd.DataFrame:
    """What each state sold or bought, and what it lacks or cannot sell after the events, over the spare gas."""
    rows: list[tuple[object, ...]] = []
    lacks = {state for _, after in plans for state in after.unmet}
    for state in sorted(lacks):
        each = [after.unmet.get(state, 0.0) - before.unmet.get(state, 0.0) for before, after in plans]
        known = (state, "", "gas that nobody can bring", ask.year, each[1], min(each), max(each))
        rows.append((*known, "billion m³", "assumed", "steppe-gas-capacity", f"of {now.bought()[state]:.3g} bought"))
    return pd.DataFrame(rows, columns=list(RECORD))


def _notes(after: Market, plans: list[tuple[Plan, Plan]]) -> tuple[str, ...]:
    """Who lacks what before the events already: what no line of the bundle explains."""
    before = plans[0][0].unmet
    missing = [
        f"{state} {amount:.2g} of {after.bought()[state]:.3g}" for state, amount in before.items() if amount > 0.05
    ]
    told = "Supply: the market is the volumes on record without Europe; spare gas and the worth of gas are assumed."
    return (told, *([f"Billion m³ that no line brings even before: {', '.join(missing)}."] if missing else []))


CHANNEL = Channel(
    name="supply",
    title="Gas supply",
    holds={"gas": "what cannot be replaced, above the benchmark; lines that close"},
    effects=effects,
    parameters=lambda ask: ("supply spare", "supply worth"),
    place=35,
)
