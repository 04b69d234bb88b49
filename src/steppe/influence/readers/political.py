"""Readers of the political layers: votes, distance of ideal points, seats in formats that a power leads.

*Votes* and *ideal points* say how near two states stand; they are degrees, not parts of a whole: a state may agree with
all powers. Agreement with a bloc is the mean over its members. *Formats*: of the state's seats (in law, on 1 July) in
bodies that one state leads, the part in bodies led by p; bodies that the state leads itself are left out.
"""

from __future__ import annotations

import pandas as pd

from steppe.influence.flows import between, known, totals, with_shares
from steppe.influence.layer import NOT_HELD, Ask, Coverage, Gap, Reading, blocs, complete, rows_of
from steppe.world.actors import member_table, twelve
from steppe.world.basis import BASES, RANK
from steppe.world.layers import spans
from steppe.world.tables import remembered
from steppe.world.world import World

PUBLISHED_WITH = ("RUS", "CHN", "USA")
"""Whom the published rates, which stand in for years without roll calls, are with."""


# ---------------------------------------------------------------------------- votes
def votes(ask: Ask) -> Reading:
    """Share of common votes on which both voted alike: counted, else published with three powers."""
    recorded = ask.world.sql("select year, bool_and(basis = 'reported') as published from un_agreement group by year")
    table = ask.world.sql(
        "select year, state_a as state, state_b as partner, agreement as value, source, basis from un_agreement "
        "where list_contains(?::bigint[], year) and list_contains(?::varchar[], state_a) "
        "and list_contains(?::varchar[], state_b)",
        [list(ask.years), list(ask.states), list(ask.states)],
    )
    seen_from = set(table["state"].unique())
    single = frozenset(one.name for one in ask.actors if not one.bloc and one.name in seen_from)
    years, published = recorded["year"], tuple(recorded.loc[recorded["published"], "year"].astype(int))
    partial = [one.name for one in ask.actors if one.name not in PUBLISHED_WITH]
    why = f"in {spans(published)} agreement is in the bundle with Russia, China and the United States only"
    coverage = Coverage(
        years=frozenset(years.astype(int)),
        years_why=f"votes are in the bundle for {spans(years)}",
        states=single,
        states_why="agreement is computed only for the region's states, one by one",
        absent="fewer than ten common votes in the year: one of the states had no vote or no seat",
        gaps=tuple(Gap(f"{why}; see `ideal_points`", None, name, published) for name in partial),
    )
    return Reading(_mean_over_members(table, ask), coverage)


def ideal_points(ask: Ask) -> Reading:
    """Nearness of ideal points: 1 less the distance over the widest distance of the session."""
    points = ask.world.sql("select year, state, ideal_point, source, basis from un_ideal_points")
    width = points.groupby("year")["ideal_point"].agg(lambda values: values.max() - values.min()).rename("width")
    asked = points[points["state"].isin(ask.states) & points["year"].isin(ask.years)]
    single = asked[asked["state"].isin(ask.names)]
    pairs = single.merge(asked[["year", "state", "ideal_point"]], on="year", suffixes=("", "_p"))
    pairs = pairs.merge(width, on="year")
    distance = (pairs["ideal_point"] - pairs["ideal_point_p"]).abs()
    pairs = pairs.assign(value=1.0 - distance / pairs["width"], partner=pairs["state_p"])
    pairs["basis"] = "estimated"
    coverage = Coverage(
        years=frozenset(points["year"].astype(int)),
        years_why="ideal points are in the bundle for the sessions opened in 1990-2023",
        states=frozenset(points["state"]) - blocs(ask.actors),
        states_why="ideal points exist for states, not for blocs",
        absent="no ideal point for one of the two in this session",
    )
    return Reading(_mean_over_members(pairs[["year", "state", "partner", "value", "source", "basis"]], ask), coverage)


def _mean_over_members(pairs: pd.DataFrame, ask: Ask) -> pd.DataFrame:
    """Rows of degrees: the mean over the members of a bloc that is the partner; the state is always single."""
    members = member_table(ask.actors)
    single = [one.name for one in ask.actors if not one.bloc]
    frame = pairs[pairs["state"].isin(single) & pairs["value"].notna()].merge(
        members, left_on="partner", right_on="member"
    )
    frame = frame[frame["state"] != frame["member"]]
    frame["rank"] = frame["basis"].map(RANK)
    grouped = frame.groupby(["state", "actor", "year"], sort=False).agg(
        share=("value", "mean"), rank=("rank", "max"), source=("source", "first"), count=("value", "size")
    )
    rows = grouped.reset_index().rename(columns={"actor": "partner"})
    rows["basis"] = rows["rank"].map(lambda place: BASES[int(place)])
    rows["note"] = [f"mean over {count} members" if count > 1 else None for count in rows["count"]]
    return rows_of(rows)


# -------------------------------------------------------------------------- formats
def formats(ask: Ask) -> Reading:
    """Seats in bodies led by one state."""
    seats = _seats(ask.world)
    seats = seats[
        seats["state"].isin(ask.states) & seats["year"].isin(ask.years) & (seats["state"] != seats["partner"])
    ]
    whole = totals(seats, ask.actors)
    coverage = Coverage(
        years=frozenset(range(1992, 2027)),
        years_why="memberships are compiled from 1991 on",
        states=frozenset(twelve(ask.world)),
        states_why="memberships are complete for the twelve only",
        known=known(whole),
        known_why="the state has no seat in a body led by another state",
        held=complete(ask, seats),
        held_why=NOT_HELD,
        zero=("derived", "steppe-spells"),
    )
    return Reading(rows_of(with_shares(between(seats, ask.actors), whole)), coverage)


@remembered(maxsize=4)
def _seats(world: World) -> pd.DataFrame:
    """Seats in law on 1 July of each year in bodies with a leader: state, partner (the leader), year, value, note."""
    return world.sql(
        """
        select distinct on (m.state, m.organization, y.year)
               m.state, o.leader as partner, y.year, 1.0 as value, m.organization as note, 'steppe-spells' as source,
               'derived' as basis
        from memberships m join organizations o using (organization), (select unnest(range(1992, 2027)) as year) y
        where o.leader is not null and m.towards is null
          and list_contains(string_split(o.legal_members, ';'), m.status)
          and m.start <= make_date(y.year, 7, 1) and (m."end" is null or m."end" > make_date(y.year, 7, 1))
          and (o.ended is null or o.ended > make_date(y.year, 7, 1))
        """
    )
