"""How far the records of trade lie apart: a figure with the least and the greatest record of every flow in it."""

from __future__ import annotations

from steppe.evidence.queries._flows import StatesLike, members_by_year
from steppe.world.organizations import Within
from steppe.world.world import World

Ends = tuple[float, float]

_ENDS = """
with ours as (select unnest($1::varchar[]) as state), theirs as (select unnest($2::varchar[]) as state)
select sum(least(value, low_record)) / 1000 as low, sum(greatest(value, high_record)) / 1000 as high from (
    select t.* from trade t join ours o on exporter = o.state join theirs p on importer = p.state
    where year = $3 and $4 <> 'M'
    union all
    select t.* from trade t join ours o on importer = o.state join theirs p on exporter = p.state
    where year = $3 and $4 <> 'X'
)
"""


def value_between(
    world: World, of: StatesLike, partner: StatesLike, year: int, *, flow: str = "both", within: Within = "law"
) -> Ends:
    """Trade of `of` with `partner`, in bn USD, by the least and by the greatest record of each flow."""
    sides = [list(members_by_year(world, actor, [year], within=within)[year]) for actor in (of, partner)]
    row = world.sql(_ENDS, [*sides, year, flow]).iloc[0]
    return float(row["low"]), float(row["high"])


def share_between(ends: Ends, value: float, total: float) -> Ends:
    """Share of a partner in per cent where its trade lies between two figures and the rest of the total is as it is."""
    low, high = (100 * end / (total - value + end) for end in ends)
    return low, high


def ratio_between(above: Ends, below: Ends) -> Ends:
    """Ratio of two figures that lie between ends of their own; without bound where the divisor may be zero."""
    return above[0] / below[1], above[1] / below[0] if below[0] else float("inf")
