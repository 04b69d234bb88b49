"""Security of a state as found page by page: events by kind, sites as last seen, summits, what was left of the CIS.

The lists are no census. Nothing here counts their rows: the latest of each kind are shown, and the only counts are of
visits in complete lists and of agreements as officials gave them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from steppe.display.words import in_names
from steppe.world.attendance import attendance_index, in_words
from steppe.world.chronology import as_precise
from steppe.world.chronology import events as all_events
from steppe.world.complete import counted_in_words, visits_counted
from steppe.world.tables import remembered
from steppe.world.world import World

KINDS = {
    "exercise": "Exercises",
    "visit": "Visits",
    "defence agreement": "Defence agreements",
    "mediation": "Mediation",
    "text on Xinjiang": "Texts on Xinjiang",
    "treaty exit": "Agreements of the CIS left and kept",
}
"""Kinds of event that the section shows, in words."""
PAGES = {"high": "official", "medium": "press or list", "low": "excerpt or recall"}
"""What stands behind an event, by its confidence."""
LATEST = 5
NO_CENSUS = "Found page by page and no census: what is not listed is unknown, so nothing is counted or compared"


@dataclass(frozen=True)
class Security:
    """What is on record of one state's security since 2011.

    Attributes
    ----------
    events
        The latest of each kind: kind, when, event, page (official, press or list, excerpt or recall), source.
    sites
        Foreign sites in the state or its own abroad: host, sender, site, consent, status, as_of, note, source.
    summits
        Attendance in the latest year known, by body: organization, year, words (index with known and meetings), source.
    visits
        What complete lists count, in a sentence with its sources; empty where there is none.
    """

    events: pd.DataFrame
    sites: pd.DataFrame
    summits: pd.DataFrame
    visits: str
    sources: tuple[str, ...]


def security(world: World, code: str, names: Mapping[str, str]) -> Security:
    """The security record of a state, by its code."""
    events, sites, summits = latest_events(world, code, names), _sites(world, code), _summits(world, code)
    counted = visits_counted(world, code)["source"]
    cited = pd.concat([events["source"], sites["source"], summits["source"], counted])
    words = counted_in_words(world, code)
    return Security(events, sites, summits, words, tuple(dict.fromkeys(cited.dropna())))


def latest_events(world: World, code: str, names: Mapping[str, str], most: int = LATEST) -> pd.DataFrame:
    """The latest events of each kind that name a state or a body, the latest first: kind, when, event, page, source."""
    frame = _by_kind(world)
    about = frame["parts"].map(lambda parts: code in parts) | frame["organization"].eq(code)
    kept = frame[about].groupby("kind", sort=False).head(most)
    order = {kind: place for place, kind in enumerate(KINDS)}
    kept = kept.assign(place=kept["kind"].map(order)).sort_values("place", kind="stable", ignore_index=True)
    return pd.DataFrame(
        {
            "kind": kept["kind"],
            "when": as_precise(kept) if len(kept) else [],
            "event": [in_names(event, names) for event in kept["event"]],
            "page": kept["confidence"].map(PAGES),
            "source": kept["source"],
        }
    )


@remembered(maxsize=2)
def _by_kind(world: World) -> pd.DataFrame:
    """Events of the kinds shown, the latest first, with the set of states that each names."""
    frame = all_events(world)
    frame = frame[frame["kind"].isin(list(KINDS))]
    parts = [frozenset(str(cell).split(";")) for cell in frame["states"].fillna("")]
    return frame.assign(parts=parts).sort_values(["date", "event"], ascending=[False, True], kind="stable")


def _sites(world: World, code: str) -> pd.DataFrame:
    return world.sql(
        "select host, sender, site, consent, status, as_of, note, source from presence_checked "
        "where host = $1 or sender = $1 "
        "order by host, list_position(['present', 'not confirmed', 'left'], status), sender, site",
        [code],
    )


def site_words(status: str, as_of: object) -> str:
    """How a site stands, with the day of the latest page on it.

    Examples
    --------
    >>> site_words("present", "2026-02-26"), site_words("not confirmed", None)
    ('present by a page of 2026-02-26', 'not confirmed: no dated page found')
    """
    if isinstance(as_of, str):
        return f"{status} by a page of {as_of}" if status != "not confirmed" else f"not confirmed; last page {as_of}"
    return f"{status}: no dated page found"


def _summits(world: World, code: str) -> pd.DataFrame:
    frame = attendance_index(world, state=code)
    last = frame.sort_values("year").groupby("organization", as_index=False).tail(1).sort_values("organization")
    words = [
        in_words(row.index_, row.known, row.meetings) for row in last.rename(columns={"index": "index_"}).itertuples()
    ]
    return last.assign(words=words)[["organization", "year", "words", "source"]].reset_index(drop=True)
