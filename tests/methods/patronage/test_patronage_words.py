"""Studies of patronage: their words follow their numbers."""

from __future__ import annotations

from dataclasses import replace

from steppe.methods.answer import Verdict
from steppe.methods.patronage import joint as patronage_joint
from steppe.methods.patronage import leaving, means, observed, pressure
from steppe.methods.patronage.case import UNTESTED, Estimate

MORE, LESS, EITHER = Estimate(0.5, 0.3, 0.8, 0.001), Estimate(-0.5, -0.8, -0.3, 0.001), Estimate(0.1, -0.3, 0.8, 0.001)


JOINT = patronage_joint.Numbers(("RUS", "CHN"), (0.81, 0.1, 0.008), 0.101, MORE, 0.2, 0.1, 0.99, 40.0, 2.0)


def test_words_of_joint_action_give_the_condition_and_no_probability():
    said = patronage_joint.says(JOINT)
    assert said.verdict is Verdict.ASSUMED and "in 81 % of assumptions if each values" in said.sentence
    assert said.sentence.endswith("below 10 % of its own, 10 % up to half, 0.8 % beyond.")


def test_notes_of_joint_action_follow_the_numbers():
    assert "weigh more than apart" in patronage_joint._threats(JOINT)
    assert "weigh less than apart" in patronage_joint._threats(replace(JOINT, extra=LESS))
    assert "is open" in patronage_joint._threats(replace(JOINT, extra=EITHER))
    assert "not even purses" in patronage_joint._position(replace(JOINT, moved=0.0))
    assert "adds" in patronage_joint._position(replace(JOINT, divided_lost=-3.0))
    assert "(over 5 % in 2 % of assumptions)" in patronage_joint._position(replace(JOINT, divided_loses=0.02))


def test_words_of_a_departure_follow_the_numbers():
    said = leaving.says(leaving.Numbers("USA", 0.9, 0.3))
    assert (
        "Without USA, states lose over 5 % of rent in 90 % of assumptions, 30 % where others may want" in said.sentence
    )
    assert "The balance turns on its threats" in said.sentence


def test_words_of_a_shortage_follow_the_numbers():
    said = means.says(means.Numbers("RUS", 0.5, 1.0, 0.52))
    assert (
        "At 50 % of its means RUS pays less; rents fall in above 99 % of assumptions (52 % if all may" in said.sentence
    )


SIDES = [pressure.Side("RUS", 7, 4), pressure.Side("EU", 3, 2), pressure.Side("TUR", 0, 0)]


def test_words_of_pressure_begin_with_the_record():
    said = pressure.says("Of 9 cases of coercion since 1991, RUS made 5.", SIDES, "threat", 11)
    assert str(said).startswith("On record. Of 9 cases of coercion since 1991, RUS made 5. Modelled, RUS’s threat is ")
    assert "largest in 7 of 11 states in most assumptions, 4 in nearly all." in said.sentence
    assert said.caveat == f"Force is not counted. {UNTESTED}"
    assert pressure.says("", SIDES[1:], "offer", 11).caveat == UNTESTED


def test_pairs_of_states_are_counted_that_stand_in_the_order_of_the_record():
    assert observed.agreeing([5, 2, 2, 0], [4.0, 3.0, 1.0, 2.0]) == (4, 5)  # one pair is tied, one the other way
    assert observed.agreeing([1, 0], [1.0, 1.0]) == (0, 1)


def test_digits_below_the_monte_carlo_error_are_not_printed():
    assert Estimate(5.123, 1.234, 9.012, 0.001).of("%") == "5.1 % (1.2 to 9.0)"
    assert Estimate(5.123, 1.234, 9.012, 0.2).of("%") == "5 % (1 to 9)"
    assert Estimate(-0.01, -0.02, 0.001, 0.1).of("%") == "0 % (0 to 0)"
