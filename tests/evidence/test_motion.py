"""Scores of the rules of motion: the choice is by rule, and the shipped scores are those that the code gives."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from steppe.evidence.motion import NEAR, choice, forecasts, scored
from steppe.methods.simulation.rules import RANDOM_WALK, TREND, Rule, named

OTHER = Rule("own-mean", "mixed", "points")


def cases(crps, years=range(2001, 2013)):
    """Cases a year ahead with these scores, by year."""
    return pd.DataFrame(
        {
            "state": "KAZ",
            "origin": [year - 1 for year in years],
            "horizon": 1,
            "year": list(years),
            "crps": np.broadcast_to(crps, len(years)).astype(float),
            "mae": 1.0,
            "cover90": 1.0,
            "cover50": 0.0,
        }
    )


def chosen(made, split=2012):
    table = choice(made, split)
    assert table["chosen"].sum() == 1
    return table.loc[table["chosen"], "rule"].item()


def test_a_rule_is_chosen_only_where_its_gain_is_sure():
    sure = {RANDOM_WALK: cases(2.0), TREND: cases(3.0), OTHER: cases(1.0)}
    assert chosen(sure) == OTHER.name
    noisy = np.array([0.0, 3.9] * 6)
    assert chosen({**sure, OTHER: cases(noisy)}) == RANDOM_WALK.name  # a smaller mean, and an interval that holds zero


def test_with_few_years_the_random_walk_stays():
    few = range(2009, 2013)
    made = {RANDOM_WALK: cases(2.0, few), TREND: cases(3.0, few), OTHER: cases(0.1, few)}
    assert chosen(made) == RANDOM_WALK.name


def test_a_choice_sees_no_year_after_its_split():
    late = {RANDOM_WALK: cases(2.0), OTHER: cases(1.0).assign(crps=lambda d: d["crps"].where(d["year"] <= 2008, 90.0))}
    assert chosen(late, 2008) == OTHER.name
    assert chosen(late, 2012) == RANDOM_WALK.name


def test_the_test_is_on_later_origins_and_against_the_stronger_rival():
    years = range(2006, 2020)
    made = {RANDOM_WALK: cases(2.0, years), TREND: cases(1.5, years), OTHER: cases(1.0, years)}
    rows = scored({rule: pd.concat([frame, frame.assign(horizon=7)]) for rule, frame in made.items()}, 2012, OTHER.name)
    gain = rows[rows["measure"].eq("gain") & rows["rule"].eq(OTHER.name)]
    assert set(gain["rival"]) == {TREND.name} and (gain["value"] == 0.5).all()
    assert set(rows["blocks"]) == {7}  # 2013 to 2019
    assert set(rows["horizons"]) == {f"{NEAR[0]} to {NEAR[-1]}", "6 to 15"}


@pytest.mark.slow
@pytest.mark.parametrize("layer", ["debt", "trade"])
def test_the_shipped_scores_are_those_of_the_code(world, layer):
    shipped = world.sql("from motion_rules where layer = ? and chosen_on = 2012", [layer]).set_index("rule")
    rule = shipped.index[shipped["chosen"]][0]
    made = {one: forecasts(world, layer, one) for one in (RANDOM_WALK, named(rule))}
    now = choice(made, 2012).set_index("rule")
    for name in now.index:
        assert now.loc[name, "crps"] == pytest.approx(shipped.loc[name, "crps"], rel=1e-4)
        assert now.loc[name, "cases"] == shipped.loc[name, "cases"]
