"""Ideal points: ours beside the published ones (Bailey, Strezhnev and Voeten), and what is naive beside both.

As laid down in docs/explanation/ideal-points.md: sessions opened in 1992 to 2019; the correlation of levels, and of the
changes within five sessions; for all states and for the twelve. Baselines are the first principal component of the
votes in windows of one, three and five sessions, the mean of each state and the published position of the session
before (levels alone), and the published change of the five sessions before (changes alone). All are compared on the
pairs of state and session that every one of them has, so changes begin five sessions later than in the explanation.
Blocks are states. The published positions rest on the same votes and were known: agreement with them is a reproduction.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from steppe.evidence.hindcast import Trial, hindcast
from steppe.evidence.scores import correlation, moments
from steppe.politics.idealpoints.ballots import ballots
from steppe.politics.idealpoints.baselines import WIDTHS, changes, persistence, windowed_pca
from steppe.politics.idealpoints.comparison import FIRST, LAST, YEARS
from steppe.politics.idealpoints.estimate import ANCHOR, SESSION_ZERO
from steppe.world.world import World

MODEL = "model"
KEYS = ["state", "session"]


@hindcast(
    "ideal-points",
    "Positions in the General Assembly, beside the published ones",
    "politics",
    "reproduction",
    mechanism="positions in the General Assembly",
    used=True,
    quick=False,
)
def ideal_points(world: World) -> Iterable[Trial]:
    """Levels and five-year changes, for all states and for the twelve."""
    published = _positions(world, "un_ideal_points")
    others = {MODEL: _positions(world, "ideal_points"), **_components(world)}
    constant = published.assign(position=published.groupby("state")["position"].transform("mean"))
    last = published.assign(session=published["session"] + 1)
    levels = _together(published, {**others, "constant per state": constant, "published one before": last}, "position")
    moved = {name: changes(frame, YEARS) for name, frame in others.items()}
    steps = _together(changes(published, YEARS), {**moved, "persistence": persistence(published, YEARS)}, "change")
    for what, frame in (("levels", levels), (f"changes in {YEARS} years", steps)):
        twelve = frame[frame["state"].isin(world.group("twelve"))]
        yield _trial(frame, f"correlation of {what}, all states")
        yield _trial(twelve, f"correlation of {what}, the twelve")


def _positions(world: World, table: str) -> pd.DataFrame:
    return world.sql(
        f"select state, session, ideal_point as position from {table} where session between ? and ?", [FIRST, LAST]
    )


def _components(world: World) -> dict[str, pd.DataFrame]:
    votes = ballots(world.table("roll_calls"), world.table("roll_call_votes"), longest=1)
    made = {f"windowed PCA, {width}": windowed_pca(votes, width, ANCHOR) for width in WIDTHS}
    return {name: frame[frame["session"].between(FIRST, LAST)] for name, frame in made.items()}


def _together(published: pd.DataFrame, others: dict[str, pd.DataFrame], value: str) -> pd.DataFrame:
    """The published figures and all others on the pairs that every one has: state, session, published, others."""
    frame = published[[*KEYS, value]].rename(columns={value: "published"})
    for name, other in others.items():
        frame = frame.merge(other[[*KEYS, value]].rename(columns={value: name}), on=KEYS, validate="one_to_one")
    return frame


def _trial(frame: pd.DataFrame, measure: str) -> Trial:
    names = [name for name in frame.columns if name not in (*KEYS, "published")]
    made = {name: moments(frame[name], frame["published"]) for name in names}
    first, last = (SESSION_ZERO + int(end) for end in (frame["session"].min(), frame["session"].max()))
    spread = float(np.std(frame["published"]))
    return Trial(
        measure=measure,
        unit="r",
        scores=made.pop(MODEL),
        baselines=made,
        block=frame["state"].to_numpy(),
        of="state",
        period=f"{first}-{last}",
        evidence=f"{frame['state'].nunique()} states; the published figures have a standard deviation of {spread:.2f}.",
        statistic=correlation,
        higher=True,
    )
