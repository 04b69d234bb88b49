"""Ours beside the published positions: level and change over five years, with the baselines.

Correlations are over all pairs of state and session that both sides have, not centred by state or session. The
definitions were written down before the first fit (`docs/explanation/ideal-points.md`).
"""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from steppe.politics.idealpoints.ballots import Ballots
from steppe.politics.idealpoints.baselines import WIDTHS, changes, persistence, windowed_pca

FIRST, LAST = 47, 74
"""Sessions compared: opened in 1992 to 2019."""
YEARS = 5
COLUMNS = ("method", "level", "level_pairs", "change", "change_pairs")


def comparison(
    ours: pd.DataFrame, published: pd.DataFrame, votes: Ballots, anchor: str, states: Collection[str] | None = None
) -> pd.DataFrame:
    """Correlations with the published positions, a row a method.

    Parameters
    ----------
    ours, published
        Columns state, session, position.
    votes
        One item a roll call, for the principal components.
    anchor
        Whose side is positive.
    states
        Over which states; all by default.

    Returns
    -------
    Columns method, level, level_pairs, change, change_pairs; the level of persistence and the change of a constant
    are not defined (NaN, 0 pairs).
    """
    published = _within(published, states)
    rows = [("model", *_level(ours, published), *_change(changes(ours, YEARS), published))]
    for width in WIDTHS:
        positions = windowed_pca(votes, width, anchor)
        agreed = (*_level(positions, published), *_change(changes(positions, YEARS), published))
        rows.append((f"windowed PCA, {width} sessions" if width > 1 else "windowed PCA, 1 session", *agreed))
    rows.append(("persistence", float("nan"), 0, *_change(persistence(published, YEARS), published)))
    mean = published.groupby("state")["position"].transform("mean")
    rows.append(("constant per state", *_level(published.assign(position=mean), published), float("nan"), 0))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _within(positions: pd.DataFrame, states: Collection[str] | None) -> pd.DataFrame:
    kept = positions[positions["session"].between(FIRST, LAST)]
    return kept if states is None else kept[kept["state"].isin(states)]


def _level(positions: pd.DataFrame, published: pd.DataFrame) -> tuple[float, int]:
    pairs = positions.merge(published, on=["state", "session"], suffixes=("", "_published"))
    return float(pairs["position"].corr(pairs["position_published"])), len(pairs)


def _change(moved: pd.DataFrame, published: pd.DataFrame) -> tuple[float, int]:
    pairs = moved.merge(changes(published, YEARS), on=["state", "session"], suffixes=("", "_published"))
    return float(pairs["change"].corr(pairs["change_published"])), len(pairs)
