"""`steppe runs` and the tables of runs in SQL; the same question is answered from the store, which is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import Run

ASKED = ("simulate", "baseline", "--draws", 16, "--until", 2026)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_run_is_kept_answers_again_is_asked_in_sql_and_goes(run: Run) -> None:
    assert "None yet: `steppe run STUDY` makes one." in run("runs").out
    first = run(*ASKED)
    (home,) = Path("runs").iterdir()
    assert (first.code, first.err) == (0, "")
    again = run(*ASKED)
    assert again.out == first.out
    assert again.err == f"{home}: this was answered before; `steppe --fresh …` computes it anew.\n"
    listed = run("runs", "-f", "csv").out.splitlines()
    assert listed[0] == "run,method,draws,state,when,version" and listed[1].startswith(
        f"{home.name},simulation,16,whole,"
    )
    asked = run("sql", "select distinct run, r.draws from run_results join runs r using (run)", "-f", "csv")
    assert asked.out.splitlines() == ["run,draws", f"{home.name},16"]
    assert run("runs", "rm", home.name).out == f"Removed: {home.name}\n"
    assert list(Path("runs").iterdir()) == []
    assert run("sql", "from run_results", "-f", "csv").out.startswith("run,subject,")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("runs", "rm"), "runs: rm needs the name of a run; `steppe runs` lists them."),
        (("runs", "rm", "../x"), 'runs: there is no run "../x" in runs; `steppe runs` lists what is there.'),
        (("runs", "show"), 'runs: "show" cannot be done with runs; give `rm NAME`, or nothing to list them.'),
        (("runs", "--in", "file"), "--in: file is a file; name a folder of runs."),
        (
            (*ASKED, "--executor", "here"),
            '--executor: "here" is no address of a Dask scheduler; write it as tcp://127.0.0.1:8786.',
        ),
        (
            (*ASKED, "--executor", "tcp://here:1", "--workers", 2),
            "--workers: this is of this machine, and --executor draws elsewhere; give one of the two.",
        ),
    ],
)
def test_bad_input_is_one_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    Path("file").touch()
    refused = run(*words)
    assert (refused.code, refused.out, refused.err) == (2, "", f"{said}\n")
