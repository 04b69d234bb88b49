"""Words for sentences: names with the article that they take, possessives, codes turned into names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass


_WITH_ARTICLE = frozenset(
    {"EU", "EU-27", "United States", "United Kingdom", "United Arab Emirates", "Netherlands", "Philippines", "Bahamas"}
    | {"Gambia", "Maldives", "Comoros", "Seychelles", "Marshall Islands", "Solomon Islands", "Soviet Union"}
    | {
        "Democratic People's Republic of Korea",
        "Czech Republic",
        "Central African Republic",
        "Dominican Republic",
        "European Union",
    }
)


def in_text(name: str) -> str:
    """The name of a state inside a sentence.

    Examples
    --------
    >>> in_text("United States"), in_text("Kyrgyzstan")
    ('the United States', 'Kyrgyzstan')
    """
    return f"the {name}" if name in _WITH_ARTICLE else name


def possessive(name: str) -> str:
    """Whose.

    Examples
    --------
    >>> possessive("Kyrgyzstan"), possessive("the United States")
    ('Kyrgyzstan’s', 'the United States’')
    """
    return name + ("’" if name.endswith("s") else "’s")


def in_names(text: str, names: Mapping[str, str]) -> str:
    """A text in which codes are names; a code inside a longer word stays.

    Examples
    --------
    >>> in_names("KGZ and KGZ-CHN", {"KGZ": "Kyrgyzstan", "CHN": "China"})
    'Kyrgyzstan and KGZ-CHN'
    """
    codes = sorted(names, key=len, reverse=True)
    pattern = rf"(?<![\w-])({'|'.join(map(re.escape, codes))})(?![\w-])"
    return re.sub(pattern, lambda found: names[found[0]], text)
