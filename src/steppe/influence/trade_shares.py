"""Trade: the share of each state's goods trade with each power, and of bodies in their members' trade.

A state's trade is its exports plus its imports; the share with a partner is trade with it over trade with all. The
part of either that was imputed is carried along, by value. A pair that `trade_review` lists as an error is withheld.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from steppe.display.format import number
from steppe.influence.mutual import mutual_trade as every_reading

if TYPE_CHECKING:
    from steppe.world.world import World

ANCHORS = (2000, 2010, 2019)
"""Years shown beside the latest: the first on record, after the crisis of 2008-09, before the pandemic."""
PARTNERS = ("RUS", "CHN", "EU27")
BLOC = "EU27"
IMPUTED_FROM = 0.005
"""A share is marked where this part of its numerator or denominator, or more, is imputed: it would print as 1 %."""
_SIDES = """
with sides as (
    select year, exporter as state, importer as partner, value, basis from trade
    union all select year, importer, exporter, value, basis from trade),
grouped as (
    select year,
           case when list_contains($bloc, state) then 'EU27' else state end as state,
           case when list_contains($bloc, partner) then 'EU27' else partner end as partner, value, basis
    from sides where list_contains($years, year)),
pairs as (
    select year, state, partner, sum(value) as value,
           coalesce(sum(value) filter (basis = 'imputed'), 0) as imputed
    from grouped where list_contains($states, state) and state <> partner group by all),
totals as (
    select year, state, sum(value) as total, sum(imputed) as imputed_total from pairs group by all),
ranked as (
    select *, row_number() over (partition by year, state order by value desc, partner) as rank from pairs)
select year, state, partner, rank, value, imputed, total, imputed_total from ranked join totals using (year, state)
where rank = 1 or list_contains($partners, partner)
order by state, partner, year
"""


def years_on_record(world: World, until: int) -> tuple[int, ...]:
    """Years for which bilateral trade is on record, up to one of them."""
    frame = world.sql("select distinct year from trade where year <= ? order by year", [until])
    return tuple(int(year) for year in frame["year"])


def years_shown(recorded: Sequence[int]) -> tuple[int, ...]:
    """The anchors before the latest year on record, and that year."""
    if not recorded:
        return ()
    return (*(year for year in ANCHORS if year in recorded and year < recorded[-1]), recorded[-1])


def trade_shares(world: World, states: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Share of each state's trade with Russia, China and the EU-27 in each year.

    Returns
    -------
    One row a state, partner and year: value and total (million USD), share (0..1), imputed and imputed_total
    (shares of these by value), basis, missing (why there is no share; None where there is one).
    """
    raw = _pairs(world, states, years).set_index(["state", "partner", "year"])
    failed = failed_checks(world, states, years)
    withheld = {(row.state, row.partner, row.year): f"withheld: {row.reason}" for row in failed.itertuples()}
    rows = []
    for state in states:
        for partner in PARTNERS:
            for year in years:
                known = raw.loc[(state, partner, year)] if (state, partner, year) in raw.index else None
                missing = "itself" if state == partner else withheld.get((state, partner, year))
                if known is None and missing is None:
                    missing = "no trade on record"
                rows.append((state, partner, year, *_shares(None if missing else known), missing))
    columns = ["state", "partner", "year", "value", "total", "share", "imputed", "imputed_total", "basis", "missing"]
    return pd.DataFrame(rows, columns=columns)


def first_partners(world: World, states: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """The first trade partner of each state, the EU-27 taken as one: state, year, partner, share, basis."""
    raw = _pairs(world, states, years)
    rows = [
        (row["state"], row["year"], row["partner"], row["value"] / row["total"], _basis(row))
        for _, row in raw[raw["rank"] == 1].iterrows()
    ]
    return pd.DataFrame(rows, columns=["state", "year", "partner", "share", "basis"])


def imputed_totals(shares: pd.DataFrame, year: int) -> pd.Series:
    """Share by value of each state's trade of that year that is imputed, with all partners."""
    known = shares[(shares["year"] == year) & shares["imputed_total"].notna()]
    return known.groupby("state", sort=False)["imputed_total"].first()


def _pairs(world: World, states: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    query, parameters = _bind(
        _SIDES, bloc=list(world.group("eu27")), years=list(years), states=list(states), partners=list(PARTNERS)
    )
    return world.sql(query, parameters)


def _bind(query: str, **values: Sequence[object]) -> tuple[str, list[object]]:
    """The query with `$name` turned into casts of positional parameters, and the parameters in their order."""
    order = sorted((query.index(f"${name}"), name) for name in values)
    parameters: list[object] = []
    for position, (_, name) in enumerate(order, start=1):
        kind = "bigint[]" if name == "years" else "varchar[]"
        query = query.replace(f"${name}", f"${position}::{kind}")
        parameters.append(list(values[name]))
    return query, parameters


def _shares(pair: pd.Series | None) -> tuple[float, float, float, float, float, str | None]:
    if pair is None:
        return (float("nan"),) * 5 + (None,)
    imputed, imputed_total = pair["imputed"] / pair["value"], pair["imputed_total"] / pair["total"]
    return pair["value"], pair["total"], pair["value"] / pair["total"], imputed, imputed_total, _basis(pair)


def _basis(pair: pd.Series) -> str:
    """Imputed where half a percent or more of the trade with the partner, or of all trade, is."""
    part = max(pair["imputed"] / pair["value"], pair["imputed_total"] / pair["total"])
    return "imputed" if part >= IMPUTED_FROM else "reconciled"


_REVIEW = """
with errors as (
    select year, exporter as state, importer as partner, value, reason from trade_review where kind = 'error'
    union all select year, importer, exporter, value, reason from trade_review where kind = 'error'),
totals as (
    select year, state, sum(value) as total from (
        select year, exporter as state, value from trade union all select year, importer, value from trade)
    where list_contains(?::bigint[], year) group by all)
select e.year, e.state, e.partner, sum(e.value) / any_value(t.total) as share,
       string_agg(distinct e.reason, '; ' order by e.reason) as reason
from errors e join totals t using (year, state) where list_contains(?::varchar[], e.state)
group by e.year, e.state, e.partner order by e.state, e.partner
"""


def failed_checks(world: World, states: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Pairs of these states that `trade_review` lists as errors in these years.

    Returns
    -------
    Columns year, state, partner, share (0..1, of the state's total), reason, withheld: whether the pair would be
    shown and is not.
    """
    frame = world.sql(_REVIEW, [list(years), list(states)])
    return frame.assign(withheld=frame["partner"].isin(PARTNERS))


def mutual_trade(world: World, years: Sequence[int]) -> pd.DataFrame:
    """Share of the CIS and of the EAEU in their members' trade, year by year, weighted by trade.

    Returns
    -------
    The rows of `steppe.influence.mutual_trade` of both bodies that are weighted by trade.
    """
    found = every_reading(world, ("CIS", "EAEU"), years)
    return found[found["weighting"].eq("trade")].reset_index(drop=True)


def describe_imputed(shares: pd.DataFrame, year: int, names: Mapping[str, str]) -> list[str]:
    """States of which a part of the trade of that year is imputed: the part in all, then by power, in percent."""
    texts = []
    for state, total in imputed_totals(shares, year).items():
        if total < IMPUTED_FROM:
            continue
        own = shares[(shares["state"] == state) & (shares["year"] == year) & (shares["imputed"] >= IMPUTED_FROM)]
        powers = ", ".join(f"{names[row.partner]} {number(100 * row.imputed)}" for row in own.itertuples())
        texts.append(f"{names[state]} {number(100 * total)} % of all" + (f" ({powers})" if powers else ""))
    return texts
