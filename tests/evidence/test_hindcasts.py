"""Hindcasts: each finds what is there, sees no later year, and says where it has no figure."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from steppe.evidence import scoreboard
from steppe.evidence.hindcast import hindcasts
from steppe.evidence.hindcasts import exposure_votes
from steppe.evidence.hindcasts.agreements import expected
from steppe.evidence.hindcasts.dependence_votes import coefficient, forecasts, movement, panel
from steppe.evidence.hindcasts.sanctions import predicted
from steppe.evidence.hindcasts.union import new_pairs
from steppe.evidence.hindcasts.union import predicted as union
from steppe.scenario.events.sanction import observed_change
from steppe.world.world import World


# ------------------------------------------------------------------------------------------------------ the hindcasts
def test_a_pull_of_trade_on_votes_is_found_where_there_is_one():
    """Distances that shrink by half of the share of trade, in a made-up world."""
    random = np.random.default_rng(3)
    rows = [
        (f"S{state}", power, year, random.uniform(0, 2), random.uniform(0, 0.5))
        for state in range(40)
        for power in ("RUS", "CHN")
        for year in range(2000, 2021)
    ]
    moved = pd.DataFrame(rows, columns=["state", "power", "year", "distance", "share"])
    moved["moved"] = -0.5 * moved["share"] + random.normal(0, 0.02, len(moved))
    found = coefficient(moved)
    assert found.coefficient == pytest.approx(-0.5, abs=0.02) and found.states == 40
    cases = forecasts(moved, ("S1", "S2"), 1)
    with_, without = ((cases[name] - cases["moved"]).abs().mean() for name in ("with", "without"))
    assert with_ < 0.5 * without


def test_no_forecast_of_votes_sees_its_own_year_or_a_later_one(world: World):
    """Forecasts from 2012 stay the same when everything after 2012 is changed."""
    frame = panel(world)
    later = frame["year"] > 2012
    changed = frame.assign(distance=frame["distance"].where(~later, frame["distance"] * 3 + 1))
    made = [forecasts(movement(one, 1), ("KAZ", "ARM"), 1).query("year == 2012") for one in (frame, changed)]
    np.testing.assert_allclose(made[0][["with", "without"]], made[1][["with", "without"]])
    assert not np.allclose(made[0]["moved"], made[1]["moved"])


def test_a_pull_of_exposure_is_found_where_there_is_one():
    """Distances that shrink with the past change of exposure, in a made-up world."""
    random = np.random.default_rng(5)
    exposures = pd.DataFrame(
        [(f"S{state}", "RUS", year) for state in range(60) for year in range(2000, 2021)],
        columns=["state", "power", "year"],
    )
    exposures["exposure"] = random.normal(0, 0.02, len(exposures))
    known = exposure_votes.changes(exposures, 1)
    assert known["year"].min() == 2001 and len(known) == 60 * 20
    moved = known.assign(distance=random.uniform(0, 2, len(known)), share=0.1)
    moved["moved"] = -3.0 * moved["exposure_change"] + random.normal(0, 0.01, len(moved))
    assert coefficient(moved, "exposure_change").coefficient == pytest.approx(-3.0, abs=0.1)
    cases = forecasts(moved, ("S1", "S2"), 1, exposure_votes.MODELS)
    errors = {name: (cases[name] - cases["moved"]).abs().mean() for name in exposure_votes.MODELS}
    assert errors["exposure"] < 0.5 * min(errors["share"], errors["neither"])


def test_growth_made_of_exporters_and_importers_leaves_no_effect_of_agreements():
    random = np.random.default_rng(4)
    growth = random.normal(size=(12, 1)) + random.normal(size=(1, 12))
    control = random.random((12, 12)) < 0.7
    np.testing.assert_allclose(expected(growth, control)[control], growth[control], atol=1e-9)


def test_an_exporter_without_any_control_has_no_expected_growth():
    control = np.ones((4, 4), dtype=bool)
    control[2] = False
    assert np.isnan(expected(np.zeros((4, 4)), control)[2]).all()


def test_who_is_told_of_the_sanctions_of_2022_does_not_forecast(world: World):
    """The senders are those that imposed them, so sizes known before 2022 do not make a forecast."""
    rule = world.sql("select note from groups where \"group\" = 'west'")["note"].item()
    assert "2022" in rule and hindcasts()["sanctions-as-in-2014"].kind == "conditional"


def test_without_sanctions_the_equilibrium_says_that_shares_stay(world: World):
    shares = predicted(world, 0.0, 0.0)
    np.testing.assert_allclose(shares["forecast"], shares["before"], atol=1e-9)


def test_without_an_equilibrium_the_senders_flows_shrink_and_the_rest_keeps_its_proportions(world: World):
    shares = predicted(world, -1.0, -1.0)
    ratio = shares["shrunk"] / shares["before"].where(shares["before"] > 0)
    for flow, rows in shares.assign(ratio=ratio).groupby("flow"):
        west, rest = (rows.loc[rows["west"].eq(side), "ratio"].dropna() for side in (True, False))
        assert west.max() / rest.min() == pytest.approx(np.exp(-1.0)), flow
        assert rows["shrunk"].sum() == pytest.approx(1.0)


def test_the_file_of_the_european_union_gives_the_compromise_no_baseline(world: World):
    board = scoreboard(world).set_index("name")
    assert board.loc["compromise-in-the-eu", "verdict"] == "no baseline"
    assert "There is no baseline in the file" in board.loc["compromise-in-the-eu", "evidence"]


def test_sanctions_lower_the_share_of_the_west_and_raise_that_of_others(world: World):
    shares = predicted(world, -1.0, -1.0).groupby("west")[["before", "forecast"]].sum()
    assert shares.at[True, "forecast"] < shares.at[True, "before"]
    assert shares.at[False, "forecast"] > shares.at[False, "before"]


def test_india_and_china_gained_more_than_the_equilibrium_says(world: World):
    senders = world.group("west")
    sizes = [observed_change(world, senders, "RUS", exports=exports).size for exports in (True, False)]
    shares = predicted(world, *sizes).query("not west").set_index(["flow", "partner"])
    shares = shares[["after", "forecast"]].div(shares.groupby("flow")[["after", "forecast"]].transform("sum"))
    for flow, partner in (("X", "IND"), ("M", "CHN")):
        assert shares.at[(flow, partner), "after"] > shares.at[(flow, partner), "forecast"] + 0.1


def test_only_pairs_that_were_in_no_union_before_are_new(world: World):
    pairs = new_pairs(world)
    assert len(pairs) == 14 and ("KAZ", "RUS") not in pairs and ("KGZ", "RUS") in pairs
    shares = union(world, pairs, 0.0)
    np.testing.assert_allclose(shares["forecast"], shares["before"], atol=1e-9)
    ratio = shares["after"] / shares["before"]
    assert ratio.max() > 2 and ratio.where(shares["before"] > 0.2).min() < 0.55  # as the page says
