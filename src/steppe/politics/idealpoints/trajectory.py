"""A state's path: our positions while there are roll calls, the published ones after them.

The published positions (Bailey, Strezhnev and Voeten) reach further than the roll calls of the bundle and have a scale
of their own. They are put on ours by a straight line, ours = a + b × published, fitted by least squares to all pairs
of state and session that both have. Beside our own figures they are a check. After them they carry the path on, moved
up or down, state by state, by the mean distance between the two over the last five sessions that both have: the line
alone would make a step where the records change, since ours is standardized within sessions and theirs is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Collection

    from steppe.world.world import World

MEETING = 5
"""Last shared sessions over which a state's published path is made to meet ours."""
COLUMNS = (
    *("state", "session", "year", "ideal_point", "low", "high", "votes", "record", "published", "source", "basis"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """The line from published to our positions; `spread` is the standard deviation around it, `correlation` theirs."""

    intercept: float
    slope: float
    spread: float
    correlation: float
    pairs: int

    def __call__(self, published: pd.Series) -> pd.Series:
        """Published positions on our scale."""
        return self.intercept + self.slope * published


def link(ours: pd.DataFrame, published: pd.DataFrame) -> Link:
    """Least squares over the state-sessions of both tables (columns state, session, ideal_point)."""
    pairs = ours.merge(published, on=["state", "session"], suffixes=("", "_published"))
    x, y = pairs["ideal_point_published"].to_numpy(float), pairs["ideal_point"].to_numpy(float)
    slope, intercept = np.polyfit(x, y, 1)
    left = y - intercept - slope * x
    return Link(float(intercept), float(slope), float(left.std()), float(np.corrcoef(x, y)[0, 1]), len(pairs))


def trajectory(world: World, states: Collection[str]) -> tuple[pd.DataFrame, Link]:
    """Paths of states: a row a state and session, and the line that links the two records.

    Returns
    -------
    `record` is "estimated here" (basis estimated) while the state has a position from the bundle's roll calls, and
    "published, linked" (basis reported) in sessions without roll calls; low and high hold 90 %, of the published ones
    as published.
    `published` is the published position on the common line, empty where there is none.
    """
    ours, published = world.table("ideal_points"), world.table("un_ideal_points")
    line = link(ours, published)
    on_line = published[published["state"].isin(states)].assign(published=line(published["ideal_point"]))
    estimated = ours[ours["state"].isin(states)].assign(record="estimated here")
    estimated = estimated.merge(on_line[["state", "session", "published"]], on=["state", "session"], how="left")
    shared = estimated.dropna(subset=["published"]).groupby("state").tail(MEETING)
    away = (shared["ideal_point"] - shared["published"]).groupby(shared["state"]).mean()
    later = on_line[~on_line["session"].isin(ours["session"].unique())]
    shift = later["state"].map(away).fillna(0.0)
    later = later.assign(
        record="published, linked",
        basis="reported",
        ideal_point=later["published"] + shift,
        low=line(later["q05"]) + shift,
        high=line(later["q95"]) + shift,
    )
    both = pd.concat([estimated, later], ignore_index=True).sort_values(["state", "session"], ignore_index=True)
    return both[list(COLUMNS)], line
