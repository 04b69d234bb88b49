"""Exposure to a power's productivity: what one per cent more of it does to a state's real income, to first order.

With W the welfare exposures and Y the income exposures of `steppe.economy.exposure`, I spending on goods and GDP as in
the accounts of the year, the exposure of actor A to power P (its members apart from A's) is

    E_AP = Σ_{n∈A} Σ_{k∈P} W_nk I_n / Σ_{n∈A} GDP_n        % of GDP per 1 % of productivity, all members of P alike
    y_AP = Σ_{n∈A} Σ_{k∈P} Y_nk I_n / Σ_{n∈A} I_n          the same for nominal income, in units of world income

A positive figure means that A gains when P becomes more productive, from cheaper purchases and a larger market;
a negative one, that P's sales displace A's. The figure is the median over a grid of equally likely values of the trade
elasticity and of the sales at home that are fitted and not observed, where deficits keep their proportion to income.
The interval goes from the lower 5 % to the higher 95 % of that grid and of the same grid in the world without deficits
(closure `zero`): what deficits do is a choice, and a sign that turns with it is not a finding. Errors of the trade
records are not in it.

The figures are kept in the table `trade_exposure` (every state and the European Union on the twelve and the powers);
`python -m recipes --only exposures` makes it anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from steppe.display.format import recorded
from steppe.economy import (
    Accounts,
    Closure,
    Economy,
    accounts_of,
    balanced,
    baseline_flows,
    baseline_income,
    exposure,
    from_flows,
)
from steppe.economy.depth import elasticity
from steppe.economy.domestic import fitted
from steppe.influence.trade import trade_years
from steppe.world.actors import POWERS, Actor, actor, actors
from steppe.world.dates import Years, as_years
from steppe.world.layers import spans
from steppe.world.world import World

TABLE = "trade_exposure"
DECIMALS = 3
"""The last decimal that is shown: what is smaller is below what the trade records can tell."""
COLUMNS = ("exposure", "exposure_low", "exposure_high", "income_exposure", "missing_exposure")
"""What `dependence` has of it."""
THETAS, SHIFTS = 9, 5
"""Equally likely values of the trade elasticity, and of the fitted sales at home."""
ENDS = (0.05, 0.95)
READ = frozenset({"trade", "trade_national", "macro", "domestic_ratio", "trade_elasticity"})
"""Tables that exposure is computed from."""
OTHER_LAYERS = "exposure is that of trade in goods"
EDITED = "the tables were edited: steppe.influence.exposures computes exposure anew"
NOT_KEPT = "kept for every state on the twelve and the powers, in years with trade of the whole world"

Array = NDArray[np.float64]


def exposures(
    world: World, of: str | Sequence[str] | None = None, on: str | Sequence[str] = POWERS, years: Years = None
) -> pd.DataFrame:
    """Exposure of states to powers, computed from the accounts of each year.

    Parameters
    ----------
    of
        Codes, names or groups taken as one; every state in the accounts, and the European Union, by default.
    on
        Powers, likewise.
    years
        Years with trade of the whole world; all of them by default.

    Returns
    -------
    One row a state, power and year in which both are in the accounts: state, partner, year, exposure, low, high (% of
    GDP per 1 % of the power's productivity), income (% per 1 %), source, basis.
    """
    powers = actors(world, on)
    frames = []
    for year in as_years(years, trade_years(world)):
        books = accounts_of(world, year)
        states = actors(world, (*books.economy.states, "EU") if of is None else of)
        frames.append(_of_year(world, books, states, powers))
    return pd.concat(frames, ignore_index=True)


def with_exposure(world: World, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame of `figures` with the columns `COLUMNS`, those kept; where there is none, why."""
    kept = world.sql(
        f"select state, partner, year, exposure, low as exposure_low, high as exposure_high, income as income_exposure "
        f"from {TABLE} where list_contains(?, state) and list_contains(?, partner)",
        [sorted(set(frame["state"])), sorted(set(frame["partner"]))],
    )
    edited = not READ.isdisjoint(world.edits)
    if edited:
        kept = kept.iloc[:0]
    both = frame.merge(kept, on=["state", "partner", "year"], how="left", validate="many_to_one")
    trade = both["layer"].eq("trade")
    both.loc[~trade, list(COLUMNS[:-1])] = np.nan
    why = np.where(trade, EDITED if edited else NOT_KEPT, OTHER_LAYERS)
    missing = pd.Series(why, index=both.index).where(both["exposure"].isna(), None)
    return both.assign(missing_exposure=missing.astype("str").where(both["exposure"].isna()))


def told(world: World, frame: pd.DataFrame) -> list[str]:
    """The latest exposures of a frame of `figures` in a sentence for each state; a sign only where it is certain."""
    known = frame[frame["exposure"].notna()]
    latest = known.loc[known.groupby(["state", "partner"], sort=False)["year"].idxmax()]
    return [
        f"Exposure {spans(own['year'])}: change of {actor(world, str(state)).title}'s real income in % of GDP when a "
        f"power is 1 % more productive (estimated): {'; '.join(map(_in_words, own.to_dict('records')))}."
        for state, own in latest.groupby("state", sort=False)
    ]


def parts(row: Any) -> tuple[str, str]:
    """An exposure, blank where its sign is not certain, and its interval.

    Examples
    --------
    >>> parts({"exposure": 0.0411, "exposure_low": 0.0041, "exposure_high": 0.0577})
    ('0.041', '0.004 to 0.058')
    >>> parts({"exposure": -0.02, "exposure_low": -0.03, "exposure_high": 0.001})
    ('', '−0.030 to 0.001')
    """
    value, low, high = (recorded(row[name], "estimated", DECIMALS) for name in COLUMNS[:3])
    sure = row["exposure_low"] > 0 or row["exposure_high"] < 0
    return value if sure else "", f"{low} to {high}"


def _in_words(row: dict[str, Any]) -> str:
    value, span = parts(row)
    return f"{row['partner']} {value or 'no certain sign'} ({span})"


def _of_year(world: World, books: Accounts, states: Sequence[Actor], powers: Sequence[Actor]) -> pd.DataFrame:
    mine, theirs = (_membership(books, side) for side in (states, powers))
    known = (mine.sum(axis=1) > 0)[:, None] & ((theirs.sum(axis=1) > 0)[None] & (mine @ theirs.T == 0))
    kept, without = (
        np.array([_figures(economy, theta, books.gdp, mine, theirs, closure) for economy, theta in grid])
        for closure, grid in _grids(world, books)
    )
    value, income = np.median(kept, axis=0)
    ends = np.quantile([kept[:, 0], without[:, 0]], ENDS, axis=1)
    rows, columns = (place.tolist() for place in np.nonzero(known))
    return pd.DataFrame(
        {
            "state": [states[row].name for row in rows],
            "partner": [powers[column].name for column in columns],
            "year": books.year,
            "exposure": value[known],
            "low": ends[0].min(axis=0)[known],
            "high": ends[1].max(axis=0)[known],
            "income": income[known],
            "source": "steppe-exposure",
            "basis": "estimated",
        }
    )


def _membership(books: Accounts, side: Sequence[Actor]) -> Array:
    """1 where a state of the accounts is a member of an actor, shape (actors, N)."""
    return np.array([[float(state in one.members) for state in books.economy.states] for one in side])


def _figures(
    economy: Economy, theta: float, gdp: Array, mine: Array, theirs: Array, closure: Closure
) -> tuple[Array, Array]:
    """E and y, each of shape (states, powers)."""
    found, spending = exposure(economy, theta, closure=closure), baseline_income(economy)
    product, money = ((mine @ one)[:, None] for one in (gdp, spending))
    both = ((mine * spending) @ moved @ theirs.T for moved in (found.welfare, found.income))
    welfare, income = (
        np.divide(part, of, out=np.zeros_like(part), where=of > 0)
        for part, of in zip(both, (product, money), strict=True)
    )
    return welfare, income


def _grids(world: World, books: Accounts) -> Iterator[tuple[Closure, list[tuple[Economy, float]]]]:
    """Economies and trade elasticities of equal weight, with deficits and without."""
    thetas = elasticity(world).at(_middles(THETAS)).tolist()
    shifts = fitted(world).spread * ndtri(_middles(SHIFTS))
    observed = set(world.table("domestic_ratio")["state"])
    flows = baseline_flows(books.economy)[:, :, 0]
    free = np.array([state not in observed for state in books.economy.states])
    economies = [
        from_flows(flows + np.diag(np.diagonal(flows) * free * np.expm1(shift)), books.economy.states)
        for shift in shifts
    ]
    grid = list(product(economies, thetas))
    yield Closure.MULTIPLICATIVE, grid
    yield Closure.ZERO, [(balanced(economy, theta), theta) for economy, theta in grid]


def _middles(count: int) -> Array:
    """Probabilities in the middle of parts of equal size."""
    return (np.arange(count) + 0.5) / count
