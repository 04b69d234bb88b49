"""`steppe membership`: rows, JSON, CSV and mistakes."""

from __future__ import annotations

import csv
import io
import json

import pytest


def test_the_likeliest_are_shown_with_reasons_and_limits(run):
    ran = run("membership", "--draws", 50)
    assert ran.code == 0
    assert "AZE" in ran.out and "like-minded +" in ran.out
    assert "Weak evidence" in ran.out and "Failed:" in ran.out
    assert "of 130 rows" in ran.out


def test_json_holds_every_reason(run):
    document = json.loads(run("membership", "ARM", "-o", "CSTO", "--format", "json", "--draws", 50).out)
    (row,) = document["results"]
    assert row["move"] == "leave" and 0 < row["low"] < row["probability"] < row["high"] < 1
    assert row["mean_row"] + sum(row["reasons"].values()) == pytest.approx(row["log_odds"])
    assert document["assumed"] == [] and document["horizon"] == 5


def test_csv_has_all_rows(run):
    rows = list(csv.DictReader(io.StringIO(run("membership", "-f", "csv", "--draws", 50).out)))
    assert len(rows) == 130
    assert {row["move"] for row in rows} == {"join", "freeze", "leave"}


def test_an_assumption_is_named_where_it_is_on(run):
    ran = run("membership", "ARM", "-o", "EU", "--assume", "exclusivity", "--draws", 50)
    assert "Assumed, not estimated (exclusivity)" in ran.out and "assumed" in ran.out


@pytest.mark.parametrize(
    "words, said",
    [
        (("LTU",), "covers the twelve, not LTU"),
        (("KZG",), "KGZ"),
        (("-o", "WTO"), "not one of the bodies"),
        (("-o", "EurAsEC"), "has ended"),
        (("--horizon", 0), "give 1 to 20"),
        (("--assume", "luck"), "no assumption"),
    ],
)
def test_a_mistake_gets_one_sentence(run, words, said):
    ran = run("membership", *words)
    assert ran.code == 2 and said in ran.err
    assert ran.err.count("\n") == 1
