"""Membership: who belongs to which body on which day, in law and in practice, and how large bodies are.

Spells towards one state only (Russia suspended a treaty towards Ukraine) do not change who is a member and are left
out. A change between two days is read at its ends: a member before the first, none on the last, or the other way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pandas as pd

from steppe.evidence.query import Measurement, NoData, parts, query
from steppe.world.dates import as_date
from steppe.world.organizations import Within
from steppe.world.world import World

Names = Sequence[str]


@query("membership/members")
def members(
    world: World, *, organization: str, on: str, within: Within = "law", status: Names = (), without: Names = ()
) -> Measurement:
    """States that belong to an organization on a day: by law or practice, or by the statuses given."""
    spells = _spells(world, organization, on)
    chosen = spells["status"].isin(status) if status else spells["state"].isin(world.members(organization, on, within))
    kept = spells[chosen & ~spells["state"].isin(without)]
    return Measurement(tuple(sorted(kept["state"])), rows=kept)


@query("membership/ever")
def ever(
    world: World, *, organization: str, by: str, within: Within = "law", status: Names = (), without: Names = ()
) -> Measurement:
    """States that had come in by a day, whether or not they left again."""
    counts = status or world.organization(organization).rules.legal_members
    spells = _spells(world, organization)
    kept = spells[spells["status"].isin(counts) & (spells["start"] <= str(as_date(by, "by")))]
    kept = kept[~kept["state"].isin(without)]
    return Measurement(tuple(sorted(kept["state"].unique())), rows=kept)


@query("membership/is_member")
def is_member(
    world: World, *, states: Names, organization: str, on: str, within: Within = "law", expected: bool = True
) -> Measurement:
    """Whether each state is a member on a day."""
    inside = world.members(organization, on, within)
    rows, note = _about(_spells(world, organization, on), states)
    return Measurement(parts({s: (s in inside) is expected for s in states}), rows=rows, note=note)


@query("membership/is_outside")
def is_outside(world: World, *, states: Names, organization: str, on: str, within: Within = "law") -> Measurement:
    """Whether each state is no member on a day; an observer or a partner is none."""
    return is_member(world, states=states, organization=organization, on=on, within=within, expected=False)


@query("membership/has_status")
def has_status(world: World, *, states: Names, organization: str, on: str, status: Names) -> Measurement:
    """Whether each state has one of the statuses on a day, as mapped or in the words of the compilation."""
    spells = _spells(world, organization, on)
    fit = spells[spells["status"].isin(status) | spells["raw_status"].isin(status)]
    rows, note = _about(spells, states)
    return Measurement(parts({s: s in set(fit["state"]) for s in states}), rows=rows, note=note)


@query("membership/never_had_status")
def never_had_status(world: World, *, state: str, organization: str, status: Names) -> Measurement:
    """Whether a state has stood in an organization, but in none of these statuses."""
    spells = _spells(world, organization, state=state)
    return Measurement(not spells["status"].isin(status).any(), rows=spells)


@query("membership/practice_is")
def practice_is(world: World, *, states: Names, organization: str, on: str, practice: Names) -> Measurement:
    """Whether each state's seat is used in one of these ways on a day."""
    spells = _spells(world, organization, on)
    fit = set(spells.loc[spells["practice"].isin(practice), "state"])
    rows, note = _about(spells, states)
    return Measurement(parts({s: s in fit for s in states}), rows=rows, note=note)


@query("membership/date_of")
def date_of(world: World, *, state: str, organization: str, practice: str) -> Measurement:
    """First day on which a state's seat is used in this way."""
    spells = _spells(world, organization, state=state)
    return _first(spells[spells["practice"] == practice], f"{state} was never {practice} in {organization}")


@query("membership/first_date")
def first_date(world: World, *, organization: str, state: str) -> Measurement:
    """First day on which a state stands in an organization or format in any status."""
    return _first(_spells(world, organization, state=state), f"{state} never belonged to {organization}")


@query("membership/founders")
def founders(world: World, *, organization: str) -> Measurement:
    """States that belong to an organization from its first day on."""
    rows = _founding(world, organization)
    return Measurement(tuple(sorted(rows["state"])), rows=rows)


@query("membership/is_founder")
def is_founder(world: World, *, state: str, organization: str) -> Measurement:
    """Whether a state belongs to an organization from its first day on."""
    rows = _founding(world, organization)
    return Measurement(state in set(rows["state"]), rows=rows)


@query("membership/begins_between")
def begins_between(
    world: World, *, state: str, organization: str, start: str, end: str, within: Within = "law"
) -> Measurement:
    """Whether membership begins between two days, both included."""
    before, after = _standing(world, state, organization, start, end, within)
    return Measurement(after and not before, rows=_spells(world, organization, state=state))


@query("membership/ends_between")
def ends_between(
    world: World, *, state: str, organization: str, start: str, end: str, within: Within = "law"
) -> Measurement:
    """Whether membership ends between two days, both included."""
    before, after = _standing(world, state, organization, start, end, within)
    return Measurement(before and not after, rows=_spells(world, organization, state=state))


@query("membership/overlap_is_partial")
def overlap_is_partial(world: World, *, first: str, second: str, on: str, within: Within = "law") -> Measurement:
    """Whether two organizations share members and each has one that the other lacks."""
    a, b = (set(world.members(name, on, within)) for name in (first, second))
    rows = pd.concat([_spells(world, first, on), _spells(world, second, on)], ignore_index=True)
    shared = ", ".join(sorted(a & b)) or "none"
    return Measurement(bool(a & b and a - b and b - a), rows=rows[rows["state"].isin(a | b)], note=f"in both: {shared}")


@query("membership/count_change")
def count_change(
    world: World, *, organization: str, start: str, end: str, within: Within = "law", any_status: bool = False
) -> Measurement:
    """How many members, or states of any status, an organization gained from one day to another."""
    spells = [_spells(world, organization, day) for day in (start, end)]
    if any_status:
        count = [frame["state"].nunique() for frame in spells]
    else:
        count = [len(world.members(organization, day, within)) for day in (start, end)]
    return Measurement(count[1] - count[0], "states", spells[1], note=f"{count[0]} on {start}, {count[1]} on {end}")


@query("membership/size_rank")
def size_rank(
    world: World,
    *,
    organization: str,
    on: str,
    group: str,
    within: Within = "law",
    by: str = "members",
    kinds: Names = (),
    trade: Names = (),
) -> Measurement:
    """Rank of an organization by members or by a sum over them, among those all of whose members are in a group.

    Compared are organizations of the kinds, or with the trade rules, given; who is as large ranks before it.
    """
    region = set(world.group(group, on))
    inside = {name: world.members(name, on, within) for name in _comparable(world, on, kinds, trade)}
    inside = {name: states for name, states in inside.items() if len(states) > 1 and set(states) <= region}
    if organization not in inside:
        raise NoData(f"{organization} is not among the organizations compared on {on}")
    figures = _figures(world, by, as_date(on).year)
    size = {name: _sum(figures, by, states) for name, states in inside.items()}
    rank = 1 + sum(value >= size[organization] for name, value in size.items() if name != organization)
    order = sorted(size, key=size.__getitem__, reverse=True)
    used = figures[figures["state"].isin(set().union(*inside.values()))]
    rows = pd.concat([used, *(_spells(world, name, on) for name in order)], ignore_index=True)
    return Measurement(rank, rows=rows, note="; ".join(f"{name} {size[name]:,.4g}" for name in order))


@query("membership/weight_falls")
def weight_falls(
    world: World, *, organization: str, state: str, before: str, after: str, year: int, by: str
) -> Measurement:
    """Whether a state's share of the members, or of a sum over them, is smaller among the later members.

    Both sets of members are weighed with the figures of one year, so that only the widening counts.
    """
    figures = _figures(world, by, year)
    sets = [world.members(organization, day) for day in (before, after)]
    if not all(sets):
        raise NoData(f"{organization} has no members on {before if not sets[0] else after}")
    share = [_sum(figures, by, [state]) / _sum(figures, by, states) for states in sets]
    note = f"{share[0]:.1%} of the members of {before}, {share[1]:.1%} of those of {after}"
    used = figures[figures["state"].isin(sets[0] + sets[1])]
    rows = pd.concat([used, _spells(world, organization, after)], ignore_index=True)
    return Measurement(share[1] < share[0], rows=rows, note=note)


@query("membership/spread_grows")
def spread_grows(world: World, *, organization: str, before: str, after: str, year: int) -> Measurement:
    """Whether the ideal points of the members in the UN lie further apart (standard deviation) among the later ones."""
    points = world.sql("from un_ideal_points where year = ?", [year])
    place = points.set_index("state")["ideal_point"]
    sets = [world.members(organization, day) for day in (before, after)]
    missing = sorted(set(sets[0] + sets[1]) - set(place.index))
    if missing:
        raise NoData(f"no ideal point in {year} for {', '.join(missing)}")
    spread = [float(place.loc[list(states)].std(ddof=0)) for states in sets]
    used = points[points["state"].isin(sets[0] + sets[1])]
    return Measurement(spread[1] > spread[0], rows=used, note=f"{spread[0]:.3f} before, {spread[1]:.3f} after")


def _spells(world: World, organization: str, on: str | None = None, state: str | None = None) -> pd.DataFrame:
    spells = world.spells(organization, state, on)
    kept: pd.DataFrame = spells[spells["towards"].isna()].reset_index(drop=True)
    return kept


def _about(spells: pd.DataFrame, states: Names) -> tuple[pd.DataFrame, str]:
    """The spells of the states; where one of them has none, everyone's: who is outside shows by who is inside."""
    absent = sorted(set(states) - set(spells["state"]))
    if not absent:
        return spells[spells["state"].isin(states)], ""
    return spells, f"no row for {', '.join(absent)} on that day, among those of all who have one"


def _first(spells: pd.DataFrame, nothing: str) -> Measurement:
    if spells.empty:
        raise NoData(nothing)
    return Measurement(f"{spells['start'].min():%Y-%m-%d}", rows=spells[spells["start"] == spells["start"].min()])


def _founding(world: World, organization: str) -> pd.DataFrame:
    spells = _spells(world, organization)
    spells = spells[spells["status"].isin(world.organization(organization).rules.legal_members)]
    first: pd.DataFrame = spells[spells["start"] == spells["start"].min()]
    return first


def _standing(world: World, state: str, organization: str, start: str, end: str, within: Within) -> tuple[bool, bool]:
    """Whether the state is a member on the day before `start` and on `end`."""
    days = as_date(start, "start") - timedelta(days=1), as_date(end, "end")
    before, after = (state in world.members(organization, day, within) for day in days)
    return before, after


def _comparable(world: World, on: str, kinds: Names, trade: Names) -> list[str]:
    listed = world.sql(
        "select organization, kind, trade from organizations "
        "where (founded is null or founded <= ?::date) and (ended is null or ended > ?::date)",
        [on, on],
    )
    fit = listed["kind"].isin(kinds) if kinds else listed["trade"].isin(trade)
    return sorted(listed.loc[fit, "organization"])


def _figures(world: World, by: str, year: int) -> pd.DataFrame:
    """Rows of macro by which members are weighed; none where each counts one."""
    return world.sql("from macro where concept = ? and year = ?", [by, year])


def _sum(figures: pd.DataFrame, by: str, states: Names) -> float:
    """Number of states, or the sum of their figures."""
    if by == "members":
        return float(len(states))
    missing = sorted(set(states) - set(figures["state"]))
    if missing:
        raise NoData(f"macro has no {by} of {', '.join(missing)} in that year")
    return float(figures.loc[figures["state"].isin(states), "value"].sum())
