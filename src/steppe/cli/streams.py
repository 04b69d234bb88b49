"""What commands print, on streams of any encoding: what one cannot carry is written in the letters that it has.

JSON stays JSON there, with `\\u2192` for an arrow; everything else is made readable: `->` for the arrow, `o` for `ö`.
"""

from __future__ import annotations

import codecs
import json
import os
import sys
import unicodedata

from steppe.display.plain import plain
from steppe.world.errors import UserError
from steppe.world.shown import STEERING

READABLE = "steppe.readable"
"""The error handler that `prepare` gives to both streams."""

_PAIRS = """
    → -> ← <- ↔ <-> – - — - − - ‐ - ‑ - … ... · . • * ‘ ' ’ ' “ ' ” ' « ' » ' ‹ ' › ' ′ ' ″ ''
    × x ± +/- ≥ >= ≤ <= ≈ ~ ≠ != ∞ inf √ sqrt ⁄ / ° deg ¶ par. § sec. † + ✓ + ✗ x ● # ◐ + ○ o ◌ . ∅ - ⊘ /
    ▁ _ ▂ . ▃ - ▄ ~ ▅ = ▆ + ▇ * █ # € EUR £ GBP ı i ł l Ł L ø o Ø O đ d Đ D ß ss æ ae Æ AE
""".split()
_INSTEAD = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
"""No quotation mark and no comma among them: they would change the cells of a CSV."""


def prepare() -> None:
    """Let both streams write any text.

    Raises
    ------
    UserError
        Standard output is closed.
    """
    codecs.register_error(READABLE, _readable)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115  for as long as the process lives
    if sys.stdout is None:
        raise UserError("standard output is closed; leave it open, or send it to a file or to /dev/null")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=READABLE)


def write_json(document: object) -> None:
    """Print a document as JSON: what the stream cannot carry, and what would steer a terminal, is written out."""
    carried = (sys.stdout.encoding or "").lower().startswith("utf")
    text = json.dumps(plain(document), ensure_ascii=not carried, indent=1, allow_nan=False)
    sys.stdout.write(STEERING.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text))
    sys.stdout.write("\n")


def _readable(error: UnicodeError) -> tuple[str, int]:
    """What stands for letters that a stream cannot carry, as `codecs.register_error` asks for it."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_instead, error.object[error.start : error.end])), error.end


def _instead(letter: str) -> str:
    if letter in _INSTEAD:
        return _INSTEAD[letter]
    name = unicodedata.name(letter, "")
    if name.startswith("BOX DRAWINGS"):
        return "+" if "AND" in name or "ARC" in name else "|" if "VERTICAL" in name else "-"
    if name.startswith("BRAILLE"):  # of what turns while one waits
        return "*"
    if unicodedata.combining(letter):
        return ""
    mark = "^" if unicodedata.decomposition(letter).startswith("<super>") else ""
    plain = "".join(_INSTEAD.get(one, one) for one in unicodedata.normalize("NFKD", letter))
    return mark + "".join(one for one in plain if one.isascii() and (one.isalnum() or one in " +-/'()=")) or "?"
