"""The recipe of the scoreboard: an ordinary build keeps what the bundle has, and says so where it has nothing."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from recipes import mechanisms
from steppe.evidence.mechanisms import TABLES
from steppe.world.schema import conform, table
from steppe.world.world import World


def test_an_ordinary_build_keeps_the_scores_of_the_bundle(world: World, tmp_path: Path):
    made = mechanisms.make(tmp_path)
    for name in TABLES:
        spec = table(name)
        mine, theirs = (conform(frame, spec, name) for frame in (made[name], world.table(name)))
        pd.testing.assert_frame_equal(mine, theirs)
    assert made["sources"]["source"].tolist() == [mechanisms.SOURCE]


def test_a_bundle_without_scores_says_how_to_make_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(mechanisms, "BUNDLE", tmp_path)
    with pytest.raises(FileNotFoundError, match="python -m recipes --only mechanisms"):
        mechanisms.make(tmp_path)


def test_what_cannot_be_computed_keeps_its_rows():
    kept = mechanisms._kept("challenge-in-the-eu")
    assert set(kept["mechanisms"]["name"]) == {"challenge-in-the-eu"}
    assert len(kept["mechanism_baselines"]) == 2
