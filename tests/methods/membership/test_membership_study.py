"""The study `who-leaves-next`: its words follow its numbers, and a wrong file is refused."""

from __future__ import annotations

import pytest

from steppe.methods.answer import MOST_WORDS, Verdict
from steppe.methods.loader import load_study, parse
from steppe.methods.membership.words import answer
from steppe.methods.result import COLUMNS
from steppe.methods.run import run
from steppe.politics.membership.forecast import ANNOUNCED, forecast
from steppe.politics.membership.seats import USED
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
    return run("who-leaves-next", world=world, draws=1024)


@pytest.fixture(scope="module")
def told(world):
    return forecast(world, draws=1024)


def test_the_answer_begins_with_moldova_in_the_cis_then_armenia_in_the_csto(result):
    assert result.answer.verdict is Verdict.LIKELY
    assert result.answer.words <= MOST_WORDS
    said = result.answer.sentence
    assert said.startswith("Moldova leaves the CIS within 5 years: 87 % (74 to 97; 20 announced exits).")
    assert "Armenia, frozen, leaves the CSTO: 42 % (16 to 71; 5 seats)." in said
    assert result.answer.caveat == "Also frozen: Ukraine in the CIS. No other exit stands out."
    first = result.results.iloc[:2]
    assert list(zip(first["subject"], first["partner"], strict=True)) == [("MDA", "CIS"), ("ARM", "CSTO")]
    assert list(result.results.columns) == list(COLUMNS)
    assert result.results[["value", "low", "high"]].notna().all(axis=None)


def test_base_rates_cases_and_what_was_tried_are_shown(result):
    tables = result.frames
    rates = tables["rates"].set_index(["standing", "to"])
    assert rates.loc[("frozen", "left"), "cases"] == "UZB GUAM 2005, UZB CSTO 2012"
    assert rates.loc[("frozen", "left"), "seat_years"] > 20
    assert len(tables["announced"]) == 48 and len(tables["applications"]) == 39
    assert tables["limited"]["counts"].sum() == 7
    assert len(tables["covariates"].query("not signal")) == 9
    assert any("reproduction" in note for note in result.notes)
    assert any(note.startswith("Ukraine in law leaves the CIS") for note in result.notes)
    assert {what for what, _, _ in result.assumptions} >= {"rates", "cases", "leaders", "covariates", "exclusivity"}


def test_the_words_turn_with_the_numbers(told, world):
    names = world.state_names
    unsure = told.assign(low=told["low"].where(told["standing"].ne(ANNOUNCED), 0.3))
    assert answer(unsure, 5, names).verdict is Verdict.OPEN
    silent = answer(told[told["standing"].ne(ANNOUNCED)], 5, names)
    assert silent.sentence.startswith("Armenia, frozen, leaves the CSTO within 5 years: 42 %")
    used = answer(told[told["standing"].eq(USED)], 1, names)
    assert used.verdict is Verdict.UNLIKELY
    assert used.sentence.startswith("No exit stands out: a seat in use is left within one year with 3 % (")
    nobody = answer(told[told["move"].eq("join")], 5, names)
    assert nobody.verdict is Verdict.NOT_ANSWERABLE and nobody.sentence.startswith("None of the twelve is at risk")
    alone = answer(told[told["state"].ne("UKR")], 5, names)
    assert alone.caveat == "No other exit stands out."


def test_bodies_and_horizon_of_a_file_are_kept_to(world):
    found = run(
        Loaded("mine", parse(FILE + 'horizon = 2\nbodies = ["CSTO"]\n', "mine.toml", world)), world=world, draws=32
    )
    assert set(found.results["partner"]) == {"CSTO"}
    assert "Armenia, frozen, leaves the CSTO within 2 years" in found.answer.sentence
    plain = run(Loaded("mine", parse(FILE + 'bodies = ["GUAM"]\n', "mine.toml", world)), world=world, draws=32)
    assert plain.answer.verdict is Verdict.UNLIKELY and len(plain.results) == 4


@pytest.mark.parametrize(
    "line, said",
    [
        ('bodies = ["CTSO"]', "Did you mean CSTO"),
        ('bodies = ["EurAsEC"]', "not an existing body"),
        ("horizon = 0", "horizon"),
        ('assume = ["dependence"]', "assume"),
        ("draws = 3", "draws"),
    ],
)
def test_a_wrong_file_is_refused(world, line, said):
    with pytest.raises(UserError, match=said):
        run(Loaded("mine", parse(FILE + line + "\n", "mine.toml", world)), world=world, draws=32)


def test_the_texts_that_the_study_takes_up_are_among_its_sources(result, world):
    texts = load_study("who-leaves-next", world).study.texts
    assert texts and texts <= set(result.sources)
