"""Rerouting: what neighbours of a sanctioned state bought beyond their own past, and how much of it can have gone on.

With X_ig the exports of the EU to state i of a group g of goods, and o the goods that were never barred,

    excess    E_ig = X_ig(2022) - C_ig,   C_ig = X_ig(2021) × X_io(2022) / X_io(2021), or X_ig(2021)
    gone on   0 ≤ R_i ≤ min(E_i, (X_i - M_i)₊ + rise of i's recorded exports to the target)
    relief    Σ R_i over what the target no longer bought

where M_i are the imports from the EU that i itself declares, without freight. The two counterfactuals are the ends of a
range. Totals do not show where goods went, so the least that can have gone on is zero. The rules were written before
the figures (docs/explanation/rerouting.md). The margin that a neighbour keeps of what goes on is assumed.

Sources: Eurostat (Comext), statistical offices of Armenia, Kazakhstan, Kyrgyzstan and Uzbekistan.
"""

from __future__ import annotations

import math

import pandas as pd

from steppe.influence.leverage import DOLLARS
from steppe.world.errors import UserError
from steppe.world.tables import remembered
from steppe.world.world import World

TARGET = "RUS"
NEIGHBORS = ("ARM", "BLR", "GEO", "KAZ", "KGZ", "UZB")
"""Where the EU's exports of barred goods are on record, beside the target."""
OWN_TABLES = ("ARM", "KAZ", "KGZ", "UZB")
"""Whose own statistics by partner reach 2023."""
OTHERS = ("CHN", "TUR", "USA")
"""Other sellers that importers' tables show."""
GROUPS = ("high priority", "barred", "other")
BEFORE, FIRST, LAST = 2021, 2022, 2023
MONTHS = (3, 11)
"""March to November: the months of 2022 after the first sanctions that are on record."""
FREIGHT = 1.06
"""Imports with freight and insurance over those without, as in the accounts of trade."""
MARGIN = (0.05, 0.15)
"""Part of the value that a neighbour keeps: assumed. A mark-up of 5 to 10 % was called typical in July 2022
(https://www.russia-briefing.com/news/parallel-imports-to-russia-could-reach-us-16-billion-by-year-end.html/)."""
NOT_COVERED = "not covered"


@remembered(maxsize=4)
def growth_of_barred(world: World) -> pd.DataFrame:
    """Exports of the EU of barred goods, March to November, on all lines and on those that last.

    Returns
    -------
    One row a state: partner, before and after (million EUR), growth (%), before_lasting, after_lasting and
    growth_lasting.
    """
    frame = world.sql(
        """
        select partner,
               sum(value_eur) filter (year(month) = $1) as before, sum(value_eur) filter (year(month) = $2) as after,
               sum(value_eur) filter (year(month) = $1 and lasting) as before_lasting,
               sum(value_eur) filter (year(month) = $2 and lasting) as after_lasting
        from trade_eu_barred where month(month) between $3 and $4 group by all order by partner
        """,
        [BEFORE, FIRST, *MONTHS],
    )
    for kind in ("", "_lasting"):
        frame[f"growth{kind}"] = 100 * (frame[f"after{kind}"] / frame[f"before{kind}"] - 1)
    return frame


@remembered(maxsize=4)
def world_growth(world: World, until: int = FIRST) -> float:
    """Exports of the EU to all states but the target and its neighbours: those of a year over those of 2021."""
    found = world.sql(
        "select year, sum(value_eur) as value from trade_eu where flow = 'X' and year in ($1, $2) "
        "and not list_contains($3, state) group by year",
        [BEFORE, until, [TARGET, *NEIGHBORS]],
    ).set_index("year")["value"]
    return float(found[until] / found[BEFORE])


@remembered(maxsize=4)
def monthly(world: World) -> pd.DataFrame:
    """Exports of the EU by group and month on the lines that last, with both counterfactuals.

    Returns
    -------
    One row a state (target included), group of goods and month of March to November 2022: partner, goods, month,
    value, own_past (the same month of 2021) and with_growth (own past and the growth of other goods; NaN where that is
    not on record), million EUR.
    """
    barred = world.sql("select partner, month, goods, value_eur as value from trade_eu_barred where lasting")
    every = world.sql(
        """
        with sold as (
                select partner, month, sum(value_eur) as value from trade_eu_monthly where flow = 'X' group by all),
             kept as (select partner, month, sum(value_eur) as value from trade_eu_barred group by all)
        select partner, month, 'other' as goods, sold.value - coalesce(kept.value, 0) as value
        from sold left join kept using (partner, month)
        """
    )
    rows = pd.concat([barred, every], ignore_index=True)
    rows = rows[rows["month"].dt.month.between(*MONTHS)]
    rows = rows.assign(year=rows["month"].dt.year, of=rows["month"].dt.month)
    wide = rows.pivot_table(index=["partner", "goods", "of"], columns="year", values="value", aggfunc="sum")
    wide = wide.reindex(columns=[BEFORE, FIRST]).fillna(0.0).reset_index()
    sums = wide[wide["goods"].eq("other")].groupby("partner")[[BEFORE, FIRST]].sum()
    growth = wide["partner"].map(sums[FIRST] / sums[BEFORE]).where(wide["goods"].ne("other"), world_growth(world))
    return pd.DataFrame(
        {
            "partner": wide["partner"],
            "goods": wide["goods"],
            "month": pd.to_datetime({"year": FIRST, "month": wide["of"], "day": 1}),
            "value": wide[FIRST],
            "own_past": wide[BEFORE],
            "with_growth": wide[BEFORE] * growth,
        }
    )


@remembered(maxsize=4)
def excess(world: World) -> pd.DataFrame:
    """Excess of the EU's exports by state and group, March to November 2022, million EUR.

    Returns
    -------
    One row a neighbour and group, and one of `barred and high priority` together: state, goods, value, low and high
    (of the excess, over the counterfactuals), exports, own_past, with_growth, and factor (exports over own past).
    """
    rows = monthly(world)
    rows = rows[rows["partner"].isin(NEIGHBORS)]
    both = rows[rows["goods"].ne("other")].assign(goods="barred and high priority")
    sums = (
        pd.concat([rows, both])
        .groupby(["partner", "goods"])[["value", "own_past", "with_growth"]]
        .sum(min_count=1)
        .reset_index()
    )
    ends = pd.DataFrame({name: sums["value"] - sums[name] for name in ("own_past", "with_growth")})
    return pd.DataFrame(
        {
            "state": sums["partner"],
            "goods": sums["goods"],
            "value": ends["with_growth"].fillna(ends["own_past"]),
            "low": ends.min(axis=1),
            "high": ends.max(axis=1),
            "exports": sums["value"],
            "own_past": sums["own_past"],
            "with_growth": sums["with_growth"],
            "factor": sums["value"] / sums["own_past"],
        }
    )


def ranking(world: World) -> pd.DataFrame:
    """Neighbours by the low end of their excess of barred and high-priority goods; overlapping ranges share a place."""
    rows = excess(world)
    rows = rows[rows["goods"].eq("barred and high priority")].sort_values("low", ascending=False, ignore_index=True)
    places: list[int] = []
    for at, row in rows.iterrows():
        shared = places and row["high"] >= rows.loc[at - 1, "low"]
        places.append(places[-1] if shared else len(places) + 1)
    return rows.assign(place=places)[["place", "state", "low", "value", "high", "factor"]]


@remembered(maxsize=4)
def bounds(world: World, year: int = FIRST) -> pd.DataFrame:
    """What can have gone on from each neighbour to the target in a year, all goods, million USD.

    Parameters
    ----------
    year
        2022 or 2023.

    Returns
    -------
    One row a neighbour: state, year, declared (by the EU to it), excess_low and excess_high, received (imports from
    the EU that it declares, without freight; NaN where not covered), missing (declared less received, not below zero),
    sent (rise of its recorded exports to the target over 2021, not below zero), low (zero), high, and bound (which of
    the two binds).

    Raises
    ------
    UserError
        Another year.
    """
    if year not in (FIRST, LAST):
        raise UserError(f"rerouting is on record for {FIRST} and {LAST}, not for {year}; ask for one of the two")
    sold = _declared(world, year)
    own = _own(world, year)
    made = sold.merge(own, on="state", how="left")
    made["missing"] = (made["declared"] - made["received"]).clip(lower=0)
    seen = made["missing"] + made["sent"]
    made["high"] = made["excess_high"].where(seen.isna() | (made["excess_high"] <= seen), seen).clip(lower=0)
    binds = seen < made["excess_high"]
    made["bound"] = binds.map({True: "what did not arrive, and what was sent", False: "the excess"})
    return made.assign(low=0.0, year=year)[
        [
            *("state", "year", "declared", "excess_low", "excess_high", "received", "missing", "sent"),
            *("low", "high", "bound"),
        ]
    ]


def _declared(world: World, year: int) -> pd.DataFrame:
    """Exports of the EU to each neighbour and their excess, million USD of the year."""
    sums = world.sql(
        "select state, sum(value_eur) filter (year = $1) as before, sum(value_eur) filter (year = $2) as after "
        "from trade_eu where flow = 'X' and list_contains($3, state) group by state order by state",
        [BEFORE, year, list(NEIGHBORS)],
    )
    rate = DOLLARS[year]
    ends = pd.DataFrame({r: (sums["after"] - sums["before"] * r) * rate for r in (1.0, world_growth(world, year))})
    return pd.DataFrame(
        {
            "state": sums["state"],
            "declared": sums["after"] * rate,
            "excess_low": ends.min(axis=1),
            "excess_high": ends.max(axis=1),
        }
    )


def _own(world: World, year: int) -> pd.DataFrame:
    """Imports from the EU and the rise of exports to the target, by the neighbours' own statistics, million USD."""
    return world.sql(
        """
        select reporter as state,
               sum(value) filter (flow = 'M' and year = $2 and partner in
                                  (select state from group_members where "group" = 'eu27')) / $5 as received,
               greatest(0, sum(value) filter (flow = 'X' and year = $2 and partner = $3)
                         - sum(value) filter (flow = 'X' and year = $1 and partner = $3)) as sent
        from trade_national where list_contains($4, reporter) group by reporter order by reporter
        """,
        [BEFORE, year, TARGET, list(OWN_TABLES), FREIGHT],
    )


def record_year(year: int) -> int:
    """The year of the record that stands for a year: 2022 up to it, 2023 later."""
    return FIRST if year <= FIRST else LAST


@remembered(maxsize=4)
def lost(world: World, year: int = FIRST) -> tuple[float, float]:
    """What the target no longer bought from the EU in a year, all goods, least and most, million USD."""
    found = world.sql("select year, value_eur from trade_eu where flow = 'X' and state = $1", [TARGET]).set_index(
        "year"
    )["value_eur"]
    ends = [(found[BEFORE] * r - found[year]) * DOLLARS[year] for r in (1.0, world_growth(world, year))]
    return float(min(ends)), float(max(ends))


def relief(world: World, year: int = FIRST) -> tuple[float, float]:
    """Least and most of what the target no longer bought that can have come by way of the neighbours, shares."""
    return 0.0, float(bounds(world, year)["high"].sum()) / lost(world, year)[0]


def relief_barred(world: World) -> tuple[float, float]:
    """The same of barred and high-priority goods, March to November 2022, on the lines that last."""
    rows = monthly(world)
    rows = rows[rows["goods"].ne("other")]
    target = rows[rows["partner"].eq(TARGET)][["value", "own_past"]].sum()
    both = excess(world)
    most = both.loc[both["goods"].eq("barred and high priority"), "high"].clip(lower=0).sum()
    return 0.0, float(most / (target["own_past"] - target["value"]))


@remembered(maxsize=4)
def other_sellers(world: World, year: int = FIRST) -> pd.DataFrame:
    """Imports of the neighbours from other sellers beyond their past, all goods, million USD.

    Returns
    -------
    One row a neighbour and seller: state, partner, year, value (imports by the neighbour's own statistics), low and
    high (of the excess); NaN, and `not covered` in note, where it has no table.
    """
    rows = world.sql(
        """
        select reporter as state, partner, sum(value) filter (year = $1) as before,
               sum(value) filter (year = $2) as after,
               partner in (select state from group_members where "group" = 'eu27') as eu
        from trade_national where flow = 'M' and list_contains($3, reporter) group by all
        """,
        [BEFORE, year, list(OWN_TABLES)],
    )
    rest = rows[~rows["eu"] & ~rows["partner"].isin([*OTHERS, TARGET])].groupby("state")[["before", "after"]].sum()
    factor = rest["after"] / rest["before"]
    known = rows.set_index(["state", "partner"])
    made = []
    for state in NEIGHBORS:
        for seller in OTHERS:
            if state not in OWN_TABLES:
                made.append((state, seller, year, math.nan, math.nan, math.nan, NOT_COVERED))
                continue
            before, after = (float(known.loc[(state, seller), name]) for name in ("before", "after"))
            ends = (after - before, after - before * float(factor[state]))
            made.append((state, seller, year, after, min(ends), max(ends), ""))
    return pd.DataFrame(made, columns=["state", "partner", "year", "value", "low", "high", "note"])


def cars(world: World) -> pd.DataFrame:
    """Cars that neighbours sent to each other and to the target, wherever they were made: trade by consignment.

    Returns
    -------
    Columns reporter, partner, year, months (covered), value (million USD), units (cars), source, basis.
    """
    return world.sql(
        "select reporter, partner, year, months, value, units, source, basis from trade_consignment "
        "where goods = '8703' and flow = 'X' and list_contains($1, reporter) and list_contains($1, partner) "
        "order by reporter, partner, year",
        [[TARGET, *NEIGHBORS]],
    ).astype({"units": float, "months": float})
