"""Agendas before their bodies: who sits in a draw decides, and nothing else moves."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from steppe.methods.answer import MOST_WORDS, Verdict
from steppe.methods.loader import load_run, load_study
from steppe.methods.run import run
from steppe.methods.simulation.agendas import COPIES, NOT_PUT, items
from steppe.methods.simulation.compute import scenarios
from steppe.methods.simulation.ensemble import drawn
from steppe.methods.simulation.machine import chunk
from steppe.methods.simulation.seats import SITTING
from steppe.politics.bargaining.agenda import Agenda
from steppe.politics.bargaining.session import negotiate_agenda
from steppe.world.dates import TODAY
from steppe.world.errors import UserError
from tests.methods.simulation.conftest import KEYS

DRAWS = 128


def stance(actor, position, salience=0.8, basis="assumed"):
    said = {"issue": "fund", "reason": "made up", "document": "none", "basis": basis}
    return {"actor": actor, "position": position, "salience": salience, **said}


FUND = {
    "title": "A common fund",
    "question": "Who pays?",
    "date": "2029-05-01",
    "body": "CIS",
    "seats": "members",
    "status": "forecast",
    "issue": [
        {
            "name": "fund",
            "question": "How large is the fund?",
            "scale": "0 none, 100 all",
            "alternatives": {"none": 0, "half": 50, "all": 100},
            "reference": 0,
            "reference_reason": "There is none.",
            "reference_document": "made up",
        }
    ],
    "actor": [{"name": name} for name in ("KAZ", "UZB", "MDA")],
    "position": [stance("KAZ", 100), stance("UZB", 80), stance("MDA", 0, 0.4)],
}
ABOUT = {"kind": "agenda", "condition": "positions are as the test has them"}
LEAVES = {"kind": "leave", "state": "MDA", "organization": "CIS", "date": "2029-04-01"}


def document(agenda=FUND, **keys):
    return {**KEYS, "until": 2030, "about": ABOUT, "agenda": [agenda], **keys}


@pytest.fixture
def decided(world, tmp_path):
    """`decided(agenda, event=[…])`: the items of a scenario, and its setup and draws."""

    def made(agenda=FUND, draws=DRAWS, **keys):
        setups = scenarios(load_study(document(agenda, **keys), world).study, world, 2030, 1)
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        ensemble = drawn(setups, draws, 1, folder)
        return list(items(ensemble, "main", world)), ensemble

    return made


def alone(world, names):
    """Probabilities of the outcomes among some actors, as `steppe bargain` has them."""
    agenda = Agenda.model_validate(FUND).seating(names)
    return negotiate_agenda(agenda.model_copy(update={"seats": "actors"}), world, draws=COPIES, seed=1)


def test_a_chance_is_the_mean_over_the_members_of_each_draw(world, decided):
    (item,), ensemble = decided()
    assert item.outcomes == ("none", "half", "all", NOT_PUT) and item.basis == "assumed"
    assert item.chance.sum() == pytest.approx(1.0) and item.at_start.sum() == pytest.approx(1.0)
    setup = ensemble.setups["main"]
    standings = np.concatenate([one.standings for one in ensemble.each("main")])
    before = standings[:, setup.years.index(2028)]
    expected, several = np.zeros(4), set()
    for own in before:
        names = {one for one in ("KAZ", "UZB", "MDA") if own[setup.seats.place(one, "CIS")] in SITTING}
        several.add(frozenset(names))
        if len(names) < 2:
            expected[3] += 1
        else:
            expected[:3] += alone(world, names).negotiations["fund"].probability
    assert len(several) > 2
    assert item.chance == pytest.approx(expected / len(before), abs=1e-12)


def test_with_the_members_of_today_it_is_what_steppe_bargain_says(world, decided):
    (item,), _ = decided()
    members = set(world.members("CIS")) & {"KAZ", "UZB", "MDA"}
    assert item.at_start[:3] == pytest.approx(alone(world, members).negotiations["fund"].probability)


def test_who_left_before_the_day_has_no_say_and_who_leaves_after_has(decided):
    (without,), _ = decided(event=[LEAVES])
    (later,), _ = decided(event=[{**LEAVES, "date": "2029-06-01"}])
    (base,), _ = decided()
    assert later.chance == pytest.approx(base.chance)
    assert without.chance[2] > base.chance[2] and without.chance[0] < base.chance[0]


def test_it_moves_nothing_else(scenario):
    plain, with_agenda = scenario(until=2030), scenario(until=2030, agenda=[FUND])
    one, two = (chunk(setup, 0, 16, 1) for setup in (plain, with_agenda))
    assert one.values.tobytes() == two.values.tobytes() and one.standings.tobytes() == two.standings.tobytes()


def test_an_item_for_which_nobody_is_left_is_not_put(decided):
    two = [stance("KAZ", 100), stance("MDA", 0)]
    agenda = {**FUND, "actor": [{"name": "KAZ"}, {"name": "MDA"}], "position": two}
    (item,), _ = decided(agenda, event=[LEAVES])
    assert item.chance.tolist() == [0.0, 0.0, 0.0, 1.0]
    assert item.at_start[3] == 0.0


def test_states_whose_seats_do_not_move_sit_as_they_do(decided):
    of_sco = {**FUND, "body": "SCO", "actor": [{"name": "CHN"}, {"name": "IND"}, {"name": "DEU"}]}
    of_sco["position"] = [stance("CHN", 100, basis="reported"), stance("IND", 40, basis="reported"), stance("DEU", 0)]
    (item,), _ = decided(of_sco)
    assert item.chance == pytest.approx(item.at_start) and item.chance[3] == 0
    assert item.error.max() == 0.005


def test_the_answer_is_a_condition_and_says_the_outcomes(world, tmp_path):
    result = run(document(), world=world, draws=DRAWS)
    assert result.answer.verdict is Verdict.ASSUMED and result.answer.words <= MOST_WORDS
    assert result.answer.sentence.startswith(
        "If positions are as the test has them, the CIS decides on fund in 2029: all "
    )
    assert set(result.results["basis"]) == {"assumed"} and set(result.results["unit"]) == {"probability"}
    table = result.tables["agendas"]
    assert table.title.startswith("assumed: ") and table.frame["chance"].sum() == pytest.approx(1.0)
    assert "Agendas go to their bodies, with the seats of each draw, and move nothing else." in result.notes
    home = result.save(tmp_path)
    again = load_run(home, world)
    pd.testing.assert_frame_equal(again.results, result.results)
    assert "CIS: fund" in (home / "report.html").read_text(encoding="utf-8")


NOBODY = [*FUND["position"], stance("XXX", 0)]
TOO_FAR = [stance("KAZ", 100), stance("UZB", 180)]
FAULTS = {
    "seats": ({"seats": "actors"}, 'agenda 1, seats: members of a draw decide here; write seats = "members"'),
    "date": ({"date": "2019-05-01"}, f"agenda 1, date: 2019-05-01 is not between {TODAY}, up to which seats"),
    "past": ({"date": "2025-05-01"}, f"agenda 1, date: 2025-05-01 is not between {TODAY}, up to which seats"),
    "body": ({"body": "NATO", "rule": "consensus"}, 'agenda 1, body: no seat of "NATO" is simulated'),
    "actor": ({"position": NOBODY}, 'agenda 1, position 4, actor: no actor is called "XXX"'),
    "key": ({"bodi": "CIS"}, 'agenda 1, bodi: there is no key "bodi"'),
    "scale": ({"position": TOO_FAR}, "agenda 1, position 2, position: UZB stands at 180"),
}


@pytest.mark.parametrize("keys, said", FAULTS.values(), ids=FAULTS)
def test_a_fault_of_an_agenda_is_one_sentence_that_names_its_place(world, keys, said):
    with pytest.raises(UserError) as refused:
        load_study(document({**FUND, **keys}), world)
    assert str(refused.value).startswith(said)


def test_an_answer_about_agendas_needs_one(world):
    with pytest.raises(UserError, match="about, kind: no agenda goes to a body in this study"):
        load_study({**KEYS, "about": ABOUT}, world)
