"""Queries on money: the size and growth of economies, debt and its creditors, investment, currencies of settlement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import pandas as pd

from steppe.evidence.queries._flows import StatesLike, label, states_of
from steppe.evidence.query import Measurement, NoData, query
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.sources import weo
from steppe.world.world import World

Span = tuple[int, int]
"""First and last year."""
"""First and last year, both counted."""
WEO = "weo"
"""The record of the newest World Economic Outlook; any other is a source of the table `macro`."""


# ------------------------------------------------------------------------------------------------- economies
@query("finance/macro_ratio")
def macro_ratio(
    world: World, *, of: StatesLike, against: StatesLike, concept: str, year: int, record: str = WEO
) -> Measurement:
    """Sum of a macroeconomic figure over the states of `of`, over the same sum for `against`."""
    first, second = (_macro(world, actor, concept, (year, year), record) for actor in (of, against))
    used = pd.concat([first, second], ignore_index=True)
    note = f"{first['value'].sum():,.0f} against {second['value'].sum():,.0f} {first['unit'].iloc[0]}"
    return Measurement(
        float(first["value"].sum() / second["value"].sum()), f"{label(of)} over {label(against)}", used, note
    )


@query("finance/growth_change")
def growth_change(world: World, *, of: StatesLike, before: Span, after: Span, record: str = WEO) -> Measurement:
    """Mean yearly growth of real GDP in one span less that in an earlier one, by state, in points."""
    early, late = (_macro(world, of, "gdp_growth", span, record) for span in (before, after))
    change = late.groupby("state")["value"].mean() - early.groupby("state")["value"].mean()
    return Measurement(
        {str(k): float(v) for k, v in change.items()}, "points", pd.concat([early, late], ignore_index=True)
    )


@query("finance/growth_gap")
def growth_gap(
    world: World, *, of: StatesLike, against: StatesLike, year_from: int, year_to: int, record: str = WEO
) -> Measurement:
    """Mean yearly growth of real GDP of one set of states less that of another, each state alike, in points."""
    first, second = (_macro(world, actor, "gdp_growth", (year_from, year_to), record) for actor in (of, against))
    means = first["value"].mean(), second["value"].mean()
    used = pd.concat([first, second], ignore_index=True)
    return Measurement(float(means[0] - means[1]), "points", used, f"{means[0]:.2f} against {means[1]:.2f} % a year")


def _macro(world: World, actor: StatesLike, concept: str, span: Span, record: str) -> pd.DataFrame:
    """Rows of one concept for all states and years of a span."""
    states = list(states_of(world, actor, span[0]))
    record = weo(world) if record == WEO else record
    rows = world.sql(
        "from macro where concept = ? and source = ? and year between ? and ? and list_contains(?::varchar[], state)",
        [concept, record, *span, states],
    )
    expected = len(states) * (span[1] - span[0] + 1)
    if rows.empty or len(rows) != expected:
        raise NoData(f"{record} has {len(rows)} of {expected} figures of {concept} for {label(actor)}")
    return rows


# ------------------------------------------------------------------------------------------------- debt
@query("finance/debt_stock")
def debt_stock(world: World, *, debtor: str, creditor: str, year: int) -> Measurement:
    """Debt outstanding at the end of a year as derived from the flows, in bn USD."""
    rows = _debt(world, debtor, creditor, year)
    return Measurement(float(rows["stock"].iloc[0]) / 1000, "bn USD", rows)


@query("finance/debt_share")
def debt_share(world: World, *, debtor: str, creditor: str, year: int, total: str, period: str) -> Measurement:
    """Derived debt to a creditor at the end of a year in per cent of a quoted total, which is in bn USD."""
    stock = _debt(world, debtor, creditor, year)
    whole = _quoted(world, debtor, None, total, period)
    used = pd.concat([stock, whole], ignore_index=True)
    return Measurement(100 * float(stock["stock"].iloc[0] / 1000 / whole["value"].iloc[0]), "%", used)


@query("finance/creditor_rank")
def creditor_rank(
    world: World,
    *,
    debtors: Sequence[str],
    creditor: str,
    year_from: int,
    year_to: int,
    by: Literal["inflow", "debt_service"],
) -> Measurement:
    """Place of a creditor among official bilateral lenders to each debtor, by loans disbursed or by debt service."""
    places, notes, used = {}, [], []
    for debtor in debtors:
        rows = _lending(world, by, year_from, year_to, debtors=[debtor])
        sums = rows.groupby("creditor")["value"].sum().sort_values(ascending=False)
        if creditor not in sums.index:
            raise NoData(f"{debtor} has no {by} with {creditor} between {year_from} and {year_to}")
        places[debtor] = int((sums > sums[creditor]).sum()) + 1
        notes.append(f"{debtor}: " + ", ".join(f"{name} {amount:,.0f}" for name, amount in sums.head(3).items()))
        used.append(rows)
    answer = places if len(debtors) > 1 else places[debtors[0]]
    return Measurement(answer, "rank", pd.concat(used, ignore_index=True), "; ".join(notes) + " million USD")


@query("finance/lending_ratio")
def lending_ratio(
    world: World, *, of: str, against: str, year_from: int, year_to: int, debtors: Sequence[str] = ()
) -> Measurement:
    """Official loans disbursed by one creditor over those of another; all debtors of the table if none are named."""
    rows = _lending(world, "inflow", year_from, year_to, debtors=debtors, creditors=[of, against])
    sums = rows.groupby("creditor")["value"].sum().reindex([of, against], fill_value=0.0)
    if not sums[against]:
        raise NoData(f"{against} disbursed nothing to these debtors between {year_from} and {year_to}")
    note = f"{sums[of]:,.0f} against {sums[against]:,.0f} million USD"
    return Measurement(float(sums[of] / sums[against]), f"{of} over {against}", rows, note)


@query("finance/lending_change")
def lending_change(world: World, *, creditor: str, debtors: Sequence[str], before: Span, after: Span) -> Measurement:
    """Change in per cent of the yearly official loans that a creditor disburses, between the means of two spans."""
    spans = [before, after]
    rows = [_lending(world, "inflow", *span, debtors=debtors, creditors=[creditor]) for span in spans]
    early, late = (frame["value"].sum() / (b - a + 1) for frame, (a, b) in zip(rows, spans, strict=True))
    note = f"{early:,.0f} to {late:,.0f} million USD a year"
    if not early:
        raise NoData("it starts from zero, so a percentage change is undefined")
    return Measurement(100 * float(late / early - 1), "%", pd.concat(rows, ignore_index=True), note)


def _debt(world: World, debtor: str, creditor: str, year: int) -> pd.DataFrame:
    rows = world.sql("from debt where debtor = ? and creditor = ? and year = ?", [debtor, creditor, year])
    if rows.empty:
        raise NoData(f"the bundle has no debt of {debtor} to {creditor} in {year}")
    return rows


def _lending(
    world: World, by: str, year_from: int, year_to: int, *, debtors: Sequence[str] = (), creditors: Sequence[str] = ()
) -> pd.DataFrame:
    """Rows of official lending with the figure asked for as `value`; the empty list stands for all."""
    if by not in ("inflow", "debt_service"):
        raise UserError(f'by: there is no "{by}"{look_alike(by, ["inflow", "debt_service"])}')
    rows = world.sql(
        f"select *, {by} as value from debt_flows where year between ? and ? and {by} is not null "
        "and (len(?::varchar[]) = 0 or list_contains(?::varchar[], debtor)) "
        "and (len(?::varchar[]) = 0 or list_contains(?::varchar[], creditor))",
        [year_from, year_to, *[list(debtors)] * 2, *[list(creditors)] * 2],
    )
    missing = set(range(year_from, year_to + 1)) - set(rows["year"])
    if missing:
        raise NoData(f"official lending has no {by} in {', '.join(map(str, sorted(missing)))}")
    return rows


# ------------------------------------------------------------------------------------------------- quoted figures
@query("finance/quoted")
def quoted(world: World, *, subject: str, indicator: str, period: str, partner: str | None = None) -> Measurement:
    """A single figure as a page quotes it."""
    rows = _quoted(world, subject, partner, indicator, period)
    return Measurement(float(rows["value"].iloc[0]), str(rows["unit"].iloc[0]), rows)


@query("finance/quoted_share")
def quoted_share(world: World, *, subject: str, partner: str, part: str, total: str, period: str) -> Measurement:
    """One quoted figure in per cent of another of the same period."""
    above = _quoted(world, subject, partner, part, period)
    below = _quoted(world, subject, None, total, period)
    used = pd.concat([above, below], ignore_index=True)
    return Measurement(100 * float(above["value"].iloc[0] / below["value"].iloc[0]), "%", used)


@query("finance/quoted_creditor_rank")
def quoted_creditor_rank(world: World, *, debtor: str, creditor: str, period: str) -> Measurement:
    """Place of a creditor among those that pages name for a debtor and period."""
    rows = world.sql(
        "from quoted where layer = 'debt' and subject = ? and period = ? and partner is not null order by value desc",
        [debtor, period],
    )
    if creditor not in set(rows["partner"]):
        raise NoData(f"no page names a debt of {debtor} to {creditor} for {period}")
    sums = rows.groupby("partner")["value"].max()
    note = ", ".join(f"{name} {amount:g}" for name, amount in sums.sort_values(ascending=False).items())
    return Measurement(int((sums > sums[creditor]).sum()) + 1, "rank", rows, f"{note} {rows['unit'].iloc[0]}")


def _quoted(world: World, subject: str, partner: str | None, indicator: str, period: str) -> pd.DataFrame:
    """The one row of a quoted figure."""
    rows = world.sql(
        "from quoted where subject = ? and partner is not distinct from ? and indicator = ? and period = ?",
        [subject, partner, indicator, period],
    )
    if len(rows) != 1:
        raise NoData(f"{len(rows)} quoted figures for {subject}, {indicator}, {period}; one is needed")
    return rows


# ------------------------------------------------------------------------------------------------- projects and deals
@query("finance/project_amount")
def project_amount(world: World, *, project: str, status: str, on: str) -> Measurement:
    """The last amount that is reported of a project up to a day."""
    rows = world.sql(
        "from infrastructure where name = ? and status = ? and date <= ?::date order by date desc limit 1",
        [project, status, on],
    )
    if rows.empty:
        raise NoData(f"no {status} of {project} is reported up to {on}")
    row = rows.iloc[0]
    return Measurement(float(row["capacity"]), str(row["unit"]), rows, f"on {row['date']:%Y-%m-%d}")


@query("finance/deal_amount")
def deal_amount(world: World, *, state: str, counterpart: str, kind: str, year: int) -> Measurement:
    """Sum of the amounts of digital deals of a kind between two states in a year."""
    rows = world.sql(
        "from digital_media where state = ? and counterpart = ? and kind = ? and year = ? and value is not null",
        [state, counterpart, kind, year],
    )
    if rows.empty or rows["unit"].nunique() != 1:
        raise NoData(f"no amount in one unit is reported of {kind} between {state} and {counterpart} in {year}")
    return Measurement(float(rows["value"].sum()), str(rows["unit"].iloc[0]), rows, "; ".join(rows["name"]))


@query("finance/deals")
def deals(world: World, *, state: str, firm: str, until: int, statuses: Sequence[str] = ()) -> Measurement:
    """How many digital deals of a state name a firm, up to a year and of the statuses given (all if none)."""
    rows = world.sql(
        "from digital_media where state = ? and contains(lower(name), lower(?)) and year <= ? "
        "and (len(?::varchar[]) = 0 or list_contains(?::varchar[], status)) order by year",
        [state, firm, until, list(statuses), list(statuses)],
    )
    note = "; ".join(
        f"{row.year} {row.name_} ({row.status})" for row in rows.rename(columns={"name": "name_"}).itertuples()
    )
    return Measurement(len(rows), "deals", rows, note)


# ------------------------------------------------------------------------------------------------- settlement
@query("finance/settlement_share")
def settlement_share(world: World, *, scope: str, currency: str, year: int, period: str) -> Measurement:
    """Per cent of payments in a currency, or in `national` currencies together."""
    rows = _settlement(world, scope, currency, year, period)
    return Measurement(float(rows["share_pct"].iloc[0]), "%", rows, str(rows["measure"].iloc[0]))


@query("finance/settlement_change")
def settlement_change(
    world: World, *, scope: str, currency: str, start: tuple[int, str], end: tuple[int, str]
) -> Measurement:
    """Change of the share of a currency between two periods of one measure, in points."""
    first, last = (_settlement(world, scope, currency, year, period) for year, period in (start, end))
    if first["measure"].iloc[0] != last["measure"].iloc[0]:
        raise NoData(f"the two shares measure different things: {first['measure'].iloc[0]}, {last['measure'].iloc[0]}")
    shares = float(first["share_pct"].iloc[0]), float(last["share_pct"].iloc[0])
    used = pd.concat([first, last], ignore_index=True)
    return Measurement(shares[1] - shares[0], "points", used, f"{shares[0]:g} to {shares[1]:g} %")


def _settlement(world: World, scope: str, currency: str, year: int, period: str) -> pd.DataFrame:
    rows = world.sql(
        "from currency_settlement where scope = ? and currency = ? and year = ? and period = ? and partner is null",
        [scope, currency, year, period],
    )
    if len(rows) != 1:
        raise NoData(f"{len(rows)} shares of {currency} in {scope} payments for {year} {period}; one is needed")
    return rows
