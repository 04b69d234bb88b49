"""The machine: what must hold of every draw, whatever the rules."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.methods.simulation.machine import OUTPUT, chunk
from steppe.methods.simulation.panels import TIES, last_known, panel
from steppe.methods.simulation.seats import CODE, WORDS
from steppe.methods.simulation.trace import trace

SHARES = ("trade", "debt", "arms")
LEAVES = [{"kind": "leave", "state": "ARM", "organization": "CSTO", "date": "2027-01-01"}]
JOINS = [{"kind": "join", "state": "UZB", "organization": "EAEU", "date": "2027-01-01"}]
SLOWER = [{"layer": "growth", "states": ["RUS"], "by": -2.0, "first": 2027, "last": 2030, "why": "a test"}]


@pytest.fixture(scope="module")
def baseline(scenario):
    return scenario()


@pytest.fixture(scope="module")
def drawn(baseline):
    return chunk(baseline, 0, 64, 1)


def test_without_events_and_errors_output_follows_the_projections_exactly(world, scenario):
    calm = scenario(spread=0.0)
    output = calm.block(OUTPUT).cells(chunk(calm, 0, 1, 1).values)[0, :, :, 0]
    rows = world.sql(
        "select state, year, value from macro where concept = 'gdp_growth' and source = 'weo-2025-10' "
        "and status = 'projection'"
    )
    projected = rows.set_index(["state", "year"])["value"]
    for state in ("RUS", "CHN", "KAZ", "KGZ", "UKR"):
        place = calm.block(OUTPUT).states.index(state)
        index = 100 * np.cumprod([1 + projected[state, year] / 100 for year in range(2025, 2031)])
        assert output[:6, place] == pytest.approx(index, rel=1e-6)
        assert output[6, place] / output[5, place] == pytest.approx(1 + projected[state, 2030] / 100, rel=1e-6)


def test_figures_are_numbers_and_shares_sum_to_one(baseline, drawn):
    assert np.isfinite(drawn.values).all()
    for layer in SHARES:
        figures = baseline.block(layer).cells(drawn.values)
        assert figures.min() >= 0
        assert figures.sum(axis=-1) == pytest.approx(1.0, abs=1e-5)
        russia = baseline.block(layer).states.index("RUS")
        assert not figures[:, :, russia, baseline.block(layer).partners.index("RUS")].any()
    for layer in ("positions", "transfers"):
        figures = baseline.block(layer).cells(drawn.values)
        assert figures.min() >= 0 and figures.max() <= 1


def test_a_seat_has_one_standing_and_who_left_does_not_come_back(baseline, drawn):
    assert drawn.standings.shape == (64, len(baseline.years), len(baseline.seats.names))
    assert set(np.unique(drawn.standings)) <= set(range(len(WORDS)))
    left = drawn.standings == CODE["left"]
    assert (left[:, 1:] >= left[:, :-1]).all()
    assert left.any()


def test_what_is_known_stays_as_it_is(world, scenario):
    early = scenario(start=2012, until=2014)
    trade = early.fitted["trade"].panel
    assert trade.years[-1] == 2012
    whole = panel(world, "trade")
    assert last_known(trade) == pytest.approx(whole.values[whole.years.index(2012)])


@pytest.mark.parametrize("size", [1, 7, 64])
def test_any_chunking_gives_the_same_bytes(baseline, drawn, size):
    parts = [chunk(baseline, first, min(first + size, 64), 1) for first in range(0, 64, size)]
    assert np.concatenate([part.values for part in parts]).tobytes() == drawn.values.tobytes()
    assert np.concatenate([part.standings for part in parts]).tobytes() == drawn.standings.tobytes()


def test_a_later_horizon_leaves_the_years_before_it_alone(baseline, scenario, drawn):
    shorter = scenario(until=2030)
    made = chunk(shorter, 0, 8, 1)
    for layer in (*TIES, OUTPUT):
        longer = baseline.block(layer).cells(drawn.values)[:8, : len(shorter.years)]
        assert np.array_equal(shorter.block(layer).cells(made.values), longer)
    assert np.array_equal(made.standings, drawn.standings[:8, : len(shorter.years)])


def test_another_seed_gives_other_figures(baseline, drawn):
    assert (chunk(baseline, 0, 2, 2).values != drawn.values[:2]).any()


def _layers_that_differ(setup, other, draws=16):
    one, two = chunk(setup, 0, draws, 1), chunk(other, 0, draws, 1)
    return {
        block.layer
        for block in setup.blocks
        if not np.array_equal(block.cells(one.values), other.block(block.layer).cells(two.values))
    }


def test_leaving_the_csto_changes_one_seat_and_no_tie(baseline, scenario, drawn):
    without = scenario(event=LEAVES)
    assert not _layers_that_differ(baseline, without)
    made = chunk(without, 0, 16, 1)
    changed = {baseline.seats.names[place] for place in np.nonzero(made.standings != drawn.standings[:16])[2]}
    assert changed == {("ARM", "CSTO")}
    assert (made.standings[:, 2:, baseline.seats.place("ARM", "CSTO")] == CODE["left"]).all()


def test_joining_a_customs_union_changes_trade_and_its_seat_alone(baseline, scenario):
    joined = scenario(event=JOINS)
    assert _layers_that_differ(baseline, joined) == {"trade"}
    causes = trace(joined, 0, 2, 1, "UZB")
    of_event = causes[causes["cause"].str.startswith("event")]
    assert set(of_event["layer"]) == {"trade"} and set(of_event["year"]) == {2027}
    russia = of_event[of_event["partner"].eq("RUS")]
    assert (russia["after"] > russia["before"]).any()


def test_slower_growth_changes_output_and_by_the_rule_of_mass_trade(baseline, scenario):
    slower = scenario(change=SLOWER)
    assert baseline.fitted["trade"].rule.drift == "mass"
    assert _layers_that_differ(baseline, slower) == {OUTPUT, "trade"}
    trade = baseline.block("trade")
    russia = [setup.block("trade").cells(chunk(setup, 0, 8, 1).values)[..., 0].mean() for setup in (baseline, slower)]
    assert trade.partners[0] == "RUS" and russia[1] < russia[0]
    russia = baseline.block(OUTPUT).states.index("RUS")
    one, two = (setup.block(OUTPUT).cells(chunk(setup, 0, 4, 1).values) for setup in (baseline, slower))
    assert np.array_equal(np.delete(one, russia, axis=2)[:, :, :12], np.delete(two, russia, axis=2)[:, :, :12])
    assert (two[:, 2:, russia] < one[:, 2:, russia]).all()


def test_a_coupling_moves_its_layer_alone_and_the_trace_says_so(baseline, scenario):
    name, moved = "exposure-pulls-votes", "positions"
    coupled = scenario(assume=[name])
    assert _layers_that_differ(baseline, coupled) == {moved}
    causes = trace(coupled, 0, 2, 1)
    assumed = causes[causes["cause"].str.startswith("assumed")]
    assert set(assumed["layer"]) == {moved} and set(assumed["cause"]) == {f"assumed: {name}"}
    assert assumed["year"].min() > coupled.start
    assert not trace(baseline, 0, 2, 1)["cause"].str.startswith("assumed").any()


def test_the_steps_of_a_year_add_up_to_its_change(baseline, drawn):
    block = baseline.block("trade")
    steps = trace(baseline, 0, 3, 1, "KGZ")
    steps = steps[steps["layer"].eq("trade") & steps["year"].eq(2031) & steps["partner"].eq("CHN")]
    moved = (steps["after"] - steps["before"]).groupby(steps["draw"]).sum()
    figures = block.cells(drawn.values)[:3, :, block.states.index("KGZ"), block.partners.index("CHN")]
    place = block.years.index(2031)
    assert moved.to_numpy() == pytest.approx(figures[:, place] - figures[:, place - 1], abs=1e-6)
