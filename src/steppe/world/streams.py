"""Random numbers: one independent stream a name, all from one seed.

A stream is a NumPy generator on the `SeedSequence` of the seed whose spawn key is the name: whole numbers as they are,
words by CRC-32. Streams of different names are independent, however many numbers each gives, and the same seed and
name give the same numbers. No other module makes a generator.
"""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of one seed.

    Examples
    --------
    >>> streams = Streams(7)
    >>> float(streams.rng("depth").random()) == float(streams.rng("depth").random())
    True
    >>> float(streams.rng("depth").random()) == float(streams.rng("depth", 1).random())
    False
    """

    seed: int

    def rng(self, *name: str | int) -> np.random.Generator:
        """A generator at the beginning of the stream of that name; without a name, that of the seed itself."""
        key = tuple(crc32(part.encode()) if isinstance(part, str) else part for part in name)
        return np.random.default_rng(np.random.SeedSequence(self.seed, spawn_key=key))
