"""Spells, members and standings of one body.

A standing is law and practice of a seat in one word, with its days. A spell has a status in law, a practice, and the
word of the compilation. The table `standings` takes the three to one of candidate, observer, associate, partner,
active, selective, frozen, suspended, exit decided, notice given, left. A status that the body counts as membership in
law reads as `member`; the row that names most applies. A state that was a member in law and holds no seat has left,
unless the body or the state itself has ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from itertools import groupby

from steppe.world.organizations import Organization, Spell, Within, plain
from steppe.world.tables import Tables, remembered

ANY = "*"
LEFT = "left"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one state stands in one organization from a day to a day; `end` is the first day on which it no longer does.

    Several spells in a row may share one standing; `spell` is the first of them, None of a state that has left.
    """

    organization: str
    state: str
    towards: str | None
    standing: str
    start: date
    end: date | None
    spell: int | None

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.start <= day and (self.end is None or self.end > day)


@remembered(maxsize=128)
def spells_of(world: Tables, body: str) -> tuple[Spell, ...]:
    """All spells in a body, by its short name, in the order of states and days."""
    names = ", ".join(f.name if f.name != "end" else '"end"' for f in fields(Spell))
    edited = world.edits.get("memberships")
    if edited is None:
        query = f"select {names} from memberships where organization = ? order by state, start, towards"
        return tuple(Spell(**row) for row in world.records(query, [body]))
    rows = edited[edited["organization"].eq(body)].sort_values(["state", "start", "towards"])
    return tuple(Spell(**{f.name: plain(row[f.name]) for f in fields(Spell)}) for row in rows.to_dict("records"))


@remembered(maxsize=4096)
def members_of(world: Tables, body: Organization, day: date, within: Within) -> tuple[str, ...]:
    """Members of a body on a day, in law or in practice, sorted."""
    seats = spells_of(world, body.organization)
    return tuple(sorted(one.state for one in seats if one.holds(day) and one.counts(body, within)))


@remembered(maxsize=1)
def _map(world: Tables) -> dict[tuple[str, str, str], str]:
    rows = world.records("from standings")
    return {(row["status"], row["practice"], row["raw_status"]): row["standing"] for row in rows}


@remembered(maxsize=1)
def _ends(world: Tables) -> dict[str, date]:
    return {
        row["state"]: row["end"] for row in world.records('select state, "end" from states where "end" is not null')
    }


def standing_of(world: Tables, spell: Spell, body: Organization) -> str:
    """The standing of a spell in its body.

    Returns
    -------
    One of the words of the table `standings`.
    """
    status = "member" if spell.status in body.rules.legal_members else spell.status
    raw = spell.raw_status or ANY
    keys = ((one, spell.practice, of) for of in (raw, ANY) for one in (status, ANY))
    rules = _map(world)
    return next(rules[key] for key in keys if key in rules)


def standing_by_spell(world: Tables, bodies: Iterable[str]) -> dict[int, str]:
    """The standing of every spell in these bodies, by the number of the spell."""
    of = {name: world.organization(name) for name in dict.fromkeys(bodies)}
    return {one.spell: standing_of(world, one, body) for name, body in of.items() for one in spells_of(world, name)}


@remembered(maxsize=64)
def standings_of(world: Tables, body: Organization) -> tuple[Standing, ...]:
    """The standings of all states in a body, by state and day."""
    place = sorted(spells_of(world, body.organization), key=lambda one: (one.state, one.towards or "", one.start))
    found: list[Standing] = []
    for (state, towards), own in groupby(place, key=lambda one: (one.state, one.towards)):
        held = list(own)
        runs = _joined([_row(one, standing_of(world, one, body)) for one in held])
        last = min((day for day in (body.ended, _ends(world).get(state)) if day), default=None)
        counted = [one.end for one in held if one.status in body.rules.legal_members and one.end]
        found += _with_left(runs, counted, last) if towards is None else runs
    return tuple(found)


def _row(one: Spell, standing: str) -> Standing:
    return Standing(one.organization, one.state, one.towards, standing, one.start, one.end, one.spell)


def _joined(rows: Sequence[Standing]) -> list[Standing]:
    """Rows that follow each other without a gap in one standing, as one."""
    runs: list[Standing] = []
    for row in rows:
        if runs and runs[-1].end == row.start and runs[-1].standing == row.standing:
            before = runs.pop()
            row = Standing(row.organization, row.state, row.towards, row.standing, before.start, row.end, before.spell)
        runs.append(row)
    return runs


def _with_left(runs: Sequence[Standing], counted: Sequence[date], last: date | None) -> Iterator[Standing]:
    """The runs, and between or after them the days on which a former member holds no seat."""
    for row, following in zip(runs, [*runs[1:], None], strict=True):
        yield row
        until = following.start if following else last
        gap = row.end is not None and (until is None or row.end < until)
        if row.end and gap and any(day <= row.end for day in counted):
            yield Standing(row.organization, row.state, None, LEFT, row.end, until, None)
