"""Lists that answer plain questions: who are the states, who belongs, who shares which bodies."""

from __future__ import annotations

from datetime import date
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from steppe.world.dates import TODAY, as_date, on_day
from steppe.world.organizations import Organization, Spell, Within
from steppe.world.spell_pages import Page, start_pages
from steppe.world.standings import spells_of, standing_of
from steppe.world.world import World

if TYPE_CHECKING:
    import pandas as pd

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


SEAT = (
    *("state", "name", "status", "seat", "standing", "towards", "since", "in_law", "in_practice"),
    *("confidence", "start_page", "source", "note"),
)
"""Columns of a list of members."""


def member_list(
    world: World, organization: str, on: str | None, within: Within
) -> tuple[list[dict[str, object]], str, list[str], dict[str, object]]:
    """Seats of a body on a day with status in law and in practice, title, notes and the lists of both answers.

    The notes tell what is special about a seat: one that is not used like any other, or a status of its own.
    """
    body = world.organization(organization)
    day = TODAY if on is None else as_date(on)
    law = world.members(body.organization, day, "law")
    practice = world.members(body.organization, day, "practice")
    listed = law if within == "law" else practice
    held = [one for one in spells_of(world, body.organization) if one.holds(day)]
    pages = start_pages(world, held)
    rows = [_seat(world, one, body, pages.get(one.spell)) for one in held]
    title = f"{body.organization} on {on_day(day)}: {len(law)} members in law, {len(practice)} in practice"
    counted = ", ".join(body.rules.legal_members) or "none"
    notes = [
        f"In {within}: {', '.join(listed) or 'none'}.",
        f"Statuses that count as membership in law: {counted}.",
        *_reading(world, body),
    ]
    special = (one for one in held if one.note and (one.practice != "active" or one.raw_status != one.status))
    notes += [f"{one.state}: {one.note}." for one in special if one.state in law]
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
    return rows, title, notes, totals


def _reading(world: World, body: Organization) -> list[str]:
    """Which reading of its charter membership in law takes, where there are several."""
    rule = "select value from organization_rules where organization = ? and rule = 'membership_in_law' order by clause"
    return [f"{row['value'][0].upper()}{row['value'][1:]}." for row in world.records(rule, [body.organization])]


def _seat(world: World, one: Spell, body: Organization, page: Page | None) -> dict[str, object]:
    """A row under the columns of `SEAT`."""
    cells = (
        *(one.state, world.state_names[one.state], one.status, one.practice, standing_of(world, one, body)),
        *(one.towards, one.start, one.counts(body, "law"), one.counts(body, "practice"), one.confidence),
        *(page.said if page else None, page.source if page else one.source, one.note),
    )
    return dict(zip(SEAT, cells, strict=True))


class Departure(NamedTuple):
    """A member that is none any more from a day on; the day on which it was back, if it was."""

    state: str
    left: date
    back: date | None


def departures(world: World, body: Organization, day: date, within: Within) -> list[Departure]:
    """Who ceased to be a member up to a day, in law or in practice, the first first."""
    spells = sorted(
        (one for one in spells_of(world, body.organization) if one.counts(body, within) and one.start <= day),
        key=lambda one: (one.state, one.start),
    )
    found = []
    for state, own in groupby(spells, key=lambda one: one.state):
        held = list(own)
        for one, following in zip_longest(held, held[1:]):
            back = following.start if following else None
            if one.end is not None and one.end <= day and one.end != back:
                found.append(Departure(state, one.end, back))
    return sorted(found, key=lambda one: (one.left, one.state))


def _gone(world: World, found: list[Departure]) -> str:
    """`Georgia on 2009-08-18`, and when it came back and left again."""
    each: dict[str, str] = {}
    for one in found:
        begun = f"{each[one.state]}, again" if one.state in each else world.state_names[one.state]
        each[one.state] = f"{begun} on {one.left}" + (f", back on {one.back}" if one.back else "")
    return "; ".join(each.values()) or "nobody"


def overlap_matrix(world: World, on: str | None) -> tuple[pd.DataFrame, date, list[str]]:
    """Members in law that each pair of main bodies shares on a day; the diagonal is the body's own size. With the day,
    and the bodies of which the bundle has the members of the region and its neighbours only."""
    import pandas as pd

    day = TODAY if on is None else as_date(on)
    seats = {body: set(world.members(body, day)) for body in MAIN_BODIES}
    rows = [{"body": a, **{b: len(seats[a] & seats[b]) for b in MAIN_BODIES}} for a in MAIN_BODIES]
    part = {row["organization"] for row in world.records("from organizations where spells_cover = 'part'")}
    return pd.DataFrame(rows), day, [body for body in MAIN_BODIES if body in part]
