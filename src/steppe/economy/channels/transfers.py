"""Transfers of workers: how much of a change of Russia's output reaches those who live on wages earned there.

With R_i,t what Russia sends to receiver i in a year, and Y_t the GDP of Russia in current dollars, which holds both the
volume of output and the rouble,

    Δln R_i,t = a_i + β_i Δln Y_t + error

by least squares for each receiver, the slopes and then the trends a_i drawn together over receivers (`pooling`): with
eighteen years a slope of one receiver alone is hardly known. A trend is the mean of what the pooled slope leaves.

R is the table `remittances_series`: receipts times Russia's share, calibrated to figures of banks where there are some.
Only changes from 2007 on are used: the year before is the first in which all eleven receivers have a figure, and
earlier receipts jump when their recording begins (Ukraine's sixfold in 2005). **2022 is told apart**: transfers to most
receivers rose by a half and more, with people and firms that left Russia and money that went round sanctions, so the
year enters no estimate.

What a change of Y does to income in per cent of GDP is

    100 · R_i / GDP_i · (exp(β_i Δln Y) - 1) · (1 + m)

m is what the first receiver's spending adds at home. At m = 0 the figure is what is not received, and that is what the
channel gives; studies of other economies put 1 + m between 1.6 (Taylor 1995, a Mexican village) and 1.7 (Glytsos 1993,
Greece in 1971), so with spending at home it may be up to that much larger.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from steppe.economy.channels.pooling import Floats, Pooled, pool, regress
from steppe.world.sources import weo
from steppe.world.world import World

SENDER = "RUS"
FIRST_CHANGE = 2007
APART = 2022
"""The year in which transfers moved against what a recession would say; it enters no estimate."""
LEAST_CHANGES = 5
LOOK_BACK = 3
"""Years that the last figure of a receiver may be older than the year asked for."""
MULTIPLIERS = {"Taylor 1995": 0.6, "Glytsos 1993": 0.7}
"""m as studied elsewhere; reviewed at https://www.ssrc.org/publications/topic-12-remittances-and-multiplier-effects/"""


@dataclass(frozen=True, slots=True)
class Elasticities:
    """Trends and slopes of the receivers, each with its standard error, drawn together.

    receivers
        Codes, in the order of `trends.values`, `slopes.values` and `own`.
    own, own_errors
        Slopes by least squares before they are drawn together, shape (receivers,).
    """

    receivers: tuple[str, ...]
    slopes: Pooled
    trends: Pooled
    own: Floats
    own_errors: Floats

    def forecast(self, receivers: ArrayLike, change: ArrayLike) -> Floats:
        """Δln R of receivers (codes, shape (cases,)) at changes Δln Y, shape (cases,); means for one not estimated."""
        place = {state: number for number, state in enumerate(self.receivers)}
        at = [place.get(str(state)) for state in np.asarray(receivers)]
        slopes = np.array([self.slopes.mean if k is None else self.slopes.values[k] for k in at])
        trends = np.array([self.trends.mean if k is None else self.trends.values[k] for k in at])
        return np.asarray(trends + slopes * np.asarray(change, dtype=float))


def changes(world: World) -> pd.DataFrame:
    """Yearly changes of Russia's transfers beside those of its GDP.

    Returns
    -------
    Columns state, year, transfers (Δln R) and output (Δln Y), both logarithms of ratios of consecutive years, for every
    receiver in `remittances_series`; no projections.
    """
    sent = world.sql(
        "select receiver as state, year, value from remittances_series where sender = ? and value > 0", [SENDER]
    )
    wide = np.log(sent.pivot(index="year", columns="state", values="value"))
    moved = wide.reindex(range(int(wide.index.min()), int(wide.index.max()) + 1)).diff()
    moved = moved.rename_axis(index="year", columns="state").stack().rename("transfers").reset_index()
    output = np.log(gdp(world, SENDER)).diff().rename("output")
    both = moved.merge(output, left_on="year", right_index=True).dropna()
    both = both[both["year"] >= FIRST_CHANGE]
    return both.sort_values(["state", "year"], ignore_index=True)[["state", "year", "transfers", "output"]]


def gdp(world: World, state: str) -> pd.Series[float]:
    """GDP in million current dollars by year (IMF), projections left out."""
    rows = world.sql(
        "select year, value from macro where state = ? and concept = 'gdp_usd' and source = ? "
        "and status <> 'projection' order by year",
        [state, weo(world)],
    )
    return rows.set_index("year")["value"]


def estimate(moved: pd.DataFrame) -> Elasticities:
    """Trends and slopes of receivers with at least five changes.

    Parameters
    ----------
    moved
        Rows of `changes`; leave out what the estimate must not see.

    Raises
    ------
    ValueError
        No receiver has five changes.
    """
    groups = [(str(state), rows) for state, rows in moved.groupby("state") if len(rows) >= LEAST_CHANGES]
    if not groups:
        raise ValueError(f"no receiver has {LEAST_CHANGES} yearly changes of transfers from {SENDER}")
    lines = [regress(rows["transfers"], np.column_stack([np.ones(len(rows)), rows["output"]])) for _, rows in groups]
    own, errors = (np.array([getattr(line, name)[1] for line in lines]) for name in ("coefficients", "errors"))
    slopes = pool(own, errors)
    left = [rows["transfers"] - slope * rows["output"] for (_, rows), slope in zip(groups, slopes.values, strict=True)]
    trends = pool([rest.mean() for rest in left], [rest.std(ddof=1) / len(rest) ** 0.5 for rest in left])
    return Elasticities(tuple(state for state, _ in groups), slopes, trends, own, errors)


def estimated(world: World) -> Elasticities:
    """The estimate that the channel uses: every year but the one told apart."""
    moved = changes(world)
    return estimate(moved[moved["year"] != APART])


def sent(world: World, sender: str, year: int) -> pd.DataFrame:
    """What a state sent to each receiver in the last year on record, at most `LOOK_BACK` years before `year`.

    An estimate is no more than all that the receiver had from abroad in that year, nor is the high end of its band.

    Returns
    -------
    Index state; columns year, value, low, high (million dollars, low and high a band of 90 %), share (value over GDP of
    that year), note (how the figure came about), source, basis. Receivers with an older figure alone have no row.
    """
    rows = world.sql(
        "with received as (select state, year, max(value) as whole from remittance_receipts where use = 'whole' "
        "group by all), kept as (select s.*, case when s.basis = 'estimated' then r.whole end as most "
        "from remittances_series s left join received r on r.state = s.receiver and r.year = s.year) "
        "select s.receiver as state, s.year, least(s.value, s.most) as value, least(s.low, s.most) as low, "
        "least(s.high, s.most) as high, least(s.value, s.most) / m.value as share, "
        "concat_ws('; ', s.note, case when s.high > s.most then 'no more than received from all' end) as note, "
        "s.source, s.basis from kept s join macro m on m.state = s.receiver and m.year = s.year "
        "and m.concept = 'gdp_usd' and m.source = ? where s.sender = ? and s.value > 0 "
        "and s.year between ? and ? "
        "qualify row_number() over (partition by s.receiver order by s.year desc) = 1 order by 1",
        [weo(world), sender, year - LOOK_BACK, year],
    )
    return rows.set_index("state")


def receivers(world: World, sender: str) -> frozenset[str]:
    """Every state that the record has ever had transfers from `sender` for."""
    rows = world.sql("select distinct receiver from remittances_series where sender = ? and value > 0", [sender])
    return frozenset(rows["receiver"])


def lost(share: ArrayLike, slope: ArrayLike, change: float, multiplier: float = 0.0) -> Floats:
    """Change of income from a change of the sender's GDP in dollars, in the unit of `share`.

    Parameters
    ----------
    share
        Transfers over GDP, any shape, not below 0; in %, so that the answer is in % of GDP.
    slope
        β, a shape that broadcasts with `share`.
    change
        Δln Y: -0.1 is about ten per cent less.
    multiplier
        m, not below 0.

    Raises
    ------
    ValueError
        A multiplier or a share below 0.

    Examples
    --------
    >>> float(lost(20.0, 1.0, np.log(0.9)).round(6)), float(lost(20.0, 1.0, 0.0))
    (-2.0, 0.0)
    """
    share, slope = np.asarray(share, dtype=float), np.asarray(slope, dtype=float)
    if multiplier < 0 or (share < 0).any():
        raise ValueError("shares of transfers in GDP and the multiplier must not be below zero")
    return np.asarray(share * np.expm1(slope * change) * (1 + multiplier))
