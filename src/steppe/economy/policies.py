"""Trade policies as arrays: who stands under what with whom, and in which year.

Each policy is an array of shape (N exporters, N importers, T years) of numbers from 0 to 1. Policies lie one above the
other: `rta` is 1 under any agreement of real depth, and `eu`, `eaeu`, `cisfta`, `dcfta` are what such an agreement adds
to it. `cisfta` is therefore what the treaty of 2011 added to the bilateral agreements of the 1990s, which are older
than the trade data; it is not the effect of free trade in the CIS.

The sanctions of 2014 are phased over three years: a third in 2014, two thirds in 2015, all from 2016 on. Who imposed
them is dated by hand below: the states of the group `west` which did so only in 2022 (South Korea, New Zealand) are not
treated. Russia's import embargo of 2014-08-07 named the EU, the United States, Canada, Australia and Norway, and was
widened to Albania, Iceland and Montenegro on 2015-08-13.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.world.errors import UserError
from steppe.world.world import World

Array = NDArray[np.float64]

RUSSIA, UKRAINE = "RUS", "UKR"
SANCTIONING = {  # states outside the EU that took part, with the first year (EU decisions of 2014; national lists)
    **dict.fromkeys(("USA", "CAN", "AUS", "NOR", "JPN", "CHE", "ISL", "ALB", "MNE"), 2014),
}
EMBARGOED = {  # states outside the EU on Russia's list (Government decrees 778 of 2014-08-07, 842 of 2015-08-13)
    **dict.fromkeys(("USA", "CAN", "AUS", "NOR"), 2014),
    **dict.fromkeys(("ISL", "ALB", "MNE"), 2015),
}
PHASE = {0: 1 / 3, 1: 2 / 3}
"""Share of the measure in force by years since the first; all of it from the third year on."""


@dataclass(frozen=True)
class Axes:
    """The states and consecutive years that all arrays share."""

    states: tuple[str, ...]
    years: tuple[int, ...]

    @property
    def shape(self) -> tuple[int, int, int]:
        """(N exporters, N importers, T years)."""
        return len(self.states), len(self.states), len(self.years)

    @cached_property
    def position(self) -> Mapping[str, int]:
        """Place of each state on the first two axes."""
        return {state: place for place, state in enumerate(self.states)}

    def zeros(self) -> Array:
        """An array in which no policy holds."""
        return np.zeros(self.shape)


def spells(world: World) -> pd.DataFrame:
    """Rows of `trade_agreements` of real depth: everything but kind `partial`."""
    return world.sql("from trade_agreements where kind <> 'partial'")


def covered(rows: pd.DataFrame, axes: Axes) -> Array:
    """1 where one of the dyad spells holds, in both directions; a spell of one day in a year counts for the year.

    Parameters
    ----------
    rows
        Columns state_a, state_b, start_year, end_year (empty: still in force).
    """
    cube = axes.zeros()
    first, last = axes.years[0], axes.years[-1]
    rows = rows[rows["state_a"].isin(axes.states) & rows["state_b"].isin(axes.states)]
    a, b = (rows[side].map(axes.position).to_numpy() for side in ("state_a", "state_b"))
    start = rows["start_year"].to_numpy(dtype=int)
    end = rows["end_year"].fillna(last).to_numpy(dtype=int)
    for offset, year in enumerate(range(first, last + 1)):
        now = (start <= year) & (end >= year)
        cube[a[now], b[now], offset] = cube[b[now], a[now], offset] = 1.0
    return cube


def rta(world: World, axes: Axes) -> Array:
    """Any trade agreement of real depth."""
    return covered(spells(world), axes)


def family(name: str) -> Callable[[World, Axes], Array]:
    """The policy `one agreement of this family holds`, on top of `rta`."""

    def cube(world: World, axes: Axes) -> Array:
        rows = spells(world)
        return covered(rows[rows["family"] == name], axes)

    cube.__doc__ = f"Agreements of the family {name}: what they add to `rta`."
    return cube


def wto(world: World, axes: Axes) -> Array:
    """Two different states are members of the WTO (before 1995: of the GATT) on a day of the year."""
    first = world.sql("from wto_members").set_index("state")["first_year"]
    since = np.array([first.get(state, np.inf) for state in axes.states], dtype=float)
    member = since[:, None] <= np.asarray(axes.years)
    abroad = ~np.eye(len(axes.states), dtype=bool)[:, :, None]
    return (member[:, None, :] & member[None, :, :] & abroad).astype(float)


def eu_members(world: World, axes: Axes) -> NDArray[np.bool_]:
    """Whether each state is a member of the EU in each year, from the agreement among members; shape (N, T)."""
    rows = spells(world)
    members: NDArray[np.bool_] = covered(rows[rows["agreement"] == "EU"], axes).max(axis=1) > 0
    return members


def phased(axes: Axes, first: Mapping[str, int], eu_first: int | None, world: World) -> Array:
    """Share in force (N, T) for the states named from their first year, and for EU members from `eu_first`."""
    share = np.zeros((len(axes.states), len(axes.years)))
    member = eu_members(world, axes) if eu_first else np.zeros(share.shape, dtype=bool)
    for n, state in enumerate(axes.states):
        for t, year in enumerate(axes.years):
            since = first.get(state, eu_first if member[n, t] else None)
            if since is not None and year >= since:
                share[n, t] = PHASE.get(year - since, 1.0)
    return share


def west_to_russia(world: World, axes: Axes) -> Array:
    """Sanctions on exports to Russia, phased from 2014, and what went with them (finance, risk)."""
    cube = axes.zeros()
    russia = _place(axes, RUSSIA)
    cube[:, russia, :] = phased(axes, SANCTIONING, 2014, world)
    return cube


def russia_to_west(world: World, axes: Axes) -> Array:
    """Russian exports to the states that imposed sanctions, phased from 2014."""
    return west_to_russia(world, axes).transpose(1, 0, 2)


def russia_ukraine(world: World, axes: Axes) -> Array:
    """Trade between Russia and Ukraine in both directions, phased from 2014."""
    cube = axes.zeros()
    russia, ukraine = _place(axes, RUSSIA), _place(axes, UKRAINE)
    share = [PHASE.get(year - 2014, 1.0) if year >= 2014 else 0.0 for year in axes.years]
    cube[russia, ukraine] = cube[ukraine, russia] = share
    return cube


def _place(axes: Axes, state: str) -> int:
    if state not in axes.position:
        raise UserError(f"gravity: the trade data have no trade of {state}; sanctions on it cannot be estimated")
    return axes.position[state]


POLICIES: Mapping[str, Callable[[World, Axes], Array]] = {
    "rta": rta,
    "eu": family("EU"),
    "wto": wto,
    "eaeu": family("EAEU"),
    "cisfta": family("CISFTA"),
    "dcfta": family("DCFTA"),
    "west_to_russia": west_to_russia,
    "russia_to_west": russia_to_west,
    "russia_ukraine": russia_ukraine,
}
"""The policy variables of every specification, in the order in which they are printed."""
