"""Readers of the energy layers: pipeline gas bought and sold, and the price of Russian gas.

*Gas*: volumes between two states, both directions added. A share needs every large partner of the year on record, which
holds for Armenia (customs, all suppliers) and for Turkmenistan in years in which Russia and China are both known; in
all other cases the volume stands alone, because a share of what happens to be on record would mislead. Where a pair has
several records of a year, the most trusted stands, the note names the others, and the share has a range over them, the
other partners as they stand.

*Price*: what the state saves on a thousand cubic metres against the European price: the inducement of the seller.
"""

from __future__ import annotations

import pandas as pd

from steppe.influence.flows import PAIR, between, totals, with_shares
from steppe.influence.layer import Ask, Coverage, Reading, blocs, rows_of
from steppe.world.basis import weakest
from steppe.world.layers import LAYERS
from steppe.world.tables import remembered
from steppe.world.ties import chosen
from steppe.world.world import World

MAIN_PARTNERS = {"TKM": frozenset({"RUS", "CHN"}), "ARM": frozenset({"RUS", "IRN"})}
"""States whose large gas partners are known: a year counts where all of them have a record."""
LAST_YEAR = 2024
NO_SHARE = "not every large gas partner of the year is on record, so there is a volume but no share"


def energy(ask: Ask) -> Reading:
    """Gas bought and sold."""
    pairs = _volumes(ask.world)
    pairs = pairs[pairs["state"].isin(ask.states)]
    complete = _complete(pairs)
    met = between(pairs, ask.actors)
    rows = _ranged(with_shares(met, totals(pairs, ask.actors)), pairs, ask)
    whole = pd.Series([key in complete for key in zip(rows["state"], rows["year"], strict=True)], index=rows.index)
    rows[["share", "low", "high"]] = rows[["share", "low", "high"]].where(whole.astype(bool))
    rows["basis"] = rows["basis"].where(whole.astype(bool), rows[PAIR].merge(met, on=PAIR)["basis"])
    rows["why"] = pd.Series(NO_SHARE, index=rows.index).where(~whole.astype(bool), None)
    years = frozenset(pairs["year"].astype(int))
    coverage = Coverage(
        years=frozenset(range(2000, LAST_YEAR + 1)),
        years_why=f"volumes of pipeline gas by buyer were found up to {LAST_YEAR}",
        states=frozenset(pairs["state"]) - blocs(ask.actors),
        states_why="no volume of pipeline gas by partner was found for the state",
        absent="no record of gas between the two in this year was found, which does not prove that none flowed",
    )
    return Reading(rows_of(rows[rows["year"].isin(years)]), coverage)


def _complete(pairs: pd.DataFrame) -> set[tuple[str, int]]:
    """State-years in which all large partners have a record."""
    seen = pairs.groupby(["state", "year"])["partner"].agg(set)
    return {(state, year) for (state, year), met in seen.items() if MAIN_PARTNERS.get(state, {""}) <= met}


@remembered(maxsize=4)
def volumes(world: World) -> pd.DataFrame:
    """Volumes by seller, buyer and year: the most trusted record, or the mean of equals.

    Returns
    -------
    Columns seller, buyer, year, value, least and most (on record), source, basis, note, record.
    """
    frame = world.sql(
        f"""
        with spans as (
            select seller, buyer, year, min(value) as least, max(value) as most,
                   case when count(*) > 1 then
                       ' (on record: ' || string_agg(record || ' ' || round(value, 2), '; ' order by record) || ')'
                   end as others
            from gas_trade group by all
        )
        select *, 'confidence ' || confidence as said
        from (from gas_trade {chosen(LAYERS["energy"])}) join spans using (seller, buyer, year) order by all
        """
    )
    return (
        frame.assign(note=frame["said"] + frame["others"].fillna(""))
        .groupby(["seller", "buyer", "year", "least", "most"], as_index=False)
        .agg(
            value=("value", "mean"),
            source=("source", "first"),
            basis=("basis", weakest),
            note=("note", "first"),
            record=("record", "first"),
        )
    )


@remembered(maxsize=4)
def _volumes(world: World) -> pd.DataFrame:
    """Volumes from both sides."""
    frame = volumes(world)
    sold = frame.rename(columns={"seller": "state", "buyer": "partner"})
    bought = frame.rename(columns={"buyer": "state", "seller": "partner"})
    both = pd.concat([sold, bought], ignore_index=True)
    return both[["state", "partner", "year", "value", "least", "most", "source", "basis", "note", "record"]]


def _ranged(rows: pd.DataFrame, pairs: pd.DataFrame, ask: Ask) -> pd.DataFrame:
    """Rows with whose record stands, and the share that the least and the most on record would give, if they differ."""
    rest = rows["amount"] / rows["share"] - rows["amount"]
    for end, name in (("least", "low"), ("most", "high")):
        other = between(pairs.assign(value=pairs[end]), ask.actors)[[*PAIR, "amount"]]
        amount = rows[PAIR].merge(other, on=PAIR, how="left")["amount"]
        rows[name] = (amount / (rest + amount)).where(amount.ne(rows["amount"]))
    rows = rows.merge(pairs[[*PAIR, "record"]], on=PAIR, how="left")
    several = rows["low"].notna() | rows["high"].notna()
    for name in ("low", "high"):
        rows[name] = rows[name].fillna(rows["share"]).where(several)
    return rows


def gas_price(ask: Ask) -> Reading:
    """Discount on the price of gas."""
    gaps = ask.world.sql(
        "select buyer as state, seller as partner, year, gap as amount, source, basis, "
        "'contract ' || round(price) || ', European ' || round(benchmark) || ' USD; confidence ' || confidence as note "
        "from gas_price_gap"
    )
    gaps = gaps[gaps["state"].isin(ask.names) & gaps["partner"].isin(ask.names) & gaps["year"].isin(ask.years)]
    buyers = ask.world.sql("select distinct buyer from gas_price_gap")["buyer"]
    coverage = Coverage(
        years=frozenset(range(2005, 2025)),
        years_why="contract prices of gas were found only from 2005 on",
        states=frozenset(buyers),
        states_why="no contract price of gas was found for the state as a buyer",
        partners=frozenset({"RUS"}),
        partners_why="the price of gas is compared only for Russia as the seller",
        absent="no contract price for this year was found",
    )
    return Reading(rows_of(gaps, why="a discount is not a share of a total"), coverage)
