"""How much less two sides traded than all else would have made it: the size of the sanctions of 2022.

With X the trade of 2023 over that of 2019, S the senders, T the target and O everyone else,

    size = ln X(S→T) - ln X(S→O) - ln X(O→T) + ln X(O→O)

(the other way round for exports of the target). It takes out what happened to the senders' exports and to the target's
imports as such. What others sold to T instead is in X(O→T), so the measure holds diversion too and is an upper bound of
the effect on S→T at given prices. It is a comparison of four sums, not an estimate with an error; part of X(S→T) of
2023 is imputed, and `Observed` says how much.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from steppe.world.world import World

BEFORE, AFTER = 2019, 2023


@dataclass(frozen=True, slots=True)
class Observed:
    """A change in log points, and the share of the senders' trade with the target in 2023 that is imputed."""

    size: float
    imputed: float


def observed_change(world: World, senders: tuple[str, ...], target: str, *, exports: bool) -> Observed:
    """Log points by which trade from the senders to the target (or back, if not `exports`) fell beyond all else."""
    frame = world.sql(
        """
        with flows as (
            select year, value, basis, case when $4 then exporter else importer end as sender,
                   case when $4 then importer else exporter end as other
            from trade where year in ($1, $2)
        )
        select year, list_contains($5, sender) as sends, other = $3 as hit, sum(value) as value,
               coalesce(sum(value) filter (basis = 'imputed'), 0) / sum(value) as imputed
        from flows where sender <> $3 and not list_contains($5, other) group by all
        """,
        [BEFORE, AFTER, target, exports, list(senders)],
    )
    value = {(row.year, row.sends, row.hit): row.value for row in frame.itertuples()}

    def growth(sends: bool, hit: bool) -> float:
        return math.log(value[AFTER, sends, hit] / value[BEFORE, sends, hit])

    between = frame[(frame["year"] == AFTER) & frame["sends"] & frame["hit"]]
    size = growth(True, True) - growth(True, False) - growth(False, True) + growth(False, False)
    return Observed(size, float(between["imputed"].item()))
