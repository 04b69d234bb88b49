"""Terms of the field in a sentence each: the glossary, and the explanation of a term where a page first uses it.

A page of the site explains each term once, in running text and cells: not where the words are a heading, a link, a
control, code or a drawing.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape


@cache
def terms() -> Mapping[str, str]:
    """Every term with its meaning, in the order of the alphabet."""
    text = files("steppe.display").joinpath("glossary.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["term"]: row["meaning"] for row in sorted(rows, key=lambda row: row["term"].lower())}


def abbr(term: str) -> Markup:
    """The term with its meaning as the title of an `abbr`; a term that the glossary lacks is an error.

    Examples
    --------
    >>> abbr("BACI")[:13]
    Markup('<abbr title="')
    """
    if term not in terms():
        raise KeyError(f"glossary.csv has no term {term!r}: add it with its meaning")
    return Markup('<abbr title="{}">{}</abbr>').format(terms()[term], term)


APART = frozenset(
    "a abbr button caption code dt h1 h2 h3 h4 label legend option script select style summary svg textarea th".split()
)
"""Elements in which no term is explained."""


@cache
def _pattern() -> re.Pattern[str]:
    """Every term as it stands in HTML, the longest first; words, which are no names, with a plural and a capital."""
    found = sorted(terms(), key=len, reverse=True)
    forms = (
        f"[{term[0]}{term[0].upper()}]{re.escape(str(escape(term[1:])))}s?" if term.islower() else re.escape(term)
        for term in found
    )
    return re.compile(rf"(?<![\w&#-])(?:{'|'.join(f'({form})' for form in forms)})(?![\w-])")


def explained(page: str) -> str:
    """A page in whose `main` each term is an `abbr` with its meaning where it is first used, outside `APART`.

    Examples
    --------
    >>> page = "<main><h1>Layers</h1><p>A layer, another layer</p></main>"
    >>> explained(page).count("<abbr"), explained(page).index("<abbr") > page.index("<p>")
    (1, True)
    """
    start, end = page.find("<main"), page.find("</main>")
    if start < 0 or end < 0:
        return page
    order = sorted(terms(), key=len, reverse=True)
    known = set(re.findall(r"<abbr[^>]*>([^<]*)</abbr>", page[start:end]))
    inside = 0

    def put(found: re.Match[str]) -> str:
        term = order[(found.lastindex or 1) - 1]
        inside_a_name = (
            term.islower() and found[0][0].isupper() and found.string[: found.start()].rstrip()[-1:].isalnum()
        )
        if term in known or inside_a_name:
            return found[0]
        known.add(term)
        return str(Markup('<abbr title="{}">').format(terms()[term])) + f"{found[0]}</abbr>"

    parts = re.split(r"(<[^>]+>)", page[start:end])
    for place, part in enumerate(parts):
        if place % 2:
            name = part.strip("</>").split(maxsplit=1)[0].lower().rstrip("/")
            if name in APART and not part.endswith("/>"):
                inside += -1 if part.startswith("</") else 1
        elif not inside and part.strip():
            parts[place] = _pattern().sub(put, part)
    return page[:start] + "".join(parts) + page[end:]
