"""A citation as plain text and as BibTeX.

An entry is a `@misc` with its fields in braces, so that no name is taken apart and no capital lost. What TeX would read
as a command is escaped; a brace in a text becomes its name, since BibTeX counts braces even after a backslash. Letters
beyond ASCII stay: BibTeX under biber, and LaTeX since 2018, read UTF-8. Classic styles leave out `urldate`, so the day
of access stands in the note as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

from steppe.display.format import day
from steppe.report.citation.view import AUTHORS, Citation, as_key

if TYPE_CHECKING:
    import pandas as pd

ESCAPED = {
    **{letter: f"\\{letter}" for letter in "&%$#_"},
    **{"\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}"},
    **{"~": r"\textasciitilde{}", "^": r"\textasciicircum{}"},
}
PUBLISHED = re.compile(r"(?:version [\d.]+, |[A-Z][a-z]+ )?((?:19|20)\d\d)(?:-\d\d){0,2}")
"""A day, a month or a year of publication; anything else (`to 2025`) says what an edition covers and is no year."""
SAFE = ":/?#[]@!$&'()*+,;=%-._~"
"""What stays as it is in an address; spaces, braces and backslashes are written as their numbers."""


def text(cited: Citation) -> list[str]:
    """Lines: the reference, a blank one, and the sources with their licences."""
    parts = [f"{AUTHORS} ({cited.year}): {cited.title}", cited.detail, cited.version, cited.records]
    said = [_sentence(part) for part in (*parts, f"Accessed {day(cited.accessed)}") if part]
    lines = [" ".join(said)]
    if len(cited.sources):
        lines += ["", "Cite these sources too:"]
        lines += [_source(row) for row in cited.sources.to_dict("records")]
    return lines


def _source(row: dict[str, object]) -> str:
    address = f" {row['url']}" if isinstance(row["url"], str) and row["url"] not in str(row["citation"]) else ""
    return f"- {_sentence(str(row['citation']))}{address} [{row['source']}; licence: {row['licence']}]"


def _sentence(part: str) -> str:
    return part if part.endswith((".", "!", "?")) else f"{part}."


def bibtex(cited: Citation) -> str:
    """The entries: the thing itself, then one a source."""
    said = [cited.detail, cited.records, f"Accessed {cited.accessed.isoformat()}"]
    first = {
        "author": AUTHORS,
        "title": cited.title,
        "year": cited.year,
        "howpublished": cited.version,
        "urldate": cited.accessed.isoformat(),
        "note": " ".join(_sentence(part) for part in said if part),
    }
    entries = [_entry(cited.key, first), *(_source_entry(row) for row in _rows(cited.sources))]
    return "\n\n".join(entries)


def _rows(sources: pd.DataFrame) -> Iterator[dict[str, object]]:
    yield from sources.to_dict("records")


def _source_entry(row: dict[str, object]) -> str:
    published = str(row["published"])
    year = PUBLISHED.fullmatch(published)
    dated = "" if year else "No date of publication." if published == "no date" else f"Edition: {published}."
    read = row["accessed"]
    fields = {
        "author": str(row["producer"]),
        "title": str(row["title"]),
        "year": year[1] if year else "",
        "url": row["url"] if isinstance(row["url"], str) else "",
        "urldate": read.isoformat()[:10] if isinstance(read, date) else "",
        "note": " ".join(filter(None, (_sentence(str(row["citation"])), dated, f"Licence: {row['licence']}."))),
    }
    return _entry(as_key(str(row["source"])), fields)


def _entry(key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {{{_field(name, value)}}}" for name, value in fields.items() if value]
    return f"@misc{{{key},\n" + ",\n".join(lines) + "\n}"


def _field(name: str, value: str) -> str:
    if name == "url":
        return quote(value, safe=SAFE)
    inside = escaped(value)
    return f"{{{inside}}}" if name in ("author", "title") else inside


def escaped(value: str) -> str:
    r"""A text on one line in which TeX reads no command.

    Examples
    --------
    >>> escaped("AidData at William & Mary, 5 % {a_b}")
    'AidData at William \\& Mary, 5 \\% \\textbraceleft{}a\\_b\\textbraceright{}'
    """
    return "".join(ESCAPED.get(letter, letter) for letter in " ".join(value.split()))
