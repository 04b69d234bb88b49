"""Many draws in little memory: chunks on disk, and figures of them read a few cells at a time.

A chunk of `CHUNK` draws is computed (`machine.chunk`) by whoever computes (`steppe.methods.executors`), written by this
process, and forgotten. Quantiles need every draw of a cell, so
they are read in blocks of cells over all chunks, `NUMBERS` numbers at a time, the fewer cells the more draws; chances
are counted chunk by chunk. Memory is that of a chunk and of a block and does not grow with the draws.

Draws are independent, so the Monte Carlo error of a share p of n draws is √(p (1 - p) / n), with at least one draw
either way, and that of a quantile is half the distance between the quantiles so much below and above it (Woodruff
1952).
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from steppe.methods.executors import team
from steppe.methods.result import Progress
from steppe.methods.simulation.machine import Block, Chunk, Setup, chunk
from steppe.methods.simulation.panels import Floats
from steppe.methods.simulation.seats import SITTING
from steppe.world.files import whole_file

CHUNK, NUMBERS, SEATS = 64, 524_288, "-seats"
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
            values = np.load(self.folder / _file(name, first))
            yield Chunk(first, values.T, np.load(self.folder / _file(name, first, SEATS)))

    def cells(self, name: str, first: int, last: int) -> Floats:
        """Every draw of some cells, shape (draws, cells)."""
        parts = [
            np.array(np.load(self.folder / _file(name, begin), mmap_mode="r")[first:last])
            for begin in range(0, self.draws, CHUNK)
        ]
        return np.concatenate(parts, axis=1).T.astype(float)


def drawn(
    setups: Mapping[str, Setup], draws: int, seed: int, folder: Path, progress: Progress = lambda done, total: None
) -> Ensemble:
    """Draw scenarios side by side, chunk by chunk, into a folder; chunks that are whole there are used as they are.

    Parameters
    ----------
    progress
        Called with the draws that were made and those that were to be made, without what was there.
    """
    ensemble = Ensemble(folder, setups, draws, seed)
    spans = [(first, min(first + CHUNK, draws)) for first in range(0, draws, CHUNK)]
    left = [span for span in spans if not all(_is_whole(ensemble, name, *span) for name in setups)]
    total, done = sum(last - first for first, last in left), 0
    with team(len(left)) as workers:
        shared = setups if workers.executor is None else pickle.dumps(setups)
        for (first, last), chunks in workers.each(partial(_chunks, shared, seed), left):
            for name, made in chunks.items():
                with whole_file(folder / _file(name, first)) as part, part.open("wb") as file:
                    np.save(file, np.ascontiguousarray(made.values.T))
                with whole_file(folder / _file(name, first, SEATS)) as part, part.open("wb") as file:
                    np.save(file, made.standings)
            done += last - first
            progress(done, total)
    return ensemble


def files(setups: Mapping[str, Setup], draws: int) -> int:
    """How many files hold so many draws."""
    return 2 * len(setups) * len(range(0, draws, CHUNK))


def _chunks(shared: Mapping[str, Setup] | bytes, seed: int, span: tuple[int, int]) -> dict[str, Chunk]:
    """One chunk of every scenario; to another process the scenarios go as bytes, which it reads once."""
    setups = _read(shared) if isinstance(shared, bytes) else shared
    return {name: chunk(setup, *span, seed) for name, setup in setups.items()}


@lru_cache(maxsize=1)
def _read(shared: bytes) -> Mapping[str, Setup]:
    setups: Mapping[str, Setup] = pickle.loads(shared)
    return setups


def _file(name: str, first: int, what: str = "") -> str:
    return f"{name}-{first}{what}.npy"


def _is_whole(of: Ensemble, name: str, first: int, last: int) -> bool:
    """Whether a chunk is there as it should be."""
    setup, size = of.setups[name], last - first
    shapes = {"": (setup.cells, size), SEATS: (size, len(setup.years), len(setup.seats.names))}
    try:
        return all(
            np.load(of.folder / _file(name, first, what), mmap_mode="r").shape == shape
            for what, shape in shapes.items()
        )
    except (OSError, ValueError):
        return False


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
