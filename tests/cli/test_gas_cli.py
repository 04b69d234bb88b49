"""`steppe gas`."""

from __future__ import annotations

import csv
import io
import json


def test_the_book_and_who_could_replace_whom(run):
    out = " ".join(run("gas", "TKM", "--year", "2008-2017").out.split())
    assert "Pipeline gas of Turkmenistan" in out and "an upper bound" in out
    assert "Who could take whose place over the lines of 2017" in out
    assert "says nothing of gas to fill it" in out


def test_rows_have_basis_source_and_reason(run):
    rows = list(csv.DictReader(io.StringIO(run("gas", "ARM", "-f", "csv").out)))
    assert all(row["basis"] and row["source"] for row in rows)
    assert all(bool(row["rent"]) != bool(row["missing"]) for row in rows)
    found = json.loads(run("gas", "BLR", "--year", "2019", "-f", "json").out)
    assert found["results"][0]["volume"] == 20.261 and found["replacing"]


def test_a_state_unknown_and_one_without_gas_are_refused(run):
    assert run("gas", "TJKK").code == 2
    ran = run("gas", "TJK")
    assert ran.code == 2 and "neither sold nor bought" in ran.err
