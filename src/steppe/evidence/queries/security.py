"""Security: sites and troops abroad, arms, requests for help, peace agreements. Armed conflicts stand in `conflicts`.

A site holds in every year from its first to its last, both included. `kinds` keeps only sites of those kinds and
`without` leaves kinds out: `base` is a base in the narrow sense, no kinds at all means every site. Numbers of troops
are orders of magnitude and missing for many sites; a note says for how many. Shares of arms are shares of the volume
received in a window of years of the table; shares below two hundredths are not in it and count as zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd

from steppe.evidence.query import Measurement, NoData, parts, query
from steppe.world.world import World

Names = Sequence[str]
Direction = Literal["up", "down"]
Window = tuple[int, int]
"""First and last year."""

UNLISTED = 2.0
"""Per cent below which the table of arms leaves a supplier out."""

UNCONSENTED = ("occupation", "unconsented")
"""Kinds of sites to which the host did not agree."""


# ---------------------------------------------------------------- sites abroad
@query("presence/count")
def count(world: World, *, host: str, sender: str, year: int, kinds: Names = (), without: Names = ()) -> Measurement:
    """Number of sites that a state keeps in another in a year."""
    all_sites = _sites(world, year, hosts=(host,), sender=sender)
    sites = _of_kind(all_sites, kinds, without)
    return Measurement(len(sites), "sites", all_sites, note=_listed(sites))


@query("presence/has")
def has(world: World, *, host: str, sender: str, year: int, site: str = "", kinds: Names = ()) -> Measurement:
    """Whether a state keeps a site in another in a year, of that name and those kinds where given."""
    all_sites = _sites(world, year, hosts=(host,), sender=sender)
    sites = _of_kind(all_sites, kinds)
    sites = sites[sites["site"].str.contains(site, regex=False)]
    return Measurement(not sites.empty, rows=all_sites, note=_listed(sites))


@query("presence/force")
def force(world: World, *, host: str, sender: str, year: int, kinds: Names = ()) -> Measurement:
    """Troops that a state keeps in another, and whether that is its largest force abroad, as two parts.

    The largest: more than in any other host; a tie is not enough.
    """
    sites = _of_kind(_sites(world, year, sender=sender), kinds)
    by_host = sites.groupby("host")["troops"].sum(min_count=1).dropna().sort_values(ascending=False)
    if host not in by_host:
        raise NoData(f"no number of {sender}'s troops in {host} in {year} is on record")
    largest = bool(by_host[host] > by_host.drop(host).max()) if len(by_host) > 1 else True
    note = ", ".join(f"{name} {troops:,.0f}" for name, troops in by_host.head(3).items()) + _unnumbered(sites)
    there = sites[sites["host"] == host]
    ends = [float(there[end].fillna(there["troops"]).sum()) for end in ("troops_low", "troops_high")]
    value = {"troops": float(by_host[host]), "largest force abroad": largest}
    return Measurement(value, "troops", sites, note, records={"troops": (ends[0], ends[1])})


@query("presence/share")
def share(
    world: World, *, host: str, sender: str, year: int, by: Literal["troops", "sites"], kinds: Names = ()
) -> Measurement:
    """Share of a sender in the foreign troops, or in the foreign sites, on a state's soil, in percent."""
    sites = _of_kind(_sites(world, year, hosts=(host,)), kinds)
    size = sites["troops"].fillna(0) if by == "troops" else pd.Series(1.0, index=sites.index)
    if not size.sum():
        raise NoData(f"no foreign {by} in {host} in {year} are on record")
    value = 100 * float(size[sites["sender"] == sender].sum() / size.sum())
    return Measurement(value, "%", sites, note=_listed(sites) + (_unnumbered(sites) if by == "troops" else ""))


@query("presence/ended")
def ended(world: World, *, host: str, sender: str, kinds: Names) -> Measurement:
    """Last year in which a state kept sites of these kinds in another."""
    sites = _of_kind(_sites(world, hosts=(host,), sender=sender), kinds)
    if sites.empty:
        raise NoData(f"no {' or '.join(kinds)} of {sender} in {host} are on record")
    if sites["end_year"].isna().any():
        raise NoData(f"{' and '.join(kinds)} of {sender} in {host} have not ended")
    return Measurement(str(int(sites["end_year"].max())), rows=sites)


@query("presence/moved")
def moved(
    world: World, *, hosts: str | Names, sender: str, start: int, end: int, direction: Direction, kinds: Names = ()
) -> Measurement:
    """Whether the number of a state's sites in the hosts went up, or down, between two years."""
    where = listed_states(world, hosts)
    before = _of_kind(_sites(world, start, hosts=where, sender=sender), kinds)
    after = _of_kind(_sites(world, end, hosts=where, sender=sender), kinds)
    note = f"{len(before)} in {start}, {len(after)} in {end}"
    rows = pd.concat([before, after]).drop_duplicates()
    return Measurement(_went(len(before), len(after), direction), rows=rows, note=note)


@query("presence/senders")
def senders(world: World, *, hosts: str | Names, organization: str, year: int) -> Measurement:
    """Members of an organization that keep sites in any of the hosts in a year."""
    sites = _sites(world, year, hosts=listed_states(world, hosts))
    members = set(world.members(organization, f"{year}-12-31"))
    theirs = sites[sites["sender"].isin(members)]
    return Measurement(tuple(sorted(theirs["sender"].unique())), rows=sites, note=_listed(theirs))


@query("presence/other_sender")
def other_sender(world: World, *, hosts: str | Names, other_than: str, year: int, kinds: Names = ()) -> Measurement:
    """Whether a state other than the one named keeps a site in each host in a year."""
    where = listed_states(world, hosts)
    sites = _of_kind(_sites(world, year, hosts=where), kinds)
    others = sites[sites["sender"] != other_than]
    return Measurement(parts({host: host in set(others["host"]) for host in where}), rows=sites, note=_listed(others))


@query("presence/unconsented")
def unconsented(world: World, *, sender: str, hosts: Mapping[str, int]) -> Measurement:
    """Whether a state keeps forces in each host in the year given although the host did not agree."""
    sites = _of_kind(_sites(world, hosts=tuple(hosts), sender=sender), UNCONSENTED)
    by_host = {
        f"{host} {year}": bool((sites["host"].eq(host) & _holds(sites, year)).any()) for host, year in hosts.items()
    }
    return Measurement(parts(by_host), rows=sites, note=_listed(sites))


@query("troops/moved")
def troops_moved(world: World, *, hosts: str | Names, start: int, end: int, direction: Direction) -> Measurement:
    """Whether the number of American soldiers in the hosts went up, or down, between two years."""
    rows = world.sql(
        "from us_troops where host in (select unnest(?)) and year in (?, ?)", [listed_states(world, hosts), start, end]
    )
    totals = rows.groupby("year")["troops"].sum()
    missing = {start, end} - set(totals.index)
    if missing:
        raise NoData(f"the table of American troops has none of these states in {min(missing)}")
    note = f"{totals[start]:,} in {start}, {totals[end]:,} in {end}; troops passing through are not counted"
    return Measurement(_went(totals[start], totals[end], direction), rows=rows, note=note)


def _sites(
    world: World, year: int | None = None, hosts: Names | None = None, sender: str | None = None
) -> pd.DataFrame:
    """Sites in the hosts, of the sender, that hold in the year; each condition only where given."""
    sites = world.table("foreign_presence")
    if hosts is not None:
        sites = sites[sites["host"].isin(hosts)]
    if sender is not None:
        sites = sites[sites["sender"] == sender]
    return sites if year is None else sites[_holds(sites, year)]


def _holds(sites: pd.DataFrame, year: int) -> pd.Series[bool]:
    return sites["start_year"].le(year) & (sites["end_year"].isna() | sites["end_year"].ge(year))


def _of_kind(sites: pd.DataFrame, kinds: Names = (), without: Names = ()) -> pd.DataFrame:
    kept = sites[~sites["kind"].isin(without)]
    return kept[kept["kind"].isin(kinds)] if kinds else kept


def _listed(sites: pd.DataFrame) -> str:
    return "; ".join(f"{site.host}-{site.sender}: {site.site} ({site.kind})" for site in sites.itertuples())


def _unnumbered(sites: pd.DataFrame) -> str:
    missing = int(sites["troops"].isna().sum())
    return f"; {missing} of {len(sites)} sites have no number" if missing else ""


def _went(before: float, after: float, direction: Direction) -> bool:
    return bool(after > before if direction == "up" else after < before)


# ------------------------------------------------------------------------ arms
@query("arms/share")
def arms_share(world: World, *, recipient: str, supplier: str, start: int, end: int) -> Measurement:
    """A supplier's share in the arms that a state received in a window of years, in percent."""
    rows = _arms(world, (recipient,), (start, end))
    listed = rows.loc[rows["supplier"] == supplier, "share"]
    records = {} if len(listed) else {"": (0.0, UNLISTED)}
    return Measurement(100 * float(listed.sum()), "%", rows, records=records)


@query("arms/first")
def arms_first(world: World, *, recipients: str | Names, supplier: str, start: int, end: int) -> Measurement:
    """Whether a supplier has the largest share in the arms of each recipient in a window of years."""
    rows = _arms(world, listed_states(world, recipients), (start, end))
    largest = rows.loc[rows.groupby("recipient")["share"].idxmax()]
    first = dict(zip(largest["recipient"], largest["supplier"].eq(supplier), strict=True))
    return Measurement(parts(first), rows=rows, note=_suppliers(largest) + _unknown(world, recipients, rows))


@query("arms/other_supplier")
def other_supplier(
    world: World, *, recipients: str | Names, other_than: str, at_least: float, start: int, end: int
) -> Measurement:
    """Whether each recipient has, beside the one named, a supplier with at least that percentage of its arms."""
    rows = _arms(world, listed_states(world, recipients), (start, end))
    others = rows[rows["supplier"].ne(other_than) & rows["share"].ge(at_least / 100)]
    by_recipient = {recipient: recipient in set(others["recipient"]) for recipient in rows["recipient"].unique()}
    return Measurement(parts(by_recipient), rows=rows, note=_suppliers(others) + _unknown(world, recipients, rows))


@query("arms/moved")
def arms_moved(
    world: World, *, recipients: str | Names, supplier: str, before: Window, after: Window, direction: Direction
) -> Measurement:
    """Whether a supplier's share in the arms of each recipient went up, or down, from one window to another."""
    states = [state for state in listed_states(world, recipients) if state != supplier]
    old, new = _arms(world, states, before), _arms(world, states, after)
    both = sorted(set(old["recipient"]) & set(new["recipient"]))
    if not both:
        raise NoData("no recipient is on record in both windows")
    first, second = _shares_of(old, supplier, both), _shares_of(new, supplier, both)
    changes = {state: _went(first[state], second[state], direction) for state in both}
    note = "; ".join(f"{state}: {first[state]:.0%} to {second[state]:.0%}" for state in both)
    return Measurement(parts(changes), rows=pd.concat([old, new]), note=note)


@query("arms/stopped")
def arms_stopped(world: World, *, recipient: str, supplier: str, before: Window, after: Window) -> Measurement:
    """Whether a supplier delivered in one window and no longer in a later one."""
    old, new = _arms(world, (recipient,), before), _arms(world, (recipient,), after)
    first = _shares_of(old, supplier, [recipient])[recipient]
    second = _shares_of(new, supplier, [recipient])[recipient]
    note = f"{first:.0%}, then {second:.0%}; shares below 2 % count as zero"
    return Measurement(bool(first > 0 and second == 0), rows=pd.concat([old, new]), note=note)


def _arms(world: World, recipients: Names, window: Window) -> pd.DataFrame:
    start, end = window
    rows = world.sql(
        "from arms_shares where recipient in (select unnest(?)) and start_year = ? and end_year = ? "
        "order by recipient, share desc, supplier",
        [list(recipients), start, end],
    )
    if rows.empty:
        windows = world.sql("select distinct start_year, end_year from arms_shares order by all")
        spans = ", ".join(f"{a}-{b}" for a, b in windows.itertuples(index=False))
        raise NoData(f"no arms of {', '.join(recipients)} in {start}-{end} are on record; the windows are {spans}")
    return rows


def _suppliers(rows: pd.DataFrame) -> str:
    return "; ".join(f"{row.recipient}: {row.supplier} {row.share:.0%}" for row in rows.itertuples())


def _unknown(world: World, recipients: str | Names, rows: pd.DataFrame) -> str:
    """The recipients that the window does not know, and that are therefore not tested."""
    missing = sorted(set(listed_states(world, recipients)) - set(rows["recipient"]))
    return f"; no arms on record: {', '.join(missing)}" if missing else ""


def _shares_of(rows: pd.DataFrame, supplier: str, recipients: Names) -> pd.Series[float]:
    """Share of a supplier by recipient; zero where it is not in the table."""
    shares = rows[rows["supplier"] == supplier].set_index("recipient")["share"]
    return shares.reindex(list(recipients)).fillna(0.0)


# -------------------------------------------------- requests and agreements
@query("requests/asked")
def asked(world: World, *, states: Names, start: int, end: int) -> Measurement:
    """Whether each state formally asked its allies for help in some of the years."""
    rows = world.sql(
        "from csto_requests where state in (select unnest(?)) and year(date) between ? and ?",
        [list(states), start, end],
    )
    formal = set(rows.loc[rows["formal_request"] == "yes", "state"])
    note = "; ".join(f"{row.date:%Y-%m-%d} {row.state}: {row.trigger}" for row in rows.itertuples())
    return Measurement(parts({state: state in formal for state in states}), rows=rows, note=note)


@query("requests/outcome")
def outcome(world: World, *, state: str, partner: str, year: int, outcomes: Names) -> Measurement:
    """Whether every case of a state against a partner in a year, put to its allies, ended in one of these ways."""
    rows = world.sql(
        "from csto_requests where state = ? and counterpart = ? and year(date) = ? order by date",
        [state, partner, year],
    )
    if rows.empty:
        raise NoData(f"no case of {state} and {partner} in {year} is on record")
    note = "; ".join(f"{row.date:%Y-%m-%d} {row.trigger}: {row.outcome}" for row in rows.itertuples())
    return Measurement(bool(rows["outcome"].isin(outcomes).all()), rows=rows, note=note)


@query("agreement/absent")
def absent(world: World, *, party_a: str, party_b: str, on: str, stage: Literal["signed", "in_force"]) -> Measurement:
    """Whether two states had signed no agreement with each other, or had none in force, on a day."""
    rows = world.sql("from agreements where party_a in (?, ?) and party_b in (?, ?)", [party_a, party_b] * 2)
    if rows.empty:
        raise NoData(
            f"the table of agreements has none of {party_a} and {party_b}, so it cannot say that there is none"
        )
    reached = rows[stage].le(pd.Timestamp(on)) & (rows["ended"].isna() | rows["ended"].gt(pd.Timestamp(on)))
    note = "; ".join(f"{name}: signed {_day(day)}" for name, day in zip(rows["agreement"], rows["signed"], strict=True))
    return Measurement(not reached.any(), rows=rows, note=note)


def _day(value: pd.Timestamp) -> str:
    return "no day known" if pd.isna(value) else f"{value:%Y-%m-%d}"


def listed_states(world: World, names: str | Names) -> list[str]:
    """The states of a group given by name, or the states given."""
    return list(world.group(names)) if isinstance(names, str) else list(names)
