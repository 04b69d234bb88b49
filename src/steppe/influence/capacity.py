"""Influence capacity from the bundle: `fbic_partial`, for every pair of states that the bundle can serve.

Served: trade and its share of GDP and of all trade, trade agreements and alliance obligations in points, and the share
of arms received. Not in the bundle: diplomatic representation, the organizations counted by the Correlates of War, arms
stocks and military stocks (the source's terms), aid by donor. `fbic.shipped_effects` says what their absence does.

Three things differ from the published inputs beside what is missing: trade is in current dollars, not in those of 2011;
the type of an agreement is read from our table (services are known for the EU, the EAEU and association agreements
only); shares of arms are of windows of five years. As in the published index, a state that received no arms has a share
of zero.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from steppe.influence.fbic import Array, bandwidth, constants, dependence_of, normalized, trailing_mean
from steppe.influence.layer import YEARS
from steppe.influence.measure import figures
from steppe.influence.readers.security import NO_DELIVERIES
from steppe.world.actors import POWERS, Actor, actors
from steppe.world.dates import Years, as_years
from steppe.world.world import World

SERVED = {"bandwidth": ("ta", "lnT", "al"), "dependence": ("trade_gdp", "trade_all", "arms_all")}
MISSING = ("lor", "igos", "arms", "aid_gdp", "aid_all", "arms_mil")
NAME = "fbic_partial"
_LAST = "coalesce(end_year, 9999) as end_year"  # empty while it lasts
BLOC = "the index is for states: agreements and alliances of a bloc cannot be added up"


def capacity(
    world: World, of: str | Sequence[str], on: str | Sequence[str] = POWERS, years: Years = None
) -> pd.DataFrame:
    """Capacity of powers to influence states.

    Parameters
    ----------
    of
        B, the states influenced.
    on
        A, whose capacity it is.
    years
        Consecutive years, `2008-2017`; 2000-2024 by default.

    Returns
    -------
    One row a state, power and year: state, partner, year, index (`fbic_partial`), value, bandwidth, dependence (all on
    scales of their own), missing (why there is no value), left_out, basis.
    """
    states, powers = actors(world, of), actors(world, on)
    asked = as_years(years, YEARS)
    span = tuple(range(min(asked) - 2, max(asked) + 1))
    shares = figures(world, [one.name for one in states], [one.name for one in powers], ["trade", "arms"], span)
    rows = []
    for a in powers:
        for b in states:
            cells = shares[(shares["state"] == b.name) & (shares["partner"] == a.name)].set_index(["layer", "year"])
            rows.append(_pair(world, b, a, cells, span))
    frame = pd.concat(rows, ignore_index=True)
    return frame[frame["year"].isin(asked)].reset_index(drop=True)


def _pair(world: World, b: Actor, a: Actor, cells: pd.DataFrame, span: tuple[int, ...]) -> pd.DataFrame:
    blank = pd.DataFrame(
        {"state": b.name, "partner": a.name, "year": span, "index": NAME, "left_out": ", ".join(MISSING)}
    )
    if a.bloc or b.bloc or a.name == b.name:
        why = "a state does not influence itself" if a.name == b.name else BLOC
        return blank.assign(value=np.nan, bandwidth=np.nan, dependence=np.nan, basis=None, missing=why)
    trade, arms = (cells.loc[layer].reindex(span) for layer in ("trade", "arms"))
    ties = {
        "ta": agreement_points(world, a.name, b.name, span),
        "lnT": np.log1p(trade["amount"].to_numpy(float)),
        "al": alliance_points(world, a.name, b.name, span),
    }
    needs = {
        "trade_gdp": 100 * trade["size"].to_numpy(float),
        "trade_all": 100 * trade["share"].to_numpy(float),
        "arms_all": 100 * arms["share"].mask(arms["missing"].eq(NO_DELIVERIES), 0.0).to_numpy(float),
    }
    wide = bandwidth({name: trailing_mean(normalized(name, values)) for name, values in ties.items()})
    deep = dependence_of({name: trailing_mean(values) for name, values in needs.items()})
    value = wide * deep / constants()["maximum"]["fbic"]
    reasons = _reasons(needs, ties, trade, arms)
    known = ~np.isnan(value)
    return blank.assign(
        value=value,
        bandwidth=wide,
        dependence=deep,
        basis=pd.Series("derived", index=blank.index).where(known, None),
        missing=pd.Series(reasons, index=blank.index).where(~known, None),
    )


def _reasons(needs: dict[str, Array], ties: dict[str, Array], trade: pd.DataFrame, arms: pd.DataFrame) -> np.ndarray:
    """Why a year has no value: the first input that three years lack."""
    words = [
        (ties["lnT"], "trade", trade["missing"]),
        (needs["trade_gdp"], "GDP", trade["missing_size"]),
        (needs["arms_all"], "arms", arms["missing"]),
    ]
    why = np.full(len(trade), None, dtype=object)
    for values, label, said in reversed(words):
        lacking = np.isnan(trailing_mean(values))
        why[lacking] = [f"{label}: {text}" for text in said.to_numpy(object)[lacking]]
    return why


def alliance_points(world: World, a: str, b: str, years: Sequence[int]) -> Array:
    """Points of the obligations between two states by year; the points stand in `fbic.csv`."""
    first, second = sorted((a, b))
    spells = world.sql(
        f"select obligation, start_year, {_LAST} from alliances where state_a = ? and state_b = ?", [first, second]
    )
    points = constants()["alliance"]
    held: list[float] = []
    for year in years:
        now = _in_force(spells, year)
        held.append(sum(points.get(one, 0.0) for one in now["obligation"].unique()))
    return np.array(held)


def _in_force(spells: pd.DataFrame, year: int) -> pd.DataFrame:
    """Rows that hold on a day of the year: the last year is one of them."""
    return spells[(spells["start_year"] <= year) & (spells["end_year"] >= year)]


def agreement_points(world: World, a: str, b: str, years: Sequence[int]) -> Array:
    """Points of the trade agreements between two states by year, each type counted once."""
    first, second = sorted((a, b))
    spells = world.sql(
        f"""
        select t.family, t.kind, t.start_year, {_LAST},
               (select count(*) from trade_agreements u where u.agreement = t.agreement) as pairs
        from trade_agreements t where state_a = ? and state_b = ?
        """,
        [first, second],
    )
    spells["type"] = [agreement_type(row.family, row.kind, row.pairs) for row in spells.itertuples()]
    points = constants()["agreement"]
    held: list[float] = []
    for year in years:
        now = _in_force(spells, year)
        held.append(sum(points[one] for one in now["type"].unique()))
    return np.array(held)


def agreement_type(family: str, kind: str, pairs: int) -> str:
    """The index's type of an agreement: its kind, whether it has several parties, and services where we know of them.

    Examples
    --------
    >>> agreement_type("CISFTA", "FTA", 36), agreement_type("EAEU", "customs_union", 13)
    ('RTA', 'CU_EIA')
    """
    if kind == "partial":
        return "PSA"
    if kind == "customs_union":
        return "CU_EIA" if family in ("EU", "EAEU") else "CU"
    if family == "DCFTA":
        return "RTA_EIA"
    return "RTA" if pairs > 1 else "BTA"
