"""Queries made at random: answered within limits, or refused in one sentence."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from steppe.world import asked, schema
from tests.conftest import Run
from tests.fuzz.contract import EACH, check, stream, watched
from tests.fuzz.mutate import mutated

SECONDS = 1
"""A shorter limit than that of the command, so that queries without end take no time of the tests."""

CELLS = (
    *("*", "1", "count(*)", "null", "1/0", "'nan'::double", "'inf'::float", "[1, [2]]", "{'a': [1]}", "map {'a': 1}"),
    *("1::variant", "blob '\\xFF\\x1B'", "'101'::bit", "interval 5 months", "9::hugeint << 120", "9::bignum", "now()"),
    *("'infinity'::timestamp", "date '290000-01-01'", "1e38::decimal(38, 0)", "chr(27)", "chr(0)", "'=1+1'", "uuid()"),
    *("error('x')", "repeat('x', 3000000000)", "range(1000000000)", "list(1)", "columns(*)", "nosuch", "value", "year"),
    *(
        "repeat('\\u202e', 5000)",
        "union_value(a := 1)",
        "array[1, 2]::int[2]",
        "time '10:00'",
        "random()",
        "getenv('A')",
    ),
)
SOURCES = (
    *schema.tables(),
    *("range(1e12::bigint)", "range(3)", "repeat_row(1, num_rows=1000000000000)", "generate_series(1, 1000000000)"),
    *("read_csv('/etc/passwd')", "'stolen.parquet'", "glob('*')", "read_text('mine.toml')", "'http://127.0.0.1/x.csv'"),
    *("states a, states b, states c, states d, states e", "(from states)", "endless", "duckdb_settings()", "nosuch"),
    *("pg_catalog.pg_class", "information_schema.tables", "sniff_csv('x')", "duckdb_extensions()", "summarize"),
)
ENDS = (
    "",
    "",
    "limit 3",
    "limit -1",
    "order by 1",
    "order by all",
    "group by all",
    "where false",
    "limit 1e400",
    ";",
    "; --",
)
ENDLESS = "with recursive endless as (select 1 as value union all select value + 1 from endless) "
OTHERS = (
    *("copy states to 'stolen.csv'", "create table x (a int)", "drop table trade", "attach 'x.db'", "install spatial"),
    *(
        "set memory_limit = '99GB'",
        "pragma version",
        "export database 'x'",
        "update states set name = ''",
        "explain from trade",
    ),
    *(
        "set enable_external_access = true",
        "load httpfs",
        "begin",
        "call force_checkpoint()",
        "describe trade",
        "select 1; select 2",
    ),
    *(
        "(" * 5000,
        "select " + "(" * 3000 + "1" + ")" * 3000,
        "select " + "1+" * 20_000 + "1",
        "values (1), ('a')",
        "/*",
        "'",
    ),
)


def query(rng: Random) -> str:
    if rng.random() < 0.2:
        return rng.choice(OTHERS)
    cells = ", ".join(rng.choice(CELLS) for _ in range(rng.randint(1, 3)))
    text = f"select {cells} from {rng.choice(SOURCES)} {rng.choice(ENDS)}"
    text = ENDLESS + text if "endless" in text else text
    return mutated(text, rng).decode("utf-8", "replace").replace("\0", "") if rng.random() < 0.2 else text


@pytest.mark.parametrize("number", range(EACH))
def test_a_query(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    rng = stream("sql", number)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(asked, "SECONDS", SECONDS)
    with watched(tmp_path):
        ran = run("sql", "--format", rng.choice(("table", "json", "csv")), "--", query(rng))
    check(ran, tmp_path, set())
