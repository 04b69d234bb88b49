"""Addresses of the pages of the site, and the navigation that each carries."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from steppe.report.pair.choice import Choice

STATES = "index.html#states"
PAGES = (
    *(("index.html", "Map"), (STATES, "States"), ("organizations.html", "Organizations"), ("pairs.html", "Pairs")),
    *(("studies.html", "Studies"), ("claims.html", "Claims"), ("wrong.html", "How wrong")),
    *(("coverage.html", "Coverage"), ("sources.html", "Sources")),
)
"""Address and words of each page of the navigation."""
SECTIONS = {"body-": "organizations.html", "pair-": "pairs.html", "study-": "studies.html"}
"""Where the pages of a kind stand, by the beginning of their address; those of the states have none."""
Links = list[tuple[str, str, bool]]


def links(here: str) -> Links:
    """The navigation as the page of that address has it: address, words, whether the page is there.

    Examples
    --------
    >>> [words for _, words, inside in links("pair-KGZ-CHN.html") if inside]
    ['Pairs']
    """
    section = next((address for start, address in SECTIONS.items() if here.startswith(start)), STATES)
    known = here if here in dict(PAGES) else section
    return [(address, words, address == known) for address, words in PAGES]


def of_state(code: str) -> str:
    """The page of a state."""
    return f"{code}.html"


def of_body(name: str) -> str:
    """The page of an organization.

    Examples
    --------
    >>> of_body("C5+1_USA"), of_body("17+1"), of_body("SouthCaucasus_3+3")
    ('body-c5-1-usa.html', 'body-17-1.html', 'body-southcaucasus-3-3.html')
    """
    return f"body-{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')}.html"


def of_pair(choice: Choice) -> str:
    """The page of a pair."""
    return f"pair-{choice.key}.html"


def of_study(name: str) -> str:
    """The page of a study."""
    return f"study-{name}.html"


def partners(code: str, choices: Iterable[Choice]) -> list[tuple[str, str]]:
    """The pairs of a state: address, and the code of the other."""
    return [
        (of_pair(one), one.second if one.first == code else one.first)
        for one in choices
        if code in (one.first, one.second)
    ]
