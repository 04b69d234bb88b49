"""Gas: rents that a change of price or volume gives and takes, a price times a volume.

With p the price, q the volume and b the benchmark of the year (`steppe.influence.gas`), and c the part that is cut:

    price set to p'    buyer (p - p') q                seller (p' - p) q
    volume cut by c    buyer (p - b) q c               seller -p q c, or (p″ - p) q c where another buyer pays p″

A buyer that is cut off replaces the gas at the benchmark, so it loses its rent; whether it can is a question of lines,
which the channel *supply* holds. What a seller no longer sells is lost with its whole worth, since what it saves by not
lifting it is not known: an upper bound. Ranges of price, volume and benchmark are drawn. Goods between two states whose
trade an embargo closes are the equilibrium's, their gas among them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from steppe.influence.gas import flows
from steppe.methods.income.channel import Array, Ask, Channel, Effect, between, closed_pairs
from steppe.methods.income.ledger import Ledger
from steppe.scenario.events.gas import Gas
from steppe.world.points import Points
from steppe.world.prices import GAS, world_prices

NAMES = ("energy benchmark", "energy price", "energy volume")
UNITS = {"price": "USD per 1,000 m³", "benchmark": "USD per 1,000 m³", "volume": "billion m³"}
NOTHING = "no gas between the two is on record in this year"


def effects(ask: Ask, points: Points) -> Iterator[Effect]:
    """One arithmetic effect."""
    ledger = Ledger()
    for event, of in ask.of(Gas):
        if event.lines is None:
            for buyer in of.one:
                _change(ask, points, event, buyer, ledger)
    yield ledger.effect("arithmetic", ask, points.n)


def _change(ask: Ask, points: Points, event: Gas, buyer: str, ledger: Ledger) -> None:
    """What one event does to one buyer and to the seller."""
    if (buyer, event.seller) in closed_pairs(ask):
        ledger.notes.append(f"The embargo between {buyer} and {event.seller} holds their gas too: not counted here.")
        return
    flow = _flow(ask, event.seller, buyer)
    if flow is None or flow["missing"] is not None:
        why = NOTHING if flow is None else str(flow["missing"])
        for state in (buyer, event.seller):
            ledger.missing[state] = f"gas of {event.seller} to {buyer}: {why}"
        return
    benchmark, price, volume = (_drawn(flow, name, points) for name in ("benchmark", "price", "volume"))
    ledger.rows += [_row(buyer, event.seller, what, flow) for what in UNITS]
    if event.price is not None:
        new = benchmark if event.price == "benchmark" else np.full(points.n, float(event.price))
        ledger.add(buyer, (price - new) * volume)
        ledger.add(event.seller, (new - price) * volume)
        return
    cut = -float(event.percent or 0.0) / 100
    ledger.add(buyer, (price - benchmark) * volume * cut)
    _resold(ask, points, event, price * volume * cut, volume * cut, ledger)


def _resold(ask: Ask, points: Points, event: Gas, lost: Array, volume: Array, ledger: Ledger) -> None:
    """What the seller loses, less what another buyer pays."""
    if event.instead is None or not volume.any():
        ledger.add(event.seller, -lost)
        return
    flow = _flow(ask, event.seller, event.instead)
    if flow is None or np.isnan(flow["price"]):
        ledger.missing[event.seller] = f"no price of its gas to {event.instead} in {ask.year} is on record"
        return
    paid = _drawn(flow, "price", points)
    ledger.rows.append(_row(event.instead, event.seller, "price", flow))
    ledger.add(event.seller, paid * volume - lost)
    ledger.add(event.instead, (_drawn(flow, "benchmark", points) - paid) * volume)


def _flow(ask: Ask, seller: str, buyer: str) -> pd.Series | None:
    rows = flows(ask.world)
    found = rows[rows["seller"].eq(seller) & rows["buyer"].eq(buyer) & rows["year"].eq(ask.year)]
    of_benchmark = str(world_prices(ask.world, GAS).at[ask.year, "source"])
    return None if found.empty else found.assign(benchmark_source=of_benchmark).iloc[0]


def _drawn(flow: pd.Series, name: str, points: Points) -> Array:
    ends = float(flow[f"{name}_low"]), float(flow[name]), float(flow[f"{name}_high"])
    return between(points.uniform(f"energy {name}"), *ends)


def _row(buyer: str, seller: str, what: str, flow: pd.Series) -> tuple[object, ...]:
    year = flow["volume_year"] if what == "volume" else flow["year"]
    basis = "reported" if what == "benchmark" else flow["basis"]
    source = flow["benchmark_source" if what == "benchmark" else "source"]
    note = flow["record"] if what == "volume" else flow["note"] if what == "price" else "European (IMF); range of three"
    ends = flow[f"{what}_low"], flow[f"{what}_high"]
    return (buyer, seller, what, int(year), flow[what], *ends, UNITS[what], basis, source, note)


CHANNEL = Channel(
    name="energy",
    title="Gas rents",
    holds={"gas": "price times volume: the rent"},
    effects=effects,
    parameters=lambda ask: NAMES,
    place=30,
)
