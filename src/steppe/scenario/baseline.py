"""The year whose trade a study starts from, where it names none.

The rule is that of docs/explanation/equilibrium.md, "Which year's trade". The flows that count are those of goods
between two states of the study in the accounts of the year, by value and by pair, without those inside the European
Union.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import pandas as pd

from steppe.economy import accounts_of
from steppe.scenario.study import BASELINES, Baseline
from steppe.world.actors import EU, actor
from steppe.world.tables import remembered
from steppe.world.world import World

ON_RECORD = ("reconciled", "reported", "derived")
"""Bases of figures that an office reports, or that are reconciled from both sides."""
MOST_IMPUTED = {"imputed": 0.05, "imputed_pairs": 0.20}
"""What may be imputed, by value and by pair."""
LEAST_ON_RECORD = {"on_record": 0.90, "on_record_pairs": 0.75}
"""What must be on record, by value and by pair."""


def chosen(world: World, states: Collection[str], first: dt.date | None = None) -> Baseline:
    """The baseline of a study by the rule.

    Parameters
    ----------
    states
        Codes of the states that it is about.
    first
        Day of its first event; None for a question without events.
    """
    shares = {year: known(world, frozenset(states), year) for year in BASELINES}
    return by_rule(pd.DataFrame.from_dict(shares, orient="index"), first)


def by_rule(shares: pd.DataFrame, first: dt.date | None = None) -> Baseline:
    """The year that the rule takes, from the shares of each year (index) that `known` gives."""
    possible: list[Baseline] = [year for year in BASELINES if first is None or year <= first.year] or [BASELINES[0]]
    passing = [year for year in possible if _passes(shares.loc[year])]
    return max(passing) if passing else min(possible, key=lambda year: (shares.loc[year, "imputed"], -year))


def _passes(shares: pd.Series[float]) -> bool:
    little = all(shares[name] <= bar for name, bar in MOST_IMPUTED.items())
    return little and all(shares[name] >= bar for name, bar in LEAST_ON_RECORD.items())


@remembered(maxsize=64)
def known(world: World, states: frozenset[str], year: int) -> dict[str, float]:
    """How well the trade among states is known in the accounts of a year.

    Returns
    -------
    Shares (0..1): imputed, imputed_pairs, reconciled, reconciled_pairs, on_record, on_record_pairs; of value, and of
    pairs with trade, each direction one. Among states without trade nothing is imputed and all is on record.
    """
    trade = accounts_of(world, year).trade
    union = actor(world, EU).states
    inside = trade["exporter"].isin(union) & trade["importer"].isin(union)
    trade = trade[trade["exporter"].isin(states) & trade["importer"].isin(states) & ~inside]
    kinds = {"imputed": ("imputed",), "reconciled": ("reconciled",), "on_record": ON_RECORD}
    shares: dict[str, float] = {}
    for name, bases in kinds.items():
        here = trade["basis"].isin(bases)
        nothing = float(name != "imputed")
        shares[name] = float(trade["value"][here].sum() / trade["value"].sum()) if len(trade) else nothing
        shares[f"{name}_pairs"] = float(here.mean()) if len(trade) else nothing
    return shares
