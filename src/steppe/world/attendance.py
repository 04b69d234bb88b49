"""Attendance at summits: at what level each state with a seat was represented, by body and year.

A meeting of which a state's presence is known scores 1 where its head of state or of government came (which of the two
leads differs by constitution, and changed in Armenia, Georgia and Kyrgyzstan), ½ where somebody of lower rank did, and
0 where nobody did. The index is the mean over the known ones. A meeting without a word on a state counts among the
meetings and not among the known: unknown is not absent, so an index stands beside known and meetings, and two of them
compare only as far as both are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.world import World

_INDEX = """
with held as (
    select distinct m.organization, s.state, year(m.date) as year, m.meeting
    from meetings m join memberships s on s.organization = m.organization and s.towards is null
        and s.start <= m.date and (s."end" is null or s."end" > m.date)
        and s.status in ('member', 'associate', 'participant')
    where m.level in ('heads_of_state', 'heads_of_government')
)
select h.organization, h.state, h.year,
       avg(case when a.level in ('head_of_state', 'head_of_government') then 1 when a.level = 'absent' then 0
           when a.level is not null then 0.5 end) as index,
       count(a.level) as known, count(*) as meetings, string_agg(distinct a.source, ';' order by a.source) as source
from held h left join attendance a using (meeting, state)
where ($1 is null or h.organization = $1) and ($2 is null or h.state = $2)
group by all having count(a.level) > 0 order by h.organization, h.state, h.year
"""


def attendance_index(world: World, organization: str | None = None, state: str | None = None) -> pd.DataFrame:
    """Level of representation at summits, by body, state and year.

    Parameters
    ----------
    organization, state
        Short name of a body, code of a state; all where it is None.

    Returns
    -------
    organization, state, year, index (0..1), known, meetings, source; years without a known meeting have no row.
    """
    return world.sql(_INDEX, [organization, state])


def in_words(index: float, known: int, meetings: int) -> str:
    """`0.67 (3 of 5 known)`: of the meetings in the table.

    Examples
    --------
    >>> in_words(2 / 3, 3, 5)
    '0.67 (3 of 5 known)'
    """
    return f"{index:.2f} ({known} of {meetings} known)"
