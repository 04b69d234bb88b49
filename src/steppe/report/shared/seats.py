"""Seats: who belongs to which body on a day, in law and in practice, and how many did through time.

A state's seat is its spell towards all on that day. `counts` says whether the status is membership by the body's own
rules (`organizations.legal_members`); `practice` says what became of the seat. A state that once was a member and
holds no seat has `left`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd

from steppe.display.format import day
from steppe.world.organizations import IN_PRACTICE
from steppe.world.standings import standing_by_spell
from steppe.world.world import World

BODIES = ("CIS", "CISFTA", "EAEU", "CSTO", "SCO", "BRI", "OTS", "GUAM", "EaP", "EU", "NATO", "WTO", "BRICS")
"""The bodies of the table of seats, from the one that all of the twelve once shared outwards."""
CHARTED = ("CIS", "CISFTA", "EAEU", "CSTO", "SCO", "OTS", "GUAM", "EaP")
"""The bodies whose membership is drawn through time."""
SYMBOLS = {"member": "●", "idle": "◐", "outer": "○", "partner": "·", "left": "×", "none": ""}
SYMBOL_WORDS = {
    "member": "member",
    "idle": "member in law; frozen, suspended or leaving in practice",
    "outer": "associate, observer or candidate",
    "partner": "partner, participant or signatory",
    "left": "left",
}
_OUTER = ("associate", "observer", "candidate")

SPELLS = "steppe, spells of membership, each with the page that was read"
"""What a figure made of spells cites."""
_QUERY = """
select m.spell, m.organization, m.state, m.status, m.practice, m.towards, m.start, m."end", m.note, m.source, m.basis,
       coalesce(list_contains(string_split(o.legal_members, ';'), m.status), false) as counts, o.leader
from memberships m join organizations o using (organization)
where list_contains(?::varchar[], m.organization)
"""


def as_day(moment: pd.Timestamp) -> str:
    """A day of a spell; one without an end lasts.

    Examples
    --------
    >>> as_day(pd.Timestamp("2015-08-12")), as_day(pd.NaT)
    ('2015-08-12', 'lasts')
    """
    return "lasts" if pd.isna(moment) else str(moment.date())


def spells(world: World, bodies: Sequence[str] = BODIES) -> pd.DataFrame:
    """Spells of these bodies with `counts`, whether the status is membership in law, and `standing`."""
    found = world.sql(_QUERY, [list(bodies)])
    return found.assign(standing=found["spell"].map(standing_by_spell(world, bodies)))


def seats(found: pd.DataFrame, states: Sequence[str], on: date, bodies: Sequence[str] = BODIES) -> pd.DataFrame:
    """One row a state and body: status, practice, since when, and the kind of seat.

    Parameters
    ----------
    found
        As `spells` returns them.
    states, bodies
        Rows and columns of the table; the result is ordered so.
    on
        The day.

    Returns
    -------
    Columns state, organization, status, practice, standing, since, seat (a key of SYMBOLS), source, basis, until (the
    first day without membership, where it was left).
    """
    moment = pd.Timestamp(on)
    general = found[found["towards"].isna() & (found["start"] <= moment)]
    holds = general[general["end"].isna() | (general["end"] > moment)].set_index(["state", "organization"])
    former = general[general["counts"]].groupby(["state", "organization"])["end"].max()
    rows = []
    for state in states:
        for body in bodies:
            if (state, body) in holds.index:
                spell = holds.loc[(state, body)]
                kind = _seat(spell["status"], spell["practice"], bool(spell["counts"]))
                held = (spell[name] for name in ("status", "practice", "standing", "start"))
                rows.append((state, body, *held, kind, spell["source"], spell["basis"], pd.NaT))
            else:
                kind, until = ("left", former[state, body]) if (state, body) in former.index else ("none", pd.NaT)
                rows.append((state, body, None, None, None, pd.NaT, kind, None, None, until))
    columns = ["state", "organization", "status", "practice", "standing", "since", "seat", "source", "basis", "until"]
    return pd.DataFrame(rows, columns=columns)


def _seat(status: str, practice: str, counts: bool) -> str:
    if counts:
        return "member" if practice in IN_PRACTICE else "idle"
    return "outer" if status in _OUTER else "partner"


def departures(found: pd.DataFrame, states: Sequence[str], on: date, names: Mapping[str, str]) -> pd.DataFrame:
    """Where law and practice differ on the day, towards all or towards one state.

    Returns
    -------
    Columns state, organization, status, practice, towards, since, text: one short phrase each.
    """
    moment = pd.Timestamp(on)
    now = found[(found["start"] <= moment) & (found["end"].isna() | (found["end"] > moment))]
    now = now[now["state"].isin(states) & ((now["practice"] != "active") | now["towards"].notna())]
    rows = []
    for spell in now.sort_values(["organization", "state", "start"]).itertuples():
        whom = f" towards {names.get(spell.towards, spell.towards)}" if isinstance(spell.towards, str) else ""
        text = (
            f"{names[spell.state]} in {spell.organization}: {spell.status} in law, "
            f"{spell.standing}{whom} since {day(spell.start.date())}"
        )
        rows.append((spell.state, spell.organization, spell.status, spell.practice, spell.towards, spell.start, text))
    columns = ["state", "organization", "status", "practice", "towards", "since", "text"]
    return pd.DataFrame(rows, columns=columns)


def member_counts(found: pd.DataFrame, on: date, bodies: Sequence[str] = CHARTED) -> pd.DataFrame:
    """Number of member states after each day on which it changed, in law and in practice, up to the day.

    Returns
    -------
    Columns organization, leader, date, law, practice; the last row of a body stands on `on` itself.
    """
    moment = pd.Timestamp(on)
    members = found[found["towards"].isna() & found["counts"]]
    rows = []
    for body in bodies:
        own = members[(members["organization"] == body) & (members["start"] <= moment)]
        days = sorted({*own["start"], *own["end"].dropna(), moment}) if len(own) else []
        for instant in (d for d in days if d <= moment):
            held = own[(own["start"] <= instant) & (own["end"].isna() | (own["end"] > instant))]
            rows.append(
                (body, own["leader"].iloc[0], instant, len(held), int(held["practice"].isin(IN_PRACTICE).sum()))
            )
    return pd.DataFrame(rows, columns=["organization", "leader", "date", "law", "practice"])


def members_on(found: pd.DataFrame, body: str, on: str | date) -> tuple[str, ...]:
    """Members of one body in law on a day, sorted: `World.members` over spells that are already here."""
    moment = pd.Timestamp(on)
    own = found[(found["organization"] == body) & found["towards"].isna() & found["counts"]]
    return tuple(sorted(own.loc[(own["start"] <= moment) & (own["end"].isna() | (own["end"] > moment)), "state"]))


def shared_by(table: pd.DataFrame, bodies: Sequence[str]) -> list[str]:
    """States that are members, in law and in practice, of every one of these bodies."""
    held = table[(table["seat"] == "member") & table["organization"].isin(bodies)]
    size = held.groupby("state", sort=False)["organization"].nunique()
    return [state for state, count in size.items() if count == len(bodies)]
