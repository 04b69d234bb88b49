"""Queries that a person types keep within rows, time and memory, answer to the last digit, and can be stopped."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator

import pytest

from steppe.world import asked
from steppe.world.asked import FILE, SCREEN, ask
from steppe.world.errors import UserError
from steppe.world.world import World

ENDLESS = "with recursive t as (select 1 as a union all select a + 1 from t) select {} from t"
ROWS = (
    "from range(1e12::bigint)",
    "select a.range from range(100000) a, range(100000) b, range(100000) c",
    "from repeat_row(1, 'a', num_rows = 1000000000000)",
    ENDLESS.format("*"),
)


@pytest.mark.slow
@pytest.mark.parametrize("query", ROWS)
def test_rows_without_end_are_refused_with_the_limit_and_the_repair(world: World, query: str) -> None:
    with pytest.raises(UserError, match="more than 10,000 rows, the limit of a table; add `limit 10000`, or take it"):
        ask(world, query, SCREEN)
    with pytest.raises(UserError, match="more than 1,000,000 rows, the limit; aggregate, or add `limit 1000000`"):
        ask(world, query, FILE)


def test_as_many_rows_as_the_limit_are_given(world: World) -> None:
    assert len(ask(world, "from range(10000)", SCREEN)) == 10_000


@pytest.mark.parametrize(
    "query", [ENDLESS.format("count(*)"), "select count(*) from range(100000) a, trade b, trade c"]
)
def test_a_query_that_takes_too_long_is_stopped(world: World, monkeypatch: pytest.MonkeyPatch, query: str) -> None:
    monkeypatch.setattr(asked, "SECONDS", 0.5)
    with pytest.raises(UserError, match=r"takes more than 0\.5 s, the limit; join on keys"):
        ask(world, query)
    assert ask(world, "select 1 as one")["one"].item() == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "query", ["select list(range) from range(10000000000)", "select repeat('x', 4000000000) from range(100)"]
)
def test_a_query_that_needs_too_much_memory_is_refused(world: World, query: str) -> None:
    with pytest.raises(UserError, match="needs more than 2 GB of memory, the limit; aggregate, or add a `limit`"):
        ask(world, query)


def test_an_answer_of_few_rows_may_be_too_large_to_lay_out(world: World) -> None:
    with pytest.raises(UserError, match="more than 5 MB, the limit of a table"):
        ask(world, "select repeat('x', 6000000) as x", SCREEN)


@pytest.fixture
def ctrl_c() -> Iterator[None]:
    """What Ctrl-C does by itself, also where a shell has started the tests in the background and says to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("ctrl_c")
def test_ctrl_c_stops_a_running_query(world: World) -> None:
    threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
    with pytest.raises(KeyboardInterrupt):
        ask(world, "select count(*) from range(100000) a, range(100000) b, range(100000) c")
    assert ask(world, "select 2 as two")["two"].item() == 2


VALUES = {
    "170141183460469231731687303715884105727::hugeint": "170141183460469231731687303715884105727",
    "340282366920938463463374607431768211455::uhugeint": "340282366920938463463374607431768211455",
    "1234567890123456789.12345678::decimal(38, 8)": "1234567890123456789.12345678",
    "blob '\\xFF\\x1B'": "\\xFF\\x1B",
    "'101'::bit": "101",
    "interval 3 months": "3 months",
    "interval '1000000 years'": "1000000 years",
    "'infinity'::date": "infinity",
    "'-infinity'::timestamp": "-infinity",
    "timestamp '2020-01-01 00:00:00.5'": "2020-01-01 00:00:00.5",
    "date '0044-01-01 (BC)'": "0044-01-01 (BC)",
    "sum(2)": 2,
    "1.5": 1.5,
}


@pytest.mark.parametrize("expression", VALUES)
def test_a_value_that_a_frame_cannot_hold_is_text_with_all_its_digits(world: World, expression: str) -> None:
    assert ask(world, f"select {expression} as x; ")["x"].item() == VALUES[expression]


def test_names_that_stand_twice_or_hold_quotes_are_kept(world: World) -> None:
    frame = ask(world, 'select date \'2020-01-01\' as a, 2 as a, 3 as "b""c"')
    assert list(frame.columns) == ["a", "a_1", 'b"c'] and list(frame.iloc[0]) == ["2020-01-01", 2, 3]
