"""Studies under other inputs: what the bundle keeps is what the model computes, and a page shows nothing else."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

import steppe
from steppe.economy.threads import one_thread
from steppe.methods.equilibrium import grid
from steppe.methods.equilibrium.inputs import NONE, STALE, inputs
from steppe.methods.equilibrium.view import view
from steppe.methods.loader import list_studies, load_study
from steppe.scenario.study import BASELINES
from steppe.world.world import World

STUDY = "central-asia-together"


@pytest.fixture(scope="module")
def seen(world: World):
    return view(steppe.run(STUDY, world=world))


def test_every_study_of_the_equilibrium_has_every_choice(world: World):
    for loaded in list_studies():
        if loaded.study.method != "equilibrium":
            continue
        rows = grid.shipped(world, loaded.name)
        assert set(rows["baseline"]) == set(BASELINES), loaded.name
        assert set(rows["elasticity"]) == set(grid.ELASTICITIES), loaded.name
        sizes = rows.groupby(["baseline", "depth", "elasticity"]).size()
        assert len(sizes) == 2 * rows["depth"].nunique() * len(grid.ELASTICITIES), loaded.name
        assert set(loaded.study.answer.subjects) <= set(rows["subject"]), loaded.name
        assert (rows["low"] <= rows["value"]).all() and (rows["value"] <= rows["high"]).all()


@pytest.mark.slow
def test_what_is_kept_is_what_the_model_computes(world: World):
    with one_thread():
        made = grid.grid(load_study(STUDY, world), world, [(2023, "10")])
    kept = grid.shipped(world, STUDY)
    both = made.merge(kept, on=["baseline", "depth", "elasticity", "subject"], suffixes=("", "_kept"))
    assert len(both) == len(made)
    for name in ("value", "low", "high"):
        np.testing.assert_allclose(both[name], both[f"{name}_kept"], rtol=1e-5, atol=1e-7)


@pytest.mark.slow
def test_the_choice_of_the_study_itself_is_its_run(seen):
    made = inputs(seen)
    cell = made["cells"]["|".join(made["first"])]
    rows = {row[0]: row for row in cell["rows"]}
    own = seen.at()
    for code in seen.study.answer.subjects:
        assert rows[seen.names[code]][1] == pytest.approx(own.at[code, "value"], abs=1e-5)
    assert cell["verdict"] == seen.result.answer.verdict


@pytest.mark.slow
def test_a_deeper_agreement_and_a_lower_elasticity_move_more(seen):
    cells = inputs(seen)["cells"]
    year = str(seen.result.baseline)

    def first(depth: str, theta: str) -> float:
        return max(abs(row[1]) for row in cells[f"{year}|{depth}|{theta}"]["rows"])

    assert first("eu", "5") > first("typical", "5")
    assert first("eu", "2.5") > first("eu", "10")


@pytest.mark.slow
def test_figures_of_an_older_model_are_not_shown(seen):
    cases = seen.result.cases.assign(value=seen.result.cases["value"] + 1.0)
    moved = dataclasses.replace(seen, result=dataclasses.replace(seen.result, cases=cases))
    assert inputs(moved) == STALE


@pytest.mark.slow
def test_a_study_without_kept_figures_says_so(seen):
    other = dataclasses.replace(seen, result=dataclasses.replace(seen.result, study="a-study-of-mine"))
    assert inputs(other) == NONE
