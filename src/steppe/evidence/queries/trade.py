"""Queries on trade: value, share, rank and ratio of partners, how they change, and what goods and treaties there are.

`of` and `partner` are a state, a group, a body (its members on 30 June of the year) or a list of these. `flow` is
`both`, `X` (exports of `of`) or `M` (imports). Records and the rule for trade inside a group: see `_flows`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

import pandas as pd

from steppe.evidence.queries._flows import StatesLike, label, states_of
from steppe.evidence.queries._records import ratio_between, share_between, value_between
from steppe.evidence.queries._series import Who, measure
from steppe.evidence.queries._series import rank as place_of
from steppe.evidence.query import Measurement, NoData, parts, query
from steppe.world.organizations import Within
from steppe.world.world import World


# ------------------------------------------------------------------------------------------------- levels
@query("trade/value")
def value(
    world: World, *, of: StatesLike, partner: StatesLike, year: int, flow: str = "both", record: str = "standing"
) -> Measurement:
    """Trade of `of` with `partner` in a year, in bn USD."""
    series = measure(world, of, partner, [year], what="value", flow=flow, record=record)
    note = series.warning(year).strip()
    records = {"": value_between(world, of, partner, year, flow=flow)} if record == "standing" else {}
    return Measurement(series.values[year], series.unit, series.rows, note, series.largest_imputed, records)


@query("trade/share")
def share(
    world: World,
    *,
    of: StatesLike,
    partner: StatesLike,
    year: int,
    flow: str = "both",
    record: str = "standing",
    within: Within = "law",
) -> Measurement:
    """Per cent of the trade of `of` that is with `partner`; the note ranks a partner from outside `of`."""
    series = measure(world, of, partner, [year], flow=flow, record=record, who={"within": within})
    note = series.warning(year).strip()
    if not set(states_of(world, of, year, within)) & set(states_of(world, partner, year, within)):
        blocs = [] if isinstance(partner, str) and partner in world.state_names else [partner]
        place, leaders, _ = place_of(world, of, partner, year, blocs=blocs, flow=flow, record=record)
        note = f"{label(partner)} is partner no. {place}: {leaders}" + (f"; {note}" if note else "")
    records = {}
    if record == "standing":
        total = float(series.rows["value"].sum()) / 1000
        ends = value_between(world, of, partner, year, flow=flow, within=within)
        records[""] = share_between(ends, total * series.values[year] / 100, total)
    return Measurement(series.values[year], series.unit, series.rows, note, series.largest_imputed, records)


@query("trade/rank")
def rank(
    world: World,
    *,
    of: StatesLike,
    partner: StatesLike,
    year: int,
    flow: str = "both",
    record: str = "standing",
    blocs: Sequence[str] = (),
    each: bool = False,
) -> Measurement:
    """Place of a partner by trade with `of`; states of a bloc count as one partner, trade inside `of` is left out."""
    places, notes, rows = {}, [], []
    for reporter in _reporters(world, of, year, each):
        place, leaders, used = place_of(world, reporter, partner, year, blocs=blocs, flow=flow, record=record)
        places[label(reporter)] = place
        notes.append(f"{label(reporter)}: {leaders}")
        rows.append(used)
    return Measurement(places if each else parts(places), "rank", pd.concat(rows, ignore_index=True), "; ".join(notes))


@query("trade/ratio")
def ratio(
    world: World,
    *,
    of: StatesLike,
    partner: StatesLike,
    against: StatesLike,
    year: int,
    record: str = "standing",
    each: bool = False,
) -> Measurement:
    """Trade of `of` with one partner over its trade with another; by state of `of` if `each`."""
    ratios, rows, records = {}, [], {}
    for reporter in _reporters(world, of, year, each):
        first = measure(world, reporter, partner, [year], what="value", record=record)
        second = measure(world, reporter, against, [year], what="value", record=record)
        ratios[label(reporter)] = first.values[year] / second.values[year]
        rows += [first.rows, second.rows]
        if record == "standing":
            ends = [value_between(world, reporter, other, year) for other in (partner, against)]
            records[label(reporter) if each else ""] = ratio_between(*ends)
    used, named = pd.concat(rows, ignore_index=True), f"{label(partner)} over {label(against)}"
    return Measurement(ratios if each else parts(ratios), named, used, records=records)


# ------------------------------------------------------------------------------------------------- changes
@query("trade/change")
def change(
    world: World,
    *,
    of: StatesLike,
    partner: StatesLike,
    year_from: int,
    year_to: int,
    what: str = "value",
    flow: str = "both",
    record: str = "standing",
    **who: Unpack[Who],
) -> Measurement:
    """Change in per cent of the value, or of the share, of the trade of `of` with `partner` between two years."""
    series = measure(world, of, partner, [year_from, year_to], what=what, flow=flow, record=record, who=who)
    percent = 100 * series.change(year_from, year_to) / series.values[year_from]
    return Measurement(percent, "%", series.rows, series.between(year_from, year_to), series.largest_imputed)


@query("trade/share_change")
def share_change(
    world: World,
    *,
    of: StatesLike,
    partner: StatesLike,
    year_from: int,
    year_to: int,
    record: str = "standing",
    mean: bool = False,
    each: bool = False,
    **who: Unpack[Who],
) -> Measurement:
    """Change in percentage points of the share of `partner` in the trade of `of`; by state of `of` if `each`."""
    changes, notes, rows, imputed = {}, [], [], 0.0
    for reporter in _reporters(world, of, year_to, each):
        shares = measure(world, reporter, partner, [year_from, year_to], record=record, mean=mean, who=who)
        try:
            changes[label(reporter)] = shares.change(year_from, year_to)
        except NoData as why:
            if not each:
                raise
            notes.append(f"{label(reporter)} left out, {why}")
            continue
        notes.append(f"{label(reporter)} {shares.between(year_from, year_to)}")
        rows.append(shares.rows)
        imputed = max(imputed, shares.largest_imputed)
    if not changes:
        raise NoData("; ".join(notes))
    return Measurement(
        changes if each else parts(changes), "points", pd.concat(rows, ignore_index=True), "; ".join(notes), imputed
    )


@query("trade/is_lowest")
def is_lowest(
    world: World, *, of: StatesLike, partner: StatesLike, year: int, since: int, mean: bool = False, **who: Unpack[Who]
) -> Measurement:
    """Whether the share of `partner` in the trade of `of` is lowest in a year among all years of BACI since another."""
    covered = world.sql("select distinct year from trade where year between ? and ? order by year", [since, year])
    if year not in set(covered["year"]):
        raise NoData(f"the bundle has no trade of {year}")
    shares = measure(world, of, partner, covered["year"].tolist(), mean=mean, who=who)
    by_year = shares.values
    least, most = min(by_year, key=lambda y: by_year[y]), max(by_year, key=lambda y: by_year[y])
    for lower in by_year if least == year else [least]:
        shares.change(lower, year)
    note = (
        f"{by_year[year]:.1f} % in {year}{shares.warning(year)}, lowest {by_year[least]:.1f} % in {least}, "
        f"highest {by_year[most]:.1f} % in {most}; {len(by_year)} years"
    )
    return Measurement(least == year, "", shares.rows, note, shares.largest_imputed)


@query("trade/turned")
def turned(
    world: World,
    *,
    of: StatesLike,
    towards: Sequence[StatesLike],
    year_from: int,
    year_to: int,
    away: StatesLike | None = None,
    what: str = "share",
    among: StatesLike | None = None,
    **who: Unpack[Who],
) -> Measurement:
    """Whether `of` trades more with each of `towards` (by share or by value) and a smaller share with `away`."""
    years = [year_from, year_to]
    parts, notes, rows, imputed = {}, [], [], 0.0
    compared = [(partner, what, +1, "more with") for partner in towards]
    if away is not None:
        compared.append((away, "share", -1, "a smaller share with"))
    for partner, by, sign, words in compared:
        series = measure(world, of, partner, years, what=by, among=among, who=who)
        parts[f"{words} {label(partner)}"] = sign * series.change(year_from, year_to) > 0
        notes.append(f"{label(partner)} {series.between(year_from, year_to)}")
        rows.append(series.rows)
        imputed = max(imputed, series.largest_imputed)
    return Measurement(parts, "", pd.concat(rows, ignore_index=True), "; ".join(notes), imputed)


# ------------------------------------------------------------------------------------------------- goods
@query("trade/section_shares")
def section_shares(
    world: World, *, of: str, partners: Sequence[StatesLike], exports: Sequence[int], imports: Sequence[int], year: int
) -> Measurement:
    """Per cent of the named SITC sections in the exports of `of` to each partner and in its imports from it."""
    parts, used = {}, []
    directions = (("exports to", "exporter", "importer", exports), ("imports from", "importer", "exporter", imports))
    for partner in partners:
        states = list(states_of(world, partner, year))
        for words, here, there, sections in directions:
            rows = world.sql(
                f"from trade_sections where year = ? and {here} = ? and list_contains(?::varchar[], {there})",
                [year, of, states],
            )
            if rows.empty:
                raise NoData(f"trade by section lacks {of} {words} {label(partner)} in {year}")
            named = rows["section"].isin(list(sections))
            parts[f"{words} {label(partner)}"] = 100 * float(rows.loc[named, "value"].sum() / rows["value"].sum())
            used.append(rows)
    return Measurement(parts, "%", pd.concat(used, ignore_index=True), "as the exporter reports it")


# ------------------------------------------------------------------------------------------------- treaties
@query("trade/signatories")
def signatories(world: World, *, agreement: str, signed: str) -> Measurement:
    """How many states signed an agreement on a day."""
    rows = world.sql("from agreements where agreement = ? and signed = ?::date order by party_a", [agreement, signed])
    if rows.empty:
        raise NoData(f"no party to {agreement} signed on {signed}")
    states = sorted(set(rows["party_a"]) & set(world.state_names))
    return Measurement(len(states), "states", rows, ", ".join(states))


@query("trade/bilateral_agreements")
def bilateral_agreements(world: World, *, among: StatesLike, on_year: int, family: str) -> Measurement:
    """How many agreements of a family between two of `among` are in force in a year."""
    states = list(states_of(world, among, on_year))
    rows = world.sql(
        "from trade_agreements where family = ? and start_year <= ? and (end_year is null or end_year >= ?) "
        "and list_contains(?::varchar[], state_a) and list_contains(?::varchar[], state_b)",
        [family, on_year, on_year, states, states],
    )
    if rows.empty:
        raise NoData(f"the table has no agreement of the family {family} in force in {on_year} between these states")
    linked, possible = len(rows[["state_a", "state_b"]].drop_duplicates()), len(states) * (len(states) - 1) // 2
    return Measurement(len(rows), "agreements", rows, f"between {linked} of {possible} pairs")


@query("trade/order_of_joining")
def order_of_joining(
    world: World, *, state: str, organization: str, among: StatesLike | None = None, confidence: Sequence[str] = ()
) -> Measurement:
    """Place of a state by the day on which its first spell in a body began; earlier states are named in the note."""
    rows = world.spells(organization)
    if rows.empty:
        raise NoData(f"{organization} has no spell")
    if among is not None:
        rows = rows[rows["state"].isin(list(states_of(world, among, int(rows["start"].dt.year.max()))))]
    if confidence:
        rows = rows[rows["confidence"].isin(list(confidence))]
    first = rows.groupby("state")["start"].min().sort_values()
    if state not in first.index:
        raise NoData(f"{state} has no spell in {organization}")
    days = {str(name): f"{name} {day:%Y-%m-%d}" for name, day in first.items()}
    earlier = [days[str(name)] for name in first.index[first < first[state]]]
    note = "; ".join([days[state], *(["before it " + ", ".join(earlier)] if earlier else [])])
    return Measurement(len(earlier) + 1, "rank", rows, note)


# ------------------------------------------------------------------------------------------------- helpers
def _reporters(world: World, of: StatesLike, year: int, each: bool) -> Sequence[StatesLike]:
    """The states of `of` one by one, or `of` as a whole."""
    reporters = states_of(world, of, year) if each else [of]
    if not reporters:
        raise NoData(f"{label(of)} has no members in {year}")
    return reporters
