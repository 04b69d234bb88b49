"""What states sell to themselves: the diagonal that statistics of trade do not have.

Goods sold at home are a ratio times GDP. For 43 states the ratio is that of an input-output table, of 2014 or 2017
(table `domestic_ratio`). For the others it is a line fitted to those,

    ln ratio_n = a + b ln(GDP per head of n / GDP per head of the world),

taken at the nearest GDP per head that the 43 have: nothing is extrapolated beyond the poorest (India) or the richest
(Luxembourg) of them. Poorer states spend more of their income on goods and make more of them themselves. The spread of
the 42 around the line is 0.4 log points, so a fitted figure may well be half as much again, or a third less; `shift`
moves all fitted ratios at once to see what that does.

Basis of a figure: `derived` (ratio of the tables times GDP), `estimated` (fitted ratio), `imputed` (GDP is that of the
nearest year within three, for lack of the year's own).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from steppe.world.tables import remembered
from steppe.world.world import World

YEARS_APART = 3
"""GDP of a year that far away may stand in for that of the year asked for."""


@dataclass(frozen=True, slots=True)
class DomesticFit:
    """The line through the known ratios: intercept, slope, sd of the residuals, and the range of ln relative GDP."""

    intercept: float
    slope: float
    spread: float
    poorest: float
    richest: float

    def ratio(self, log_relative: pd.Series[float]) -> pd.Series[float]:
        """Fitted ratio of goods sold at home to GDP, from ln of GDP per head over the world's."""
        within = log_relative.clip(self.poorest, self.richest)
        fitted: pd.Series[float] = np.exp(self.intercept + self.slope * within)
        return fitted


def domestic_sales(world: World, years: Iterable[int], shift: float = 0.0) -> pd.DataFrame:
    """Goods that each state sells at home, for the states and years for which GDP can be had.

    Parameters
    ----------
    world
        The world.
    years
        Calendar years.
    shift
        Log points added to every fitted ratio (not to those of the tables): 0.42 is one standard deviation.

    Returns
    -------
    Columns state, year, value (million current USD), ratio, gdp (million current USD), gdp_year, source, basis; sorted.
    """
    output = gdp(world, tuple(sorted(set(years))))
    ratios = world.sql("select state, ratio as observed, source as ratio_source from domestic_ratio")
    fit = fitted(world)
    frame = output.merge(ratios, on="state", how="left", validate="many_to_one")
    ratio = fit.ratio(np.log(frame["relative"])) * np.exp(shift)
    has = frame["observed"].notna()
    frame["ratio"] = frame["observed"].where(has, ratio)
    frame["value"] = frame["ratio"] * frame["gdp"]
    frame["source"] = frame["ratio_source"].where(has, frame["source"])
    frame["basis"] = np.where(has, "derived", "estimated")
    frame.loc[frame["gdp_year"] != frame["year"], "basis"] = "imputed"
    kept = frame.dropna(subset=["value"])
    columns = ["state", "year", "value", "ratio", "gdp", "gdp_year", "source", "basis"]
    return kept[columns].sort_values(["state", "year"], ignore_index=True)


@remembered(maxsize=1)
def fitted(world: World) -> DomesticFit:
    """The line through the ratios of `domestic_ratio`, by least squares in logs."""
    ratios = world.table("domestic_ratio")
    output = gdp(world, tuple(sorted(set(ratios["year"].tolist()))))
    rows = ratios.merge(output, on=["state", "year"], validate="one_to_one")
    x, y = np.log(rows["relative"].to_numpy(dtype=float)), np.log(rows["ratio"].to_numpy(dtype=float))
    slope, intercept = np.polyfit(x, y, 1)
    residuals = y - intercept - slope * x
    spread = float(np.sqrt((residuals**2).sum() / (len(x) - 2)))
    return DomesticFit(float(intercept), float(slope), spread, float(x.min()), float(x.max()))


@remembered(maxsize=16)
def gdp(world: World, years: tuple[int, ...]) -> pd.DataFrame:
    """GDP by state and year, and GDP per head over that of the world.

    The WDI first, then the WEO (never its projections). Where the year is missing, the nearest within three stands in
    (the earlier of two).

    Returns
    -------
    Columns state, year, gdp, gdp_year, relative (empty without population), source.
    """
    best = world.sql(
        """
        select state, year, concept, value, source from macro
        where concept in ('gdp_usd', 'population') and status <> 'projection'
        qualify row_number() over (partition by state, year, concept order by source = 'wdi' desc, source) = 1
        """
    )
    values = best[best["concept"] == "gdp_usd"].rename(columns={"value": "gdp", "year": "gdp_year"})
    people = best[best["concept"] == "population"].rename(columns={"value": "people"})
    wanted = pd.DataFrame({"year": years})
    pairs = values[["state", "gdp", "gdp_year", "source"]].merge(wanted, how="cross")
    pairs["apart"] = (pairs["gdp_year"] - pairs["year"]).abs()
    near = pairs[pairs["apart"] <= YEARS_APART].sort_values(["state", "year", "apart", "gdp_year"])
    frame = near.drop_duplicates(["state", "year"])
    frame = frame.merge(
        people[["state", "year", "people"]], left_on=["state", "gdp_year"], right_on=["state", "year"], how="left"
    ).drop(columns="year_y")
    frame = frame.rename(columns={"year_x": "year"})
    counted = frame[(frame["apart"] == 0) & frame["people"].notna()].groupby("year")[["gdp", "people"]].sum()
    frame["relative"] = frame["gdp"] / frame["people"] / frame["year"].map(counted["gdp"] / counted["people"])
    return frame[["state", "year", "gdp", "gdp_year", "relative", "source"]].reset_index(drop=True)
