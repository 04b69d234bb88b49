"""What a command prints can be read back: every digit, every kind of cell, no row that is left out in silence."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import pytest

from tests.conftest import Run

ODD = """
    select 'a[b]c' as brackets, [1, null] as list, {'k': 1} as struct, 1/3 as third, 1e400::double as endless,
    date '2015-08-12' as day, timestamptz '2015-08-12 10:00+00' as moment, null::int as nothing, true as yes
"""


@pytest.mark.filterwarnings("ignore:The inplace keyword")  # DuckDB drops rows so for time zones
def test_odd_cells_are_printed_in_every_format(run: Run) -> None:
    row = json.loads(run("sql", ODD, "--format", "json").out)["results"][0]
    assert row == {
        "brackets": "a[b]c",
        "list": [1, None],
        "struct": {"k": 1},
        "third": 1 / 3,
        "endless": "inf",
        "day": "2015-08-12",
        "moment": "2015-08-12 10:00:00+00",
        "nothing": None,
        "yes": True,
    }
    (line,) = csv.DictReader(io.StringIO(run("sql", ODD, "--format", "csv").out))
    assert (line["third"], line["day"], line["nothing"]) == (str(1 / 3), "2015-08-12", "")
    table = run("sql", ODD).out
    assert "a[b]c" in table and "0.333" in table and "yes" in table


def test_small_figures_are_written_out_and_names_to_type_are_whole(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "0.0000629" in run("sql", "select 6.2904e-5 as p").out and "e-05" not in run("sql", "select 6e-5 as p").out
    monkeypatch.setattr("steppe.cli.output.WIDE", 80)
    assert "rerouting-through-the-neighbours " in run("studies").out
    assert "cis-full-free-trade-zone " in run("bargain").out


@pytest.mark.parametrize("command", ["explain", "run", "compare", "bargain", "membership", "dependence", "rank"])
def test_help_shows_every_word_of_its_arguments(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0 and "Usage" in ran.out
    assert command != "explain" or "PARTNER" in ran.out


def test_no_rows_is_said(run: Run) -> None:
    out = run("sql", "select state from states where false").out
    assert "state" in out and "No rows." in out
    assert json.loads(run("sql", "from states where false", "--format", "json").out)["results"] == []


def test_a_day_without_members_is_an_answer(run: Run) -> None:
    ran = run("members", "EAEU", "--on", "1900-01-01")
    assert ran.code == 0 and "0 members in law" in ran.out and "No rows." in ran.out


@pytest.mark.parametrize(
    "words",
    [
        ("states",),
        ("states", "KGZ"),
        ("members", "CIS"),
        ("overlap",),
        ("timeline", "KGZ"),
        ("data", "tables"),
        ("data", "tables", "trade"),
        ("data", "sources"),
        ("data", "sources", "cepii-baci-panel"),
        ("ask", "who lends to Kyrgyzstan?"),
        ("claims", "T4-11"),
        ("coverage",),
        ("coverage", "T4-10"),
    ],
)
def test_every_list_has_the_same_rows_in_each_format(run: Run, words: tuple[str, ...]) -> None:
    table, as_json, as_csv = (run(*words, "--format", form) for form in ("table", "json", "csv"))
    assert table.code == as_json.code == as_csv.code == 0
    assert table.err == as_json.err == as_csv.err == ""
    document = json.loads(as_json.out)
    assert {"title", "results", "notes"} <= document.keys()
    lines = list(csv.DictReader(io.StringIO(as_csv.out)))
    assert len(lines) == len(document["results"]) > 0
    assert list(lines[0]) == list(document["results"][0])
    assert len(table.out.splitlines()) > 3


@pytest.mark.parametrize("width", [80, 100])
def test_a_narrow_terminal_cuts_no_figure_and_no_day(run: Run, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setattr("steppe.cli.output.WIDE", width)
    shared = {row["body"]: row for row in csv.DictReader(io.StringIO(run("overlap", "--format", "csv").out))}
    lines = run("overlap").out.splitlines()
    bodies = next(line for line in lines if line.startswith("body")).split()[1:]
    assert max(map(len, lines)) <= width and bodies[0] == "CIS"
    for body in ("CIS", "SCO", "NATO", "WTO"):
        figures = next(line for line in lines if line.startswith(body)).split()[1:]
        assert figures == [shared[body][other] for other in bodies]
    seats = run("members", "CIS", "--on", "2009-08-17").out
    assert max(map(len, seats.splitlines())) <= width
    assert "1991-12-21" in seats and "source" in seats
    assert width > 80 or "Left out at this width: confidence" in seats


def test_figures_are_never_powers_of_ten(run: Run) -> None:
    out = run("sql", "select 999.6::double as a, 12345.6::double as b, 0.5::double as c").out
    assert "1,000" in out and "12,346" in out and "e+" not in out


def test_nothing_found_is_an_answer_in_every_format(run: Run) -> None:
    asked = "blorp zxcvb quux"
    assert run("ask", asked).out == f'Nothing found for "{asked}".\n'
    assert json.loads(run("ask", asked, "--format", "json").out)["results"] == []
    assert run("ask", asked, "--format", "csv").out.count("\n") <= 1


def test_the_check_of_the_bundle_is_clean(run: Run) -> None:
    ran = run("data", "check")
    assert ran.code == 0 and ran.out.endswith(" rules, nothing to mend.\n")


def test_the_console_script_starts_and_fails_as_it_should() -> None:
    def steppe(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "steppe.cli.main", *words], capture_output=True, text=True, check=False
        )

    good = steppe("members", "EAEU", "--on", "2015-01-01", "--format", "csv")
    assert good.returncode == 0 and good.stderr == ""
    assert [line[:3] for line in good.stdout.splitlines()[1:]] == ["BLR", "KAZ", "RUS"]
    bad = steppe("members", "EEAU")
    assert bad.returncode == 2 and bad.stdout == ""
    assert bad.stderr.startswith('no organization has the name "EEAU". Did you mean EAEU')


@pytest.mark.parametrize(
    "words",
    [
        ("chart", "members", "--out", "new/plots/t.csv"),
        ("route", "ARM", "RUS", "--out", "new/plots/r.svg"),
        ("alignment", "KGZ", "--out", "new/plots/d.html"),
        pytest.param(("brief", "KGZ", "--out", "new/plots/k.docx"), marks=pytest.mark.slow),
    ],
    ids=lambda words: words[0],
)
def test_each_file_that_a_command_writes_gets_its_folder_and_is_named(run, tmp_path, monkeypatch, words):
    """One rule for every `--out`: a missing folder is made, and stdout names the file."""
    monkeypatch.chdir(tmp_path)
    ran = run(*words)
    assert ran.code == 0 and ran.out.strip() == words[-1]
    assert (tmp_path / words[-1]).stat().st_size > 100
    assert [one.name for one in (tmp_path / "new/plots").iterdir()] == [words[-1].rsplit("/", 1)[1]]
