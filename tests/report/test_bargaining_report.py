"""An agenda as words, as a picture and as a page: what is said follows the numbers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from steppe.display.charts.theme import to_svg
from steppe.display.charts.tokens import LIGHT
from steppe.methods.result import COLUMNS
from steppe.politics.bargaining.reading import agenda_names, read_agenda
from steppe.politics.bargaining.session import negotiate_agenda
from steppe.report.agenda import tables, view
from steppe.report.agenda.charts import chart_positions
from steppe.report.agenda.page import page
from steppe.report.agenda.view import BargainView, IssueView
from steppe.world.world import World


def seen(world: World, name: str, body: str = "", draws: int = 200) -> BargainView:
    agenda = read_agenda(name, world)
    return view.view(negotiate_agenda(agenda, world, draws=draws, body=body), world, agenda, draws, 1)


@pytest.fixture(scope="module")
def summit(world: World) -> BargainView:
    return seen(world, "cis-summit-2015")


@pytest.fixture(scope="module")
def sco(world: World) -> dict[str, IssueView]:
    return {one.issue.name: one for one in seen(world, "sco-enlargement").issues}


def test_who_came_is_told_by_level(summit: BargainView) -> None:
    said = view.came_words(summit)
    assert said.startswith("Who came: heads of state: Armenia, Azerbaijan")
    assert "below that: Moldova, Turkmenistan and Ukraine" in said


def test_the_body_of_the_day_is_told(world: World, summit: BargainView) -> None:
    said = view.body_words(seen(world, "regional-security-2019"))
    assert said.startswith("The SCO that day: China has 74 % of the members’ output and 12 % of the power")
    assert "Russia" in view.body_words(summit)
    assert view.body_words(seen(world, "russia-china-2019")) == ""  # no body decides


def test_the_vote_says_who_blocks_and_what_remains(world: World, sco: dict[str, IssueView]) -> None:
    of = seen(world, "sco-enlargement")
    assert "member fails, and observer remains" in view.vote_words(of, sco["iran-2017"])
    assert "Tajikistan blocks" in view.vote_words(of, sco["iran-2017"])
    assert "member is adopted" in view.vote_words(of, sco["iran-2021"])


def test_what_rests_on_judgements_is_called_assumed(world: World, summit: BargainView) -> None:
    basis = tables.results(summit).groupby("measure")["basis"].agg(set)
    for measure in ("forecast", "compromise", "probability", "salience", "swing_position", "adopted"):
        assert basis[measure] == {"assumed"}, measure
    assert basis["happened"] == {"reported"} and basis["capability"] == {"derived"}
    stated = tables.results(seen(world, "russia-china-2019")).query("measure == 'capability'")
    assert "assumed" in set(stated["basis"])


def test_the_forecast_says_when_the_rule_holds_it(sco: dict[str, IssueView]) -> None:
    assert "held at 50.0 by the rule" in view.forecast_words(sco["iran-2017"])
    assert "held" not in view.forecast_words(sco["iran-2021"])


def test_words_turn_when_the_numbers_turn(summit: BargainView) -> None:
    one = summit.issues[0]
    turned = replace(one, result=replace(one.result, probability=np.array([0.7, 0.1, 0.1, 0.1]), low=3.0))
    assert "Most likely: joint forces" in view.forecast_words(one)
    assert "Most likely: no text, 70 %" in view.forecast_words(turned)
    assert "interval 3 to" in view.forecast_words(turned)


def test_another_bodys_outcome_is_no_test(world: World) -> None:
    of = seen(world, "regional-security-2019", body="CIS")
    assert view.seats_words(of) == "No seat in the CIS that day: China, India and Pakistan."
    assert "no test" in view.happened_words(of, of.issues[0])
    assert tables.totals(of)["issues"]["joint-work"]["score"] == {}


def test_the_challenge_model_is_labelled(summit: BargainView) -> None:
    for one in summit.issues:
        assert view.contrast_words(one).startswith("For contrast, not a forecast:")


def test_an_exchange_names_both_sides(world: World) -> None:
    said = view.package_words(seen(world, "russia-china-2019"))
    assert said[0].startswith("Russia moves on trade-opening from 30 to")
    assert any(line.startswith("Outcomes with all exchanges: security-part") for line in said)
    assert view.package_words(seen(world, "csto-requests")) == []


def test_a_reproduction_is_called_one(summit: BargainView) -> None:
    assert any(note.startswith("A reproduction:") for note in view.notes(summit))


def test_results_keep_to_the_contract(summit: BargainView) -> None:
    frame = tables.results(summit)
    assert tuple(frame.columns) == COLUMNS
    assert not frame.duplicated(["subject", "partner", "measure"]).any()
    assert frame["value"].notna().all()
    odds = frame[frame["measure"].eq("probability")].groupby("subject")["value"].sum()
    assert odds.to_numpy() == pytest.approx(1)
    with_interval = frame[frame["low"].notna()]
    assert set(with_interval["measure"]) == {"forecast"}


@pytest.mark.slow
@pytest.mark.parametrize("name", agenda_names())
def test_every_agenda_makes_pictures_and_a_page_that_stands_alone(world: World, name: str) -> None:
    of = seen(world, name, draws=50)
    for one in of.issues:
        svg = to_svg(chart_positions(of, one, width=358, theme=LIGHT, framed=True), LIGHT)
        assert "happened" in svg and "status quo" in svg
    text = page(of)
    assert "http-equiv" in text and "src=" not in text
    for one in of.issues:
        assert one.issue.question.replace("'", "&#39;") in text


def test_charts_keep_to_the_schema_of_vega_lite(summit: BargainView) -> None:
    chart_positions(summit, summit.issues[0], width=640, theme=LIGHT, framed=True).to_dict(validate=True)
