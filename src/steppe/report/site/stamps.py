"""What pages are made from, as checksums: as long as they hold, a page need not be made again.

A page depends on the code and the templates of this package, on the tables of the world, and on what the pages that it
leads to say. Nearly every maker reaches nearly all modules, so the code counts as one. Sheets and scripts stand beside
the pages, not in them: a change of these makes no page anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pandas as pd

from steppe import __version__
from steppe.world import derived
from steppe.world.dates import VERSION
from steppe.world.world import World

ROOT = Path(__file__).parents[2]
APART = ("cli", "bundle", "display/static")
"""Folders that no page is made from: the commands, the tables (`world_stamp` has them), and what stands beside."""


def page_stamp(world: str, key: str, leads: Mapping[str, Mapping[str, str]]) -> str:
    """Checksum of all that the page of a key is made from; `world` is its `world_stamp`."""
    return short("\n".join((code_stamp(), world, key, json.dumps(leads, sort_keys=True))))


def world_stamp(world: World) -> str:
    """Checksum of the tables of a world: those of the bundle, and those that replace some of them."""
    edits = [f"{name} {pd.util.hash_pandas_object(world.table(name)).sum()}" for name in sorted(world.edits)]
    return " ".join((VERSION, derived.key(), str(derived.FRESH.get()), *edits))


def short(text: str) -> str:
    """A checksum of a text, twenty letters."""
    return hashlib.sha256(text.encode()).hexdigest()[:20]


@cache
def code_stamp() -> str:
    """Checksum of the package but for the folders `APART`."""
    total = hashlib.sha256(__version__.encode())
    apart = [ROOT / name for name in APART]
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and path.suffix != ".pyc" and not any(path.is_relative_to(one) for one in apart):
            total.update(f"{path.relative_to(ROOT)}".encode() + path.read_bytes())
    return total.hexdigest()
