"""Figures of dependence of a state on a power, layer by layer and year by year.

For state i, power p, layer ℓ and year t, with x the tie (what flows between the two, or what p holds of it):

    (a) share      x_ipℓt / Σ_q x_iqℓt                        part of the state's total on the layer
    (b) size       x_ipℓt / GDP_it  (or population)           how much it matters to the state
    (c) reverse    x_piℓt / Σ_q x_pqℓt, asymmetry = a - c     who needs whom more (Keohane & Nye 1977)
    (d) trend      break years and slope of (a), see `breaks`, over the years on one record, see `records`
    (e) basis      how the figure was got, its source, the part imputed; or the reason why there is none
    (f) exposure   what 1 % more productivity of p does to i's real income, % of GDP, trade alone; see `exposure`

Asymmetry is antisymmetric: that of p on i is the negative of that of i on p.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from steppe.influence.bases import WORDS
from steppe.influence.breaks import FEWEST, trends
from steppe.influence.exposure import with_exposure
from steppe.influence.grid import fill
from steppe.influence.layer import YEARS, Ask, Reading
from steppe.influence.layers import LAYERS, chosen, readers
from steppe.influence.records import alike
from steppe.influence.stored import stored
from steppe.world.actors import POWERS, Actor, actor, actors, twelve
from steppe.world.dates import Years, as_years
from steppe.world.layers import Layer, spans
from steppe.world.tables import remembered
from steppe.world.world import World

COLUMNS = (
    *("state", "partner", "domain", "layer", "year", "when", "share", "low", "high"),
    *("amount", "unit", "size", "size_of"),
    *("reverse", "asymmetry", "breaks", "slope", "change"),
    *("basis", "source", "record", "imputed", "note", "missing", "missing_size", "missing_reverse", "missing_trend"),
)
BLANK = ("unit", "size_of", "breaks", "note", "record")
"""Texts that may be blank: None there."""
TEXTS = ("when", "basis", "source", "missing", "missing_size", "missing_reverse", "missing_trend")


def figures(
    world: World,
    of: str | Sequence[str],
    on: str | Sequence[str] = POWERS,
    layer: str | Sequence[str] | None = None,
    year: Years = None,
) -> pd.DataFrame:
    """The frame behind `steppe.dependence`, whose arguments it takes.

    Returns
    -------
    One row a state, power, layer and year, none left out: share, reverse and imputed (0..1), low and high (of the share
    over the records, where several are known), record (whose figures stand), asymmetry (-1..1), amount in `unit`, size
    (amount over `size_of`), breaks (years as text), slope (a year, on the last segment) and change (over the years
    on one record) of the share, basis, source, note; exposure with its low and high, and income_exposure. Where a
    figure is missing the column `missing…` says why.
    """
    states, powers = actors(world, of), actors(world, on)
    asked, layers = as_years(year, YEARS), chosen(layer)
    kept = stored(world, layers, states, powers, asked)
    return with_exposure(world, _typed(_computed(world, layers, states, powers, asked) if kept is None else kept))


def _computed(
    world: World, layers: Sequence[Layer], states: Sequence[Actor], powers: Sequence[Actor], asked: Sequence[int]
) -> pd.DataFrame:
    """The figures from the readings of the layers."""
    both = tuple({one.name: one for one in (*states, *powers)}.values())
    ask = Ask(world, both, tuple(sorted({*asked, *YEARS})))
    frame = pd.concat([_of_layer(one, ask, states, powers) for one in layers], ignore_index=True)
    return frame[frame["year"].isin(asked)].reset_index(drop=True)


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Texts in one type each, whatever is missing: None where a text may say nothing at all, else NaN."""
    texts = {name: frame[name].astype("str") for name in TEXTS}
    return frame.assign(
        **texts, **{name: frame[name].astype(object).where(frame[name].notna(), None) for name in BLANK}
    )


def matrix(world: World, layer: str | Sequence[str] | None = None) -> pd.DataFrame:
    """The twelve on the five powers, all layers, 2000-2024."""
    return figures(world, twelve(world), POWERS, layer)


def titled(world: World, frame: pd.DataFrame) -> str:
    """What rows of `figures` show: who depends on whom, and through what where that is one layer."""
    whose, on = ([actor(world, name).title for name in dict.fromkeys(frame[column])] for column in ("state", "partner"))
    layers = frame["layer"].unique()
    said = f"ependence of {', '.join(whose)} on {', '.join(on)}"
    return f"{LAYERS[layers[0]].title}: d{said}" if len(layers) == 1 else f"D{said}"


def coverage(frame: pd.DataFrame) -> pd.DataFrame:
    """How many cells of a frame of `figures` have a share, have an amount only, or are not covered, by layer.

    Returns
    -------
    Columns layer, cells, shares, amounts_only, not_covered, years (with a share), bases.
    """
    itself = frame["state"] == frame["partner"]
    rows = []
    for name, cells in frame[~itself].groupby("layer", sort=False):
        shares = cells["share"].notna()
        only = ~shares & cells["amount"].notna()
        bases = ", ".join(sorted(cells.loc[shares | only, "basis"].dropna().unique()))
        years = spans(cells.loc[shares | only, "year"])
        rows.append((name, len(cells), shares.sum(), only.sum(), (~shares & ~only).sum(), years, bases))
    columns = ["layer", "cells", "shares", "amounts_only", "not_covered", "years", "bases"]
    return pd.DataFrame(rows, columns=columns)


@remembered(maxsize=512)
def _reading(world: World, layer: Layer, ask: Ask) -> Reading:
    """What a layer answers; worlds do not change, so an answer is kept."""
    return readers()[layer.name](ask)


def _of_layer(layer: Layer, ask: Ask, states: Sequence[Actor], powers: Sequence[Actor]) -> pd.DataFrame:
    reading = _reading(ask.world, layer, ask)
    grid = fill(layer, reading, ask, states, powers)
    back = fill(layer, reading, ask, powers, states)
    shape = (len(powers), len(states), len(ask.years))
    reverse = back["share"].to_numpy(float).reshape(shape).swapaxes(0, 1).ravel()
    frame = grid.assign(
        domain=layer.domain,
        layer=layer.name,
        unit=layer.unit,
        size_of=WORDS.get(layer.size_of or ""),
        reverse=reverse,
        asymmetry=grid["share"].to_numpy(float) - reverse,
        missing_reverse=back["missing"].to_numpy(object).reshape(shape).swapaxes(0, 1).ravel(),
    )
    return _with_trend(layer, frame, ask.years)[list(COLUMNS)]


def _with_trend(layer: Layer, frame: pd.DataFrame, years: Sequence[int]) -> pd.DataFrame:
    """The frame, whose rows are pairs by years, with breaks, slope and change of each pair's series over 2000-2024.

    A trend is that of the years on one record: those that rest on what most years of the pair rest on.
    """
    if not layer.annual:
        why = "no trend: multi-year windows or snapshots, not yearly observations"
        return frame.assign(breaks=None, slope=np.nan, change=np.nan, missing_trend=why)
    wide = _on_one_record(frame, len(years))
    measured = np.isin(years, YEARS)
    found = trends([year for year in years if year in YEARS], wide[:, measured])
    few = f"no trend: fewer than {FEWEST} years with a share on one record"

    def spread(values: Iterable[object], kind: type = object) -> np.ndarray:
        return np.repeat(np.array(list(values), dtype=kind), len(years))

    return frame.assign(
        breaks=spread(None if one is None else ", ".join(map(str, one.breaks)) for one in found),
        slope=spread((np.nan if one is None else one.slope for one in found), float),
        change=spread((np.nan if one is None else one.change for one in found), float),
        missing_trend=spread(few if one is None else None for one in found),
    )


def _on_one_record(frame: pd.DataFrame, years: int) -> np.ndarray:
    """Shares of pairs by years, NaN where the year rests on another record than most years of the pair do."""
    shares = frame["share"].where(frame["year"].isin(YEARS))
    if frame["record"].notna().any():
        known = frame[shares.notna()]
        groups = known.groupby(["state", "partner"], sort=False)
        shares = shares.where(frame.index.isin([place for _, own in groups for place in alike(own).index]))
    return shares.to_numpy(float).reshape(-1, years)
