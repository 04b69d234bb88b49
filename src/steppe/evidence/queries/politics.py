"""Politics: meetings and who came, offices and leaders, agreements and deals, rules of bodies, armed conflicts.

A state that the record of a meeting does not list is unknown there, not absent. Levels of representation are those of
the table: head_of_state, head_of_government, minister, other, absent.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from steppe.evidence.query import Measurement, NoData, parts, query
from steppe.world.world import World

Names = Sequence[str]


# ------------------------------------------------------------------ meetings
@query("politics/meeting_date")
def meeting_date(world: World, *, body: str, start: str, end: str, host: str) -> Measurement:
    """Day of the first meeting of a body between two days in the host state."""
    meetings = _meetings(world, body, start, end)
    meetings = meetings[meetings["host"] == host].head(1)
    if meetings.empty:
        raise NoData(f"no meeting of {body} in {host} between {start} and {end} is on record")
    return Measurement(f"{meetings['date'].iloc[0]:%Y-%m-%d}", rows=meetings, note=f"at {meetings['city'].iloc[0]}")


@query("politics/meeting_held")
def meeting_took_place(world: World, *, body: str, start: str, end: str, host: str = "", city: str = "") -> Measurement:
    """Whether a body met between two days, in the host state or the city given."""
    meetings = _meetings(world, body, start, end)
    fit = meetings[(meetings["host"].eq(host) | (not host)) & (meetings["city"].eq(city) | (not city))]
    note = "; ".join(f"{row.date:%Y-%m-%d} {row.city}" for row in meetings.itertuples())
    return Measurement(not fit.empty, rows=meetings, note=note)


@query("politics/attendance")
def attendance(world: World, *, states: Names, body: str, date: str, level: Names) -> Measurement:
    """Whether each state was represented at one of these levels at a meeting."""
    record = _attendance(world, body, date)
    unknown = sorted(set(states) - set(record["state"]))
    if unknown:
        raise NoData(f"the record of {body} on {date} does not say at what level {', '.join(unknown)} came")
    came = record[record["state"].isin(states)]
    fit = set(came.loc[came["level"].isin(level), "state"])
    note = "; ".join(f"{row.state}: {row.level}" for row in came.itertuples())
    return Measurement(parts({state: state in fit for state in states}), rows=came, note=note)


@query("politics/attended")
def attended(world: World, *, body: str, date: str, level: Names) -> Measurement:
    """States represented at one of these levels at a meeting."""
    record = _attendance(world, body, date)
    came = record[record["level"].isin(level)]
    return Measurement(tuple(sorted(came["state"])), rows=came)


def _meetings(world: World, body: str, start: str, end: str) -> pd.DataFrame:
    return world.sql(
        "from meetings where body = ? and date between ?::date and ?::date order by date", [body, start, end]
    )


def _attendance(world: World, body: str, date: str) -> pd.DataFrame:
    record = world.sql(
        "select attendance.* from attendance join meetings using (meeting) where body = ? and date = ?::date",
        [body, date],
    )
    if record.empty:
        raise NoData(f"the bundle does not know who came to {body} on {date}")
    return record


# -------------------------------------------------------- offices and leaders
@query("politics/term_start")
def term_start(world: World, *, body: str, office: str, state: str, on: str) -> Measurement:
    """First day of the term in which a state holds an office on a day."""
    rows = world.sql(
        "from offices where body = ? and office = ? and state = ? "
        'and start <= ?::date and ("end" is null or "end" > ?::date)',
        [body, office, state, on, on],
    )
    if rows.empty:
        raise NoData(f"{state} does not hold {office} of {body} on {on}")
    return Measurement(f"{rows['start'].max():%Y-%m-%d}", rows=rows)


@query("politics/succession")
def succession(
    world: World, *, body: str, office: str, holder: str, predecessor: str, state: str, start: str
) -> Measurement:
    """Whether a person took an office at that date, after that predecessor and for that state, as three parts."""
    terms = world.sql("from offices where body = ? and office = ? order by start", [body, office])
    at = terms.index[terms["holder"].str.contains(holder, na=False, regex=False)]
    if at.empty or at[0] == 0:
        raise NoData(f"the record of {office} of {body} does not show whom {holder} followed")
    before, term = terms.loc[at[0] - 1], terms.loc[at[0]]
    followed = {
        f"from {start}": f"{term['start']:%Y-%m-%d}".startswith(start),
        f"after {predecessor}": predecessor in before["holder"],
        f"for {state}": term["state"] == state,
    }
    note = f"{term['holder']} ({term['state']}) from {term['start']:%Y-%m-%d}, after {before['holder']}"
    return Measurement(followed, rows=terms.loc[[at[0] - 1, at[0]]], note=note)


@query("politics/leads")
def leads(world: World, *, state: str, leader: str, on: str) -> Measurement:
    """Whether a leader of that name heads a state or its government on a day."""
    rows = world.sql(
        'from leaders where state = ? and start <= ?::date and ("end" is null or "end" > ?::date)', [state, on, on]
    )
    if rows.empty:
        raise NoData(f"the bundle does not know who led {state} on {on}")
    names = sorted(rows["leader"].unique())
    return Measurement(any(leader in name for name in names), rows=rows, note=f"on record: {', '.join(names)}")


@query("politics/died_in_office")
def died_in_office(world: World, *, state: str, leader: str, year: int) -> Measurement:
    """Whether a leader's last time in office ended in a year by natural death."""
    rows = world.sql(
        "from leaders where state = ? and contains(leader, ?) order by start desc limit 1", [state, leader]
    )
    if rows.empty:
        raise NoData(f"the table of leaders has no {leader} in {state}")
    last = rows.iloc[0]
    if pd.isna(last["end"]) or pd.isna(last["exit"]):
        raise NoData(f"how and when {leader} left office is not on record")
    note = f"{last['exit']}, {last['end']:%Y-%m-%d}"
    died = any(word in last["exit"].lower() for word in ("died in office", "natural death"))
    return Measurement(last["end"].year == year and died, rows=rows, note=note)


# --------------------------------------------- agreements, deals and rules
@query("politics/agreement_signed")
def agreement_signed(world: World, *, party: str, partners: Names, by: str, signed: bool = True) -> Measurement:
    """Whether an agreement of a party with each partner was signed by a day; or, with `signed` false, was not."""
    rows = world.sql("from agreements where ? in (party_a, party_b)", [party])
    rows = rows[rows["party_a"].isin(partners) | rows["party_b"].isin(partners)]
    done = rows[rows["signed"] <= by]
    with_whom = set(done["party_a"]) | set(done["party_b"])
    signatures = {partner: (partner in with_whom) is signed for partner in partners}
    return Measurement(parts(signatures), rows=rows, note="; ".join(sorted(done["agreement"].unique())))


@query("politics/no_free_trade")
def no_free_trade(world: World, *, state: str, organization: str, year: int) -> Measurement:
    """Whether no agreement in force frees most trade between a state and any member of an organization."""
    members = world.members(organization, f"{year}-12-31")
    rows = world.sql(
        "from trade_agreements where ? in (state_a, state_b) and start_year <= ? and coalesce(end_year, ?) >= ?",
        [state, year, year, year],
    )
    free = rows[rows["kind"] != "partial"]
    theirs = free[free["state_a"].isin(members) | free["state_b"].isin(members)]
    if theirs.empty:
        return Measurement(True, rows=free, note=f"all {len(free)} free-trade pairs of {state} are with others")
    return Measurement(False, rows=theirs, note="; ".join(sorted(theirs["agreement"].unique())))


@query("politics/first_deal")
def first_deal(world: World, *, state: str, partner: str, kind: str) -> Measurement:
    """Year of the first digital deal of a kind on record between a state and firms of a partner."""
    rows = world.sql(
        "from digital_media where state = ? and counterpart = ? and kind = ? order by year", [state, partner, kind]
    )
    if rows.empty:
        raise NoData(f"no {kind} deal of {state} with {partner} is on record")
    return Measurement(str(rows["year"].iloc[0]), rows=rows.head(1))


@query("politics/rule_year")
def rule_year(world: World, *, organization: str, rule: str, state: str) -> Measurement:
    """Year from which a rule of an organization, or a case under it, holds for a state."""
    rows = world.sql(
        "from organization_rules where organization = ? and rule = ? and state = ? and year_from is not null "
        "order by year_from",
        [organization, rule, state],
    )
    if rows.empty:
        raise NoData(f"{organization} has no dated {rule} for {state}")
    return Measurement(str(rows["year_from"].iloc[0]), rows=rows.head(1), note=rows["value"].iloc[0])


# ------------------------------------------------------------------ conflicts
@query("politics/conflict")
def conflict(world: World, *, between: tuple[str, str], start: int, end: int) -> Measurement:
    """Whether two states stand on opposite sides of an armed conflict, as parties or allies, in some of the years."""
    rows = world.sql("from conflicts where year between ? and ?", [start, end])
    if rows.empty:
        raise NoData(f"no conflict is recorded between {start} and {end}")
    sides = [rows[["state_" + side, "allies_" + side]].fillna("").agg(";".join, axis=1) for side in "ab"]
    first, second = between
    one_way = sides[0].str.contains(first) & sides[1].str.contains(second)
    other_way = sides[0].str.contains(second) & sides[1].str.contains(first)
    used = rows[one_way | other_way]
    rows = rows if used.empty else used
    return Measurement(not used.empty, rows=rows, note="years: " + ", ".join(map(str, sorted(used["year"].unique()))))


@query("politics/conflict_peak")
def conflict_peak(world: World, *, group: str, year: int, start: int, end: int, by: str) -> Measurement:
    """Whether a year has more armed conflict in a group of states than any other: by number or sum of intensity."""
    if not start <= year <= end:
        raise NoData(f"{year} is not one of the years from {start} to {end}")
    rows = _conflicts_in(world, group, start, end)
    years = rows.groupby("year")["intensity"]
    series = (years.size() if by == "number" else years.sum()).reindex(range(start, end + 1), fill_value=0)
    note = ", ".join(f"{when} {count}" for when, count in series.items())
    return Measurement(bool(series[year] > series.drop(year).max()), rows=rows, note=note)


@query("politics/no_war")
def no_war(world: World, *, group: str, year: int) -> Measurement:
    """Whether no armed conflict in a group of states reached the level of war in a year."""
    rows = _conflicts_in(world, group, year, year)
    return Measurement(not rows["intensity"].eq(2).any(), rows=rows, note=f"{len(rows)} conflicts in {year}")


def _conflicts_in(world: World, group: str, start: int, end: int) -> pd.DataFrame:
    """Conflicts that have a state of the group as a party (not merely as an ally)."""
    rows = world.sql("from conflicts where year between ? and ?", [start, end])
    states = world.group(group)
    return rows[rows["state_a"].isin(states) | rows["state_b"].isin(states)]
