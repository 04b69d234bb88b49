"""Ideal points: derivatives against finite differences, variances against a dense matrix, the truth, the published."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from steppe.politics.idealpoints.ballots import ballots, from_frame, questions
from steppe.politics.idealpoints.baselines import changes, persistence, windowed_pca
from steppe.politics.idealpoints.comparison import comparison
from steppe.politics.idealpoints.estimate import WIDER, estimate
from steppe.politics.idealpoints.fit import MODEL, NoMaximumError, fit, standard_variances
from steppe.politics.idealpoints.holdout import holdout, mean_difference, rivals, scores
from steppe.politics.idealpoints.information import information
from steppe.politics.idealpoints.likelihood import log_probabilities, vote_derivatives
from steppe.politics.idealpoints.model import (
    Parameters,
    constraints,
    gradient,
    log_likelihoods,
    log_posterior,
    normalized,
    standardized,
)
from steppe.politics.idealpoints.simulate import recovered, simulate
from steppe.world.errors import UserError

DIFFERENCE = 1e-5
SMALL = dict(voters=14, sessions=4, items=12, drift=0.2, repeated=0.4, seed=3)
STEPS = replace(MODEL, drift=0.2)
Z90 = 1.6448536


@pytest.fixture(scope="module")
def small():
    return simulate(**SMALL).votes


@pytest.fixture(scope="module")
def somewhere(small):
    """A point that is not special."""
    rng = np.random.default_rng(5)
    point = Parameters(
        rng.normal(size=small.nodes),
        rng.normal(size=small.items),
        rng.normal(-1, 1, small.items),
        rng.gamma(2, 1, small.items) + 0.1,
    )
    return normalized(small, point)


def flat(point: Parameters):
    return np.concatenate([point.x, point.slope, point.cut, point.gap])


def shaped(votes, values) -> Parameters:
    k, j = votes.nodes, votes.items
    return Parameters(values[:k], values[k : k + j], values[k + j : k + 2 * j], values[k + 2 * j :])


# --------------------------------------------------------------------------- derivatives
def test_the_gradient_is_that_of_the_log_posterior(small, somewhere):
    at, found = flat(somewhere), flat(gradient(small, somewhere, STEPS))
    for place in range(0, len(at), 7):
        moved = [at.copy(), at.copy()]
        moved[0][place] += DIFFERENCE
        moved[1][place] -= DIFFERENCE
        up, down = (log_posterior(small, shaped(small, values), STEPS) for values in moved)
        assert found[place] == pytest.approx((up - down) / (2 * DIFFERENCE), rel=1e-5, abs=1e-6)


def test_the_three_answers_have_probability_one(small, somewhere):
    total = sum(
        np.exp(log_likelihoods(replace(small, choice=np.full_like(small.choice, answer)), somewhere, STEPS))
        for answer in range(3)
    )
    assert total == pytest.approx(np.ones(len(small.choice)))


def dense_covariance(votes, point, model):
    """Covariance of the positions from the whole Hessian, by differences of the gradient, along the constraints."""
    at, size = flat(point), votes.nodes
    hessian = np.empty((len(at), len(at)))
    for place in range(len(at)):
        moved = [at.copy(), at.copy()]
        moved[0][place] += DIFFERENCE
        moved[1][place] -= DIFFERENCE
        up, down = (flat(gradient(votes, shaped(votes, values), model)) for values in moved)
        hessian[place] = (down - up) / (2 * DIFFERENCE)
    limits = np.zeros((len(at), 2))
    limits[:size] = constraints(votes, point.x)
    multiplier = (limits[:size, 1] @ gradient(votes, point, model).x) / 2
    hessian[range(size), range(size)] += np.where(votes.votes > 0, multiplier, 0.0)
    plane = np.linalg.svd(limits.T)[2][2:].T
    return (plane @ np.linalg.inv(plane.T @ hessian @ plane) @ plane.T)[:size, :size]


def test_the_variances_are_those_of_the_dense_hessian(small):
    found = fit(small, STEPS)
    info = information(small, found.point, STEPS)
    dense = dense_covariance(small, found.point, STEPS)
    assert info.variances() == pytest.approx(np.diagonal(dense), rel=1e-5)
    follows = np.flatnonzero(small.follows)
    steps = np.diagonal(dense)[follows] + np.diagonal(dense)[follows - 1] - 2 * dense[follows, follows - 1]
    assert info.step_variances()[follows] == pytest.approx(steps, rel=1e-4)


def test_variances_of_standard_scores_are_those_of_small_changes(small):
    """The Jacobian of standardizing, by differences, around the covariance of the positions."""
    found = fit(small, STEPS)
    x, info = found.point.x, information(small, found.point, STEPS)
    turn = np.empty((small.nodes, small.nodes))
    for place in range(small.nodes):
        up, down = x.copy(), x.copy()
        up[place] += DIFFERENCE
        down[place] -= DIFFERENCE
        turn[:, place] = (standardized(small, up) - standardized(small, down)) / (2 * DIFFERENCE)
    covariance = np.zeros((small.nodes, small.nodes))
    for nodes, block in info.covariances():
        covariance[np.ix_(nodes, nodes)] = block
    expected = np.diagonal(turn @ covariance @ turn.T)
    assert standard_variances(info, x) == pytest.approx(expected, rel=1e-5)


def test_at_the_maximum_only_the_constraints_push(small):
    found = fit(small, STEPS)
    push = gradient(small, found.point, STEPS)
    assert abs(np.concatenate([push.slope, push.cut, push.gap])).max() < 1e-4
    limits = constraints(small, found.point.x)
    left = push.x - limits @ np.linalg.lstsq(limits, push.x, rcond=None)[0]
    assert abs(left).max() < 1e-4


# --------------------------------------------------------------------------- ballots
def calls(*rows):
    columns = ["roll_call", "session", "part", "title", "repeats"]
    return pd.DataFrame(rows, columns=columns).astype({"repeats": "Int64"})


def test_a_question_is_the_same_if_its_title_comes_back_next_session():
    frame = calls(
        (1, 60, "whole", "Outer space", None),
        (2, 61, "whole", "OUTER  space.", None),
        (3, 62, "paragraph", "Outer space", None),  # a part is another question
        (4, 63, "whole", "Outer space", None),  # a session was left out
        (5, 64, "whole", "Outer space", None),
        (6, 64, "whole", "Outer space", None),  # which of the two?
        (7, 65, "whole", None, None),
        (8, 66, "whole", None, None),
    )
    found = questions(frame)
    assert found[1] == found[2]
    assert found[found.index != 2].is_unique


def test_second_records_are_left_out_and_gaps_have_nodes_without_votes():
    frame = calls(
        (1, 60, "whole", "A", None), (2, 60, "whole", "A", 1), (3, 61, "whole", "B", None), (4, 62, "whole", "C", None)
    )
    votes = pd.DataFrame(
        [(1, "X", "yes"), (2, "X", "no"), (4, "X", "no"), (1, "Y", "no"), (3, "Y", "yes"), (4, "Y", "abstain")],
        columns=["roll_call", "seat", "vote"],
    )
    made = ballots(frame, votes)
    assert made.voters == ("X", "Y") and len(made.choice) == 5
    assert made.votes.tolist() == [1, 0, 1, 1, 1, 1]
    assert made.follows.tolist() == [False, True, True, False, True, True]


def test_a_vote_must_be_one_of_three():
    votes = pd.DataFrame([(1, "X", "maybe")], columns=["roll_call", "seat", "vote"])
    with pytest.raises(UserError, match='a vote says "maybe"'):
        ballots(calls((1, 60, "whole", "A", None)), votes)


# --------------------------------------------------------------------------- the fit
def test_the_same_votes_give_the_same_bytes():
    votes = simulate(**SMALL).votes
    one, two = fit(votes), fit(votes)
    assert one.point.x.tobytes() == two.point.x.tobytes() and one.variances.tobytes() == two.variances.tobytes()


def test_the_anchor_is_positive_and_the_scale_is_fixed(small):
    for anchor in small.voters[:4]:
        found = fit(small, STEPS, anchor)
        own = small.node_voter == small.voters.index(anchor)
        assert found.point.x[own].mean() > 0
        for x in (found.point.x, *(found.positions[small.node_session == t] for t in range(len(small.sessions)))):
            assert x.mean() == pytest.approx(0, abs=1e-9) and x.std() == pytest.approx(1)


def test_a_search_that_does_not_arrive_says_so(small, monkeypatch):
    monkeypatch.setattr(sys.modules[fit.__module__], "LIMIT", 1)
    with pytest.raises(NoMaximumError, match="after 1 joint steps a position still moves by"):
        fit(small, STEPS)


def held_by_bands(size, seeds):
    """The least correlation with the truth, and the part of the true positions that the 90 % bands hold."""
    voters, sessions, items = size
    found = [recovered(MODEL, voters=voters, sessions=sessions, items=items, repeated=0.3, seed=seed) for seed in seeds]
    missed = np.concatenate([missed for _, missed in found])
    return min(level for level, _ in found), (abs(missed) < Z90 * WIDER).mean()


def test_simulated_positions_are_recovered():
    level, held = held_by_bands((120, 8, 60), (1, 2))
    assert level > 0.98
    assert 0.85 < held < 0.95


@pytest.mark.slow
def test_bands_of_ninety_percent_hold_ninety_at_full_size_on_seeds_that_did_not_choose_their_width():
    level, held = held_by_bands((190, 30, 85), (21, 22, 23, 24))
    assert level > 0.99
    assert 0.88 < held < 0.92


# --------------------------------------------------------------------------- links
@pytest.mark.parametrize("link", ["logit", "probit"])
@pytest.mark.parametrize("lapse", [0.0, 0.02])
def test_derivatives_of_a_vote_are_those_of_its_log_probability(link, lapse):
    rng = np.random.default_rng(8)
    u = rng.normal(0, 4, 300)
    w, choice = u - rng.gamma(2, 1, 300) - 0.01, rng.integers(0, 3, 300)
    far = 10 * DIFFERENCE

    def value(du, dw):
        return log_probabilities(link, lapse, u + du, w + dw, choice)

    def slopes(du, dw):
        return vote_derivatives(link, lapse, u + du, w + dw, choice)

    of = slopes(0, 0)
    expected = {
        "at_u": value(far, 0) - value(-far, 0),
        "at_w": value(0, far) - value(0, -far),
        "info_u": slopes(-far, 0).at_u - slopes(far, 0).at_u,
        "info_w": slopes(0, -far).at_w - slopes(0, far).at_w,
        "info_uw": slopes(0, -far).at_u - slopes(0, far).at_u,
    }
    for name, difference in expected.items():
        assert getattr(of, name) == pytest.approx(difference / (2 * far), rel=1e-4, abs=1e-5)


def test_a_lapse_bounds_what_a_vote_costs():
    worst = log_probabilities("probit", 0.03, np.array([40.0]), np.array([30.0]), np.array([0]))
    assert worst.item() == pytest.approx(np.log(0.01))


# --------------------------------------------------------------------------- held-out votes
@pytest.fixture(scope="module")
def held(world):
    return {
        longest: holdout(world.table("roll_calls"), world.table("roll_call_votes"), longest) for longest in (None, 1)
    }


@pytest.mark.slow
def test_the_same_votes_are_held_out_whatever_the_bridges(held):
    all_bridges, none = held[None], held[1]
    for name in ("same", "repeats"):
        assert np.array_equal(np.sort(getattr(all_bridges, name).order), np.sort(getattr(none, name).order))
    assert len(np.unique(all_bridges.repeats.item)) == 39 and len(all_bridges.repeats.node) == 46_776
    assert not np.isin(all_bridges.repeats.order, all_bridges.seen.order).any()


@pytest.mark.slow
def test_held_out_questions_are_seen_twice_before(held):
    found = held[None]
    session = found.seen.node_session[found.seen.node]
    for item in np.unique(found.repeats.item):
        seen = np.unique(session[found.seen.item == item])
        later = found.repeats.node_session[found.repeats.node[found.repeats.item == item]]
        assert len(seen) == 2 and later.min() > seen.max()
        assert (later - seen.max() == found.gap[found.repeats.item == item]).all()


@pytest.mark.slow
def test_rivals_score_as_the_documents_say(held):
    found = {name: values.mean() for name, values in rivals(held[None]).items()}
    expected = {"same shares": -0.4539, "repeats shares": -0.5599, "repeats last answer": -0.2830}
    assert found == pytest.approx(expected, abs=5e-5)


def test_a_difference_is_judged_over_blocks():
    one = pd.Series([1.0, 1.0, 3.0, 3.0])
    mean, error = mean_difference(one, one * 0, pd.Series([7, 7, 9, 9]))
    assert (mean, error) == pytest.approx((2.0, 1.0))  # two blocks, at 1 and at 3


@pytest.mark.slow
def test_the_chosen_model_scores_as_the_documents_say(held):
    found = scores(held[None], MODEL)
    means = [found["same"]["log_score"].mean(), *found["repeats"][["log_score", "by_session"]].mean()]
    assert means == pytest.approx([-0.2353, -0.2946, -0.2894], abs=5e-5)


# --------------------------------------------------------------------------- baselines
def test_the_principal_component_finds_two_camps():
    rows = [
        (f"v{voter}", 1, item, 2 if (voter < 3) == (item % 2 == 0) else 0) for voter in range(6) for item in range(9)
    ]
    found = windowed_pca(from_frame(pd.DataFrame(rows, columns=["voter", "session", "item", "choice"])), 1, "v0")
    assert found.set_index("state")["position"].round(6).tolist() == [1, 1, 1, -1, -1, -1]


def test_persistence_is_the_last_change_going_on():
    path = pd.DataFrame({"state": "A", "session": range(12), "position": np.arange(12.0) ** 2})
    assert changes(path, 5).set_index("session").loc[2, "change"] == 49 - 4
    assert persistence(path, 5).set_index("session").loc[7, "change"] == 49 - 4


# --------------------------------------------------------------------------- the Assembly
@pytest.fixture(scope="module")
def sides(world):
    """Ours, the published, and the votes without bridges."""
    tables = [world.table(name)[["state", "session", "ideal_point"]] for name in ("ideal_points", "un_ideal_points")]
    ours, published = (table.rename(columns={"ideal_point": "position"}) for table in tables)
    return ours, published, ballots(world.table("roll_calls"), world.table("roll_call_votes"), longest=1)


@pytest.mark.slow
@pytest.mark.parametrize("group", [None, "twelve"])
def test_the_bars_against_the_published_positions(world, sides, group):
    table = comparison(*sides, "USA", world.group(group) if group else None).set_index("method")
    rivals = [name for name in table.index if name.startswith(("windowed PCA", "persistence"))]
    assert table.loc["model", "level"] >= 0.97
    assert table.loc["model", "change"] >= table.loc[rivals, "change"].max()


@pytest.mark.slow
def test_the_shipped_positions_are_those_of_the_fit(world):
    table, _ = estimate(world)
    shipped = world.table("ideal_points")
    for column in ("ideal_point", "se", "low", "high"):
        assert shipped[column].to_numpy() == pytest.approx(table[column].to_numpy(), abs=2e-5)
    assert shipped["votes"].tolist() == table["votes"].tolist()


def test_known_sides(world):
    late = world.table("ideal_points").query("year >= 2010").groupby("state")["ideal_point"].mean()
    assert late["USA"] > late["GBR"] > late["GEO"] > late["RUS"] > late["CUB"]


def test_no_position_without_votes(world):
    table = world.table("ideal_points")
    assert (table["votes"] >= 1).all() and (table["low"] < table["high"]).all()
    within = table.groupby("session")["ideal_point"]
    assert within.mean().abs().max() < 1e-4 and (within.std(ddof=0) - 1).abs().max() < 1e-4


def test_without_the_anchor_there_is_no_sign(world):
    votes = world.sql("from roll_call_votes where seat <> 'USA' and roll_call < 3510")
    with pytest.raises(UserError, match="USA casts no vote"):
        estimate(world.with_tables({"roll_call_votes": votes}))
