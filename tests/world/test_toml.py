"""Lines of keys are found whatever stands in the texts between them."""

from __future__ import annotations

import tomllib

from steppe.world.toml import key_lines, line_of

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
    assert line_of(lines, ("nowhere",)) == 1
