"""Pipeline gas by year, seller and buyer: volume, price, benchmark, and the rent between the two.

    rent = (b - p) q

with benchmark b and price p in USD per thousand cubic metres and volume q in billion cubic metres, which gives million
USD: what the buyer saves against b, and what the seller forgoes. b is the IMF's European price. Beside it stand the
German border price (a ratio to it) and Gazprom's average price abroad, and the rent has a range over the three. A state
nearer to the fields might not have to pay Europe's price, since transport is not taken off: upper bounds.

*Price*: the contract price of a whole year; where only parts of a year are on record, their mean, `derived`. *Volume*:
the most trusted record of the year; else a rounded one from general knowledge (`gas_volumes_assumed`), or the latest on
record of the years before, either of which makes the rent `assumed`. A year without a price has no rent.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from steppe.influence.bases import base
from steppe.influence.pipes import routes
from steppe.influence.readers.energy import volumes
from steppe.influence.size import OLDEST
from steppe.world.actors import actor
from steppe.world.basis import weakest
from steppe.world.dates import Years, as_years
from steppe.world.errors import UserError
from steppe.world.prices import GAS, world_prices
from steppe.world.tables import remembered
from steppe.world.world import World

FLOW = ["seller", "buyer", "year"]
EUROPEAN, BORDER, ABROAD = "European (IMF)", "German border", "Gazprom abroad"
BTU = 35.7
"""Million Btu in a thousand cubic metres, as in the recipe of `gas_price_gap`."""
FIRST, LAST = 2005, 2024
VOLUME = ("volume", "volume_low", "volume_high", "volume_year", "record", "volume_source", "volume_basis")
COLUMNS = (
    *FLOW,
    *("volume", "volume_low", "volume_high", "volume_year", "record"),
    *("price", "price_low", "price_high", "benchmark", "benchmark_low", "benchmark_high"),
    *("rent", "rent_low", "rent_high", "basis", "source", "note", "missing"),
)


@remembered(maxsize=4)
def benchmarks(world: World) -> pd.DataFrame:
    """Prices that gas is set against, USD per thousand cubic metres: a row a year, a column a benchmark."""
    gas = world_prices(world, GAS)
    european = (gas.loc[gas["status"].eq("actual"), "value"] * BTU).round(1)
    border = world.sql("select year, ratio from gas_benchmarks where series = 'german_border'").set_index("year")
    abroad = world.sql(
        "select year, avg(value) as price from energy_prices where series = 'gas_export_average_far_abroad' "
        "and period = 'year' group by all"
    ).set_index("year")["price"]
    made = pd.DataFrame({EUROPEAN: european, BORDER: border["ratio"] * european, ABROAD: abroad})
    return made[made[EUROPEAN].notna()].sort_index()


@remembered(maxsize=4)
def prices(world: World) -> pd.DataFrame:
    """Prices by seller, buyer and year: price, price_low, price_high, price_basis, price_source, price_note."""
    contracts = world.sql(
        "select seller, buyer, year, price, price_low, price_high, basis as price_basis, source as price_source, "
        "coalesce(note, '') as price_note from gas_price_gap"
    )
    sold = world.sql(
        """
        with whole as (
            select seller, buyer, year, avg(value) as price, min(value_low) as price_low, max(value_high) as price_high,
                   any_value(basis) as price_basis, any_value(source) as price_source,
                   coalesce(any_value(note), '') as price_note
            from energy_prices where series = 'gas_export_price' and period in ('year', 'contract')
                 and value is not null group by all),
        parts as (
            select seller, buyer, year, avg(value) as price, min(value) as price_low, max(value) as price_high,
                   'derived' as price_basis, any_value(source) as price_source,
                   'mean of ' || string_agg(period, ' and ' order by period) as price_note
            from energy_prices where series = 'gas_export_price' and period not in ('year', 'contract')
                 and value is not null group by all)
        from whole union all by name from parts anti join whole using (seller, buyer, year)
        """
    )
    return pd.concat([contracts, sold], ignore_index=True)


@remembered(maxsize=4)
def flows(world: World) -> pd.DataFrame:
    """Every volume and every price by seller, buyer and year with the rent, columns `COLUMNS`, from 2005 to 2024."""
    priced, known = prices(world), _recorded(world)
    pairs = pd.concat([priced[FLOW], known[FLOW]]).drop_duplicates()
    pairs = pairs[pairs["year"].between(FIRST, LAST)]
    rows = pairs.merge(priced, on=FLOW, how="left").merge(known, on=FLOW, how="left")
    rows = _stood_in(world, rows, known)
    marks = benchmarks(world)
    rows = rows.merge(marks[[EUROPEAN]].rename(columns={EUROPEAN: "benchmark"}), left_on="year", right_index=True)
    ends = pd.DataFrame({"benchmark_low": marks.min(axis=1), "benchmark_high": marks.max(axis=1)})
    rows = rows.merge(ends, left_on="year", right_index=True)
    rows["rent"] = (rows["benchmark"] - rows["price"]) * rows["volume"]
    for end in ("low", "high"):
        rows[f"rent_{end}"] = (rows[f"benchmark_{end}"] - rows["price"]) * rows["volume"]
    return _told(rows).sort_values(FLOW, ignore_index=True)[list(COLUMNS)]


def _recorded(world: World) -> pd.DataFrame:
    """Volumes on record, most trusted first; a volume of zero is one."""
    known = volumes(world).rename(columns={"value": "volume", "source": "volume_source", "basis": "volume_basis"})
    ends = known.rename(columns={"least": "volume_low", "most": "volume_high"})
    ends = ends.assign(volume_year=ends["year"].astype(float))
    return ends[[*FLOW, *VOLUME]]


def _stood_in(world: World, rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Volumes of years without a record: the rounded one that is assumed, else the latest of the years before."""
    names = {"value": "volume", "value_low": "volume_low", "value_high": "volume_high"}
    rounded = world.table("gas_volumes_assumed").rename(columns={**names, "source": "volume_source"})
    rounded = rounded.assign(record="general knowledge", volume_basis="assumed", volume_year=rounded["year"])
    before = known.assign(volume_basis="assumed").sort_values("year")
    gaps = rows.loc[rows["volume"].isna(), FLOW].reset_index().sort_values("year")
    old = pd.merge_asof(gaps, before, on="year", by=FLOW[:2], tolerance=OLDEST, allow_exact_matches=False)
    new = gaps.merge(rounded, on=FLOW, how="left")
    filled = new.set_index("index")[list(VOLUME)].combine_first(old.set_index("index")[list(VOLUME)])
    rows = rows.astype({name: object for name in VOLUME})
    rows.loc[filled.index, list(VOLUME)] = filled.astype(object)
    return rows.astype({name: float for name in VOLUME[:4]})


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    """Basis, source, note and the reason why there is no rent."""
    known = rows["rent"].notna()
    bases = [
        weakest((price, volume, "derived")) if there else volume if isinstance(volume, str) else price
        for price, volume, there in zip(rows["price_basis"], rows["volume_basis"], known, strict=True)
    ]
    cited = [
        ";".join(dict.fromkeys(one for one in pair if isinstance(one, str)))
        for pair in zip(rows["price_source"], rows["volume_source"], strict=True)
    ]
    why = pd.Series("no price of the year is on record", index=rows.index)
    why = why.mask(rows["price"].notna(), f"no volume is on record for the year or the {OLDEST} before")
    return rows.assign(
        basis=bases, source=cited, note=rows["price_note"].fillna(""), missing=why.astype(object).where(~known, None)
    )


def book(world: World, state: str, years: Years = None) -> pd.DataFrame:
    """A state's books of gas by year: whom it sold to and bought from, at what price against the benchmark.

    Parameters
    ----------
    state
        A state by code or name.
    years
        One year, a span or several; all from 2005 to 2024 by default.

    Returns
    -------
    One row a side, partner and year, columns side (`sells` or `buys`), partner, year, those of `flows`, and share: the
    rent over the state's GDP, a gain positive, so that a seller's discount is negative.

    Raises
    ------
    UserError
        The state is unknown, or has neither sold nor bought gas on record in these years.

    Examples
    --------
    >>> from steppe.world.load import load
    >>> mine = book(load(), "TKM", 2010)
    >>> mine[["side", "partner", "price", "volume", "basis"]].values.tolist()
    [['sells', 'CHN', 200.0, 3.6, 'assumed'], ['sells', 'RUS', 250.0, 10.0, 'derived']]
    """
    code = world.state(state)
    chosen = as_years(years) if years is not None else tuple(range(FIRST, LAST + 1))
    rows = flows(world)
    rows = rows[rows["year"].isin(chosen)]
    sold = rows[rows["seller"].eq(code)].rename(columns={"buyer": "partner"}).assign(side="sells", sign=-1.0)
    bought = rows[rows["buyer"].eq(code)].rename(columns={"seller": "partner"}).assign(side="buys", sign=1.0)
    both = pd.concat([sold, bought], ignore_index=True)
    if both.empty:
        raise UserError(f"{code} has neither sold nor bought pipeline gas on record in these years; try another state")
    gdp = base(world, "gdp", (actor(world, code),), tuple(int(year) for year in both["year"]))[0]
    both = both.assign(share=both["sign"] * both["rent"] / gdp)
    order = [name for name in COLUMNS if name not in FLOW]
    both = both.sort_values(["side", "partner", "year"], ascending=[False, True, True], ignore_index=True)
    return both[["side", "partner", "year", *order, "share"]]


def replacing(world: World, state: str, year: int) -> pd.DataFrame:
    """Who could take the place of a state as seller, or of its sellers, over the lines at the end of a year.

    Returns
    -------
    One row for each pair on record in the year and each other state that could take a place in it: side, partner,
    volume (billion m³, NaN where it is not on record), instead (another buyer of what the state sells, another seller
    of what it buys), reach (billion m³ a year that lines could bring, were all empty; `steppe.influence.pipes`). A line
    says nothing of gas to fill it or of a price.
    """
    code = world.state(state)
    mine = book(world, code, year)
    mine = mine[mine["volume"].isna() | mine["volume"].gt(0)]
    sellers, buyers = (sorted(set(flows(world)[end])) for end in ("seller", "buyer"))
    sold = routes(world, year, [code], [one for one in buyers if one != code])
    rows = [
        ("sells", row.partner, row.volume, one.buyer, one.reach)
        for row in mine[mine["side"].eq("sells")].itertuples()
        for one in sold[sold["buyer"].ne(row.partner)].itertuples()
    ]
    bought = routes(world, year, sellers, [code])
    rows += [
        ("buys", row.partner, row.volume, one.seller, one.reach)
        for row in mine[mine["side"].eq("buys")].itertuples()
        for one in bought[bought["seller"].ne(row.partner)].itertuples()
    ]
    return pd.DataFrame(rows, columns=["side", "partner", "volume", "instead", "reach"])


def rents(world: World, buyers: Sequence[str], seller: str = "RUS") -> pd.DataFrame:
    """Rents of buyers on the gas of one seller by year, in % of the buyer's GDP with the range over benchmarks.

    Returns
    -------
    One row a buyer and year with a price: buyer, year, price, benchmark, volume, rent, rent_low, rent_high (million
    current USD), share, low, high (% of GDP), basis, record, source.
    """
    rows = flows(world)
    rows = rows[rows["seller"].eq(seller) & rows["buyer"].isin(list(buyers)) & rows["rent"].notna()]
    rows = rows.assign(gdp=_gdp(world, rows["buyer"], rows["year"]))
    for made, of in (("share", "rent"), ("low", "rent_low"), ("high", "rent_high")):
        rows[made] = 100 * rows[of] / rows["gdp"]
    names = "buyer year price benchmark volume rent rent_low rent_high share low high basis record source".split()
    return rows[names].reset_index(drop=True)


def _gdp(world: World, states: Sequence[str], years: Sequence[int]) -> list[float]:
    """GDP of each state in the year beside it, million current USD."""
    pairs = zip(states, years, strict=True)
    return [float(base(world, "gdp", (actor(world, state),), (int(year),))[0, 0]) for state, year in pairs]
