"""Readers of the economic layers: trade in goods and by section, debt and its service.

Trade counts exports plus imports, each flow once. Totals of the two sides of one pair are the same number, so the share
of i with p and of p with i differ only by what else each trades.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.influence.flows import between, known, totals, with_shares
from steppe.influence.layer import NOT_HELD, Ask, Coverage, Gap, Reading, blocs, complete, held, rows_of
from steppe.influence.recent import recent, recent_years, unrecorded
from steppe.influence.sections import SECTION_YEARS, by_section, not_named, recorded
from steppe.influence.trade import failed_checks, goods, single_states, trade_years, whole
from steppe.world.tables import remembered
from steppe.world.world import World

NO_TRADE_YEARS = "bilateral trade of this year is not in the bundle"
NOT_LISTED = (
    "the trade data list {name} from {first} only; before that, its trade is recorded under the state it was part of"
)
NO_RECORD = "the trade data have nothing on {name} in this year"
BROKEN = "no record of the pair in this year, though it traded in the years around it: a gap, not a zero"
BROKEN_FROM = 1.0
"""Million USD in the nearest year with a row, before or after, from which a pair without a row has a gap."""
NOT_EXPORTING = "the matrix counts exports as exporters report them and has none of one of the two in this year"
NEVER_NAMED = "the state's own statistics never name {name}"


# --------------------------------------------------------------------------- trade
def trade(ask: Ask) -> Reading:
    """Exports plus imports of goods."""
    years = [year for year in ask.years if year in trade_years(ask.world)]
    rows = goods(ask.world, ask.actors, ask.actors, years)
    rows["imputed"] = rows[["imputed", "imputed_total"]].max(axis=1)
    late = [year for year in ask.years if year in recent_years(ask.world)]
    single = recent(ask.world, ask.actors, ask.actors, late)
    traders = {one.name for one in single_states(ask.world)}
    coverage = Coverage(
        years=frozenset({*trade_years(ask.world), *recent_years(ask.world)}),
        years_why=NO_TRADE_YEARS,
        states=frozenset(one.name for one in ask.actors if traders & set(one.members)),
        states_why="the state is not in the trade data",
        zero=("reconciled", "cepii-baci-panel"),
        gaps=(
            *_broken(pd.concat([rows, single]), [(name, year) for name in ask.names for year in years]),
            *_withheld(ask.world),
            *_not_listed(ask, years, whole(ask.world, ask.actors, years)),
            *unrecorded(ask.world, ask.actors, late),
        ),
    )
    return Reading(pd.concat([rows_of(rows), rows_of(single)], ignore_index=True), coverage)


def _not_listed(ask: Ask, years: list[int], total: NDArray[np.float64]) -> tuple[Gap, ...]:
    """Years in which a state is not in the data at all; `total` is all its trade, shape (years, actors).

    Serbia and Montenegro are one in the record until 2005: a zero of each would be wrong, its own and its partners'.
    """
    gaps: list[Gap] = []
    for one, own in zip(ask.actors, total.T, strict=True):
        listed = np.flatnonzero(own)
        first = years[listed[0]] if len(listed) else max(years, default=0) + 1
        earlier = NOT_LISTED if len(listed) else NO_RECORD
        before = tuple(year for year in years if year < first)
        empty = tuple(year for year, amount in zip(years, own, strict=True) if year > first and amount == 0)
        for gone, words in ((before, earlier), (empty, NO_RECORD)):
            why = words.format(name=one.title, first=first)
            gaps += [Gap(why, state=one.name, years=gone), Gap(why, partner=one.name, years=gone)] if gone else []
    return tuple(gaps)


def trade_own(ask: Ask) -> Reading:
    """Exports plus imports of goods in the state's own statistics."""
    frame = _own_records(ask.world)
    all_trade = totals(frame, [one for one in ask.actors if not one.bloc])
    rows = with_shares(between(frame, ask.actors), all_trade)
    coverage = Coverage(
        years=frozenset(frame["year"].astype(int)),
        years_why="the bundle has no national statistics for this year",
        states=frozenset(frame["state"]),
        states_why="only Armenia, Kazakhstan, Kyrgyzstan, Russia and Uzbekistan have national figures by partner here",
        known=known(all_trade),
        known_why="the state's own statistics for this year are not in the bundle, or lack one of the two flows",
        zero=("reported", "national-{state}"),
        gaps=(*_broken(rows, known(all_trade)), *_never_named(ask, frame)),
    )
    return Reading(rows_of(rows), coverage)


def _broken(rows: pd.DataFrame, recorded: Collection[tuple[str, int]]) -> tuple[Gap, ...]:
    """Years without a row of pairs that traded in the nearest year with one, before or after: a gap, not a zero.

    `rows` are the amounts of pairs (columns state, partner, year, amount), `recorded` the states and years on record.
    """
    gaps: dict[tuple[str, str], list[int]] = {}
    for state, own in rows.groupby("state"):
        years = {year for name, year in recorded if name == state}
        wide = own.pivot(index="year", columns="partner", values="amount").reindex(sorted(years | {*own["year"]}))
        for partner, amounts in wide.items():
            traded = amounts.dropna()
            for year in sorted(years & {*amounts.index[amounts.isna()]}):
                beside = (*traded[:year].iloc[-1:], *traded[year:].iloc[:1])
                if max(beside, default=0.0) >= BROKEN_FROM:
                    gaps.setdefault((str(state), str(partner)), []).append(int(year))
    return tuple(Gap(BROKEN, state, partner, tuple(years)) for (state, partner), years in gaps.items())


def _never_named(ask: Ask, own: pd.DataFrame) -> tuple[Gap, ...]:
    """Partners that a state's own statistics name in no year: they may count under another name."""
    named = own.groupby("state")["partner"].agg(set)
    return tuple(
        Gap(NEVER_NAMED.format(name=one.title), state, one.name)
        for state in named.index.intersection(ask.names)
        for one in ask.actors
        if not named[state] & set(one.members)
    )


@remembered(maxsize=4)
def _own_records(world: World) -> pd.DataFrame:
    """Flows in national statistics of the years in which a state reports both flows with thirty partners or more."""
    return world.sql(
        """
        select reporter as state, partner, year, value, source, basis from trade_national where flow in ('X', 'M')
        and (reporter, year) in (select reporter, year from trade_national where flow in ('X', 'M')
                                 group by all having count(distinct flow) = 2 and count(distinct partner) >= 30)
        """
    )


@remembered(maxsize=8)
def _withheld(world: World) -> tuple[Gap, ...]:
    """Pairs that fail a check, both ways; what is left of a bloc without one of its members stands."""
    rows = failed_checks(world).itertuples()
    return tuple(
        Gap(f"withheld, it failed a check: {row.reason}", row.state, row.partner, (int(row.year),)) for row in rows
    )


def trade_food(ask: Ask) -> Reading:
    """Trade in food, drink and tobacco."""
    return _of_sections(ask, "food")


def trade_fuels(ask: Ask) -> Reading:
    """Trade in fuels."""
    return _of_sections(ask, "fuels")


def trade_machinery(ask: Ask) -> Reading:
    """Trade in machinery and vehicles."""
    return _of_sections(ask, "machinery")


def _of_sections(ask: Ask, kind: str) -> Reading:
    """Exports plus imports of a kind of goods, as exporters report them, and as Russia does."""
    frame = by_section(ask.world, ask.states, kind)
    all_trade = totals(frame, ask.actors)
    rows = with_shares(between(frame, ask.actors), all_trade)
    named = recorded(ask.world)
    years = {year for *_, year in named}
    exporting = held(ask, _exporting(ask.world)) | {(one.name, year) for one in ask.actors for year in years}
    own = {(reporter, year) for reporter, _, year in named}
    coverage = Coverage(
        years=frozenset({*SECTION_YEARS, *years}),
        years_why="trade by section is in the bundle for 2005 and 2015, for Russia from 2000 to 2020 without 2016-17",
        known=frozenset(pair for pair in known(all_trade) & exporting if pair[1] in SECTION_YEARS or pair in own),
        known_why="no trade of this section on record in the year, or no exports as the state reports them",
        held=exporting,
        held_why=NOT_EXPORTING,
        zero=("derived", "unctad-matrix"),
        gaps=not_named(ask.world, ask.actors),
    )
    return Reading(rows_of(rows), coverage)


@remembered(maxsize=4)
def _exporting(world: World) -> frozenset[tuple[str, int]]:
    """Who reports exports by section, and when."""
    rows = world.sql("select distinct exporter, year from trade_sections")
    return frozenset(zip(rows["exporter"], rows["year"].astype(int), strict=True))


# ----------------------------------------------------------------------------- debt
DEBT_YEARS = frozenset(range(2000, 2023))
KAZAKH_DEBT = (
    "most of what Kazakhstan owes China is private and not guaranteed, which the source leaves out; "
    "layer `commitments` shows loans agreed"
)


def debt(ask: Ask) -> Reading:
    """Stock owed to China at the end of the year; its share of all public debt."""
    stock = ask.world.sql(
        "select debtor as state, d.creditor as partner, year, stock as value, d.source, d.basis, "
        "nullif(concat_ws('; ', d.note, 'Chinese loans agreed 2000-2021 carry ' || round(interest_rate, 1) || "
        "' % interest on average'), '') as note "
        "from debt d left join development_totals t on t.recipient = debtor and t.creditor = d.creditor "
        "where list_contains(?::varchar[], debtor)",
        [list(ask.states)],
    )
    debtors = frozenset(ask.world.sql("select distinct debtor from debt")["debtor"])
    rows = between(stock, ask.actors)
    rows = rows.merge(_public_debt(ask.world), on=["state", "year"], how="left")
    rows["share"] = (rows["amount"].clip(lower=0.0) / rows["public_debt"]).where(rows["amount"] <= rows["public_debt"])
    rows["why"] = rows["public_debt"].isna().map({True: "the state's public debt is not in the bundle", False: None})
    beyond = rows["amount"] > rows["public_debt"]
    rows.loc[beyond, "why"] = "the implied stock exceeds the state's total public debt as measured by the IMF"
    negative = rows["amount"] < 0
    rows.loc[negative, "note"] = "repayments since 2000 exceed disbursements: the share is taken as zero"
    coverage = Coverage(
        years=DEBT_YEARS,
        years_why="debt by creditor ends in 2022",
        states=debtors - blocs(ask.actors),
        states_why="the source (International Debt Statistics) does not cover the state as a debtor to China",
        partners=frozenset({"CHN"}),
        partners_why="a stock can be built up from flows only for China, whose lending began after 2000; "
        "layer `debt_service` compares creditors",
        absent="no lending by China on record",
        gaps=(Gap(KAZAKH_DEBT, "KAZ", "CHN"),),
    )
    return Reading(rows_of(rows), coverage)


@remembered(maxsize=8)
def _public_debt(world: World) -> pd.DataFrame:
    """Gross debt of general government, million USD: state, year, public_debt."""
    return world.sql(
        """
        select d.state, d.year, d.value / 100 * g.value as public_debt
        from macro d join macro g using (state, year, source)
        where d.concept = 'public_debt' and g.concept = 'gdp_usd' and d.status <> 'projection' and d.value > 0
        """
    )


def debt_service(ask: Ask) -> Reading:
    """Repayment and interest on loans between governments, by creditor."""
    return _official(ask, "debt_service", ())


def lending(ask: Ask) -> Reading:
    """Disbursements of loans between governments, by creditor."""
    why = "the source has debt service but no disbursements for this debtor"
    return _official(ask, "inflow", (Gap(why, "RUS"), Gap(why, "UKR")))


def _official(ask: Ask, column: str, gaps: tuple[Gap, ...]) -> Reading:
    flows = ask.world.sql(
        f"select debtor as state, creditor as partner, year, {column} as value, source, basis from debt_flows "
        f"where {column} is not null and list_contains(?::varchar[], debtor)",
        [list(ask.states)],
    )
    debtors = frozenset(ask.world.sql("select distinct debtor from debt_flows")["debtor"])
    all_trade = totals(flows, ask.actors)
    coverage = Coverage(
        years=DEBT_YEARS,
        years_why="debt by creditor ends in 2022",
        states=debtors - blocs(ask.actors),
        states_why="the source (International Debt Statistics) does not cover the state as a debtor",
        known=known(all_trade),
        known_why="no loan between governments is on record in this year",
        held=complete(ask, flows),
        held_why=NOT_HELD,
        zero=("derived", "ids-world-bank"),
        gaps=gaps,
    )
    return Reading(rows_of(with_shares(between(flows, ask.actors), all_trade)), coverage)
