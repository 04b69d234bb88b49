"""Every writer on a full disk: one sentence, nothing half written, what was there untouched."""

from __future__ import annotations

import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from steppe.display.page import save, save_bytes
from steppe.methods.result import Result
from steppe.methods.run import run as run_study
from steppe.methods.store import write
from steppe.politics.bargaining.log import COLUMNS, write_log
from steppe.report import export
from steppe.report.site import write as site
from steppe.world.errors import UserError
from steppe.world.readers import write_folder
from steppe.world.world import World

ROOM = 20_000
"""Bytes of the largest file that can be written."""

Write = Callable[[Path], object]


@contextmanager
def no_space() -> Iterator[None]:
    """Files end at `ROOM` bytes: the system refuses what is beyond, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture(scope="module")
def result(world: World) -> Result:
    return run_study("who-leaves-next", world=world, draws=2)


@pytest.fixture
def writers(world: World, result: Result, monkeypatch: pytest.MonkeyPatch) -> dict[str, Write]:
    """Every function that writes for a user."""
    monkeypatch.setattr(export, "evaluate_claims", lambda _: [])
    monkeypatch.setattr(site, "addresses", lambda _: {"sources.html": ("sources", "")})
    noise = pd.DataFrame({name: np.random.default_rng(1).random(5_000) for name in COLUMNS})
    return {
        "page": lambda place: save(place, "x" * 2 * ROOM),
        "pdf": lambda place: save_bytes(place, b"x" * 2 * ROOM),
        "import": lambda place: write_folder({"trade": world.table("trade")}, place, compression=3),
        "run": lambda place: write(result, place, "x" * 2 * ROOM),
        "log": lambda place: write_log(noise, place),
        "site": lambda place: site.write_site(world, place),
        **{form: lambda place, form=form: export.write_graph(world, place, form) for form in ("graphml", "jsonld")},
        "parquet": lambda place: export.write_graph(world, place, "parquet"),
    }


KINDS = ["page", "pdf", "import", "run", "log", "site", "graphml", "jsonld", "parquet"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, writers: dict[str, Write], kind: str) -> None:
    place = tmp_path / "there" / "place"
    with no_space(), pytest.raises(UserError) as said:
        writers[kind](place)
    assert str(place) in str(said.value) and "(File too large); make room there" in str(said.value)
    assert list(tmp_path.iterdir()) == []


def test_every_writer_is_tried(writers: dict[str, Write]) -> None:
    assert list(writers) == KINDS
