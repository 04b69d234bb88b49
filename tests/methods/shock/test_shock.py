"""Shocks: what counts and what lies beside, nothing twice, zero events, signs, the classes, and the way back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from steppe.influence import gas_rent
from steppe.methods.income import cases
from steppe.methods.income.channel import CLASSES, Effect, earned
from steppe.methods.income.channels import channels
from steppe.methods.loader import load_study
from steppe.methods.run import run
from steppe.methods.shock.study import MAIN

FEW = 64
DAY = "2019-01-01"
GAS = {"kind": "gas", "seller": "RUS", "buyers": ["ARM", "BLR"], "date": DAY}
ZERO = [
    {"kind": "recession", "state": "RUS", "percent": 0, "date": DAY},
    {"kind": "devaluation", "state": "RUS", "percent": 0, "date": DAY},
    {"kind": "migration", "origins": ["TJK"], "host": "RUS", "percent": 0, "date": DAY},
    {**GAS, "percent": 0},
    {"kind": "lending", "creditor": "CHN", "debtors": ["KGZ"], "what": "stop", "percent": 0, "date": DAY},
    {"kind": "growth", "state": "RUS", "percent": 0, "date": DAY},
]


def study(*events: dict, baseline: int = 2019, states=("twelve",)) -> dict:
    answer = {"subjects": ["ARM", "BLR"], "changes_if": ["x"]}
    kept = {"question": "q?", "why": "w", "method": "shock", "baseline": baseline, "states": list(states)}
    return {**kept, "event": list(events), "answer": answer}


@pytest.fixture
def case(world):
    """The answer to events, as a case with all its parts."""

    def of(*events: dict, baseline: int = 2019) -> cases.Case:
        loaded = load_study(study(*events, baseline=baseline), world)
        title, year, kept = loaded.study.cases[MAIN]
        return cases.answered(world, loaded.study.states, title, year, kept, draws=FEW, seed=1)

    return of


def of_channel(case: cases.Case, name: str) -> np.ndarray:
    return np.sum([part.effect.values for part in case.parts if part.channel.name == name], axis=0)


def median(case: cases.Case, values: np.ndarray, state: str) -> float:
    return float(np.median(values[:, case.ask.states.index(state)]))


# ------------------------------------------------------------ nothing twice
def test_one_shock_said_twice_counts_once(case):
    """Output in dollars holds the rouble: transfers follow the recession, whether the rouble is named or not."""
    recession = {"kind": "recession", "state": "RUS", "percent": -34, "date": DAY}
    rouble = {"kind": "devaluation", "state": "RUS", "percent": -34, "date": DAY}
    alone, both, other = case(recession), case(recession, rouble), case(rouble)
    assert of_channel(alone, "transfers").any()
    np.testing.assert_array_equal(of_channel(both, "transfers"), of_channel(alone, "transfers"))
    np.testing.assert_allclose(of_channel(other, "transfers"), of_channel(alone, "transfers"))
    np.testing.assert_array_equal(of_channel(both, "currency"), of_channel(other, "currency"))


def test_growth_is_the_equilibriums_alone_and_a_recession_in_dollars_is_not_in_it(case):
    growth = {"kind": "growth", "state": "RUS", "percent": -3, "date": DAY}
    recession = {"kind": "recession", "state": "RUS", "percent": -34, "date": DAY}
    fall, both = case(growth), case(growth, recession)
    assert {part.channel.name for part in fall.parts if part.moves} == {"trade"}
    np.testing.assert_array_equal(of_channel(both, "trade"), of_channel(fall, "trade"))
    assert not of_channel(case(recession), "trade").any()


def test_gas_between_states_whose_trade_is_closed_is_in_the_equilibrium_alone(case):
    embargo = {"kind": "embargo", "importers": ["BLR"], "exporters": ["RUS"], "date": DAY}
    cut = {**GAS, "percent": -100}
    both = case(embargo, cut)
    assert of_channel(case(cut), "energy")[:, both.ask.states.index("BLR")].any()
    assert not of_channel(both, "energy")[:, both.ask.states.index("BLR")].any()
    assert of_channel(both, "energy")[:, both.ask.states.index("ARM")].any()


def test_the_rent_of_a_cut_is_the_energy_channels_and_only_what_cannot_come_is_supplys(case):
    cut = {**GAS, "percent": -100}
    answered = case(cut)
    place = answered.ask.states.index("BLR")
    benchmark_bill = of_channel(answered, "supply")[:, place]
    assert (benchmark_bill <= 0).all() and benchmark_bill.min() < 0
    least = {part.channel.name: part.counted for part in answered.parts if part.moves}
    assert least == {"energy": True, "supply": False}
    np.testing.assert_array_equal(answered.total, of_channel(answered, "energy"))


def test_every_kind_of_event_is_held_and_no_two_channels_hold_the_same_words(world):
    held = [(kind, words) for channel in channels() for kind, words in channel.holds.items()]
    assert len(held) == len(set(held))
    assert {"recession", "migration", "devaluation", "gas", "lending", "growth"} <= {kind for kind, _ in held}
    growth = [channel.name for channel in channels() if "growth" in channel.holds]
    assert growth == ["trade"]


# ------------------------------------------------------------ zero and signs
@pytest.mark.parametrize("event", ZERO, ids=lambda event: event["kind"])
def test_an_event_of_nothing_changes_nothing(case, event):
    answered = case(event)
    for part in answered.parts:
        np.testing.assert_allclose(part.effect.values, 0.0, atol=1e-9)
    assert not answered.total.any() or np.abs(answered.total).max() < 1e-9


@pytest.mark.parametrize(
    ("event", "state", "sign"),
    [
        ({**GAS, "price": 400}, "BLR", -1),
        ({**GAS, "price": 400}, "ARM", -1),
        ({**GAS, "price": 50}, "BLR", 1),
        ({**GAS, "percent": -50}, "BLR", -1),
        ({"kind": "migration", "origins": ["TJK"], "host": "RUS", "percent": -50, "date": DAY}, "TJK", -1),
        ({"kind": "lending", "creditor": "CHN", "debtors": ["KGZ"], "what": "write-off", "date": DAY}, "KGZ", 1),
    ],
)
def test_signs(case, event, state, sign):
    answered = case(event)
    assert np.sign(median(answered, answered.total, state)) == sign


def test_what_a_buyer_loses_by_a_dearer_price_its_seller_gains(case):
    answered = case({**GAS, "price": 400})
    gdp = answered.ask.gdp
    money = answered.total * gdp
    places = [answered.ask.states.index(state) for state in ("ARM", "BLR", "RUS")]
    np.testing.assert_allclose(money[:, places].sum(axis=1), 0.0, atol=1e-6)


def test_the_rent_is_that_of_gas_rent_and_of_a_reckoning_by_hand(case, world):
    answered = case(
        {"kind": "gas", "seller": "RUS", "buyers": ["BLR"], "price": "benchmark", "date": DAY}, baseline=2018
    )
    rent = gas_rent(world, "BLR", "RUS", 2018)["share"].item()
    # (282.6 - 129) USD by 20 billion m³ over 60.03 billion USD; the median of the draws is the European price's
    assert 100 * rent == pytest.approx((282.6 - 129) * 20 / 60031 * 100, rel=1e-2)
    middle = -100 * rent
    assert median(answered, answered.total, "BLR") == pytest.approx(middle, rel=0.06)


# ------------------------------------------------------------------ classes
def test_only_arithmetic_and_what_has_earned_it_is_in_the_sum(case, world):
    answered = case(
        {"kind": "recession", "state": "RUS", "percent": -34, "date": DAY},
        {"kind": "migration", "origins": ["KGZ", "TJK"], "host": "RUS", "percent": -20, "date": DAY},
        {**GAS, "lines": ["NCTG"]},
    )
    assert {part.effect.kind for part in answered.parts} == set(CLASSES)
    for part in answered.parts:
        wanted = part.effect.kind == "arithmetic" or (
            part.effect.kind == "estimated" and earned(world, part.effect.mechanism)
        )
        assert part.counted == wanted
    counted = [part.effect.values for part in answered.parts if part.counted]
    np.testing.assert_array_equal(answered.total, np.sum(counted, axis=0))


def test_a_mechanism_that_is_not_on_the_board_has_earned_nothing(world):
    assert not earned(world, "growth-in-the-equilibrium")
    assert earned(world, "votes-given-the-others")
    assert not earned(world, "ideal-points")  # one of its measures only ties


def test_an_estimate_without_a_score_to_name_is_no_effect():
    with pytest.raises(ValueError, match="mechanism"):
        Effect("estimated", np.zeros((2, 1)))
    with pytest.raises(ValueError, match="rows of an effect lack"):
        Effect("arithmetic", np.zeros((2, 1)), rows=pd.DataFrame(columns=["state"]))


def test_what_is_not_on_record_has_a_reason_and_no_sum(case):
    answered = case({"kind": "gas", "seller": "RUS", "buyers": ["UKR"], "price": "benchmark", "date": DAY})
    place = answered.ask.states.index("UKR")
    assert np.isnan(answered.total[:, place]).all()
    why = {state: why for part in answered.parts for state, why in part.effect.missing.items()}
    assert "no gas between the two is on record" in why["UKR"]


# -------------------------------------------------------------------- shown
@pytest.fixture(scope="module")
def result(world):
    price = {**GAS, "price": "benchmark"}
    growth = {"kind": "growth", "state": "RUS", "percent": -3, "date": DAY}
    return run(study(price, growth), world=world, draws=FEW, seed=1)


def test_the_answer_speaks_of_the_sum_and_names_what_lies_beside(result):
    text = str(result.source.method.answer(result))
    assert text.startswith("Likely loses. Belarus −") and "Beside the sum: trade in goods." in text
    assert "Armenia" not in text  # its interval holds zero


def test_explain_goes_back_to_price_benchmark_and_volume(result):
    steps = result.source.method.explain(result, "BLR.energy")
    told = steps.loc[steps["step"].eq(4), ["what", "value"]]
    assert [text.split(":")[1].split(" of ")[0].strip() for text in told["what"]] == ["price", "benchmark", "volume"]
    assert told["value"].tolist() == pytest.approx([127.0, 159.0, 20.261])


def test_bars_are_filled_in_the_sum_and_hatched_beside_it(result):
    from steppe.methods.shock.charts import _bars

    bars = _bars(result).set_index(["state", "channel"])["counted"]
    assert bool(bars["BLR", "gas rents"]) and not bool(bars["RUS", "trade in goods"])
    names = [name for name, _ in result.source.method.charts(result, width=640, theme=_theme())]
    assert names == ["chart_bars", "chart_map"]


def _theme():
    from steppe.display.charts.tokens import LIGHT

    return LIGHT


def test_the_matrix_says_which_channel_holds_what_and_how(result):
    table = result.tables["matrix"].frame.set_index("event")
    assert table.at["gas", "energy"].startswith("price times volume") and table.at["growth", "energy"] == "–"
    assert table.at["class here", "energy"] == "arithmetic, in the sum"
    assert table.at["class here", "trade"] == "estimated, beside"


def test_a_run_is_read_back_as_it_was(result, tmp_path, world):
    from steppe.methods.loader import load_run

    home = result.save(tmp_path)
    again = load_run(home, world)
    pd.testing.assert_frame_equal(again.results, result.results)
    assert again.answer == result.answer
