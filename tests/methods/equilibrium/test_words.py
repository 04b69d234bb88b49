"""The words of an answer follow its numbers: change the numbers, and the words change."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from steppe.methods.answer import Verdict
from steppe.methods.equilibrium.findings import _map as map_words
from steppe.methods.equilibrium.robustness import CENTRE
from steppe.methods.equilibrium.study import MAIN
from steppe.methods.equilibrium.words import answer, standing, turned, verdict
from steppe.methods.loader import load_study
from steppe.methods.signs import MEASURABLE

GAIN, LOSS, OPEN, LITTLE = (0.7, 0.2, 1.2), (-0.7, -1.2, -0.2), (0.3, -0.2, 0.9), (0.02, -0.01, 0.04)


@pytest.fixture(scope="module")
def study(world):
    return load_study("cis-full-free-trade", world).study


def rows(of, error=0.001):
    """Value, low, high and error by subject."""
    frame = pd.DataFrame.from_dict(of, orient="index", columns=["value", "low", "high"])
    return frame.rename_axis("subject").assign(error=error)


def said(study, interval, turns=(), remitted=None, **others):
    of = dict.fromkeys(study.answer.subjects, interval) | others
    return answer(study, rows(of), dict(turns), remitted or {})


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [
        (0.1, 0.5, "gains"),
        (-0.5, -0.1, "loses"),
        (-0.1, 0.5, "may gain or lose"),
        (0.0, 0.5, "may gain or lose"),
        (-0.0001, 0.0001, "does not change"),
    ],
)
def test_an_interval_is_read_off(low, high, word):
    assert verdict(low, high) == word


@pytest.mark.parametrize(
    ("interval", "error", "turns", "word"),
    [
        (GAIN, 0.001, {}, "gains"),
        (LOSS, 0.001, {}, "loses"),
        (GAIN, 0.11, {}, "open"),  # the end lies within twice the error of zero
        (GAIN, 0.001, {"UZB": "closure"}, "turns"),
        (OPEN, 0.001, {"UZB": "closure"}, "open"),
        (LITTLE, 0.001, {}, "nothing"),
        ((0.04, 0.01, 0.09), 0.001, {}, "nothing"),
    ],
)
def test_a_subject_is_one_of_five(interval, error, turns, word):
    assert list(standing(rows({"UZB": interval}, error), turns)) == [word]


def test_a_sign_that_a_check_turns_or_takes_away_is_named():
    checks = pd.DataFrame(
        [
            (CENTRE, "RUS", 0.1),
            (CENTRE, "KAZ", 0.1),
            (CENTRE, "USA", -0.1),
            ("closure", "RUS", -0.1),
            ("closure", "KAZ", 0.05),
            ("closure", "USA", 0.0),
            ("baseline", "RUS", -0.2),
        ],
        columns=["check", "subject", "value"],
    )
    assert turned(checks) == {"RUS": "closure", "USA": "closure"}


@pytest.mark.parametrize(
    ("interval", "turns", "expected"),
    [
        (GAIN, {}, Verdict.GAINS),
        (LOSS, {}, Verdict.LOSES),
        (OPEN, {}, Verdict.OPEN),
        (LITTLE, {}, Verdict.NOTHING),
        (
            GAIN,
            dict.fromkeys(["ARM", "AZE", "BLR", "KAZ", "KGZ", "MDA", "RUS", "TJK", "UZB"], "closure"),
            Verdict.TURNS,
        ),
    ],
)
def test_the_verdict_follows_the_numbers(study, interval, turns, expected):
    found = said(study, interval, turns)
    assert found.verdict is expected
    assert ("+0.70 % of GDP (+0.20 to +1.20)" in found.sentence) == (interval is GAIN)


def test_gains_beside_losses_are_told_as_both(study):
    found = said(study, OPEN, TJK=(0.9, 0.2, 1.2), RUS=LOSS)
    assert found.verdict is Verdict.BOTH
    assert found.sentence == "TJK +0.90 % of GDP (+0.20 to +1.20); RUS −0.70."
    assert "For seven more the data cannot tell." in found.caveat


def test_each_sign_counts_its_own_and_names_the_largest(study):
    losers = {"RUS": LOSS, "BLR": (-0.6, -1.0, -0.2), "ARM": (-0.5, -1.0, -0.2)}
    found = said(study, GAIN, **losers, UZB=(0.9, 0.2, 1.2))
    assert found.sentence.endswith("four more gain less; RUS −0.70, BLR −0.60 and one more loses less.")


def test_a_state_at_war_or_under_sanctions_is_no_winner_but_may_lose(world):
    study = load_study("sanctions-on-russia", world).study
    assert {"RUS", "BLR", "UKR"} <= set(study.answer.belligerents)
    of = dict.fromkeys(study.answer.subjects, LITTLE)
    assert answer(study, rows(of | {"BLR": GAIN}), {}, {}).verdict is Verdict.NOTHING
    assert "BLR −0.70 % of GDP" in answer(study, rows(of | {"BLR": LOSS}), {}, {}).sentence


def test_an_assumed_size_is_a_condition_and_not_a_headline(world):
    loaded = load_study("sanctions-on-russia", world).study
    study = loaded.model_copy(update={"answer": loaded.answer.model_copy(update={"condition": "each leg costs less"})})
    found = answer(study, rows(dict.fromkeys(study.answer.subjects, GAIN)), {}, {})
    assert found.verdict is Verdict.ASSUMED and found.sentence.startswith(f"If {study.answer.condition}: ")


def test_what_is_left_out_and_larger_than_the_answer_is_said(study):
    assert "remittances (26 % of GDP in KGZ)" in said(study, OPEN, remitted={"KGZ": 26.2}, KGZ=(0.5, -1, 2)).caveat
    assert "remittances" not in said(study, OPEN, remitted={"KGZ": 26.2}, KGZ=(40.0, -1, 80)).caveat
    assert "remittances" not in said(study, OPEN, remitted={"KGZ": 0.2}, KGZ=(0.1, -1, 2)).caveat


def test_no_digit_below_twice_the_error_is_printed(study):
    of = dict.fromkeys(study.answer.subjects, LITTLE) | {"TJK": (0.7123, 0.2123, 1.2123)}
    for error, text in ((0.004, "+0.71 % of GDP (+0.21 to +1.21)"), (0.03, "+0.7 % of GDP (+0.2 to +1.2)")):
        assert text in answer(study, rows(of, error), {}, {}).sentence


def test_every_figure_of_the_answer_stands_in_the_tables(flagship):
    figures = {float(text.replace("−", "-")) for text in re.findall(r"[+−]\d+\.?\d*", flagship.answer.sentence)}
    shown = flagship.cases[["value", "low", "high"]].to_numpy().ravel()
    assert figures and all(np.abs(shown - figure).min() <= 0.5 for figure in figures)
    assert MEASURABLE == 0.05


def test_the_map_has_a_direction_only_where_the_interval_has_it():
    frame = rows({"KGZ": GAIN, "UZB": OPEN, "TJK": LOSS, "RUS": (0.001, -0.002, 0.003)}).reset_index()
    names = {"KGZ": "Kyrgyzstan", "UZB": "Uzbekistan", "TJK": "Tajikistan", "RUS": "Russia"}
    said = map_words(frame.assign(case=MAIN, depth="typical"), "typical", names)
    assert said == (
        "Kyrgyzstan moves most, +0.70 %; of 4 shown one rises, one falls, one may do either and one moves by less "
        "than 0.005 %"
    )
    unclear = frame[frame["subject"].isin(["UZB", "RUS"])].assign(case=MAIN, depth="typical")
    assert map_words(unclear, "typical", names) == ("Of 2 shown one may do either and one moves by less than 0.005 %")
