"""Inputs made wrong: words, values, and texts with a few changes of bytes, lines or values."""

from __future__ import annotations

import re
from random import Random

WORDS = (
    *("", " ", "-", "--", "..", "nan", "inf", "-inf", "-1", "0", "-0", "1e308", "1e-320", "9" * 5000, "0x10", "1_000"),
    *(
        "x" * 10_000,
        "x y " * 2_500,
        "\x1b[31mred",
        "a\nb",
        "a\rb",
        "\u202eabc",
        "\u009b31m",
        "Қырғызстан",
        "[red]",
        "[/]",
    ),
    *(
        "%s",
        "{}",
        "{0.__class__}",
        "'; drop table trade; --",
        '"',
        "\\",
        "KGZ,KGZ",
        "KGZ,",
        ",",
        "trade=1e308",
        "trade",
    ),
    *("trade=nan", "trade=", "2019-13-45", "0000-01-01", "99999-01-01", "99999999999999999999", "1990-99999999999"),
    *("2147483648", "😀", "ﬁ", "İ", "ß", "null", "None", "true", "T4-16", "T9-99", "CON", "~", "$HOME", "*", "?"),
)
"""What people and programs give by mistake, or by malice."""

GOOD = ("KGZ", "CHN", "RUS", "CIS", "EAEU", "twelve", "trade", "debt", "2019", "2008-2010", "2015-06-30", "T4-16", "T4")
"""What many arguments take."""

VALUES = (
    *("nan", "inf", "-inf", "-1", "0", "-0.0", "1e308", "-1e308", "1e-320", "9" * 5000, "0x7fffffffffffffff", "1e400"),
    *(
        "true",
        '""',
        '"x"',
        f'"{"x" * 5000}"',
        '"\\u001b[31m"',
        '"[red]"',
        "[]",
        "[[]]",
        "{}",
        "[" * 500,
        "{a = 1}",
        "a.b",
    ),
    *("2019-13-45", "0000-01-01", "0001-01-01", "9999-12-31", "2027-01-01T00:00:00Z", "07:32:00", '"KZG"', '"KGZ"'),
    *('["KGZ", "KGZ"]', '["KGZ"]', '"2027-01-01"', "1_000", "+1", "99999999999999999999", "", "'''", '"""', "=cmd()"),
)
"""Values of TOML, good and bad."""


def word(rng: Random) -> str:
    """A word of the command line."""
    return rng.choice(WORDS) if rng.random() < 0.6 else rng.choice(GOOD)


def mutated(text: str, rng: Random) -> bytes:
    """A text with one to three changes."""
    raw = text.encode()
    for _ in range(rng.randint(1, 3)):
        raw = rng.choice((_bytes, _lines, _values, _values, _values, _keys, _shape))(raw, rng)
    return raw


def _bytes(raw: bytes, rng: Random) -> bytes:
    """Bytes replaced, put in, taken out, or the end cut off."""
    at = rng.randrange(len(raw) + 1)
    new = bytes(rng.choice((0, 9, 10, 13, 27, 34, 44, 59, 61, 91, 92, 127, 128, 255)) for _ in range(rng.randint(1, 4)))
    return rng.choice((raw[:at] + new + raw[at:], raw[:at] + new + raw[at + len(new) :], raw[:at], raw[at:]))


def _lines(raw: bytes, rng: Random) -> bytes:
    """A line twice, gone, or elsewhere."""
    lines = raw.split(b"\n")
    line = lines.pop(rng.randrange(len(lines)))
    for _ in range(rng.choice((0, 1, 2, 300))):
        lines.insert(rng.randrange(len(lines) + 1), line)
    return b"\n".join(lines)


def _values(raw: bytes, rng: Random) -> bytes:
    """Another value after a `=`."""
    places = list(re.finditer(rb"= *([^\n]+)", raw))
    if not places:
        return raw
    place = rng.choice(places)
    return raw[: place.start(1)] + rng.choice(VALUES).encode() + raw[place.end(1) :]


def _keys(raw: bytes, rng: Random) -> bytes:
    """Another key, or one of thousands of parts."""
    places = list(re.finditer(rb"^(\w+) *=", raw, re.MULTILINE))
    if not places:
        return raw
    place = rng.choice(places)
    keys = (b"nosuchkey", b"a" + b".a" * 5000, b'"\\u202e"', place[1] + b"x", b'""', place[1] + b".x", place[1].upper())
    return raw[: place.start(1)] + rng.choice(keys) + raw[place.end(1) :]


def _shape(raw: bytes, rng: Random) -> bytes:
    """Tables more than wanted, deep brackets, other line ends, another encoding."""
    extra = rng.choice((b"[answer]\n", b"[[event]]\n", b"[[issue]]\n", b"x = " + b"[" * 300 + b"]" * 300 + b"\n", b""))
    text = (extra + raw) if rng.random() < 0.5 else (raw + b"\n" + extra)
    return rng.choice((text, text.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + text, text * 2))
