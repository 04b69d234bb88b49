"""Armed conflicts by year, as the Uppsala Conflict Data Program counts them.

Level 1 is 25 to 999 deaths in battle in a year, level 2 (war) 1,000 or more; years of one level cannot be ranked.
Armed groups have no code, and a state whose troops fight beside one is listed as its ally: Armenia in the conflict of
Azerbaijan over Karabakh, Russia in those of Georgia and Ukraine before 2022. Two states are therefore on opposite
sides when each is a party or a party's ally.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd

from steppe.evidence.queries.security import listed_states
from steppe.evidence.query import Measurement, NoData, parts, query
from steppe.world.world import World

Names = Sequence[str]
WAR = 2
LEVELS = {0: "no fighting on record", 1: "minor conflict", WAR: "war"}


@query("conflict/fought")
def fought(world: World, *, state: str, against: Mapping[str, int]) -> Measurement:
    """Whether a state stood on the other side of a conflict from each opponent in the year given."""
    rows = world.table("conflicts")
    facing = {
        f"{other} {year}": _opposed(rows, state, other) & rows["year"].eq(year) for other, year in against.items()
    }
    used = rows[pd.concat(facing, axis=1).any(axis=1)]
    return Measurement(
        parts({name: bool(fights.any()) for name, fights in facing.items()}), rows=used, note=_levels(used)
    )


@query("conflict/active")
def active(world: World, *, state: str, start: int, end: int) -> Measurement:
    """Whether a state was itself a party to an armed conflict in some of the years."""
    rows = _party(world, state, start, end)
    return Measurement(not rows.empty, rows=rows, note=_levels(rows))


@query("conflict/helped")
def helped(world: World, *, state: str, by: str | Names, start: int, end: int) -> Measurement:
    """Whether troops of the states named, or of an organization's members, fought beside a state in some years."""
    rows = _among(world, _helpers(_party(world, state, start, end), state), by)
    note = ", ".join(f"{helper} {year}" for helper, year in zip(rows["helper"], rows["year"], strict=True))
    return Measurement(not rows.empty, rows=rows, note=note)


@query("conflict/helped_since")
def helped_since(world: World, *, state: str, by: str | Names) -> Measurement:
    """First year in which troops of the states named, or of an organization's members, fought beside a state."""
    rows = _among(world, _helpers(_party(world, state), state), by)
    if rows.empty:
        raise NoData(f"none of those named fights alongside {state} in the table of conflicts")
    first = rows[rows["year"] == rows["year"].min()]
    return Measurement(str(first["year"].iloc[0]), rows=first)


@query("conflict/helpers")
def helpers(world: World, *, hosts: Names, organization: str, start: int, end: int) -> Measurement:
    """Members of an organization whose troops fought beside any of the states in some of the years."""
    by_host = [_helpers(_party(world, host, start, end), host) for host in hosts]
    rows = pd.concat(by_host, ignore_index=True)
    if rows.empty:
        raise NoData(f"nobody fights alongside {', '.join(hosts)} in the table of conflicts")
    return Measurement(tuple(sorted(_among(world, rows, organization)["helper"].unique())), rows=rows)


@query("conflict/worse")
def worse(world: World, *, state: str, against: str, start: int, end: int, since: int) -> Measurement:
    """Whether the highest level between two states in some years lies above that of all years before."""
    rows = world.sql("from conflicts where year between ? and ?", [since, end])
    rows = rows[_opposed(rows, state, against)]
    if rows.empty:
        raise NoData(f"no conflict of {state} and {against} in {since}-{end} is on record")
    late = rows["year"] >= start
    now, before = (int(rows.loc[mask, "intensity"].max()) if mask.any() else 0 for mask in (late, ~late))
    note = f"{start}-{end}: {LEVELS[now]}; {since}-{start - 1}: {LEVELS[before]}"
    return Measurement(now > before, rows=rows, note=note)


@query("conflict/grew")
def grew(world: World, *, state: str, start: int, end: int, by: Literal["conflicts", "intensity"]) -> Measurement:
    """Whether a state was party to more conflicts, or to one of a higher level, in the later of two years."""
    before, after = _party(world, state, start, start), _party(world, state, end, end)
    rows = pd.concat([before, after])
    if by == "conflicts":
        return Measurement(len(after) > len(before), rows=rows, note=f"{len(before)}, then {len(after)} conflicts")
    old, new = (int(frame["intensity"].max()) if len(frame) else 0 for frame in (before, after))
    if old == WAR:
        raise NoData(f"{state} was at war in {start} already: the table has no higher level to rise to")
    return Measurement(new > old, rows=rows, note=f"{LEVELS[old]}, then {LEVELS[new]}")


@query("conflict/new")
def new(world: World, *, state: str, year: int) -> Measurement:
    """Whether a state is party to a conflict in a year that it was in no year before."""
    rows = _party(world, state, end=year)
    seen = set(rows.loc[rows["year"] < year, "conflict"])
    begun = rows[rows["year"].eq(year) & ~rows["conflict"].isin(seen)]
    return Measurement(not begun.empty, rows=rows[rows["year"] == year], note=_levels(begun))


@query("conflict/rank")
def rank(world: World, *, state: str, against: str, among: str | Names, start: int, end: int) -> Measurement:
    """Rank of the conflict of two states, by years at war, among the conflicts that the states named are party to.

    A conflict is a pair of states on opposite sides; one inside a state, without a state on the other side, stands
    for itself. The rank is one more than the number of conflicts with more years at war.
    """
    rows = world.sql("from conflicts where year between ? and ? and intensity = ?", [start, end, WAR])
    region = listed_states(world, among)
    rows = rows[rows["state_a"].isin(region) | rows["state_b"].isin(region)]
    if rows.empty:
        raise NoData(f"no war of {', '.join(sorted(region))} in {start}-{end} is on record")
    named = rows.assign(name=pd.Series(_names(rows), index=rows.index)).explode("name")
    years = named.groupby("name")["year"].nunique()
    mine = int(years.get(_pair(state, against), 0))
    most = years.sort_values(ascending=False, kind="stable").head(3)
    note = f"{state}-{against} {mine} years at war; most: " + ", ".join(f"{n} {y}" for n, y in most.items())
    return Measurement(int((years > mine).sum()) + 1, rows=rows, note=note)


# --------------------------------------------------------------------- reading
def _party(world: World, state: str, start: int = 0, end: int = 9999) -> pd.DataFrame:
    return world.sql(
        "from conflicts where ? in (state_a, state_b) and year between ? and ? order by year, conflict",
        [state, start, end],
    )


def _helpers(rows: pd.DataFrame, state: str) -> pd.DataFrame:
    """One row for each state whose troops fight on the side of the state."""
    beside = rows["allies_a"].where(rows["state_a"] == state, rows["allies_b"])
    return rows.assign(helper=beside.str.split(";")).explode("helper").dropna(subset=["helper"])


def _among(world: World, rows: pd.DataFrame, who: str | Names) -> pd.DataFrame:
    """Rows whose helper is one of those named or, where an organization is named, its member at the year's end."""
    if not isinstance(who, str):
        return rows[rows["helper"].isin(who)]
    members = {year: world.members(who, f"{year}-12-31") for year in rows["year"].unique()}
    kept = [helper in members[year] for helper, year in zip(rows["helper"], rows["year"], strict=True)]
    return rows[pd.Series(kept, index=rows.index, dtype=bool)]


def _opposed(rows: pd.DataFrame, one: str, other: str) -> pd.Series[bool]:
    """Whether two states stand on opposite sides, row by row."""
    facing = [(one in a and other in b) or (other in a and one in b) for a, b in _sides(rows)]
    return pd.Series(facing, index=rows.index, dtype=bool)


def _names(rows: pd.DataFrame) -> list[list[str]]:
    """The names of each row's conflict: its pairs of opposed states, or a state and the conflict's own number."""
    names = []
    for (a, b), number in zip(_sides(rows), rows["conflict"], strict=True):
        pairs = [_pair(one, other) for one in a for other in b]
        names.append(pairs or [f"{state} (conflict {number})" for state in sorted(a | b)])
    return names


def _sides(rows: pd.DataFrame) -> list[tuple[set[str], set[str]]]:
    """States on either side, row by row."""
    a = [_codes(party) | _codes(allies) for party, allies in zip(rows["state_a"], rows["allies_a"], strict=True)]
    b = [_codes(party) | _codes(allies) for party, allies in zip(rows["state_b"], rows["allies_b"], strict=True)]
    return list(zip(a, b, strict=True))


def _pair(one: str, other: str) -> str:
    return "-".join(sorted((one, other)))


def _codes(codes: object) -> set[str]:
    return set(codes.split(";")) if isinstance(codes, str) else set()


def _levels(rows: pd.DataFrame) -> str:
    return "; ".join(f"{year} {LEVELS[level]}" for year, level in zip(rows["year"], rows["intensity"], strict=True))
