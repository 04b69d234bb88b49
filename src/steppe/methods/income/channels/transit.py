"""Transit: what a closed route takes from who sends along it, and from the state that it crosses.

With q what the route carries in a year, p the price, s what other routes can take, c the part that is cut, m the months
and I the income of the carrier (`steppe.influence.carried`),

    oil      sender  - max(0, c q - s) p m / 12        carrier  - c I m / 12
    goods    sender  - u c X m / 12, u in [0, 1]       with X its exports to the state at the other end
    gas      sender: in the channel of gas             carrier  - c I m / 12

Ranges on record, s and u are drawn. s is on record for the Caspian pipeline alone; where it is not, other routes take
between none and all, and the sender's loss is assumed, as is that of goods: both lie outside the sum. Oil that is not
sent stays in the ground, and what is spared by not lifting it is not taken off: upper bounds. Where income is not on
record the carrier's loss is not known. What an embargo closes is the equilibrium's: a sender whose trade it closes
loses nothing more here.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from steppe.display.format import written
from steppe.influence.carried import CPC, MONTHS, Found, income, incomes, route_of, shipped, spare, stops
from steppe.influence.leverage import BARRELS
from steppe.methods.income.channel import Ask, Channel, Effect, between, closed_pairs
from steppe.methods.income.ledger import Ledger
from steppe.methods.result import Table
from steppe.scenario.events.transit import Transit
from steppe.world.points import Points
from steppe.world.prices import OIL, world_prices

VOLUME, ROOM, EARNED, STUCK = NAMES = ("transit volume", "transit room", "transit income", "transit stuck")
END = {"Lars": "RUS", "Belarusian rail": ""}
"""State at the other end of a route of goods; empty where it is not one."""
HELD = "Gas of {shipper} through {carrier}: what seller and buyers lose is in the channel of gas."


def effects(ask: Ask, points: Points) -> Iterator[Effect]:
    """What is on record, and what is assumed because nobody knows what else could carry it."""
    known, unknown = Ledger(), Ledger()
    closed = tuple(event for event, _ in ask.of(Transit) if event.percent)
    for event in closed:
        _closed(ask, points, event, closed, known, unknown)
    yield known.effect("arithmetic", ask, points.n)
    if unknown.money:
        yield unknown.effect("assumed", ask, points.n)


def _closed(
    ask: Ask,
    points: Points,
    event: Transit,
    closed: tuple[Transit, ...],
    known: Ledger,
    unknown: Ledger,
) -> None:
    """What one closed route does to its sender and to its carrier."""
    route = route_of(ask.world, event.route)
    part = -event.percent / 100 * event.months / MONTHS
    if isinstance(route["carrier"], str):
        _carrier(ask, points, route, part, known)
    if route["goods"] == "gas":
        crosses = isinstance(route["carrier"], str)
        known.notes.append(HELD.format(**route) if crosses else f"{event.route} crosses no state.")
    elif route["shipper"] in {exporter for _, exporter in closed_pairs(ask)}:
        known.notes.append(f"An embargo holds goods of {route['shipper']}: what {event.route} carries is not counted.")
    elif route["goods"] == "goods":
        _goods(ask, points, route, part, unknown)
    elif event.route == CPC:
        without = tuple(one.route for one in closed if one.percent == -100)
        _oil(ask, points, route, event, spare(ask.world, without), known)
    else:
        _oil(ask, points, route, event, None, unknown)


def _carrier(ask: Ask, points: Points, route: pd.Series, part: float, ledger: Ledger) -> None:
    found = income(ask.world, route["route"], ask.year)
    if found is None:
        ledger.missing[route["carrier"]] = f"its income from {route['route']} is not known"
        return
    earned = between(points.uniform(EARNED), found.low, found.value, found.high)
    ledger.add(route["carrier"], -part * earned)
    ledger.rows.append(_row(route["carrier"], route["shipper"], f"income from {route['route']}", found))


def _oil(
    ask: Ask, points: Points, route: pd.Series, event: Transit, room: tuple[float, float] | None, ledger: Ledger
) -> None:
    """Oil that cannot be sent, at the world price; without a room on record, other routes take between none and all."""
    found, state = shipped(ask.world, route["route"], ask.year), route["shipper"]
    price = world_prices(ask.world, OIL)
    if found is None or ask.year not in price.index:
        ledger.missing[state] = f"what {route['route']} carried about {ask.year} is not on record"
        ledger.money.setdefault(state, np.zeros(points.n))
        return
    least, most = room or (0.0, found.high)
    volume = -event.percent / 100 * between(points.uniform(VOLUME), found.low, found.value, found.high)
    taken = least + (most - least) * points.uniform(ROOM)
    dollars = float(price.at[ask.year, "value"]) * BARRELS
    ledger.add(state, -np.maximum(0.0, volume - taken) * dollars * event.months / MONTHS)
    seen = Found(
        ask.year, dollars, np.nan, np.nan, "USD per t", "derived", str(price.at[ask.year, "source"]), "mean of three"
    )
    ledger.rows += [
        _row(state, route["carrier"], what, figure)
        for what, figure in ((f"oil by {route['route']}", found), ("price of oil", seen))
    ]
    if room:
        other = Found(ask.year, (least + most) / 2, least, most, "mn t a year", "derived", found.source, "")
        ledger.rows.append(_row(state, route["carrier"], "room on other routes", other))
    else:
        ledger.assumptions.append((f"what else takes the oil of {route['route']}", "none to all", "not on record"))


def _goods(ask: Ask, points: Points, route: pd.Series, part: float, ledger: Ledger) -> None:
    """Exports to the state at the other end, of which between nothing and all needs the route."""
    state, end = route["shipper"], END[route["route"]]
    found = ask.world.sql(
        "select value, basis, source from trade_recent where state = $1 and partner = $2 and year = $3 and flow = 'X' "
        "union all select value, basis, source from trade where exporter = $1 and importer = $2 and year = $3",
        [state, end, ask.year],
    )
    ledger.money.setdefault(state, np.zeros(points.n))
    if found.empty:
        ledger.missing[state] = f"what it sends by {route['route']} is not on record"
        return
    row = found.iloc[0]
    ledger.add(state, -points.uniform(STUCK) * part * float(row["value"]))
    seen = Found(ask.year, row["value"], 0.0, row["value"], "million USD", row["basis"], row["source"], "")
    ledger.rows.append(_row(state, end, f"exports that {route['route']} may carry", seen))
    ledger.assumptions.append((f"exports that need {route['route']}", "none to all", "not on record"))


def _row(state: str, partner: str, what: str, found: Found) -> tuple[object, ...]:
    ends = found.low, found.high
    return (state, partner, what, found.year, found.value, *ends, found.unit, found.basis, found.source, found.note)


def tables(ask: Ask) -> Iterator[Table]:
    """Incomes of the carriers; where the Caspian pipeline closes, its stops; where gas does, what was carried."""
    routes = [event.route for event, _ in ask.of(Transit)]
    yield Table(
        "incomes", f"what transit earns, about {ask.year}", incomes(ask.world, ask.year), "million USD, % of GDP"
    )
    if any(route_of(ask.world, name)["goods"] == "gas" for name in routes):
        carried = ask.world.sql("select state, year, record, value, index, scope from gas_transit order by all")
        yield Table("gas-carried", "Russian gas carried", carried, "billion m³; index, 2019 = 100")
    if CPC in routes:
        yield Table(
            "stops",
            "stops of the pipeline: predicted loss (low, high) beside the reported one",
            _stops(ask),
            "million tonnes",
        )


def _stops(ask: Ask) -> pd.DataFrame:
    """Stops in columns that fit a terminal."""
    rows = stops(ask.world)
    said = [
        "–" if np.isnan(low) else written(low, "g") if low == high else f"{written(low, 'g')} to {written(high, 'g')}"
        for low, high in zip(rows["reported_low"], rows["reported_high"], strict=True)
    ]
    names = {"predicted_low": "low", "predicted_high": "high"}
    made = rows[["stop", "start", "days", *names, "of", "holds"]].rename(columns=names)
    made.insert(5, "reported", said)
    return made


CHANNEL = Channel(
    name="transit",
    title="Transit",
    holds={"transit": "oil and goods that cannot be sent; income of the carrier, also on gas"},
    effects=effects,
    parameters=lambda ask: NAMES,
    place=38,
    tables=tables,
)
