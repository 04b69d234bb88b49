"""Consistency: one `check_*` per rule, each finding naming the repair.

`check(world)` runs them all; `steppe data check` prints what they find. The rules of columns (type, bounds, what an
enum may be, where a code must stand) are read off the schema; the others are about the system: spells that overlap,
codes used before the state existed, shares that sum to more than one, flows that their mirror denies, licence classes
that mix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

from steppe.world import schema
from steppe.world.finding import Finding
from steppe.world.topology import RULES as TOPOLOGY_RULES

if TYPE_CHECKING:
    from steppe.world.schema import Column, Table
    from steppe.world.tables import Tables


SHOWN = 20
"""Findings shown per rule and column; the rest are counted."""

ROUNDING = 0.005
"""Half a step of a share that is rounded to hundredths, per partner."""

RATE_GAP = 0.02
"""Part by which a yearly exchange rate may be off the mean of its months without a word."""

ABSURD = 100.0
"""Ratio of 2023 to 2020 trade, either way, from which a pair must stand in `trade_review`."""

ABSURD_FROM = 100.0
"""Million USD in the larger year from which a pair must stand in `trade_review`."""


def check(world: Tables, only: set[str] | None = None) -> list[Finding]:
    """What every rule finds: first the rules of tables, table by table; `only` keeps findings on these tables."""
    specs = [spec for name, spec in schema.tables().items() if only is None or name in only]
    findings = [finding for spec in specs for rule in TABLE_RULES for finding in rule(world, spec)]
    findings += [finding for rule in SYSTEM_RULES for finding in rule(world)]
    return [finding for finding in findings if only is None or finding.table in only]


# --------------------------------------------------------------------- the schema's rules
def check_cells_keep_to_the_schema(world: Tables, spec: Table) -> Iterator[Finding]:
    """Required cells are filled, enums are among their values, numbers finite and within their bounds."""
    for column in spec.columns:
        condition, complaint = _wrong(column)
        if condition:
            yield from _rows(world, spec, f"{spec.name}", condition, column.name, complaint)


def _wrong(column: Column) -> tuple[str, str]:
    name = f'"{column.name}"'
    wrong = [f"{name} is null"] if column.required else []
    complaint = "must be given" if column.required else ""
    if column.values:
        allowed = ", ".join(f"'{value}'" for value in column.values)
        wrong.append(f"{name} not in ({allowed})")
        complaint = f"must be one of {', '.join(column.values)}"
    if column.type == "float":
        wrong.append(f"not isfinite({name})")
        complaint = "must be a finite number"
    if column.bounds:
        low, high = (str(bound).replace("inf", "'inf'::double") for bound in column.bounds)
        wrong.append(f"{name} not between {low.replace('-' + chr(39), chr(39) + '-')} and {high}")
        complaint = f"must be {column.number_words}"
    return " or ".join(wrong), f"{complaint}: correct it in its recipe"


def _rows(world: Tables, spec: Table, relation: str, condition: str, column: str, complaint: str) -> Iterator[Finding]:
    key = ", ".join(f'"{name}"' for name in spec.key)
    where = f'from "{relation}" where {condition}'
    frame = world.sql(f'select {key}, "{column}" as value_ {where} limit {SHOWN}')
    for row in frame.itertuples(index=False):
        *place, cell = map(_printed, row)
        yield Finding(spec.name, f"{spec.name} ({', '.join(place)}): {column} is {cell}; it {complaint}.")
    if len(frame) == SHOWN:
        count = int(world.sql(f"select count(*) as n {where}")["n"].iloc[0])
        if count > SHOWN:
            yield Finding(spec.name, f"{spec.name}: {count - SHOWN:,} more rows like that in {column}.")


def _printed(cell: object) -> str:
    import pandas as pd

    if pd.isna(cell):
        return "empty"
    return f"{cell:%Y-%m-%d}" if isinstance(cell, date) else str(cell)


def check_keys_are_unique(world: Tables, spec: Table) -> Iterator[Finding]:
    """No two rows share the key of their table."""
    key = ", ".join(f'"{name}"' for name in spec.key)
    frame = world.sql(f'select {key}, count(*) as n from "{spec.name}" group by all having n > 1 limit {SHOWN}')
    for row in frame.itertuples(index=False):
        place = ", ".join(map(_printed, row[:-1]))
        yield Finding(spec.name, f"{spec.name} has {row[-1]} rows for ({place}): keep one of them.")


def check_references_stand(world: Tables, spec: Table) -> Iterator[Finding]:
    """Codes of states, organizations and sources stand in their tables."""
    for column in spec.columns:
        if column.refers:
            yield from _dangling(world, spec, column, *column.refers)


def _dangling(world: Tables, spec: Table, column: Column, table: str, target: str) -> Iterator[Finding]:
    value = f"trim(unnest(string_split(\"{column.name}\", ';')))" if column.is_list else f'"{column.name}"'
    frame = world.sql(
        f'select distinct value from (select {value} as value from "{spec.name}") '
        f'where value is not null and value not in (select "{target}" from "{table}") order by 1 limit {SHOWN}'
    )
    for value in frame["value"]:
        repair = f"correct it, or add it to {table}"
        yield Finding(spec.name, f'{spec.name}: {column.name} "{value}" is not in {table}; {repair}.')


def check_every_row_has_source_and_basis(world: Tables, spec: Table) -> Iterator[Finding]:
    """Every table but `sources` requires a source and a basis in each row."""
    required = {column.name for column in spec.columns if column.required}
    for name in sorted({"source", "basis"} - required):
        if spec.name != "sources":
            yield Finding(spec.name, f"{spec.name} does not require {name}: add it to schema/{spec.name}.csv.")


def check_spans_end_after_they_start(world: Tables, spec: Table) -> Iterator[Finding]:
    """What has a start and an end lasts a day at least."""
    for begin, finish in (("start", "end"), ("founded", "ended"), ("start_year", "end_year")):
        if {begin, finish} <= set(spec.names):
            condition = f'"{finish}" <= "{begin}"' if "year" not in begin else f'"{finish}" < "{begin}"'
            complaint = f"must come after {begin}: correct one of them"
            yield from _rows(world, spec, spec.name, condition, finish, complaint)


def check_licence_classes_are_kept_apart(world: Tables, spec: Table) -> Iterator[Finding]:
    """Open tables hold no share-alike rows; rows of a closed source are shares or indices derived from it."""
    if spec.name == "sources":
        return
    frame = world.sql(
        f'select distinct source, s.licence_class, t.basis from "{spec.name}" t join sources s using (source) '
        "where s.licence_class != ? and not (s.licence_class = 'closed' and t.basis = 'derived') order by all",
        [spec.licence_class],
    )
    for row in frame.itertuples():
        if spec.licence_class == "share-alike" and row.licence_class == "open":
            continue
        yield Finding(
            spec.name,
            f"{spec.name} is {spec.licence_class} and holds {row.basis} rows of {row.source}, which is "
            f"{row.licence_class}: move them to a table of that class, or derive a share.",
        )


# --------------------------------------------------------------------- the system's rules
def check_spells_do_not_overlap(world: Tables) -> Iterator[Finding]:
    """One state holds one status in one organization, towards the same state, at a time."""
    frame = world.sql(
        """
        select organization, state, start from (
            select *, lag(coalesce("end", date '9999-12-31')) over spells as previous_end
            from memberships window spells as (partition by organization, state, towards order by start)
        ) where start < previous_end order by all
        """
    )
    for row in frame.itertuples():
        yield Finding(
            "memberships",
            f"{row.state} in {row.organization} starts a new status on {row.start:%Y-%m-%d} "
            "before the last one ends: give the earlier spell that day as its `end`.",
        )


def check_codes_are_valid_on_their_dates(world: Tables) -> Iterator[Finding]:
    """No state trades or belongs before it exists, or after it has ended."""
    frame = world.sql(
        """
        select distinct 'trade' as name, state, 'in ' || year as day from (
            select exporter as state, year from trade union all select importer, year from trade
        ) join states using (state) where year < year(start) or year > year("end")
        union all
        select 'memberships', m.state, 'on ' || m.start::date from memberships m join states s using (state)
        where m.start < s.start or m.start >= s."end"
        order by all
        """
    )
    for row in frame.itertuples():
        repair = "drop the row, or correct the dates of the state"
        yield Finding(row.name, f"{row.name}: {row.state} does not exist {row.day}; {repair}.")


def check_exclusive_organizations(world: Tables) -> Iterator[Finding]:
    """No state is at once an active member of two bodies that exclude each other."""
    frame = world.sql(
        """
        with seats as (
            select m.*, o.exclusive_with from memberships m join organizations o using (organization)
            where towards is null and practice = 'active' and list_contains(string_split(o.legal_members, ';'), status)
        )
        select a.state, a.organization as one, b.organization as other, greatest(a.start, b.start) as day
        from seats a join seats b on a.state = b.state and a.organization < b.organization
            and list_contains(string_split(a.exclusive_with, ';'), b.organization)
        where a.start < coalesce(b."end", date '9999-12-31') and b.start < coalesce(a."end", date '9999-12-31')
        order by all
        """
    )
    for row in frame.itertuples():
        yield Finding(
            "memberships",
            f"{row.state} is a member of {row.one} and of {row.other} on {row.day:%Y-%m-%d}, which exclude each other: "
            "end one spell before the other starts.",
        )


def check_shares_sum(world: Tables) -> Iterator[Finding]:
    """Shares of one whole sum to one at most, up to rounding."""
    wholes = (
        ("arms_shares", "recipient, start_year, end_year", ROUNDING),
        ("trade_partner_shares", "reporter, flow, year", ROUNDING),
    )
    for name, whole, rounding in wholes:
        frame = world.sql(
            f"select concat_ws(', ', {whole}) as place, sum(share) as total, count(*) as n from {name} "
            f"group by {whole} having total > 1 + n * {rounding} + 1e-9 order by all limit {SHOWN}"
        )
        for row in frame.itertuples():
            yield Finding(name, f"{name} ({row.place}): the shares sum to {row.total:.3f}; they must not exceed 1.")


def check_imputed_figures_are_flagged(world: Tables) -> Iterator[Finding]:
    """Trade that we filled in ourselves has the basis `imputed`, and nothing else has."""
    condition = "(source = 'steppe-fill-2023') != (basis = 'imputed')"
    complaint = "must be `imputed` exactly where the source is steppe-fill-2023: correct basis or source"
    yield from _rows(world, schema.table("trade"), "trade", condition, "basis", complaint)


def check_absurd_trade_is_listed(world: Tables) -> Iterator[Finding]:
    """Pairs whose trade changed a hundredfold between 2020 and 2023 stand in `trade_review`."""
    frame = world.sql(
        f"""
        with pairs as (
            select exporter, importer, coalesce(max(value) filter (year = 2020), 0) as then_,
                   coalesce(max(value) filter (year = 2023), 0) as now_
            from trade where year in (2020, 2023) group by all
        )
        select exporter, importer, then_, now_ from pairs
        where greatest(then_, now_) >= {ABSURD_FROM}
          and greatest(then_, now_) >= {ABSURD} * least(then_, now_) and least(then_, now_) > 0
          and (exporter, importer) not in (select (exporter, importer) from trade_review)
        order by greatest(then_, now_) desc limit {SHOWN}
        """
    )
    for row in frame.itertuples():
        yield Finding(
            "trade_review",
            f"{row.exporter} to {row.importer} goes from {row.then_:,.1f} mn USD in 2020 to {row.now_:,.1f} in 2023: "
            "list the pair in trade_review, with what is known about it.",
        )


def check_mirror_flows(world: Tables) -> Iterator[Finding]:
    """Where two national offices record one flow, a factor of a hundred between them is a fault of unit or code."""
    frame = world.sql(
        """
        select x.reporter as seller, m.reporter as buyer, x.year, x.value as sold, m.value as bought
        from trade_national x join trade_national m
          on x.flow = 'X' and m.flow = 'M' and x.reporter = m.partner and x.partner = m.reporter and x.year = m.year
        where greatest(sold, bought) > 50 and greatest(sold, bought) > 100 * least(sold, bought) order by all
        """
    )
    for row in frame.itertuples():
        yield Finding(
            "trade_national",
            f"{row.seller} records {row.sold:,.1f} mn USD sold to {row.buyer} in {row.year}, {row.buyer} records "
            f"{row.bought:,.1f} bought: compare the units of the two offices.",
        )


def check_votes_belong_to_a_roll_call(world: Tables) -> Iterator[Finding]:
    """Every vote is of a roll call that is described, and every roll call was voted on."""
    for name, other in (("roll_call_votes", "roll_calls"), ("roll_calls", "roll_call_votes")):
        frame = world.sql(
            f"select distinct roll_call from {name} anti join {other} using (roll_call) order by all limit {SHOWN}"
        )
        for row in frame.itertuples():
            yield Finding(name, f"{name}: roll call {row.roll_call} is not in {other}; add it there or drop it.")


def check_yearly_rates_follow_the_monthly(world: Tables) -> Iterator[Finding]:
    """A yearly exchange rate is the mean of its twelve months to two per cent, or says why it is not."""
    frame = world.sql(
        f"""
        with months as (
            select state, year(month) as year, avg(per_usd) as mean from exchange_rates
            group by all having count(*) = 12)
        select state, year, per_usd, mean from exchange_rates_yearly join months using (state, year)
        where abs(per_usd / mean - 1) > {RATE_GAP} and note is null order by all limit {SHOWN}
        """
    )
    for row in frame.itertuples():
        yield Finding(
            "exchange_rates_yearly",
            f"{row.state} {row.year}: the rate of the year is {row.per_usd:,.4g} to the dollar, the mean of its months "
            f"{row.mean:,.4g}: correct one of the two, or say in the note why they differ.",
        )


TABLE_RULES: tuple[Callable[[Tables, Table], Iterator[Finding]], ...] = (
    check_cells_keep_to_the_schema,
    check_keys_are_unique,
    check_references_stand,
    check_every_row_has_source_and_basis,
    check_spans_end_after_they_start,
    check_licence_classes_are_kept_apart,
)

SYSTEM_RULES: tuple[Callable[[Tables], Iterator[Finding]], ...] = (
    check_spells_do_not_overlap,
    check_codes_are_valid_on_their_dates,
    check_exclusive_organizations,
    check_shares_sum,
    check_imputed_figures_are_flagged,
    check_absurd_trade_is_listed,
    check_mirror_flows,
    check_votes_belong_to_a_roll_call,
    check_yearly_rates_follow_the_monthly,
    *TOPOLOGY_RULES,
)
