"""Names and codes: unknown ones stop with the look-alike named, never with a guess."""

from __future__ import annotations

import difflib
from collections.abc import Sequence


def look_alike(word: str, known: Sequence[str]) -> str:
    """A question that names the nearest known word, or nothing where none is near.

    Examples
    --------
    >>> look_alike("KZG", ["KAZ", "KGZ", "RUS"])
    '. Did you mean KGZ?'
    >>> look_alike("xyz", ["KAZ"])
    ''
    """
    folded = {name.casefold(): name for name in known}
    letters = sorted(word.casefold())
    same_letters = [name for fold, name in folded.items() if sorted(fold) == letters]
    close = same_letters or [
        folded[c] for c in difflib.get_close_matches(word.casefold(), list(folded), n=1, cutoff=0.6)
    ]
    return f". Did you mean {close[0]}?" if close else ""
