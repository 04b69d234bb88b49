"""Many draws in little memory: chunks on disk, and figures of them read a few cells at a time.

A chunk of `CHUNK` draws is computed (`machine.chunk`), written, and forgotten. Quantiles need every draw of a cell, so
they are read in blocks of cells over all chunks, `NUMBERS` numbers at a time, the fewer cells the more draws; chances
are counted chunk by chunk. Memory is that of a chunk and of a block and does not grow with the draws.

The Monte Carlo error of a figure is its spread over `REPLICATES` groups of draws that follow each other
(`steppe.world.points`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from steppe.methods.result import Progress
from steppe.methods.simulation.machine import Block, Chunk, Setup, chunk
from steppe.methods.simulation.panels import Floats
from steppe.methods.simulation.seats import SITTING
from steppe.world.points import REPLICATES, STUDENT, error, replicate

CHUNK, NUMBERS = 64, 131_072
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles of a fan: the ends of the middle 90 and 50 % and the median."""


@dataclass(frozen=True, eq=False)
class Ensemble:
    """The draws of one or several scenarios with the same luck, in a folder."""

    folder: Path
    setups: Mapping[str, Setup]
    draws: int
    seed: int

    def each(self, name: str) -> Iterator[Chunk]:
        """The chunks of a scenario, one after the other."""
        for first in range(0, self.draws, CHUNK):
            values = np.load(self.folder / f"{name}-{first}.npy")
            yield Chunk(first, values.T, np.load(self.folder / f"{name}-{first}-seats.npy"))

    def cells(self, name: str, first: int, last: int) -> Floats:
        """Every draw of some cells, shape (draws, cells)."""
        parts = [
            np.array(np.load(self.folder / f"{name}-{begin}.npy", mmap_mode="r")[first:last])
            for begin in range(0, self.draws, CHUNK)
        ]
        return np.concatenate(parts, axis=1).T.astype(float)


def drawn(
    setups: Mapping[str, Setup], draws: int, seed: int, folder: Path, progress: Progress = lambda done, total: None
) -> Ensemble:
    """Draw scenarios side by side, chunk by chunk, into a folder."""
    for first in range(0, draws, CHUNK):
        last = min(first + CHUNK, draws)
        for name, setup in setups.items():
            made = chunk(setup, first, last, seed)
            np.save(folder / f"{name}-{first}.npy", np.ascontiguousarray(made.values.T))
            np.save(folder / f"{name}-{first}-seats.npy", made.standings)
        progress(last, draws)
    return Ensemble(folder, setups, draws, seed)


def fans(ensemble: Ensemble, name: str, less: str | None = None) -> tuple[Floats, Floats]:
    """Quantiles of every cell, shape (5, cells), and the error of each.

    Parameters
    ----------
    less
        A scenario that is taken off, draw by draw.
    """
    count = ensemble.setups[name].cells
    groups = replicate(ensemble.draws)
    found, errors = np.empty((len(LEVELS), count)), np.empty((len(LEVELS), count))

    def figures(draws: Floats) -> Floats:
        return np.asarray(np.quantile(draws, LEVELS, axis=0))

    size = max(NUMBERS // ensemble.draws, 1)
    for first in range(0, count, size):
        last = min(first + size, count)
        values = ensemble.cells(name, first, last)
        if less is not None:
            values = values - ensemble.cells(less, first, last)
        found[:, first:last] = figures(values)
        errors[:, first:last] = error(values, groups, figures)
    return found, errors


Event = Callable[[Chunk], NDArray[np.bool_]]
"""From a chunk to whether something holds, shape (draws, …)."""


def chances(ensemble: Ensemble, name: str, event: Event) -> tuple[Floats, Floats]:
    """How often something holds, and the error of that, each of the shape of one draw."""
    groups = replicate(ensemble.draws)
    counts: Floats | None = None
    for one in ensemble.each(name):
        holds = event(one)
        of = groups[one.first : one.first + len(holds)]
        if counts is None:
            counts = np.zeros((REPLICATES, *holds.shape[1:]))
        np.add.at(counts, of, holds)
    assert counts is not None
    size = np.bincount(groups, minlength=REPLICATES).reshape(-1, *[1] * (counts.ndim - 1))
    shares = counts / size
    return counts.sum(axis=0) / ensemble.draws, STUDENT * shares.std(axis=0, ddof=1) / np.sqrt(REPLICATES)


def leads(setup: Setup, layer: str, power: str, over: str) -> Event:
    """Whether a power's tie is larger than another's, by year and state."""
    block: Block = setup.block(layer)
    one, other = block.partners.index(power), block.partners.index(over)

    def event(of: Chunk) -> NDArray[np.bool_]:
        figures = block.cells(of.values)
        return np.asarray(figures[..., one] > figures[..., other])

    return event


def sits(of: Chunk) -> NDArray[np.bool_]:
    """Whether a seat is held in law, by year and seat."""
    return np.isin(of.standings, SITTING)
