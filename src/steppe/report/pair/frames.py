"""What is on record between two actors besides ties and treaties: bodies, disputes, votes and events.

Each frame keeps the source of every row. Of a bloc the records are those of its institutions and, for agreements on
trade, those that its members hold together.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby

import numpy as np
import pandas as pd

from steppe.display.words import in_names
from steppe.influence.ledger import KINDS
from steppe.influence.readers.security import NOT_CONSENTED
from steppe.report.pair.choice import opponents
from steppe.report.shared import seats
from steppe.world.actors import Actor
from steppe.world.chronology import as_precise
from steppe.world.chronology import events as all_events
from steppe.world.dates import TODAY
from steppe.world.organizations import IN_PRACTICE
from steppe.world.tables import remembered
from steppe.world.world import World

MOST_EVENTS = 15
FEW = 3
"""States up to which a meeting or an exercise counts as one of the two."""
NOW = pd.Timestamp(TODAY)
VOTES = {"Y": "yes", "N": "no", "A": "abstained", "X": "absent"}
SHOWN_ELSEWHERE = ("membership", "agreement", "conflict", "vote", "leader", "office", "aim", "organization", *KINDS)


# --------------------------------------------------------------------------- bodies
def shared_bodies(world: World, first: Actor, second: Actor) -> pd.DataFrame:
    """Times in which both hold a seat in one body, whatever its status.

    Returns
    -------
    Columns organization, title, leader, start, end, first, second (status of each), both_members (in law), pale (a seat
    is not used in practice), now, since (the first day of the unbroken time up to this row in which both were members,
    or in which they were not both), source; in the order of their beginning.
    """
    mine, other = (_spells(world, one) for one in (first, second))
    met = mine.merge(other, on="organization", suffixes=("_a", "_b"))
    start = met[["start_a", "start_b"]].max(axis=1)
    end = met[["end_a", "end_b"]].min(axis=1)
    frame = pd.DataFrame(
        {
            "organization": met["organization"],
            "title": [world.organization_names[name] for name in met["organization"]],
            "leader": met["leader_a"],
            "start": start,
            "end": end,
            "first": met["status_a"],
            "second": met["status_b"],
            "both_members": met["counts_a"] & met["counts_b"],
            "pale": ~(met["practice_a"].isin(IN_PRACTICE) & met["practice_b"].isin(IN_PRACTICE)),
            "now": (start <= NOW) & (end.isna() | (end > NOW)),
            "source": met["source_a"] + ";" + met["source_b"],
        }
    )
    kept = frame[end.isna() | (start < end)].sort_values(["organization", "start"], ignore_index=True)
    return kept.assign(since=_since(kept)).sort_values(["start", "organization"], ignore_index=True)


def _since(rows: pd.DataFrame) -> list[pd.Timestamp]:
    """The beginning of the run of rows of one body, without a gap, in which the two are members or not, as here."""
    found: list[pd.Timestamp] = []
    for place, row in enumerate(rows.itertuples()):
        before = rows.iloc[place - 1] if place else None
        goes_on = (
            before is not None
            and before["end"] == row.start
            and (before["organization"], before["both_members"]) == (row.organization, row.both_members)
        )
        found.append(found[-1] if goes_on else row.start)
    return found


def _spells(world: World, one: Actor) -> pd.DataFrame:
    """Spells towards all of an actor, with `counts` and the leader of the body."""
    code = one.seat
    found = seats.spells(world, list(world.organization_names))
    return found[found["state"].eq(code) & found["towards"].isna()]


# ------------------------------------------------------------------------- disputes
def disputes(world: World, first: Actor, second: Actor, names: Mapping[str, str]) -> pd.DataFrame:
    """Conflicts, areas that both claim, presence without consent, suspended treaties, sanctions: kind, what, source."""
    rows = [
        *_conflicts(world, first, second),
        *_areas(world, first, second, names),
        *_presence(world, first, second, names),
        *_suspended(world, first, second, names),
        *_sanctions(world, first, second, names),
    ]
    return pd.DataFrame(rows, columns=["kind", "what", "source"])


Rows = list[tuple[str, str, str]]


def _conflicts(world: World, first: Actor, second: Actor) -> Rows:
    ours = [{*one.members} for one in (first, second)]
    found = sorted(
        {
            (intensity, year, source)
            for a, b, year, intensity, source in opponents(world)
            if (a in ours[0] and b in ours[1]) or (a in ours[1] and b in ours[0])
        }
    )
    rows = []
    for intensity, group in groupby(found, key=lambda one: one[0]):
        own = list(group)
        words = "war, a thousand dead in battle or more" if intensity == 2 else "armed conflict, under a thousand dead"
        years = ", ".join(dict.fromkeys(str(year) for _, year, _ in own))
        rows.append(
            ("conflict", f"On opposite sides of an {words} a year: {years}".replace("an war", "a war"), own[0][2])
        )
    return rows


_AREAS = """
select name, held_by, claimed_by, state, start, "end", source from shapes where kind = 'disputed' order by name
"""


def _areas(world: World, first: Actor, second: Actor, names: Mapping[str, str]) -> Rows:
    rows = world.sql(_AREAS)
    found: Rows = []
    for row in rows.itertuples():
        parties = {row.state, row.held_by, *str(row.claimed_by).split(";")}
        if {first.name, second.name} <= parties:
            held = f", held by {names.get(row.held_by, row.held_by)}" if isinstance(row.held_by, str) else ""
            since = f", since {row.start.year}" if pd.notna(row.start) else ""
            until = f" until {row.end.year}" if pd.notna(row.end) else ""
            drawn = f"; drawn as {names.get(row.state, row.state)} by General Assembly practice"
            found.append(("area", f"{row.name}{held}{since}{until}{drawn}", row.source))
    return found


def _presence(world: World, first: Actor, second: Actor, names: Mapping[str, str]) -> Rows:
    rows = world.sql(
        "select * from foreign_presence where list_contains($1::varchar[], kind) and "
        "((host = $2 and sender = $3) or (host = $3 and sender = $2)) order by start_year, site",
        [list(NOT_CONSENTED), first.name, second.name],
    )
    return [
        (
            "presence",
            f"Forces of {names[row.sender]} in {names[row.host]} without its consent: {row.site}, "
            f"{row.start_year}–{int(row.end_year) if pd.notna(row.end_year) else ''}",
            row.source,
        )
        for row in rows.itertuples()
    ]


def _suspended(world: World, first: Actor, second: Actor, names: Mapping[str, str]) -> Rows:
    both = [*list(first.codes), *list(second.codes)]
    rows = world.sql(
        "select * from memberships where towards is not null and list_contains($1::varchar[], state) "
        "and list_contains($1::varchar[], towards) order by start",
        [both],
    )
    return [
        (
            "treaty",
            f"{row.organization} of {names[row.state]}, {row.practice} towards {names[row.towards]} "
            f"since {row.start.date()}",
            row.source,
        )
        for row in rows.itertuples()
    ]


_SANCTIONS = """
from sanction_counts
where (list_contains($1::varchar[], sender) and list_contains($2::varchar[], target))
   or (list_contains($2::varchar[], sender) and list_contains($1::varchar[], target))
order by sender
"""


def _sanctions(world: World, first: Actor, second: Actor, names: Mapping[str, str]) -> Rows:
    rows = world.sql(_SANCTIONS, [list(first.codes), list(second.codes)])
    return [
        (
            "sanctions",
            f"{names[row.sender]} against {names[row.target]}: {row.cases} case{'s' * (row.cases > 1)} on record in "
            f"{row.start_year}–{row.end_year}",
            row.source,
        )
        for row in rows.itertuples()
    ]


# ---------------------------------------------------------------------------- votes
def votes(world: World, first: Actor, second: Actor) -> pd.DataFrame:
    """Votes of the two on the resolutions on Ukraine: resolution, title, date, first, second, source.

    The vote of the EU-27 is that of all members where they voted alike; else it says how many voted how.
    """
    frame = world.sql("from un_ukraine_votes order by date, resolution")
    rows = []
    for (date, resolution, title), own in frame.groupby(["date", "resolution", "title"], sort=False):
        cast = [_vote(own, one) for one in (first, second)]
        if all(cast):
            rows.append((resolution, title, date, *cast, ";".join(sorted(set(own["source"])))))
    return pd.DataFrame(rows, columns=["resolution", "title", "date", "first", "second", "source"])


def _vote(own: pd.DataFrame, one: Actor) -> str:
    """How an actor voted, in words; empty where it is not on record."""
    cast = own.loc[own["state"].isin(one.members), "vote"].map(VOTES)
    if len(set(cast)) < 2:
        return str(cast.iloc[0]) if len(cast) else ""
    return ", ".join(f"{count} {word}" for word, count in cast.value_counts().items())


# --------------------------------------------------------------------------- events
_MEETINGS = """
select count(distinct a.meeting) as meetings from attendance a join attendance b using (meeting)
where list_contains($1::varchar[], a.state) and list_contains($2::varchar[], b.state)
  and a.level <> 'absent' and b.level <> 'absent'
"""


def events(world: World, first: Actor, second: Actor, names: Mapping[str, str]) -> tuple[pd.DataFrame, int]:
    """Dated events that name both, the latest first, and the number of meetings that both attended.

    Returns
    -------
    Columns date, when, kind, event, source. What other sections show is left out, and so are meetings and exercises of
    many states.
    """
    frame = _events(world)
    mine = [frozenset(list(one.codes)) for one in (first, second)]
    named = np.array([all(part & own for own in mine) for part in frame["parts"]], dtype=bool)
    kept = frame[named].sort_values(["date", "event"], ascending=[False, True]).head(MOST_EVENTS)
    told = kept.assign(
        when=as_precise(kept) if len(kept) else [],
        event=[in_names(one.replace("_", " "), names) for one in kept["event"]],
    )
    meetings = world.sql(_MEETINGS, [list(first.codes), list(second.codes)])["meetings"].iloc[0]
    return told[["date", "when", "kind", "event", "source"]].reset_index(drop=True), int(meetings)


@remembered(maxsize=2)
def _events(world: World) -> pd.DataFrame:
    """Events that only this section shows, with the set of states that each names."""
    frame = all_events(world)
    parts = [frozenset(str(cell).split(";")) for cell in frame["states"].fillna("")]
    few = np.array([len(part) <= FEW for part in parts], dtype=bool) | ~frame["kind"].isin(["meeting", "exercise"])
    return frame.assign(parts=parts)[~frame["kind"].isin(SHOWN_ELSEWHERE).to_numpy() & few]
