"""A newer Outlook in the tables is what shocks and the simulation read, under its own name."""

from __future__ import annotations

import pandas as pd
import pytest

from steppe.economy.channels import credit, transfers
from steppe.influence import transit
from steppe.methods.run import run
from steppe.methods.simulation.panels import panel
from steppe.world.prices import GAS, OIL, world_prices
from steppe.world.world import World

NEWER = "weo-2026-04"


@pytest.fixture(scope="module")
def newer(world: World) -> World:
    """The bundle, its Outlook under the name of a later edition."""
    macro = world.table("macro")
    macro["source"] = macro["source"].replace("weo-2025-10", NEWER)
    sources = world.table("sources")
    edition = sources[sources["source"].eq("weo-2025-10")].assign(source=NEWER)
    return world.with_tables({"macro": macro, "sources": pd.concat([sources, edition], ignore_index=True)})


def test_channels_read_it(world: World, newer: World):
    pd.testing.assert_series_equal(transfers.gdp(newer, "RUS"), transfers.gdp(world, "RUS"))
    assert len(transfers.gdp(newer, "RUS")) > 25
    pd.testing.assert_frame_equal(transfers.sent(newer, "RUS", 2023), transfers.sent(world, "RUS", 2023))
    pd.testing.assert_frame_equal(credit.disbursed(newer), credit.disbursed(world))
    assert credit.wholes(newer, "KGZ", 2022)[0][3] == NEWER and len(credit.disbursed(newer)) > 50


def test_the_simulation_reads_it(world: World, newer: World):
    assert (panel(newer, "growth").values[-1] == panel(world, "growth").values[-1]).any()
    result = run("china-slows-down", world=newer, draws=16)
    assert NEWER in result.sources and len(result.results)


@pytest.mark.parametrize("name", ["remittance-collapse", "russian-gas-at-market-price"])
def test_a_shock_names_it(newer: World, name: str):
    assert NEWER in run(name, world=newer, draws=16).sources


def test_prices_keep_the_source_of_their_own_rows(world: World):
    assert set(world_prices(world, OIL)["source"]) == set(world_prices(world, GAS)["source"]) == {"weo-2025-10"}
    row = transit(world, "KAZ", "RUS", 2023).iloc[0]
    assert "weo-2025-10" in row["source"].split(";")
    assert row["amount"] == pytest.approx(row["carried"] * 7.33 * world_prices(world, OIL).at[2023, "value"], rel=0.01)
