"""Text that others wrote, made fit to be shown: in a message, in a table, in a spreadsheet.

A name or an argument may hold anything: characters that steer a terminal or turn the direction of writing, ten thousand
letters, a formula. Every message goes through `sentence` (by `UserError`), every cell of a terminal through `visible`,
every cell of a CSV through `inert`.
"""

from __future__ import annotations

import re

QUOTED, LONGEST = 200, 600
"""Characters of a word or a quotation in a message, and of the message, beyond which the middle is left out."""

STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""Control characters, line ends, marks of direction, halves of characters."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_LONG = re.compile(rf'"[^"]{{{QUOTED},}}"|\S{{{QUOTED},}}')


def visible(text: str, but: str = "") -> str:
    r"""A text whose steering characters are written out, all `but` those.

    Examples
    --------
    >>> visible("\x1b[31mred")
    '\\x1b[31mred'
    """
    return STEERING.sub(lambda found: found[0] if found[0] in but else ascii(found[0])[1:-1], text)


def sentence(text: str) -> str:
    """A message in which what was typed or read is visible, and shortened where it is long.

    Examples
    --------
    >>> len(sentence('no state has the code "' + "K" * 10_000 + '"'))
    225
    """
    short = _LONG.sub(lambda found: _cut(found[0], QUOTED), visible(text))
    return _cut(short, LONGEST)


def inert(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: one that would be, and is no number, has an apostrophe before it.

    Examples
    --------
    >>> inert("=HYPERLINK()"), inert("-1.5"), inert("Kyrgyzstan")
    ("'=HYPERLINK()", '-1.5', 'Kyrgyzstan')
    """
    return f"'{text}" if text.startswith(FORMULA) and not _NUMBER.fullmatch(text) else text


def _cut(text: str, most: int) -> str:
    half = most // 2
    return text if len(text) <= most + 2 else f"{text[:half]} … {text[-half:]}"
