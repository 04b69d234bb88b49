"""World Economic Outlook: the IMF's DataMapper API, version 1.

`GET /external/datamapper/api/v1/indicators` names the edition of each indicator (`"source": "World Economic Outlook
(October 2025)"`); `GET …/CODE` answers with `{"values": {CODE: {STATE: {YEAR: figure}}}}`.

The interface does not say which figure is an actual one. A year of the edition or later is a projection; an earlier
figure stays `actual` where the older edition of the tables has it so, and is an `estimate` elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from steppe.world.fetch import Fetched, Producer, as_csv
from steppe.world.fetch.rows import changed, number, of_states
from steppe.world.fetch.web import Web
from steppe.world.sources import weo
from steppe.world.world import World

if TYPE_CHECKING:
    import pandas as pd

TITLE = "IMF, World Economic Outlook"
HOST = "https://www.imf.org/external/datamapper/api/v1"
BILLION = 1e3
CONCEPTS = {
    "NGDPD": ("gdp_usd", "million current USD", BILLION),
    "NGDP_RPCH": ("gdp_growth", "% a year", 1.0),
    "NGDPDPC": ("gdp_per_head", "current USD", 1.0),
    "PPPGDP": ("gdp_ppp", "million current international dollars", BILLION),
    "LP": ("population", "persons", 1e6),
    "PCPIPCH": ("inflation", "% a year", 1.0),
    "BCA": ("current_account", "million current USD", BILLION),
    "GGXWDG_NGDP": ("public_debt", "% of GDP", 1.0),
    "LUR": ("unemployment", "% of the labour force", 1.0),
}
"""Concept and unit of the table `macro` by indicator, and what turns its figure into that unit."""
CODES = {"UVK": "XKX", "WBG": "PSE"}
"""Codes of the IMF that are not those of ISO 3166."""
MONTHS = {"April": 4, "October": 10}
"""When editions appear."""


def read(world: World, web: Web, folder: Path) -> Fetched:
    """Nine concepts by state and year, of the newest edition."""
    import pandas as pd

    said = web.json(f"{HOST}/indicators", folder)
    year, month = _edition(said)
    source = f"weo-{year}-{month:02}"
    rows = [row for code in CONCEPTS for row in _values(web.json(f"{HOST}/{code}", folder), code)]
    frame = pd.DataFrame(rows, columns=["state", "year", "concept", "value", "unit"])
    kept, notes = of_states(world, frame, CODES, TITLE)
    kept = kept.assign(status=_status(world, kept, year), source=source)
    kept["basis"] = kept["status"].map({"actual": "reported", "estimate": "estimated", "projection": "estimated"})
    title = f"World Economic Outlook, {'April' if month < 6 else 'October'} {year}"
    return Fetched(
        files={"macro": as_csv(kept, folder, "macro")},
        source={"source": source, "title": title, "citation": f"IMF, {title}", "published": f"{year}-{month:02}"},
        old={"macro": lambda macro: macro["source"].str.startswith("weo-")},
        notes=(*notes, f"edition of {'April' if month < 6 else 'October'} {year}"),
    )


def _edition(said: Any) -> tuple[int, int]:
    """Year and month of the edition, which must be one for all indicators."""
    indicators = said.get("indicators") if isinstance(said, dict) else None
    known = indicators if isinstance(indicators, dict) else {}
    words = {str(known[code].get("source")) for code in CONCEPTS if isinstance(known.get(code), dict)}
    found = {re.fullmatch(r"World Economic Outlook \((\w+) (\d{4})\)", one) for one in words}
    if len(found) != 1 or (edition := found.pop()) is None or edition[1] not in MONTHS:
        changed(TITLE, f"the edition of the indicators is not one of April or October: {', '.join(sorted(words))}")
    return int(edition[2]), MONTHS[edition[1]]


def _values(answer: Any, code: str) -> Iterator[tuple[str, int, str, float, str]]:
    concept, unit, factor = CONCEPTS[code]
    values = answer.get("values") if isinstance(answer, dict) else None
    by_state = values.get(code) if isinstance(values, dict) else None
    if not isinstance(by_state, dict):
        changed(TITLE, f"the answer on {code} has another form")
    for state, years in by_state.items():
        if not isinstance(years, dict):
            changed(TITLE, f"{code} of {state} is no list of years")
        for year, value in years.items():
            place = f"{code} of {state}, {year}"
            if not (year.isdecimal() and len(year) == 4):
                changed(TITLE, f"the year of {place} is no year")
            if value is not None:
                yield state, int(year), concept, round(number(value, TITLE, place) * factor, 6), unit


def _status(world: World, rows: pd.DataFrame, edition: int) -> pd.Series[str]:
    """`actual`, `estimate` or `projection` of each row."""
    import pandas as pd

    known = world.sql("from macro where source = ? and status = 'actual'", [weo(world)])
    keys = ["state", "year", "concept"]
    actual = pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(known[keys]))
    labels = pd.Series(actual, index=rows.index).map({True: "actual", False: "estimate"})
    return labels.mask(rows["year"] >= edition, "projection")


PRODUCER = Producer(
    name="weo",
    title=TITLE,
    addresses=(f"{HOST}/indicators", *(f"{HOST}/{code}" for code in CONCEPTS)),
    licence="IMF data terms: reuse with attribution",
    replaces="the rows of table macro from the World Economic Outlook: output, prices, balances, debt, people, by year",
    template="weo-2025-10",
    read=read,
)
