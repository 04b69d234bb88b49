"""An organization as it is read: its members through time, what it binds them to, and what they do besides.

A `Body` is made once from a `World`; nothing here draws or prints. Membership is in law unless it says otherwise. Of a
body that has ended, everything that holds on a day is of its last one. States far from the region have spells in some
bodies only, so counts are of members on record.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import pandas as pd

from steppe.display.format import MISSING, count_word, day, listed, percent
from steppe.display.words import in_names, in_text
from steppe.influence.mutual import within
from steppe.report.body.exits import exits, in_words
from steppe.report.shared import seats
from steppe.report.shared.security import latest_events
from steppe.world.attendance import attendance_index
from steppe.world.chronology import as_precise, chronology
from steppe.world.dates import TODAY, VERSION
from steppe.world.organizations import Organization
from steppe.world.sources import places_of, sources_of
from steppe.world.ties import trade_cube
from steppe.world.world import World

MOST_EVENTS = 40
MOST_FOUND = 15
"""Exercises, and acts of leaving, that the page shows."""
ELSEWHERE = ("membership", "aim", "organization", "exercise", "treaty exit")
"""Kinds of event that other sections of the page show."""
RULES = {
    "trade": "Trade among members",
    "external_tariff": "Tariff towards others",
    "labour_access": "Access to labour markets",
    "defence_obligation": "Duty to defend",
    "decision_rule": "How it decides",
}
"""Columns of `organizations` that say what a body binds its members to, in words."""
VALUES = {
    "FTA": "free trade area",
    "customs_union": "customs union",
    "own": "each its own",
    "common": "one for all",
    "none": "none",
    "mutual": "mutual aid",
    "qualified_majority": "qualified majority",
}


@dataclass(frozen=True)
class Body:
    """One organization on a day.

    Attributes
    ----------
    organization, short
        The organization, and its short name as a reader writes it.
    on, version, names
        The day that `now` means; version of the world; names of states by code.
    spells
        `seats.spells` of the body, earliest first.
    counts
        `seats.member_counts` of the body up to the day; empty where none was ever a member.
    members
        Members in law on the day.
    left
        Ends of membership: `exits.exits`.
    clauses
        Rules on record: organ, rule, value, years, note, source.
    aims
        Dated aims: start, end, aim, document, source.
    trade
        Share of members in each other's trade: `inside_trade`.
    shared
        Members that other bodies have in common with it: organization, count, names, share (of its members).
    events
        What happened, latest first: when, kind, event, source; `events_total` counts those left out too.
    found
        The latest exercises and acts of leaving its agreements: `security.latest_events`.
    attendance
        Level of representation at its summits by state and year: `attendance.attendance_index`.
    trade_sources
        Sources of that trade; none where there is none.
    sources
        Sources of all that is shown.
    """

    organization: Organization
    short: str
    on: date
    version: str
    names: Mapping[str, str]
    spells: pd.DataFrame
    counts: pd.DataFrame
    members: tuple[str, ...]
    left: pd.DataFrame
    clauses: pd.DataFrame
    aims: pd.DataFrame
    trade: pd.DataFrame
    shared: pd.DataFrame
    events: pd.DataFrame
    events_total: int
    found: pd.DataFrame
    attendance: pd.DataFrame
    trade_sources: tuple[str, ...]
    sources: pd.DataFrame

    @cached_property
    def says(self) -> Mapping[str, str]:
        """Sentences of the sections."""
        return {
            "lead": _lead(self),
            "members": _about_members(self) if len(self.spells) else "No seat is on record",
            "left": in_words(self.left, self.names),
            "trade": _about_trade(self.trade),
            "shared": _about_shared(self),
        }

    @property
    def code(self) -> str:
        """Its name in the tables."""
        return self.organization.organization

    @property
    def binds(self) -> list[tuple[str, str]]:
        """What it binds its members to: what, and how."""
        rules = self.organization.rules
        found = [(words, _value(getattr(rules, name))) for name, words in RULES.items()]
        return [*found, ("Cannot be combined with", listed([_plain(one) for one in rules.exclusive_with]) or "–")]

    def number(self, *cells: object) -> list[int]:
        """Places of `;`-separated sources in the list of sources, from 1."""
        return places_of(self.sources, cells)


def bodies(world: World) -> list[str]:
    """Names of the organizations in which one of the twelve has or had a seat, sorted by title."""
    seated = world.sql(
        "select distinct organization from memberships where list_contains(?::varchar[], state)",
        [list(world.group("twelve"))],
    )["organization"]
    return sorted(seated, key=lambda name: world.organization_names[name].lower())


def body(world: World, name: str) -> Body:
    """What is known of an organization.

    Raises
    ------
    UserError
        No such organization; the look-alike is named.
    """
    about = world.organization(name)
    code = about.organization
    on = min(TODAY, about.ended - timedelta(days=1)) if about.ended else TODAY
    spells = seats.spells(world, (code,)).sort_values(["start", "state"], ignore_index=True)
    counts = seats.member_counts(spells, on, (code,))
    members = seats.members_on(spells, code, on)
    clauses = world.sql("from organization_rules where organization = ? order by clause", [code])
    aims = world.sql("from organization_aims where organization = ? order by start, aim", [code])
    trade = inside_trade(world, code, members)
    trade_sources = tuple(world.sql("select distinct source from trade order by 1")["source"]) if len(trade) else ()
    events = _events(world, code)
    names = {**world.state_names, "EU": "EU-27"}
    shared = _shared(world, code, members, on)
    found, attendance = latest_events(world, code, names, MOST_FOUND), attendance_index(world, code)
    cited = pd.concat(
        [frame["source"] for frame in (spells, clauses, aims, events.head(MOST_EVENTS), found, attendance)]
    )
    return Body(
        organization=about,
        short=_plain(code),
        on=on,
        version=VERSION,
        names=names,
        spells=spells,
        counts=counts,
        members=members,
        left=exits(spells, about.ended, on, _ends(world)),
        clauses=clauses,
        aims=aims,
        trade=trade,
        shared=shared,
        events=_told(events.head(MOST_EVENTS), names),
        events_total=len(events),
        found=found,
        attendance=attendance,
        trade_sources=trade_sources,
        sources=sources_of(world, [about.source, *cited, *trade_sources]),
    )


def _ends(world: World) -> dict[str, date]:
    """The last day of each state that has ended."""
    rows = world.sql('select state, "end" from states where "end" is not null')
    return {row.state: row.end.date() for row in rows.itertuples()}


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _value(rule: str | None) -> str:
    return MISSING if rule is None else VALUES.get(rule, _plain(rule))


# -------------------------------------------------------------------------- trade
def inside_trade(world: World, body: str, today: tuple[str, ...]) -> pd.DataFrame:
    """Share of members in each other's goods trade, year by year, weighted by trade.

    Parameters
    ----------
    today
        The members that *fixed* membership takes for all years; *moving* takes those of 1 July of each year.

    Returns
    -------
    Columns membership, russia (with | without it; without only where it is one of them), year, members, share (0..1),
    imputed (of the trade inside, by value), basis. Fewer than two members that trade give no row.
    """
    cube = trade_cube(world)
    rows = []
    for year in cube.years:
        for kind, whole in (("fixed", today), ("moving", world.members(body, f"{year}-07-01"))):
            for russia in ("with", "without") if "RUS" in whole else ("with",):
                states = tuple(one for one in whole if one in cube.states and (russia == "with" or one != "RUS"))
                if len(states) > 1:
                    one = within(cube, states, year)
                    rows.append((kind, russia, year, len(states), one.share, one.imputed, one.basis))
    columns = ["membership", "russia", "year", "members", "share", "imputed", "basis"]
    return pd.DataFrame(rows, columns=columns)


# ------------------------------------------------------------------------- others
def _shared(world: World, code: str, members: tuple[str, ...], on: date) -> pd.DataFrame:
    """Other bodies by the members that they have in common with this one, most first."""
    rows = []
    for other in world.organization_names:
        common = sorted(set(members) & set(world.members(other, on))) if other != code else []
        if common:
            rows.append((other, len(common), common, len(common) / len(members)))
    frame = pd.DataFrame(rows, columns=["organization", "count", "states", "share"])
    return frame.sort_values(["count", "organization"], ascending=[False, True], ignore_index=True)


_AGREEMENTS = """
with own as (
    select agreement, case when party_a = $1 then party_b else party_a end as party, type,
           coalesce(in_force, signed) as date, coalesce(precision, 'day') as precision, in_force is null as signed_only,
           source
    from agreements where (party_a = $1) <> (party_b = $1) and coalesce(in_force, signed) is not null
), together as (
    select agreement, date, string_agg(party, ', ' order by party) as parties,
           string_agg(distinct source, ';') as source
    from own where type = 'FTA_plurilateral' group by agreement, date
)
select date, precision, 'agreement' as kind,
       agreement || ' with ' || party || case when signed_only then ', signed' else ', in force' end as event, source
from own where type <> 'FTA_plurilateral'
union all
select min(date), 'day', 'agreement',
       agreement || ', in force with ' || string_agg(parties || ' on ' || date::date, '; ' order by date),
       string_agg(distinct source, ';')
from together group by agreement
"""
"""Agreements of the body with others; a treaty of many parties once, with the day of each."""


def _events(world: World, code: str) -> pd.DataFrame:
    """Meetings, offices, requests and agreements, latest first: date, when, kind, event, source."""
    frame, _ = chronology(world, code)
    frame = frame[~frame["kind"].isin(ELSEWHERE)]
    both = pd.concat([frame, world.sql(_AGREEMENTS, [code])], ignore_index=True)
    both = both.sort_values(["date", "event"], ascending=[False, True], ignore_index=True)
    return both.assign(when=as_precise(both) if len(both) else [])[["date", "when", "kind", "event", "source"]]


def _told(events: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """The events with names for codes."""
    return events.assign(event=[in_names(_plain(one), names) for one in events["event"]])


# ---------------------------------------------------------------------- sentences
def _lead(view: Body) -> str:
    counts, leader = view.counts, view.names.get(view.organization.leader or "")
    led = f" Led by {in_text(leader)}, as we code it." if leader else ""
    if counts.empty:
        return f"No state has been a member in law, by the rules of the table.{led}"
    last, most = counts.iloc[-1], counts["law"].max()
    peak = counts.loc[counts["law"] == most, "date"].iloc[0].year
    when = f"On its last day, {day(view.on)}, it had" if view.organization.ended else f"On {day(view.on)} it has"
    practice = f", {count_word(int(last['practice']))} in practice" if last["practice"] != last["law"] else ""
    at_most = (
        f"; at most {count_word(int(most))}, first in {peak}" if most != last["law"] else "; it has never had more"
    )
    members = "member" if last["law"] == 1 else "members"
    return f"{when} {count_word(int(last['law']))} {members} in law on record{practice}{at_most}.{led}"


def _about_members(view: Body) -> str:
    if view.counts.empty:
        return "Seats without membership in law"
    last = view.counts.iloc[-1]
    when = "at its end" if view.organization.ended else "now"
    return f"Members: {count_word(int(last['law']))} in law {when}, {count_word(int(last['practice']))} in practice"


def _about_trade(trade: pd.DataFrame) -> str:
    own = trade[(trade["russia"] == "with") & (trade["membership"] == "fixed")]
    if own.empty:
        return "Trade of the members with each other cannot be counted"
    first, last = own.iloc[0], own.iloc[-1]
    who = f"The {count_word(int(last['members']))} members in the trade data"
    return (
        f"{who} did {percent(last['share'])} % of their goods trade with each other in {int(last['year'])}, "
        f"{percent(first['share'])} % in {int(first['year'])}"
    )


def _about_shared(view: Body) -> str:
    shared = view.shared
    if shared.empty:
        return "It shares no member with another body on record"
    most = int(shared["count"].max())
    top = [f"the {_plain(one)}" for one in shared.loc[shared["count"] == most, "organization"]]
    with_whom = listed(top) if len(top) < 4 else f"{count_word(len(top))} bodies"
    verb = "shared" if view.organization.ended else "shares"
    return f"It {verb} {count_word(most)} of its {count_word(len(view.members))} members with {with_whom}"
