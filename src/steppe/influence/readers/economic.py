"""Readers of the economic layers: trade in goods and by section, debt and its service.

Trade counts exports plus imports, each flow once. Totals of the two sides of one pair are the same number, so the share
of i with p and of p with i differ only by what else each trades.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.influence.flows import between, known, totals, with_shares
from steppe.influence.layer import Ask, Coverage, Gap, Reading, blocs, rows_of
from steppe.influence.recent import recent, recent_years, unrecorded
from steppe.influence.trade import failed_checks, goods, single_states, trade_years, whole
from steppe.world.tables import remembered
from steppe.world.world import World

NO_TRADE_YEARS = "bilateral trade of this year is not in the bundle"
NOT_LISTED = "the trade data list {name} from {first} on only; before, its trade stands under the state it was part of"
NO_RECORD = "the trade data have nothing of {name} in this year"
SITC = {"food": (0, 1), "fuels": (3,), "machinery": (7,)}
"""Sections of the SITC by kind of goods."""
SECTION_YEARS = (2005, 2015)


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
        if len(listed) == 0:
            continue
        first = years[listed[0]]
        before = tuple(year for year in years if year < first)
        empty = tuple(year for year, amount in zip(years, own, strict=True) if year > first and amount == 0)
        for gone, words in ((before, NOT_LISTED), (empty, NO_RECORD)):
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
        years_why="no own statistics of this year are in the bundle",
        states=frozenset(frame["state"]),
        states_why="own statistics by partner are known of Armenia, Kazakhstan, Kyrgyzstan, Russia, Uzbekistan",
        known=known(all_trade),
        known_why="the state's own statistics of this year are not in the bundle, or not with both flows",
        zero=("reported", "national-{state}"),
    )
    return Reading(rows_of(rows), coverage)


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


def _of_sections(ask: Ask, goods: str) -> Reading:
    """Exports plus imports of some SITC sections, as exporters report them."""
    frame = _sections(ask.world, ask.states)
    frame = frame[frame["section"].isin(SITC[goods])]
    all_trade = totals(frame, ask.actors)
    rows = with_shares(between(frame, ask.actors), all_trade)
    coverage = Coverage(
        years=frozenset(SECTION_YEARS),
        years_why="trade by section is in the bundle for 2005 and 2015 only",
        known=known(all_trade),
        known_why="no trade of this section on record in the year",
        zero=("derived", "unctad-matrix"),
    )
    return Reading(rows_of(rows), coverage)


@remembered(maxsize=16)
def _sections(world: World, states: tuple[str, ...]) -> pd.DataFrame:
    """Trade of some states by section, both flows: year, section, state, partner, value, source, basis."""
    sections = ", ".join(str(section) for some in SITC.values() for section in some)
    side = (
        "select year, section, {0} as state, {1} as partner, value, source, basis from trade_sections "
        f"where year >= 2000 and section in ({sections}) and list_contains(?::varchar[], {{0}})"
    )
    both = " union all ".join((side.format("exporter", "importer"), side.format("importer", "exporter")))
    return world.sql(both, [list(states), list(states)])


# ----------------------------------------------------------------------------- debt
DEBT_YEARS = frozenset(range(2000, 2023))
KAZAKH_DEBT = (
    "most of what Kazakhstan owes China is private and not guaranteed, which the source leaves out; "
    "layer `commitments` shows loans agreed"
)


def debt(ask: Ask) -> Reading:
    """Stock owed to China at the end of the year; its share of all public debt."""
    stock = ask.world.sql(
        "select debtor as state, creditor as partner, year, stock as value, source, basis, note from debt "
        "where list_contains(?::varchar[], debtor)",
        [list(ask.states)],
    )
    debtors = frozenset(ask.world.sql("select distinct debtor from debt")["debtor"])
    rows = between(stock, ask.actors)
    rows = rows.merge(_public_debt(ask.world), on=["state", "year"], how="left")
    rows["share"] = (rows["amount"].clip(lower=0.0) / rows["public_debt"]).where(rows["amount"] <= rows["public_debt"])
    rows["why"] = rows["public_debt"].isna().map({True: "public debt of the state is not in the bundle", False: None})
    beyond = rows["amount"] > rows["public_debt"]
    rows.loc[beyond, "why"] = "the implied stock exceeds the state's whole public debt as the IMF counts it"
    negative = rows["amount"] < 0
    rows.loc[negative, "note"] = "repayments since 2000 exceed disbursements: the share is taken as zero"
    coverage = Coverage(
        years=DEBT_YEARS,
        years_why="debt by creditor ends in 2022",
        states=debtors - blocs(ask.actors),
        states_why="the source (International Debt Statistics) does not cover the state as a debtor to China",
        partners=frozenset({"CHN"}),
        partners_why="a stock can be built up from flows for China only, whose lending began after 2000; "
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
        known_why="no loan between governments on record in this year",
        zero=("derived", "ids-world-bank"),
        gaps=gaps,
    )
    return Reading(rows_of(with_shares(between(flows, ask.actors), all_trade)), coverage)
