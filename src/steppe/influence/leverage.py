"""Leverage in money: gas below the market's price, exports that cross a power's land, its credit and its aid.

Four ways in which a power can give to a state or take from it, each over the state's GDP:

- **gas rent**: (b - p) q with benchmark b and contract price p in USD per thousand cubic metres and volume q in billion
  cubic metres, which gives million USD. b is Europe's price, which a state nearer to the fields might not have to pay:
  an upper bound of what the end of a discount would cost, and a large one in 2021-2022.
- **transit**: the oil that leaves a state across the power's land, at the world price, barrels × USD a barrel.
  Oil that cannot leave one way may leave another: an upper bound of what closing would cost.
- **credit**: new loans from the power's government and what is paid on old ones (flows a year), and debt (a stock).
- **aid**: loans and grants that China committed, mean of five years in prices of 2021 over the GDP of 2021; and aid to
  Ukraine allocated since 2022.

A figure is the latest of six years up to the one that is asked for, and says of which year it is. What is not on record
is missing, with the reason, and never zero.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from steppe.influence.bases import base
from steppe.influence.gas import flows
from steppe.influence.measure import figures
from steppe.influence.size import OLDEST
from steppe.world.actors import POWERS, actors
from steppe.world.dates import as_year, as_years
from steppe.world.prices import OIL, world_prices
from steppe.world.world import World

Names = str | Sequence[str]
PAIR = ["state", "partner"]
COLUMNS = ["state", "partner", "lever", "year", "amount", "share", "basis", "source", "note", "missing"]
BARRELS = 7.33
"""Barrels of crude oil in a tonne, a mean of world grades; Kazakh oil is lighter, so that its worth is rather more."""
TRANSIT = "oil across its land"
CROSSES = {
    "Caspian Pipeline Consortium": ("RUS",),
    "Atyrau-Samara": ("RUS",),
    "Druzhba to Germany": ("RUS", "BLR"),
    "Makhachkala": ("RUS",),
    "Baku-Tbilisi-Ceyhan": ("AZE", "GEO", "TUR"),
    "Aktau port": (),
    "Kazakhstan-China": (),
    "rail": (),
}
"""Whose land each route of `oil_routes` crosses. By sea from Aktau only the parts say it, by rail nothing
does; land of the bloc that buys does not count."""
NO_ROUTE = "exports by route are on record for oil from Kazakhstan alone"
CREDIT = {"lending": "new loans", "debt_service": "debt service", "debt": "debt"}
"""Layers of credit, and what they are called here."""
PLEDGED, PRICES = 5, 2021
"""Years over which commitments are averaged, and the year whose prices they are in."""
DOLLARS = {2022: 1.05, 2023: 1.08, 2024: 1.08}
"""Dollars for a euro, means of years, from general knowledge: figures of aid to Ukraine are `assumed` by it."""


def gas_rent(world: World, of: Names, on: Names = POWERS, year: int | str = 2023) -> pd.DataFrame:
    """What a buyer saves on the gas of a seller against Europe's price.

    Parameters
    ----------
    of, on
        Buyers and sellers, as for `dependence`.
    year
        Year of the prices. Where the volume of the year is not on record, a rounded one or that of an earlier year
        stands in for it, and the row is `assumed` (`steppe.influence.gas`).

    Returns
    -------
    One row a state and power: state, partner, lever, year (of the figure), amount (million current USD; negative where
    the contract is dearer), share (of GDP), basis (the weaker of price and volume), source, note, missing (why there is
    no amount), and price and benchmark (USD per 1000 cubic metres), volume (billion cubic metres) and volume_year.

    Raises
    ------
    UserError
        Unknown state, power or year.

    Examples
    --------
    >>> from steppe.world.load import load
    >>> gas_rent(load(), "ARM", "RUS", 2022).round(3)[["price", "benchmark", "volume", "amount"]].values.tolist()
    [[165.0, 1339.5, 2.648, 3110.076]]
    """
    (year,) = as_years(as_year(year))
    asked = figures(world, of, on, "gas_price", year)[[*PAIR, "year", "missing"]]
    names = {"buyer": "state", "seller": "partner", "rent": "amount"}
    sold = flows(world).rename(columns=names).drop(columns=["note", "missing"])
    found = asked.merge(sold, on=[*PAIR, "year"], how="left").assign(lever="gas rent", note=None)
    none = f"no volume of the gas is on record since {year - OLDEST}"
    made = _over_gdp(world, found.assign(missing=found["missing"].where(found["price"].isna(), none)))
    return made.astype({"volume_year": "Int64"})[[*COLUMNS, "price", "benchmark", "volume", "volume_year"]]


def transit(world: World, of: Names, on: Names = POWERS, year: int | str = 2023) -> pd.DataFrame:
    """What leaves a state across the land of a power: oil, the one export of which routes are on record.

    Parameters
    ----------
    of, on, year
        As for `gas_rent`; the routes are those of the latest year with a total.

    Returns
    -------
    One row a state and power: columns of `gas_rent` up to missing (amount in million USD at the world price, a lower
    bound where a route has no record in that year), and carried and total (million tonnes), of_oil (their ratio) and
    routes (names, by commas).

    Raises
    ------
    UserError
        Unknown state, power or year.

    Examples
    --------
    >>> from steppe.world.load import load
    >>> transit(load(), "KAZ", ["RUS", "TUR"], 2022).round(3)[["carried", "total", "of_oil"]].values.tolist()
    [[60.1, 64.15, 0.937], [0.25, 64.15, 0.004]]
    """
    (year,) = as_years(as_year(year))
    routes = _routes(world, year)
    rows = []
    for state in actors(world, of):
        mine = routes[routes["state"].isin(state.members)].reset_index(drop=True)
        rows += [
            {"state": state.name, "partner": power.name, **_crossing(mine, power.members)}
            for power in actors(world, on)
            if power.name != state.name
        ]
    price = world_prices(world, OIL)
    price = price.loc[price["status"].eq("actual"), ["value", "source"]].reset_index()
    found = pd.DataFrame(rows).astype({"year": float})
    found = found.merge(price.rename(columns={"value": "price", "source": "of_price"}), on="year", how="left")
    found["source"] = found["source"].where(found["of_price"].isna(), found["source"] + ";" + found["of_price"])
    found["amount"] = found["price"] * BARRELS * found["carried"]
    made = _over_gdp(world, found.assign(lever=TRANSIT))
    return made[[*COLUMNS, "carried", "total", "of_oil", "routes"]]


def _routes(world: World, year: int) -> pd.DataFrame:
    """Million tonnes by state and route, means of the records, in the latest year with a total."""
    return world.sql(
        """
        with last as (
            select state, max(year) as year from oil_routes where route = 'total' and year between ? and ? group by all)
        select state, year, route, any_value(part_of) as part_of, avg(value) as value,
               string_agg(distinct source, ';' order by source) as source
        from oil_routes join last using (state, year) group by all order by all
        """,
        [year - OLDEST, year],
    )


def _crossing(mine: pd.DataFrame, land: Sequence[str]) -> dict[str, object]:
    """What crosses a land, of the routes of one state; a part of a route that crosses it itself is not added again."""
    if mine.empty:
        unknown = dict.fromkeys(("year", "carried", "total", "of_oil"), np.nan)
        return {**unknown, **dict.fromkeys(("routes", "basis", "source", "note")), "missing": NO_ROUTE}
    over = mine[[bool({*CROSSES.get(route, ())} & {*land}) for route in mine["route"]]]
    over = over[~over["part_of"].isin(over["route"])]
    total = mine.loc[mine["route"].eq("total"), "value"].item()
    carried = float(over["value"].sum())
    known = sorted(over["route"])
    return {
        "year": mine["year"].iloc[0],
        "carried": carried,
        "total": total,
        "of_oil": carried / total,
        "routes": ", ".join(known),
        "basis": "estimated",
        "source": ";".join(sorted({*";".join(mine["source"]).split(";")})),
        "note": f"{carried:.1f} of {total:.1f} million tonnes; {', '.join(known) or 'no route on record crosses it'}",
        "missing": None,
    }


def credit(world: World, of: Names, on: Names = POWERS, year: int | str = 2023) -> pd.DataFrame:
    """What a power's government lends a state, what the state pays it, and what it owes.

    Parameters
    ----------
    of, on, year
        As for `gas_rent`.

    Returns
    -------
    One row a state, power and lever (new loans, debt service: flows a year; debt: a stock at the end of the year):
    columns of `gas_rent` up to missing.

    Raises
    ------
    UserError
        Unknown state, power or year.

    Examples
    --------
    >>> from steppe.world.load import load
    >>> credit(load(), "KGZ", "CHN").round(3)[["lever", "year", "share"]].values.tolist()
    [['new loans', 2022, 0.006], ['debt service', 2022, 0.009], ['debt', 2022, 0.144]]
    """
    (year,) = as_years(as_year(year))
    found = pd.concat([latest_figures(world, of, on, layer, year).assign(lever=name) for layer, name in CREDIT.items()])
    order = pd.Categorical(found["lever"], CREDIT.values())
    found = found.assign(share=found["size"], order=order).sort_values([*PAIR, "order"], kind="stable")
    return _told(found)[COLUMNS].reset_index(drop=True)


def aid(world: World, of: Names, on: Names = POWERS, year: int | str = 2023) -> pd.DataFrame:
    """What China committed to a state, a year, and what anybody gave Ukraine since 2022.

    Parameters
    ----------
    of, on, year
        As for `gas_rent`. Commitments end in 2021.

    Returns
    -------
    One row a state, power and lever (commitments, aid allocated): columns of `gas_rent` up to missing. Commitments are
    loans and grants in million USD of 2021 over the GDP of 2021; what was paid out of them is in new loans too.

    Raises
    ------
    UserError
        Unknown state, power or year.
    """
    (year,) = as_years(as_year(year))
    last = min(year, PRICES)
    pledged = figures(world, of, on, "commitments", range(last - PLEDGED + 1, last + 1))
    mean = pledged.groupby(PAIR, sort=False)["amount"].mean()
    rows = pledged[pledged["year"].eq(last)].drop(columns="amount").merge(mean.reset_index(), on=PAIR)
    rows = _over_gdp(world, rows.assign(year=PRICES, lever="commitments"))
    rows["note"] = f"mean of {last - PLEDGED + 1}-{last}, in prices of {PRICES}"
    given = latest_figures(world, of, on, "aid", year).assign(lever="aid allocated")
    given["amount"] *= given["year"].map(DOLLARS)
    given = _over_gdp(world, given.assign(basis=given["basis"].mask(given["basis"].notna(), "assumed")))
    return pd.concat([rows, given], ignore_index=True)[COLUMNS]


def leverage(world: World, of: Names, on: Names = POWERS, year: int | str = 2023) -> pd.DataFrame:
    """All four together.

    Parameters
    ----------
    of, on, year
        As for `gas_rent`.

    Returns
    -------
    Rows of `gas_rent`, `transit`, `credit` and `aid`: state, partner, lever, year, amount, share (of GDP), basis,
    source, note, missing. Amounts are not to be added up: debt is a stock, transit is what passes.

    Raises
    ------
    UserError
        Unknown state, power or year.
    """
    parts = [found(world, of, on, year)[COLUMNS] for found in (gas_rent, transit, credit, aid)]
    return pd.concat(parts, ignore_index=True)


def latest_figures(world: World, of: Names, on: Names, layer: str, year: int) -> pd.DataFrame:
    """The latest figure of each pair up to a year; where there is none, the row of that year with its reason."""
    rows = figures(world, of, on, layer, range(year - OLDEST, year + 1))
    rows = rows.assign(known=rows["amount"].notna())
    return rows.sort_values(["known", "year"], kind="stable").groupby(PAIR, sort=False).tail(1).sort_index()


def _over_gdp(world: World, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with `share`, the amount over the state's GDP of its year."""
    years = tuple(int(one) for one in sorted(rows["year"].dropna().unique()))
    states = actors(world, list(dict.fromkeys(rows["state"])))
    gdp = pd.DataFrame(base(world, "gdp", states, years), [one.name for one in states], years)
    whole = [gdp.at[row.state, row.year] if row.year == row.year else np.nan for row in rows.itertuples()]
    return _told(rows.assign(share=rows["amount"] / whole))


def _told(rows: pd.DataFrame) -> pd.DataFrame:
    """A row with an amount has no reason why there is none, and one without has no basis, source or note."""
    known = rows["amount"].notna()
    texts = {"basis": known, "source": known, "note": known & rows["note"].notna(), "missing": ~known}
    told = {name: rows[name].astype(object).where(kept, None) for name, kept in texts.items()}
    return rows.assign(**told, year=rows["year"].astype("Int64"))
