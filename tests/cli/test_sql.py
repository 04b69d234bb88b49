"""The queries that the documentation shows give the results that it states."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.conftest import Run
from tests.docs.test_docs import blocks, steps

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "sql.md"
QUERIES = [step.words[1] for _, session in blocks(HOW_TO, "console") for step in steps(session)]


def rows(run: Run, query: str) -> list[dict[str, Any]]:
    ran = run("sql", query, "--format", "json")
    assert ran.code == 0, ran.err
    return json.loads(ran.out)["results"]


def test_three_queries_and_one_beyond_a_limit_are_documented(run: Run) -> None:
    assert len(QUERIES) == 4
    assert "the limit of a table" in run("sql", QUERIES[3]).err


def test_china_and_russia_trade_more_than_100_bn_in_2018(run: Run) -> None:
    (row,) = rows(run, QUERIES[0])
    assert row["bn_usd"] > 100


def test_russia_trades_25_to_27_bn_with_central_asia_in_2018(run: Run) -> None:
    (row,) = rows(run, QUERIES[1])
    assert 25 <= row["bn_usd"] <= 27


def test_trade_among_the_eaeu_five_falls_by_25_to_27_percent_in_2015(run: Run) -> None:
    before, after = rows(run, QUERIES[2])
    assert (before["year"], after["year"]) == (2014, 2015)
    assert -27 <= after["change_percent"] <= -25
