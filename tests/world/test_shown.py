"""Messages, tables and CSV show what others wrote without obeying it, and without repeating all of it."""

from __future__ import annotations

import csv
import io
import json
import pickle

import pandas as pd
import pytest

from steppe.display.plain import to_csv
from steppe.world.errors import UserError
from steppe.world.shown import STEERING
from tests.conftest import Run

HOSTILE = ("\x1b[31mred", "a\nb", "\u202eabc", "\u009b31m", "x" * 10_000, "x y " * 3_000, "\x00", "\x1b]0;title\x07")


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize(
    "words", [["states"], ["members", "CIS", "--on"], ["claims", "--text"], ["dependence"], ["sql"]]
)
def test_what_was_typed_is_shown_short_and_steers_nothing(run: Run, words: list[str], typed: str) -> None:
    ran = run(*words, typed)
    assert ran.code == 2 and len(ran.err) < 700
    assert not STEERING.search(ran.err.removesuffix("\n"))


def test_the_end_of_a_long_message_with_its_repair_is_kept() -> None:
    message = str(UserError(f'no state has the code "{"x y" * 5_000}"; `steppe states` lists them'))
    assert message.startswith('no state has the code "x y') and message.endswith("`steppe states` lists them")
    assert str(pickle.loads(pickle.dumps(UserError(message)))) == message


def test_a_table_shows_what_would_steer_the_terminal(run: Run) -> None:
    ran = run("sql", "select chr(27) || '[31mred' as x, '[/]' as \"[red]\", chr(155) as \"a\x1bb\"")
    assert ran.code == 0 and "\\x1b[31mred" in ran.out and "[red]" in ran.out and "a\\x1bb" in ran.out
    assert not STEERING.search(ran.out.replace("\n", ""))


def test_json_escapes_what_would_steer_the_terminal_and_reads_back(run: Run) -> None:
    ran = run("sql", "select chr(27) || chr(155) || chr(8238) || 'қ' as x", "--format", "json")
    assert not STEERING.search(ran.out.replace("\n", "")) and "қ" in ran.out
    assert json.loads(ran.out)["results"] == [{"x": "\x1b\x9b\u202eқ"}]


def test_no_cell_of_a_csv_opens_as_a_formula() -> None:
    cells = ["=1+1", "+7 727", "-3 days", "@A1", "\tx", "\rx", "KGZ", "-1.5", "+2e3"]
    frame = pd.DataFrame({"=cmd": cells, "number": [-1.0] * len(cells), "list": [["=1"]] * len(cells)})
    rows = list(csv.reader(io.StringIO(to_csv(frame), newline="")))
    assert rows[0] == ["'=cmd", "number", "list"]
    assert [row[0] for row in rows[1:]] == [*(f"'{cell}" for cell in cells[:5]), "'\nx", "KGZ", "-1.5", "+2e3"]
    assert {tuple(row[1:]) for row in rows[1:]} == {("-1.0", '["=1"]')}


def test_lists_and_structs_are_json_in_a_csv(run: Run) -> None:
    ran = run("sql", "select [[1], [2, 3]] as a, {'b': date '2020-01-01', 'c': [null]} as d", "--format", "csv")
    assert list(csv.reader(io.StringIO(ran.out)))[1] == ["[[1], [2, 3]]", '{"b": "2020-01-01", "c": [null]}']
