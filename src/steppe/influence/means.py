"""Means: what a power paid out, lent, gave or let through, by year and state, each concept of money by itself.

A loan disbursed, a commitment, a gift, a price below the market, a wage sent home and an arms delivery are different
things in different units: no two of them are added up anywhere. What is a layer of dependence too is read from there,
so that a zero is one where the record is complete and nowhere else. Of a bloc the same concept is summed over its
members, with the basis of its weakest part; an arms share is a share of one whole, so shares of suppliers add up.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from steppe.influence.measure import figures
from steppe.world.actors import Actor, actor
from steppe.world.basis import weakest
from steppe.world.errors import UserError
from steppe.world.world import World

COLUMNS = ("concept", "power", "state", "year", "first_year", "value", "unit", "basis", "source")


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of money: what it is, what it is not, and where its rows are from.

    Either a layer of dependence with the column of its figures, or a query that gives sender, state, year, first_year,
    value, basis, source.
    """

    title: str
    unit: str
    says: str
    query: str = ""
    layer: str = ""
    column: str = "amount"


CONCEPTS = {
    "loans": Concept(
        "Loans disbursed",
        "million current USD",
        "Official loans paid out in the year, grants left out; what was repaid is not taken off. Russia and Ukraine as "
        "borrowers are not in the source",
        layer="lending",
    ),
    "commitments": Concept(
        "Official finance committed",
        "million constant 2021 USD",
        "What Chinese official lenders and donors promised in the year; no disbursements",
        layer="commitments",
    ),
    "aid_military": Concept(
        "Military aid to Ukraine",
        "million EUR",
        "Activities that the Kiel tracker lists with a date; a part is pledged, not delivered",
        "select donor as sender, recipient as state, year, year as first_year, value, basis, source from ukraine_aid "
        "where kind = 'military' and year is not null",
    ),
    "aid_financial": Concept(
        "Financial aid to Ukraine",
        "million EUR",
        "Loans and grants that the Kiel tracker lists with a date",
        "select donor as sender, recipient as state, year, year as first_year, value, basis, source from ukraine_aid "
        "where kind = 'financial' and year is not null",
    ),
    "aid_humanitarian": Concept(
        "Humanitarian aid to Ukraine",
        "million EUR",
        "Activities that the Kiel tracker lists with a date",
        "select donor as sender, recipient as state, year, year as first_year, value, basis, source from ukraine_aid "
        "where kind = 'humanitarian' and year is not null",
    ),
    "gas": Concept(
        "Gas below the European price",
        "USD per 1,000 m³",
        "European price less contract price; below zero where the buyer paid more. Transport is not taken off; a "
        "price, not a payment",
        "select seller as sender, buyer as state, year, year as first_year, gap as value, basis, source "
        "from gas_price_gap",
    ),
    "remittances": Concept(
        "Remittances let through",
        "million current USD",
        "What people sent home from there: permitted by the power, paid by no budget; estimates within wide bands",
        layer="remittances",
    ),
    "arms": Concept(
        "Share of arms received",
        "share",
        "Of all that the state received in the window of years; amounts are closed, so there are none",
        layer="arms",
        column="share",
    ),
}


def means(world: World, power: str, state: str | None = None) -> pd.DataFrame:
    """What a power paid out toward one of the twelve, or toward all of them.

    Parameters
    ----------
    power, state
        Code or name; `EU` is the Union with its members.

    Returns
    -------
    Columns concept, power, state, year, first_year (where the figure is of several years), value, unit, basis, source;
    by concept in the order of `CONCEPTS`, then state and year. Empty where the tables have nothing of the power.

    Raises
    ------
    UserError
        A name is unknown, or the state is the power.
    """
    who = actor(world, power)
    toward = world.group("twelve") if state is None else actor(world, state).members
    states = [one for one in toward if one not in who.members]
    if not states:
        raise UserError(f"{state} is {who.title} or a part of it; name another state")
    parts = [
        _of_layer(world, name, who, states) if CONCEPTS[name].layer else _rows(world, name, who.members, states)
        for name in CONCEPTS
    ]
    found = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    return found.assign(power=who.name)[list(COLUMNS)]


def _of_layer(world: World, name: str, who: Actor, states: list[str]) -> pd.DataFrame:
    """Figures of a layer: one a state and year, or one a window of years where the layer has windows."""
    concept = CONCEPTS[name]
    rows = figures(world, states, who.name, concept.layer)
    rows = rows[rows[concept.column].notna()]
    first, last = rows["when"].str[:4].astype(int), rows["when"].str[-2:].astype(int)  # of `2020` or `2020–24`
    rows = rows.assign(first_year=first, year=first // 100 * 100 + last, value=rows[concept.column].astype(float))
    rows = rows.drop_duplicates(["state", "first_year", "year"]).sort_values(["state", "year"])
    return rows[["state", "year", "first_year", "value", "basis", "source"]].assign(concept=name, unit=concept.unit)


def _rows(world: World, name: str, senders: tuple[str, ...], states: list[str]) -> pd.DataFrame:
    concept = CONCEPTS[name]
    rows = world.sql(
        f"select * from ({concept.query}) where list_contains($1::varchar[], sender) "
        "and list_contains($2::varchar[], state) and sender <> state",
        [list(senders), states],
    )
    grouped = rows.groupby(["state", "year", "first_year"], as_index=False).agg(
        value=("value", "sum"), basis=("basis", weakest), source=("source", _together)
    )
    return grouped.assign(concept=name, unit=concept.unit)


def _together(cells: pd.Series[str]) -> str:
    return ";".join(sorted({one for cell in cells for one in cell.split(";")}))
