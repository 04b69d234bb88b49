"""From a number back to what it is made of: the draws, the elasticity, the pairs that change, the figures, the sources.

A cell is written `SUBJECT.MEASURE`, `SUBJECT.trade.PARTNER`, with `@DEPTH` and `/CASE` where they are not those of the
headline: `UZB.real_income@eu/without-moldova`. The first-order figure, Σ share × effect / θ over what the subject buys
and what it sells (as a share of its spending), is not the answer but should be of its size: where it is not, general
equilibrium did the work.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd

from steppe.methods.equilibrium.measures import EUU, MEASURES
from steppe.methods.equilibrium.result import EquilibriumResult
from steppe.methods.equilibrium.study import MAIN
from steppe.scenario.parties import members_of
from steppe.scenario.result import Result
from steppe.world.dates import TODAY
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.world import World

COLUMNS = ["step", "what", "value", "unit", "basis", "source"]
LARGEST = 8
"""Pairs that are listed; the rest is summed."""

Row = tuple[int, str, object, str, str, str]


def explain(result: Result, world: World, cell: str) -> pd.DataFrame:
    """The steps from a number of a run to its inputs.

    Returns
    -------
    Columns step (1 the number, 2 how it was computed, 3 what changes, 4 the figures beneath, 5 sources), what, value,
    unit, basis, source.

    Raises
    ------
    UserError
        There is no such cell; the look-alike is named.
    """
    if not isinstance(result, EquilibriumResult):
        return _told(result, world, cell)
    of = _cell(result, cell)
    subject, depth, case = of["subject"], of["depth"], of["case"]
    rows = [*_number(result, of), *_method(result, depth, case)]
    states = world.group("eu27") if subject == EUU else members_of(world, subject, TODAY)
    changed = list(_pairs(result, states, depth, case))
    rows += [*changed, *_figures(result, states)]
    return _with_sources(rows, world, dict.fromkeys(str(row[5]) for row in rows if row[5]))


def _with_sources(rows: list[Row], world: World, used: Iterable[str]) -> pd.DataFrame:
    cited = [(5, f"{world.source(name).title}. {world.source(name).citation}", None, "", "", name) for name in used]
    return pd.DataFrame([*rows, *cited], columns=COLUMNS)


def _told(result: Result, world: World, cell: str) -> pd.DataFrame:
    """The walk in a run without an equilibrium: the number, what is assumed, how it was computed, the sources."""
    subject, measure, partner = (*cell.strip().split("."), "", "")[:3]
    rows = result.results
    for name, value in {"subject": subject, "measure": measure, "partner": partner}.items():
        known = [str(one) for one in dict.fromkeys(rows[name])]
        if value not in known:
            hint = look_alike(value, known) or f"; it has {', '.join(one for one in known if one) or 'none'}"
            raise UserError(f'cell: {result.run} has no {name} "{value}" there{hint}')
        rows = rows[rows[name].eq(value)]
    walk = [one for row in rows.to_dict("records") for one in _figure(result, row)]
    walk += list(_assumed(result))
    walk += [(2, note, None, "", "", "") for note in result.notes]
    return _with_sources(walk, world, result.sources)


def _figure(result: Result, row: dict[Hashable, Any]) -> Iterator[Row]:
    """One number with its year and, where it was drawn, its interval: a cell may stand for several years or units."""
    towards = f" with {row['partner']}" if row["partner"] else ""
    what = f"{row['measure']} of {row['subject']}{towards}, {row['year']}; {result.draws} draws"
    yield 1, what, row["value"], row["unit"], row["basis"], ""
    if pd.notna(row["low"]):
        yield 1, f"{100 * row['level']:.0f} % of the draws lie from", row["low"], row["unit"], row["basis"], ""
        yield 1, "to", row["high"], row["unit"], row["basis"], ""


def _cell(result: EquilibriumResult, cell: str) -> dict[str, str]:
    """What a cell names: case, depth, subject, measure, partner, all of which the run has."""
    found = re.fullmatch(r"([^.@/]+)\.([^.@/]+)(?:\.([^.@/]+))?(?:@([^@/]+))?(?:/([^@/]+))?", cell.strip())
    if not found:
        raise UserError(f'cell: "{cell}" names no number; write SUBJECT.MEASURE, for example UZB.real_income@eu')
    subject, measure, partner, depth, case = (part or "" for part in found.groups())
    named = {"case": case or MAIN, "depth": depth or result.depth, "subject": subject}
    named |= {"measure": measure, "partner": partner}
    rows = result.cases
    for name, value in named.items():
        known = list(dict.fromkeys(rows[name]))
        if value not in known:
            hint = look_alike(value, known) or f"; it has {', '.join(known)}"
            raise UserError(f'cell: {result.run} has no {name} "{value}" there{hint}')
        rows = rows[rows[name].eq(value)]
    return named


def _number(result: EquilibriumResult, of: dict[str, str]) -> Iterator[Row]:
    rows = result.cases
    for name, value in of.items():
        rows = rows[rows[name].eq(value)]
    case, depth, subject, measure, partner = of.values()
    row = rows.iloc[0]
    towards = f" with {partner}" if partner else ""
    what = f"{measure} of {subject}{towards}, mean of {result.draws} draws, depth {depth}, case {case}"
    yield 1, what, row["value"], row["unit"], row["basis"], ""
    yield 1, f"{100 * row['level']:.0f} % of the draws lie from", row["low"], row["unit"], row["basis"], ""
    yield 1, "to", row["high"], row["unit"], row["basis"], ""
    if measure in MEASURES and not partner:
        samples = result.samples
        mine = samples[samples["case"].eq(case) & samples["depth"].eq(depth) & samples["subject"].eq(subject)]
        for share, word in ((0.0, "smallest draw"), (0.5, "middle draw"), (1.0, "largest draw")):
            yield 2, word, float(mine[measure].quantile(share)), row["unit"], "estimated", ""


def _method(result: EquilibriumResult, depth: str, case: str) -> Iterator[Row]:
    samples = result.samples[result.samples["case"].eq(case) & result.samples["depth"].eq(depth)]
    yield 2, "trade elasticity θ, mean of the draws", float(samples["theta"].mean()), "", "estimated", ""
    yield 2, f"deficits: {result.closure}", None, "", "assumed", "assumption"
    yield 2, "draws without an equilibrium", result.failed_draws, "draws", "derived", ""
    yield from _assumed(result)


def _assumed(result: Result) -> Iterator[Row]:
    for name, value, why in result.assumptions:
        yield 2, f"assumed: {name} = {value}. {why}", None, "", "assumed", "assumption"


def _pairs(result: EquilibriumResult, states: tuple[str, ...], depth: str, case: str) -> Iterator[Row]:
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
        yield 3, "no pair of the subject changes: what reaches it comes through third markets", None, "", "derived", ""
        return
    theta = float(result.samples.loc[result.samples["case"].eq(case), "theta"].mean())
    spent = (mine["value"] / mine["share"]).where(mine["buys"]).dropna()
    total = float(spent.groupby(mine["importer"]).first().sum()) if len(spent) else float("nan")
    direct = 100 * float((mine["value"] * mine["effect"]).sum()) / theta / total
    yield 3, "first order: Σ value × effect / θ over the subject's spending on goods", direct, "%", "derived", ""


def _figures(result: EquilibriumResult, states: tuple[str, ...]) -> Iterator[Row]:
    for row in result.tables["domestic"].itertuples():
        if row.state in states:
            what = f"goods that {row.state} sells at home, {row.ratio:.2f} of its GDP of {row.gdp_year}"
            yield 4, what, row.value, "million USD", str(row.basis), str(row.source)
            yield 4, f"GDP of {row.state}", row.gdp, "million USD", "reported", "wdi"
