"""Tables beside a result: the pairs that change, trade as reported, and who replaced whom in a state's trade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.economy import Accounts
from steppe.methods.equilibrium.measures import Subjects
from steppe.scenario.policy.effects import Drawn
from steppe.scenario.policy.treatment import Treatment
from steppe.world.tables import remembered
from steppe.world.world import World

Array = NDArray[np.float64]

PARTNER_YEARS = (2013, 2023)
OF_WEIGHT = 0.05
"""Part of a figure that rests on another record from which its change is not told."""
GROUPS = ("CHN", "EU", "rest of the West", "TUR", "IND", "rest of the twelve", "all others")


def reported_trade(world: World, accounts: Accounts) -> Array:
    """Trade as BACI has it, [importer, exporter], million USD; nothing on the diagonal."""
    return _reported(world, accounts.economy.states, accounts.year)


@remembered(maxsize=4)
def _reported(world: World, states: tuple[str, ...], year: int) -> Array:
    place = {state: k for k, state in enumerate(states)}
    rows = world.sql("select exporter, importer, value from trade where year = ?", [year])
    rows = rows[rows["exporter"].isin(place) & rows["importer"].isin(place)]
    trade = np.zeros((len(states), len(states)))
    trade[rows["importer"].map(place), rows["exporter"].map(place)] = rows["value"]
    return trade


def treated(treatment: Treatment, trade: Array, reported: Array) -> pd.DataFrame:
    """The treatment as it is printed: one row per class and what happens to it.

    Parameters
    ----------
    trade
        Trade used in the run, shape (N importers, N exporters, J).
    reported
        Trade as BACI has it, shape (N, N).

    Returns
    -------
    Columns class, treatment, pairs (one way each), value (million USD), share and share_baci (of all rows).
    """
    named = treatment.labels != ""
    frame = pd.DataFrame(
        {
            "class": treatment.classes[named],
            "treatment": treatment.labels[named],
            "value": trade.sum(axis=2)[named],
            "baci": reported[named],
        }
    )
    rows = frame.groupby(["class", "treatment"], as_index=False).agg(
        pairs=("value", "size"), value=("value", "sum"), baci=("baci", "sum")
    )
    rows["share"] = rows["value"] / rows["value"].sum()
    rows["share_baci"] = rows["baci"] / rows["baci"].sum()
    rows = rows.sort_values("value", ascending=False, kind="stable", ignore_index=True)
    return rows[["class", "treatment", "pairs", "value", "share", "share_baci"]]


def pairs(
    treatments: Mapping[str, Treatment],
    accounts: Accounts,
    trade: Array,
    draws: Mapping[tuple[str, str], Drawn],
) -> pd.DataFrame:
    """Every pair that some case changes, with its baseline trade, where that comes from, and its mean effects.

    One row a pair and sector; the sectors are named where there are several. `trade` has shape (N, N, J).
    """
    basis = accounts.trade.set_index(["importer", "exporter"])[["basis", "source"]]
    sectors = accounts.economy.sectors
    share = trade / trade.sum(axis=2).sum(axis=1)[:, None, None]
    parts = []
    for case, treatment in treatments.items():
        names = np.asarray(treatment.states)
        rows, columns = (np.repeat(place, len(sectors)) for place in np.nonzero(treatment.labels != ""))
        cells = rows, columns, np.resize(np.arange(len(sectors)), len(rows))
        frame = pd.DataFrame(
            {
                "case": case,
                "importer": names[rows],
                "exporter": names[columns],
                "class": treatment.classes[rows, columns],
                "treatment": treatment.labels[rows, columns],
                "value": trade[cells],
                "share": share[cells],
                "cost_factor": treatment.cost[cells],
                "tariff_factor": treatment.tariff[cells],
            }
        )
        if len(sectors) > 1:
            frame.insert(3, "sector", np.asarray(sectors)[cells[2]])
        for (of, depth), made in draws.items():
            if of == case:
                frame[f"effect_{depth}"] = treatment.log_change(made.effects.mean(axis=0))[cells]
        parts.append(frame)
    whole = pd.concat(parts, ignore_index=True)
    return whole.join(basis, on=["importer", "exporter"])


def domestic(accounts: Accounts, subjects: Subjects) -> pd.DataFrame:
    """Domestic sales, GDP and their sources for the states among the subjects."""
    single = [name for name in subjects.names if name in accounts.economy.states]
    return accounts.domestic[accounts.domestic["state"].isin(single)].reset_index(drop=True)


def partners(world: World, state: str) -> pd.DataFrame:
    """Shares of partners in a state's exports and imports in 2013 and 2023, and the change in percentage points.

    Returns
    -------
    Columns flow (exports, imports), partner, 2013, 2023, change; no change where a twentieth of the trade of 2023 or
    more rests on another record than BACI, on which that of 2013 rests.
    """
    rows = world.sql(
        "select year, case when exporter = $1 then 'exports' else 'imports' end as flow, "
        "case when exporter = $1 then importer else exporter end as partner, value, record from trade "
        "where (exporter = $1 or importer = $1) and year in ($2, $3)",
        [state, *PARTNER_YEARS],
    )
    rows["partner"] = rows["partner"].map(_groups(world)).fillna("all others")
    sums = rows.groupby(["flow", "partner", "year"])["value"].sum().unstack()
    shares = 100.0 * sums / sums.groupby("flow").transform("sum")
    elsewhere = (
        rows["value"].where(rows["record"] != "baci", 0.0).groupby([rows["flow"], rows["partner"], rows["year"]])
    )
    other = (elsewhere.sum().unstack() / sums)[PARTNER_YEARS[1]]
    shares["change"] = (shares[PARTNER_YEARS[1]] - shares[PARTNER_YEARS[0]]).where(other < OF_WEIGHT)
    shares.columns = [str(name) for name in shares.columns]
    ordered = shares.reindex(pd.MultiIndex.from_product([("exports", "imports"), GROUPS], names=["flow", "partner"]))
    return ordered.dropna(subset=[str(year) for year in PARTNER_YEARS]).reset_index()


def sent_on(world: World, states: Sequence[str]) -> pd.DataFrame:
    """Cars that states sent to each other, wherever they were made: trade by consignment, the concept of rerouting.

    Returns
    -------
    Columns reporter, partner, year, months (covered), value (million USD), units (cars), source, basis.
    """
    return world.sql(
        "select reporter, partner, year, months, value, units, source, basis from trade_consignment "
        "where goods = '8703' and flow = 'X' and list_contains($1, reporter) and list_contains($1, partner) "
        "order by reporter, partner, year",
        [list(states)],
    )


def _groups(world: World) -> dict[str, str]:
    of = dict.fromkeys(world.group("twelve"), "rest of the twelve")
    of |= dict.fromkeys(world.group("west"), "rest of the West")
    of |= dict.fromkeys(world.group("eu27"), "EU")
    return of | {code: code for code in ("CHN", "TUR", "IND")}
