"""Files that people write: TOML in, a document or one sentence with file and line out.

A text of odd shape is refused before `tomllib` sees it, which would take minutes and gigabytes for a key of thousands
of parts. `tomllib` reads values and forgets lines. `key_lines` reads the text once, character by character as far as it
must: strings, comments and brackets are told apart, so a `#` or a `[` in a text is no comment and no table. A file that
`tomllib` refuses is never asked about.
"""

from __future__ import annotations

import pathlib
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from steppe.world.errors import UserError
from steppe.world.shown import visible

Path = tuple[str | int, ...]
LARGEST = 1_000_000
"""Bytes of the largest file that is read."""

PARTS, DEPTH, DIGITS = 20, 40, 40
"""The most parts of a key, brackets inside each other, and characters of a number."""

_TOKEN = re.compile(
    r"""(?P<long>"{3}|'{3})|"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?|\#[^\n]*|(?P<open>[\[{])|(?P<close>[\]}])|(?P<dot>\.)"""
    r"""|(?P<end>[=,\n])|(?P<number>[-+\d][\w+-]*)|[^\s"'\#\[\]{}=,.]+"""
)
"""Texts, comments, brackets, dots, ends of a key or value, numbers, and other words."""


def read(path: pathlib.Path, place: str, kind: str, listed: str, guide: str) -> str:
    """The text of a file.

    Parameters
    ----------
    place
        What to call the file in a message.
    kind, listed, guide
        What it should be (`study`), the command that lists those that are shipped (empty where none are), and the page
        of the how-to that shows one.

    Raises
    ------
    UserError
        There is no such file, its name does not end in .toml, it is too large, or no text in UTF-8.
    """
    if not path.is_file():
        what = "it is a folder" if path.is_dir() else "there is no such file"
        names = f", or a name that `{listed}` lists" if listed else ""
        raise UserError(f"{place}: {what}; give the path of a file{names}")
    one = f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"
    if path.suffix.lower() != ".toml":
        raise UserError(f"{place}: {one} is a TOML file whose name ends in .toml; docs/how-to/{guide}.md shows one")
    size = path.stat().st_size
    if size > LARGEST:
        most = f"{LARGEST / 1e6:g} MB at most"
        raise UserError(f"{place}:1: the file has {size / 1e6:.1f} MB; {one} is a page of text, {most}")
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UserError(f"{place}:{line}: this is not UTF-8 text; write the {kind} as a TOML file") from None
    return text.replace("\r\n", "\n")


def parse(text: str, place: str, kind: str, begin: str) -> dict[str, Any]:
    """The document of a TOML text; `begin` is what a file of this kind begins with.

    Raises
    ------
    UserError
        The text is empty, of odd shape or no TOML, or a text in it would steer a terminal; the line is named.
    """
    if not text.strip():
        raise UserError(f"{place}:1: the file is empty; begin with {begin}")
    position, odd = _odd(text)
    if odd:
        raise UserError(f"{place}:{text.count(chr(10), 0, position) + 1}: {odd.format(kind=kind)}")
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UserError(f"{place}:{_syntax(str(error), text)}") from None
    for path, word in _texts(document, ()):
        if visible(word, but="\n\t") != word:
            raise fault(text, place, path, f"a text holds control characters, {word!r}; leave them out")
    return document


def _odd(text: str) -> tuple[int, str]:
    """Where a text has a shape that no file of a person has, and what; an empty text where it has none."""
    position = depth = dots = 0
    while found := _TOKEN.search(text, position):
        position = found.end()
        kind = found.lastgroup
        if kind == "long":
            position = _string_end(text, found.start(), found[0])
        elif kind == "open":
            depth, dots = depth + 1, 0
        elif kind == "close":
            depth, dots = depth - 1, 0
        elif kind in ("dot", "end"):
            dots = dots + 1 if kind == "dot" else 0
        if depth > DEPTH:
            return position, "brackets are nested too deeply for any {kind}; simplify them"
        if dots >= PARTS:
            return position, f"a key has more than {PARTS} parts between dots; no {{kind}} needs them, shorten it"
        if kind == "number" and len(found[0]) > DIGITS:
            return position, f"a number has {len(found[0]):,} characters; {DIGITS} are the most, round it"
    return position, ""


def _texts(node: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Keys and texts of a document with their paths."""
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield (*path, key), key
            yield from _texts(value, (*path, key))
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield from _texts(value, (*path, place))


def fault(text: str, place: str, path: Path, said: str) -> UserError:
    """What is wrong at a key of a text that is valid TOML, with its line."""
    return UserError(f"{place}:{line_of(key_lines(text), path)}: {said}")


def _syntax(message: str, text: str) -> str:
    """Line and sentence of what tomllib found."""
    at = re.search(r"\(at line (\d+), column \d+\)", message)
    line = int(at.group(1)) if at else text.rstrip("\n").count("\n") + 1
    said = re.sub(r"\s*\(at .*\)", "", message)
    said = said[:1].lower() + said[1:]
    day = re.search(r"=\s*(\d{4}-\d\d?-\d\d?)\s*(#|$)", text.splitlines()[line - 1])
    if day:
        return f"{line}: there is no day {day.group(1)}; write the day as year-month-day, 2027-01-01"
    return f"{line}: this is not valid TOML: {said}; put texts in quotes, tables in [brackets] and one key on each line"


def key_lines(text: str) -> dict[Path, int]:
    """Line (from 1) of each table, key and entry of a list by its path; the n-th `[[event]]` is `("event", n - 1)`.

    Examples
    --------
    >>> lines = key_lines('title = "x"\\n\\n[[event]]\\nkind = "join"\\n[[event]]\\nkind = "leave"\\n')
    >>> lines[("event", 1, "kind")]
    6
    """
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    prefix: Path = ()
    for number, position in _statements(text):
        statement = text[position : _line_end(text, position)]
        if statement.startswith("["):
            prefix = _enter(statement, counts)
            lines.setdefault(prefix, number)
        else:
            key = _parts(statement)
            for size in range(1, len(key) + 1):
                lines.setdefault(prefix + key[:size], number)
            for path, at in _entries(text, position + _key_end(statement) + 1, prefix + key):
                lines.setdefault(path, number + text.count("\n", position, at))
    return lines


def _entries(text: str, position: int, path: Path) -> Iterator[tuple[Path, int]]:
    """Entries of a list and keys of an inline table, each with its path and place, however deep they stand."""
    holders: list[tuple[str, Path, int]] = []
    begins = False
    while found := _TOKEN.search(text, position):
        word, position = found[0], found.end()
        if word == "\n" and not holders:
            return
        if word == "\n" or word.startswith("#"):
            continue
        if begins and word not in ("]", "}"):
            kind, holder, number = holders[-1]
            rest = text[found.start() : _line_end(text, found.start())]
            path, begins = holder + ((number,) if kind == "[" else _parts(rest)), False
            yield path, found.start()
            if kind == "{":
                position = found.start() + _key_end(rest) + 1
                continue
        if found.lastgroup == "long":
            position = _string_end(text, found.start(), word)
        elif found.lastgroup == "open":
            holders.append((word, path, 0))
            begins = True
        elif found.lastgroup == "close":
            holders.pop()
            begins = False
        elif word == "," and holders:
            kind, holder, number = holders.pop()
            holders.append((kind, holder, number + 1))
            begins = True


def line_of(lines: dict[Path, int], path: Path) -> int:
    """Line of the longest part of a path that is known; 1 where none is."""
    for size in range(len(path), 0, -1):
        if path[:size] in lines:
            return lines[path[:size]]
    return 1


def _statements(text: str) -> Iterator[tuple[int, int]]:
    """Line and place at which each table header or `key =` begins."""
    position, line, depth, begins = 0, 1, 0, True
    while position < len(text):
        rest = text[position : position + 3]
        if rest in ('"""', "'''") or rest[:1] in ('"', "'"):
            if begins and depth == 0:
                yield line, position
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
                yield line, position
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
    nested: Any = tomllib.loads(f"{statement[: _key_end(statement)].strip()} = 0")
    parts: list[str] = []
    while isinstance(nested, dict):
        key, nested = next(iter(nested.items()))
        parts.append(key)
    return tuple(parts)


def _key_end(statement: str) -> int:
    """Where the key at the head of a statement ends."""
    end = 0
    while end < len(statement) and statement[end] not in "=]#":
        end = _string_end(statement, end, statement[end]) if statement[end] in "\"'" else end + 1
    return end
