"""Names and codes: unknown ones stop with the look-alike named, never with a guess."""

from __future__ import annotations

import csv
import difflib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from steppe.world.errors import UserError

LIKE, VERY_LIKE = 0.6, 0.75
"""Similarity (twice the letters in common, over all letters) from which a name is suggested, and from which it is where
it begins with another letter."""


def fold(word: str) -> str:
    """A word without case, accents and the blanks around it, as people type it.

    Examples
    --------
    >>> fold("Türkiye")
    'turkiye'
    """
    plain = unicodedata.normalize("NFKD", word.strip().casefold().replace("’", "'"))
    return "".join(c for c in plain if not unicodedata.combining(c))


@cache
def usual_names() -> Mapping[str, str]:
    """The code of the state that each usual name, older code or code of COW in letters means, by the name folded."""
    text = files("steppe.world").joinpath("usual_names.csv").read_text(encoding="utf-8")
    return {fold(row["name"]): row["state"] for row in csv.DictReader(text.splitlines())}


def look_alike(word: object, names: Sequence[str], listing: str = "") -> str:
    """A question that names the nearest of these words, or what lists them all where none is near.

    Examples
    --------
    >>> look_alike("KZG", ["KAZ", "KGZ", "RUS"])
    '. Did you mean KGZ?'
    >>> look_alike("Russia", ["USA"], "`steppe states`")
    '; `steppe states` lists them'
    """
    folded = {fold(name): name for name in names}
    written = fold(str(word))
    same_letters = [name for plain, name in folded.items() if sorted(plain) == sorted(written)]
    near = difflib.get_close_matches(written, list(folded), n=3, cutoff=LIKE)
    close = same_letters or [folded[name] for name in near if _like(written, name)]
    if close:
        return f". Did you mean {close[0]}?"
    return f"; {listing} lists them" if listing else ""


def _like(written: str, name: str) -> bool:
    """Whether a name of about the same length begins as what was written does, or is the same but for little."""
    apart = abs(len(written) - len(name))
    alike = difflib.SequenceMatcher(None, written, name).ratio()
    return apart <= max(1, (len(written) + 1) // 3) and (written[:1] == name[:1] or alike >= VERY_LIKE)


def resolve(word: str, titles: Mapping[str, str], kind: str, label: str) -> str:
    """The key of `titles` that a word names, by key or by title, whatever its case and accents.

    Parameters
    ----------
    word
        What the user wrote.
    titles
        Title of each thing by its key (ISO3 code and name of a state, for example).
    kind, label
        What to call the thing and its key in a message: `state`, `code`.

    Raises
    ------
    UserError
        Nothing of that name, and then the look-alike is named; or it is no text.

    Examples
    --------
    >>> resolve("kyrgyzstan", {"KGZ": "Kyrgyzstan"}, "state", "code")
    'KGZ'
    """
    if not isinstance(word, str):
        raise UserError(f"{kind}: give one {label} as text, not {word!r}")
    if word in titles:
        return word
    folded = {fold(key): key for key in titles} | {fold(title): key for key, title in titles.items()}
    if fold(word) in folded:
        return folded[fold(word)]
    hint = look_alike(word, [*titles, *titles.values()], f'`steppe sql "from {kind}s"`')
    title = titles.get(hint.removeprefix(". Did you mean ").removesuffix("?"))
    if title and fold(title) != fold(hint[15:-1]):
        hint = f"{hint[:-1]} ({title})?"
    raise UserError(f'no {kind} has the {label} "{word}"{hint}')


def spelled_out(text: str, names: Mapping[str, str]) -> str:
    """A text with the names of states, by code, for their codes.

    Examples
    --------
    >>> spelled_out("RUS toward KGZ: debt relief", {"RUS": "Russia", "KGZ": "Kyrgyzstan"})
    'Russia toward Kyrgyzstan: debt relief'
    """
    return re.sub(r"\b[A-Z]{3}\b", lambda code: names.get(code[0], code[0]), text)
