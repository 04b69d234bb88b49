"""Lines of keys are found whatever stands in the texts between them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from steppe.world.errors import UserError
from steppe.world.toml import key_lines, line_of, parse
from tests.conftest import Run

TEXT = '''title = "a # no comment [and no table]"
long = """
[no.table]
key = "none"
"""
"a key".inner = 1  # a [comment]
list = [
  "x", # [[no]]
  'y "z',
]
[[event]]
kind = "join"
  [[event]] # the second
  kind = { inline = "table" }
[answer.more]
last = 1
'''


def test_keys_stand_where_an_editor_shows_them():
    lines = key_lines(TEXT)
    assert [lines[(name,)] for name in ("title", "long", "a key", "list")] == [1, 2, 6, 7]
    assert lines[("event", 0, "kind")] == 12
    assert lines[("event", 1)] == 13
    assert lines[("event", 1, "kind")] == 14
    assert lines[("answer", "more", "last")] == 16


def test_every_key_that_tomllib_reads_has_a_line():
    lines = key_lines(TEXT)
    document = tomllib.loads(TEXT)
    assert {path[0] for path in lines} == set(document)
    assert line_of(lines, ("event", 1, "kind", "inline")) == 14
    assert [lines[("list", place)] for place in range(2)] == [8, 9]
    assert ("list", 2) not in lines


def test_entries_of_lists_and_inline_tables_have_lines_of_their_own():
    text = 'a = [ # [x]\n  { b = "}", c = [1,\n 2] }, {},\n  [[3], {"d = e" = """\n]"""}],\n]\nf = 1\n'
    tomllib.loads(text)
    lines = key_lines(text)
    assert lines == {
        ("a",): 1,
        **{("a", 0): 2, ("a", 0, "b"): 2, ("a", 0, "c"): 2, ("a", 0, "c", 0): 2, ("a", 0, "c", 1): 3},
        **{("a", 1): 3, ("a", 2): 4, ("a", 2, 0): 4, ("a", 2, 0, 0): 4, ("a", 2, 1): 4, ("a", 2, 1, "d = e"): 4},
        ("f",): 7,
    }
    assert line_of(lines, ("nowhere",)) == 1


ODD = {
    "a" + ".a" * 400_000 + " = 1": "a key has more than 20 parts between dots; no study needs them",
    "x = 1\n[" + '"a".' * 100_000 + "b]": "a key has more than 20 parts between dots",
    "x = { a" + ".a" * 100_000 + " = 1 }": "a key has more than 20 parts between dots",
    "a = " + "[" * 400_000: "brackets are nested too deeply for any study",
    "a = " + "{a=" * 100_000: "brackets are nested too deeply for any study",
    "a = " + "9" * 5_000: "a number has 5,000 characters; 40 are the most, round it",
    "a = 0x" + "f" * 5_000: "a number has 5,002 characters",
    "a = 1." + "0" * 5_000: "a number has 5,000 characters",
    "a = 'x\0'": "this is not valid TOML: found invalid character '\\x00'",
    'a = "\\u001b[31m"': "a text holds control characters, '\\x1b[31m'; leave them out",
    '"\\u202e" = 1': "a text holds control characters",
    "a = 9999-99-99": "there is no day 9999-99-99",
}


@pytest.mark.parametrize("text", ODD, ids=[name[:20] for name in ODD.values()])
def test_odd_shapes_are_refused_with_their_line_before_they_cost_anything(text: str) -> None:
    with pytest.raises(UserError) as caught:
        parse(f"\n# a comment. with. dots\n{text}", "mine.toml", "study", "x")
    line = 4 if text.startswith("x = 1") else 3
    assert str(caught.value).startswith(f"mine.toml:{line}: {ODD[text]}")


def test_what_looks_odd_inside_a_text_or_a_comment_is_none() -> None:
    dots, digits = "a." * 100, "9" * 100
    text = (
        f'# {dots} [[[[\na = "{dots} {digits}"\nb = \'{"[" * 100}\'\nc = """\n{dots}\n{"{" * 100}"""\nd = [1.5, 2.5]\n'
    )
    assert parse(text, "mine.toml", "study", "x")["d"] == [1.5, 2.5]


@pytest.mark.parametrize("command", ["run", "bargain"])
def test_both_studies_and_agendas_are_read_so(run: Run, tmp_path: Path, command: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text("a" + ".a" * 400_000 + " = 1")
    assert "mine.toml:1: a key has more than 20 parts" in run(command, file).err
    file = tmp_path / "ktab.csv"
    file.write_text("MyScenario,3\n")
    assert "docs/how-to/" in run(command, file).err
