"""A result as a person holds it: written once, read back, drawn, and labelled; and what `run` takes."""

from __future__ import annotations

import copy
import datetime as dt
import pickle

import numpy as np
import pytest
from threadpoolctl import ThreadpoolController, threadpool_limits

import steppe
from steppe.methods.registry import find, methods
from steppe.world.errors import UserError

EASE = {
    "question": "What would easier crossing bring?",
    "why": "The two share a border.",
    "method": "equilibrium",
    "event": [{"kind": "trade_cost", "importers": ["KAZ"], "exporters": ("UZB",), "percent": -5, "date": "2027-01-01"}],
    "answer": {"subjects": ["KAZ", "UZB"], "changes_if": ["others follow"]},
}


def changed(**event: object) -> dict:
    return EASE | {"event": [EASE["event"][0] | event]}


@pytest.fixture(scope="module")
def result(world):
    return steppe.run(EASE, world=world, draws=4)


def test_draws_are_a_dimension_with_units(result, flagship):
    draws = flagship.to_xarray()
    assert draws["real_income"].dims == ("case", "depth", "draw", "subject")
    assert draws.sizes["draw"] == flagship.draws
    assert draws["gain"].attrs == {"units": "million current USD", "long_name": "gain, change on 2023"}
    middle = draws["real_income"].sel(case="main", depth="typical", subject="UZB").median().item()
    rows = flagship.results.query("subject == 'UZB' and measure == 'real_income'")
    assert middle == pytest.approx(rows["value"].item(), rel=1e-9)


def test_figures_without_draws_are_labelled_by_what_varies(world):
    figures = steppe.run("who-leaves-next", world=world, draws=4).to_xarray()
    leaving = figures["chance_of_leaving_within_5_years"]
    assert set(leaving.dims) == {"subject", "partner", "statistic"} and leaving.attrs["units"] == "probability"
    assert leaving.sel(subject="MDA", partner="CIS", statistic="value") > 0.5


def test_it_shows_itself_in_a_line_and_in_a_notebook(result):
    assert repr(result).startswith("<EquilibriumResult study-") and str(result.answer) in repr(result)
    html = result._repr_html_()
    assert result.question in html and "<table" in html and "more rows" in html


def test_it_draws_itself(result):
    chart = result.plot().to_dict()
    assert "Source" in str(chart["title"])


def test_it_survives_copies_and_pickles(result):
    for again in (copy.deepcopy(result), pickle.loads(pickle.dumps(result))):
        assert again.document() == result.document() and again.source.study == result.source.study
    assert result != copy.copy(result)


def test_to_pandas_is_a_copy_of_every_case(flagship):
    frame = flagship.to_pandas()
    assert {"main", "without-moldova"} < set(frame["case"]) and set(frame["depth"]) == {"typical", "eu"}
    frame["value"] = 0.0
    assert flagship.cases["value"].ne(0).any()


def test_a_dictionary_is_the_file_with_its_keys(result, world, tmp_path):
    file = tmp_path / "study.toml"
    file.write_text(
        'question = "What would easier crossing bring?"\nwhy = "The two share a border."\nmethod = "equilibrium"\n'
        '[[event]]\nkind = "trade_cost"\nimporters = ["KAZ"]\nexporters = ["UZB"]\npercent = -5\ndate = 2027-01-01\n'
        '[answer]\nsubjects = ["KAZ", "UZB"]\nchanges_if = ["others follow"]\n'
    )
    assert steppe.run(file, world=world, draws=4).document() == result.document()
    day, figure = dt.date(2027, 1, 1), np.float64(-5)
    assert steppe.run(changed(date=day, percent=figure), world=world, draws=4).run == result.run


@pytest.mark.parametrize(
    ("study", "sentence"),
    [
        (EASE | {"method": "equilibirum"}, 'method: there is no method "equilibirum". Did you mean equilibrium?'),
        ({"question": "?"}, "method: the key method is missing; a study has one of: bargaining, equilibrium"),
        (changed(kind="tarif"), 'event 1: there is no event of kind "tarif". Did you mean tariff?'),
        (changed(importers=["KZG"]), "event 1, importers: "),
        (changed(percent="-5"), 'percent is "-5"; it must be a number without quotes'),
        (changed(percent=float("nan")), "percent is nan; it must be a finite number"),
        (EASE | {"why": object()}, "is neither text, a number, a date nor a list"),
    ],
)
def test_a_wrong_dictionary_is_one_sentence(world, study, sentence):
    with pytest.raises(UserError) as caught:
        steppe.run(study, world=world, draws=4)
    assert sentence in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.slow
def test_many_at_once_are_as_one_by_one(result, world):
    studies = [EASE, changed(percent=-6), "moldova-leaves-cis"]
    many = steppe.run_many(studies, world=world, draws=4)
    assert [one.document() for one in many[:2]] == [
        result.document(),
        steppe.run(changed(percent=-6), world=world, draws=4).document(),
    ]
    assert many[2].study == "moldova-leaves-cis"


def test_a_setting_is_checked_by_the_method_that_takes_it(world):
    with pytest.raises(UserError, match="--power: study is a study of method equilibrium, which takes --baseline"):
        steppe.run(EASE, world=world, power="RUS")
    with pytest.raises(UserError, match="elasticity is 99; it must be 30 or less"):
        steppe.run(EASE, world=world, elasticity=99)
    with pytest.raises(TypeError):
        steppe.run(EASE, world)


@pytest.mark.parametrize("name", methods())
def test_every_method_computes_with_one_thread_of_linear_algebra(name, world, monkeypatch):
    """Another number of threads gives other last digits."""
    study = steppe.studies().query("method == @name")["study"].iloc[0]

    def compute(*_, **__):
        raise UserError(str({library["num_threads"] for library in ThreadpoolController().info()}))

    monkeypatch.setattr(type(find(name)), "compute", compute)
    with threadpool_limits(2), pytest.raises(UserError, match=r"^\{1\}$"):
        steppe.run(study, world=world)
