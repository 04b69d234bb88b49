"""`steppe simulate`, `explain --state --year` and `compare` of two runs of the simulation."""

from __future__ import annotations

import json

import pytest

FEW = ("--draws", "16")


def test_the_baseline_begins_with_its_tests_and_is_the_study(run):
    ran = run("simulate", "baseline", "--until", "2027", *FEW, "--compact")
    assert ran.code == 0
    assert ran.out.index("Tested on the years after 2012") < ran.out.index("The data cannot tell.")
    assert "study baseline-2035" in ran.out


def test_both_commands_give_the_same_figures(run):
    one = json.loads(run("simulate", "baseline", "--until", "2026", *FEW, "--format", "json").out)
    two = json.loads(run("run", "baseline-2035", "--until", "2026", *FEW, "--format", "json").out)
    assert one == two
    assert {row["year"] for row in one["results"]} == {2026}


@pytest.mark.parametrize(
    "words, said",
    [
        (("simulate", "cis-full-free-trade"), "is a study of method equilibrium, which does not move year by year"),
        (("simulate", "baseline", "--until", "2020"), "until: 2020 is not after 2024"),
        (("simulate", "basline"), 'there is no study "basline"'),
        (("explain", "baseline-2035"), "name a cell"),
        (("explain", "baseline-2035", "--state", "KGZ"), "name a cell"),
        (("explain", "baseline-2035", "--state", "KZG", "--year", "2031"), "Did you mean KGZ"),
    ],
)
def test_a_mistake_gets_a_sentence(run, words, said):
    ran = run(*words)
    assert ran.code == 2 and said in ran.err and "Traceback" not in ran.err


def test_a_kept_run_is_explained_and_compared(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("baseline", "csto-without-armenia"):
        assert run("simulate", name, "--until", "2029", *FEW).code == 0
    first, second = (next((tmp_path / "runs").glob(f"{name}*")) for name in ("baseline", "csto"))
    steps = run("explain", first.name, "--state", "ARM", "--year", "2028", "--draw", "3")
    assert steps.code == 0 and "this draw" in steps.out
    made = run("compare", first.name, second.name)
    assert made.code == 0 and "No rows." in made.out
    assert "draw by draw on the same random numbers" in " ".join(made.out.split())
