"""Transport: named routes, border crossings, gauges, works under way, access to the sea, and ratings of logistics."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import pandas as pd

from steppe.evidence.queries._flows import StatesLike, states_of
from steppe.evidence.query import Measurement, NoData, query
from steppe.world.world import World

WORKING = ("operating", "completed")
"""Status of a work from whose day it is there."""


# ------------------------------------------------------------------------------------------------- routes and crossings
@query("corridor/avoiding")
def avoiding(
    world: World, *, through: str, avoid: str, since: int | None = None, status: str | None = None
) -> Measurement:
    """Per cent of the named routes through one state that do not cross another; since a year, or of a status."""
    rows = _routes(world)
    rows = rows[rows["crosses"].map(lambda states: through in states).astype(bool)]
    if since is not None:
        rows = rows[rows["since_year"] >= since]
    if status is not None:
        rows = rows[rows["status"].eq(status)]
    if rows.empty:
        raise NoData(f"no such route through {through}")
    around = rows["crosses"].map(lambda states: avoid not in states)
    kept, rest = "; ".join(rows.loc[around, "route"]), "; ".join(rows.loc[~around, "route"])
    note = f"around {avoid}: {kept or 'none'}. Across it: {rest or 'none'}"
    return Measurement(100 * float(around.mean()), "%", rows.drop(columns="crosses"), note)


@query("corridor/crosses")
def crosses(world: World, *, corridor: str, states: Sequence[str]) -> Measurement:
    """Whether each state lies on a named route, any of its branches; a route is named by the start of its name."""
    rows = _routes(world)
    rows = rows[rows["route"].str.startswith(corridor)]
    if rows.empty:
        raise NoData(f'no route is called "{corridor}"')
    on_it = {state for listed in rows["crosses"] for state in listed}
    note = "; ".join(f"{row.route}: {row.states}" for row in rows.itertuples())
    return Measurement({state: state in on_it for state in states}, rows=rows.drop(columns="crosses"), note=note)


def _routes(world: World) -> pd.DataFrame:
    rows = world.sql("from network_routes order by route")
    return rows.assign(crosses=rows["states"].str.split(";"))


@query("network/crossing")
def crossing(world: World, *, of: str, mode: str, indicator: str, year: int) -> Measurement:
    """A time, cost or speed at a crossing, or the average of a state or of CAREC, in all directions together."""
    rows = world.sql(
        "from network_crossings where crossing = ? and mode = ? and starts_with(indicator, ?) and year = ? "
        "and direction = 'all'",
        [of, mode, indicator, year],
    )
    if len(rows) != 1:
        raise NoData(f"{len(rows)} figures of {indicator} by {mode} at {of} in {year}, not one")
    return Measurement(float(rows["value"].iloc[0]), rows["unit"].iloc[0], rows)


# ------------------------------------------------------------------------------------------------- gauge
@query("gauge/differs")
def differs(world: World, *, states: Sequence[str], of: str) -> Measurement:
    """Whether the main railway gauge of each state differs from that of another."""
    rows = world.sql(
        "select state, gauge_mm, source, basis from states where list_contains(?::varchar[], state)", [[*states, of]]
    )
    gauge = rows.set_index("state")["gauge_mm"].dropna()
    lacking = sorted({*states, of} - set(gauge.index))
    if lacking:
        raise NoData(f"the gauge of {', '.join(lacking)} is not known")
    note = ", ".join(f"{state} {gauge[state]:.0f} mm" for state in [*states, of])
    return Measurement({state: bool(gauge[state] != gauge[of]) for state in states}, rows=rows, note=note)


@query("gauge/breaks")
def breaks(world: World, *, borders: Sequence[Sequence[str]]) -> Measurement:
    """Whether a railway across each border ends at a place where the gauge changes."""
    rows = world.sql(
        """
        select l.link, a.name as one, b.name as other, a.state as state_a, b.state as state_b, l.status,
               case when a.gauge_transfer then a.name else b.name end as change_at, l.source, l.basis
        from network_links l
        join network_places a on a.place = l.from_place join network_places b on b.place = l.to_place
        where l.mode = 'rail' and a.state <> b.state and (a.gauge_transfer or b.gauge_transfer)
          and l.status in ('open', 'restricted') order by l.link
        """
    )
    pairs = [frozenset(pair) for pair in zip(rows["state_a"], rows["state_b"], strict=True)]
    asked = {frozenset(border): "-".join(border) for border in borders}
    used = rows[pd.Series([pair in asked for pair in pairs], index=rows.index, dtype=bool)]
    return Measurement(
        {name: border in pairs for border, name in asked.items()}, rows=used, note=", ".join(used["change_at"])
    )


# ------------------------------------------------------------------------------------------------- works, access
@query("infrastructure/coming")
def coming(world: World, *, names: Sequence[str], on: str) -> Measurement:
    """Whether each work was not yet there on a day and came later."""
    rows = world.sql("from infrastructure where list_contains(?::varchar[], name) order by name, date", [list(names)])
    first = rows[rows["status"].isin(WORKING)].groupby("name")["date"].min()
    lacking = sorted(set(names) - set(rows["name"]))
    if lacking:
        raise NoData(f"no work is called {', '.join(lacking)}")
    note = "; ".join(f"{name} {first[name]:%Y-%m-%d}" for name in names if name in first.index)
    return Measurement(
        {name: name in first.index and str(first[name].date()) > on for name in names}, rows=rows, note=note
    )


@query("transport/landlocked")
def landlocked(world: World, *, states: StatesLike) -> Measurement:
    """Whether each state has no coast on the open sea."""
    wanted = states_of(world, states, 2020)
    rows = world.sql(
        "select state, landlocked, source, basis from states where list_contains(?::varchar[], state)", [list(wanted)]
    )
    return Measurement({str(row.state): bool(row.landlocked) for row in rows.itertuples()}, rows=rows)


# ------------------------------------------------------------------------------------------------- ratings
@query("attribute/value")
def value(world: World, *, attribute: str, state: str, year: int, above_median: bool = False) -> Measurement:
    """An attribute of a state, or how far it lies above the median of all states rated."""
    rows, rating = _attribute(world, attribute, year)
    if state not in rating:
        raise NoData(f"no {attribute} of {state} in {year}")
    number = rating[state] - median(rating.values()) if above_median else rating[state]
    return Measurement(number, "points", rows, f"{len(rating)} states rated in {year}")


@query("attribute/below_median")
def below_median(world: World, *, attribute: str, states: StatesLike, year: int) -> Measurement:
    """Whether an attribute of each state lies below the median of all states; those without one are named."""
    rows, rating = _attribute(world, attribute, year)
    wanted = states_of(world, states, year)
    rated = [state for state in wanted if state in rating]
    if not rated:
        raise NoData(f"no {attribute} of {', '.join(wanted)} in {year}")
    lacking = [state for state in wanted if state not in rated]
    middle = median(rating.values())
    note = f"median {middle:.2f} of {len(rating)}; " + ", ".join(f"{state} {rating[state]:.2f}" for state in rated)
    note += f"; not rated: {', '.join(lacking)}" if lacking else ""
    return Measurement({state: rating[state] < middle for state in rated}, rows=rows, note=note)


def _attribute(world: World, attribute: str, year: int) -> tuple[pd.DataFrame, dict[str, float]]:
    """Rows of an attribute in a year, and its value by state."""
    rows = world.sql("from state_attributes where attribute = ? and year = ?", [attribute, year])
    return rows, dict(zip(rows["state"], rows["value"].astype(float), strict=True))
