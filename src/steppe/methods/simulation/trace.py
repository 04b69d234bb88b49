"""The trace: by draw and year, what changed which tie, by how much, and why.

No trace is kept. A draw has streams of its own, so any of them is computed again, exactly as it was in the run, with
someone listening (`machine.chunk`, `tell`). Causes follow each other in the order of a year: the rule's drift, the
response to an event, a change by hand, the error, a coupling; each step is what the figure was after it less what it
was before, so the steps of a year add up to its change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.methods.explain import Step, with_sources
from steppe.methods.result import Result
from steppe.methods.simulation.machine import Setup, chunk, prepare
from steppe.methods.simulation.panels import WHOLE, Floats
from steppe.methods.simulation.seats import WORDS
from steppe.methods.simulation.tables import basis as basis_of
from steppe.methods.simulation.tables import unit
from steppe.world.errors import UserError
from steppe.world.names import look_alike

LISTENED = 64
"""Draws of a run that are traced where none is named."""
LEAST = 1e-12
"""Less is rounding, not a change."""
COLUMNS = ["draw", "year", "layer", "state", "partner", "cause", "like", "before", "after"]
CELL = re.compile(r"([A-Z]{3})@(\d{4})(?:/(\d+))?")


def trace(setup: Setup, first: int, last: int, seed: int, state: str | None = None) -> pd.DataFrame:
    """Everything that changed a tie in some draws of a run, of one state or of all.

    Returns
    -------
    draw, year, layer, state, partner, cause, like (of an error, whose miss and which year's it is), before, after (as
    the panels have them, shares 0 to 1); rows that change nothing are left out.
    """
    parts: list[pd.DataFrame] = []

    def tell(year: int, layer: str, cause: str, before: Floats, after: Floats, like: NDArray[np.str_] | None) -> None:
        block = setup.block(layer)
        moved = np.abs(after - before) > LEAST
        if state is not None:
            moved = moved & np.array([one == state for one in block.states])[None, :, None]
        draw, row, column = np.nonzero(moved)
        parts.append(
            pd.DataFrame(
                {
                    "draw": draw + first,
                    "year": year,
                    "layer": layer,
                    "state": np.array(block.states)[row],
                    "partner": np.array(block.partners)[column],
                    "cause": cause,
                    "like": "" if like is None else like[draw, row],
                    "before": before[moved],
                    "after": after[moved],
                }
            )
        )

    chunk(setup, first, last, seed, tell)
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=COLUMNS)


def explain(result: Result, cell: str) -> pd.DataFrame:
    """The trace of a state in a year: `KGZ@2031` over the first draws, `KGZ@2031/17` in one.

    Returns
    -------
    Columns step (1 the figure, 2 what changed it, 3 seats, 5 sources), what, value, unit, basis, source.

    Raises
    ------
    UserError
        The cell is not written so, or there is no such state, year or draw in the run.
    """
    state, year, draw = _read(result, cell)
    study = result.source.study
    setup = prepare(result.source.world, study, int(result.settings["until"]), seed=result.seed)  # type: ignore[arg-type]
    _there(setup, state, year, draw, result.draws)
    first, last = (0, min(LISTENED, result.draws)) if draw is None else (draw, draw + 1)
    frame = trace(setup, first, last, result.seed, state)
    steps = [*_ties(result, setup, frame[frame["year"].eq(year)], last - first)]
    steps += list(_seats(setup, result, first, last, state, year))
    return with_sources(result, steps, result.sources)


def _read(result: Result, cell: str) -> tuple[str, int, int | None]:
    found = CELL.fullmatch(cell.strip())
    if found is None:
        raise UserError(
            f'cell: "{cell}" names no state and year of {result.run}; write KGZ@2031, or `--state KGZ --year 2031`'
        )
    state, year, draw = found.groups()
    return state, int(year), None if draw is None else int(draw)


def _there(setup: Setup, state: str, year: int, draw: int | None, draws: int) -> None:
    states = setup.block("trade").states
    if state not in states:
        hint = look_alike(state, states) or f"; it has {', '.join(states)}"
        raise UserError(f'state: the run has no "{state}"{hint}')
    if year not in setup.years:
        raise UserError(f"year: {year} is not in the run, which goes from {setup.years[0]} to {setup.years[-1]}")
    if draw is not None and draw >= draws:
        raise UserError(f"draw: {draw} is not in the run, which has {draws}, counted from 0")


def _ties(result: Result, setup: Setup, rows: pd.DataFrame, count: int) -> Iterator[Step]:
    """The change of every tie in the year, and each of its causes: in one draw, or the mean of several."""
    over = "mean of draws" if count > 1 else "this draw"
    rows = rows.assign(moved=rows["after"] - rows["before"])
    for (layer, partner), own in rows.groupby(["layer", "partner"], sort=False):
        name, scale = unit(str(layer), result.source.world)
        tie = str(layer) + ("" if partner == WHOLE else f" with {partner}")
        total, basis = own.groupby("draw")["moved"].sum(), basis_of(setup, str(layer), str(own["state"].iloc[0]))
        yield 1, f"{tie}: change in the year, {over}", _mean(scale * total, count), name, basis, ""
        for cause, part in own.groupby("cause", sort=False):
            size = scale * float(np.sqrt((part["moved"] ** 2).sum() / count))
            like = part["like"].iloc[0]
            further = f"; typical size {size:.2g}" if count > 1 else f", as in {like}" if like else ""
            of = "assumed" if "assumed" in str(cause) else basis
            yield 2, f"{tie}: {cause}{further}", _mean(scale * part["moved"], count), name, of, ""


def _mean(moved: pd.Series[float], count: int) -> float:
    """The mean over draws with the digits that its Monte Carlo error leaves it; four digits of a single draw."""
    mean = float(moved.sum()) / count
    if count == 1:
        return float(f"{mean:.4g}")
    error = float(np.sqrt((moved**2).sum() / count / count))
    return round(mean, -int(np.ceil(np.log10(2 * error)))) if error > 0 else mean


def _seats(setup: Setup, result: Result, first: int, last: int, state: str, year: int) -> Iterator[Step]:
    """In how many draws each seat of the state moved in the year."""
    made = chunk(setup, first, last, result.seed).standings
    row = setup.years.index(year)
    before = np.broadcast_to(setup.seats.start, made[:, 0].shape) if row == 0 else made[:, row - 1]
    for place, (of, body) in enumerate(setup.seats.names):
        moved = before[:, place] != made[:, row, place]
        if of == state and moved.any():
            edited = place in setup.edits.get(year, {})
            to = WORDS[int(np.bincount(made[moved, row, place]).argmax())]
            what = f"seat in {body}: {'event' if edited else 'base rate'}, mostly to {to}"
            yield 3, what, float(moved.mean()), "share of the draws", "assumed" if edited else "estimated", ""
