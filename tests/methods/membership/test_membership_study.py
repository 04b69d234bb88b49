"""The study `who-leaves-next`: its words follow its numbers, and a wrong file is refused."""

from __future__ import annotations

import numpy as np
import pytest

from steppe.methods.answer import Verdict
from steppe.methods.loader import load_study, parse
from steppe.methods.membership.words import PHRASES, answer
from steppe.methods.result import COLUMNS
from steppe.methods.run import run
from steppe.politics.membership.forecast import forecast
from steppe.politics.membership.hazard import HazardFit
from steppe.politics.membership.model import model
from steppe.politics.membership.trials import trials
from steppe.scenario.study import Loaded
from steppe.world.errors import UserError

FILE = """
question = "Who leaves?"
why = "It is asked."
method = "membership"
changes_if = ["a war begins"]
"""


@pytest.fixture(scope="module")
def result(world):
    return run("who-leaves-next", world=world, draws=128)


@pytest.fixture(scope="module")
def told(world):
    fitted = model(world)
    return forecast(world, fitted, draws=128), fitted.fits["leave"], trials(world, fitted.stage), 5, world.state_names


def test_the_answer_names_the_likeliest_and_says_how_weak_it_is(result):
    first = result.results.iloc[0]
    assert result.answer.verdict is Verdict.OPEN
    assert result.answer.sentence.startswith("Azerbaijan leaving GUAM within 5 years is likeliest: 10 % (")
    assert (first["subject"], first["partner"]) == ("AZE", "GUAM")
    assert result.answer.caveat == "It rests on 6 exits or freezes."
    assert any("The evidence is weak, 6 exits or freezes" in note for note in result.notes)
    assert list(result.results.columns) == list(COLUMNS)
    assert result.results[["value", "low", "high"]].notna().all(axis=None)


def test_what_was_tried_and_missed_is_shown(result):
    tables = result.frames
    failed = tables["covariates"].query("not signal")
    assert len(failed) == 9
    missed = tables["backtest"]
    assert missed["verdict"].str.startswith("missed").any()
    assert any("reproduction" in note for note in result.notes)
    assert {what for what, _, _ in result.assumptions} >= {"freezing", "leaders", "dependence", "exclusivity"}


def said(*arguments):
    """The answer and its notes in one text."""
    first, notes = answer(*arguments)
    return " ".join([str(first), *notes])


def test_the_words_turn_with_the_numbers(told):
    chances, fit, tests, horizon, names = told
    turned = chances.sort_values("probability").reset_index(drop=True)
    assert "Azerbaijan leaving" not in said(turned, fit, tests, horizon, names)
    unsettled = said(chances.assign(first=0.1), fit, tests, horizon, names)
    assert "order is not settled" in unsettled and "Armenia (CSTO) follows" in unsettled
    assert "It comes first in 90 % of the draws" in said(chances.assign(first=0.9), fit, tests, horizon, names)
    none = said(chances, fit, tests.assign(signal=False), horizon, names)
    assert "none of 10 covariates alone stands out" in none
    many = tests.assign(events=600)
    assert "The evidence rests on 600 exits" in said(chances, fit, many, horizon, names)
    assert answer(chances, fit, many, horizon, names)[0].verdict is Verdict.UNLIKELY
    assert answer(chances.assign(high=0.9), fit, many, horizon, names)[0].verdict is Verdict.ASSUMED
    one = chances[chances["organization"] == "UnionState"]
    assert "the mean of" not in said(one, fit, tests, horizon, names)
    joins = chances[chances["move"] == "join"]
    nobody = answer(joins, fit, tests, horizon, names)[0]
    assert nobody.verdict is Verdict.NOT_ANSWERABLE and nobody.sentence.startswith("None of the twelve is at risk")


def test_the_reasons_turn_with_the_signs(told):
    chances, fit, tests, horizon, names = told
    row = chances[chances["move"] == "leave"].iloc[[0]]
    other = HazardFit(fit.names, -fit.coefficients, fit.covariance, fit.rows, fit.events, np.nan)
    likes = row.assign(reasons=[{"like-minded": 1.0}])
    assert PHRASES["like-minded"][1] in said(likes, fit, tests, horizon, names)
    assert PHRASES["like-minded"][0] in said(likes, other, tests, horizon, names)
    nothing = row.assign(reasons=[{"like-minded": -1.0}])
    assert "No covariate sets it much apart" in said(nothing, fit, tests, horizon, names)


def test_bodies_and_assumptions_of_a_file_are_kept_to(world):
    text = FILE + 'horizon = 2\nbodies = ["CSTO"]\nassume = ["dependence"]\n'
    found = run(Loaded("mine", parse(text, "mine.toml", world)), world=world, draws=32)
    assert set(found.results["partner"]) == {"CSTO"}
    assert ("dependence", "on") in {(what, value) for what, value, _ in found.assumptions}
    assert "leaving CSTO within 2 years" in found.answer.sentence


@pytest.mark.parametrize(
    "line, said",
    [
        ('bodies = ["CTSO"]', "Did you mean CSTO"),
        ('bodies = ["EurAsEC"]', "not an existing body"),
        ("horizon = 0", "horizon"),
        ('assume = ["luck"]', "assume"),
        ("draws = 3", "draws"),
    ],
)
def test_a_wrong_file_is_refused(world, line, said):
    with pytest.raises(UserError, match=said):
        run(Loaded("mine", parse(FILE + line + "\n", "mine.toml", world)), world=world, draws=32)


def test_the_texts_that_the_study_takes_up_are_among_its_sources(result, world):
    texts = load_study("who-leaves-next", world).study.texts
    assert texts and texts <= set(result.sources)
