"""The words of an answer follow its numbers: change the numbers, and the words change."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from steppe.display.format import change
from steppe.methods.equilibrium.words import answer, verdict
from steppe.methods.loader import load_study

ORDER = {"own": (-0.3, 0.0, 0.3), "typical": (-0.2, 0.3, 0.9), "eu": (0.2, 0.7, 1.2)}


@pytest.fixture(scope="module")
def study(world):
    return load_study("cis-full-free-trade", world).study.model_copy(update={"variant": ()})


def cases(subjects, intervals):
    rows = [
        {"case": "main", "depth": depth, "subject": subject, "partner": "", "measure": "real_income", "low": low}
        | {"value": value, "high": high}
        for subject in subjects
        for depth, (low, value, high) in intervals.items()
    ]
    return pd.DataFrame(rows)


def words(study, intervals, depth="typical"):
    return answer(study, cases(study.answer.subjects, intervals), pd.DataFrame(), depth)


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
def test_a_verdict_is_read_off_the_interval(low, high, word):
    assert verdict(low, high) == word


def test_intervals_that_contain_zero_are_never_called_gains(study):
    said = words(study, ORDER)
    first, second = said.split(" At depth own ")
    assert "may gain or lose" in first and " gain " not in first.replace("may gain or lose", "")
    assert second == "every interval of 9 contains zero; at depth eu all of 9 gain."


def test_other_numbers_make_other_words(study):
    lost = {depth: tuple(-x for x in reversed(interval)) for depth, interval in ORDER.items()}
    assert "all of 9 lose" in words(study, lost)
    assert "gain" not in words(study, lost, "eu").split(" At depth")[0]
    assert " lose (90 % intervals)" in words(study, lost, "eu")
    assert "+0.70 % (+0.20 to +1.20)" in words(study, ORDER, "eu")
    assert "−0.70 % (−1.20 to −0.20)" in words(study, lost, "eu")


def test_two_sentences(study):
    said = words(study, ORDER)
    assert said.endswith(".") and said.count(". ") == 1


def test_who_gains_more_follows_the_draws(world):
    study = load_study("greater-eurasian-partnership", world).study.model_copy(update={"variant": ()})
    rows = cases(study.answer.subjects, ORDER)

    def said(gap):
        draws = range(20)
        samples = pd.DataFrame(
            [{"case": "main", "depth": "typical", "draw": d, "subject": s, "gain": g}
             for d in draws for s, g in (("RUS", 100.0 + d), ("CHN", 100.0 + d + gap + 3 * (-1) ** d))]
        )  # fmt: skip
        return answer(study, rows, samples, "typical")

    assert "RUS gains fewer dollars than CHN, by −50 mn USD" in said(50)
    assert "RUS gains more dollars than CHN, by +50 mn USD" in said(-50)
    assert "which of RUS and CHN gains more dollars is open" in said(0)


def test_every_figure_of_the_answer_stands_in_the_tables(flagship):
    figures = re.findall(r"[+−]\d+\.\d+", flagship.answer)
    shown = {change(value) for column in ("value", "low", "high") for value in flagship.cases[column]}
    assert len(figures) >= 12 and set(figures) <= shown


def test_who_replaced_whom_follows_the_table_of_partners(world):
    study = load_study("russia-leans-on-china", world).study.model_copy(update={"variant": ()})
    rows = [
        {"flow": flow, "partner": partner, "2013": before, "2023": after, "change": after - before}
        for flow in ("exports", "imports")
        for partner, before, after in (("CHN", 8.0, 29.5), ("EU", 49.0, 12.0), ("TUR", 3.0, 7.0))
    ]

    def said(table):
        return answer(study, cases(study.answer.subjects, ORDER), pd.DataFrame(), "typical", table)

    table = pd.DataFrame(rows)
    assert "CHN rose from 8.0 to 29.5 % and EU fell from 49.0 to 12.0 % of exports" in said(table)
    swapped = table.rename(columns={"2013": "2023", "2023": "2013"}).assign(change=-table["change"])
    assert "EU rose from 12.0 to 49.0 % and CHN fell from 29.5 to 8.0 % of imports" in said(swapped[table.columns])
