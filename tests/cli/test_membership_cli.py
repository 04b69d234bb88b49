"""`steppe membership`: rows, JSON, CSV and mistakes."""

from __future__ import annotations

import csv
import io
import json

import pytest

from steppe.politics.membership.forecast import forecast
from steppe.politics.membership.seats import NOTHING
from steppe.world.dates import TODAY
from steppe.world.standings import spells_of


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


def test_an_observer_that_stays_away_is_an_observer(run):
    """Moldova has been an observer of the EAEU since 14 May 2018, and has not used it since December 2020."""
    rows = json.loads(run("membership", "MDA", "-o", "EAEU", "--format", "json", "--draws", 50).out)["results"]
    assert [(row["standing"], row["move"]) for row in rows] == [("observer, frozen", "join")]
    assert rows[0]["reason"].startswith("observer in law since 2018-05-14, not used since 2020-12-24")


def test_nobody_who_holds_a_spell_is_without_a_standing(world):
    frame = forecast(world, draws=16)
    for row in frame[frame["standing"].eq(NOTHING)].itertuples():
        held = [one for one in spells_of(world, row.organization) if one.state == row.state and one.holds(TODAY)]
        assert held == [], (row.state, row.organization)


def test_a_base_rate_is_told_once_and_as_one(run):
    out = " ".join(run("membership", "MDA", "--draws", 50).out.split())
    assert out.count("5 % (3 to 7)") == 2  # the observer of the EAEU, and all bodies without a standing
    assert "OTS, SCO, UnionState, CSTO" in out and "base rate, the same for all such seats: 11 of 60" in out
