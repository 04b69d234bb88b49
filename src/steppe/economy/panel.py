"""The panel that gravity is estimated on: which pairs and years count, and which zeros are zeros.

Four rules, each of which removes a number that looks like an observation and is not one:

* *existence*: a state trades from the year in which it begins (Serbia and Montenegro 2006, South Sudan 2011,
  Timor-Leste 2002); the zeros before are not zeros;
* *known holes*: flows that a record lost, listed in `KNOWN_HOLES` with the reason;
* *gaps*: no trade at all between two years of at least 100 million dollars each is a report that was never filed;
* pairs that never trade in the years of a sample say nothing and are left out (their pair effect is minus infinity).

Trade of 2023 comes from another edition of BACI, with fewer economies and filled gaps, and is not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.economy.domestic import domestic_sales
from steppe.economy.policies import POLICIES, Array, Axes
from steppe.world.world import World

FIRST_YEAR, LAST_YEAR = 2000, 2020
GAP_FLOOR = 100.0  # million USD on both sides of a gap
KNOWN_HOLES = {
    ("RUS", "KAZ", 2010): "customs union: no declarations at the common border from July, statistics not yet set up",
    ("KAZ", "RUS", 2010): "customs union: no declarations at the common border from July, statistics not yet set up",
    ("SAU", "JPN", 2015): "2.5 bn USD between 42.7 in 2014 and 17.9 in 2016: oil is missing",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """Which years, and whether sales at home stand beside trade abroad."""

    name: str
    title: str
    step: int
    first_year: int
    last_year: int
    domestic: bool

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the sample."""
        return tuple(range(self.first_year, self.last_year + 1, self.step))


SAMPLES: Mapping[str, Sample] = {
    sample.name: sample
    for sample in (
        Sample("international", "Trade between states, consecutive years", 1, 2000, 2020, False),
        Sample("international-3", "Trade between states, every third year", 3, 2000, 2018, False),
        Sample("domestic-3", "With domestic sales and border×year, every third year", 3, 2000, 2018, True),
        Sample("domestic-4", "With domestic sales and border×year, every fourth year", 4, 2000, 2020, True),
    )
}


def axes(world: World) -> Axes:
    """All states that trade in 2000-2020, and these years."""
    codes = world.sql(
        "select exporter as state from trade where year between ? and ? "
        "union select importer from trade where year between ? and ? order by state",
        [FIRST_YEAR, LAST_YEAR, FIRST_YEAR, LAST_YEAR],
    )
    return Axes(tuple(codes["state"]), tuple(range(FIRST_YEAR, LAST_YEAR + 1)))


def flows(world: World, on: Axes) -> Array:
    """Trade in million USD, zero where the table has no row; nothing on the diagonal."""
    rows = world.sql("select * from trade where year between ? and ?", [on.years[0], on.years[-1]])
    cube = on.zeros()
    places = [rows[side].map(on.position).to_numpy() for side in ("exporter", "importer")]
    cube[places[0], places[1], rows["year"].to_numpy() - on.years[0]] = rows["value"]
    return cube


def existing(world: World, on: Axes) -> NDArray[np.bool_]:
    """Whether both states exist on a day of the year."""
    dates = world.sql('select state, year("start") as first, year("end") as last from states').set_index("state")
    dates = dates.reindex(list(on.states))
    first = dates["first"].fillna(0).to_numpy(dtype=int)
    last = dates["last"].fillna(9999).to_numpy(dtype=int)
    years = np.asarray(on.years)
    alive = (first[:, None] <= years) & (years <= last[:, None])
    return alive[:, None, :] & alive[None, :, :]


def gaps(trade: Array) -> NDArray[np.bool_]:
    """Zeros between two years that both reach `GAP_FLOOR`: missing records, of any length."""
    empty = trade == 0
    before, after = trade.copy(), trade.copy()
    for t in range(1, trade.shape[-1]):
        before[..., t] = np.where(empty[..., t], before[..., t - 1], trade[..., t])
        after[..., -1 - t] = np.where(empty[..., -1 - t], after[..., -t], trade[..., -1 - t])
    return empty & (before >= GAP_FLOOR) & (after >= GAP_FLOOR)


def observed(world: World, on: Axes, trade: Array) -> NDArray[np.bool_]:
    """Pair-years whose trade, zero or not, is an observation."""
    mask = existing(world, on) & ~gaps(trade)
    for exporter, importer, year in KNOWN_HOLES:
        if exporter in on.position and importer in on.position:
            mask[on.position[exporter], on.position[importer], year - on.years[0]] = False
    mask[np.arange(len(on.states)), np.arange(len(on.states))] = False
    return mask


def panel(world: World, sample: Sample, policies: Mapping[str, Array] | None = None) -> pd.DataFrame:
    """One row per exporter, importer and year, with every policy variable.

    Parameters
    ----------
    sample
        One of `SAMPLES`.
    policies
        Arrays over `axes(world)` in place of those of `POLICIES`.

    Returns
    -------
    Columns exporter, importer (codes), year, value (million USD), the policies, `border_<year>` for every year but the
    first if the sample has domestic sales, and the integer codes exporter_year, importer_year, pair (directed) and
    cluster (undirected).
    """
    on = axes(world)
    if policies is None:
        policies = {name: policy(world, on) for name, policy in POLICIES.items()}
    trade = flows(world, on)
    mask = observed(world, on, trade)
    if sample.domestic:
        _add_domestic(world, sample, on, trade, mask)
    times = np.asarray(sample.years) - on.years[0]
    trade, mask = trade[..., times], mask[..., times]
    mask &= (trade * mask).sum(axis=-1, keepdims=True) > 0
    e, i, t = np.nonzero(mask)
    columns = {name: cube[..., times][mask] for name, cube in policies.items()}
    frame = pd.DataFrame({"value": trade[mask], **columns, **_codes(e, i, t, on, sample)})
    if sample.domestic:
        for offset, year in enumerate(sample.years[1:], start=1):
            frame[f"border_{year}"] = ((e != i) & (t == offset)).astype(float)
    return frame


def _add_domestic(world: World, sample: Sample, on: Axes, trade: Array, mask: NDArray[np.bool_]) -> None:
    """Puts sales at home on the diagonal, for the states and years where they are known."""
    sales = domestic_sales(world, sample.years)
    sales = sales[sales["state"].isin(on.states)]
    n = sales["state"].map(on.position).to_numpy()
    t = sales["year"].to_numpy(dtype=int) - on.years[0]
    trade[n, n, t] = sales["value"]
    mask[n, n, t] = existing(world, on)[n, n, t]


def _codes(
    e: NDArray[np.intp], i: NDArray[np.intp], t: NDArray[np.intp], on: Axes, sample: Sample
) -> dict[str, object]:
    n, years = len(on.states), np.asarray(sample.years)
    states = pd.Categorical.from_codes
    return {
        "exporter": states(e, categories=list(on.states)),
        "importer": states(i, categories=list(on.states)),
        "year": years[t],
        "exporter_year": e * len(years) + t,
        "importer_year": i * len(years) + t,
        "pair": e * n + i,
        "cluster": np.minimum(e, i) * n + np.maximum(e, i),
    }
