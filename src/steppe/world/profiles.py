"""Lists that answer plain questions: who are the states, who belongs, who shares which bodies."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from steppe.world.dates import TODAY, as_date
from steppe.world.organizations import Organization, Within, counted

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.world import World

MAIN_BODIES = ("CIS", "CISFTA", "EAEU", "UnionState", "CSTO", "SCO", "OTS", "GUAM", "EaP", "EU", "NATO", "WTO", "BRICS")
"""The bodies that overview and overlap show, from the closest to the widest."""


def state_list(world: World, group: str) -> pd.DataFrame:
    """States of a group with capital, gauge, official languages and who leads them since when: the effective leader
    where one is recorded, else the head of state."""
    codes = list(world.group(group))
    return world.sql(
        """
        select s.state, s.name, s.capital, s.gauge_mm, s.languages, l.leader, l.start as since
        from states s left join (
            select state, leader, start from leaders where "end" is null and office in ('effective', 'head_of_state')
            qualify row_number() over (partition by state order by office = 'head_of_state', start desc) = 1
        ) l using (state)
        where list_contains(?, s.state) order by s.name
        """,
        [codes],
    )


def state_profile(world: World, state: str) -> pd.DataFrame:
    """What the bundle knows of a state: one row per fact with its year, unit, source and basis."""
    return world.sql(
        """
        select 'body' as kind, organization as item, status || ', ' || practice as value, '' as unit,
               year(start) as since, source, basis
        from memberships where state = $1 and towards is null and ("end" is null or "end" > $2::date)
        union all
        select 'leader', leader, office, '', year(start), source, basis from leaders
        where state = $1 and "end" is null
        union all
        select 'economy', concept, format('{:,.6g}', arg_max(value, year)), any_value(unit), max(year),
               arg_max(source, year), arg_max(basis, year)
        from macro where state = $1 and status != 'projection' and value is not null group by concept
        union all
        select 'attribute', attribute, format('{:.4g}', arg_max(value, year)), '', max(year),
               arg_max(source, year), arg_max(basis, year)
        from state_attributes where state = $1 group by attribute
        union all
        select 'foreign troops', site, sender || ': ' || kind || coalesce(', about ' || troops::int, ''), 'persons',
               start_year, source, basis
        from foreign_presence where host = $1 and end_year is null
        order by list_position(['leader', 'body', 'economy', 'foreign troops', 'attribute'], kind), item
        """,
        [state, str(TODAY)],
    )


def member_list(
    world: World, organization: str, on: str | None, within: Within
) -> tuple[pd.DataFrame, str, list[str], dict[str, object]]:
    """Seats of a body on a day with status in law and in practice, title, notes and the lists of both answers.

    The notes tell what is special about a seat: one that is not used like any other, or a status of its own.
    """
    body = world.organization(organization)
    day = TODAY if on is None else as_date(on)
    law = world.members(body.organization, day, "law")
    practice = world.members(body.organization, day, "practice")
    listed = law if within == "law" else practice
    frame = world.spells(body.organization, on=day)
    frame = frame.assign(
        name=frame["state"].map(world.state_names),
        in_law=frame["state"].isin(law) & frame["towards"].isna(),
        in_practice=frame["state"].isin(practice) & frame["towards"].isna(),
    ).rename(columns={"practice": "seat", "start": "since"})
    columns = "state name status seat towards since in_law in_practice confidence source note".split()
    special = frame[(frame["seat"].ne("active") | frame["raw_status"].ne(frame["status"])) & frame["note"].notna()]
    frame = frame[columns]
    title = f"{body.organization} on {day}: {len(law)} members in law, {len(practice)} in practice"
    counted = ", ".join(body.rules.legal_members) or "none"
    notes = [f"In {within}: {', '.join(listed) or 'none'}.", f"Statuses that count as membership in law: {counted}."]
    notes += [f"{row.state}: {row.note}." for row in special[special["state"].isin(law)].itertuples()]
    gone: dict[Within, list[Departure]] = {one: departures(world, body, day, one) for one in ("law", "practice")}
    notes.append(f"Left in law up to {day}: {_gone(world, gone['law'])}.")
    notes.append(f"Ceased to take part in practice: {_gone(world, gone['practice'])}.")
    totals: dict[str, object] = {
        "organization": body.organization,
        "on": str(day),
        "law": list(law),
        "practice": list(practice),
        "left": {one: [left._asdict() for left in found] for one, found in gone.items()},
    }
    return frame, title, notes, totals


class Departure(NamedTuple):
    """A member that is none any more from a day on; the day on which it was back, if it was."""

    state: str
    left: date
    back: date | None


def departures(world: World, body: Organization, day: date, within: Within) -> list[Departure]:
    """Who ceased to be a member up to a day, in law or in practice, the first first."""
    import pandas as pd

    spells = counted(world.spells(body.organization), body, within)
    found = []
    for state, own in spells[spells["start"] <= str(day)].sort_values("start").groupby("state"):
        for end, following in zip(own["end"], own["start"].shift(-1), strict=True):
            if pd.notna(end) and end.date() <= day and end != following:
                found.append(Departure(str(state), end.date(), None if pd.isna(following) else following.date()))
    return sorted(found, key=lambda one: (one.left, one.state))


def _gone(world: World, found: list[Departure]) -> str:
    """`Georgia on 2009-08-18`, and when it came back and left again."""
    each: dict[str, str] = {}
    for one in found:
        begun = f"{each[one.state]}, again" if one.state in each else world.state_names[one.state]
        each[one.state] = f"{begun} on {one.left}" + (f", back on {one.back}" if one.back else "")
    return "; ".join(each.values()) or "nobody"


def overlap_matrix(world: World, on: str | None) -> tuple[pd.DataFrame, date]:
    """Members in law that each pair of main bodies shares on a day; the diagonal is the body's own size."""
    import pandas as pd

    day = TODAY if on is None else as_date(on)
    seats = {body: set(world.members(body, day)) for body in MAIN_BODIES}
    rows = [{"body": a, **{b: len(seats[a] & seats[b]) for b in MAIN_BODIES}} for a in MAIN_BODIES]
    return pd.DataFrame(rows), day
