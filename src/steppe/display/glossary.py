"""Terms of the field in a sentence each, for the raised explanation of a term and the glossary."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from markupsafe import Markup


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
