"""Votes: no leak from the future, from the voter or from its neighbours; what the models are worth on 2010-2019."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import check_grad

from steppe.evidence.scores import brier, gain, log_score
from steppe.politics import votes
from steppe.politics.votes.baselines import baselines, last_votes, to_copy
from steppe.politics.votes.logit import Loss, fit
from steppe.politics.votes.models import MODELS, cases, fit_before
from steppe.politics.votes.others import other_features
from steppe.politics.votes.past import past_features
from steppe.politics.votes.record import CHOSEN as RECORDS
from steppe.politics.votes.record import Smoothing, own_record
from steppe.politics.votes.rolls import CHOICES, ISSUES, NONE, Rolls, issue_overlap, one_hot, rolls, title_similarity
from steppe.politics.votes.settings import CHOSEN
from steppe.politics.votes.tuning import up_to
from steppe.world.errors import UserError
from steppe.world.world import World

ROOT = Path(__file__).parents[2]
CHANCES = ["p_yes", "p_abstain", "p_no"]
TITLES = ("Nuclear disarmament", "The right to food", "Question of Guam", "Oceans and the law of the sea")


@pytest.fixture(scope="module")
def known(world: World) -> Rolls:
    return rolls(world)


def made_up(seed: int, years: int = 5, per_year: int = 6) -> Rolls:
    """A small assembly of the twelve, the other powers and three more, voting at random on recurring titles."""
    random = np.random.default_rng(seed)
    voters = ("ARM", "AZE", "BLR", "GEO", "KAZ", "KGZ", "MDA", "RUS", "TJK", "TKM", "UKR", "UZB")
    seats = tuple(sorted({*voters, "USA", "CHN", "FRA", "IND", "BRA"}))
    count = years * per_year
    calls = pd.DataFrame(
        {
            "roll_call": range(1, count + 1),
            "session": 60,
            "year": np.repeat(np.arange(2000, 2000 + years), per_year),
            "part": random.choice(["whole", "whole", "paragraph"], count),
            "title": random.choice(TITLES, count),
            "topic": None,
            **{issue: random.random(count) < 0.3 for issue in ISSUES},
        }
    )
    cast = random.choice([0, 0, 1, 2, NONE], (count, len(seats))).astype(np.int8)
    return Rolls(calls, seats, cast, voters)


def with_votes(known: Rolls, changed: np.ndarray) -> Rolls:
    return Rolls(known.calls, known.seats, changed, known.voters)


@given(st.integers(0, 10_000), st.sampled_from(MODELS))
@settings(max_examples=12, deadline=None)
def test_chances_sum_to_one_and_their_parts_to_the_log_odds(seed: int, model: str) -> None:
    found = cases(made_up(seed))
    fitted = fit_before(found, model, 2004)
    p = fitted.probabilities(found.x(model), found.voter)
    assert np.allclose(p.sum(axis=1), 1) and (p > 0).all()
    parts = fitted.parts(found.x(model)[0], int(found.voter[0]))
    assert np.allclose(parts.sum(axis=0), np.log(p[0, 1:] / p[0, 0]))


@given(st.integers(0, 10_000), st.integers(2001, 2004))
@settings(max_examples=12, deadline=None)
def test_votes_of_the_year_and_later_change_no_record_of_the_past(seed: int, year: int) -> None:
    known, random = made_up(seed), np.random.default_rng(seed + 1)
    changed = known.votes.copy()
    changed[known.year >= year] = random.choice([0, 1, 2, NONE], changed[known.year >= year].shape)
    upto = known.year <= year
    before, after = (past_features(each, CHOSEN).values[upto] for each in (known, with_votes(known, changed)))
    assert np.array_equal(before, after, equal_nan=True)


@pytest.mark.slow
def test_a_forecast_of_the_bundle_knows_nothing_of_its_year_or_later(world: World, known: Rolls) -> None:
    cut = up_to(known, 2004)
    changed = cut.votes.copy()
    changed[cut.year == 2004] = np.where(changed[cut.year == 2004] == NONE, NONE, 2)
    whole, less, other = cases(known), cases(cut), cases(with_votes(cut, changed))
    said = [
        fit_before(found, "past", 2004).probabilities(found.x("past")[now], found.voter[now])
        for found in (whole, less, other)
        for now in [found.year == 2004]
    ]
    assert np.allclose(said[0], said[1], atol=1e-9) and np.allclose(said[0], said[2], atol=1e-9)
    now = less.year == 2004
    for name in ("base rate", "own last on issue", "own last on title", "own record"):
        a, b = (baselines(found, to_copy(found.rolls), 2004)[name] for found in (whole, less))
        assert np.allclose(a, b)
    assert now.sum() == len(said[0])


@given(st.integers(0, 10_000), st.sampled_from(list(RECORDS)))
@settings(max_examples=12, deadline=None)
def test_a_smoothed_record_knows_no_vote_of_the_twelve_of_its_year(seed: int, name: str) -> None:
    known, random = made_up(seed), np.random.default_rng(seed + 1)
    changed = known.votes.copy()
    own = [known.seats.index(voter) for voter in known.voters if voter != "RUS"]
    last = np.ix_(known.year == 2004, own)
    changed[last] = random.choice([0, 1, 2, NONE], changed[last].shape)
    before, after = (own_record(each, 2004, RECORDS[name]) for each in (known, with_votes(known, changed)))
    assert np.array_equal(before, after) and np.allclose(before.sum(axis=2), 1) and (before > 0).all()


def test_a_record_given_the_powers_hides_its_own_vote_from_russia_alone() -> None:
    known = made_up(3)
    changed = known.votes.copy()
    last, russia = known.year == 2004, known.seats.index("RUS")
    changed[last, russia] = (changed[last, russia] + 1) % 3
    told = RECORDS["own record, given the powers"]
    before, after = (own_record(each, 2004, told) for each in (known, with_votes(known, changed)))
    same = (before == after).all(axis=(0, 2))
    assert same[known.voters.index("RUS")] and not same[known.voters.index("KAZ")]


def test_a_record_is_the_share_of_earlier_votes_drawn_towards_the_wider_one() -> None:
    """One voter's answers on one title, by hand: yes two years ago, no last year."""
    known = made_up(0, years=3, per_year=1)
    calls = known.calls.assign(title="Question of Guam", part="whole", **dict.fromkeys(ISSUES, False))
    votes = known.votes.copy()
    votes[:, known.seats.index("KAZ")] = (0, 2, 0)
    record = Rolls(calls, known.seats, votes, known.voters)
    cast = one_hot(record.of(record.voters)[:2])
    share = (cast.sum(axis=(0, 1)) + 1) / (cast.sum() + 3)
    for _ in range(4):  # every level has the same two votes
        share = (np.array([0.5, 0, 1]) + 0.3 * share) / 1.8
    assert own_record(record, 2002, Smoothing(1.0, 0.3))[0, record.voters.index("KAZ")] == pytest.approx(share)


@given(st.integers(0, 10_000))
@settings(max_examples=12, deadline=None)
def test_the_others_are_neither_the_voter_nor_any_of_the_twelve(seed: int) -> None:
    known, random = made_up(seed), np.random.default_rng(seed + 1)
    twelve = [known.seats.index(voter) for voter in known.voters]
    changed = known.votes.copy()
    last = known.year == 2004  # earlier votes of the twelve say who is of like mind, so only this year's are changed
    changed[np.ix_(last, twelve)] = random.choice([0, 1, 2, NONE], (last.sum(), len(twelve)))
    before, after = (other_features(each, CHOSEN).values for each in (known, with_votes(known, changed)))
    assert np.array_equal(before, after, equal_nan=True)
    outside = known.votes.copy()
    outside[last, known.seats.index("FRA")] = (outside[last, known.seats.index("FRA")] + 1) % 3
    assert not np.array_equal(before, other_features(with_votes(known, outside), CHOSEN).values, equal_nan=True)


def test_a_power_does_not_see_its_own_vote() -> None:
    known = made_up(3)
    changed = known.votes.copy()
    changed[:, known.seats.index("RUS")] = 2
    found, other = cases(known), cases(with_votes(known, changed))
    names = [f"RUS {mark}" for mark in ("abstains", "votes no", "is absent")]
    russia = known.voters.index("RUS")
    assert not found.features.at(tuple(names))[:, russia].any()
    assert (other.features.at(("RUS votes no",))[:, known.voters.index("KAZ")] == 1).all()


def test_the_gradient_and_the_hessian_are_those_of_the_loss() -> None:
    random = np.random.default_rng(5)
    design = np.column_stack([np.ones(90), random.normal(size=(90, 3)), np.ones(90), random.normal(size=(90, 1))])
    loss = Loss(design, np.arange(90) % 3, 3, random.integers(0, 3, 90), 4, 0.7, 2.0)
    theta = random.normal(size=loss.parameters)
    assert check_grad(loss.value, lambda at: loss.slope(at)[0], theta) < 1e-6
    step = 1e-6 * random.normal(size=loss.parameters)
    turned = loss.slope(theta + step)[0] - loss.slope(theta - step)[0]
    assert np.allclose(turned, 2 * loss.slope(theta)[1] @ step, atol=1e-10)


def test_the_minimum_does_not_hang_on_the_start() -> None:
    random = np.random.default_rng(6)
    x, state, vote = random.normal(size=(200, 4)), np.arange(200) % 5, random.integers(0, 3, 200)
    first = fit(x, state, 6, vote, (0, 2), ridge=1.0, ridge_state=3.0)
    moved = type(first)(first.center, first.scale, first.common + 2, first.state - 1, first.slopes)
    again = fit(x, state, 6, vote, (0, 2), ridge=1.0, ridge_state=3.0, start=moved)
    assert not first.state[5].any()  # a state without a vote has nothing of its own
    assert np.allclose(first.common, again.common, atol=1e-6) and np.allclose(first.state, again.state, atol=1e-6)


def test_likeness_and_overlap_of_two_questions() -> None:
    calls = made_up(1).calls.iloc[:3].copy()
    calls["title"] = ["The right to food", "Right to food", None]
    near = title_similarity(calls, calls)
    assert near[0, 1] == pytest.approx(1) and near[0, 2] == 0 == near[2, 2]
    calls[list(ISSUES)] = False
    calls.loc[0, ["nuclear", "disarmament"]] = True
    calls.loc[1, "nuclear"] = True
    assert issue_overlap(calls, calls).tolist() == [[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]]


def test_what_is_copied_is_the_last_vote_of_a_year_before() -> None:
    known = made_up(2, years=3, per_year=2)
    calls = known.calls.assign(title="Question of Guam", part="whole", **dict.fromkeys(ISSUES, False))
    cast = np.full_like(known.votes, 0)
    kazakhstan = known.seats.index("KAZ")
    cast[:, kazakhstan] = [1, 2, NONE, 0, 1, 1]
    same = Rolls(calls, known.seats, cast, known.voters)
    for on in ("issue", "title"):
        assert last_votes(same, on)[:, known.voters.index("KAZ")].tolist() == [NONE, NONE, 2, 2, 0, 0]


@pytest.fixture(scope="module")
def test_years(world: World) -> pd.DataFrame:
    return votes.backtest(world)


@pytest.mark.slow
def test_the_models_keep_their_bars(test_years: pd.DataFrame) -> None:
    assert np.allclose(test_years[CHANCES].sum(axis=1), 1)
    table = votes.scores(test_years).set_index("model")
    assert (table["votes"] == 10_219).all()
    # The base rate's figures are given: they show that log score and Brier are defined alike (issue: .585 and .321).
    assert table.loc["base rate", ["log_score", "brier"]].tolist() == pytest.approx([0.585, 0.321], abs=5e-4)
    for score in ("log_score", "brier"):
        rivals = ["base rate", "own last on issue", "own last on title"]
        assert table.at["past", score] < table.loc[rivals, score].min()
    assert table.at["powers", "log_score"] <= 0.260 and table.at["powers", "brier"] <= 0.140


@pytest.mark.slow
def test_the_forecast_beats_the_last_vote_beyond_chance_and_not_the_smoothed_record(test_years: pd.DataFrame) -> None:
    came = {answer: number for number, answer in enumerate(CHOICES)}
    names = ("past", "own last on title", "own record")
    own, last, record = (test_years[test_years["model"] == name] for name in names)
    losses = [log_score(frame[CHANCES], frame["vote"].map(came)) for frame in (own, last, record)]
    won, tied = (gain(losses[0], rival, own["roll_call"]) for rival in losses[1:])
    assert won.low is not None and won.low > 0.1
    assert tied.low is not None and tied.high is not None and tied.low < 0 < tied.high


@pytest.mark.slow
def test_the_figures_shown_are_those_reached(world: World, test_years: pd.DataFrame) -> None:
    came = {answer: number for number, answer in enumerate(CHOICES)}
    p, vote = test_years[CHANCES].to_numpy(), test_years["vote"].map(came).to_numpy()
    losses = test_years.assign(log=log_score(p, vote), brier=brier(p, vote), right=100.0 * (p.argmax(axis=1) == vote))
    page = (ROOT / "docs/explanation/votes.md").read_text(encoding="utf-8").split("## What the test showed")[1]
    for model, row in losses.groupby("model")[["log", "brier", "right"]].mean().iterrows():
        shown = re.search(rf"^\| {model} \| (\.\d+) .*?\| (\.\d+) .*?\| (\d+) % \|$", page, re.MULTILINE)
        assert shown, model
        assert [f"{row['log']:.3f}"[1:], f"{row['brier']:.3f}"[1:], f"{row['right']:.0f}"] == list(shown.groups())
    calls = world.sql("select roll_call, part, lower(title) as title from roll_calls order by year, roll_call")
    calls["new"] = ~calls["title"].duplicated()
    kind = losses.merge(calls, on="roll_call")
    whole = kind["part"].eq("whole")
    for label, rows in (
        ("a whole resolution with a recurring title", whole & ~kind["new"]),
        ("a whole resolution with a new title", whole & kind["new"]),
        ("a paragraph, an amendment or a motion", ~whole),
    ):
        shown = [kind.loc[rows & kind["model"].eq(name), "log"] for name in ("past", "own record", "own last on title")]
        cells = " | ".join(f"{each.mean():.3f}" for each in shown)
        assert f"| {label} | {len(shown[0]):,} | {cells} |".replace(" 0.", " .") in page


@pytest.mark.slow
def test_a_roll_call_is_forecast_and_taken_apart(world: World) -> None:
    crimea = world.sql("select roll_call from roll_calls where resolution = '74/168'")["roll_call"].item()
    said = votes.forecast_of_roll_call(world, "Armenia", int(crimea), "powers")
    assert (said.state, said.year, said.happened) == ("ARM", 2019, "no")
    odds = np.log([said.chances["abstain"] / said.chances["yes"], said.chances["no"] / said.chances["yes"]])
    assert said.parts[["abstain", "no"]].sum().to_numpy() == pytest.approx(odds)
    assert (said.alike["year"] < 2019).all() and said.alike["likeness"].is_monotonic_decreasing
    assert "the vote of RUS" in set(said.parts["what"])


def test_a_resolution_that_recurs_is_forecast_from_its_past(world: World) -> None:
    said = votes.forecast(world, "KAZ", "Comprehensive Nuclear-Test-Ban Treaty", ["nuclear"])
    assert said.happened is None and said.year == 2021
    assert said.chances["yes"] > 0.95 and sum(said.chances.values()) == pytest.approx(1)
    assert said.alike["title"].iloc[0] == "Comprehensive Nuclear-Test-Ban Treaty"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda w: votes.forecast(w, "KZG", "x"), "Did you mean KGZ (Kyrgyzstan)?"),
        (lambda w: votes.forecast(w, "USA", "x"), "USA is not one of twelve; forecasts are made for ARM, AZE"),
        (lambda w: votes.forecast(w, "KAZ", "x", ["nuclar"]), 'there is no issue "nuclar". Did you mean nuclear?'),
        (lambda w: votes.forecast(w, "KAZ", "x", part="hole"), 'there is no part "hole". Did you mean whole?'),
        (lambda w: votes.forecast(w, "KAZ", "x", year=1990), "there are too few votes before 1990; choose"),
        (lambda w: votes.forecast_of_roll_call(w, "KAZ", 1), "roll_calls has no first record of roll call 1"),
        (lambda w: votes.forecast_of_roll_call(w, "KAZ", 9111, "pst"), 'there is no model "pst". Did you mean past?'),
        (lambda w: votes.backtest(w, [2031]), "votes of 2031 cannot be forecast and scored; choose years from 1992"),
    ],
)
def test_what_cannot_be_asked_stops_with_one_sentence(world: World, ask, says: str) -> None:
    with pytest.raises(UserError) as raised:
        ask(world)
    assert says in str(raised.value)
