"""From a number back to what it is made of: the draws, the elasticity, the pairs that change, the figures, the sources.

A cell is written `SUBJECT.MEASURE`, `SUBJECT.trade.PARTNER`, with `@DEPTH` and `/CASE` where they are not those of the
headline: `UZB.gdp_equivalent@eu/without-moldova`. The first-order figure, Σ share × effect / θ over what the subject
buys and what it sells (as a share of its spending), is not the answer but should be of its size: where it is not,
general equilibrium did the work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from steppe.methods.equilibrium.measures import MEASURES, states_of_subject
from steppe.methods.equilibrium.result import EquilibriumResult
from steppe.methods.equilibrium.study import MAIN
from steppe.methods.explain import Step, assumed, select, with_interval, with_sources
from steppe.world.dates import TODAY
from steppe.world.errors import UserError

LARGEST = 8
"""Pairs that are listed; the rest is summed."""


def explain(result: EquilibriumResult, cell: str) -> pd.DataFrame:
    """The steps from a number of a run to its inputs, in the columns of `steppe.methods.explain.explain`.

    Raises
    ------
    UserError
        There is no such cell; the look-alike is named.
    """
    of = _cell(result, cell)
    subject, depth, case = of["subject"], of["depth"], of["case"]
    world = result.source.world
    states = states_of_subject(world, subject, TODAY)
    steps = [*_number(result, of), *_method(result, depth, case)]
    steps += [*_pairs(result, states, depth, case), *_figures(result, states)]
    return with_sources(result, steps, list(dict.fromkeys(str(step[5]) for step in steps if step[5])))


def _cell(result: EquilibriumResult, cell: str) -> dict[str, str]:
    """What a cell names: case, depth, subject, measure, partner, all of which the run has."""
    parts = re.fullmatch(r"([^.@/]+)\.([^.@/]+)(?:\.([^.@/]+))?(?:@([^@/]+))?(?:/([^@/]+))?", cell.strip())
    if not parts:
        raise UserError(f'cell: "{cell}" names no number; write SUBJECT.MEASURE, for example UZB.gdp_equivalent@eu')
    subject, measure, partner, depth, case = (part or "" for part in parts.groups())
    named = {"case": case or MAIN, "depth": depth or result.depth, "subject": subject}
    named |= {"measure": measure, "partner": partner}
    select(result, result.cases, named)
    return named


def _number(result: EquilibriumResult, of: dict[str, str]) -> Iterator[Step]:
    case, depth, subject, measure, partner = of.values()
    (row,) = select(result, result.cases, of).to_dict("records")
    towards = f" with {partner}" if partner else ""
    what = f"{measure} of {subject}{towards}, median of {result.draws} points, depth {depth}, case {case}"
    yield from with_interval(row, what)
    if measure in MEASURES and not partner:
        samples = result.samples
        mine = samples[samples["case"].eq(case) & samples["depth"].eq(depth) & samples["subject"].eq(subject)]
        for share, word in ((0.0, "smallest draw"), (0.5, "middle draw"), (1.0, "largest draw")):
            yield 2, word, float(mine[measure].quantile(share)), row["unit"], "estimated", ""


def _method(result: EquilibriumResult, depth: str, case: str) -> Iterator[Step]:
    samples = result.samples[result.samples["case"].eq(case) & result.samples["depth"].eq(depth)]
    yield 2, "trade elasticity θ, mean of the draws", float(samples["theta"].mean()), "", "estimated", ""
    yield 2, f"deficits: {result.closure}", None, "", "assumed", "assumption"
    yield 2, "draws without an equilibrium", result.failed_draws, "draws", "derived", ""
    yield from assumed(result)


def _pairs(result: EquilibriumResult, states: tuple[str, ...], depth: str, case: str) -> Iterator[Step]:
    """The pairs of a subject that change, the weightiest first, and the first-order figure."""
    rows = result.pairs[result.pairs["case"].eq(case)]
    buys, sells = rows["importer"].isin(states), rows["exporter"].isin(states)
    mine = rows.assign(buys=buys).rename(columns={"class": "bond"})[buys ^ sells]
    effect = mine[f"effect_{depth}"] - np.log(mine["tariff_factor"])
    mine = mine.assign(effect=effect, weight=(mine["value"] * effect).abs())
    mine = mine[mine["effect"].ne(0) | mine["cost_factor"].ne(1)].sort_values("weight", ascending=False, kind="stable")
    for row in mine.head(LARGEST).itertuples():
        other = f"{row.importer} buys from {row.exporter}"
        source = str(row.source) if isinstance(row.source, str) else ""
        yield 3, f"{other}: {row.bond}", row.value, "million USD", str(row.basis), source
        yield (
            3,
            f"{other}: {row.treatment}, mean effect",
            row.effect,
            "log points of trade",
            "estimated",
            "steppe-gravity",
        )
    if len(mine) > LARGEST:
        yield 3, f"{len(mine) - LARGEST} more pairs", mine["value"].iloc[LARGEST:].sum(), "million USD", "derived", ""
    if mine.empty:
        yield 3, "no pair of the subject changes: effects reach it through third markets only", None, "", "derived", ""
        return
    theta = float(result.samples.loc[result.samples["case"].eq(case), "theta"].mean())
    spent = (mine["value"] / mine["share"]).where(mine["buys"]).dropna()
    total = float(spent.groupby(mine["importer"]).first().sum()) if len(spent) else float("nan")
    direct = 100 * float((mine["value"] * mine["effect"]).sum()) / theta / total
    yield 3, "first order: Σ value × effect / θ over the subject's spending on goods", direct, "%", "derived", ""


def _figures(result: EquilibriumResult, states: tuple[str, ...]) -> Iterator[Step]:
    for row in result.frames["domestic"].itertuples():
        if row.state in states:
            what = f"goods that {row.state} sells at home, {row.ratio:.2f} of its GDP of {row.gdp_year}"
            yield 4, what, row.value, "million USD", str(row.basis), str(row.source)
            yield 4, f"GDP of {row.state}", row.gdp, "million USD", "reported", "wdi"
