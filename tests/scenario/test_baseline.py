"""The year of trade that a study starts from follows from the written rule, and turns when the shares turn."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from steppe.methods.equilibrium.setup import own_baseline
from steppe.methods.loader import list_studies, shipped
from steppe.scenario.baseline import LEAST_ON_RECORD, MOST_IMPUTED, by_rule, chosen, known
from steppe.world import toml

GOOD = {"imputed": 0.0, "imputed_pairs": 0.0, "on_record": 1.0, "on_record_pairs": 1.0}
BEFORE_THE_FACT = {"sanctions-on-russia", "us-china-trade-war"}


def shares(**later):
    return pd.DataFrame([GOOD, GOOD | later], index=[2019, 2023])


def test_the_latest_year_that_is_known_well_enough_stands():
    assert by_rule(shares()) == 2023


@pytest.mark.parametrize(
    "name, bar, over",
    [(n, b, 0.001) for n, b in MOST_IMPUTED.items()] + [(n, b, -0.001) for n, b in LEAST_ON_RECORD.items()],
)
def test_each_bar_turns_the_year(name, bar, over):
    assert by_rule(shares(**{name: bar})) == 2023
    assert by_rule(shares(**{name: bar + over})) == 2019


def test_a_year_after_the_first_event_is_out():
    assert by_rule(shares(), dt.date(2022, 2, 24)) == 2019
    assert by_rule(shares(), dt.date(2023, 12, 31)) == 2023
    assert by_rule(shares(), dt.date(2014, 3, 1)) == 2019


def test_where_no_year_passes_the_one_with_less_imputed_stands():
    bad = pd.DataFrame([GOOD | {"imputed": 0.2}, GOOD | {"imputed": 0.1}], index=[2019, 2023])
    assert by_rule(bad) == 2023
    assert by_rule(bad[::-1].set_axis([2019, 2023])) == 2019


@pytest.mark.slow
def test_the_data_turn_the_year(world):
    trade = world.table("trade")
    central = world.group("central-asia")
    assert chosen(world, central) == 2023
    among = trade["year"].eq(2023) & trade["exporter"].isin(central) & trade["importer"].isin(central)
    guessed = world.with_tables({"trade": trade.assign(basis=trade["basis"].mask(among, "imputed"))})
    assert known(guessed, frozenset(central), 2023)["imputed"] == 1.0
    assert chosen(guessed, central) == 2019


def test_trade_inside_the_european_union_does_not_count(world):
    assert known(world, frozenset({"DEU", "FRA"}), 2023)["on_record"] == 1.0  # no flow is left
    assert known(world, frozenset({"RUS", "BLR"}), 2023)["imputed_pairs"] == 0.0


def test_no_shipped_study_of_trade_types_its_year(world):
    """A study of shocks must: its year is the one whose figures events change."""
    by_rule = [one.name for one in list_studies() if one.study.method != "shock"]
    for name, path in shipped().items():
        if name not in by_rule:
            continue
        assert "baseline" not in toml.read(path, name, "study", "", "").split("[", 1)[0], name


def test_the_year_of_every_study_of_trade_is_the_rules(world):
    years = {one.name: own_baseline(world, one.study) for one in list_studies() if one.study.method == "equilibrium"}
    assert {name for name, year in years.items() if year == 2019} == BEFORE_THE_FACT
    assert set(years.values()) == {2019, 2023}
