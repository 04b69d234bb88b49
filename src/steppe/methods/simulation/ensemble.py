"""Many draws in little memory: chunks on disk, and figures of them read a few cells at a time.

A chunk of `CHUNK` draws is computed (`machine.chunk`), written, and forgotten. Quantiles need every draw of a cell, so
they are read in blocks of cells over all chunks, `NUMBERS` numbers at a time, the fewer cells the more draws; chances
are counted chunk by chunk. Memory is that of a chunk and of a block and does not grow with the draws.

Draws are independent, so the Monte Carlo error of a share p of n draws is √(p (1 - p) / n), with at least one draw
either way, and that of a quantile is half the distance between the quantiles so much below and above it (Woodruff
1952).
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

CHUNK, NUMBERS = 64, 524_288
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
    middle = np.array(LEVELS)
    apart = _share_error(middle, ensemble.draws)
    asked = np.concatenate([middle, np.maximum(middle - apart, 0.0), np.minimum(middle + apart, 1.0)])
    found = np.empty((3, len(LEVELS), count))
    size = max(NUMBERS // ensemble.draws, 1)
    for first in range(0, count, size):
        last = min(first + size, count)
        values = ensemble.cells(name, first, last)
        if less is not None:
            values = values - ensemble.cells(less, first, last)
        found[:, :, first:last] = np.quantile(values, asked, axis=0).reshape(3, len(LEVELS), -1)
    return found[0], (found[2] - found[1]) / 2


def _share_error(share: Floats, draws: int) -> Floats:
    """Monte Carlo error of a share of independent draws."""
    inside = np.clip(share, 1 / draws, 1 - 1 / draws)
    return np.asarray(np.sqrt(inside * (1 - inside) / draws))


Event = Callable[[Chunk], NDArray[np.bool_]]
"""From a chunk to whether something holds, shape (draws, …)."""


def chances(ensemble: Ensemble, name: str, event: Event) -> tuple[Floats, Floats]:
    """How often something holds, and the error of that, each of the shape of one draw."""
    counts = sum(event(one).sum(axis=0) for one in ensemble.each(name))
    share = np.asarray(counts, dtype=float) / ensemble.draws
    return share, _share_error(share, ensemble.draws)


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
