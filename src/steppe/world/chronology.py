"""Chronology: everything dated about a state, an organization or a pair, in one table.

Nothing is stored twice: events are read off the dated tables. Columns: date, precision (day, month or year: how exact
the date is), kind, event, states (ISO3, separated by `;`), organization, confidence, source, basis.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from steppe.world.dates import TODAY, as_date, as_exact, data_end, last_day
from steppe.world.errors import UserError
from steppe.world.names import look_alike, resolve

if TYPE_CHECKING:
    from steppe.world.world import World

COLUMNS = ("date", "precision", "kind", "event", "states", "organization", "confidence", "source", "basis")

_CONFIDENCE = """
case grade when 'official' then 'high' when 'press' then 'medium' when 'compiled' then 'medium' else 'low' end
"""
"""Of rows that have the grade of their page and no word on the fact."""

_OVER = "case incompatibility when 'both' then 'territory and government' else incompatibility end"
_UNTIL = "case when max(year) > min(year) then ', to ' || max(year) else '' end"
"""Of a conflict: what it is about, and until when it went on."""


def _apart(column: str) -> str:
    """A name that begins with two codes joined by a hyphen, with the codes as words."""
    return f"regexp_replace({column}, '^([A-Z]{{3}})-([A-Z]{{3}}) ', '\\1 and \\2: ')"


def _codes(column: str) -> str:
    """A list of codes as words."""
    return f"replace({column}, ';', ', ')"


_PARTS = (
    # spells of membership: each status as it begins, and the last one as it ends
    """
    select start, precision, 'membership', organization || ': ' || status
           || case practice when 'active' then '' else ', ' || practice || ' in practice' end
           || case when towards is null then '' else ' towards ' || towards end,
           concat_ws(';', state, towards), organization, confidence, source, basis
    from memberships
    """,
    """
    select "end", precision, 'membership', organization || ': no longer ' || status
           || case when towards is null then '' else ' towards ' || towards end,
           concat_ws(';', state, towards), organization, confidence, source, basis
    from memberships m where "end" is not null and not exists (
        select 1 from memberships n where n.state = m.state and n.organization = m.organization
        and n.towards is not distinct from m.towards and n.start = m."end")
    """,
    """
    select founded, 'day', 'organization', title || ' founded', null, organization, confidence, source, basis
    from organizations where founded is not null
    """,
    """
    select ended, 'day', 'organization', title || ' ended', null, organization, confidence, source, basis
    from organizations where ended is not null
    """,
    """
    select start, 'day', 'aim', aim || coalesce(' (' || document || ')', ''), null, organization, confidence,
           source, basis
    from organization_aims
    """,
    """
    select m.date, 'day', 'meeting', replace(replace(replace(m.body, '_HoS', ' heads of state'), '_HoG',
           ' heads of government'), '_', ' ') || coalesce(' in ' || m.city, '')
           || coalesce('; ' || a.who, '') || coalesce('; ' || m.note, ''),
           case when list_contains(a.present, m.host) then a.states else concat_ws(';', m.host, a.states) end,
           m.organization, m.confidence, m.source, m.basis
    from meetings m left join (
        select meeting, string_agg(part, '; ' order by part) as who, string_agg(states, ';' order by states) as states,
               flatten(list(present)) as present
        from (select meeting, replace(level, '_', ' ') || ': ' || string_agg(state, ', ' order by state) as part,
                     string_agg(state, ';' order by state) as states, list(state) as present
              from attendance group by meeting, level)
        group by meeting) a using (meeting)
    """,
    """
    select signed, coalesce(precision, 'day'), 'agreement',
           agreement || ' signed (' || party_a || ', ' || party_b || ')',
           concat_ws(';', party_a, party_b), null, confidence, source, basis
    from agreements where signed is not null
    """,
    """
    select initialled, 'day', 'agreement',
           agreement || ' initialled' || case when signed is null then ', not signed' else '' end
           || ' (' || party_a || ', ' || party_b || ')',
           concat_ws(';', party_a, party_b), null, confidence, source, basis
    from agreements where initialled is not null
    """,
    """
    select in_force, coalesce(precision, 'day'), 'agreement',
           agreement || ' in force (' || party_a || ', ' || party_b || ')',
           concat_ws(';', party_a, party_b), null, confidence, source, basis
    from agreements where in_force is not null
    """,
    """
    select ended, coalesce(precision, 'day'), 'agreement',
           agreement || ' ended (' || party_a || ', ' || party_b || ')',
           concat_ws(';', party_a, party_b), null, confidence, source, basis
    from agreements where ended is not null
    """,
    """
    select start, 'day', 'office',
           case office when 'chair_state' then state || ' takes the chair of the ' || body
           when 'presidency_state' then state || ' takes the presidency of the ' || body
           when 'csc_chair_state' then state || ' takes the chair of the Collective Security Council of the ' || body
           when 'supreme_council_chair_state' then state || ' takes the chair of the Supreme Council of the ' || body
           else replace(office, '_', ' ') || ' of the ' || body || ': ' || coalesce(holder, state) end,
           state, organization, confidence, source, basis
    from offices where start is not null
    """,
    """
    select start, 'day', 'leader',
           leader || ' (' || replace(replace(office, 'effective', 'who governs'), '_', ' ') || ')', state, null,
           confidence, source, basis
    from leaders l where office <> 'effective' or not exists (
        select 1 from leaders m where m.state = l.state and m.office <> 'effective'
            and (m.start = l.start
                 or (ends_with(m.leader, l.leader) and abs(date_diff('month', m.start, l.start)) <= 24)))
    """,
    """
    select make_date(start_year, 1, 1), 'year', 'foreign troops', sender || ' in ' || host || ': ' || site
           || case when contains(site, replace(kind, '_', ' ')) then '' else ' (' || replace(kind, '_', ' ') || ')' end,
           concat_ws(';', host, sender), null, confidence, source, basis
    from foreign_presence
    """,
    """
    select make_date(end_year, 1, 1), 'year', 'foreign troops', sender || ' out of ' || host || ': ' || site,
           concat_ws(';', host, sender), null, confidence, source, basis
    from foreign_presence where end_year is not null
    """,
    # runs of years of a conflict, and of the troops of a third state beside one of its sides
    f"""
    select make_date(min(year), 1, 1), 'year', 'conflict',
           case count(distinct conflict) when 1 then 'armed conflict'
           else count(distinct conflict) || ' armed conflicts' end
           || case when state_b is null then ' in ' || state_a else ' between ' || state_a || ' and ' || state_b end
           || ' over ' || {_OVER} || {_UNTIL}
           || coalesce('; a thousand dead in battle or more in '
                       || string_agg(distinct year::varchar, ', ' order by year::varchar) filter (where intensity = 2),
                       ''),
           concat_ws(';', state_a, state_b), null, 'high', min(source), min(basis)
    from (select *, year - dense_rank() over (partition by state_a, state_b, incompatibility order by year) as run
          from conflicts)
    group by state_a, state_b, incompatibility, run
    """,
    f"""
    select make_date(min(year), 1, 1), 'year', 'conflict',
           'troops of ' || ally || ' beside ' || side || ' in the conflict over ' || {_OVER} || {_UNTIL},
           concat_ws(';', ally, state_a, state_b), null, 'high', min(source), min(basis)
    from (
        select *, year - dense_rank() over (partition by state_a, state_b, incompatibility, side, ally order by year)
                  as run
        from (
            select * exclude (allies_a, allies_b), unnest(string_split(allies_a, ';')) as ally,
                   case when state_b is null then 'the government of ' || state_a else state_a || ' against ' || state_b
                   end as side from conflicts where allies_a is not null
            union all
            select * exclude (allies_a, allies_b), unnest(string_split(allies_b, ';')),
                   case when state_b is null then 'the opponents of the government of ' || state_a
                   else state_b || ' against ' || state_a end from conflicts where allies_b is not null))
    group by state_a, state_b, incompatibility, side, ally, run
    """,
    """
    select date, 'day', 'vote', 'General Assembly ' || resolution || ': '
           || case vote when 'Y' then 'yes' when 'N' then 'no' when 'A' then 'abstains' else 'absent' end,
           state, null, confidence, source, basis
    from un_ukraine_votes
    """,
    """
    select date, 'day', kind,
           case kind when 'request' then 'CSTO asked'
           || case when trigger like 'request for %' then ', ' else ' because of ' end
           || trigger || ': ' || replace(outcome, '_', ' ')
           when 'no request' then 'CSTO not formally asked: ' || trigger || '; ' || replace(outcome, '_', ' ')
           when 'withdrawal' then 'CSTO forces leave ' || state || ': ' || response else 'CSTO: ' || trigger end,
           concat_ws(';', state, counterpart), 'CSTO', confidence, source, basis
    from csto_requests
    """,
    """
    select date, 'day', 'infrastructure', name || ': ' || replace(status, '_', ' '),
           concat_ws(';', from_state, to_state, via), null, confidence, source, basis
    from infrastructure where date is not null and not list_contains(['throughput', 'capacity', 'residents',
        'cost_estimate', 'annual_investment', 'cumulative_investment', 'declared_investment'], status)
    """,
    "select date, precision, 'milestone', event, states, null, confidence, source, basis from milestones",
    """
    select start, precision, kind,
           sender || ' toward ' || case when regexp_matches(size_unit, '^Transnistrian leaders') then
               'leaders of Transnistria (' || target || ')' else target end || ': '
           || replace(replace(instrument, '_', ' '), ' fta loss', ' free trade lost')
           || coalesce(', ' || case when size is null then ''
                                     when size >= 1000 then format('{:,}', size::bigint) || ' '
                                     else format('{:g}', size) || ' ' end || size_unit, '')
           || coalesce(', to ' || left(strftime("end", '%Y-%m-%d'),
                                       case end_precision when 'year' then 4 when 'month' then 7 else 10 end), '')
           || '; asked: ' || issue_text || '; followed: '
           || case outcome when 'not' then 'not conceded' when 'partly' then 'partly conceded'
              when 'reversed by sender' then 'reversed by the sender' else outcome end || ', ' || outcome_text
           || case when contested then '; motive contested' else '' end,
           concat_ws(';', sender, target), null, confidence, source, basis
    from episodes
    """,
    # what was found page by page: no census, so what is not here is unknown
    f"""
    select start, precision, 'exercise',
           name || case when at_sea = 'yes' then ' at sea' else ' in ' || {_codes("places")} end
           || coalesce(' (' || framework || ')', '') || case status when 'held' then '' when 'announced'
           then ', announced, not checked whether held' else ', ' || status end
           || coalesce(': ' || format('{{:,}}', troops) || ' troops as reported', '')
           || case participants_basis when 'listed' then '; took part: ' || {_codes("participants")}
           when 'incomplete' then coalesce('; among others ' || {_codes("participants")}, '') else '' end
           || coalesce('; part of ' || part_of, ''),
           concat_ws(';', places, case when participants_basis in ('listed', 'incomplete') then participants end),
           organization, {_CONFIDENCE}, source, basis
    from exercises_listed
    """,
    f"""
    select start, precision, 'visit', person || ' (' || replace(office, '_', ' ') || ', ' || visitor || ') in ' || host
           || case kind when 'multilateral' then ', for a meeting of several' when 'both'
           then ', bilateral and for a meeting of several' else coalesce(', ' || kind, '') end,
           concat_ws(';', visitor, host), null, {_CONFIDENCE}, source, basis
    from visits_listed
    """,
    f"""
    select signed, precision, 'defence agreement', {_apart("agreement")} || ' (' || replace(type, '_', ' ') || ')'
           || case date_from when 'page' then '' else ', day recalled' end
           || case status when 'signed' then '' else ', signature not checked' end,
           concat_ws(';', state_a, state_b), null, {_CONFIDENCE}, source, basis
    from defence_agreements_listed
    """,
    f"""
    select start, precision, 'mediation', {_apart("conflict")} || ', ' || replace(level, '_', ' ')
           || coalesce(', ' || place, '') || case status when 'held' then '' when 'announced'
           then ', announced, not checked whether held' else ', ' || status end
           || coalesce('; mediated by ' || {_codes("mediators")}, '; without a mediator')
           || '; ' || {_codes("parties")},
           concat_ws(';', parties, mediators), null, {_CONFIDENCE}, source, basis
    from mediation_listed
    """,
    f"""
    select date, 'day', 'text on Xinjiang', forum || ', ' || direction || ' (' || lead || '): '
           || case position when 'members counted' then eu_members || ' members of the EU' else position end,
           state, null, {_CONFIDENCE}, source, basis
    from xinjiang_positions where state is not null
    """,
    f"""
    select date, precision, 'treaty exit', instrument || ': ' || case act when 'count' then format('{{:.0f}}', number)
           when 'share' then format('{{:.0f}} %', 100 * number) else act end
           || coalesce(', out on ' || strftime(effective, '%Y-%m-%d'), ''),
           state, 'CIS', {_CONFIDENCE}, source, basis
    from treaty_exits where date is not null
    """,
)


@cache
def _union() -> str:
    named = ", ".join(f"null as {name}" for name in COLUMNS)
    return " union all ".join([f"select {named} where false", *(f"({part})" for part in _PARTS)])


def events(world: World) -> pd.DataFrame:
    """Every dated event of the bundle, oldest first; columns as in `COLUMNS`."""
    return world.sql(f"select * replace (date::date as date) from ({_union()}) order by date, kind, event, states")


def chronology(
    world: World, name: str, other: str | None = None, since: str | None = None, until: str | None = None
) -> tuple[pd.DataFrame, str]:
    """Everything dated about a state, an organization, or what two of them have in common: events that name both, and
    of two states their memberships in the same bodies. What is known by month or year alone stands at its end.

    Parameters
    ----------
    name, other
        States (code or name) or organizations (short name or title).
    since, until
        First and last day, `2014-03-18`; of a month or year, its first and its last.

    Returns
    -------
    Events (date, kind, event, states, organization, confidence, source) and a title.

    Raises
    ------
    UserError
        A name is unknown, or the last day comes before the first.
    """
    subjects = [_subject(world, word) for word in (name, other) if word]
    frame = events(world)
    about = [_about(frame, kind, key) for kind, key, _ in subjects]
    frame = frame[np.logical_and.reduce(about) | _in_common(world, frame, subjects)]
    first, last = as_date(since, "since") if since else None, last_day(until) if until else None
    if first and last and last < first:
        raise UserError(f"until: {last} comes before since, {first}; swap the two")
    if first:
        frame = frame[frame["date"] >= str(first)]
    if last:
        frame = frame[frame["date"] <= str(last)]
    title = f"{' and '.join(title for _, _, title in subjects)}: {len(frame)} dated events"
    title += data_end(any(day is not None and day > TODAY for day in (first, last)))
    ends = [last_day(as_exact(*row)) for row in zip(frame["date"], frame["precision"], strict=True)]
    vague = frame["precision"].map({"day": 0, "month": 1, "year": 2})
    frame = frame.assign(end=ends, vague=vague).sort_values(["end", "vague"], kind="stable")
    return frame.drop(columns=["basis", "end", "vague"]).reset_index(drop=True), title


def folded(frame: pd.DataFrame) -> pd.DataFrame:
    """A chronology in which the exercises of a year, where they are several, are one row at its end with their names.

    What was found is no census, and the row says so.
    """
    own = frame[frame["kind"].eq("exercise")]
    years = own["date"].dt.year
    many = years.map(years.value_counts()).gt(1)
    rows = [_of_year(int(str(year)), each) for year, each in own[many].groupby(years[many])]
    if not rows:
        return frame
    last = frame["date"].dt.year
    made = pd.DataFrame(rows).astype({"date": frame["date"].dtype})
    kept = frame.drop(own.index[many]).assign(year=last, late=0)
    made = made.assign(year=made["date"].dt.year, late=1)
    both = pd.concat([kept, made], ignore_index=True).sort_values(["year", "late"], kind="stable")
    return both[list(frame.columns)].reset_index(drop=True)


def _of_year(year: int, own: pd.DataFrame) -> dict[str, object]:
    """One row for the exercises of a year: how many were found, and each with its place and day."""
    days = as_precise(own).str[5:]
    named = (
        own["event"].str.extract(r"^(.*?(?: at sea| in [A-Z]{3}(?:, [A-Z]{3})*))(?=[ ,:;]|$)")[0].fillna(own["event"])
    )
    each = [f"{name}{f' ({day})' if day else ''}" for name, day in zip(named, days, strict=True)]
    codes = dict.fromkeys(code for cell in own["states"].fillna("") for code in cell.split(";") if code)
    worst = max(own["confidence"], key=["high", "medium", "low"].index)
    return {
        "date": pd.Timestamp(year, 1, 1),
        "precision": "year",
        "kind": "exercise",
        "event": f"{len(own)} exercises found, no census: {'; '.join(each)}",
        "states": ";".join(codes),
        "organization": None,
        "confidence": worst,
        "source": ";".join(dict.fromkeys(own["source"])),
    }


def _about(frame: pd.DataFrame, kind: str, key: str) -> pd.Series[bool]:
    column = "states" if kind == "state" else "organization"
    return frame[column].fillna("").str.split(";").map(lambda found: key in found).astype(bool)


def _in_common(world: World, frame: pd.DataFrame, subjects: list[tuple[str, str, str]]) -> pd.Series[bool]:
    """Of two states: the spells of either in the bodies in which both have had one."""
    states = [key for kind, key, _ in subjects if kind == "state"]
    if len(states) < 2:
        return pd.Series(False, index=frame.index)
    first, second = (set(world.spells(state=state)["organization"]) for state in states)
    of_either = np.logical_or.reduce([_about(frame, "state", state) for state in states])
    return frame["kind"].eq("membership") & frame["organization"].isin(first & second) & of_either


def as_precise(frame: pd.DataFrame) -> pd.Series[str]:
    """Dates of a chronology as exact as they are known: `2015`, `2015-08` or `2015-08-12`."""
    days = [as_exact(*row) for row in zip(frame["date"], frame["precision"], strict=True)]
    return pd.Series(days, index=frame.index, dtype=str)


def _subject(world: World, word: str) -> tuple[str, str, str]:
    """Whether a word names an organization or a state, with its key and title."""
    names = {**world.state_names, **world.organization_names}
    state = world.meant(word)
    for kind, said, known in (("organization", word, world.organization_names), ("state", state, world.state_names)):
        try:
            key = resolve(said, known, kind, "name")
        except UserError:
            continue
        return kind, key, known[key]
    listed = '`steppe sql "from states"` or `steppe sql "from organizations"`'
    raise UserError(f'no state or organization is called "{word}"{look_alike(word, [*names, *names.values()], listed)}')
