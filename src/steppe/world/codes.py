"""Other ways to name a state: ISO 3166-1 alpha-2, M49 and COW from the table `states`, and `usual_names.csv`.

That list has usual names, codes withdrawn from ISO 3166, Eurostat's EL, UK and XK, and the letters of COW where they
are no state's ISO3 code.

ISO3 is the key of the bundle and comes first. A word that means two states in these lists (40 is Austria in M49 and
Cuba in COW) is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from steppe.world.errors import UserError
from steppe.world.names import fold, usual_names

Readings = Mapping[str, Mapping[str, str]]
"""What each word may mean: the list that has it, by the state."""

LISTS = {"iso2": "ISO 3166 alpha-2", "m49": "M49", "cow": "COW"}
"""What the columns of codes are called."""


def readings(states: Iterable[Mapping[str, Any]]) -> Readings:
    """What each other code and usual name means, from rows of the table `states`."""
    found: dict[str, dict[str, str]] = {name: {state: "usual name"} for name, state in usual_names().items()}
    for row in states:
        for column, title in LISTS.items():
            for code in filter(None, str(row[column] or "").split(";")):
                found.setdefault(_key(code), {}).setdefault(row["state"], title)
    return found


def meant(word: str, known: Readings, names: Mapping[str, str]) -> str:
    """The ISO3 code of the state that another code or a usual name means; the word itself where it is none of these.

    Parameters
    ----------
    word
        What the user wrote.
    known
        What other codes mean, see `readings`.
    names
        Name of each state by ISO3 code.

    Raises
    ------
    UserError
        Two lists have the word, for different states.
    """
    found = {} if not isinstance(word, str) or word.upper() in names else known.get(_key(word), {})
    if len(found) > 1:
        each = " and ".join(f"{names[state]} ({title})" for state, title in found.items())
        raise UserError(f'the code "{word}" means {each}; write {" or ".join(found)}')
    return next(iter(found), word)


def _key(word: str) -> str:
    """A word as it is looked up: numbers without zeros before them."""
    folded = fold(word)
    return folded.lstrip("0") if folded.isdecimal() else folded
