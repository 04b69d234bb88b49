"""Queries on the layers of influence: Chinese commitments, the discount on Russian gas, students, visits, remittances.

Commitments are in constant dollars of 2021; where they are set against a national product, it is that of 2021, so that
both have the same prices.
"""

from __future__ import annotations

from typing import Literal

import pandas as pd

from steppe.evidence.queries._flows import StatesLike, label, states_of
from steppe.evidence.query import Measurement, NoData, query
from steppe.world.sources import weo
from steppe.world.world import World

PRICES_OF = 2021
LAG = 3
"""Years of commitments, the year of the visit included, against which visits are set."""


# ------------------------------------------------------------------------------------------------- commitments
@query("finance/commitments")
def commitments(world: World, *, recipients: StatesLike, year_from: int, year_to: int) -> Measurement:
    """What Chinese official lenders committed to states over a span of years, in million USD of 2021."""
    rows = _commitments(world, recipients, year_from, year_to)
    note = f"{int(rows['records'].sum())} records, {int(rows['unvalued'].sum())} of them without an amount"
    return Measurement(float(rows["value"].sum()), "million USD of 2021", rows, note)


@query("finance/commitments_of_product")
def commitments_of_product(world: World, *, recipients: StatesLike, year_from: int, year_to: int) -> Measurement:
    """Yearly mean of Chinese commitments to states in per cent of what they produced in 2021."""
    rows = _commitments(world, recipients, year_from, year_to)
    states = states_of(world, recipients, year_from)
    product = world.sql(
        "select state, value, source, basis from macro where concept = 'gdp_usd' and source = ? and year = ? "
        "and list_contains(?::varchar[], state)",
        [weo(world), PRICES_OF, list(states)],
    )
    if set(product["state"]) != set(states):
        raise NoData(f"no product of {', '.join(sorted(set(states) - set(product['state'])))} in {PRICES_OF}")
    mean = float(rows["value"].sum()) / (year_to - year_from + 1)
    used = pd.concat([rows, product], ignore_index=True)[["value", "source", "basis"]]
    note = f"{mean / 1000:.2f} bn USD a year"
    return Measurement(100 * mean / float(product["value"].sum()), "% of GDP", used, note)


@query("finance/largest_commitment")
def largest_commitment(world: World, *, recipient: str, year_from: int, year_to: int) -> Measurement:
    """The largest Chinese commitment to one borrower on one day, in bn USD of 2021; the note names the first three."""
    rows = world.sql(
        "from development_deals where recipient = ? and year between ? and ? order by value desc, date",
        [recipient, year_from, year_to],
    )
    if rows.empty:
        raise NoData(f"no large commitment to {recipient} between {year_from} and {year_to}")
    note = "; ".join(f"{row.borrower} {row.year}: {row.value / 1000:.2f}" for row in rows.head(3).itertuples())
    return Measurement(float(rows["value"].iloc[0]) / 1000, "bn USD", rows, f"{note} (USD of 2021)")


def _commitments(world: World, recipients: StatesLike, year_from: int, year_to: int) -> pd.DataFrame:
    """Rows of commitments; a year without a row, among those that the source covers, is one without a commitment."""
    covered = world.sql("select min(year) as a, max(year) as b from development_finance")
    if covered["a"].isna().any():
        raise NoData("the table has no commitments")
    if year_from < covered["a"].iloc[0] or year_to > covered["b"].iloc[0]:
        raise NoData(f"commitments are known from {covered['a'].iloc[0]} to {covered['b'].iloc[0]}")
    rows = world.sql(
        "from development_finance where list_contains(?::varchar[], recipient) and year between ? and ?",
        [list(states_of(world, recipients, year_from)), year_from, year_to],
    )
    if rows.empty:
        raise NoData(f"no commitment to {label(recipients)} between {year_from} and {year_to}")
    return rows


# ------------------------------------------------------------------------------------------------- gas
@query("energy/discount")
def discount(world: World, *, buyer: str, year_from: int, year_to: int) -> Measurement:
    """Mean of European price less contract price of Russian gas; prices of low confidence are not used."""
    rows = world.sql(
        "from gas_price_gap where buyer = ? and year between ? and ? and confidence <> 'low' order by year",
        [buyer, year_from, year_to],
    )
    missing = sorted(set(range(year_from, year_to + 1)) - set(rows["year"]))
    if missing:
        raise NoData(f"no price of medium or high confidence for {buyer} in {', '.join(map(str, missing))}")
    note = ", ".join(f"{row.year}: {row.gap:.0f}" for row in rows.itertuples())
    return Measurement(float(rows["gap"].mean()), "USD per 1,000 m³", rows, note)


# ------------------------------------------------------------------------------------------------- people
@query("culture/students_ahead")
def students_ahead(world: World, *, origins: StatesLike, year: int) -> Measurement:
    """Whether a state has more students in Russia (UNESCO) than in China (AidData), by state."""
    wanted = states_of(world, origins, year)
    russia = world.sql(
        "select origin as state, value, source, basis from students where destination = 'RUS' and year = ? "
        "and list_contains(?::varchar[], origin)",
        [year, list(wanted)],
    )
    china = world.sql(
        "select receiver as state, value, source, basis from public_diplomacy where indicator = 'students_in_china' "
        "and year = ? and list_contains(?::varchar[], receiver)",
        [year, list(wanted)],
    )
    here, there = russia.set_index("state")["value"], china.set_index("state")["value"]
    both = [state for state in wanted if state in here.index and state in there.index]
    if not both:
        raise NoData(f"no state has a count of students in Russia and in China for {year}")
    lacking = [state for state in wanted if state not in both]
    note = "; ".join(f"{state} {here[state]:,.0f} against {there[state]:,.0f}" for state in both)
    note += f"; no pair of counts for {', '.join(lacking)}" if lacking else ""
    used = pd.concat([russia, china], ignore_index=True)
    return Measurement({state: bool(here[state] > there[state]) for state in both}, "", used, note)


@query("culture/visits_and_money")
def visits_and_money(
    world: World, *, states: StatesLike, year_from: int, year_to: int, across: Literal["states", "years"]
) -> Measurement:
    """Rank correlation of Chinese commitments with visits of officials, across states or across the years of a state.

    Across states: sums of the span. Across years: visits of a year against the commitments of three years up to it,
    both less the state's own mean.
    """
    wanted = list(states_of(world, states, year_from))
    visits = world.sql(
        "from public_diplomacy where indicator = 'elite_visits' and year between ? and ? "
        "and list_contains(?::varchar[], receiver)",
        [year_from, year_to, wanted],
    )
    money = _commitments(world, wanted, year_from - (LAG - 1 if across == "years" else 0), year_to)
    wide = visits.pivot(index="year", columns="receiver", values="value").reindex(range(year_from, year_to + 1))
    if wide.isna().any().any() or set(wide.columns) != set(wanted):
        raise NoData(f"visits to {label(states)} are not known for every state and year, {year_from} to {year_to}")
    sums = money.pivot(index="year", columns="recipient", values="value").reindex(columns=wide.columns)
    if across == "states":
        pairs = pd.DataFrame({"visits": wide.sum(), "money": sums.sum()})
    else:
        lagged = sums.reindex(range(year_from - LAG + 1, year_to + 1)).fillna(0.0).rolling(LAG).sum().loc[wide.index]
        pairs = pd.DataFrame({"visits": (wide - wide.mean()).stack(), "money": (lagged - lagged.mean()).stack()})
    used = pd.concat([visits, money], ignore_index=True)[["value", "source", "basis"]]
    correlation = float(pairs.rank().corr().loc["visits", "money"])
    return Measurement(correlation, "correlation", used, f"{len(pairs)} pairs")


# ------------------------------------------------------------------------------------------------- remittances
@query("remittances/estimated")
def estimated(world: World, *, sender: str, receivers: StatesLike, year: int) -> Measurement:
    """Money sent home as the calibrated series has it, in billion USD; the note gives the sum of the bands."""
    wanted = states_of(world, receivers, year)
    rows = world.sql(
        "from remittances_series where sender = ? and year = ? and list_contains(?::varchar[], receiver)",
        [sender, year, list(wanted)],
    )
    if set(rows["receiver"]) != set(wanted):
        raise NoData(f"no estimate of what {sender} sent to each of {', '.join(wanted)} in {year}")
    low, high = rows["low"].sum() / 1000, rows["high"].sum() / 1000
    return Measurement(float(rows["value"].sum() / 1000), "billion USD", rows, f"between {low:.1f} and {high:.1f}")
