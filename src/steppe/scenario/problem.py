"""A problem of a study: what is wrong, and where."""

from __future__ import annotations

from dataclasses import dataclass

from steppe.world.toml import Path


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and where in the study."""

    path: Path
    sentence: str
