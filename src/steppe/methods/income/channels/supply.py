"""Who can bring gas when lines close or buyers change: least cost over the network; assumed, so beside the sum.

The market of a year is the volumes on record between sellers and buyers (`steppe.influence.gas`), without Europe's,
of which no open record by buyer exists. `steppe.economy.supply` meets it over the lines of the year
(`steppe.influence.pipes`) before and after the events. Sellers can send a part more than they sold, drawn from 0 to
`SPARE`; states with terminals can buy LNG. With b the European price, p the price paid, k what gas that cannot be
replaced is worth in units of b, drawn from 1 to `WORTH`,

    u   what no line brings of sales that nobody ended     -u (k b - p)
    w   what a buyer that was cut finds nowhere            -w (k - 1) b
    s   what a seller no longer can sell                   -s p

The rent of a volume that is cut, (b - p) w, and what its seller loses, are the channel *energy*'s, so that nothing is
in both. A state that gets gas `instead` without a line to it takes none, and the seller has lost that too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from steppe.economy.supply import Arc, Plan, least_cost, with_room
from steppe.influence.gas import EUROPEAN, benchmarks, flows
from steppe.influence.pipes import arcs, fields, networks
from steppe.methods.income.channel import Ask, Channel, Effect
from steppe.methods.income.ledger import on_record
from steppe.scenario.events.gas import Gas
from steppe.world.points import Points
from steppe.world.prices import GAS, world_prices

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
    """A year's sales by network of the seller and buyer, billion m³, with their prices (NaN where none is known)."""

    volume: dict[tuple[str, str], float]
    price: dict[tuple[str, str], float]

    def sold(self) -> dict[str, float]:
        """By network."""
        return self._summed(0)

    def bought(self) -> dict[str, float]:
        """By buyer."""
        return self._summed(1)

    def _summed(self, end: int) -> dict[str, float]:
        made: dict[str, float] = {}
        for pair, amount in self.volume.items():
            made[pair[end]] = made.get(pair[end], 0.0) + amount
        return made


@dataclass(frozen=True, slots=True)
class Outcome:
    """Plans of a year: before the events, of the sales that stay, and of what buyers then have to find elsewhere."""

    before: Plan
    after: Plan
    found: Plan

    def lacking(self, state: str) -> tuple[float, float]:
        """What no line brings of sales that stay, beyond what lacked before, and what is not found elsewhere."""
        of_lines = self.after.unmet.get(state, 0.0) - self.before.unmet.get(state, 0.0)
        return max(0.0, of_lines), self.found.unmet.get(state, 0.0)

    def idle(self, state: str) -> float:
        """How much less a state sells, beyond its sales of the year too."""
        names = [name for network in networks(state) for name in (fields(network), _extra(network))]
        sold = [sum(plan.sold.get(name, 0.0) for name in names) for plan in (self.before, self.after, self.found)]
        return sold[0] - sold[1] - sold[2]


def market(ask: Ask) -> Market:
    """The sales of the year on record; what Russia sells to China is gas of its eastern network."""
    rows = flows(ask.world)
    rows = rows[rows["year"].eq(ask.year) & rows["volume"].gt(0) & ~rows["buyer"].isin(EUROPE)]
    pairs = [_pair(*ends) for ends in zip(rows["seller"], rows["buyer"], strict=True)]
    return Market(dict(zip(pairs, rows["volume"], strict=True)), dict(zip(pairs, rows["price"], strict=True)))


def _pair(seller: str, buyer: str) -> tuple[str, str]:
    return (networks(seller)[-1] if buyer == "CHN" else seller), buyer


def effects(ask: Ask, points: Points) -> Iterator[Effect]:
    """One assumed effect."""
    asked = [event for event, _ in ask.of(Gas) if event.lines is not None or event.percent]
    if not asked:
        yield Effect("assumed", ask.zeros(points.n))
        return
    now = market(ask)
    closed = tuple(sorted({line for event in asked for line in event.lines or ()}))
    plans = [_outcomes(ask, now, spare, closed) for spare in GRID]
    spare, worth = SPARE * points.uniform("supply spare"), 1 + (WORTH - 1) * points.uniform("supply worth")
    values = ask.zeros(points.n)
    for place, state in enumerate(ask.states):
        grid = [_money(ask, now, state, one) for one in plans]
        of_worth, fixed = (np.interp(spare, GRID, [one[k] for one in grid]) for k in (0, 1))
        values[:, place] = 100 * (of_worth * worth + fixed) / ask.gdp[place]
    yield Effect(
        "assumed",
        values,
        rows=_rows(ask, now, plans),
        assumptions=ASSUMED,
        notes=_notes(now, plans),
        sources=("steppe-gas-capacity", *world_prices(ask.world, GAS)["source"].unique()),
    )


def _left(ask: Ask, now: Market) -> tuple[Market, dict[str, float]]:
    """Sales that stay, with those that go to another buyer; and what the first buyers have to find elsewhere."""
    volume = dict(now.volume)
    wanted: dict[str, float] = {}
    for event, of in ask.of(Gas):
        for buyer in of.one if event.percent else ():
            pair = _pair(event.seller, buyer)
            moved = -(event.percent or 0.0) / 100 * volume.get(pair, 0.0)
            volume[pair] = volume.get(pair, 0.0) - moved
            wanted[buyer] = wanted.get(buyer, 0.0) + moved
            if event.instead is not None:
                other = _pair(event.seller, event.instead)
                volume[other] = volume.get(other, 0.0) + moved
    return Market(volume, now.price), wanted


def _outcomes(ask: Ask, now: Market, spare: float, closed: tuple[str, ...]) -> Outcome:
    """The plans before and after the events.

    After them the sales that stay are planned first, and what flowed before costs next to nothing to keep where it
    still can. What buyers have to find elsewhere then fills the room that is left, from sellers who do not hold back
    and not by way of those who do.
    """
    ways = _ways(ask, now)
    before = _plan(now.sold(), _more(now, spare), now.bought(), ways)
    used = {(arc.tail, arc.head): flow for arc, flow in zip(ways, before.flow, strict=True)}
    stays, wanted = _left(ask, now)
    kept = [part for arc in _ways(ask, now, closed) for part in with_room(arc, used.get((arc.tail, arc.head), 0.0))]
    after = _plan(stays.sold(), _more(now, spare), stays.bought(), kept)
    room = [replace(arc, capacity=max(0.0, arc.capacity - flow)) for arc, flow in zip(kept, after.flow, strict=True)]
    holds = {name for event, _ in ask.of(Gas) if event.percent for name in networks(event.seller)}
    free = [arc for arc in room if arc.tail not in holds]
    more = {name: amount for name, amount in _more(now, spare).items() if name not in holds}
    left = {name: amount - after.sold.get(_extra(name), 0.0) for name, amount in more.items()}
    return Outcome(before, after, _plan({}, left, wanted, free))


def _ways(ask: Ask, of: Market, closed: tuple[str, ...] = ()) -> list[Arc]:
    """Lines of the year's end, terminals, and what sellers could send beyond their sales."""
    ways = arcs(ask.world, dt.date(ask.year, 12, 31), closed)
    ways += [Arc(AT_SEA, state, np.inf, BY_SEA) for state, year in LNG.items() if year <= ask.year]
    return ways + [Arc(_extra(network), fields(network), np.inf, MORE) for network in of.sold()]


def _extra(network: str) -> str:
    return f"more of {network}"


def _more(of: Market, spare: float) -> dict[str, float]:
    """What sellers could send beyond their sales, by network."""
    return {network: amount * spare for network, amount in of.sold().items()}


def _plan(sold: dict[str, float], more: dict[str, float], wanted: dict[str, float], ways: list[Arc]) -> Plan:
    own = {fields(network): amount for network, amount in sold.items()}
    extra = {_extra(network): max(0.0, amount) for network, amount in more.items()}
    return least_cost(ways, own | extra | {AT_SEA: 1e4}, wanted)


def _money(ask: Ask, now: Market, state: str, of: Outcome) -> tuple[float, float]:
    """Million USD: for each unit of worth k, and what does not depend on it."""
    benchmark = float(benchmarks(ask.world).at[ask.year, EUROPEAN])
    of_lines, of_cuts = of.lacking(state)
    fixed = of_lines * _mean(now, state, 1) + of_cuts * benchmark
    held = 0.0
    for event, resolved in ask.of(Gas):
        if event.seller == state and event.percent and event.instead is None:  # the energy channel has these
            held -= sum(event.percent / 100 * now.volume.get(_pair(state, buyer), 0.0) for buyer in resolved.one)
    idle = max(0.0, of.idle(state) - held)
    return -(of_lines + of_cuts) * benchmark, fixed - idle * _mean(now, state, 0)


def _mean(now: Market, state: str, end: int) -> float:
    """Mean price of what a state sells (0) or buys (1), weighed by volume; zero where none is known."""
    names = networks(state) if end == 0 else (state,)
    mine = {pair: amount for pair, amount in now.volume.items() if pair[end] in names and now.price[pair] >= 0}
    whole = sum(mine.values())
    return sum(amount * now.price[pair] for pair, amount in mine.items()) / whole if whole else 0.0


def _rows(ask: Ask, now: Market, plans: list[Outcome]) -> pd.DataFrame:
    """What each buyer lacks after the events, over the spare gas of sellers."""
    bought = now.bought()
    rows: list[tuple[object, ...]] = []
    for state in sorted({state for of in plans for state in (*of.after.unmet, *of.found.unmet)}):
        each = [sum(of.lacking(state)) for of in plans]
        known = (state, "", "gas that nobody can bring", ask.year, each[1], min(each), max(each))
        rows.append((*known, "billion m³", "assumed", "steppe-gas-capacity", f"of {bought[state]:.3g} bought"))
    return on_record(rows)


def _notes(now: Market, plans: list[Outcome]) -> tuple[str, ...]:
    """Who lacks what before the events already: what no line of the bundle explains."""
    bought = now.bought()
    lacks = plans[0].before.unmet.items()
    missing = [f"{state} {amount:.2g} of {bought[state]:.3g}" for state, amount in lacks if amount > LITTLE]
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
