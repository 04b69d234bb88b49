"""Properties of the indices: what must hold whatever the numbers are."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from steppe.influence.breaks import trends
from steppe.influence.composite import probability
from steppe.influence.diversification import effective_powers, joint_exposure
from steppe.influence.fbic import constants, fbic, trailing_mean
from steppe.influence.flows import between, totals, with_shares
from steppe.influence.mutual import shares
from steppe.influence.overlap import leading_vector
from steppe.influence.weights import drawn_weights, normalized
from steppe.world.actors import Actor
from steppe.world.basis import BASES, weakest

TINY = 1e-9
STATES = ("A", "B", "C", "D", "E")
SINGLE = tuple(Actor(name, name, (name,)) for name in STATES)
BLOC = Actor("DE", "D and E", ("D", "E"))

flows = arrays(float, (5, 5), elements=st.floats(0, 1e6).map(lambda x: round(x, 3)))
calm = settings(max_examples=40, deadline=None)
parts = arrays(float, st.integers(1, 6), elements=st.floats(0, 1).map(lambda x: round(x, 6)))


def pairs(matrix: np.ndarray) -> pd.DataFrame:
    """Ties of all with all in one year, from the state's side."""
    rows = [
        (a, b, 2000, matrix[i, j], "reported", "somewhere")
        for i, a in enumerate(STATES)
        for j, b in enumerate(STATES)
        if i != j
    ]
    return pd.DataFrame(rows, columns=["state", "partner", "year", "value", "basis", "source"])


def share_table(matrix: np.ndarray, actors: tuple[Actor, ...]) -> pd.Series:
    ties = pairs(matrix)
    return with_shares(between(ties, actors), totals(ties, actors)).set_index(["state", "partner"])["share"]


@pytest.mark.slow
@calm
@given(flows)
def test_shares_lie_in_the_unit_interval_and_sum_to_one_over_all_partners(matrix):
    found = share_table(matrix, SINGLE)
    assert (found >= 0).all() and (found <= 1 + TINY).all()
    for i, state in enumerate(STATES):
        whole = matrix[i].sum() - matrix[i, i]
        assert found[state].sum() == pytest.approx(1.0 if whole > 0 else 0.0)


@pytest.mark.slow
@calm
@given(flows)
def test_a_bloc_holds_what_its_members_hold(matrix):
    found = share_table(matrix, (*SINGLE[:3], BLOC))
    apart = share_table(matrix, SINGLE)
    for state in "ABC":
        assert found[state, "DE"] == pytest.approx(apart[state, "D"] + apart[state, "E"])
    assert found["DE"].sum() == pytest.approx(1.0 if matrix[3:, :3].sum() > 0 else 0.0)


@pytest.mark.slow
@calm
@given(flows, st.permutations(range(5)))
def test_the_order_of_states_does_not_matter(matrix, order):
    there = share_table(matrix, SINGLE).sort_index()
    shuffled = pairs(matrix).sample(frac=1, random_state=order[0])
    mixed = tuple(SINGLE[k] for k in order)
    back = with_shares(between(shuffled, mixed), totals(shuffled, mixed)).set_index(["state", "partner"])["share"]
    assert np.allclose(there, back.sort_index().reindex(there.index))


@pytest.mark.slow
@calm
@given(flows, st.floats(0, 1e6))
def test_more_trade_with_a_power_never_lowers_dependence_on_it(matrix, more):
    before = share_table(matrix, SINGLE)["A", "B"]
    raised = matrix.copy()
    raised[0, 1] += more
    after = share_table(raised, SINGLE)
    assert after["A", "B"] >= before - TINY
    assert after["A", "C"] <= share_table(matrix, SINGLE)["A", "C"] + TINY


@pytest.mark.slow
@calm
@given(flows)
def test_of_two_states_the_smaller_trader_depends_more(matrix):
    both = matrix + matrix.T
    np.fill_diagonal(both, 0.0)
    found, whole = share_table(both, SINGLE), both.sum(axis=1)
    for i, j in ((0, 1), (2, 3)):
        a, b = STATES[i], STATES[j]
        assert found[a, b] * whole[i] == pytest.approx(found[b, a] * whole[j])  # one tie, seen from both sides
        if both[i, j] > 1:
            assert np.sign(found[a, b] - found[b, a]) in (0, np.sign(whole[j] - whole[i]))


@given(st.lists(st.sampled_from(BASES), min_size=1))
def test_the_weakest_basis_is_one_of_them_and_no_other_is_weaker(bases):
    found = weakest(bases)
    assert found in bases and all(BASES.index(basis) <= BASES.index(found) for basis in bases)


@given(parts)
def test_effective_powers_lies_between_one_and_their_number(held):
    assume(held.max() > 0)
    count = float(effective_powers(held))
    assert 1 - TINY <= count <= (held > 0).sum() + TINY
    assert count == pytest.approx(float(effective_powers(held[::-1])))
    assert count == pytest.approx(float(effective_powers(held * 7)))


@given(parts)
def test_two_powers_as_one_are_never_more_powers(held):
    assume(len(held) >= 2 and held.max() > 0)
    merged = np.array([held[0] + held[1], *held[2:]])
    assert effective_powers(merged) <= effective_powers(held) + TINY
    rise = (merged**2).sum() - (held**2).sum()
    assert float(joint_exposure(held[0], held[1])) == pytest.approx(rise, abs=TINY)


@given(st.dictionaries(st.sampled_from("trade debt energy remittances".split()), st.floats(0.05, 1), min_size=1))
@settings(max_examples=30)
def test_weights_drawn_are_weights(raw):
    total = sum(raw.values())
    weights = normalized(drawn_weights({k: v / total for k, v in raw.items()}, 20, seed=1), list(raw))
    assert (weights >= 0).all() and np.allclose(weights.sum(axis=0), 1)


@given(arrays(float, 9, elements=st.floats(0, 1)), arrays(float, 9, elements=st.floats(0, 1)))
def test_probabilities_of_the_two_orders_sum_to_one(first, second):
    assert probability(first, second) + probability(second, first) == pytest.approx(1)


@given(arrays(float, (2, 24), elements=st.floats(0, 1)))
@settings(max_examples=50)
def test_breaks_fall_inside_the_years_and_apart(values):
    for trend in trends(list(range(2000, 2024)), values):
        assert trend is not None
        edges = [2000, *trend.breaks, 2024]
        assert all(b - a >= 4 for a, b in pairwise(edges))


@given(arrays(float, 8, elements=st.floats(0, 100)))
def test_a_trailing_mean_stays_between_the_extremes(values):
    mean = trailing_mean(values)
    assert mean[0] == pytest.approx(values[0])
    assert (mean >= values.min() - TINY).all() and (mean <= values.max() + TINY).all()


@given(st.lists(st.floats(0, 50), min_size=6, max_size=6), st.integers(0, 5), st.floats(0, 50))
def test_more_of_any_component_never_lowers_influence(levels, which, more):
    names, needs = list(constants()["bandwidth"]), list(constants()["dependence"])
    ties, wants = dict(zip(names, levels, strict=True)), dict(zip(needs, levels, strict=True))
    raised = {**ties, names[which]: levels[which] + more}
    assert fbic(raised, wants) >= fbic(ties, wants) - TINY
    assert fbic(ties, {**wants, needs[which]: levels[which] + more}) >= fbic(ties, wants) - TINY


@calm
@given(flows, st.lists(st.booleans(), min_size=5, max_size=5))
def test_mutual_trade_is_a_part_of_all_trade(matrix, chosen):
    np.fill_diagonal(matrix, 0.0)
    within, total = shares(matrix, np.array(chosen))
    assert (within <= total + 1e-6).all() and (within >= 0).all()


@given(arrays(float, (4, 4), elements=st.integers(0, 9).map(float)))
def test_the_leading_vector_solves_its_equation(matrix):
    symmetric = matrix + matrix.T
    assume(symmetric.any())
    vector = leading_vector(symmetric)
    assert vector.max() == pytest.approx(1) and (vector >= 0).all()
