"""Seats and their standings in days: how long each was held, and what came after.

A seat is a state in a body of the regional panel in which one of the twelve has ever sat. Its standings in law are
active, selective, frozen (frozen or suspended: not used) and notice given (or an exit decided at home, before it);
whoever holds none of them after one has left, an associate too. Outside it a state is an observer or partner (an
associate too), or has no standing that it uses. The end of a body or of a state, and the last day watched, end a stay
without a move. The customs union of 2010 counts as the EAEU.

A frozen, suspended or selective seat counts where it concerns the whole seat and not one other member, is in such a
body, has a status that the body's law counts as membership, and was used before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import pandas as pd

from steppe.politics.membership.panels import continued, regional_bodies
from steppe.world.dates import TODAY
from steppe.world.organizations import Organization, Spell
from steppe.world.standings import spells_of, standing_of
from steppe.world.tables import remembered
from steppe.world.world import World

FIRST = date(1992, 1, 1)
"""Days before it are not counted: most states and bodies of the region began in 1991."""

USED, SELECTIVE, FROZEN, NOTICE, LEFT = "active", "selective", "frozen", "notice given", "left"
STANDINGS = (USED, SELECTIVE, FROZEN, NOTICE, LEFT)
OUTSIDE, NOTHING = "observer or partner", "no standing"
LAPSED = "observer, frozen"
"""How a seat outside is told that stands in law and is not used; it moves at the rate of those without a standing."""
SHARED = (USED, NOTHING, LAPSED)
"""Standings whose chance is a base rate and says nothing of the one seat."""
SAME = {"suspended": FROZEN, "exit decided": NOTICE}
YEAR = 365.25
"""Days."""

NOT_WHOLE = "concerns one other member, not the seat"
NO_SEAT = "the body has no seats in law"
NO_REGION = "none of the twelve has had a seat in the body"
NOT_IN_LAW = "the status is no membership in law"
NOT_USED_BEFORE = "was not used before: a limit on the way in"
COUNTS = "counts"


@dataclass(frozen=True, slots=True)
class Stay:
    """One standing of one state in one body from a day to a day; `to` is the next standing, None while it lasts.

    `end` is the first day on which it no longer holds, or the last day watched.
    """

    body: str
    state: str
    standing: str
    start: date
    end: date
    to: str | None

    def years(self, until: date = TODAY) -> float:
        """Seat-years from `FIRST` up to a day."""
        return max(0, (min(self.end, until) - max(self.start, FIRST)).days) / YEAR

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.start <= day and (day < self.end or (day == self.end and self.to is None))


@remembered(maxsize=1)
def bodies(world: World) -> tuple[str, ...]:
    """Bodies of the regional panel, past and present, in which one of the twelve has had a seat."""
    names = (*regional_bodies(world), *(before for before in continued(world).values()))
    twelve = set(world.group("twelve"))
    held = {name: {one.state for one in _in_law(world, name)} for name in sorted(set(names))}
    return tuple(name for name, states in held.items() if states & twelve)


def _in_law(world: World, name: str) -> list[Spell]:
    legal = world.organization(name).rules.legal_members
    return [one for one in spells_of(world, name) if one.status in legal and one.towards is None]


@remembered(maxsize=1)
def stays(world: World) -> tuple[Stay, ...]:
    """Every stay in law and as observer or partner, by body, state and day; leaders of a body are left out."""
    found: list[Stay] = []
    names = {before: after for after, before in continued(world).items()}
    for name in bodies(world):
        body = world.organization(name)
        rows = [one for one in spells_of(world, name) if one.towards is None and one.state != body.leader]
        for state, own in groupby(sorted(rows, key=lambda one: (one.state, one.start)), key=lambda one: one.state):
            runs = _runs(world, body, list(own))
            found += _stays(names.get(name, name), state, runs, body.ended or TODAY)
    return tuple(found)


Run = tuple[str, date, date | None]


def _runs(world: World, body: Organization, spells: Sequence[Spell]) -> list[Run]:
    """Standing, first day and end of spells in a row, those of one standing as one; a first limit counts as use."""
    runs: list[Run] = []
    for one in spells:
        word = _word(world, one, body)
        if word in (SELECTIVE, FROZEN) and not any(before in STANDINGS for before, _, _ in runs):
            word = USED
        if runs and runs[-1][0] == word and runs[-1][2] == one.start:
            runs[-1] = (word, runs[-1][1], one.end)
        else:
            runs.append((word, one.start, one.end))
    return runs


def _word(world: World, one: Spell, body: Organization) -> str:
    word = standing_of(world, one, body)
    if one.status in body.rules.legal_members:
        return SAME.get(word, word)
    return NOTHING if one.practice in ("frozen", "suspended") else OUTSIDE


def _stays(body: str, state: str, runs: Sequence[Run], last: date) -> Iterator[Stay]:
    """Stays of one state in one body, with what came after each."""
    for (word, start, end), following in zip(runs, [*runs[1:], None], strict=True):
        over = end is not None and end < last
        next_one = following[0] if following is not None and following[1] == end else LEFT
        inside = word in STANDINGS
        to = None if not over else LEFT if inside and next_one not in STANDINGS else next_one
        yield Stay(body, state, word, start, min(end or last, last), to)


@remembered(maxsize=1)
def without_standing(world: World) -> tuple[Stay, ...]:
    """The twelve in a living body without any standing in it: from its foundation, or from one standing to the next."""
    found: list[Stay] = []
    leaders = {name: world.organization(name).leader for name in bodies(world)}
    for name in sorted({one.body for one in stays(world)}):
        body = world.organization(name)
        last = body.ended or TODAY
        for state in world.group("twelve"):
            if state == leaders.get(name):
                continue
            own = sorted((one for one in stays(world) if (one.body, one.state) == (name, state)), key=_start)
            found += _gaps(name, state, own, _founded(world, name), last)
    return tuple(found)


def _start(one: Stay) -> date:
    return one.start


def _founded(world: World, name: str) -> date:
    return max(world.organization(continued(world).get(name, name)).founded or FIRST, FIRST)


def _gaps(body: str, state: str, own: Sequence[Stay], first: date, last: date) -> Iterator[Stay]:
    day = first
    for one in own:
        if one.start > day:
            yield Stay(body, state, NOTHING, day, one.start, one.standing)
        day = max(day, one.end if one.to is not None else last)
    if day < last:
        yield Stay(body, state, NOTHING, day, last, None)


def today(world: World, day: date = TODAY) -> tuple[Stay, ...]:
    """Stays that hold on a day, of seats in law."""
    return tuple(one for one in stays(world) if one.standing in STANDINGS and one.holds(day))


# ------------------------------------------------------------------------------------------------- which ones count
def limited_seats(world: World) -> pd.DataFrame:
    """Every frozen, suspended or selective spell of the bundle and whether it counts.

    Returns
    -------
    state, organization, towards, status, practice, start, end, counts (bool), why.
    """
    rows = world.sql(
        'select state, organization, towards, status, practice, start, "end" from memberships '
        "where practice in ('frozen', 'suspended', 'selective') or (practice = 'leaving' and status = 'participant') "
        "order by start, state"
    )
    why = [_why(world, one) for one in rows.itertuples()]
    return rows.assign(counts=[reason == COUNTS for reason in why], why=why)


def _why(world: World, row: tuple[object, ...]) -> str:
    name, state, start = row.organization, row.state, row.start  # type: ignore[attr-defined]
    body = world.organization(name)
    if pd.notna(row.towards):  # type: ignore[attr-defined]
        return NOT_WHOLE
    if name not in bodies(world):
        return NO_SEAT if body.kind not in ("IGO", "union") else NO_REGION
    legal = body.rules.legal_members
    if row.status not in legal:  # type: ignore[attr-defined]
        return NOT_IN_LAW
    before = [one for one in _in_law(world, name) if one.state == state and one.start < start.date()]
    return COUNTS if before else NOT_USED_BEFORE
