"""`steppe membership`: rows, JSON, CSV and mistakes."""

from __future__ import annotations

import csv
import io
import json

import pytest


def test_who_stands_out_is_shown_with_reasons_and_limits(run):
    ran = run("membership", "--draws", 50)
    assert ran.code == 0
    assert ran.out.index("MDA") < ran.out.index("ARM")
    assert "the cabinet" in ran.out and "none on record" in ran.out and "Base rates of past cases" in ran.out
    assert "rows share a chance" in ran.out


def test_json_holds_base_rate_and_reason(run):
    document = json.loads(run("membership", "ARM", "-o", "CSTO", "--format", "json", "--draws", 50).out)
    (row,) = document["results"]
    assert row["move"] == "leave" and 0 < row["low"] < row["probability"] < row["high"] < 1
    assert row["cases"] == 5 and row["standing"] == "frozen" and "2024-02-23" in row["reason"]
    assert document["horizon"] == 5


def test_csv_has_all_rows(run):
    rows = list(csv.DictReader(io.StringIO(run("membership", "-f", "csv", "--draws", 50).out)))
    assert len(rows) > 80
    assert {row["move"] for row in rows} == {"join", "leave"}


@pytest.mark.parametrize(
    "words, said",
    [
        (("LTU",), "cover the twelve, not LTU"),
        (("KZG",), "KGZ"),
        (("-o", "WTO"), "not one of the bodies"),
        (("-o", "EurAsEC"), "has ended"),
        (("--horizon", 0), "give 1 to 20"),
    ],
)
def test_a_mistake_gets_one_sentence(run, words, said):
    ran = run("membership", *words)
    assert ran.code == 2 and said in ran.err
    assert ran.err.count("\n") == 1
