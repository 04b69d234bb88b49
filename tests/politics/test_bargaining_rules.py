"""Who signs, reserves, stands aside and blocks; and whose vote turns a coalition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steppe.politics.bargaining.actors import Actors
from steppe.politics.bargaining.pivotality import pivotality, profile
from steppe.politics.bargaining.rules import Rule, decide, passes, rule, rule_of, settle
from steppe.politics.bargaining.tables import rows
from steppe.world.errors import UserError

RULES = tuple(row["rule"] for row in rows("rules"))


def table(**positions: float) -> Actors:
    """Actors of equal weight at the positions given."""
    count = len(positions)
    return Actors(tuple(positions), np.ones(count), np.full(count, 0.5), np.array(list(positions.values())))


def test_under_consensus_one_member_that_prefers_the_status_quo_keeps_it() -> None:
    vote = decide(rule_of("SCO"), table(RUS=100, CHN=90, KAZ=80, TJK=20), proposal=100, reference=50, width=100)
    assert not vote.adopted and vote.outcome == 50
    assert vote.who("blocks") == ("TJK",) and vote.who("signs") == ("RUS", "CHN", "KAZ")


def test_in_the_cis_the_same_member_stands_aside_and_the_others_go_ahead() -> None:
    vote = decide(rule_of("CIS"), table(RUS=100, BLR=90, KAZ=80, TKM=20), proposal=100, reference=50, width=100)
    assert vote.adopted and vote.who("stands aside") == ("TKM",) and not vote.who("blocks")


def test_in_the_cis_a_small_loss_is_a_reservation() -> None:
    vote = decide(rule_of("CIS"), table(RUS=100, BLR=90, UZB=70), proposal=100, reference=50, width=100)
    assert vote.who("reserves") == ("UZB",)  # loses a tenth of the scale at salience one half


def test_two_thirds_bind_the_third_that_votes_against() -> None:
    collegium = rule_of("EAEU", "Collegium")
    vote = decide(collegium, table(RUS=100, KAZ=90, BLR=20), proposal=100, reference=50, width=100)
    assert vote.adopted and vote.who("votes against") == ("BLR",) and vote.assent == pytest.approx(2 / 3)
    assert not decide(rule_of("EAEU"), table(RUS=100, KAZ=90, BLR=20), 100, 50, 100).adopted


def test_a_veto_player_keeps_the_status_quo_under_any_rule() -> None:
    for name in RULES:
        vetoed = rule(name, veto=("BLR",))
        vote = decide(vetoed, table(RUS=100, KAZ=90, ARM=95, BLR=20), proposal=100, reference=50, width=100)
        assert not vote.adopted and vote.who("blocks") == ("BLR",), name


def test_qualified_majority_counts_capability_as_votes() -> None:
    who = Actors(("DEU", "FRA", "MLT"), np.array([80.0, 60.0, 1.0]), np.ones(3), np.array([90.0, 90.0, 0.0]))
    assert decide(rule("qualified_majority"), who, 100, 50, 100).assent == pytest.approx(140 / 141)


positions = st.lists(st.floats(0, 100), min_size=2, max_size=6)


@given(positions, st.floats(0, 100), st.floats(0, 100), st.sampled_from(RULES))
def test_whatever_is_settled_can_be_adopted_and_lies_between_status_quo_and_proposal(
    at: list[float], reference: float, proposal: float, name: str
) -> None:
    who = Actors(tuple("ABCDEF"[: len(at)]), np.ones(len(at)), np.ones(len(at)), np.array(at))
    settled = settle(rule(name), who, proposal, reference, 100)
    low, high = sorted((reference, proposal))
    assert low - 1e-9 <= settled <= high + 1e-9
    assert passes(rule(name), who, [settled], reference, 100)[0]


@given(positions, st.floats(0, 100), st.floats(0, 100))
def test_what_consensus_adopts_the_other_rules_adopt_too(at: list[float], reference: float, proposal: float) -> None:
    who = Actors(tuple("ABCDEF"[: len(at)]), np.ones(len(at)), np.ones(len(at)), np.array(at))
    if decide(rule("consensus"), who, proposal, reference, 100).adopted:
        assert all(decide(rule(name), who, proposal, reference, 100).adopted for name in RULES)


def test_consensus_moves_as_far_as_its_most_reluctant_member_is_no_worse_off() -> None:
    who = table(RUS=100, CHN=90, TJK=60)
    assert settle(rule("consensus"), who, proposal=90, reference=50, width=100) == pytest.approx(70, abs=0.05)


def test_an_unknown_body_or_rule_stops_with_its_look_alike() -> None:
    with pytest.raises(UserError, match="Did you mean consensus"):
        rule("concensus")
    with pytest.raises(UserError, match='decision rule of "EUA"'):
        rule_of("EUA")
    assert rule_of("EU").name == "qualified_majority"


# --- pivotality ----------------------------------------------------------------------------------------------------


def test_pivotality_of_a_textbook_majority() -> None:
    """[51; 50, 49, 1]: Shapley-Shubik 2/3, 1/6, 1/6; Banzhaf ¾, ¼, ¼ (Felsenthal & Machover 1998)."""
    majority = Rule("majority", "Majority", 0.51, False, 0, 1)
    power = pivotality(majority, ["A", "B", "C"], [50, 49, 1])
    assert power.shapley == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert power.banzhaf == pytest.approx([3 / 4, 1 / 4, 1 / 4])


def test_every_enlargement_of_a_consensus_body_dilutes_its_leader() -> None:
    consensus = rule("consensus")
    powers = [pivotality(consensus, list("ABCDEFGHIJ"[:count])).shapley[0] for count in (6, 8, 9, 10)]
    assert powers == pytest.approx([1 / 6, 1 / 8, 1 / 9, 1 / 10])


def test_nobody_is_pivotal_for_a_body_that_lets_others_stand_aside_beyond_the_second() -> None:
    power = pivotality(rule("interested_party"), list("ABCDE"))
    assert power.banzhaf == pytest.approx([4 / 16] * 5)  # turned only where exactly one other has signed


def test_a_veto_player_is_the_most_pivotal() -> None:
    power = pivotality(rule("two_thirds", veto=("A",)), list("ABCD"))
    assert power.shapley[0] > power.shapley[1] == pytest.approx(power.shapley[2])


def test_profile_of_a_body_names_its_leader_and_how_far_apart_it_is() -> None:
    body = profile(rule("consensus"), ["RUS", "KAZ"], [9.0, 1.0], [1.0, -1.0])
    assert (body.leader, body.leader_share, body.dispersion, body.range) == ("RUS", 0.9, 1.0, 2.0)
    assert body.effective_members == pytest.approx(1 / 0.82) and body.leader_shapley == 0.5


def test_too_many_members_to_count() -> None:
    with pytest.raises(ValueError, match="1 to 20"):
        pivotality(rule("consensus"), [str(n) for n in range(27)])


def test_a_qualified_majority_counts_the_votes_and_the_members() -> None:
    big = Actors(("DEU", "FRA", "MLT", "LUX"), np.array([80.0, 60.0, 1.0, 1.0]), np.ones(4), np.array([90.0, 90, 0, 0]))
    assert not decide(
        rule("qualified_majority"), big, 100, 50, 100
    ).adopted  # nearly all the people, half of the states
    assert settle(rule("qualified_majority"), big, 100, 50, 100) == 50


def test_settling_noisy_copies_is_settling_each_of_them() -> None:
    rng = np.random.default_rng(3)
    copies = Actors(tuple("ABCD"), rng.random((40, 4)), rng.random((40, 4)), 100 * rng.random((40, 4)))
    aims = 100 * rng.random(40)
    for name in RULES:
        together = settle(rule(name, veto=("B",)), copies, aims, 30, 100)
        singly = [
            float(settle(rule(name, veto=("B",)), Actors(copies.names, c, s, x), aim, 30, 100))
            for c, s, x, aim in zip(copies.capability, copies.salience, copies.position, aims, strict=True)
        ]
        np.testing.assert_allclose(together, singly)


@given(positions, st.floats(0, 100), st.floats(0, 100), st.sampled_from(RULES))
def test_nothing_further_than_what_is_settled_can_be_adopted(
    at: list[float], reference: float, proposal: float, name: str
) -> None:
    who = Actors(tuple("ABCDEF"[: len(at)]), np.ones(len(at)), np.ones(len(at)), np.array(at))
    settled = float(settle(rule(name), who, proposal, reference, 100))
    beyond = np.linspace(settled, proposal, 30)[1:]
    further = beyond[np.abs(beyond - settled) > 1e-6]
    assert not passes(rule(name), who, further, reference, 100).any()
