"""`steppe alignment` as a user types it."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.conftest import Run


def test_the_table_has_paths_agreement_and_votes(run: Run):
    ran = run("alignment", "KAZ", "--with", "RUS,CHN,USA")
    assert ran.code == 0
    assert ran.out.startswith("Kazakhstan moved from +0.63 in 1992 to −0.70 in 2019")
    assert "2019 −0.70 −0.92 to −0.47" in " ".join(ran.out.split()) and "ES-11/1" in ran.out and "█" in ran.out


def test_json_and_csv_have_the_same_figures(run: Run):
    document = json.loads(run("alignment", "Georgia", "--with", "TUR", "--format", "json").out)
    rows = list(csv.DictReader(io.StringIO(run("alignment", "GEO", "--with", "TUR", "--format", "csv").out)))
    assert document["state"] == "GEO" and document["with"] == ["TUR"] and document["notes"]
    assert len(document["results"]) == len(rows)
    assert {row["basis"] for row in rows} == {"estimated", "reported", "derived"}
    assert all(row["source"] and row["year"] for row in rows)


def test_the_page_is_written(run: Run, tmp_path):
    path = tmp_path / "new" / "kgz.html"
    assert run("alignment", "KGZ", "--out", path).code == 0
    assert "Kyrgyzstan" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["KZG"], 'no state has the code "KZG". Did you mean KGZ (Kyrgyzstan)?'),
        (["KAZ", "--with", "RUS,RSU"], "Did you mean RUS"),
        (["KAZ", "--with", "EU"], "EU is not a single state"),
        (["KAZ", "--with", ","], "no state is named"),
        (["KAZ", "--out", "kaz.pdf"], "kaz.pdf is not a page"),
    ],
)
def test_a_mistake_gets_one_sentence(run: Run, words, sentence):
    ran = run("alignment", *words)
    assert ran.code == 2 and ran.out == ""
    assert sentence in ran.err and ran.err.count("\n") == 1
