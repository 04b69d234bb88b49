"""Goods between two actors as each record has them: what stands, its range, and what either side's own statistics say.

A flow of goods has two records, the seller's (exports, free on board, by last known destination) and the buyer's
(imports, with freight and insurance, by origin). They differ by freight, by re-exports, and by what is not declared;
which is right is not known, so both stand side by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from steppe.display.cells import Cell, TableRow
from steppe.display.format import MISSING, mark, significant, written

if TYPE_CHECKING:
    from steppe.world.actors import Actor
    from steppe.world.world import World

COLUMNS = ["year", "value", "low", "high", "basis", "seller", "buyer", "source"]
NO_DATA = "no data"
_STANDS = """
select year, sum(value) as value, sum(coalesce(low_record, value)) as low, sum(coalesce(high_record, value)) as high,
       bool_or(basis = 'imputed') as imputed, string_agg(distinct source, ';' order by source) as source
from trade where list_contains($1::varchar[], exporter) and list_contains($2::varchar[], importer)
group by year
"""
_OWN = """
select year, sum(value) as value, string_agg(distinct source, ';' order by source) as source from trade_national
where list_contains($1::varchar[], reporter) and list_contains($2::varchar[], partner) and flow = $3
group by year
"""


def flow_records(world: World, seller: Actor, buyer: Actor, since: int = 2000) -> pd.DataFrame:
    """Goods that one sells to the other, by year and record.

    Parameters
    ----------
    since
        The first year that is shown.

    Returns
    -------
    Columns year, value (what stands, million current USD), low and high (of the records of the flow), basis, seller
    and buyer (what each side's own statistics say; NaN where the tables have none), source; the latest year first.
    """
    ends = [list(seller.members), list(buyer.members)]
    stands = world.sql(_STANDS, ends)
    sold = world.sql(_OWN, [*ends, "X"]) if not seller.bloc else pd.DataFrame(columns=["year", "value", "source"])
    bought = (
        world.sql(_OWN, [*ends[::-1], "M"]) if not buyer.bloc else pd.DataFrame(columns=["year", "value", "source"])
    )
    years = sorted({*stands["year"], *sold["year"], *bought["year"]}, reverse=True)
    tables = [frame.set_index("year") for frame in (stands, sold, bought)]
    rows = [_row(year, *tables) for year in years if year >= since]
    return pd.DataFrame(rows, columns=COLUMNS)


def _row(year: int, stands: pd.DataFrame, sold: pd.DataFrame, bought: pd.DataFrame) -> tuple[Any, ...]:
    held = [frame.loc[year] if year in frame.index else None for frame in (stands, sold, bought)]
    first = held[0]
    value, low, high = (None if first is None else float(first[name]) for name in ("value", "low", "high"))
    basis = None if first is None else "imputed" if first["imputed"] else "reconciled"
    own = [None if one is None else float(one["value"]) for one in held[1:]]
    sources = dict.fromkeys(part for one in held if one is not None for part in str(one["source"]).split(";"))
    return (int(year), value, low, high, basis, *own, ";".join(sources))


def own_records(flow: pd.DataFrame) -> tuple[str, ...]:
    """Of `seller` and `buyer` those whose own statistics are on record."""
    return tuple(side for side in ("seller", "buyer") if flow[side].notna().any())


def record_rows(flow: pd.DataFrame) -> list[TableRow]:
    """Years of a flow in million USD: what stands, its range over the records, and the own records of each side."""
    sides = own_records(flow)
    return [
        TableRow(
            str(row.year),
            (
                _amount(row.value, mark(row.basis)),
                Cell(_range(row.low, row.high)),
                *(_amount(getattr(row, side)) for side in sides),
            ),
        )
        for row in flow.itertuples()
    ]


def _amount(value: float | None, letter: str = "") -> Cell:
    if value is None or value != value:
        return Cell(NO_DATA, css="dots")
    return Cell(significant(value, 3), letter)


def _range(low: float | None, high: float | None) -> str:
    """The ends; one record has none."""
    if low is None or low != low or high is None or written(low, ".3g") == written(high, ".3g"):
        return MISSING
    return f"{significant(low, 3)} to {significant(high, 3)}"


def widest(flow: pd.DataFrame) -> tuple[int, float] | None:
    """The year since which the records differ most, and by how many times; None where there is one record only."""
    known = flow[flow["low"].gt(0) & flow["high"].gt(flow["low"])]
    if known.empty:
        return None
    times = (known["high"] / known["low"]).astype(float)
    place = times.idxmax()
    return int(known.loc[place, "year"]), float(times[place])
