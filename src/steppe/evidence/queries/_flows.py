"""Trade seen from the reporter's side: one frame whatever record it comes from.

Columns: year, reporter, partner, flow (X exports, M imports), value (million USD), source, basis. A flow between two
states of the same group stands in the frame twice, as the exports of one and the imports of the other, so that shares
of members' total trade count both flows.

Records
    baci                  exports and imports reconciled by CEPII; the world's trade
    national              the reporter's own statistics, where the bundle has them
    national, else BACI   the reporter's own statistics, and BACI for reporters that have none in that year
    factbook              shares of the CIA World Factbook times the reporter's BACI totals: the first partners only,
                          so that a rival who is listed in one flow alone is ranked too low
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from steppe.evidence.query import NoData
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.organizations import Within
from steppe.world.world import World

Actor = str | Sequence[str]
Members = Mapping[int, tuple[str, ...]]


_BACI = """
select t.year, t.exporter as reporter, t.importer as partner, 'X' as flow, t.value, t.source, t.basis
from trade t join {asked} a on t.year = a.year and t.exporter = a.state
union all
select t.year, t.importer, t.exporter, 'M', t.value, t.source, t.basis
from trade t join {asked} a on t.year = a.year and t.importer = a.state
"""
_NATIONAL = """
select t.year, t.reporter, t.partner, t.flow, t.value, t.source, t.basis
from trade_national t join {asked} a on t.year = a.year and t.reporter = a.state where t.flow in ('X', 'M')
"""
_FACTBOOK = """
select s.year, s.reporter, s.partner, s.flow, s.share as value, s.source, 'derived' as basis
from trade_partner_shares s join {asked} a on s.year = a.year and s.reporter = a.state
"""


def states_of(world: World, actor: Actor, year: int, within: Within = "law") -> tuple[str, ...]:
    """States that an actor stands for on 30 June of a year.

    A list is the states of its entries; a name is a state, a group, or an organization, in this order.

    Raises
    ------
    UserError
        No state, group or organization has the name.
    """
    return _by_year(world, actor, [year], within, None)[year]


def members_by_year(
    world: World,
    actor: Actor,
    years: Sequence[int],
    *,
    within: Within = "law",
    members_on: str | None = None,
) -> Members:
    """States of an actor on 30 June of each year; those of one day in all years if `members_on` names a day.

    Raises
    ------
    NoData
        The actor has no states in one of the years.
    """
    found = _by_year(world, actor, years, within, members_on)
    empty = [str(year) for year, states in found.items() if not states]
    if empty:
        raise NoData(f"{label(actor)} has no members on 30 June {', '.join(empty)}")
    return found


def _by_year(world: World, actor: Actor, years: Sequence[int], within: Within, members_on: str | None) -> Members:
    if not isinstance(actor, str):
        parts = [_by_year(world, one, years, within, members_on) for one in actor]
        return {year: tuple(sorted({state for part in parts for state in part[year]})) for year in years}
    if actor in world.state_names:
        return dict.fromkeys(years, (actor,))
    groups = world.sql(
        'select "group", bool_or(start is not null or "end" is not null) as dated from group_members group by "group"'
    )
    dated = dict(zip(groups["group"], groups["dated"], strict=True))
    if actor in dated:
        days = {year: f"{year}-06-30" if dated[actor] else f"{max(years)}-06-30" for year in years}
        states = {day: world.group(actor, on=day) for day in set(days.values())}
    elif actor in world.organization_names:
        days = {year: members_on or f"{year}-06-30" for year in years}
        states = {day: world.members(actor, on=day, within=within) for day in set(days.values())}
    else:
        known = [*world.state_names, *dated, *world.organization_names]
        raise UserError(f'there is no state, group or organization "{actor}"{look_alike(actor, known)}')
    return {year: states[day] for year, day in days.items()}


def label(actor: Actor) -> str:
    """What to call an actor in a note or as a part of an answer."""
    return actor if isinstance(actor, str) else "+".join(label(one) for one in actor)


def flows(world: World, of: Members, record: str = "baci") -> pd.DataFrame:
    """All trade of the states of each year with the world, in one record.

    Raises
    ------
    NoData
        The record lacks a state in a year, or a state's exports or imports.
    UserError
        There is no such record.
    """
    if record == "national, else BACI":
        return _national_else_baci(world, of)
    if record == "factbook":
        return _factbook(world, of)
    templates = {"baci": _BACI, "national": _NATIONAL}
    if record not in templates:
        known = ["baci", "national", "national, else BACI", "factbook"]
        raise UserError(f'record: there is no "{record}"{look_alike(record, known)}; say one of {", ".join(known)}')
    frame = _ask(world, templates[record], of)
    _all_there(frame, of, record)
    return frame


def _ask(world: World, template: str, of: Members) -> pd.DataFrame:
    """Rows of a template for each year and state asked for."""
    pairs = [(year, state) for year, states in of.items() for state in states]
    values = ", ".join("(?::int, ?)" for _ in pairs)
    sql = f"with asked(year, state) as (values {values}) " + template.format(asked="asked")
    return world.sql(sql, [cell for pair in pairs for cell in pair])


def _all_there(frame: pd.DataFrame, of: Members, record: str) -> None:
    there = set(frame[["year", "reporter", "flow"]].drop_duplicates().itertuples(index=False, name=None))
    lacking = [
        f"{state} {'exports' if flow == 'X' else 'imports'} {year}"
        for year, states in of.items()
        for state in states
        for flow in "XM"
        if (year, state, flow) not in there
    ]
    if lacking:
        raise NoData(f"the {record} record lacks {', '.join(lacking[:5])}{' …' if len(lacking) > 5 else ''}")


def _national_else_baci(world: World, of: Members) -> pd.DataFrame:
    national = _ask(world, _NATIONAL, of)
    both = national.groupby(["year", "reporter"])["flow"].nunique()
    served = set(both[both == 2].index)
    rest = {
        year: states
        for year, all_states in of.items()
        if (states := tuple(s for s in all_states if (year, s) not in served))
    }
    keys = pd.MultiIndex.from_frame(national[["year", "reporter"]])
    parts = [national[keys.isin(list(served))]]
    if rest:
        parts.append(flows(world, rest, "baci"))
    return pd.concat(parts, ignore_index=True)


def _factbook(world: World, of: Members) -> pd.DataFrame:
    """Shares of exports and of imports times BACI totals, so that the two flows can be added."""
    shares = _ask(world, _FACTBOOK, of)
    _all_there(shares, of, "factbook")
    baci = flows(world, of, "baci")
    totals = baci.groupby(["year", "reporter", "flow"])["value"].sum().rename("total")
    shares = shares.join(totals, on=["year", "reporter", "flow"])
    shares["value"] = shares["value"] * shares.pop("total")
    return shares


def totals(world: World, of: Members, frame: pd.DataFrame, record: str) -> pd.DataFrame:
    """The trade that shares are of: BACI for the Factbook, whose list of partners is not complete."""
    return flows(world, of, "baci") if record == "factbook" else frame


def with_partners(frame: pd.DataFrame, partners: Members) -> pd.DataFrame:
    """The rows whose partner is one of the partners of its year."""
    keep = pd.Series(False, index=frame.index)
    for year, states in partners.items():
        keep |= (frame["year"] == year) & frame["partner"].isin(states)
    return frame[keep]
