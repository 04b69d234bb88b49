"""Indicators of states: ranks, thresholds and changes of macro figures, regime indices and capabilities.

An indicator is a `concept` of macro or an `attribute` of the two tables of state attributes. An index that is not
published every year (BTI, logistics performance; Polity ends in 2018) answers for up to two years later. A comparison
within a group needs every state of it: a rank among those who happen to have a figure is no rank.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from steppe.evidence.query import Measurement, NoData, parts, query
from steppe.world.world import World

CARRIED = 2
"""Years for which the last published value of an index still answers."""

MILLION = 1e6
"""Macro holds products in millions and people one by one; per head is in units."""

_TABLES = {"macro": "concept", "state_attributes": "attribute", "state_attributes_vdem": "attribute"}
_REGULAR = ("macro",)


@query("politics/rank")
def rank(
    world: World,
    *,
    state: str,
    group: str,
    indicator: str,
    year: int,
    lowest_first: bool = False,
    per_head: bool = False,
) -> Measurement:
    """Rank of a state in a group, highest first or lowest first; who is level with it ranks before it."""
    rows = _figures(world, indicator, year, world.group(group), per_head)
    ordered = rows.set_index("state")["figure"].sort_values(ascending=lowest_first)
    others = _but(ordered, state, group)
    ahead = others <= ordered[state] if lowest_first else others >= ordered[state]
    return Measurement(int(ahead.sum()) + 1, rows=rows, note=_listed(ordered, rows, year))


@query("politics/lead")
def lead(world: World, *, state: str, group: str, indicator: str, year: int) -> Measurement:
    """How many times as large a state's figure is as that of the next in a group."""
    rows = _figures(world, indicator, year, world.group(group))
    figures = rows.set_index("state")["figure"]
    others = _but(figures, state, group)
    second, ratio = others.idxmax(), float(figures[state] / others.max())
    return Measurement(ratio, "times the second", rows, note=f"second: {second}")


@query("politics/below")
def below(
    world: World, *, indicator: str, year: int, limit: float, group: str = "", states: Sequence[str] = ()
) -> Measurement:
    """Whether each state's figure is below a limit."""
    rows = _figures(world, indicator, year, states or world.group(group))
    figures = rows.set_index("state")["figure"].sort_index()
    parts_of = {state: bool(figures[state] < limit) for state in figures.index}
    return Measurement(parts(parts_of), rows=rows, note=_listed(figures, rows, year))


@query("politics/below_median")
def below_median(
    world: World,
    *,
    group: str,
    indicator: str,
    year: int,
    states: Sequence[str] = (),
    members_of: str = "",
    per_head: bool = False,
) -> Measurement:
    """Whether each state's figure is below the median of a group."""
    rows = _figures(world, indicator, year, world.group(group), per_head)
    figures = rows.set_index("state")["figure"].sort_values()
    middle = figures.median()
    asked = states or world.group(members_of)
    _all_there(figures, asked, group)
    lower = {state: bool(figures[state] < middle) for state in asked}
    return Measurement(parts(lower), rows=rows, note=f"median {_short(middle)}; {_listed(figures, rows, year)}")


@query("politics/near")
def near(world: World, *, state: str, others: Sequence[str], group: str, indicator: str, year: int) -> Measurement:
    """Whether each other state is nearer to a state than the median of the rest of a group."""
    rows = _figures(world, indicator, year, world.group(group))
    figures = rows.set_index("state")["figure"]
    distance = (_but(figures, state, group) - figures[state]).abs().sort_values()
    _all_there(distance, others, group)
    middle = distance.median()
    nearer = {other: bool(distance[other] < middle) for other in others}
    return Measurement(parts(nearer), rows=rows, note=f"median distance {middle:.3g}; {_listed(distance, rows, year)}")


@query("politics/not_risen")
def not_risen(world: World, *, group: str, indicator: str, start: int, end: int) -> Measurement:
    """Whether each state's figure is no higher in a later year than in an earlier one."""
    states = world.group(group)
    first, last = (_figures(world, indicator, year, states) for year in (start, end))
    change = (last.set_index("state")["figure"] - first.set_index("state")["figure"]).sort_index()
    fell = {state: bool(change[state] <= 0) for state in change.index}
    rows = pd.concat([first, last], ignore_index=True)
    return Measurement(parts(fell), rows=rows, note="change: " + _listed(change, last, end))


@query("politics/slower")
def slower(
    world: World,
    *,
    state: str,
    indicator: str,
    before: tuple[int, int],
    after: tuple[int, int],
    against: Sequence[str] = (),
) -> Measurement:
    """Whether a state's mean figure fell from one span of years to the next, by more than that of others if given."""
    rows = [_span(world, indicator, one, *span) for one in (state, *against) for span in (before, after)]
    means = [float(frame["value"].mean()) for frame in rows]
    change = [late - early for early, late in zip(means[::2], means[1::2], strict=True)]
    rest = sum(change[1:]) / len(against) if against else 0.0
    note = "; ".join(f"{one} {value:+.2f}" for one, value in zip((state, *against), change, strict=True))
    return Measurement(change[0] < 0 and change[0] < rest, rows=pd.concat(rows, ignore_index=True), note=note)


@query("politics/trade_fell")
def trade_fell(world: World, *, state: str, start: int, end: int) -> Measurement:
    """Whether a state's goods trade, exports and imports together, is smaller in a later year."""
    rows = world.sql("from trade where year in (?, ?) and ? in (exporter, importer)", [start, end, state])
    total = rows.groupby("year")["value"].sum()
    if not {start, end} <= set(total.index):
        raise NoData(f"trade of {state} lacks {start} or {end}")
    note = f"{total[start] / 1e3:,.0f} bn USD in {start}, {total[end] / 1e3:,.0f} in {end}"
    return Measurement(bool(total[end] < total[start]), rows=rows, note=note)


def _all_there(figures: pd.Series[float], states: Sequence[str], group: str) -> None:
    lacking = [state for state in states if state not in figures.index]
    if lacking:
        raise NoData(f"{', '.join(lacking)} is not among the states of {group} with a figure")


def _but(figures: pd.Series[float], state: str, group: str) -> pd.Series[float]:
    """Figures of a group without those of a state, which must be there beside others."""
    _all_there(figures, [state], group)
    if len(figures) == 1:
        raise NoData(f"no state of {group} but {state} has a figure")
    return figures.drop(state)


def _figures(world: World, indicator: str, year: int, states: Sequence[str], per_head: bool = False) -> pd.DataFrame:
    """Rows of an indicator for states in a year, with the figure compared in column `figure`.

    Raises
    ------
    NoData
        A state has no figure in that year, nor in the years for which an index is carried.
    """
    table, name = _table_of(world, indicator)
    carried = 0 if table in _REGULAR else CARRIED
    rows = world.sql(f"from {table} where {name} = ? and year between ? and ?", [indicator, year - carried, year])
    rows = rows[rows["state"].isin(states)].sort_values(["state", "year"]).drop_duplicates("state", keep="last")
    missing = sorted(set(states) - set(rows["state"]))
    if missing:
        raise NoData(f"no {indicator} of {', '.join(missing)} in {year}")
    if not per_head:
        return rows.assign(figure=rows["value"])
    people = _figures(world, "population", year, states).set_index("state")["value"]
    return rows.assign(figure=MILLION * rows["value"] / rows["state"].map(people))


def _span(world: World, indicator: str, state: str, start: int, end: int) -> pd.DataFrame:
    table, name = _table_of(world, indicator)
    rows = world.sql(
        f"from {table} where {name} = ? and state = ? and year between ? and ?", [indicator, state, start, end]
    )
    if len(rows) != end - start + 1:
        raise NoData(f"{indicator} of {state} has gaps between {start} and {end}")
    return rows


def _table_of(world: World, indicator: str) -> tuple[str, str]:
    for table, column in _TABLES.items():
        if not world.sql(f"select 1 from {table} where {column} = ? limit 1", [indicator]).empty:
            return table, column
    raise NoData(f"the bundle has no indicator {indicator}")


def _listed(figures: pd.Series[float], rows: pd.DataFrame, year: int) -> str:
    """Figures in order, and the year where an index was carried forward."""
    listed = ", ".join(f"{state} {_short(value)}" for state, value in figures.items())
    last = int(rows["year"].max())
    return listed if last == year else f"{listed} (of {last})"


def _short(value: float) -> str:
    """Four digits, and never a power of ten."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"
