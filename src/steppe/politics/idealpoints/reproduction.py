"""Our positions beside the published ones, figure by figure: levels, changes over five years, distances to powers.

A reproduction: the published positions (Bailey, Strezhnev and Voeten, release of June 2024) rest on the same votes and
were known. Each record stands on its own scale: ours has a standard deviation of 1 in each session, the published one
has none that is fixed.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from steppe.politics.idealpoints.baselines import changes
from steppe.politics.idealpoints.comparison import YEARS
from steppe.politics.idealpoints.estimate import SESSION_ZERO
from steppe.world.errors import UserError
from steppe.world.load import embedded
from steppe.world.world import World

POWERS = ("USA", "RUS", "CHN")
"""Whose distance is shown."""
RECORDS = {"own": "ideal_points", "published": "un_ideal_points"}


def ideal_points(
    states: str | Sequence[str] | None = None, *, years: Sequence[int] | None = None, world: World | None = None
) -> pd.DataFrame:
    """Our positions of states in the General Assembly with standard errors, beside the published ones.

    Parameters
    ----------
    states
        States by code or name, or a group's name; all by default.
    years
        Years in which sessions opened; all by default.
    world
        The world whose tables are read; the bundle by default.

    Returns
    -------
    pandas.DataFrame
        A row a state and session: `state`, `session`, `year`, `ideal_point` (mean 0 and standard deviation 1 within a
        session), its standard error `se`, `low` and `high` (90 %), `votes` cast, and `published` with `q05` and `q95`
        on a scale of their own, empty where there is none.

    Raises
    ------
    UserError
        A state is unknown, or none of those asked for has a position in these years.

    Examples
    --------
    >>> import steppe
    >>> steppe.ideal_points("KAZ", years=[2019])[["state", "year", "votes"]].values.tolist()
    [['KAZ', 2019, 91]]
    """
    world = world or embedded()
    table = world.table("ideal_points").drop(columns=["source", "basis"])
    published = world.table("un_ideal_points")[["state", "session", "ideal_point", "q05", "q95"]]
    table = table.merge(published.rename(columns={"ideal_point": "published"}), on=["state", "session"], how="left")
    if states is not None:
        table = table[table["state"].isin(_codes(world, states))]
    if years is not None:
        table = table[table["year"].isin(years)]
    if table.empty:
        raise UserError("ideal_points: none of these states has a position in these years; see the table ideal_points")
    return table.reset_index(drop=True)


def _codes(world: World, states: str | Sequence[str]) -> list[str]:
    named = [states] if isinstance(states, str) else list(states)
    return [
        code for name in named for code in (world.group(name) if name in world.group_names else [world.state(name)])
    ]


def levels(world: World, states: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Positions of states in years: index state and record (own, published), a column a year."""
    return _wide(_both(world, "ideal_point"), states, years)


def five_year_changes(world: World, states: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Changes over the five years up to each year, laid out as `levels`."""
    both = _both(world, "ideal_point")
    moved = [
        changes(own.rename(columns={"ideal_point": "position"}), YEARS).assign(record=record)
        for record, own in both.groupby("record")
    ]
    made = pd.concat(moved, ignore_index=True)
    made = made.assign(year=made["session"] + SESSION_ZERO + YEARS)
    return _wide(made.rename(columns={"change": "ideal_point"}), states, years)


def distances(world: World, states: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    """Distances of states from `POWERS`: index state, power and record, a column a year."""
    table = levels(world, [*states, *POWERS], years)
    parts = {
        (state, power): (table.loc[state] - table.loc[power]).abs()
        for state in states
        for power in POWERS
        if state != power
    }
    return pd.concat(parts, names=["state", "power"])


def _both(world: World, column: str) -> pd.DataFrame:
    parts = [
        world.table(table)[["state", "session", "year", column]].assign(record=record)
        for record, table in RECORDS.items()
    ]
    return pd.concat(parts, ignore_index=True)


def _wide(frame: pd.DataFrame, states: Sequence[str], years: Sequence[int]) -> pd.DataFrame:
    chosen = frame[frame["state"].isin(states) & frame["year"].isin(years)]
    wide = chosen.pivot(index=["state", "record"], columns="year", values="ideal_point")
    order = pd.MultiIndex.from_product([dict.fromkeys(states), RECORDS], names=["state", "record"])
    return wide.reindex(index=order, columns=list(years))
