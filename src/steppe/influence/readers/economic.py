"""Readers of the economic layers: trade in goods and by section, debt and its service.

Trade counts exports plus imports, each flow once. Totals of the two sides of one pair are the same number, so the share
of i with p and of p with i differ only by what else each trades.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.influence.flows import between, known, totals, with_shares
from steppe.influence.layer import OF_WEIGHT, Ask, Coverage, Gap, Reading, blocs, no_rows, rows_of, weakest
from steppe.world.actors import Actor
from steppe.world.tables import remembered
from steppe.world.ties import Cube, trade_cube

if TYPE_CHECKING:
    from steppe.world.world import World

NO_TRADE_YEARS = "bilateral trade of this year is not in the bundle: BACI is read for 2000-2020 and 2023"
NOT_LISTED = "the trade data list {name} from {first} on only; before, its trade stands under the state it was part of"
NO_RECORD = "the trade data have nothing of {name} in this year"
SITC = {"food": (0, 1), "fuels": (3,), "machinery": (7,)}
"""Sections of the SITC by kind of goods."""
SECTION_YEARS = (2005, 2015)


# --------------------------------------------------------------------------- trade
def trade(ask: Ask) -> Reading:
    """Exports plus imports of goods."""
    cube = trade_cube(ask.world)
    years = [year for year in ask.years if year in cube.years]
    chosen = _membership(ask.actors, cube.states)
    by_kind = np.stack([_traded(cube, years, k, chosen) for k in range(len(cube.provenance))])
    rows = [
        frame
        for place, year in enumerate(years)
        if len(frame := _trade_rows(ask.actors, year, by_kind[:, place], cube.provenance))
    ]
    known_states = {one.name for one in ask.actors if any(member in cube.states for member in one.members)}
    coverage = Coverage(
        years=frozenset(cube.years),
        years_why=NO_TRADE_YEARS,
        states=frozenset(known_states),
        states_why="the state does not stand in the trade data",
        zero=("reconciled", "cepii-baci-panel"),
        gaps=(*_withheld(ask.world), *_not_listed(ask, years, by_kind.sum(axis=0)[:, :, -1])),
    )
    return Reading(pd.concat(rows, ignore_index=True) if rows else no_rows(), coverage)


def _not_listed(ask: Ask, years: list[int], total: NDArray[np.float64]) -> tuple[Gap, ...]:
    """Years in which a state does not stand in the data at all; `total` is all its trade, shape (years, actors).

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


def _membership(actors: tuple[Actor, ...], places: dict[str, int]) -> NDArray[np.float64]:
    """1 where a state belongs to an actor, shape (actors, states)."""
    chosen = np.zeros((len(actors), len(places)))
    for row, one in enumerate(actors):
        chosen[row, [places[member] for member in one.members if member in places]] = 1.0
    return chosen


def _traded(cube: Cube, years: list[int], kind: int, chosen: NDArray[np.float64]) -> NDArray[np.float64]:
    """Exports plus imports of one kind: between actors, and in the last column with all outside; (years, A, A + 1)."""
    result = np.zeros((len(years), len(chosen), len(chosen) + 1))
    for place, year in enumerate(years):
        values, kinds = cube.year(year)
        flow = np.where(kinds == kind, values, 0.0)
        sides = chosen @ (flow + flow.T)
        result[place, :, :-1] = sides @ chosen.T
        inside = np.einsum("as,as->a", sides, chosen)
        single = chosen.sum(axis=1) <= 1
        result[place, :, -1] = sides.sum(axis=1) - np.where(single, 0.0, inside)
    return result


def _trade_rows(
    actors: tuple[Actor, ...], year: int, traded: NDArray[np.float64], provenance: tuple[tuple[str, str], ...]
) -> pd.DataFrame:
    """Rows of one year from amounts by kind, shape (kinds, A, A + 1)."""
    amount, imputed = traded.sum(axis=0), np.zeros(traded.shape[1:])
    for k, (_, basis) in enumerate(provenance):
        imputed += traded[k] if basis == "imputed" else 0.0
    rows = []
    for a, one in enumerate(actors):
        whole = amount[a, -1]
        for p, other in enumerate(actors):
            if a == p or whole == 0 or amount[a, p] == 0:
                continue
            used = [provenance[k] for k in range(len(provenance)) if traded[k, a, p] > 0]
            part = max(imputed[a, p] / amount[a, p], imputed[a, -1] / whole)
            strong = [basis for _, basis in used if basis != "imputed"] or ["imputed"]
            basis = "imputed" if part >= OF_WEIGHT else weakest(strong)
            sources = ";".join(sorted({source for source, _ in used}))
            rows.append((one.name, other.name, year, amount[a, p] / whole, amount[a, p], basis, sources, part))
    return rows_of(
        pd.DataFrame(rows, columns=["state", "partner", "year", "share", "amount", "basis", "source", "imputed"])
    )


def trade_own(ask: Ask) -> Reading:
    """Exports plus imports of goods in the state's own statistics."""
    frame = _own_records(ask.world)
    whole = totals(frame, [one for one in ask.actors if not one.bloc])
    rows = with_shares(between(frame, ask.actors), whole)
    coverage = Coverage(
        years=frozenset(frame["year"].astype(int)),
        years_why="no own statistics of this year are in the bundle",
        states=frozenset(frame["state"]),
        states_why="own statistics by partner are known of Armenia, Kazakhstan, Kyrgyzstan, Russia, Uzbekistan",
        known=known(whole),
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
    """Pairs that `trade_review` lists as errors, both ways."""
    frame = world.sql("select year, exporter, importer, reason from trade_review where kind = 'error'")
    return tuple(
        Gap(f"withheld, it failed a check: {row.reason}", a, b, (int(row.year),))
        for row in frame.itertuples()
        for a, b in ((row.exporter, row.importer), (row.importer, row.exporter))
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
    whole = totals(frame, ask.actors)
    rows = with_shares(between(frame, ask.actors), whole)
    coverage = Coverage(
        years=frozenset(SECTION_YEARS),
        years_why="trade by section is in the bundle for 2005 and 2015 only",
        known=known(whole),
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
    whole = totals(flows, ask.actors)
    coverage = Coverage(
        years=DEBT_YEARS,
        years_why="debt by creditor ends in 2022",
        states=debtors - blocs(ask.actors),
        states_why="the source (International Debt Statistics) does not cover the state as a debtor",
        known=known(whole),
        known_why="no loan between governments on record in this year",
        zero=("derived", "ids-world-bank"),
        gaps=gaps,
    )
    return Reading(rows_of(with_shares(between(flows, ask.actors), whole)), coverage)
