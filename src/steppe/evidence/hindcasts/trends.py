"""Do ties go on moving as they moved? A damped trend against six rules that are at least as simple, one year ahead.

With x_{t-4} … x_t the last five years of a tie and b the slope of a line through them:

    damped trend     x_t + b / 2                        the mechanism: half of the trend goes on
    no change        x_t
    straight trend   x_t + b
    last change      x_t + (x_t - x_{t-1})
    five-year mean   mean of the five
    group mean       x_t + λ (m_t - x_t), m the mean over the states; λ fitted on earlier years only
    own mean         x_t + μ (n_t - x_t), n the mean of the five; μ fitted on earlier years only

Ties of the twelve, in percentage points: share of each of five powers in trade, agreement with Russia and with China in
the General Assembly, debt to China and remittances received over GDP. Years that do not follow on each other are left
out; so are the first four origins, on which λ and μ are fitted. Blocks are years. The half and the ties were fixed
before any result was seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from steppe.evidence.hindcast import Trial, hindcast
from steppe.evidence.hindcasts.dependence_votes import POWERS, members, trade_share
from steppe.evidence.scores import Floats, absolute_error
from steppe.world.world import World

WINDOW, DAMPING, LEARNING = 5, 0.5, 4
LAST_COUNTED_VOTES = 2019  # from 2020 on the rates of agreement are those published by session


@hindcast(
    "trend-of-trade-shares",
    "Share of each power in a state's trade: half of its trend goes on",
    "economy",
    "forecast",
    mechanism="half of the last trend goes on",
)
def trade_shares(world: World) -> Iterable[Trial]:
    """Five powers, 2000 to 2020."""
    states = world.group("twelve")
    parts = []
    for power in POWERS:
        share = trade_share(world, members(world, power)).loc[:2020]
        wide = share[[state for state in states if state != power]]
        long = wide.rename_axis(index="year", columns="state").stack().rename("value").reset_index()
        parts.append(long.assign(of=power))
    yield _trial(pd.concat(parts, ignore_index=True))


@hindcast(
    "trend-of-votes-with-russia",
    "Agreement with Russia in the UN: half of its trend goes on",
    "politics",
    "forecast",
    mechanism="half of the last trend goes on",
)
def votes_with_russia(world: World) -> Iterable[Trial]:
    """Own computation of agreement, to 2019."""
    yield _trial(_agreement(world, "RUS"))


@hindcast(
    "trend-of-votes-with-china",
    "Agreement with China in the UN: half of its trend goes on",
    "politics",
    "forecast",
    mechanism="half of the last trend goes on",
)
def votes_with_china(world: World) -> Iterable[Trial]:
    """Own computation of agreement, to 2019."""
    yield _trial(_agreement(world, "CHN"))


@hindcast(
    "trend-of-debt-to-china",
    "Debt to China over GDP: half of its trend goes on",
    "economy",
    "forecast",
    mechanism="half of the last trend goes on",
)
def debt_to_china(world: World) -> Iterable[Trial]:
    """Implied stock at the end of the year."""
    yield _trial(_over_gdp(world, "select debtor as state, year, stock as amount from debt where creditor = 'CHN'"))


@hindcast(
    "trend-of-remittances",
    "Remittances received over GDP: half of its trend goes on",
    "economy",
    "forecast",
    mechanism="half of the last trend goes on",
)
def remittances(world: World) -> Iterable[Trial]:
    """The longest record, that of the World Bank."""
    record = "select state, year, value as amount from remittance_receipts where source = 'wb-remittances'"
    yield _trial(_over_gdp(world, record))


def _agreement(world: World, power: str) -> pd.DataFrame:
    return world.sql(
        "select state_a as state, year, agreement as value, state_b as of from un_agreement "
        "where state_b = ? and year <= ? and list_contains(?, state_a)",
        [power, LAST_COUNTED_VOTES, [state for state in world.group("twelve") if state != power]],
    )


def _over_gdp(world: World, amounts: str) -> pd.DataFrame:
    return world.sql(
        f"select a.state, a.year, amount / value as value, 'GDP' as of from ({amounts}) a join macro m "
        "on m.state = a.state and m.year = a.year and concept = 'gdp_usd' and source = 'wdi' "
        "where list_contains(?, a.state)",
        [list(world.group("twelve"))],
    )


def _trial(ties: pd.DataFrame) -> Trial:
    cases = windows(ties)
    cases = cases[cases["origin"] >= cases["origin"].min() + LEARNING]
    outcome = 100 * cases["outcome"].to_numpy()
    errors = {rule: absolute_error(100 * cases[rule], outcome) for rule in (*RULES, *TOWARDS)}
    years = cases["origin"].to_numpy() + 1
    return Trial(
        measure="mean absolute error, 1 year ahead",
        unit="percentage points",
        scores=errors.pop("damped trend"),
        baselines=errors,
        block=years,
        of="year",
        period=f"{years.min()}-{years.max()}",
        evidence=f"{cases['state'].nunique()} states; every rule sees only years before the one it forecasts.",
    )


def windows(ties: pd.DataFrame) -> pd.DataFrame:
    """Every five years of a tie that a sixth follows, with what each rule says of the sixth.

    Parameters
    ----------
    ties
        Columns state, of, year, value.

    Returns
    -------
    Columns state, of, origin (the fifth year), outcome, and one for each of `RULES` and of `TOWARDS`.
    """
    wide = ties.dropna().pivot(index=["state", "of"], columns="year", values="value")
    wide = wide.reindex(columns=range(wide.columns.min(), wide.columns.max() + 1))
    parts: list[pd.DataFrame] = []
    history: dict[str, list[tuple[Floats, Floats]]] = {rule: [] for rule in TOWARDS}
    for origin in wide.columns[WINDOW - 1 : -1]:
        span = wide[[*range(origin - WINDOW + 1, origin + 2)]].dropna()
        past, outcome = span.to_numpy()[:, :WINDOW], span.to_numpy()[:, WINDOW]
        means = span[origin].groupby("of").transform("mean").to_numpy(), past.mean(axis=1)
        forecasts = {rule: make(past) for rule, make in RULES.items()}
        for rule, mean in zip(TOWARDS, means, strict=True):
            gap = mean - past[:, -1]
            forecasts[rule] = past[:, -1] + _pull(history[rule]) * gap
            history[rule].append((gap, outcome - past[:, -1]))
        parts.append(span.index.to_frame(index=False).assign(origin=origin, outcome=outcome, **forecasts))
    return pd.concat(parts, ignore_index=True)


def _pull(history: list[tuple[Floats, Floats]]) -> float:
    """λ or μ by least squares through the origin on all earlier cases; 0 before there are any."""
    if not history:
        return 0.0
    gap, moved = (np.concatenate(side) for side in zip(*history, strict=True))
    return float(gap @ moved / (gap @ gap)) if gap @ gap else 0.0


def _slope(past: Floats) -> Floats:
    """Slope of the least-squares line through the years of each row."""
    time = np.arange(WINDOW) - (WINDOW - 1) / 2
    return np.asarray(past @ time / (time @ time))


RULES: dict[str, Callable[[Floats], Floats]] = {
    "damped trend": lambda past: past[:, -1] + DAMPING * _slope(past),
    "no change": lambda past: past[:, -1],
    "straight trend": lambda past: past[:, -1] + _slope(past),
    "last change": lambda past: 2 * past[:, -1] - past[:, -2],
    "five-year mean": lambda past: past.mean(axis=1),
}
TOWARDS = ("group mean", "own mean")
"""Means towards which a tie moves, by a part that earlier years show."""
