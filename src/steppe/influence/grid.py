"""The grid: every cell of states × partners × years of a layer, with a figure or with the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.influence.actors import Actor
from steppe.influence.bases import WORDS, base
from steppe.influence.layer import Ask, Layer, Reading

KEYS = ["state", "partner", "year"]
ITSELF = "a state does not depend on itself"
NO_WHY = "the reader gave neither a share nor a reason"


def fill(layer: Layer, reading: Reading, ask: Ask, states: Sequence[Actor], partners: Sequence[Actor]) -> pd.DataFrame:
    """All cells of a layer.

    Parameters
    ----------
    layer, reading, ask
        What was asked of the layer and what its reader found.
    states, partners
        Dependants and powers: the rows of the grid are all pairs of them in all years asked for.

    Returns
    -------
    One row a cell, in the order of states, partners, years: state, partner, year, share, amount, size, basis, source,
    imputed, note, missing (why there is no share), missing_size.

    Raises
    ------
    ValueError
        The reader broke its contract: a row stands twice, or a row has neither a share nor a reason.
    """
    names = [[one.name for one in states], [one.name for one in partners], list(ask.years)]
    index = pd.MultiIndex.from_product(names, names=KEYS)
    rows = reading.rows.set_index(KEYS)
    if rows.index.has_duplicates:
        twice = rows.index[rows.index.duplicated()][0]
        raise ValueError(f"layer {layer.name}: {twice} stands twice")
    grid = _typed(rows.reindex(index).reset_index())
    missing, silent = _reasons(grid, reading)
    zero = silent & _none(missing)
    basis, source = reading.coverage.zero
    grid.loc[zero, ["share", "amount", "imputed"]] = [0.0, 0.0 if layer.unit else np.nan, 0.0]
    grid.loc[zero, "basis"] = basis
    grid.loc[zero, "source"] = [source.format(state=one.lower()) for one in grid.loc[zero, "state"]]
    if reading.coverage.no_share:
        grid.loc[zero, ["share", "why"]] = [np.nan, reading.coverage.no_share]
        missing[zero] = reading.coverage.no_share
    gone = ~_none(missing) & np.array(missing != grid["why"].to_numpy(object), dtype=bool)
    grid.loc[gone, ["share", "amount", "imputed"]] = np.nan
    for column in ("basis", "source", "note"):
        grid[column] = grid[column].astype(object).where(~gone & grid[column].notna(), None)
    return _with_size(layer, grid.assign(missing=missing).drop(columns="why"), ask, states)


def _typed(grid: pd.DataFrame) -> pd.DataFrame:
    """Figures as floats and words as objects, also where a column is empty throughout."""
    figures = {name: grid[name].astype(float) for name in ("share", "amount", "imputed")}
    words = {name: grid[name].astype(object) for name in ("basis", "source", "why", "note")}
    return grid.assign(**figures, **words)


def _none(values: NDArray[np.object_]) -> NDArray[np.bool_]:
    return np.array([value is None for value in values], dtype=bool)


def _reasons(grid: pd.DataFrame, reading: Reading) -> tuple[NDArray[np.object_], NDArray[np.bool_]]:
    """Why a cell has no share (None where it has one or is a zero), and which cells no row speaks of."""
    cover = reading.coverage
    state, partner, year = (grid[key].to_numpy() for key in KEYS)
    silent = grid["basis"].isna().to_numpy()
    why = np.full(len(grid), None, dtype=object)
    spoken = ~silent & grid["share"].isna().to_numpy()
    why[spoken] = grid["why"].to_numpy(object)[spoken]
    why[spoken & pd.isna(why)] = NO_WHY
    why[silent] = cover.absent
    if cover.known is not None:
        total = np.array([key in cover.known for key in zip(state, year.tolist(), strict=True)], dtype=bool)
        why[silent & ~total] = cover.known_why
    tests: tuple[tuple[frozenset[str] | frozenset[int] | None, NDArray[Any], str], ...] = (
        (cover.years, year, cover.years_why),
        (cover.partners, partner, cover.partners_why),
        (cover.states, state, cover.states_why),
    )
    for known, values, reason in tests:
        if known is not None:
            why[silent & ~pd.Index(values).isin(list(known))] = reason
    for gap in cover.gaps:
        hit = np.full(len(grid), True)
        hit &= True if gap.state is None else state == gap.state
        hit &= True if gap.partner is None else partner == gap.partner
        hit &= True if gap.years is None else np.isin(year, gap.years)
        why[hit] = gap.why
    why[state == partner] = ITSELF
    return why, silent


def _with_size(layer: Layer, grid: pd.DataFrame, ask: Ask, states: Sequence[Actor]) -> pd.DataFrame:
    """The grid with the amount relative to GDP or population, and why that is missing."""
    if layer.size_of is None:
        return grid.assign(size=np.nan, missing_size=layer.size_why)
    bases = base(ask.world, layer.size_of, states)
    against = bases.reindex(pd.MultiIndex.from_frame(grid[["state", "year"]])).to_numpy(float)
    amount = grid["amount"].to_numpy(float)
    size = amount / against
    why = np.full(len(grid), None, dtype=object)
    why[np.isnan(against)] = f"the bundle has no {WORDS[layer.size_of]} of the state in this year"
    why[np.isnan(amount)] = "the amount of the tie is not known"
    none = np.isnan(amount) & grid["share"].isna().to_numpy()
    why[none] = grid["missing"].to_numpy(object)[none]
    return grid.assign(size=size, missing_size=why)
