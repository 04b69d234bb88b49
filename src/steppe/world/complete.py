"""Counts of visits from complete lists.

Visits were found page by page, and a visit that is not listed is unknown. Only where `complete_lists` names visitor,
office, years and hosts does a missing visit mean that there was none, so only there a visit is counted. Visits of
others, and any two senders, are not compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.world import World

_COUNTS = """
with scope as (select *, unnest(string_split(hosts, ';')) as host from complete_lists where list = 'visits_listed')
select c.visitor, c.office, c.host, c.first_year, c.last_year, count(v.entry) as visits, c.source
from scope c left join visits_listed v on v.visitor = c.visitor and v.office = c.office and v.host = c.host
    and year(v.start) between c.first_year and c.last_year and v.source = c.source
where ($1 is null or c.host = $1) and ($2 is null or c.visitor = $2) group by all order by c.visitor, c.office, c.host
"""


def visits_counted(world: World, host: str | None = None, visitor: str | None = None) -> pd.DataFrame:
    """Visits of those whose list is complete, nought included.

    Parameters
    ----------
    host, visitor
        Codes of the state visited and of the visitor's; all where it is None.

    Returns
    -------
    visitor, office, host, first_year, last_year, visits, source.
    """
    return world.sql(_COUNTS, [host, visitor])


def counted_in_words(world: World, host: str, visitor: str | None = None) -> str:
    """What the complete lists count for one host, in a sentence; empty where none has it."""
    rows = visits_counted(world, host, visitor)
    parts = [
        f"{world.state_names[row.visitor]} ({row.office}) {row.visits} in {row.first_year}–{row.last_year}"
        for row in rows.itertuples()
    ]
    return f"Visits, of complete lists only: {'; '.join(parts)}." if parts else ""
