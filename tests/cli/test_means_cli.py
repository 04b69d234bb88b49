"""`steppe means`."""

from __future__ import annotations

import json


def test_what_was_asked_stands_beside_what_was_paid(run):
    out = run("means", "RUS").out
    assert "never added up" in out and "million current USD" in out
    assert "Kyrgyzstan: bases and troops (2009, 2010, 2012)" in " ".join(out.split())
    assert "total" not in out.lower()


def test_json_has_every_year_with_unit_basis_and_source(run):
    found = json.loads(run("means", "CHN", "TJK", "-f", "json").out)
    assert {row["state"] for row in found["results"]} == {"TJK"}
    assert all(row["unit"] and row["basis"] and row["source"] for row in found["results"])
    assert "recognition and territory (2002)" in found["asked"]["Tajikistan"]


def test_a_state_unknown_is_refused(run):
    ran = run("means", "RUSS")
    assert ran.code == 2 and "RUSS" in ran.err
