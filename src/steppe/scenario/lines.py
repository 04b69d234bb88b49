"""Where in a TOML file a key stands: `tomllib` reads values and forgets lines.

`key_lines` reads the text once, character by character as far as it must: strings, comments and brackets are told
apart, so a `#` or a `[` in a text is no comment and no table. A file that `tomllib` refuses is never asked about.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

Path = tuple[str | int, ...]


def key_lines(text: str) -> dict[Path, int]:
    """Line (from 1) of each table and key by its path; the n-th `[[event]]` is `("event", n - 1)`.

    Examples
    --------
    >>> lines = key_lines('title = "x"\\n\\n[[event]]\\nkind = "join"\\n[[event]]\\nkind = "leave"\\n')
    >>> lines[("event", 1, "kind")]
    6
    """
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    prefix: Path = ()
    for number, statement in _statements(text):
        if statement.startswith("["):
            prefix = _enter(statement, counts)
            lines.setdefault(prefix, number)
        else:
            key = _parts(statement)
            for size in range(1, len(key) + 1):
                lines.setdefault(prefix + key[:size], number)
    return lines


def line_of(lines: dict[Path, int], path: Path) -> int:
    """Line of the longest part of a path that is known; 1 where none is."""
    for size in range(len(path), 0, -1):
        if path[:size] in lines:
            return lines[path[:size]]
    return 1


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each table header or `key =` with the line on which it begins."""
    position, line, depth, begins = 0, 1, 0, True
    while position < len(text):
        rest = text[position : position + 3]
        if rest in ('"""', "'''") or rest[:1] in ('"', "'"):
            if begins and depth == 0:
                yield line, text[position : _line_end(text, position)]
            end = _string_end(text, position, rest if rest in ('"""', "'''") else rest[0])
            line += text.count("\n", position, end)
            position, begins = end, False
            continue
        character = rest[0]
        if character == "#":
            position = _line_end(text, position)
            continue
        if character == "\n":
            line, begins = line + 1, depth == 0
        elif not character.isspace():
            if begins and depth == 0:
                yield line, text[position : _line_end(text, position)]
            begins = False
            depth += (character in "[{") - (character in "]}")
        position += 1


def _line_end(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def _string_end(text: str, start: int, quote: str) -> int:
    position = start + len(quote)
    while position < len(text):
        if text[position] == "\\" and quote[0] == '"':
            position += 2
        elif text.startswith(quote, position):
            end = position + len(quote)
            while len(quote) == 3 and text.startswith(quote[0], end):
                end += 1  # a text may end in one or two quotes of its own
            return end
        else:
            position += 1
    return len(text)


def _enter(header: str, counts: dict[Path, int]) -> Path:
    """The path of a table header; an entry of an array of tables gets its number."""
    array = header.startswith("[[")
    keys = _parts(header.lstrip("["))
    path: Path = ()
    for place, key in enumerate(keys):
        path = (*path, key)
        if array and place == len(keys) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _parts(statement: str) -> tuple[str, ...]:
    """The dotted parts of the key at the head of a statement, quotes taken off."""
    end = 0
    while end < len(statement) and statement[end] not in "=]#":
        end = _string_end(statement, end, statement[end]) if statement[end] in "\"'" else end + 1
    nested: Any = tomllib.loads(f"{statement[:end].strip()} = 0")
    parts: list[str] = []
    while isinstance(nested, dict):
        key, nested = next(iter(nested.items()))
        parts.append(key)
    return tuple(parts)
