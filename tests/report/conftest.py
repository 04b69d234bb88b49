"""The embedded world and its overview, computed once for the tests of this room."""

from __future__ import annotations

import dataclasses
import fcntl
import os
from pathlib import Path

import pytest

from steppe.report.overview.findings import about_claims
from steppe.report.overview.tally import Example, Tally
from steppe.report.overview.view import Overview, overview
from steppe.report.site.pages import studies
from steppe.report.site.write import write_site
from steppe.world.world import World

FEW = 128
"""Draws of the studies of the site that tests look at."""


@pytest.fixture(scope="session")
def view(world: World) -> Overview:
    """The overview of the bundle's last day, with a tally that stands for the claims."""
    made = overview(world)
    examples = (
        Example("T9-01", "T9 ¶1", "A state keeps seven bases.", "7", ("sites on record: 5",), "contradicted"),
        Example(
            "T9-02", "T9 ¶2", "A debt was 1.7 bn USD.", "1.7 ± 0.05 bn USD", ("World Bank: 1.72 bn USD",), "supported"
        ),
        Example("T9-03", "T9 ¶3", "A union came first.", "rank 1", ("fixed: 1", "moving: 2"), "mixed"),
    )
    tally = Tally({"supported": 7, "mixed": 2, "contradicted": 1, "consistent": 1, "not testable here": 4}, examples)
    return dataclasses.replace(made, claims=tally, says={**made.says, "claims": about_claims(tally)})


@pytest.fixture(scope="session")
def site(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole site, its studies with few draws: the first process of the tests that needs it writes it for all."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    folder = shared / "whole-site"
    with (shared / "whole-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            _written(world, folder)
    return folder


def _written(world: World, folder: Path) -> None:
    told: list[tuple[int, int, float]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(studies, "DRAWS", FEW)
        written = write_site(world, folder, lambda *far: told.append(far))
    assert [done for done, _, _ in told] == list(range(1, len(written) + 1))
    assert {total for _, total, _ in told} == {len(written)} and told[-1][2] == 1
    assert [part for _, _, part in told] == sorted(part for _, _, part in told)
