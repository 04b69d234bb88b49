"""Overlap of formats: which bodies states share, which bodies bind most, and what joining one adds.

With M the matrix of states × bodies (1 where a state is a member on the day), M Mᵀ counts the bodies that two states
share and Mᵀ M the members that two bodies share. The *centrality* of a body is its entry in the leading eigenvector of
Mᵀ M with the diagonal left out (Bonacich 1972): high where a body shares members with bodies that share many.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.world.actors import twelve
from steppe.world.dates import TODAY, as_date
from steppe.world.organizations import Within
from steppe.world.world import World

Matrix = NDArray[np.float64]


def seats(
    world: World, on: str | date | None = None, within: Within = "law", states: Sequence[str] | None = None
) -> pd.DataFrame:
    """Membership on a day as a table of 0 and 1: states (the twelve by default) by bodies with at least one of them."""
    day = TODAY if on is None else as_date(on)
    listed = [world.state(state) for state in (twelve(world) if states is None else states)]
    columns = {}
    for body in world.organization_names:
        members = set(world.members(body, day, within))
        if members & set(listed):
            columns[body] = [float(state in members) for state in listed]
    return pd.DataFrame(columns, index=pd.Index(listed, name="state"))


def shared(
    world: World, on: str | date | None = None, within: Within = "law", states: Sequence[str] | None = None
) -> pd.DataFrame:
    """Bodies that each pair of states shares.

    Returns
    -------
    One row a pair: state, partner, count, bodies (names), of (bodies of the state in all), share (count over of).
    """
    table = seats(world, on, within, states)
    matrix = table.to_numpy(float)
    rows = []
    for i, a in enumerate(table.index):
        for j, b in enumerate(table.index):
            if i == j:
                continue
            both = (matrix[i] * matrix[j]) > 0
            own = matrix[i].sum()
            names = ", ".join(table.columns[both])
            rows.append((a, b, int(both.sum()), names, int(own), both.sum() / own if own else 0.0))
    return pd.DataFrame(rows, columns=["state", "partner", "count", "bodies", "of", "share"])


def centrality(
    world: World, on: str | date | None = None, within: Within = "law", states: Sequence[str] | None = None
) -> pd.DataFrame:
    """Bodies by how much they are woven into the rest.

    Returns
    -------
    One row a body, the most central first: organization, members (of these states), overlaps (bodies with which it
    shares at least one), shared (mean members shared with another body), centrality (0..1, the first is 1).
    """
    table = seats(world, on, within, states)
    matrix = table.to_numpy(float)
    common = matrix.T @ matrix
    members = np.diag(common).copy()
    np.fill_diagonal(common, 0.0)
    others = max(len(common) - 1, 1)
    frame = pd.DataFrame(
        {
            "organization": table.columns,
            "members": members.astype(int),
            "overlaps": (common > 0).sum(axis=1),
            "shared": common.sum(axis=1) / others,
            "centrality": leading_vector(common),
        }
    )
    return frame.sort_values(["centrality", "organization"], ascending=[False, True], ignore_index=True)


def leading_vector(matrix: Matrix) -> Matrix:
    """Leading eigenvector of a symmetric non-negative matrix, its largest entry 1; zeros for a matrix of zeros.

    Examples
    --------
    >>> leading_vector(np.array([[0.0, 1.0], [1.0, 0.0]]))
    array([1., 1.])
    """
    if not matrix.any():
        return np.zeros(len(matrix))
    _, vectors = np.linalg.eigh(matrix)
    vector = np.abs(vectors[:, -1])
    scaled: Matrix = vector / vector.max()
    return scaled


def joining(world: World, state: str, on: str | date | None = None, within: Within = "law") -> pd.DataFrame:
    """What joining each body would add for one state, among the twelve.

    Returns
    -------
    One row a body that the state is not in, those that add most first: organization, adds (states with which it would
    share one body more), new (states with which it shares none today), closest (state with which it would then share
    most), excludes (bodies that the state is in and that the new one excludes).
    """
    code = world.state(state)
    table = seats(world, on, within, tuple(dict.fromkeys([*twelve(world), code])))
    own = table.loc[code].to_numpy(float)
    today = table.to_numpy(float) @ own
    rows = []
    for body in table.columns[own == 0]:
        members = table.index[table[body] > 0]
        new = [one for one in members if today[table.index.get_loc(one)] == 0]
        after = {one: today[table.index.get_loc(one)] + (one in members) for one in table.index if one != code}
        closest = max(sorted(after), key=lambda one: after[one])
        rivals = world.organization(body).rules.exclusive_with
        excludes = [one for one in rivals if one in table and table.loc[code, one] > 0]
        rows.append((body, len(members), ", ".join(new), closest, ", ".join(excludes)))
    frame = pd.DataFrame(rows, columns=["organization", "adds", "new", "closest", "excludes"])
    return frame.sort_values(["adds", "organization"], ascending=[False, True], ignore_index=True)
