"""Votes in the General Assembly: who votes like whom, who moved, and how states voted on one resolution.

Three records say how near two states stand. `agreement` is the share of common votes cast alike: yes, no and abstention
are three answers, absence is none; it is our own count by calendar year, and in 2022 and 2023 the published rate with
three powers by session; a count and a rate are never compared with each other. `published` is that rate in all
sessions. `ideal-points` is the distance |x_a − x_b| of the positions published by Bailey, Strezhnev and Voeten (2017).
*Closeness* is the agreement, or minus the distance: larger is nearer in both. Between groups it is the mean over pairs,
of the pairs that every time in question has.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from steppe.evidence.queries._flows import StatesLike, label, states_of
from steppe.evidence.query import Measurement, NoData, parts, query
from steppe.world.errors import UserError
from steppe.world.world import World

Years = tuple[int, int]
"""First and last year."""
RECORDS = ("agreement", "published", "ideal-points")

_AGREEMENT = """
select year, state_a, state_b, agreement as closeness, votes, source, basis from un_agreement
where year between ? and ? and list_contains(?::varchar[], state_a) and list_contains(?::varchar[], state_b)
union all
select year, state_b, state_a, agreement, votes, source, basis from un_agreement
where year between ? and ? and list_contains(?::varchar[], state_b) and list_contains(?::varchar[], state_a)
"""
_PUBLISHED = """
with rates as (
    select year, state, upper(right(column_name, 3)) as power, rate as closeness, votes, source, 'reported' as basis
    from (unpivot un_ideal_points on agree_usa, agree_rus, agree_chn into name column_name value rate)
)
select year, state as state_a, power as state_b, closeness, votes, source, basis from rates
where year between ? and ? and list_contains(?::varchar[], state) and list_contains(?::varchar[], power)
union all
select year, power, state, closeness, votes, source, basis from rates
where year between ? and ? and list_contains(?::varchar[], power) and list_contains(?::varchar[], state)
"""
_IDEAL_POINTS = """
select a.year, a.state as state_a, b.state as state_b, -abs(a.ideal_point - b.ideal_point) as closeness,
       least(a.votes, b.votes) as votes, a.source, a.basis
from un_ideal_points a join un_ideal_points b on a.year = b.year and a.state <> b.state
where a.year between ? and ? and list_contains(?::varchar[], a.state) and list_contains(?::varchar[], b.state)
"""


# ------------------------------------------------------------------------------------------------- closeness
@query("votes/moved")
def moved(
    world: World,
    *,
    a: StatesLike,
    b: Sequence[StatesLike],
    before: Years,
    after: Years,
    direction: str,
    record: str = "agreement",
    beyond: tuple[str, str] | tuple[()] = (),
) -> Measurement:
    """Whether `a` came closer to, or went apart from, each of `b` between two spans of years (first and last).

    With `beyond`, a pair of states, it must have done so by more than that pair, which stands for the drift of all.
    """
    if direction not in ("closer", "apart"):
        raise UserError(f'votes/moved: direction is closer or apart, not "{direction}"')
    by_partner: dict[str, bool] = {}
    notes, rows, drift = [], [], 0.0
    if beyond:
        first, second, used, _ = _two_spans(world, beyond[0], beyond[1], before, after, record)
        drift = second - first
        notes.append(f"beyond {beyond[0]} and {beyond[1]}: {_figure(first, record)} to {_figure(second, record)}")
        rows.append(used)
    for other in b:
        first, second, used, left_out = _two_spans(world, a, other, before, after, record)
        by_partner[label(other)] = second - first > drift if direction == "closer" else second - first < drift
        missing = f" (without {', '.join(left_out)})" if left_out else ""
        notes.append(f"{label(a)} and {label(other)}: {_figure(first, record)} to {_figure(second, record)}{missing}")
        rows.append(used)
    return Measurement(parts(by_partner), rows=pd.concat(rows, ignore_index=True), note="; ".join(notes))


@query("votes/nearest")
def nearest(
    world: World, *, to: str, among: StatesLike, count: int, years: Years, record: str = "agreement"
) -> Measurement:
    """The states of a group that stand nearest to a state, by their mean closeness over a span of years."""
    states = [state for state in states_of(world, among, years[1]) if state != to]
    rows = _pairs(world, states, [to], years, record)
    means = rows.groupby("state_a")["closeness"].mean().sort_values(ascending=False)
    lacking = sorted(set(states) - set(means.index))
    if lacking:
        raise NoData(f"{record}: no votes of {', '.join(lacking)} in {years[0]}-{years[1]}")
    note = ", ".join(f"{state} {_figure(number, record)}" for state, number in means.items())
    return Measurement(tuple(sorted(means.index[:count])), rows=rows, note=note)


@query("votes/against_median")
def against_median(
    world: World, *, a: str, b: StatesLike, years: Years, side: str, record: str = "agreement"
) -> Measurement:
    """Whether `a` stands nearer to `b` (`above`) or farther (`below`) than the median of all other states, by year."""
    if side not in ("above", "below"):
        raise UserError(f'votes/against_median: side is above or below, not "{side}"')
    partners = list(states_of(world, b, years[1]))
    rows = _pairs(world, list(world.state_names), partners, years, record)
    by_year: dict[str, bool] = {}
    notes = []
    for year, of_year in rows.groupby("year"):
        means = of_year.groupby("state_a")["closeness"].mean()
        if a not in means.index:
            raise NoData(f"{record}: no votes of {a} with {label(b)} in {year}")
        others = means[~means.index.isin([a, *partners])]
        by_year[str(year)] = bool((means[a] > others.median()) == (side == "above"))
        notes.append(f"{year} {_figure(means[a], record)}, median {_figure(others.median(), record)}")
    return Measurement(parts(by_year), rows=rows, note="; ".join(notes))


# ------------------------------------------------------------------------------------------------- one resolution
@query("votes/voters")
def voters(world: World, *, resolution: str, vote: str, among: StatesLike, without: Sequence[str] = ()) -> Measurement:
    """States of a group that cast a vote (Y, N, A or X for none) on a resolution on Ukraine."""
    rows = _cast(world, resolution, among, None, without)
    return Measurement(tuple(sorted(rows.loc[rows["vote"] == vote, "state"])), rows=rows, note=_votes_note(rows))


@query("votes/voted")
def voted(
    world: World,
    *,
    resolution: str,
    votes: Sequence[str],
    among: StatesLike,
    on: str | None = None,
    without: Sequence[str] = (),
) -> Measurement:
    """Whether each state cast one of these votes on a resolution on Ukraine; members of a body are those of `on`."""
    rows = _cast(world, resolution, among, on, without)
    parts = {str(row.state): row.vote in votes for row in rows.itertuples()}
    return Measurement(parts, rows=rows, note=_votes_note(rows))


@query("votes/tally")
def tally(world: World, *, resolution: str, vote: str, of: str) -> Measurement:
    """Per cent of all members (`members`), or of those who said yes or no (`sides`), who cast a vote."""
    if of not in ("members", "sides"):
        raise UserError(f'votes/tally: of is members or sides, not "{of}"')
    rows = world.sql("from un_ukraine_votes where resolution = ?", [resolution])
    members = world.sql(
        "select count(*) as n from states s, (select max(date) as day from un_ukraine_votes where resolution = ?) v "
        'where s.un_member and (s.start is null or s.start <= v.day) and (s."end" is null or s."end" > v.day)',
        [resolution],
    )["n"].iloc[0]
    if rows.empty or len(rows) < members:
        raise NoData(f"votes on {resolution} are known of {len(rows)} states of {members}")
    base = rows if of == "members" else rows[rows["vote"].isin(["Y", "N"])]
    cast = int((base["vote"] == vote).sum())
    return Measurement(100 * cast / len(base), "%", base, f"{cast} of {len(base)}")


# ------------------------------------------------------------------------------------------------- helpers
def _pairs(world: World, ours: Sequence[str], theirs: Sequence[str], years: Years, record: str) -> pd.DataFrame:
    """Closeness of each pair in each year: year, state_a (of ours), state_b (of theirs), closeness, source, basis.

    Raises
    ------
    NoData
        No pair has votes in these years.
    UserError
        There is no such record.
    """
    if record not in RECORDS:
        raise UserError(f'record: there is no "{record}"; say {" or ".join(RECORDS)}')
    one_way = [years[0], years[1], list(ours), list(theirs)]
    sql = {"agreement": _AGREEMENT, "published": _PUBLISHED, "ideal-points": _IDEAL_POINTS}[record]
    rows = world.sql(sql, one_way if record == "ideal-points" else [*one_way, *one_way])
    if rows.empty:
        raise NoData(f"{record}: no pair of these states in {years[0]}-{years[1]}")
    return rows.drop_duplicates(["year", "state_a", "state_b"]).reset_index(drop=True)


def _two_spans(
    world: World, a: StatesLike, b: StatesLike, before: Years, after: Years, record: str
) -> tuple[float, float, pd.DataFrame, list[str]]:
    """Mean closeness in two spans over the pairs that both have, the rows, and states that had to be left out."""
    ours, theirs = states_of(world, a, after[1]), states_of(world, b, after[1])
    spans = [_pairs(world, ours, theirs, years, record) for years in (before, after)]
    if set(spans[0]["basis"]) != set(spans[1]["basis"]):
        raise NoData("our own count and the published rates of 2022 and 2023 are two records: they are not compared")
    means = [rows.groupby(["state_a", "state_b"])["closeness"].mean() for rows in spans]
    both = means[0].index.intersection(means[1].index)
    if both.empty:
        raise NoData(f"{record}: no pair of {label(a)} and {label(b)} has votes in both spans")
    kept = {state for pair in both for state in pair}
    left_out = sorted((set(ours) | set(theirs)) - kept)
    return float(means[0][both].mean()), float(means[1][both].mean()), pd.concat(spans, ignore_index=True), left_out


def _cast(world: World, resolution: str, among: StatesLike, on: str | None, without: Sequence[str]) -> pd.DataFrame:
    """Votes of a group's states on a resolution, every state present."""
    day = world.sql("select max(date) as day from un_ukraine_votes where resolution = ?", [resolution])["day"].iloc[0]
    if pd.isna(day):
        raise NoData(f"no votes on resolution {resolution}")
    on_a_day = on is not None and isinstance(among, str)
    group = world.members(str(among), on=on) if on_a_day else states_of(world, among, day.year)
    states = [state for state in group if state not in without]
    rows = world.sql(
        "from un_ukraine_votes where resolution = ? and list_contains(?::varchar[], state) order by state",
        [resolution, states],
    )
    lacking = sorted(set(states) - set(rows["state"]))
    if lacking:
        raise NoData(f"the votes of {', '.join(lacking)} on {resolution} are not known")
    return rows


def _votes_note(rows: pd.DataFrame) -> str:
    """Who voted how, in words."""
    words = {"Y": "yes", "N": "no", "A": "abstained", "X": "did not vote"}
    cast = {word: list(rows.loc[rows["vote"] == vote, "state"]) for vote, word in words.items()}
    return "; ".join(f"{word}: {', '.join(states)}" for word, states in cast.items() if states)


def _figure(closeness: float, record: str) -> str:
    """A closeness as people read it: per cent of votes alike, or a distance."""
    return f"{-closeness:.2f} apart" if record == "ideal-points" else f"{100 * closeness:.1f} %"
