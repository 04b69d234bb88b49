"""`steppe bargain` from the command line."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from steppe.politics.bargaining.reading import agenda_names
from tests.conftest import Run


def test_without_an_agenda_all_are_listed(run: Run) -> None:
    listed = run("bargain", "--format", "json")
    assert listed.code == 0
    assert tuple(row["agenda"] for row in json.loads(listed.out)["results"]) == agenda_names()


def test_a_past_agenda_stands_beside_what_happened(run: Run) -> None:
    shown = run("bargain", "csto-requests", "--draws", "100")
    assert shown.code == 0
    words = " ".join(shown.out.split())
    assert "What happened, 6 January 2022: force, at 100" in words
    assert "Kazakhstan blocks" in words  # the answer to Armenia of 2021
    assert "A reproduction" in words and "For contrast, not a forecast" in words


def test_the_same_seed_gives_the_same_bytes(run: Run) -> None:
    words = ("bargain", "cis-summit-2024", "--draws", "50", "--seed", "7", "--format", "csv")
    assert run(*words).out == run(*words).out


def test_json_tells_who_signs(run: Run) -> None:
    document = json.loads(run("bargain", "sco-enlargement", "--draws", "50", "--format", "json").out)
    blocked = {(row["issue"], row["actor"]) for row in document["stances"] if row["stance"] == "blocks"}
    assert ("iran-2017", "TJK") in blocked
    assert document["issues"]["iran-2017"]["contrast"]["no_forecast"].startswith("For contrast")


def test_another_body_decides(run: Run) -> None:
    shown = run("bargain", "regional-security-2019", "--body", "CIS", "--draws", "50")
    assert "CIS, instead of SCO" in shown.out and "Moldova" in shown.out


def test_log_and_page_are_written(run: Run, tmp_path: Path) -> None:
    page, log = tmp_path / "deep" / "a.html", tmp_path / "log"
    done = run("bargain", "cis-summit-2024", "--draws", "50", "--out", page, "--log", log)
    assert done.code == 0 and page.stat().st_size > 10_000
    with (log / "negotiation_log.csv").open(encoding="utf-8") as file:
        logged = {row["quantity"] for row in csv.DictReader(file)}
    with (log / "quantities.csv").open(encoding="utf-8") as file:
        assert logged <= {row["quantity"] for row in csv.DictReader(file)}
    assert {"round_median", "exchange_gain", "compromise", "probability_quartic"} <= logged


def test_mistakes_are_one_sentence(run: Run, tmp_path: Path) -> None:
    mine = tmp_path / "mine.toml"
    mine.write_text('title = "A test"\nquestion = "Who?"\ndate = 2015-10-16\nboddy = "CIS"\n', encoding="utf-8")
    cases = [
        (("bargain", "cis-sumit-2015"), "Did you mean cis-summit-2015?"),
        (("bargain", mine), 'mine.toml:4: there is no key "boddy" here. Did you mean body?'),
        (("bargain", tmp_path / "none.toml"), "there is no such file"),
        (("bargain", tmp_path), "it is a folder"),
        (("bargain", "cis-summit-2015", "--body", "CSI"), "Did you mean CIS?"),
        (("bargain", "cis-summit-2015", "--out", "x.pdf"), "ends in .html"),
        (("bargain", "cis-summit-2015", "--log", mine), "mine.toml cannot be written (File exists)"),
        (("bargain", "cis-summit-2015", "--draws", "1"), "--draws"),
    ]
    for words, said in cases:
        stopped = run(*words)
        assert stopped.code == 2, words
        assert said in stopped.err and len(stopped.err.strip().splitlines()) == 1, stopped.err
        assert "Traceback" not in stopped.err
