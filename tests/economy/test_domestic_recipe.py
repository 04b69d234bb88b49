"""The ratios shipped are those of the input-output tables, and nothing more."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from recipes import domestic
from steppe.world.world import World

RAW = Path(os.environ.get("STEPPE_DATA", Path(__file__).resolve().parents[3] / "shared" / "data"))


@pytest.mark.oracle("raw data")
def test_the_bundle_holds_what_the_recipe_makes(world: World) -> None:
    if not (RAW / "io").exists():
        pytest.skip("raw data absent: io (set STEPPE_DATA to the folder that holds it)")
    made = domestic.make(RAW)["domestic_ratio"].set_index("state").sort_index()
    shipped = world.table("domestic_ratio").set_index("state").sort_index()
    assert list(made.index) == list(shipped.index)
    assert made["ratio"].to_numpy() == pytest.approx(shipped["ratio"].to_numpy(), abs=1e-9)


def test_only_rounded_ratios_are_shipped(world: World) -> None:
    table = world.table("domestic_ratio")
    assert list(table.columns) == ["state", "year", "ratio", "source", "basis"]
    assert np.array_equal(table["ratio"], table["ratio"].round(4))
    assert set(table["source"]) == {"wiod-2016", "kaz-io-2017"}
    assert len(table) == 43
