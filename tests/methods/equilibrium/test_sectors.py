"""The sector axis runs from accounts to treatment: one sector cut in two like halves gives the same answer."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from steppe.economy import Economy, baseline_flows, from_flows, make_shock, solve, trade_changes
from steppe.methods.equilibrium import tables
from steppe.methods.equilibrium.measures import Measure, subjects_of
from steppe.scenario.events.agreement import Agreement
from steppe.scenario.events.embargo import Embargo
from steppe.scenario.events.growth import Growth
from steppe.scenario.events.sanction import Sanction
from steppe.scenario.events.tariff import Tariff
from steppe.scenario.policy.effects import Drawn, shock_of
from steppe.scenario.policy.treat import treat

DAY = dt.date(2027, 1, 1)
STATES = ("ARM", "AZE", "BLR", "CHN", "DEU", "KAZ", "KGZ", "RUS", "TJK", "TUR", "USA", "UZB")
PARTS = np.array([0.3, 0.7])
EVENTS = (
    Agreement(kind="agreement", date=DAY, name="zone", parties=("central-asia", "AZE"), open_closed=True),
    Tariff(kind="tariff", date=DAY, importers=("USA",), exporters=("CHN",), points=25.0),
    Sanction(kind="sanction", date=DAY, senders=("DEU",), target="RUS", size=-0.4, why="a test"),
    Embargo(kind="embargo", date=DAY, importers=("TUR",), exporters=("ARM",)),
    Growth(kind="growth", date=DAY, state="UZB", percent=5.0),
)
EFFECT = np.array([0.3, 0.1])
THETA = 4.0


def split(economy: Economy) -> Economy:
    """Every flow cut into two sectors of 30 and 70 %."""
    return replace(
        economy,
        sectors=("a", "b"),
        shares=np.repeat(economy.shares, 2, axis=2),
        final=np.tile(PARTS, (len(economy.states), 1)),
    )


@pytest.fixture(scope="module")
def one(accounts):
    place = [accounts.economy.index(state) for state in STATES]
    flows = baseline_flows(accounts.economy)[:, :, 0][np.ix_(place, place)]
    return replace(accounts, economy=from_flows(flows, STATES), gdp=accounts.gdp[place])


@pytest.fixture(scope="module")
def two(one):
    return replace(one, economy=split(one.economy))


@pytest.fixture(scope="module")
def treated(world, one, two):
    return treat(EVENTS, world, one), treat(EVENTS, world, two)


def test_events_on_trade_reach_every_sector(treated, one):
    of_one, of_two = treated
    assert of_two.cost.shape == of_two.tariff.shape == of_two.fixed.shape == of_two.opened.shape == (12, 12, 2)
    for name in ("cost", "tariff", "fixed", "opened"):
        whole, parts = getattr(of_one, name)[:, :, 0], getattr(of_two, name)
        assert (parts[:, :, 0] == whole).all() and (parts[:, :, 1] == whole).all()
    assert (of_one.labels == of_two.labels).all()
    assert of_one.tariff[one.economy.index("USA"), one.economy.index("CHN"), 0] == 1.25


def test_an_unchanged_split_gives_the_same_figures(world, one, two, treated):
    measured = []
    for accounts, treatment in zip((one, two), treated, strict=True):
        subjects = subjects_of(world, accounts, ["TUR"], DAY, np.ones(12, dtype=bool))
        shock = shock_of(treatment, np.resize(EFFECT, len(treatment.effects)), THETA)
        measured.append(Measure(accounts, subjects)(solve(accounts.economy, shock, THETA)))
    assert measured[1] == pytest.approx(measured[0], rel=1e-8, abs=1e-8, nan_ok=True)
    assert abs(measured[0][:, 0]).max() > 0.1  # per cent: the events do something


def test_the_tables_of_pairs_add_up_to_those_of_one_sector(world, one, two, treated):
    reported = tables.reported_trade(world, one)
    frames = []
    for accounts, treatment in zip((one, two), treated, strict=True):
        trade = baseline_flows(accounts.economy)
        drawn = {("main", "own"): Drawn(np.resize(EFFECT, (1, len(treatment.effects))), np.array([THETA]))}
        frames.append(tables.pairs({"main": treatment}, accounts, trade, drawn))
        kinds = tables.treated(treatment, trade, reported).set_index(["class", "treatment"])["value"]
        frames.append(kinds)
    whole, kinds, parts, kinds_of_parts = frames
    assert "sector" not in whole and list(parts["sector"].unique()) == ["a", "b"]
    sums = parts.groupby(["importer", "exporter"])[["value", "share"]].sum()
    assert sums.to_numpy() == pytest.approx(
        whole.set_index(["importer", "exporter"]).loc[sums.index, ["value", "share"]]
    )
    assert (parts["effect_own"].to_numpy()[::2] == whole["effect_own"].to_numpy()).all()
    assert kinds_of_parts.to_numpy() == pytest.approx(kinds.to_numpy())


def test_a_matrix_of_costs_holds_for_every_sector(one, two):
    cost = np.ones((12, 12))
    cost[0, 1] = 1.2
    changes = [
        trade_changes(solve(of.economy, make_shock(of.economy, cost=cost), THETA), by_sector=False) for of in (one, two)
    ]
    assert changes[0].shape == (12, 12)
    assert changes[1] == pytest.approx(changes[0], rel=1e-9, nan_ok=True)


def test_the_same_effect_on_trade_is_a_smaller_change_of_cost_where_trade_is_more_elastic(treated, two):
    """κ̂_j = exp(-effect/θ_j), so that κ̂_j^-θ_j is the effect in every sector."""
    theta = np.array([3.0, 9.0])
    cost = shock_of(treated[1], np.zeros(len(treated[1].effects)), theta).cost
    pair = cost[two.economy.index("RUS"), two.economy.index("DEU")]
    assert pair == pytest.approx([np.exp(0.4 / 3), np.exp(0.4 / 9)])
