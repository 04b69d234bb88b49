"""What each record says of a figure of trade: the share of a partner, office by office.

The figure that stands (`steppe.influence.trade`) has a range over the records of its flows. Here each record that
spans the range gets a figure of its own. With x^r_jk the exports of state j to state k in record r, or what stands
where r has no figure of the flow (BACI, which is whole by itself, takes nothing from others),

    s^r_AB = Σ_{j∈A, k∈B} (x^r_jk + x^r_kj) / Σ_{j∈A, k∉A} (x^r_jk + x^r_kj) .

Records are those of the tables `trade` and `trade_recent` (what stands), BACI where another record stands
(`trade_review`), and the two sides' own statistics (`trade_national`: imports less 6 % for freight; exports that
include services are left out). An own figure outside the range of its flow is a record that was passed over. Where the
least or greatest figure of a flow of Russia is none of these, it is the IMF's table: Russian customs until 2021, its
estimate since. A record that is not of all trade of the state (the partner's own statistics, the IMF's table) has an
amount and no share.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from steppe.influence.trade import ALIKE
from steppe.world.actors import actor

if TYPE_CHECKING:
    from steppe.world.world import World

FREIGHT = 1.06
"""Imports over exports of the same goods: the IMF's factor, as in docs/explanation/trade-by-record.md."""
NEAR = 1e-6
"""Part of a figure within which two are one."""
OF_BACI = """
select year, exporter, importer, value, source, basis from trade where coalesce(record, 'baci') = 'baci'
union all
select year, exporter, importer, old, 'cepii-baci-2023', 'reconciled' from trade_review r
join trade t using (year, exporter, importer)
where r.old > 0 and (
    r.old between .999999 * t.low_record and 1.000001 * t.high_record
    or regexp_matches(r.reason, 'passed over:.*baci '))
"""
"""BACI's figures, as SQL: those that stand, and those that gave way to another record; our fills are none."""
_FLOWS = f"""
with mine as (select unnest($1::varchar[]) as state),
flows as (
    select exporter, importer, value, low_record as low, high_record as high, source from trade
    where year = $2 and (exporter in (from mine)) <> (importer in (from mine))
    union all
    select if(flow = 'X', state, partner), if(flow = 'X', partner, state), value, low_record, high_record, source
    from trade_recent where year = $2 and state in (from mine) and not exists (from trade where year = $2)),
said as (
    select exporter, importer, value, source from ({OF_BACI}) where year = $2
    union all
    select if(flow = 'X', reporter, partner), if(flow = 'X', partner, reporter),
           if(flow = 'X', value, value / {FREIGHT}), source
    from trade_national where year = $2 and not (flow = 'X' and reporter = 'UZB'))
select f.*, s.value as other_value, s.source as other from flows f
left join said s on s.exporter = f.exporter and s.importer = f.importer and s.source <> f.source
    and (starts_with(s.source, 'cepii-') or s.value between (1 - {NEAR}) * f.low and (1 + {NEAR}) * f.high)
order by all
"""
BACI = ("cepii-baci-2023", "cepii-baci-panel")
IMF = "imf-imts"


def by_record(world: World, state: str, partner: str, year: int) -> pd.DataFrame:
    """What each record says of the trade of a state, or a group, with a partner outside it in a year.

    Returns
    -------
    One row a source, that of the largest part of what stands first: source, amount (million current USD, both flows),
    share (0..1; NaN of a record that is not of all trade), stands (whether it is among the sources of the figure that
    stands). One row where there is one record, none where there is no trade.
    """
    mine = actor(world, state).members
    theirs = set(actor(world, partner).members) - set(mine)
    flows = world.sql(_FLOWS, [list(mine), year])
    both = flows["exporter"].isin(theirs) | flows["importer"].isin(theirs)
    stands = flows.drop_duplicates(["exporter", "importer"])
    ours = stands[both.loc[stands.index]]
    first = ours.groupby("source")["value"].sum().sort_values(ascending=False).index.tolist()
    others = _others(flows[both])
    whole = {*first, *_of_all_trade(world, mine)}
    rows = []
    for source in dict.fromkeys([*first, *others["source"]]):
        said = others.iloc[:0] if first == [source] else others if source == IMF else _said(flows, source)
        figure = _as_in(stands, said, source)
        part = float(figure[both.loc[stands.index]].sum())
        rows.append((source, part, part / float(figure.sum()) if source in whole else float("nan"), source in first))
    return pd.DataFrame(rows, columns=["source", "amount", "share", "stands"])


def _of_all_trade(world: World, states: Sequence[str]) -> set[str]:
    """Sources that record all trade of states: BACI, and their own statistics."""
    own = world.sql(
        "select distinct source from trade_national where list_contains(?::varchar[], reporter)", [list(states)]
    )
    return {*BACI, *(own["source"] if len(states) == 1 else ())}


def _others(flows: pd.DataFrame) -> pd.DataFrame:
    """Records of flows beside what stands: exporter, importer, value, source; the IMF's where a bound is no other's."""
    said = _said(flows, None)
    known = pd.concat([said, flows[["exporter", "importer", "value", "source"]]])
    ends = flows.melt(["exporter", "importer", "source"], ["low", "high"], value_name="end").drop_duplicates()
    ends = ends[ends["end"].gt(0) & (ends["exporter"].eq("RUS") | ends["importer"].eq("RUS"))]
    found = ends.merge(known[["exporter", "importer", "value"]], on=["exporter", "importer"])
    near = (found["value"] - found["end"]).abs().le(ALIKE * found["end"])
    explained = near.groupby([found["exporter"], found["importer"], found["end"]]).any()
    new = explained.index[~explained].to_frame(index=False).rename(columns={"end": "value"}).assign(source=IMF)
    return pd.concat([said, new], ignore_index=True)


def _said(flows: pd.DataFrame, source: str | None) -> pd.DataFrame:
    """What a source, or each, says beside what stands."""
    known = flows[flows["other"].notna() if source is None else flows["other"].eq(source)]
    return known[["exporter", "importer"]].assign(value=known["other_value"], source=known["other"])


def _as_in(stands: pd.DataFrame, said: pd.DataFrame, source: str) -> pd.Series[float]:
    """The value of each flow as a source has it; where it has none, what stands, and with BACI nothing."""
    given = said[said["source"].eq(source)].set_index(["exporter", "importer"])["value"]
    keys = pd.MultiIndex.from_frame(stands[["exporter", "importer"]])
    rest = stands["value"] if source not in BACI else stands["value"].where(stands["source"].eq(source), 0.0)
    return pd.Series(given.reindex(keys).to_numpy(float), stands.index).fillna(rest)
