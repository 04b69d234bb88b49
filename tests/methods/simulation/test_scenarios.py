"""Any scenario is drawn, or refused in one sentence: never a traceback, never a figure that is none."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steppe.methods.loader import load_study
from steppe.methods.simulation.machine import chunk, prepare
from steppe.world.errors import UserError
from tests.methods.simulation.conftest import KEYS

STATES = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB", "CHN", "USA", "DEU")
BODIES = ("CIS", "CISFTA", "EAEU", "CSTO", "SCO", "GUAM", "OTS", "EU", "UnionState", "NATO")
PARTIES = st.lists(st.sampled_from((*STATES, "EAEU", "EU")), min_size=1, max_size=3, unique=True)
DAYS = st.dates(dt.date(2024, 6, 1), dt.date(2036, 6, 1))
ROUTES = ("Lars", "Caspian Pipeline Consortium", "Druzhba through Belarus", "Yamal", "no such route")
PER_CENT = st.floats(-70, 300, allow_nan=False)


def kind(word, **keys):
    return st.fixed_dictionaries({"kind": st.just(word), "date": DAYS, **keys})


MONEY = (
    kind("recession", state=st.sampled_from(STATES), percent=st.floats(-50, 0)),
    kind("devaluation", state=st.sampled_from(STATES), percent=st.floats(-50, 0)),
    kind("migration", origins=PARTIES, host=st.sampled_from(STATES), percent=st.floats(-100, 0)),
    kind("gas", seller=st.sampled_from(STATES), buyers=PARTIES, percent=st.floats(-100, 0)),
    kind("gas", seller=st.sampled_from(STATES), buyers=PARTIES, price=st.sampled_from(["benchmark", 300.0])),
    kind("transit", route=st.sampled_from(ROUTES), percent=st.floats(-100, 0), months=st.floats(1, 12)),
    kind(
        "lending",
        creditor=st.sampled_from(STATES),
        debtors=PARTIES,
        what=st.sampled_from(["stop", "write-off", "rollover"]),
        percent=st.floats(0, 100),
    ),
    kind(
        "secondary_sanction",
        senders=PARTIES,
        states=PARTIES,
        target=st.sampled_from(STATES),
        percent=st.floats(-100, 0),
    ),
)
EVENT = st.one_of(
    *(
        kind(name, state=st.sampled_from(STATES), organization=st.sampled_from(BODIES))
        for name in ("join", "leave", "freeze")
    ),
    *MONEY,
    kind("growth", state=st.sampled_from(STATES), percent=PER_CENT),
    kind("trade_cost", importers=PARTIES, exporters=PARTIES, percent=PER_CENT, both=st.booleans()),
    kind("embargo", importers=PARTIES, exporters=PARTIES),
    kind("sanction", senders=PARTIES, target=st.sampled_from(STATES), size=st.sampled_from(["2014", "2022", -0.4])),
    kind("agreement", parties=PARTIES, name=st.just("a test")),
)
CHANGE = st.fixed_dictionaries(
    {
        "layer": st.sampled_from(["growth", "trade", "debt", "arms", "positions", "transfers"]),
        "by": st.floats(-95, 100, allow_nan=False),
        "first": st.integers(2024, 2036),
        "last": st.integers(2024, 2036),
        "why": st.just("a test"),
    },
    optional={
        "states": st.lists(st.sampled_from(STATES), max_size=2),
        "partner": st.sampled_from(["CHN", "RUS", "EU", "KAZ"]),
    },
)
SCENARIO = st.fixed_dictionaries(
    {"event": st.lists(EVENT, min_size=1, max_size=10).map(lambda some: sorted(some, key=lambda one: one["date"]))},
    optional={
        "change": st.lists(CHANGE, max_size=2),
        "assume": st.lists(st.just("exposure-pulls-votes"), max_size=1),
        "until": st.integers(2028, 2036),
    },
)


def accepted(world, keys):
    """The study without the events and changes that are refused, each in one sentence."""
    kept = {name: value for name, value in keys.items() if name not in ("event", "change")} | {
        "event": [],
        "change": [],
    }
    for name in ("event", "change"):
        for one in keys.get(name, ()):
            try:
                load_study({**KEYS, **kept, name: [*kept[name], one]}, world)
            except UserError as error:
                said = str(error).strip()
                assert said and "\n" not in said and "Traceback" not in said
            else:
                kept[name].append(one)
    return load_study({**KEYS, **kept}, world).study


@pytest.mark.slow
@settings(max_examples=200)
@given(keys=SCENARIO)
def test_two_hundred_scenarios_are_drawn_and_what_is_refused_gets_a_sentence(world, keys):
    try:
        setup = prepare(world, accepted(world, keys))
    except UserError as error:
        assert "\n" not in str(error).strip()
        return
    made = chunk(setup, 0, 4, 1)
    assert np.isfinite(made.values).all()
    for layer in ("trade", "debt", "arms"):
        assert np.allclose(setup.block(layer).cells(made.values).sum(axis=-1), 1.0, atol=1e-4)


FAULTS = {
    "a state that is none": (
        {"change": [{"layer": "growth", "states": ["KZG"], "by": 1.0, "first": 2027, "last": 2028, "why": "x"}]},
        'change 1, states: growth has no state "KZG"',
    ),
    "a change of shares without a power": (
        {"change": [{"layer": "trade", "by": 1.0, "first": 2027, "last": 2028, "why": "x"}]},
        "change 1, partner: shares of trade sum to one: name the power whose tie is changed",
    ),
    "years that are not simulated": (
        {"change": [{"layer": "growth", "by": 1.0, "first": 2020, "last": 2028, "why": "x"}]},
        "change 1, first: 2020 to 2028 must lie from 2025 to 2035, which is simulated",
    ),
    "a day that is past": (
        {"event": [{"kind": "leave", "state": "ARM", "organization": "CSTO", "date": "2023-01-01"}]},
        "event 1, date: 2023-01-01 is not between the end of 2024 and that of 2035",
    ),
    "an event twice": (
        {"event": 2 * [{"kind": "recession", "state": "RUS", "percent": -5.0, "date": "2027-01-01"}]},
        "event 2: this event is event 1 once more and would count twice; remove it",
    ),
    "a channel that no event asks": (
        {"assume": ["shock-transfers"], "event": [{"kind": "transit", "route": "Lars", "date": "2027-01-01"}]},
        "assume 1: shock-transfers answers no event of the study; add one of kind devaluation, migration, recession",
    ),
    "fans of income": (
        {"about": {"kind": "fans", "layer": "income"}},
        "about, layer: income through channels has no fan of its own",
    ),
    "a horizon before the start": ({"until": 2020}, "until: until is 2020; it must be after 2024"),
    "a difference of nothing": (
        {"about": {"kind": "difference", "condition": "a test"}},
        "about, kind: nothing happens in this study, so nothing differs",
    ),
    "seats without a body": ({"about": {"kind": "seats"}}, "about, body: an answer about seats names a body"),
}


@pytest.mark.parametrize("keys, said", FAULTS.values(), ids=FAULTS)
def test_a_fault_is_one_sentence_that_names_its_place(world, keys, said):
    with pytest.raises(UserError) as refused:
        load_study({**KEYS, **keys}, world)
    assert str(refused.value).startswith(said)
