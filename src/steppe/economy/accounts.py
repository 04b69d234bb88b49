"""Accounts of a year: who sold what to whom, at home too, with how much of it is a figure and how much a guess.

Trade is that of the table `trade`; domestic sales are those of `domestic`. Where goods only pass through a state,
BACI's figures are not what the state buys or makes: Kyrgyzstan, Armenia, Georgia and Kazakhstan. In 2023 the table
itself takes their own statistics, as its column `record` says, and is used as it stands. In the years that are BACI's,
theirs are put in where the bundle has both exports and imports (`trade_national`): what a state of these
reports to sell, and what it reports to buy, divided by 1.06 for freight and insurance (the factor of the IMF's
Direction of Trade Statistics, Marini, Dippelsman & Stanger 2018). Where two of them report on each other, the
seller's figure counts. A partner on which they report nothing has no trade with them. In other years, and for
Georgia, which has no figures there, BACI stays, and `notes` says so.

A state without GDP within three years, without exports or without imports in BACI, is left out together with the
trade of others with it; `left_out` names it and `left_out_share` says how much of world trade went with it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.economy.arrays import Array
from steppe.economy.domestic import domestic_sales
from steppe.economy.economy import Economy, from_flows
from steppe.world.errors import UserError
from steppe.world.layers import spans
from steppe.world.names import look_alike
from steppe.world.tables import remembered
from steppe.world.world import World

RE_EXPORTERS = ("ARM", "GEO", "KAZ", "KGZ")
FREIGHT = 1.06
BASELINES = (2019, 2023)
COLUMNS = "exporter, importer, value, source, basis"
OWN_RECORDS = ("importer", "exporter")


@dataclass(frozen=True, slots=True)
class Accounts:
    """The trade of one year as an economy, and where it comes from.

    Attributes
    ----------
    year
        Calendar year.
    economy
        One sector without tariffs: domestic sales on the diagonal, million current USD.
    gdp
        Shape (N,), million current USD.
    domestic
        By state: state, value, ratio, gdp, gdp_year, source, basis of domestic sales.
    trade
        Trade between the states as used: exporter, importer, value, source, basis.
    imputed_share
        Share of world trade, by value, that is imputed.
    proxied_share
        Share of spending on goods, trade and domestic, that is domestic sales by a fitted ratio.
    proxied
        Number of states whose domestic sales rest on a fitted ratio or on GDP of another year.
    national
        States whose trade is that of their own statistics.
    left_out, left_out_share
        States left out, each with the reason, and the share of world trade that went with them.
    exceeding
        States whose exports or imports exceed their GDP: goods pass through, or ships are registered.
    notes
        What else to know, in sentences.
    sources
        Names of the sources.
    """

    year: int
    economy: Economy
    gdp: Array
    domestic: pd.DataFrame
    trade: pd.DataFrame
    imputed_share: float
    proxied_share: float
    proxied: int
    national: tuple[str, ...]
    left_out: tuple[tuple[str, str], ...]
    left_out_share: float
    exceeding: tuple[str, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]


@remembered(maxsize=8)
def accounts_of(world: World, year: int = 2019, *, domestic_shift: float = 0.0) -> Accounts:
    """Accounts of a year for which BACI is in the bundle; a world keeps the last eight that it was asked for.

    Parameters
    ----------
    world
        The world.
    year
        2000 to 2020, or 2023.
    domestic_shift
        Log points added to the fitted ratios of domestic sales to GDP (see `domestic_sales`).

    Raises
    ------
    UserError
        The bundle has no trade of that year.

    Examples
    --------
    >>> from steppe.world.load import load
    >>> accounts_of(load(), 2019).national
    ('ARM', 'KAZ', 'KGZ')
    """
    baci = _baci(world, year)
    trade, national = _with_national(world, year, baci)
    home = domestic_sales(world, [year], domestic_shift)
    left_out = _left_out(baci, trade, set(home["state"]))
    kept = trade[~trade["exporter"].isin(left_out) & ~trade["importer"].isin(left_out)].reset_index(drop=True)
    states = tuple(sorted(_traders(kept, "exporter") | _traders(kept, "importer")))
    home = home.set_index("state").loc[list(states)].drop(columns="year").reset_index()
    flows = _matrix(kept, home, states)
    guessed = home["basis"] != "derived"
    return Accounts(
        year=year,
        economy=from_flows(flows, states),
        gdp=home["gdp"].to_numpy(dtype=float),
        domestic=home,
        trade=kept,
        imputed_share=float(kept.loc[kept["basis"] == "imputed", "value"].sum() / kept["value"].sum()),
        proxied_share=float(home.loc[guessed, "value"].sum() / flows.sum()),
        proxied=int(guessed.sum()),
        national=national,
        left_out=tuple(sorted(left_out.items())),
        left_out_share=float(1.0 - kept["value"].sum() / trade["value"].sum()),
        exceeding=_exceeding(flows, home, states),
        notes=_notes(year, national),
        sources=tuple(sorted({*kept["source"].unique(), *home["source"].unique(), "wdi"})),
    )


def _baci(world: World, year: int) -> pd.DataFrame:
    trade = world.sql(f"select {COLUMNS} from trade where year = ? and exporter <> importer and value > 0", [year])
    if trade.empty:
        years = [str(y) for y in world.sql("select distinct year from trade order by year")["year"]]
        hint = look_alike(str(year), years)
        raise UserError(f"baseline: the bundle has no trade of {year}{hint}; it has {spans(map(int, years))}")
    return trade


def _with_national(world: World, year: int, baci: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Trade of the year with the re-exporters' own figures put in, and the states for which that was done."""
    reports = world.sql(
        "select reporter, partner, flow, value, source, basis from trade_national "
        "where year = ? and flow in ('X', 'M') and value > 0 and reporter <> partner",
        [year],
    )
    reports = reports[reports["reporter"].isin(RE_EXPORTERS)]
    flows = reports.groupby("reporter")["flow"].nunique()
    national = tuple(sorted(flows.index[flows == 2]))
    if _by_record(world, year):
        return baci, national
    reports = reports[reports["reporter"].isin(national)]
    sold = reports[reports["flow"] == "X"].rename(columns={"reporter": "exporter", "partner": "importer"})
    bought = reports[(reports["flow"] == "M") & ~reports["partner"].isin(national)]
    bought = bought.rename(columns={"partner": "exporter", "reporter": "importer"})
    bought = bought.assign(value=bought["value"] / FREIGHT, basis="derived")
    others = baci[~baci["exporter"].isin(national) & ~baci["importer"].isin(national)]
    together = pd.concat([others, sold, bought], ignore_index=True)[COLUMNS.split(", ")]
    return together.sort_values(["exporter", "importer"], ignore_index=True), national


def _by_record(world: World, year: int) -> bool:
    """Whether the table takes own statistics itself in this year."""
    query = "select count(*) as n from trade where year = ? and list_contains(?, record)"
    return bool(world.sql(query, [year, list(OWN_RECORDS)])["n"].iloc[0])


def _left_out(baci: pd.DataFrame, trade: pd.DataFrame, with_home_sales: set[str]) -> dict[str, str]:
    """States that cannot be in the accounts and why; leaving one out may leave another without trade."""
    sells, buys = _traders(baci, "exporter"), _traders(baci, "importer")
    out: dict[str, str] = {}
    for state in sorted(sells | buys | _traders(trade, "exporter") | _traders(trade, "importer")):
        if state not in sells & buys:
            out[state] = "BACI has none of its exports or imports"
        elif state not in with_home_sales:
            out[state] = "no GDP within three years"
    while True:
        kept = trade[~trade["exporter"].isin(out) & ~trade["importer"].isin(out)]
        idle = _traders(kept, "exporter") ^ _traders(kept, "importer")
        if not idle:
            return out
        out.update(dict.fromkeys(idle, "it has no exports or no imports left"))


def _traders(trade: pd.DataFrame, side: str) -> set[str]:
    return set(trade[side].unique())


def _matrix(trade: pd.DataFrame, home: pd.DataFrame, states: tuple[str, ...]) -> Array:
    """Flows [importer, exporter] with domestic sales on the diagonal."""
    place = {state: k for k, state in enumerate(states)}
    if trade.duplicated(["exporter", "importer"]).any():
        raise ValueError("a pair of states appears twice in the trade of one year")
    flows = np.zeros((len(states), len(states)))
    flows[trade["importer"].map(place), trade["exporter"].map(place)] = trade["value"]
    np.fill_diagonal(flows, home["value"].to_numpy(dtype=float))
    return flows


def _exceeding(flows: Array, home: pd.DataFrame, states: tuple[str, ...]) -> tuple[str, ...]:
    abroad = flows - np.diag(np.diagonal(flows))
    most = np.maximum(abroad.sum(axis=0), abroad.sum(axis=1))
    return tuple(state for state, over in zip(states, most > home["gdp"].to_numpy(), strict=True) if over)


def _notes(year: int, national: tuple[str, ...]) -> tuple[str, ...]:
    notes = [
        "Domestic sales of goods are a ratio times GDP: the ratio in an input-output table where there is one, "
        "otherwise fitted to GDP per head."
    ]
    if national:
        notes.append(f"Trade of {', '.join(national)} is that of their own statistics, imports less 6 % for freight.")
    without = [state for state in RE_EXPORTERS if state not in national]
    if without:
        notes.append(
            f"Goods in transit pass through {', '.join(without)}; for lack of their own figures for {year}, BACI's are "
            "used, which count some of them."
        )
    return tuple(notes)
