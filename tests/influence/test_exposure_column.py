"""Exposure as a column of dependence: what is kept is what is computed, and a gap says why."""

from __future__ import annotations

import pandas as pd
import pytest

from steppe.economy import Closure, accounts_of, baseline_income, exposure
from steppe.economy.depth import elasticity
from steppe.influence import dependence, exposures, figures
from steppe.influence.exposure import COLUMNS, EDITED, NOT_KEPT, OTHER_LAYERS
from steppe.world.errors import UserError


def test_the_kept_figures_are_those_that_are_computed(world) -> None:
    computed = exposures(world, ["KGZ", "BLR", "EU"], ["RUS", "CHN", "EU"], "2023").set_index(["state", "partner"])
    assert ("EU", "EU") not in computed.index
    kept = world.sql("select * from trade_exposure where year = 2023").set_index(["state", "partner"])
    for name in ("exposure", "low", "high", "income"):
        pd.testing.assert_series_equal(kept.loc[computed.index, name], computed[name], rtol=1e-4)


def test_the_figure_lies_near_that_at_the_median_elasticity_and_its_unit_is_of_gdp(world) -> None:
    books = accounts_of(world, 2023)
    found = exposure(books.economy, elasticity(world).median, closure=Closure.MULTIPLICATIVE)
    state, power = books.economy.index("BLR"), books.economy.index("RUS")
    of_gdp = found.welfare[state, power] * baseline_income(books.economy)[state] / books.gdp[state]
    row = figures(world, "BLR", "RUS", "trade", 2023).iloc[0]
    assert row["exposure"] == pytest.approx(of_gdp, rel=0.02)
    assert row["exposure_low"] < row["exposure"] < row["exposure_high"]


def test_a_gap_says_why_and_other_layers_have_none(world) -> None:
    frame = figures(world, "KGZ", "CHN", ["trade", "debt"], [2022, 2023]).set_index(["layer", "year"])
    assert frame.loc[("trade", 2023), "exposure"] > 0
    assert pd.isna(frame.loc[("trade", 2023), "missing_exposure"])
    assert frame.loc[("trade", 2022), "missing_exposure"] == NOT_KEPT
    assert frame.loc["debt", "missing_exposure"].eq(OTHER_LAYERS).all()
    assert frame.loc["debt", list(COLUMNS[:-1])].isna().all(axis=None)


@pytest.mark.slow
def test_an_edited_world_has_no_kept_exposure(world) -> None:
    edited = world.with_tie("trade", exporter="CHN", importer="KGZ", year=2023, value=1.0)
    row = figures(edited, "KGZ", "CHN", "trade", 2023).iloc[0]
    assert pd.isna(row["exposure"]) and row["missing_exposure"] == EDITED


def test_the_chart_needs_an_exposure(world) -> None:
    assert "whose growth" in str(dependence("KGZ", "CHN", layer="trade").plot_exposure().to_dict()).lower()
    with pytest.raises(UserError, match="no exposure here"):
        dependence("KGZ", "CHN", layer="debt").plot_exposure()
