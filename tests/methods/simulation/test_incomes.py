"""Channels of income in the system in motion: what they say is what `shock` says, and it moves what its unit is."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steppe.methods.income.cases import answered
from steppe.methods.registry import find
from steppe.methods.run import run
from steppe.methods.simulation.couplings import OUTPUT_FOLLOWS
from steppe.methods.simulation.incomes import FIGURES, POINTS, answerable
from steppe.methods.simulation.machine import INCOME, OUTPUT, chunk, prepare
from steppe.methods.simulation.panels import TIES
from steppe.methods.simulation.study import Coupling
from steppe.methods.simulation.tables import basis
from steppe.methods.simulation.trace import trace
from steppe.scenario.events import KINDS
from tests.methods.simulation.conftest import KEYS
from tests.methods.simulation.test_scenarios import MONEY, accepted

DRAWS = 16
GAS = {"kind": "gas", "seller": "RUS", "buyers": ["ARM", "BLR"], "price": "benchmark", "date": "2028-03-01"}
WORKERS = {"kind": "migration", "origins": ["KGZ", "TJK"], "host": "RUS", "percent": -20.0, "date": "2028-05-01"}
FALL = {"kind": "recession", "state": "RUS", "percent": -10.0, "date": "2028-05-01"}
TENGE = {"kind": "devaluation", "state": "KAZ", "percent": -20.0, "date": "2028-05-01"}
ROUTE = {"kind": "transit", "route": "Caspian Pipeline Consortium", "months": 6.0, "date": "2028-05-01"}
FORGIVEN = {"kind": "lending", "creditor": "CHN", "debtors": ["KGZ"], "what": "write-off", "date": "2028-05-01"}
LATER = {**FORGIVEN, "what": "rollover"}
CLOSED = {"kind": "embargo", "importers": ["BLR"], "exporters": ["RUS"], "date": "2027-01-01"}
MOVED = {
    "gas": (GAS, {INCOME}),
    "workers": (WORKERS, {INCOME, "transfers"}),
    "recession": (FALL, set()),
    "devaluation": (TENGE, {INCOME}),
    "transit": (ROUTE, {INCOME}),
    "write-off": (FORGIVEN, {INCOME}),
    "rollover": (LATER, {INCOME}),
}
ZERO = [
    {**FALL, "percent": 0.0},
    {**TENGE, "percent": 0.0},
    {**WORKERS, "percent": 0.0},
    {"kind": "gas", "seller": "RUS", "buyers": ["ARM"], "percent": 0.0, "date": "2028-05-01"},
    {**ROUTE, "percent": 0.0},
    {**FORGIVEN, "percent": 0.0},
]


@pytest.fixture(scope="module")
def baseline(scenario):
    return scenario(until=2030)


@pytest.fixture(scope="module")
def calm(baseline):
    return chunk(baseline, 0, DRAWS, 1)


def layers_that_differ(setup, made, calm):
    return {
        block.layer for block in setup.blocks if not np.array_equal(block.cells(made.values), block.cells(calm.values))
    }


def of_events(setup):
    """Steps of the trace that no rule, error or coupling of the baseline takes."""
    steps = trace(setup, 0, DRAWS, 1)
    return steps[~steps["cause"].str.startswith("rule") & steps["cause"].ne("error")]


def income(setup):
    """Shape (draws, years, states)."""
    return setup.block(INCOME).cells(chunk(setup, 0, DRAWS, 1).values)[..., 0]


@pytest.mark.parametrize("event, layers", MOVED.values(), ids=MOVED)
def test_an_event_moves_what_its_unit_is_and_the_trace_says_so(scenario, calm, event, layers):
    setup = scenario(until=2030, event=[event])
    assert layers_that_differ(setup, chunk(setup, 0, DRAWS, 1), calm) == layers
    steps = of_events(setup)
    assert set(steps["layer"]) == layers
    assert steps["cause"].str.match(r"event: .+, arithmetic(, over)?$").all()
    assert set(steps["year"]) <= {2028, 2029}


@pytest.mark.parametrize("event", ZERO, ids=lambda event: event["kind"])
def test_an_event_of_nothing_changes_nothing(scenario, calm, event):
    setup = scenario(until=2030, event=[event])
    assert chunk(setup, 0, DRAWS, 1).values.tobytes() == calm.values.tobytes()
    assert not len(of_events(setup))


def test_income_is_the_sum_of_the_method_shock(world, scenario):
    events = [GAS, WORKERS, TENGE]
    setup = scenario(until=2030, event=events)
    states = setup.block(INCOME).states
    study = setup.study
    case = answered(world, states, "", FIGURES, study.event, draws=POINTS, seed=1, of=answerable())
    made = income(setup)
    assert made[:, 2:].max() > 0 > made[:, 2:].min() and not made[:, :3].any()
    for row in (3, 4, 5):
        assert made[:, row] == pytest.approx(np.nan_to_num(case.total[:DRAWS]), rel=1e-5, abs=1e-7)


def test_belarus_loses_the_gap_between_its_price_and_the_benchmark_times_the_volume(world, scenario):
    flows = world.sql("from gas_price_gap where buyer = 'BLR' and year = 2023")
    price, benchmark = flows[["price", "benchmark"]].iloc[0]
    gdp = world.sql("select value from macro where state = 'BLR' and year = 2023 and concept = 'gdp_usd' limit 1")
    setup = scenario(until=2030, event=[GAS])
    place = setup.block(INCOME).states.index("BLR")
    (gain,) = setup.gains
    volume = gain.effect.rows.query("state == 'BLR' and what == 'volume'")["value"].item()
    expected = 100 * (price - benchmark) * volume / gdp["value"].item()
    assert np.median(gain.values[:, place]) == pytest.approx(expected, rel=0.05)
    assert expected < -3


def test_remittances_fall_by_the_part_that_the_channel_takes(scenario, calm, baseline):
    setup = scenario(until=2030, event=[WORKERS])
    block = setup.block("transfers")
    made = chunk(setup, 0, DRAWS, 1)
    here, there = (block.cells(one.values)[..., block.states.index("TJK"), 0] for one in (made, calm))
    assert np.array_equal(here[:, :3], there[:, :3])
    (gain,) = setup.gains
    taken = gain.values[:DRAWS, gain.states.index("TJK")]
    panel = baseline.fitted["transfers"].panel
    received = 100 * panel.values[panel.years.index(FIGURES), panel.states.index("TJK"), 0]
    steps = of_events(setup).query("layer == 'transfers' and state == 'TJK'")
    assert (steps["after"] / steps["before"]).to_numpy() == pytest.approx(1 + taken / received)
    assert (here[:, 3] < there[:, 3]).all()


@pytest.mark.parametrize("event, after", [(ROUTE, 0.0), (LATER, 0.0), (FORGIVEN, 1.0)], ids=["transit", "later", "off"])
def test_what_is_over_with_its_year_leaves_the_next_alone(scenario, event, after):
    made = income(scenario(until=2030, event=[event]))
    assert made[:, 3].any()
    assert np.array_equal(made[:, 4], after * made[:, 3])


def test_an_embargo_of_an_earlier_year_holds_the_gas_of_the_pair(scenario):
    alone, closed = (scenario(until=2030, event=events) for events in ([GAS], [CLOSED, GAS]))
    belarus = alone.block(INCOME).states.index("BLR")
    assert income(alone)[:, 3, belarus].all() and not income(closed)[:, 3, belarus].any()
    armenia = alone.block(INCOME).states.index("ARM")
    assert np.array_equal(income(alone)[..., armenia], income(closed)[..., armenia])


def test_an_event_has_the_same_luck_whatever_else_happens(scenario):
    alone, both = income(scenario(until=2030, event=[GAS])), income(scenario(until=2030, event=[GAS, ROUTE, LATER]))
    for state in ("ARM", "BLR"):
        place = answer_place(scenario, state)
        assert np.array_equal(alone[..., place], both[..., place])


def answer_place(scenario, state):
    return scenario(until=2026).block(INCOME).states.index(state)


def test_what_is_not_counted_moves_something_only_where_it_is_assumed(scenario, calm):
    setup = scenario(until=2030, event=[FALL], assume=["shock-transfers"])
    assert layers_that_differ(setup, chunk(setup, 0, DRAWS, 1), calm) == {INCOME, "transfers"}
    steps = of_events(setup)
    assert set(steps["cause"]) == {"assumed: transfers, estimated"} and set(steps["year"]) == {2028}


def test_output_follows_income_only_where_that_is_assumed(scenario, calm):
    setup = scenario(until=2030, event=[GAS], assume=[OUTPUT_FOLLOWS])
    made = chunk(setup, 0, DRAWS, 1)
    assert layers_that_differ(setup, made, calm) == {INCOME, OUTPUT, "trade"}  # trade by its rule, as Russia gains
    steps = of_events(setup)
    assert set(steps.query("layer == 'output'")["cause"]) == {f"assumed: {OUTPUT_FOLLOWS}"}
    place, output = setup.block(OUTPUT).states.index("ARM"), setup.block(OUTPUT)
    here, there = (output.cells(one.values)[:, :, place, 0] for one in (made, calm))
    lost = income(setup)[:, 3, setup.block(INCOME).states.index("ARM")]
    growth = [figures[:, 3] / figures[:, 2] - 1 for figures in (here, there)]
    assert 100 * (growth[0] - growth[1]) == pytest.approx(lost, abs=1e-3)
    assert np.array_equal(here[:, :3], there[:, :3])


def test_a_figure_of_income_has_the_basis_of_the_record_behind_it(scenario):
    setup = scenario(until=2030, event=[GAS, FORGIVEN])
    rows = setup.gains[0].effect.rows
    assert set(rows[rows["state"].eq("ARM")]["basis"]) == {"assumed", "reported"}  # price and volume; benchmark
    assert basis(setup, INCOME, "ARM") == "assumed"
    assert basis(setup, INCOME, "KGZ") == "estimated"  # service of 2023 is scheduled
    assert basis(setup, "trade", "ARM") == "estimated"
    assert basis(scenario(until=2030, event=[FALL], assume=["shock-transfers"]), INCOME, "TJK") == "assumed"


def test_every_channel_can_be_assumed_and_nothing_that_is_none():
    from typing import get_args

    named = {name.removeprefix("shock-") for name in get_args(Coupling) if name.startswith("shock-")}
    assert named == {one.name for one in answerable()} - {"energy"}  # whose one class is arithmetic
    answered_kinds = {kind for one in answerable() for kind in one.holds}
    assert {kind for kind, of in KINDS.items() if of.__base__.__name__ == "Money"} <= answered_kinds


def test_a_gap_on_record_is_told_and_not_filled(world, scenario):
    from steppe.methods.simulation.words import notes

    unknown = {**WORKERS, "origins": ["MDA"], "date": "2028-05-01"}
    setup = scenario(until=2030, event=[unknown])
    assert not income(setup).any()
    said = "No figure of MDA: what RUS sent to MDA is not on record"
    assert any(note.startswith(said) for note in notes(setup, world))


EVENTS = st.lists(st.one_of(*MONEY), min_size=2, max_size=5).map(lambda some: sorted(some, key=lambda one: one["date"]))


@settings(max_examples=12)
@given(events=EVENTS)
def test_whatever_events_of_money_move_stands_in_the_trace(world, events):
    setup = prepare(world, accepted(world, {"until": 2036, "event": events}))
    bare = prepare(world, setup.study.bare())
    made, calm = (chunk(one, 0, 4, 1) for one in (setup, bare))
    assert np.isfinite(made.values).all()
    named = set(trace(setup, 0, 4, 1).query("cause.str.startswith('event')")["layer"])
    assert layers_that_differ(setup, made, calm) <= named <= {INCOME, "transfers"}
    assert not {OUTPUT, *TIES} - {"transfers"} & layers_that_differ(setup, made, calm)


def test_a_scenario_goes_to_another_process_and_comes_back_the_same(scenario):
    setup = scenario(until=2030, event=[GAS, WORKERS])
    again = pickle.loads(pickle.dumps(setup))
    assert chunk(again, 0, DRAWS, 1).values.tobytes() == chunk(setup, 0, DRAWS, 1).values.tobytes()


def test_an_earlier_start_asks_for_figures_of_its_own(scenario):
    early = {**WORKERS, "date": "2014-05-01"}
    setup = scenario(start=2012, until=2016, event=[early])
    years = set(setup.gains[0].effect.rows.query("what == 'sent home'")["year"])
    assert years and years <= {2009, 2010, 2011, 2012}
    assert income(setup)[:, 1].any() and not income(setup)[:, 0].any()


def test_an_answer_about_remittances_needs_no_partner(world):
    about = {"kind": "difference", "layer": "transfers", "condition": "a fifth of the workers go home"}
    result = run({**KEYS, "until": 2030, "about": about, "event": [WORKERS]}, world=world, draws=64)
    assert result.answer.sentence.startswith(
        "If a fifth of the workers go home, TJK’s receipt of remittances changes most"
    )
    table = result.tables["channels"].frame
    assert set(table["moves"]) == {"income, remittances"} and set(table["state"]) == {"KGZ", "TJK"}
    assert ("output", "not moved by income") in [one[:2] for one in result.assumptions]


def test_two_runs_are_compared_in_income_too(world):
    about = {"kind": "difference", "layer": "income", "condition": "a test"}
    one, two = (
        run({**KEYS, "until": 2030, "about": about, "event": events}, world=world, draws=16)
        for events in ([GAS], [GAS, WORKERS])
    )
    found = find("simulation").compare(one, two, case="", measure="income")
    assert set(found.shown["state"]) == {"KGZ", "TJK"}
