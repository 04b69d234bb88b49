"""Runs: common draws, depths side by side, the same bytes for the same seed, every study on both baselines."""

from __future__ import annotations

import dataclasses
import io
import json
import re

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from steppe.display.frames import print_table
from steppe.economy import depth
from steppe.economy.depth import spread
from steppe.methods.equilibrium import compute, tables
from steppe.methods.equilibrium.compare import differences
from steppe.methods.equilibrium.explain import explain
from steppe.methods.equilibrium.setup import prepare
from steppe.methods.loader import list_studies, load_run, load_study, schema, shipped
from steppe.methods.result import COLUMNS
from steppe.methods.result import schema as result_schema
from steppe.methods.run import run as run_study
from steppe.scenario.policy.effects import drawn, parameters, shock_of
from steppe.scenario.policy.treatment import SHALLOW, Effect
from steppe.world.errors import UserError
from steppe.world.points import Points

TEN = [
    "armenia-between-eaeu-and-eu",
    "central-asia-together",
    "cis-full-free-trade",
    "eaeu-only",
    "greater-eurasian-partnership",
    "moldova-leaves-cis",
    "russia-leans-on-china",
    "sanctions-on-russia",
    "us-china-trade-war",
    "uzbekistan-joins-eaeu",
]
NINE = ["ARM", "AZE", "BLR", "KAZ", "KGZ", "MDA", "RUS", "TJK", "UZB"]


def income(result, depth):
    rows = result.cases
    kept = rows[rows["case"].eq("main") & rows["measure"].eq("gdp_equivalent") & rows["depth"].eq(depth)]
    return kept.set_index("subject")


def test_as_an_agreement_like_others_the_zone_may_as_well_do_nothing(flagship):
    rows = income(flagship, "typical").loc[NINE]
    assert ((rows["low"] <= 0) & (rows["high"] >= 0)).all()


def test_as_deep_as_the_eu_the_small_gain_most_and_russia_least_among_the_outsiders(flagship):
    """On the trade of 2019 Moldova gained as much as Uzbekistan; by 2023 it had turned elsewhere."""
    rows = income(flagship, "eu")["value"]
    assert rows[["TJK", "UZB"]].min() > rows[["AZE", "MDA"]].max() * 0.9
    assert rows[["TJK", "UZB", "AZE", "MDA"]].min() > rows["RUS"] > 0


def test_members_of_the_union_alone_gain_little(flagship):
    rows = income(flagship, "eu")["value"]
    assert rows["ARM"] < rows["UZB"] / 10


def test_results_keep_to_the_ten_columns(flagship):
    assert tuple(flagship.results.columns) == COLUMNS
    assert set(flagship.results["level"]) == {0.9}
    assert flagship.failed_draws == 0


def test_one_effect_per_agreement_and_draw(world):
    """All pairs of the zone have the same effect in a draw, and it differs from draw to draw."""
    setup = prepare(world, load_study("cis-full-free-trade", world).study, 2019)
    treatment = setup.treatments["main"]
    made = drawn(world, treatment.effects, "typical", points=setup.points(16, 1))
    costs = [np.log(shock_of(treatment, effects, 5.0).cost[:, :, 0]) for effects in made.effects]
    for label in ("deep minus shallow", "whole effect"):
        values = np.array([cost[treatment.labels == label] for cost in costs])
        assert values.shape[1] > 1 and np.ptp(values, axis=1) == pytest.approx(0, abs=1e-15)
        assert len(np.unique(values[:, 0].round(12))) == 16


def test_depths_share_their_random_numbers(world):
    effects = [Effect("CISFTA", "cisfta", "deep"), SHALLOW]
    points = Points(3, 64, parameters(effects))
    own, typical, eu = (drawn(world, effects, depth, points=points) for depth in ("own", "typical", "eu"))
    assert (own.theta == typical.theta).all() and (own.theta == eu.theta).all()
    assert (own.effects[:, 1] == eu.effects[:, 1]).all()
    assert not np.allclose(own.effects[:, 0], typical.effects[:, 0])


def test_the_spread_between_agreements_dominates_the_interval_of_the_answer(world, monkeypatch):
    """Without τ the zone's interval is less than a third as wide."""
    effect = [Effect("zone", "cisfta", "deep")]
    points = Points(1, 2048, parameters(effect))
    with_spread = drawn(world, effect, "typical", points=points).effects[:, 0]
    monkeypatch.setattr(depth, "spread", lambda *known: dataclasses.replace(spread(*known), tau=0.0))
    without = drawn(world, effect, "typical", points=points).effects[:, 0]
    wide, narrow = (np.subtract(*np.quantile(values, [0.95, 0.05])) for values in (with_spread, without))
    assert wide > 3 * narrow > 0


def test_theta_moves_welfare_and_not_the_direct_effect_on_trade(world):
    setup = prepare(world, load_study("cis-full-free-trade", world).study, 2019)
    treatment = setup.treatments["main"]
    effects = np.array([0.3 if effect.role == "deep" else 0.1 for effect in treatment.effects])
    low, high = (shock_of(treatment, effects, theta).cost ** -theta for theta in (3.0, 9.0))
    assert low == pytest.approx(high, rel=1e-12)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(world, tmp_path):
    first, second = (run_study("uzbekistan-joins-eaeu", world=world, draws=4).save(tmp_path / name) for name in "ab")
    assert first.name == second.name
    files = sorted(path.name for path in first.iterdir())
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in files)
    other = run_study("uzbekistan-joins-eaeu", world=world, draws=4, seed=2)
    assert other.run != first.name
    assert not np.allclose(other.results["value"], load_run(first, world).results["value"])


@pytest.mark.slow
def test_progress_counts_every_equilibrium(world):
    seen = []
    run_study("us-china-trade-war", world=world, draws=3, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (2 * 16, 2 * 16)  # two cases; nothing but the elasticity is drawn, so depths share a point


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"baseline": 2018}, "baseline is 2018. Did you mean 2019?"),
        ({"depth": "tipical"}, "Did you mean typical?"),
        ({"draws": 1}, "an interval needs at least 2"),
        ({"seed": -1}, "seed: -1 is below zero"),
    ],
)
def test_wrong_arguments_are_one_sentence(world, arguments, said):
    with pytest.raises(UserError, match=said.replace("?", r"\?")):
        run_study("moldova-leaves-cis", world=world, **arguments)


def test_a_run_comes_back_from_disk_as_it_was(flagship, tmp_path, world):
    home = flagship.save(tmp_path)
    again = load_run(home, world)
    assert again.source.study == flagship.source.study
    assert again.answer == flagship.answer and again.assumptions == flagship.assumptions
    assert type(again) is type(flagship) and list(again.tables) == list(flagship.tables)
    for name in ("results", "cases", "treatment", "robustness", "pairs", "samples"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(flagship, name), check_dtype=False)
    document = json.loads((home / "run.json").read_text(encoding="utf-8"))
    assert set(result_schema()["required"]) <= set(document)
    assert set(document["results"][0]) == set(COLUMNS)


def test_a_folder_that_is_no_run_is_told(tmp_path, world):
    with pytest.raises(UserError, match="this is not the folder of a run"):
        load_run(tmp_path, world)


def test_a_run_compared_with_itself_differs_in_nothing(flagship):
    table = differences(flagship, flagship)
    assert (table["difference"] == 0).all() and set(table["verdict"]) == {"does not change"}


def test_with_moldova_or_without_is_a_comparison_of_common_draws(flagship):
    table = differences(flagship, flagship, case="without-moldova", other_case="main").set_index(["depth", "subject"])
    row = table.loc[("eu", "MDA")]
    assert row["difference"] > 0 and row["high"] > 3 * abs(row["low"])


@pytest.mark.slow
def test_runs_of_different_draws_are_not_compared(flagship, world):
    other = run_study("moldova-leaves-cis", world=world, draws=4)
    with pytest.raises(UserError, match="--draws and --seed"):
        differences(flagship, other)


def test_a_number_is_walked_back_to_pairs_figures_and_sources(flagship, world):
    steps = explain(flagship, "UZB.gdp_equivalent@eu")
    assert set(steps["step"]) == {1, 2, 3, 4, 5}
    said = " ".join(steps["what"])
    assert "UZB buys from RUS: CISFTA" in said and "deep minus shallow" in said and "BACI" in said
    direct = steps.loc[steps["what"].str.startswith("first order"), "value"].item()
    assert direct == pytest.approx(steps["value"].iloc[0], rel=0.5)


@pytest.mark.parametrize("cell", ["EU.exports", "MDA.trade.RUS@eu/without-moldova", "USA.gain"])
def test_other_cells_are_explained_too(flagship, world, cell):
    assert len(explain(flagship, cell)) > 5


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("UZB", "names no number"),
        ("UZC.gdp_equivalent", "Did you mean UZB"),
        ("UZB.gdp_equivalent@deep", "it has typical"),
    ],
)
def test_cells_that_are_not_there_are_told(flagship, world, cell, said):
    with pytest.raises(UserError, match=said):
        explain(flagship, cell)


def test_every_shipped_study_is_valid_and_eleven_are_of_trade(world):
    found = list_studies()
    assert [loaded.name for loaded in found] == list(shipped())
    assert [loaded.name for loaded in found if loaded.study.method == "equilibrium"] == TEN


def test_every_reasoning_cites_a_paragraph_that_exists(world):
    last = {"T0": 21, "T1": 9, "T2": 13, "T3": 9, "T4": 25}
    for loaded in list_studies():
        for reason in loaded.study.reasoning:
            text, paragraph = reason.cite.split(" ¶")
            assert 1 <= int(paragraph) <= last[text], (loaded.name, reason.cite)


def test_the_schema_names_every_kind_of_event():
    kinds = {name.lower() for name in schema()["$defs"]}
    assert {"join", "leave", "freeze", "agreement", "tariff", "tradecost", "embargo", "sanction", "growth"} <= kinds


@pytest.mark.slow
@pytest.mark.parametrize("baseline", [2019, 2023])
@pytest.mark.parametrize("name", TEN)
def test_every_study_runs_on_both_baselines(world, name, baseline):
    result = run_study(name, world=world, baseline=baseline, draws=10)
    assert result.baseline == baseline and result.failed_draws == 0
    assert set(result.robustness["check"]) >= {"as run", "trade elasticity", "closure", "baseline", "domestic sales"}
    assert result.results["value"].notna().all()
    note = load_study(name, world).study.baseline_note.get(str(baseline))
    assert note is None or note in result.read_first


def test_the_imputed_share_is_that_of_the_trade_that_changes(world, flagship):
    """Little of the trade of 2023 in the region is a fill: Turkmenistan's with Russia, and that is in neither union."""

    def here(name, baseline=2023):
        return 100 * compute._imputed_here(prepare(world, load_study(name, world).study, baseline))

    assert here("eaeu-only") == pytest.approx(0.11, abs=0.01)
    assert here("cis-full-free-trade") == pytest.approx(0.09, abs=0.01)
    assert here("us-china-trade-war") == 0
    share = f"{here('cis-full-free-trade'):.1f} % of the trade that changes"
    assert any(share in note for note in flagship.notes)


def test_without_an_effect_there_is_no_shock(world):
    setup = prepare(world, load_study("cis-full-free-trade", world).study, 2019)
    treatment = setup.treatments["main"]
    nothing = shock_of(treatment, np.zeros(len(treatment.effects)), 5.0)
    assert nothing.cost is None and nothing.tariff is None and nothing.opened is None and nothing.endowments is None


def test_who_replaced_whom_tells_no_change_of_record(world):
    replaced = tables.partners(world, "RUS").set_index(["flow", "partner"])["change"]
    assert replaced[:, "CHN"].notna().all() and replaced[:, "rest of the twelve"].isna().all()


@pytest.mark.parametrize("cell", ["UZB.gdp_equivalent", "TJK.gdp_equivalent@eu", "EU.exports"])
def test_no_source_of_a_walk_is_blank(flagship, world, cell):
    """Some steps have no source; no number stands for them below the table, at any width."""
    steps = explain(flagship, cell)
    known = {*world.table("sources")["source"], ""}
    assert {one for source in steps["source"] for one in source.split(";")} <= known
    for width in (60, 80, 120):
        stream = io.StringIO()
        print_table(Console(file=stream, width=width), steps, spare=("basis",))
        listed = re.search(r"Sources: (.*?)\.\n", stream.getvalue(), re.DOTALL)
        entries = listed[1].split(";") if listed else []
        assert all(re.fullmatch(r"\s*\d+\s+\S+\s*", one) for one in entries), entries
