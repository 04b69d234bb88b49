"""The grid: every cell of states × partners × years of a layer, with a figure or with the reason why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.influence.bases import WORDS, base
from steppe.influence.layer import Ask, Coverage, Reading
from steppe.world.actors import Actor
from steppe.world.layers import Layer

KEYS = ("state", "partner", "year")
FIGURES = ("share", "amount", "imputed", "low", "high")
TEXTS = ("basis", "source", "note", "record", "why", "when")
ITSELF = "a state does not depend on itself"
NO_WHY = "the reader returned neither a share nor a reason"
NO_AMOUNT = "the size of the tie is not known"
Column = NDArray[Any]
Mask = NDArray[np.bool_]


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
    One row a cell, in the order of states, partners, years: state, partner, year, when,
    share, low, high, amount, size, basis, source, imputed, note, record, missing (why there is no share), missing_size.

    Raises
    ------
    ValueError
        The reader broke its contract: a row stands twice.
    """
    cells, spoken = _placed(layer, reading, ask, states, partners)
    cover = reading.coverage
    missing = _reasons(cells, spoken, cover)
    zero = ~spoken & _none(missing)
    cells["share"][zero], cells["imputed"][zero] = (np.nan if cover.no_share else 0.0), 0.0
    cells["amount"][zero] = 0.0 if layer.unit else np.nan
    cells["basis"][zero] = cover.zero[0]
    cells["source"][zero] = [cover.zero[1].format(state=one.lower()) for one in cells["state"][zero]]
    gone = ~_none(missing) & ~(spoken & (missing == cells["why"]))
    for name in FIGURES:
        cells[name][gone] = np.nan
    for name in ("basis", "source", "note", "record"):
        cells[name][gone] = None
    missing[zero] = cover.no_share
    del cells["why"]
    known = ~np.isnan(cells["share"]) | ~np.isnan(cells["amount"])
    years = zip(cells["year"].tolist(), known, cells.pop("when"), strict=True)
    when = [own or cover.when.get(year, str(year)) if there else str(year) for year, there, own in years]
    size, why = _size(layer, cells, missing, ask, states)
    return pd.DataFrame({**cells, "when": when, "missing": missing, "size": size, "missing_size": why})


def _placed(
    layer: Layer, reading: Reading, ask: Ask, states: Sequence[Actor], partners: Sequence[Actor]
) -> tuple[dict[str, Column], Mask]:
    """Columns of the grid with the rows of the reading in their places, and which cells have a row."""
    names = ([one.name for one in states], [one.name for one in partners], list(ask.years))
    shape = tuple(len(some) for some in names)
    count = int(np.prod(shape))
    cells: dict[str, Column] = {
        "state": np.repeat(np.array(names[0], dtype=object), shape[1] * shape[2]),
        "partner": np.tile(np.repeat(np.array(names[1], dtype=object), shape[2]), shape[0]),
        "year": np.tile(np.array(names[2], dtype=np.int64), shape[0] * shape[1]),
    }
    rows = reading.rows
    at = [pd.Index(some).get_indexer(rows[key]) for some, key in zip(names, KEYS, strict=True)]
    inside = (at[0] >= 0) & (at[1] >= 0) & (at[2] >= 0)
    place = (at[0][inside] * shape[1] + at[1][inside]) * shape[2] + at[2][inside]
    if len(np.unique(place)) < len(place):
        twice = int(place[np.argmax(np.bincount(place, minlength=count)[place] > 1)])
        raise ValueError(f"layer {layer.name}: {[cells[key][twice] for key in KEYS]} stands twice")
    for name in FIGURES:
        cells[name] = np.full(count, np.nan)
        cells[name][place] = rows[name].to_numpy(dtype=float, na_value=np.nan)[inside]
    for name in TEXTS:
        cells[name] = np.full(count, None, dtype=object)
        column = rows[name].to_numpy(dtype=object)[inside]
        cells[name][place] = np.where(pd.isna(column), None, column)
    spoken = np.zeros(count, dtype=bool)
    spoken[place] = True
    return cells, spoken


def _reasons(cells: dict[str, Column], spoken: Mask, cover: Coverage) -> Column:
    """Why a cell has no share; None where it has one, or is a zero."""
    state, partner, year = (cells[key] for key in KEYS)
    silent = ~spoken
    why = np.full(len(state), None, dtype=object)
    shareless = spoken & np.isnan(cells["share"])
    unsaid = shareless & _none(cells["why"])
    cells["why"][unsaid] = NO_WHY
    why[shareless] = cells["why"][shareless]
    why[silent] = cover.absent
    if cover.known is not None:
        total = np.array([key in cover.known for key in zip(state, year.tolist(), strict=True)], dtype=bool)
        why[silent & ~total] = cover.known_why
    if cover.held is not None:
        whole = np.array([key in cover.held for key in zip(partner, year.tolist(), strict=True)], dtype=bool)
        why[silent & ~whole] = cover.held_why
    tests: tuple[tuple[frozenset[Any] | None, Column, str], ...] = (
        (cover.years, year, cover.years_why),
        (cover.partners, partner, cover.partners_why),
        (cover.states, state, cover.states_why),
    )
    for known, values, reason in tests:
        if known is not None:
            why[silent & np.array([one not in known for one in values.tolist()], dtype=bool)] = reason
    for gap in cover.gaps:
        hit = np.full(len(state), True)
        hit &= True if gap.state is None else state == gap.state
        hit &= True if gap.partner is None else partner == gap.partner
        hit &= True if gap.years is None else np.isin(year, gap.years)
        why[hit] = gap.why
    why[state == partner] = ITSELF
    return why


def _none(values: Column) -> Mask:
    return np.array([value is None for value in values], dtype=bool)


def _size(
    layer: Layer, cells: dict[str, Column], missing: Column, ask: Ask, states: Sequence[Actor]
) -> tuple[NDArray[np.float64], Column]:
    """The amount relative to GDP or population, and why that is missing."""
    amount = cells["amount"]
    why = np.full(len(amount), None, dtype=object)
    if layer.size_of is None:
        why[:] = layer.size_why
        return np.full(len(amount), np.nan), why
    bases = base(ask.world, layer.size_of, tuple(states), ask.years)
    against = np.repeat(bases, len(amount) // bases.size, axis=0).ravel()
    why[np.isnan(against)] = f"the bundle has no {WORDS[layer.size_of]} of the state in this year"
    unknown = np.isnan(amount)
    why[unknown] = NO_AMOUNT
    none = unknown & np.isnan(cells["share"])
    why[none] = missing[none]
    return amount / against, why
