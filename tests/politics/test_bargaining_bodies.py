"""Bodies on a date: who leads, how far apart the members are, and what enlargement does to it."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from steppe.politics.bargaining.bodies import (
    body_on,
    enlargements,
    member_figures,
    noisy_members,
    through_time,
)
from steppe.politics.bargaining.draws import Noise
from steppe.world.errors import UserError
from steppe.world.world import World


def test_the_sco_was_enlarged_three_times(world: World) -> None:
    joined = {one.date.year: one.joined for one in enlargements(world, "SCO")}
    assert joined == {2017: ("IND", "PAK"), 2023: ("IRN",), 2024: ("BLR",)}


def test_enlargement_adds_to_the_members_of_the_day_before(world: World) -> None:
    for body in ("SCO", "CIS", "CSTO", "EAEU"):
        for one in enlargements(world, body):
            assert set(one.before) < set(one.after) and set(one.joined) == set(one.after) - set(one.before)


def test_china_leads_the_sco_and_russia_the_others(world: World) -> None:
    leaders = {body: body_on(world, body, dt.date(2019, 6, 30)).leader for body in ("SCO", "CIS", "CSTO", "EAEU")}
    assert leaders == {"SCO": "CHN", "CIS": "RUS", "CSTO": "RUS", "EAEU": "RUS"}


def test_a_member_of_a_consensus_body_has_its_share_of_the_pivots(world: World) -> None:
    frame = through_time(world, ["SCO"], 2016, 2024).set_index("year")
    assert frame.loc[2016, "leader_shapley"] == pytest.approx(1 / 6)
    assert frame.loc[2024, "leader_shapley"] == pytest.approx(1 / 10)
    assert frame.loc[2016, "leader_share"] > frame.loc[2017, "leader_share"]
    assert frame["dispersion"].gt(0).all() and frame["without"].eq("").all()


def test_a_member_of_which_nothing_is_known_is_named(world: World) -> None:
    known = member_figures(world, ("RUS", "UZB"), 1993)  # no ideal point of Uzbekistan before 1994
    assert known.states == ("RUS",) and known.without == ("UZB",)


def test_noise_spreads_as_stated_and_repeats_with_its_seed(world: World) -> None:
    known = member_figures(world, world.members("SCO", on="2018-01-01"), 2018)
    first, second = (noisy_members(known, Noise(), 4000, seed=2) for _ in range(2))
    np.testing.assert_array_equal(first[1], second[1])
    assert np.log(first[0] / known.capability).std() == pytest.approx(0.2, rel=0.03)
    np.testing.assert_allclose(first[1].std(axis=0), known.ideal_error, rtol=0.06)


def test_a_body_without_a_known_rule_is_refused(world: World) -> None:
    with pytest.raises(UserError, match="decision rule"):
        body_on(world, "BRICS", dt.date(2024, 1, 1))
