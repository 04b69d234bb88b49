"""World Development Indicators: the World Bank's Indicators API, version 2.

`GET /v2/country/all/indicator/CODE?format=json&date=1990:2026&per_page=20000&page=1` answers with a list of two: a head
(`page`, `pages`, `per_page`, `total`, `lastupdated`) and the rows (`countryiso3code`, `date`, `value`); what it cannot
answer is a list of one with `message`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from steppe.world.fetch import Fetched, Producer, as_csv
from steppe.world.fetch.rows import FIRST, changed, number, of_states
from steppe.world.fetch.web import Web
from steppe.world.world import World

TITLE = "World Bank, World Development Indicators"
HOST = "https://api.worldbank.org/v2/country/all/indicator"
CONCEPTS = {
    "NY.GDP.MKTP.CD": ("gdp_usd", "million current USD", 1e-6),
    "SP.POP.TOTL": ("population", "persons", 1.0),
}
"""Concept and unit of the table `macro` by indicator, and what turns its figure into that unit."""
PAGES = 50
"""More pages than any indicator has."""


def read(world: World, web: Web, folder: Path) -> Fetched:
    """GDP and population of every state by year."""
    import pandas as pd

    rows, updated = [], ""
    for code, (concept, unit, factor) in CONCEPTS.items():
        for head, row in _rows(web, code, folder):
            updated = str(head.get("lastupdated") or updated)
            if (value := row.get("value")) is not None:
                place = f"{code} of {row.get('countryiso3code')}, {row.get('date')}"
                figure = round(number(value, TITLE, place) * factor, 6)
                rows.append((str(row.get("countryiso3code")), _year(row, place), concept, figure, unit))
    frame = pd.DataFrame(rows, columns=["state", "year", "concept", "value", "unit"])
    kept, notes = of_states(world, frame, {}, TITLE)
    kept = kept.assign(status="actual", source="wdi", basis="reported")
    return Fetched(
        files={"macro": as_csv(kept, folder, "macro")},
        source={"url": HOST, **({"published": updated} if updated else {})},
        old={"macro": lambda macro: macro["source"] == "wdi"},
        notes=tuple(notes),
    )


def _rows(web: Web, code: str, folder: Path) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Every row of an indicator with the head of its page."""
    page = pages = 1
    while page <= pages:
        years = f"{FIRST}:{date.today().year}"
        answer = web.json(f"{HOST}/{code}?format=json&date={years}&per_page=20000&page={page}", folder)
        match answer:
            case [{"page": int(), "pages": int(pages)} as head, [*rows]] if pages <= PAGES:
                if not all(isinstance(row, dict) for row in rows):
                    changed(TITLE, f"a row of {code} is no record")
                yield from ((head, row) for row in rows)
            case _:
                changed(TITLE, f"the answer on {code} has another form")
        page += 1


def _year(row: dict[str, Any], place: str) -> int:
    year = str(row.get("date"))
    if not (year.isdecimal() and len(year) == 4):
        changed(TITLE, f"the year of {place} is no year")
    return int(year)


PRODUCER = Producer(
    name="wdi",
    title=TITLE,
    addresses=tuple(f"{HOST}/{code}" for code in CONCEPTS),
    licence="CC BY 4.0",
    replaces="the rows of table macro with source wdi: GDP in dollars and population of all states from 1990 on",
    template="wdi",
    read=read,
)
