"""Trade seen from the reporter's side: one frame whatever record it comes from.

Columns: year, reporter, partner, flow (X exports, M imports), value (million USD), source, basis. A flow between two
states of the same group stands in the frame twice, as the exports of one and the imports of the other, so that shares
of members' total trade count both flows.

Records
    standing              the figure that stands for each flow (table trade): BACI until 2020, in 2023 by the ladder of
                          docs/explanation/trade-by-record.md, whatever record that is; the world's trade
    baci                  BACI alone, exports and imports reconciled by CEPII, also where another record stands
    national              the reporter's own statistics, where the bundle has them
    national, else BACI   the reporter's own statistics, and BACI for reporters that have none in that year
    factbook              shares of the CIA World Factbook times the reporter's BACI totals: the first partners only,
                          so that a rival who is listed in one flow alone is ranked too low
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from steppe.evidence.query import NoData
from steppe.influence.by_record import OF_BACI
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.organizations import Within
from steppe.world.tables import remembered
from steppe.world.ties import Cube, trade_cube
from steppe.world.world import World

StatesLike = str | Sequence[str]
Members = Mapping[int, tuple[str, ...]]
Marks = Mapping[str, Members]


_BOTH_SIDES = """
select t.year, t.exporter as reporter, t.importer as partner, 'X' as flow, t.value, t.source, t.basis
from {table} t join asked a on t.year = a.year and t.exporter = a.state where t.year in ({{years}})
union all
select t.year, t.importer, t.exporter, 'M', t.value, t.source, t.basis
from {table} t join asked a on t.year = a.year and t.importer = a.state where t.year in ({{years}})
"""
_STANDING = _BOTH_SIDES.format(table="trade")
_BACI = _BOTH_SIDES.format(table=f"({OF_BACI})")
_NATIONAL = """
select t.year, t.reporter, t.partner, t.flow, t.value, t.source, t.basis
from trade_national t join asked a on t.year = a.year and t.reporter = a.state
where t.flow in ('X', 'M') and t.year in ({years})
"""
_FACTBOOK = """
select s.year, s.reporter, s.partner, s.flow, s.share as value, s.source, 'derived' as basis
from trade_partner_shares s join asked a on s.year = a.year and s.reporter = a.state where s.year in ({years})
"""


def states_of(world: World, actor: StatesLike, year: int, within: Within = "law") -> tuple[str, ...]:
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
    actor: StatesLike,
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
    members = _by_year(world, actor, years, within, members_on)
    empty = [str(year) for year, states in members.items() if not states]
    if empty:
        raise NoData(f"{label(actor)} has no members on 30 June {', '.join(empty)}")
    return members


def _by_year(world: World, actor: StatesLike, years: Sequence[int], within: Within, members_on: str | None) -> Members:
    if not isinstance(actor, str):
        parts = [_by_year(world, one, years, within, members_on) for one in actor]
        return {year: tuple(sorted({state for part in parts for state in part[year]})) for year in years}
    if actor in world.state_names:
        return dict.fromkeys(years, (actor,))
    dated = _dated_groups(world)
    if actor in dated:
        days = {year: f"{year}-06-30" if dated[actor] else f"{max(years)}-06-30" for year in years}
        states = {day: world.group(actor, on=day) for day in set(days.values())}
    elif actor in world.organization_names:
        days = {year: members_on or f"{year}-06-30" for year in years}
        states = {day: world.members(actor, on=day, within=within) for day in set(days.values())}
    else:
        names = [*world.state_names, *dated, *world.organization_names]
        raise UserError(f'there is no state, group or organization "{actor}"{look_alike(actor, names)}')
    return {year: states[day] for year, day in days.items()}


@remembered(maxsize=4)
def _dated_groups(world: World) -> Mapping[str, bool]:
    """Whether each group's membership moves through time."""
    groups = world.sql(
        'select "group", bool_or(start is not null or "end" is not null) as dated from group_members group by "group"'
    )
    return dict(zip(groups["group"], groups["dated"], strict=True))


def label(actor: StatesLike) -> str:
    """What to call an actor in a note or as a part of an answer."""
    return actor if isinstance(actor, str) else "+".join(label(one) for one in actor)


def flows(world: World, of: Members, record: str = "standing", marks: Marks | None = None) -> pd.DataFrame:
    """All trade of the states of each year with the world, in one record.

    With `marks` the partners are summed: each mark is a column that says whether the partner is one of the mark's
    states of that year, and `n` counts the rows of the bundle behind a sum.

    Raises
    ------
    NoData
        The record lacks a state in a year, or a state's exports or imports.
    UserError
        There is no such record.
    """
    if record == "national, else BACI":
        return _national_else_baci(world, of, marks)
    if record == "factbook":
        return _factbook(world, of, marks)
    templates = {"standing": _STANDING, "baci": _BACI, "national": _NATIONAL}
    if record not in templates:
        records = ["standing", "baci", "national", "national, else BACI", "factbook"]
        raise UserError(f'record: there is no "{record}"; say one of {", ".join(records)}')
    frame = _ask(world, templates[record], of, marks)
    _all_there(frame, of, record)
    return frame


def _ask(world: World, template: str, of: Members, marks: Marks | None = None) -> pd.DataFrame:
    """Rows of a template for each year and state asked for, summed by marks if there are any."""
    if template == _STANDING and marks is not None:
        return _summed_cube(world, of, marks)
    rows = _read(world, template, _pairs(of)).copy(deep=False)
    if marks is None:
        return rows
    flags = {name: _with(rows, states) for name, states in marks.items()}
    keys = ["year", "reporter", "flow", *flags, "source", "basis"]
    return rows.assign(n=1, **flags).groupby(keys, as_index=False)[["value", "n"]].sum()


def _pairs(members: Members) -> tuple[tuple[int, str], ...]:
    return tuple((year, state) for year, states in members.items() for state in states)


@remembered(maxsize=64)
def _read(world: World, template: str, pairs: tuple[tuple[int, str], ...]) -> pd.DataFrame:
    rows = template.format(years=", ".join(str(year) for year in sorted({year for year, _ in pairs})))
    given = "asked as (select unnest(?::int[]) as year, unnest(?::varchar[]) as state)"
    return world.sql(f"with {given} {rows}", [list(column) for column in zip(*pairs, strict=True)])


def _summed_cube(world: World, of: Members, marks: Marks) -> pd.DataFrame:
    """Trade of each year and state, summed over partners of the same marks, source and basis: value, and the sums of
    the least and of the greatest record of each flow (low, high)."""
    cube = trade_cube(world)
    rows = [row for year, states in of.items() for row in _summed_year(cube, year, states, marks)]
    names = ["year", "reporter", "flow", "marks", "provenance", "value", "low", "high", "n"]
    frame = pd.DataFrame(rows, columns=names)
    for bit, name in enumerate(marks):
        frame[name] = frame["marks"].to_numpy(int) >> bit & 1 == 1
    for part, name in enumerate(("source", "basis")):
        frame[name] = [cube.provenance[code][part] for code in frame["provenance"]]
    return frame.drop(columns=["marks", "provenance"])


def _summed_year(cube: Cube, year: int, states: Sequence[str], marks: Marks) -> Iterator[tuple[object, ...]]:
    if year not in cube.years:
        return
    flags = np.zeros(len(cube.states), dtype=int)
    for bit, members in enumerate(marks.values()):
        flags[cube.places(members[year])] |= 1 << bit
    reporters = [state for state in states if state in cube.states]
    values, kinds = cube.year(year)
    low, high, _ = cube.span(year)
    here = cube.places(reporters)
    groups = 1 << len(marks)
    for flow, flow_values, flow_kinds, spans in (
        ("X", values[here], kinds[here], (low[here], high[here])),
        ("M", values.T[here], kinds.T[here], (low.T[here], high.T[here])),
    ):
        row, partner = flow_values.nonzero()
        traded = flow_values[row, partner]
        cell = (row * groups + flags[partner]) * len(cube.provenance) + flow_kinds[row, partner]
        sums, counts = np.bincount(cell, traded), np.bincount(cell)
        least, greatest = (np.bincount(cell, span[row, partner]) for span in spans)
        for one in counts.nonzero()[0]:
            rest, kind = divmod(int(one), len(cube.provenance))
            reporter, mark = divmod(rest, groups)
            yield year, reporters[reporter], flow, mark, kind, sums[one], least[one], greatest[one], int(counts[one])


def _all_there(frame: pd.DataFrame, of: Members, record: str) -> None:
    there = set(zip(frame["year"], frame["reporter"], frame["flow"], strict=True))
    lacking = [
        f"{state} {'exports' if flow == 'X' else 'imports'} {year}"
        for year, states in of.items()
        for state in states
        for flow in "XM"
        if (year, state, flow) not in there
    ]
    if lacking:
        raise NoData(f"the {record} record lacks {', '.join(lacking[:5])}{' …' if len(lacking) > 5 else ''}")


def _national_else_baci(world: World, of: Members, marks: Marks | None) -> pd.DataFrame:
    national = _ask(world, _NATIONAL, of, marks)
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
        parts.append(flows(world, rest, "standing", marks))
    return pd.concat(parts, ignore_index=True)


def _factbook(world: World, of: Members, marks: Marks | None) -> pd.DataFrame:
    """Shares of exports and of imports times BACI totals, so that the two flows can be added."""
    shares = _ask(world, _FACTBOOK, of)
    _all_there(shares, of, "factbook")
    baci = flows(world, of, "standing")
    totals = baci.groupby(["year", "reporter", "flow"])["value"].sum().rename("total")
    shares = shares.join(totals, on=["year", "reporter", "flow"])
    shares["value"] = shares["value"] * shares.pop("total")
    return shares.assign(**{name: _with(shares, states) for name, states in (marks or {}).items()})


def _with(frame: pd.DataFrame, partners: Members) -> pd.Series[bool]:
    """Whether the partner of each row is one of the partners of its year."""
    wanted = pd.MultiIndex.from_tuples(_pairs(partners))
    return pd.Series(pd.MultiIndex.from_frame(frame[["year", "partner"]]).isin(wanted), index=frame.index)
