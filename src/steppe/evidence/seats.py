"""Who joined, who left and whose seat is frozen, body by body, in a sentence each.

Membership is in law: a spell with a status that counts as membership there (`legal_members`). Who joins has no such
spell that ends on the day; who leaves has no spell of any status that begins on it: a member that becomes an associate
has not left. Nor has anyone where the body itself ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from steppe.display.format import listed
from steppe.world.standings import standing_by_spell
from steppe.world.world import World

FROZEN = ("frozen", "suspended")
ASIDE = (*FROZEN, "leaving")
"""What a seat is in practice when its state has stepped aside from a body that it is a member of in law."""

_SPELLS = """
with law as (
    select m.*, o.ended from memberships m join organizations o using (organization)
    where list_contains(string_split(o.legal_members, ';'), m.status))
select *, not exists (from law b where b.organization = a.organization and b.state = a.state and b."end" = a.start)
          as joins,
       "end" is not null and "end" is distinct from ended and not exists (
          from memberships b where b.organization = a.organization and b.state = a.state and b.start = a."end")
          as leaves,
       (select b.status from memberships b where b.organization = a.organization and b.state = a.state
          and b.start = a."end" and b.status <> a.status and not exists (
              from law c where c.spell = b.spell)) as becomes
from law a order by organization, start, state
"""


@dataclass(frozen=True, slots=True)
class Seats:
    """One sentence about the members of a body: what happened, to whom and when; what else there is to know."""

    organization: str
    what: str
    title: str
    text: str
    source: str


def seats(world: World) -> Iterable[Seats]:
    """Three sentences a body: who joined, who left, whose seat is frozen or suspended."""
    found = world.sql(_SPELLS)
    found = found.assign(standing=found["spell"].map(standing_by_spell(world, found["organization"])))
    for body, spells in found.groupby("organization", sort=True):
        spells = spells.assign(name=spells["state"].map(world.state_names))
        joined, left, frozen = (
            spells[spells["joins"]],
            spells[spells["leaves"]],
            spells[spells["practice"].isin(FROZEN)],
        )
        yield _seats(str(body), "joined", [joined], _days(joined, "start"), _back(joined))
        aside = spells[spells["practice"].isin(ASIDE) & spells["end"].isna()]
        rest = [*_notes(left), *_back(joined), *_changed(spells), *_aside(aside)]
        yield _seats(str(body), "left", [left, aside] if len(left) else [spells], _days(left, "end"), rest)
        yield _seats(str(body), "frozen", [frozen] if len(frozen) else [spells], _spans(frozen), _notes(frozen))


_ASKED = {"joined": "who joined", "left": "who left", "frozen": "seats frozen or suspended"}


def _seats(body: str, what: str, used: list[pd.DataFrame], who: str, more: list[str]) -> Seats:
    """A sentence with the first sources of the spells that it rests on."""
    sources = "; ".join(sorted(set(pd.concat(used)["source"]))[:3])
    return Seats(body, what, f"{body}, {_ASKED[what]}: {who or 'none on record'}", " ".join(more), sources)


def _days(spells: pd.DataFrame, day: str) -> str:
    """`Azerbaijan, Georgia and Uzbekistan on 1999-04-02; Uzbekistan on 2012-12-19`."""
    return "; ".join(
        f"{listed(sorted(rows['name']))} on {when:%Y-%m-%d}" for when, rows in spells.groupby(day, sort=True)
    )


def _back(joined: pd.DataFrame) -> list[str]:
    """Who came back after leaving, and when."""
    back = joined[joined.duplicated("state")]
    return [f"{name} came back on {start:%Y-%m-%d}." for name, start in zip(back["name"], back["start"], strict=True)]


def _changed(spells: pd.DataFrame) -> list[str]:
    """Members that took a lesser status instead of leaving."""
    lesser = spells[spells["becomes"].notna()]
    return [
        f"{name} became {status} on {end:%Y-%m-%d}."
        for name, status, end in zip(lesser["name"], lesser["becomes"], lesser["end"], strict=True)
    ]


def _aside(aside: pd.DataFrame) -> list[str]:
    """Members in law that have stepped aside today."""
    return [
        f"{name} is a member in law, in practice {standing} since {start:%Y-%m-%d}."
        for name, standing, start in zip(aside["name"], aside["standing"], aside["start"], strict=True)
    ]


def _spans(aside: pd.DataFrame) -> str:
    """`Armenia, frozen since 2024-02-23; Uzbekistan, suspended from 2012-06-28 to 2012-12-19`; those of today first."""
    ordered = aside.sort_values(["end", "start"], na_position="first", kind="stable")
    return "; ".join(
        f"{row.name_}, {row.practice} since {row.start:%Y-%m-%d}"
        if pd.isna(row.finish)
        else f"{row.name_}, {row.practice} from {row.start:%Y-%m-%d} to {row.finish:%Y-%m-%d}"
        for row in ordered.rename(columns={"name": "name_", "end": "finish"}).itertuples()
    )


def _notes(spells: pd.DataFrame) -> list[str]:
    """What is noted on the spells, once each, with the names."""
    noted = spells[spells["note"].notna()].groupby("note", sort=False)["name"]
    return [_named(listed(sorted(set(names))), str(note).rstrip(".")) for note, names in noted]


def _named(names: str, note: str) -> str:
    return f"{note}." if note.startswith(names) else f"{names}: {note}."
