"""What each record says of a figure of trade: the share of a partner, office by office.

The figure that stands (`steppe.influence.trade`) has a range over the records of its flows. Here each record that
spans the range gets a figure of its own. With x^r_jk the exports of state j to state k in record r, or what stands
where r has no figure of the flow or one that was passed over,

    s^r_AB = Σ_{j∈A, k∈B} (x^r_jk + x^r_kj) / Σ_{j∈A, k∉A} (x^r_jk + x^r_kj) .

Records are those of the tables `trade` and `trade_recent` (what stands), BACI where another record stands
(`trade_review`), and the two sides' own statistics (`trade_national`: imports less 6 % for freight; exports that
include services are left out). A figure outside the range of its flow is a record that was passed over. Where the
least or greatest figure of a flow of Russia is none of these, it is the IMF's table: Russian customs until 2021, its
estimate since. A record that is not of all trade of the state (the partner's own statistics, the IMF's table) has an
amount and no share. Every share here is one of those that the range of the figure contains (`alone`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from steppe.influence.alone import LACKING, NEAR, OF_BACI, OWN, WITHIN
from steppe.influence.trade import ALIKE
from steppe.world.actors import actor

if TYPE_CHECKING:
    from steppe.world.world import World

_FLOWS = f"""
with mine as (select unnest($1::varchar[]) as state),
flows as (
    select exporter, importer, value, low_record, high_record, source from trade
    where year = $2 and (exporter in (from mine)) <> (importer in (from mine))
    union all
    select if(flow = 'X', state, partner), if(flow = 'X', partner, state), value, low_record, high_record, source
    from trade_recent where year = $2 and state in (from mine) and not exists (from trade where year = $2)),
said as (
    select exporter, importer, value, source from ({OF_BACI}) where year = $2
    union all
    select exporter, importer, value, source from ({OWN}) where year = $2)
select f.exporter, f.importer, f.value, f.low_record as low, f.high_record as high, f.source, s.value as other_value,
       s.source as other from flows f
left join said s on s.exporter = f.exporter and s.importer = f.importer and s.source <> f.source
    and (starts_with(s.source, 'cepii-') or s.value {WITHIN})
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
    whole = _of_all_trade(world, mine)
    everything = float(stands["value"].sum())
    rows = []
    for source in dict.fromkeys([*first, *others["source"]]):
        said = others if source == IMF else _said(flows, source)
        figure = stands["value"] if first == [source] else _as_in(stands, said, source)
        part = float(figure[both.loc[stands.index]].sum())
        without = ~figure.between(*_ends(stands)) | figure.eq(0)
        lacks = float(stands["value"][without].sum()) > LACKING * everything
        of_all = first == [source] or (source in whole and not lacks)
        rows.append((source, part, part / float(figure.sum()) if of_all else float("nan"), source in first))
    return pd.DataFrame(rows, columns=["source", "amount", "share", "stands"])


def _ends(stands: pd.DataFrame) -> tuple[pd.Series[float], pd.Series[float]]:
    """Least and greatest record of each flow, with room for a rounding."""
    records = stands[["value", "low", "high"]]
    return (1 - NEAR) * records.min(axis=1), (1 + NEAR) * records.max(axis=1)


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
