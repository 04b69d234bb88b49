"""Ties other than trade: energy, remittances, migrants and language.

Gas is implied where no volume is quoted: bcm = exports in million USD / price in USD per 1,000 m³. That holds for a
seller that sells the buyer little but gas, and is no better than the price: prices of low confidence are not used.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from steppe.evidence.queries._flows import StatesLike, states_of
from steppe.evidence.query import Measurement, NoData, query
from steppe.world.errors import UserError
from steppe.world.sources import weo
from steppe.world.world import World

RECEIPTS = "wb-remittances"
"""The record of money received."""
FUELS = 3
"""SITC section 3: mineral fuels, lubricants and related materials."""


# ------------------------------------------------------------------------------------------------- energy
@query("energy/implied_gas")
def implied_gas(world: World, *, seller: str, buyer: str, year: int) -> Measurement:
    """Gas sold in a year, in bcm, as the value of the seller's exports over the price of its gas."""
    goods = world.sql("from trade where exporter = ? and importer = ? and year = ?", [seller, buyer, year])
    prices = world.sql(
        "from energy_prices where series = 'gas_export_price' and seller = ? and buyer = ? and year = ? "
        "and period = 'year' and value > 0 and confidence <> 'low'",
        [seller, buyer, year],
    )
    if goods.empty or prices.empty:
        lacking = "exports" if goods.empty else "price of medium or high confidence for gas"
        raise NoData(f"no {lacking} of {seller} to {buyer} in {year}")
    price = float(prices["value"].mean())
    rows = pd.concat([goods[["value", "source", "basis"]], prices[["value", "source", "basis"]]], ignore_index=True)
    worth = float(goods["value"].sum())
    note = f"{worth / 1000:.2f} bn USD at {price:.0f} USD per 1,000 m³"
    return Measurement(worth / price, "bcm", rows, note)


@query("energy/buyer_rank")
def buyer_rank(world: World, *, seller: str, buyer: str, year: int) -> Measurement:
    """Place of a buyer among those for whom a volume of pipeline gas is quoted in a year."""
    rows = world.sql(
        "from quoted where layer = 'energy' and subject = ? and period = ? and indicator like 'pipeline gas exports%'",
        [seller, str(year)],
    )
    volumes = rows.groupby("partner")["value"].max().sort_values(ascending=False)
    if buyer not in volumes.index or len(volumes) < 2:
        raise NoData(f"gas of {seller} in {year} is quoted for {', '.join(volumes.index) or 'no buyer'} only")
    note = ", ".join(f"{name} {volume:.4g}" for name, volume in volumes.items())
    return Measurement(int((volumes > volumes[buyer]).sum()) + 1, "rank", rows, f"{note} bcm")


@query("energy/quoted_gas_share")
def quoted_gas_share(world: World, *, buyer: str, seller: str, indicator: str, period: str) -> Measurement:
    """Per cent of a buyer's quoted pipeline gas that comes from one seller."""
    rows = world.sql("from quoted where partner = ? and indicator = ? and period = ?", [buyer, indicator, period])
    if seller not in set(rows["subject"]):
        raise NoData(f"no {indicator} from {seller} in {period}")
    part = rows.loc[rows["subject"] == seller, "value"].sum()
    return Measurement(100 * float(part / rows["value"].sum()), "%", rows, f"of {', '.join(sorted(rows['subject']))}")


@query("energy/fuel_share")
def fuel_share(world: World, *, of: str, partner: str, flow: str, year: int) -> Measurement:
    """Per cent of a state's exports or imports of fuels that run with a partner."""
    rows, by_partner = _fuels(world, of, flow, year)
    share = 100 * float(by_partner.get(partner, 0.0) / by_partner.sum())
    return Measurement(share, "%", rows, "as reported by the exporter")


@query("energy/fuel_rank")
def fuel_rank(world: World, *, of: str, partner: str, flow: str, year: int) -> Measurement:
    """Place of a partner in a state's exports or imports of fuels."""
    rows, by_partner = _fuels(world, of, flow, year)
    if partner not in by_partner.index:
        raise NoData(f"no {flow} of fuels of {of} with {partner} in {year}")
    note = ", ".join(f"{name} {value / 1000:.2f}" for name, value in by_partner.head(3).items())
    return Measurement(int((by_partner > by_partner[partner]).sum()) + 1, "rank", rows, f"first: {note} bn USD")


@query("energy/fuel_weight")
def fuel_weight(world: World, *, of: str, year: int) -> Measurement:
    """Per cent of a state's exports of goods that are fuels."""
    rows = world.sql("from trade_sections where exporter = ? and year = ?", [of, year])
    if rows.empty:
        raise NoData(f"no exports of {of} by section in {year}")
    fuels = rows.loc[rows["section"] == FUELS, "value"].sum()
    return Measurement(100 * float(fuels / rows["value"].sum()), "%", rows, "as reported by the exporter")


def _fuels(world: World, of: str, flow: str, year: int) -> tuple[pd.DataFrame, pd.Series[float]]:
    """Rows of a state's trade in fuels, and its sum by partner, largest first."""
    ends = {"exports": ("exporter", "importer"), "imports": ("importer", "exporter")}
    if flow not in ends:
        raise UserError(f'flow is exports or imports, not "{flow}"')
    here, there = ends[flow]
    rows = world.sql(f"from trade_sections where {here} = ? and section = ? and year = ?", [of, FUELS, year])
    if rows.empty:
        raise NoData(f"no {flow} of fuels of {of} in {year}")
    return rows, rows.groupby(there)["value"].sum().sort_values(ascending=False)


# ------------------------------------------------------------------------------------------------- remittances
@query("remittances/quoted_part")
def quoted_part(
    world: World, *, subject: str, indicator: str, part: str, share: str, period: str, most: Sequence[str] = ()
) -> Measurement:
    """A quoted total times a quoted share of it, in billion USD; plus all that `most` received from anywhere."""
    rows = world.sql(
        "from quoted where period = ? and ((subject = ? and indicator = ?) or (subject = ? and indicator = ?))",
        [period, subject, indicator, part, share],
    )
    total, percent = rows[rows["indicator"] == indicator], rows[rows["indicator"] == share]
    if len(total) != 1 or len(percent) != 1:
        raise NoData(f"{period}: needs one figure each, not {len(total)} ({indicator}) and {len(percent)} ({share})")
    whole, fraction = float(total["value"].iloc[0]), float(percent["value"].iloc[0])
    if total["unit"].iloc[0] != "USD bn":
        raise NoData(f"{indicator} is quoted in {total['unit'].iloc[0]}, not in billion USD")
    rest = world.sql(
        "from remittance_receipts where source = ? and year = ? and list_contains(?::varchar[], state)",
        [RECEIPTS, int(period), list(most)],
    )
    if set(rest["state"]) != set(most):
        raise NoData(f"no receipts of {', '.join(sorted(set(most) - set(rest['state'])))} in {period}")
    others = float(rest["value"].sum() / 1000)
    note = f"{fraction:g} % of {whole:g}" + (f", and at most {others:.2f} to {', '.join(most)}" if most else "")
    used = pd.concat([rows, rest], ignore_index=True)[["value", "source", "basis"]]
    return Measurement(whole * fraction / 100 + others, "billion USD", used, note)


@query("remittances/flow")
def flow(world: World, *, sender: str, receivers: StatesLike, year: int) -> Measurement:
    """Money sent home from a state to all states of a group, in billion USD, where a record has every pair."""
    rows, states = _sent(world, sender, receivers, year)
    return Measurement(float(rows["value"].sum() / 1000), "billion USD", rows, f"to {', '.join(states)}")


@query("remittances/gdp_share")
def gdp_share(
    world: World, *, states: StatesLike, year: int, sender: str | None = None, together: bool = False
) -> Measurement:
    """Money received, from all senders or from one, in per cent of the national product; by state, or together."""
    wanted = states_of(world, states, year)
    if sender is None:
        rows = world.sql(
            "from remittance_receipts where source = ? and year = ? and list_contains(?::varchar[], state)",
            [RECEIPTS, year, list(wanted)],
        )
    else:
        rows = _sent(world, sender, states, year)[0].rename(columns={"receiver": "state"})
    product = world.sql(
        "select state, value, source, basis from macro where concept = 'gdp_usd' and unit = 'million current USD' "
        "and source = ? and year = ? and list_contains(?::varchar[], state)",
        [weo(world), year, list(wanted)],
    )
    received, gdp = rows.set_index("state")["value"], product.set_index("state")["value"]
    served = [state for state in wanted if state in received.index and state in gdp.index]
    if not served:
        raise NoData(f"no receipts of {', '.join(wanted)} in {year}")
    lacking = [state for state in wanted if state not in served]
    used = pd.concat([rows, product], ignore_index=True)[["value", "source", "basis"]]
    note = f"no receipts recorded for {', '.join(lacking)}" if lacking else ""
    if together:
        return Measurement(100 * float(received[served].sum() / gdp[served].sum()), "% of GDP", used, note)
    return Measurement({s: 100 * float(received[s] / gdp[s]) for s in served}, "% of GDP", used, note)


def _sent(world: World, sender: str, receivers: StatesLike, year: int) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Rows of the first record, in alphabetical order, that has what a state sent to every state of a group."""
    states = states_of(world, receivers, year)
    rows = world.sql(
        "from remittances where sender = ? and year = ? and list_contains(?::varchar[], receiver)",
        [sender, year, list(states)],
    )
    for _, record in rows.groupby("source"):
        if set(record["receiver"]) == set(states):
            return record.reset_index(drop=True), states
    raise NoData(f"no record has what {sender} sent to each of {', '.join(states)} in {year}")


# ------------------------------------------------------------------------------------------------- migrants
@query("labour/total")
def total(world: World, *, indicator: str, states: StatesLike, year: int, period: str) -> Measurement:
    """Migrants of a group's states by one count, in millions; states without a figure are named in the note."""
    wanted = states_of(world, states, year)
    rows = world.sql(
        "from labour where indicator = ? and year = ? and period = ? and region = 'RUS' and value is not null "
        "and list_contains(?::varchar[], origin)",
        [indicator, year, period, list(wanted)],
    )
    if rows.empty:
        raise NoData(f"no {indicator} of {', '.join(wanted)} in {year} {period}")
    lacking = sorted(set(wanted) - set(rows["origin"]))
    note = f"without {', '.join(lacking)}, of which there is no figure" if lacking else ""
    return Measurement(float(rows["value"].sum() / 1e6), "million", rows, note)


@query("labour/travel_advice")
def travel_advice(world: World, *, states: StatesLike, start: str, end: str) -> Measurement:
    """How many governments of a group formally advised their citizens against travel to Russia between two days."""
    wanted = states_of(world, states, int(end[:4]))
    rows = world.sql(
        "from labour where indicator = 'policy_change' and note ilike '%travel advice%' and period between ? and ? "
        "and list_contains(?::varchar[], origin) order by period",
        [start, end, list(wanted)],
    )
    note = ", ".join(f"{row.origin} {row.period}" for row in rows.itertuples())
    return Measurement(rows["origin"].nunique(), "governments", rows, note)


# ------------------------------------------------------------------------------------------------- language
@query("language/used")
def used(world: World, *, language: str, states: StatesLike, at_least: float) -> Measurement:
    """Whether a language is used by at least so many per cent in each state; 0 asks whether it is recorded at all."""
    wanted = states_of(world, states, 2020)
    rows = world.sql(
        "from languages where language = ? and list_contains(?::varchar[], state)", [language, list(wanted)]
    )
    share = 100 * rows.set_index("state")["share"]
    note = ", ".join(f"{state} {share[state]:.0f} %" if state in share.index else f"{state} none" for state in wanted)
    return Measurement(
        {state: state in share.index and bool(share[state] >= at_least) for state in wanted}, "", rows, note
    )


@query("language/only_common")
def only_common(world: World, *, language: str, states: StatesLike) -> Measurement:
    """Whether a language is the only one recorded in every state of a group."""
    wanted = states_of(world, states, 2020)
    rows = world.sql("from languages where list_contains(?::varchar[], state)", [list(wanted)])
    spread = rows.groupby("language")["state"].nunique()
    common: Sequence[str] = sorted(spread[spread == len(wanted)].index)
    return Measurement(list(common) == [language], "", rows, f"in all {len(wanted)}: {', '.join(common) or 'none'}")
