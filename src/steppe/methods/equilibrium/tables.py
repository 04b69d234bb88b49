"""Tables beside a result: the pairs that change, trade as reported, and who replaced whom in a state's trade."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.economy import Accounts
from steppe.methods.equilibrium.effects import Drawn
from steppe.methods.equilibrium.measures import Subjects
from steppe.methods.equilibrium.treatment import Treatment
from steppe.world.world import World

Array = NDArray[np.float64]

PARTNER_YEARS = (2013, 2023)
GROUPS = ("CHN", "eu27", "rest of the West", "TUR", "IND", "rest of the twelve", "all others")


def reported_trade(world: World, accounts: Accounts) -> Array:
    """Trade as BACI has it, [importer, exporter], million USD; nothing on the diagonal."""
    states = accounts.economy.states
    place = {state: k for k, state in enumerate(states)}
    rows = world.sql("select exporter, importer, value from trade where year = ?", [accounts.year])
    rows = rows[rows["exporter"].isin(place) & rows["importer"].isin(place)]
    trade = np.zeros((len(states), len(states)))
    trade[rows["importer"].map(place), rows["exporter"].map(place)] = rows["value"]
    return trade


def pairs(
    treatments: Mapping[str, Treatment],
    accounts: Accounts,
    trade: Array,
    draws: Mapping[tuple[str, str], Drawn],
) -> pd.DataFrame:
    """Every pair that some case changes, with its baseline trade, where that comes from, and its mean effects."""
    basis = accounts.trade.set_index(["importer", "exporter"])[["basis", "source"]]
    share = trade / trade.sum(axis=1, keepdims=True)
    parts = []
    for case, treatment in treatments.items():
        names = np.asarray(treatment.states)
        rows, columns = np.nonzero(treatment.labels != "")
        frame = pd.DataFrame(
            {
                "case": case,
                "importer": names[rows],
                "exporter": names[columns],
                "class": treatment.classes[rows, columns],
                "treatment": treatment.labels[rows, columns],
                "value": trade[rows, columns],
                "share": share[rows, columns],
                "cost_factor": treatment.cost[rows, columns],
                "tariff_factor": treatment.tariff[rows, columns],
            }
        )
        for (of, depth), made in draws.items():
            if of == case:
                values = np.append(made.effects.mean(axis=0), 0.0)
                effect = values[treatment.plus] - values[treatment.minus] + treatment.fixed
                frame[f"effect_{depth}"] = effect[rows, columns]
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
    Columns flow (exports, imports), partner, 2013, 2023, change.
    """
    rows = world.sql(
        "select year, case when exporter = $1 then 'exports' else 'imports' end as flow, "
        "case when exporter = $1 then importer else exporter end as partner, value from trade "
        "where (exporter = $1 or importer = $1) and year in ($2, $3)",
        [state, *PARTNER_YEARS],
    )
    rows["partner"] = rows["partner"].map(_groups(world)).fillna("all others")
    sums = rows.groupby(["flow", "partner", "year"])["value"].sum().unstack()
    shares = 100.0 * sums / sums.groupby("flow").transform("sum")
    shares["change"] = shares[PARTNER_YEARS[1]] - shares[PARTNER_YEARS[0]]
    shares.columns = [str(name) for name in shares.columns]
    ordered = shares.reindex(pd.MultiIndex.from_product([("exports", "imports"), GROUPS], names=["flow", "partner"]))
    return ordered.dropna().reset_index()


def _groups(world: World) -> dict[str, str]:
    of = dict.fromkeys(world.group("twelve"), "rest of the twelve")
    of |= dict.fromkeys(world.group("west"), "rest of the West")
    of |= dict.fromkeys(world.group("eu27"), "eu27")
    return of | {code: code for code in ("CHN", "TUR", "IND")}
