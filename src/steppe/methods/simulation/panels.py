"""What moves: the past of every layer as one array, years by states by partners.

    trade       share of each partner in a state's trade in goods, a row sums to one          2000-2020 and 2023
    debt        share of each creditor in debt service to governments, sums to one            2000-2022
    arms        share of each supplier in arms received, windows of five years by their end   2000-2024
    positions   proximity in the General Assembly, each partner by itself, 0 to 1             1992-2023
    transfers   remittances received from everywhere, over GDP                                1992-2024
    growth      growth of real GDP, % a year                                                  1991-2024, then projected

Partners are the five powers and, where shares are parts of a whole, the others together. Years are taken on one record:
trade of 2021, 2022 and 2024 is known of single states by their own statistics, and a change of record is no change of
trade. A year between two known ones is interpolated; the change is then spread over the gap of g years, and its size is
multiplied by √g, which gives as much variance a year as a random walk over the gap would have.

Energy has no array (`MISSING`): the records that there are stand in docs/explanation/simulation.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.influence.measure import figures
from steppe.influence.trade import trade_years
from steppe.world.actors import POWERS, twelve
from steppe.world.sources import weo
from steppe.world.tables import remembered
from steppe.world.world import World

Floats = NDArray[np.float64]
Kind = Literal["shares", "levels"]

OTHERS = "others"
WHOLE = "whole"
"""The partner of a layer that has no partners."""
FIRST, FIRST_GROWTH = 1992, 1996
"""Nothing is read before them: most of the states began in 1991, and output fell in nearly all until 1995."""
MISSING = {
    "energy": "no record of a state's energy by partner is whole and long enough to choose a rule on",
}


@dataclass(frozen=True, eq=False)
class Panel:
    """The past of one layer.

    Attributes
    ----------
    layer, title, unit
        Short name; for people; unit of a figure as it is shown.
    kind
        `shares` of a row sum to one; `levels` stand each for itself.
    bounds
        Least and greatest value of a level.
    states, partners, years
        Of the axes of `values`.
    values
        Shape (years, states, partners); NaN before the first and after the last known year of a state.
    known
        Whether a year is on record, and not interpolated, shape (years, states).
    gap
        Length of the gap that a year lies in, 1 where it and the year before are known; shape (years, states).
    scale
        What a value is multiplied by to be shown in `unit`.
    """

    layer: str
    title: str
    unit: str
    kind: Kind
    bounds: tuple[float, float]
    states: tuple[str, ...]
    partners: tuple[str, ...]
    years: tuple[int, ...]
    values: Floats
    known: NDArray[np.bool_]
    gap: Floats
    scale: float

    def until(self, year: int) -> Panel:
        """The same as if it were known up to a year only; a gap that is open then is empty."""
        rows = sum(one <= year for one in self.years)
        values, known = self.values[:rows].copy(), self.known[:rows]
        later = np.arange(rows)[:, None] > _last(known)[None]
        values[later] = np.nan
        return replace(self, years=self.years[:rows], values=values, known=known, gap=self.gap[:rows])

    @property
    def last(self) -> NDArray[np.intp]:
        """Place of the last known year of each state, -1 where none is."""
        return _last(self.known)


def _last(known: NDArray[np.bool_]) -> NDArray[np.intp]:
    return np.where(known.any(axis=0), known.shape[0] - 1 - known[::-1].argmax(axis=0), -1)


def whole_rows(values: Floats) -> NDArray[np.bool_]:
    """Where a state has every figure of a year, shape (years, states)."""
    return np.asarray(np.isfinite(values).all(axis=2))


def last_known(panel: Panel) -> Floats:
    """The last known figures of each state, shape (states, partners)."""
    return panel.values[panel.last, np.arange(len(panel.states))]


def _panel(
    layer: str, title: str, unit: str, kind: Kind, rows: pd.DataFrame, partners: tuple[str, ...], scale: float = 100.0
) -> Panel:
    """A panel of rows with columns state, partner, year, value: whole states and years only."""
    states = tuple(sorted(rows["state"].unique()))
    years = tuple(range(int(rows["year"].min()), int(rows["year"].max()) + 1))
    wide = rows.pivot(index="year", columns=["state", "partner"], values="value")
    wide = wide.reindex(index=years, columns=pd.MultiIndex.from_product([states, partners]))
    values = wide.to_numpy(float).reshape(len(years), len(states), len(partners))
    own = np.array([[state == partner for partner in partners] for state in states])
    values = np.where(own[None] & np.isfinite(values).any(axis=2, keepdims=True), 0.0, values)
    known = whole_rows(values)
    values, gap = _filled(values)
    bounds = (0.0, 1.0) if kind == "shares" or scale == 100.0 else (-np.inf, np.inf)
    return Panel(layer, title, unit, kind, bounds, states, partners, years, values, known, gap, scale)


def _filled(values: Floats) -> tuple[Floats, Floats]:
    """Years between known ones interpolated, and the length of the gap that each year closes."""
    values, gap = values.copy(), np.ones(values.shape[:2])
    whole = whole_rows(values)
    values[~whole] = np.nan
    for place in range(values.shape[1]):
        known = np.flatnonzero(whole[:, place])
        for a, b in pairwise(known):
            if b - a > 1:
                part = (np.arange(a + 1, b) - a)[:, None] / (b - a)
                values[a + 1 : b, place] = values[a, place] + part * (values[b, place] - values[a, place])
                gap[a + 1 : b + 1, place] = b - a
    return values, gap


def _figures(world: World, layer: str, years: Sequence[int]) -> pd.DataFrame:
    """Shares of the powers in a layer of dependence that are known: state, partner, year, value."""
    frame = figures(world, twelve(world), POWERS, layer, list(years))
    frame = frame[frame["share"].notna() & (frame["state"] != frame["partner"])]
    return frame[["state", "partner", "year", "share"]].rename(columns={"share": "value"})


def _shares(world: World, layer: str, years: tuple[int, ...] | None = None) -> pd.DataFrame:
    """Shares of the powers and of the others in a layer of dependence, whole rows only."""
    asked = years or tuple(range(FIRST, 2025))
    frame = figures(world, twelve(world), POWERS, layer, list(asked))
    rows = frame.loc[
        frame["share"].notna() & (frame["state"] != frame["partner"]), ["state", "partner", "year", "share"]
    ]
    rows = rows.rename(columns={"share": "value"})
    several = rows.groupby(["state", "year"])["value"].agg(["sum", "size"]).reset_index()
    needed = several["state"].isin(POWERS).map({True: len(POWERS) - 1, False: len(POWERS)})
    several = several[several["size"].eq(needed)]
    rest = several.assign(partner=OTHERS, value=(1 - several["sum"]).clip(lower=0))
    rows = rows.merge(several[["state", "year"]], on=["state", "year"])
    every = pd.concat([rows, rest[["state", "partner", "year", "value"]]], ignore_index=True)
    total = every.groupby(["state", "year"])["value"].transform("sum")
    return every.assign(value=every["value"] / total)


def _trade(world: World) -> Panel:
    rows = _shares(world, "trade", trade_years(world))
    return _panel("trade", "trade in goods", "% of trade in goods", "shares", rows, (*POWERS, OTHERS))


def _debt(world: World) -> Panel:
    rows = _shares(world, "debt_service")
    return _panel("debt", "debt service", "% of debt service to governments", "shares", rows, (*POWERS, OTHERS))


def _arms(world: World) -> Panel:
    rows = _shares(world, "arms")
    return _panel("arms", "arms", "% of arms received in five years", "shares", rows, (*POWERS, OTHERS))


def _positions(world: World) -> Panel:
    frame = figures(world, twelve(world), POWERS, "ideal_points", list(range(FIRST, 2025)))
    rows = frame.loc[
        frame["share"].notna() & (frame["state"] != frame["partner"]), ["state", "partner", "year", "share"]
    ]
    rows = rows.rename(columns={"share": "value"})
    return _panel("positions", "positions", "proximity, 100 = same", "levels", rows, POWERS)


def _transfers(world: World) -> Panel:
    """One record to 2019; the World Bank's later shares of GDP go on where they exist."""
    rows = world.sql(
        """
        select r.state, r.year, r.value / m.value as value, 0 as later from remittance_receipts r
        join macro m on m.state = r.state and m.year = r.year and concept = 'gdp_usd' and m.source = 'wdi'
        where r.source = 'wb-remittances' and r.year >= $1 and list_contains($2, r.state)
        union all select state, year, share_gdp, 1 from remittance_receipts
        where source = 'wdi-remittances' and year > 2019 and share_gdp is not null and list_contains($2, state)
        order by state, year, later
        """,
        [FIRST, list(world.group("twelve"))],
    ).drop_duplicates(["state", "year"])
    rows = rows.assign(partner=WHOLE)
    return _panel("transfers", "remittances received", "% of GDP", "levels", rows, (WHOLE,))


def _growth(world: World) -> Panel:
    """Actual and estimated years only; projections are in `steppe.methods.simulation.growth`."""
    rows = world.sql(
        "select state, year, value from macro where concept = 'gdp_growth' and source = ? "
        "and status <> 'projection' and year >= ? order by state, year",
        [weo(world), FIRST_GROWTH],
    ).assign(partner=WHOLE)
    return _panel("growth", "growth of real GDP", "% a year", "levels", rows, (WHOLE,), scale=1.0)


READERS: Mapping[str, Callable[[World], Panel]] = {
    "trade": _trade,
    "debt": _debt,
    "arms": _arms,
    "positions": _positions,
    "transfers": _transfers,
    "growth": _growth,
}
TIES = tuple(name for name in READERS if name != "growth")
"""The layers that are ties, in the order in which they are shown."""


@remembered(maxsize=8)
def panel(world: World, layer: str) -> Panel:
    """The past of a layer."""
    return READERS[layer](world)
