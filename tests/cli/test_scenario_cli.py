"""`steppe studies`, `run`, `explain`, `compare`, `schema`, `estimate` as a user types them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest

from steppe.methods.run import run as run_study
from steppe.methods.store import write

STUDY = """
question = "What would easier trade between Kazakhstan and Uzbekistan bring?"
why = "They share a long border."
method = "equilibrium"

[[event]]
kind = "trade_cost"
importers = ["KAZ"]
exporters = ["UZB"]
both = true
percent = -5
date = 2027-01-01

[answer]
subjects = ["KAZ", "UZB"]
changes_if = ["others ease theirs too"]
"""
FEW = ("--draws", "16")


@pytest.fixture(scope="module")
def result_schema() -> dict:
    from steppe.methods.result import schema

    return schema()


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """An empty folder to work in, with one study file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.toml").write_text(STUDY)
    return tmp_path


@pytest.fixture(scope="module")
def kept(world, tmp_path_factory) -> Path:
    """A folder with three runs under `runs`: the study, twice its cost, another seed."""
    folder = tmp_path_factory.mktemp("kept")
    for name, cost, seed in (("mine", "-5", 1), ("more", "-10", 1), ("other", "-5", 2)):
        (folder / f"{name}.toml").write_text(STUDY.replace("-5", cost))
        write(run_study(folder / f"{name}.toml", world=world, draws=16, seed=seed), folder / "runs")  # without pages
    return folder


@pytest.fixture
def there(kept, monkeypatch) -> dict[str, str]:
    """Names of the three runs, with their folder to work in."""
    monkeypatch.chdir(kept)
    return {path.name.rpartition("-")[0]: path.name for path in (kept / "runs").iterdir()}


def test_studies_lists_question_and_method(run):
    rows = json.loads(run("studies", "--format", "json").out)["results"]
    flagship = next(row for row in rows if row["study"] == "cis-full-free-trade")
    assert flagship["question"].endswith("?")
    assert flagship["method"] == "equilibrium"


@pytest.mark.parametrize("baseline", ["2019", "2023"])
def test_json_keeps_to_its_schema_and_is_the_same_twice(run, here, result_schema, baseline):
    words = ("run", "mine.toml", *FEW, "--baseline", baseline, "--seed", "3", "--format", "json")
    first = run(*words)
    assert first.code == 0
    document = json.loads(first.out)
    jsonschema.validate(document, result_schema)
    assert document["baseline"] == int(baseline)
    assert (document["seed"], document["draws"]) == (3, 16)
    assert run(*words).out == first.out
    assert not (here / "runs").exists()


def test_csv_is_the_rows_alone(run, here):
    lines = run("run", "mine.toml", *FEW, "--format", "csv").out.splitlines()
    assert lines[0] == "subject,partner,year,measure,unit,value,low,high,level,error,basis"
    assert any(line.startswith("KAZ,") for line in lines)


def test_a_table_is_kept_with_its_page(run, here):
    ran = run("run", "mine.toml", *FEW)
    assert ran.code == 0
    assert ran.err == ""
    folder = next((here / "runs").iterdir())
    assert folder.name.startswith("mine-")
    assert {"run.json", "report.html", "results.parquet"} <= {path.name for path in folder.iterdir()}
    assert f"{folder.name}/report.html" in ran.out.replace("\n", "")
    assert "What would easier trade" in (folder / "report.html").read_text(encoding="utf-8")


def test_compact_keeps_nothing(run, here):
    assert "Uzbekistan" in run("run", "mine.toml", *FEW, "--compact").out
    assert not (here / "runs").exists()


def test_out_is_where_a_run_goes(run, here, result_schema):
    assert run("run", "mine.toml", *FEW, "--format", "json", "--out", "kept").code == 0
    folder = next((here / "kept").iterdir())
    jsonschema.validate(json.loads((folder / "run.json").read_text(encoding="utf-8")), result_schema)


def test_depth_changes_whom_the_answer_speaks_of(run, here):
    assert (
        json.loads(run("run", "mine.toml", *FEW, "--depth", "eu", "--format", "json").out)["settings"]["depth"] == "eu"
    )


def test_explain_walks_to_the_figures_and_their_sources(run, there):
    for given in (there["mine"], f"runs/{there['mine']}"):
        rows = json.loads(run("explain", given, "UZB.gdp_equivalent", "--format", "json").out)["results"]
        assert {row["step"] for row in rows} == {1, 2, 3, 4, 5}
        assert any("KAZ" in row["what"] for row in rows)
        assert any(str(row["source"]).startswith(("cepii", "national")) for row in rows)


def test_compare_tells_runs_from_states(run, there):
    rows = json.loads(run("compare", there["mine"], there["more"], "--format", "json").out)["results"]
    mine = {row["subject"]: row for row in rows if row["depth"] == "typical"}
    assert mine["UZB"]["difference"] == pytest.approx(mine["UZB"]["second"] - mine["UZB"]["first"])
    assert mine["UZB"]["difference"] > 0
    assert "Kazakhstan" in (said := run("compare", "KAZ", "UZB").out) or "KAZ" in said


def test_runs_without_common_draws_are_refused(run, there):
    ran = run("compare", there["mine"], there["other"])
    assert ran.code == 2
    assert "seed" in ran.err


@pytest.mark.parametrize("words", [("explain", "{half}", "UZB.gdp_equivalent"), ("compare", "{half}", "{mine}")])
def test_a_run_that_is_not_whole_is_told(run, there, words):
    half = Path("runs", "half")
    shutil.copytree(Path("runs", there["mine"]), half, dirs_exist_ok=True)
    (half / "pairs.parquet").unlink()
    ran = run(*(word.format(half=half, mine=there["mine"]) for word in words))
    said = "runs/half: this run is not whole: table pairs is missing; run its study again with `steppe run`.\n"
    shutil.rmtree(half)
    assert (ran.code, ran.out, ran.err) == (2, "", said)


@pytest.mark.parametrize("what", ["study", "result"])
def test_schema_is_a_json_schema(run, what):
    found = json.loads(run("schema", what).out)
    jsonschema.Draft202012Validator.check_schema(found)


def test_a_study_file_keeps_to_the_schema_of_studies(run, here):
    import tomllib

    found = json.loads(run("schema").out)
    document = json.loads(json.dumps(tomllib.loads(STUDY), default=str))
    jsonschema.validate(document, found)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document | {"qestion": "?"}, found)


def test_estimate_says_what_it_needs(run, monkeypatch):
    monkeypatch.setattr("steppe.cli.scenario.find_spec", lambda name: None)
    ran = run("estimate")
    assert ran.code == 2
    assert "pip install 'steppe[estimate]'" in ran.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run", "cis-full-free-trad"), "Did you mean cis-full-free-trade"),
        (("run", "no.toml"), "there is no such file"),
        (("run", "mine.toml", "--baseline", "2021"), "2021"),
        (("run", "mine.toml", "--draws", "1"), "draws"),
        (("run", "mine.toml", "--depth", "deep"), "deep"),
        (("run", "mine.toml", "--seed", "-1"), "seed"),
        (("explain", "runs/{mine}", "UZB.happiness"), "happiness"),
        (("explain", "{mine}", "nonsense"), "SUBJECT.MEASURE"),
        (("compare", "{mine}", "KAZ"), "KAZ"),
        (("schema", "world"), "world"),
    ],
)
def test_a_mistake_gets_one_sentence(run, there, words, said):
    ran = run(*(word.format_map(there) for word in words))
    assert ran.code == 2
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


def test_a_long_table_says_where_the_rest_is_and_a_run_that_cannot_be_kept_prints_nothing(run, here):
    assert "The first 40 of 83 rows; `--format json` has all." in run("run", "who-leaves-next", "--draws", "2").out
    (here / "taken").write_text("")
    ran = run("run", "who-leaves-next", "--draws", "2", "--out", "taken")
    assert (ran.code, ran.out) == (2, "") and "taken" in ran.err
