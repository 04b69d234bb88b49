"""Votes of the General Assembly as the UN Digital Library publishes them: one CSV, one row a state and roll call.

The library's file (https://digitallibrary.un.org/record/4060887) has the columns

    undl_id, ms_code, ms_name, ms_vote, date, session, resolution, draft, committee_report, meeting, title,
    agenda_title, subjects, vote_note, total_yes, total_no, total_abstentions, total_non_voting, total_ms, undl_link

of which those in `NEEDED` are read. The release of September 2024 names some of them otherwise (`OTHER_NAMES`) and has
no session; `vote_note` came in 2025. `ms_vote` is Y, N, A, or, for a member that did not vote, X, NV or nothing.

The file goes back to 1946 and holds adopted resolutions as a whole only: roll calls before those of the bundle and
resolutions that the bundle has are left out and counted in the notes. A seat has one vote: where a state that has ended
and the one that continues it both stand in a record, the one that held the seat on that day counts. The file has no
issue codes; a resolution takes those that most of the same title had, else those of `ISSUE_WORDS`, which agree with the
codes in Voeten's file on 92 to 99 of a hundred resolutions of sessions 45 to 72, by issue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from steppe.world import schema
from steppe.world.engine import MEMORY, connect
from steppe.world.errors import UserError
from steppe.world.names import look_alike, usual_names

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from steppe.world.tables import Tables

NEEDED = (
    *("undl_id", "ms_code", "ms_vote", "date", "session", "resolution", "title", "agenda_title", "subjects"),
    *("total_yes", "total_no", "total_abstentions"),
)
OTHER_NAMES = {
    **{"ms_codes": "ms_code", "ms_votes": "ms_vote", "resolutions": "resolution", "agenda_titles": "agenda_title"},
    **{"yes": "total_yes", "no": "total_no", "abstentions": "total_abstentions"},
}
"""Columns as the release of September 2024 documents them, and their later names."""
MAY_LACK = ("session",)
TEXTS = ("title", "agenda_title", "subjects")
VOTES = {"Y": "yes", "A": "abstain", "N": "no"}
NOT_VOTING = ("X", "NV", "")
SEATS = {"SUN": "RUS", "SCG": "SRB"}
"""Whose seat the seat of a state that has ended is today, where the United Nations treat it as the same seat."""

ISSUE_WORDS = {
    "middle_east": r"palestin|israel|golan|middle east|unrwa|lebanon|lebanese|jerusalem",
    "nuclear": r"nuclear|test-ban",
    "disarmament": r"disarm|arms\b|armament|weapon|munition|anti-personnel|confidence-building|outer space|military",
    "human_rights": r"human rights|rights of|right to|rights and|torture|racis|racial|mercenar|religio|execution"
    r"|death penalty|self-determination|nazi",
    "colonialism": r"coloni|non-self-governing|self-determination|western sahara|mayotte|guam|malvinas",
    "development": r"econom|trade|commodit|financial system|debt|poverty|globali[sz]ation|agricultur|industriali",
}
SOURCE = "undl-import"


def read_undl(world: Tables, path: Path) -> tuple[dict[str, pd.DataFrame], list[str]]:
    """New roll calls and their votes from the library's file.

    Parameters
    ----------
    world
        Whose roll calls are there already, and whose states the file's codes must name.
    path
        The library's CSV for the General Assembly; it is summed up while read, so it may be large.

    Returns
    -------
    Rows of `roll_calls` and `roll_call_votes`, and notes: what was left out and why, which totals do not add up.

    Raises
    ------
    UserError
        The file is of another format or body, or holds an unknown code, vote or date; the row is named.
    """
    with connect() as connection:
        have = world.sql("select min(date) over () as first, resolution from roll_calls where part = 'whole'")
        first = f"{have['first'].min():%Y-%m-%d}"
        _load(connection, path, first)
        _check_cells(connection, path)
        notes = _new_votes(connection, have["resolution"].dropna().tolist(), first, path)
        _check_states(connection, world, path)
        notes += _one_vote_a_seat(connection, world)
        votes = connection.execute(_VOTES).df()
        calls = connection.execute(_CALLS).df()
    notes += _totals_that_differ(calls)
    conformed = {
        "roll_calls": schema.conform(_calls(world, calls), schema.table("roll_calls"), path.name),
        "roll_call_votes": schema.conform(_votes(votes), schema.table("roll_call_votes"), path.name),
    }
    return conformed, notes


def _load(connection: duckdb.DuckDBPyConnection, path: Path, first: str) -> None:
    """Table `raw`: the needed columns under their later names, in the order of the file; `rowid` counts from 0.

    Long texts of days before the first are left out, which saves most of the memory.
    """
    reader = (
        "read_csv(?, header = true, delim = ',', quote = '\"', escape = '\"', all_varchar = true, strict_mode = true, "
        "nullstr = '')"
    )
    try:
        given = [name for (name, *_) in connection.execute(f"describe from {reader}", [str(path)]).fetchall()]
        columns = ", ".join(_column(name, given, path) for name in NEEDED)
        later = f"case when coalesce(try_cast(date as date) < date '{first}', false) then null else"
        texts = ", ".join(f"{later} {name} end as {name}" for name in TEXTS)
        connection.execute(
            f"create table raw as select * replace ({texts}) from (select {columns} from {reader})", [str(path)]
        )
    except duckdb.OutOfMemoryException:
        raise UserError(
            f"{path.name} needs more than {MEMORY / 1e9:.0f} GB of memory; cut it into parts by date"
        ) from None
    except duckdb.Error:
        raise UserError(
            f"{path.name} is not a well-formed CSV in UTF-8; the UN Digital Library publishes one: download it again"
        ) from None
    if not connection.execute("select count(*) from raw").fetchone()[0]:  # type: ignore[index]
        raise UserError(f"{path.name} has no rows; give it at least one below its header")


def _column(name: str, given: list[str], path: Path) -> str:
    """A needed column as SQL, under whichever of its names the file has."""
    for one in given:
        if (plain := one.strip().lower()) == name or OTHER_NAMES.get(plain) == name:
            return f'"{one.replace(chr(34), 2 * chr(34))}" as {name}'
    if name in MAY_LACK:
        return f"null::varchar as {name}"
    raise UserError(
        f"{path.name} has no column {name}{look_alike(name, given)}; the UN Digital Library's voting file with a row a "
        f"member and resolution has {', '.join(NEEDED[:6])} and others: give that file"
    )


def _check_cells(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Every cell that is read can be read; the first that cannot is named with its row."""
    readable = ", ".join(f"'{vote}'" for vote in (*VOTES, *NOT_VOTING))
    rules = (
        (
            "undl_id",
            r"not regexp_full_match(coalesce(undl_id, ''), '[0-9]{1,9}(\.0*)?')",
            "it must be the record's whole number",
        ),
        ("date", "try_cast(date as date) is null", "it is not a date; write it as year-month-day, 2024-12-17"),
        (
            "resolution",
            "resolution is null or not starts_with(resolution, 'A/RES/')",
            "a resolution of the General Assembly begins with A/RES/: leave votes of other bodies out",
        ),
        ("ms_code", "ms_code is null", "every row needs the code of the member"),
        (
            "ms_vote",
            f"upper(coalesce(ms_vote, '')) not in ({readable})",
            "a vote is Y, N, A, or X for none: correct the row",
        ),
    )
    for column, wrong, repair in rules:
        first = connection.execute(
            f"select rowid + 1, {column} from raw where {wrong} order by rowid limit 1"
        ).fetchone()
        if first:
            cell = "empty" if first[1] is None else f'"{first[1]}"'
            raise UserError(f"{path.name}, row {first[0]}: {column} is {cell}; {repair}")


def _new_votes(connection: duckdb.DuckDBPyConnection, have: list[str], first: str, path: Path) -> list[str]:
    """Table `votes`: rows on resolutions that the tables lack, from the first day on; a note counts the rest."""
    connection.execute("create table have as select unnest(?) as resolution", [have])
    early = f"date::date < date '{first}'"
    old = f"not {early} and substr(resolution, 7) in (select resolution from have)"
    notes = []
    for condition, why in (
        (early, f"from before {first}, when the bundle's begin, left out"),
        (old, "on resolutions that are already in the tables left unchanged"),
    ):
        count = connection.execute(f"select count(distinct undl_id) from raw where {condition}").fetchone()[0]  # type: ignore[index]
        connection.execute(f"delete from raw where {condition}")
        notes += [f"{count:,} roll call{'s' * (count != 1)} {why}"] * bool(count)
    former = {name.upper(): state for name, state in usual_names().items() if len(name) == 3 and name.isalpha()}
    renamed = " ".join(f"when '{old}' then '{new}'" for old, new in former.items())
    connection.execute(
        "create table votes as select rowid + 1 as line, undl_id::integer as roll_call, date::date as date, "
        f"* exclude (undl_id, date), case upper(ms_code) {renamed} else upper(ms_code) end as state from raw; "
        "drop table raw"
    )
    if not connection.execute("select count(*) from votes").fetchone()[0]:  # type: ignore[index]
        raise UserError(f"{path.name} holds nothing new: {'; '.join(notes)}")
    return notes


def _check_states(connection: duckdb.DuckDBPyConnection, world: Tables, path: Path) -> None:
    """Every code is a state of the world, and none votes twice in a record."""
    states = world.sql("select state from states")["state"].tolist()
    connection.execute("create table members as select unnest(?) as state", [states])
    unknown = connection.execute(
        "select line, ms_code from votes anti join members using (state) order by line limit 1"
    ).fetchone()
    if unknown:
        hint = look_alike(unknown[1], states)
        raise UserError(f'{path.name}, row {unknown[0]}: ms_code "{unknown[1]}" is not in states{hint}')
    twice = connection.execute(
        "select state, roll_call from votes group by all having count(*) > 1 order by min(line) limit 1"
    ).fetchone()
    if twice:
        raise UserError(f"{path.name}: {twice[0]} votes twice in record {twice[1]}; keep one of its rows")


def _one_vote_a_seat(connection: duckdb.DuckDBPyConnection, world: Tables) -> list[str]:
    """Of two states in one seat, the one that did not hold it on the day of the vote goes; a note counts such rows."""
    ended = world.sql('select state, "end" from states where "end" is not null').set_index("state")["end"]
    count = 0
    for old, now in SEATS.items():
        both = "select roll_call from votes where state in (?, ?) group by roll_call having count(*) = 2"
        count += connection.execute(
            f"delete from votes where roll_call in ({both}) and state = case when date < ? then ? else ? end",
            [old, now, ended[old].date(), now, old],
        ).fetchone()[0]  # type: ignore[index]
    return [f"{count:,} row{'s' * (count != 1)} of states that did not hold their seat on that day left out"] * bool(
        count
    )


_VOTES = (
    "select roll_call, state, upper(ms_vote) as vote from votes where upper(coalesce(ms_vote, '')) in ('Y','A','N')"
)
_CALLS = """
    select roll_call, min(date) as date, min(session) as session, substr(min(resolution), 7) as resolution,
        min(title) as title, min(subjects) as subjects, min(agenda_title) as agenda,
        count(*) filter (upper(ms_vote) = 'Y') as yes, count(*) filter (upper(ms_vote) = 'N') as no,
        count(*) filter (upper(ms_vote) = 'A') as abstain, min(try_cast(total_yes as double)) as total_yes,
        min(try_cast(total_no as double)) as total_no, min(try_cast(total_abstentions as double)) as total_abstain
    from votes group by roll_call order by roll_call
"""


def _totals_that_differ(calls: pd.DataFrame) -> list[str]:
    printed = calls[["total_yes", "total_no", "total_abstain"]].fillna(0).to_numpy()
    wrong = (calls[["yes", "no", "abstain"]].to_numpy() != printed).any(axis=1)
    if not wrong.any():
        return []
    example = calls["resolution"][wrong].iloc[0]
    return [f"{int(wrong.sum()):,} roll calls whose rows do not add up to the totals given with them ({example} …)"]


def _calls(world: Tables, calls: pd.DataFrame) -> pd.DataFrame:
    import pandas as pd

    plain = plain_titles(calls["title"])
    frame = pd.DataFrame(
        {
            "roll_call": calls["roll_call"],
            "session": regular_session(calls["session"], calls["date"]),
            "year": calls["date"].dt.year,
            "date": calls["date"],
            "precision": "day",
            "resolution": calls["resolution"],
            "part": "whole",
            "title": plain,
            "topic": calls["subjects"],
            "source": SOURCE,
            "basis": "reported",
        }
    )
    return frame.join(_issues(world, plain, calls))


def plain_titles(titles: pd.Series) -> pd.Series:
    """Titles without the library's tail (`: resolution / adopted by …`) and needless blanks; empty ones are missing."""
    tail = r"\s*:?\s*resolution\s*/\s*adopted.*$"
    plain = titles.str.replace(tail, "", regex=True).str.replace(r"\s+", " ", regex=True)
    return plain.str.strip(" .").replace("", None)


def regular_session(printed: pd.Series, day: pd.Series) -> pd.Series:
    """The regular session: as printed, or for special ones (ES-10) the one open on that day (from mid-September)."""
    import pandas as pd

    opened = (day - pd.Timedelta(days=257)).dt.year - 1945
    return pd.to_numeric(printed, errors="coerce").fillna(opened).astype(int)


def _issues(world: Tables, title: pd.Series, calls: pd.DataFrame) -> pd.DataFrame:
    """Issue codes: those that most of the same title had, else by the words of title, agenda and subjects."""
    import pandas as pd

    codes = ", ".join(f"avg({issue}::int) >= 0.5 as {issue}" for issue in ISSUE_WORDS)
    earlier = world.sql(
        f"select lower(title) as title, {codes} from roll_calls where part = 'whole' and title is not null group by all"
    ).set_index("title")
    words = (title.fillna("") + " " + calls["agenda"].fillna("") + " " + calls["subjects"].fillna("")).str.lower()
    issues = {}
    for issue, pattern in ISSUE_WORDS.items():
        most = title.str.lower().map(earlier[issue].astype(object))
        issues[issue] = most.where(most.notna(), words.str.contains(pattern, regex=True)).astype(bool)
    return pd.DataFrame(issues)


def _votes(votes: pd.DataFrame) -> pd.DataFrame:
    seat = votes["state"].replace(SEATS)
    return votes.assign(vote=votes["vote"].map(VOTES), seat=seat, source=SOURCE, basis="reported")
