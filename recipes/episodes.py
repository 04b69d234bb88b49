"""Episodes: inducements and coercion toward the states of the region, one row each, with its page.

The compilation has its own numbers, which move when rows are added; a row is known by sender, target, start and
instrument, as compiled. `tables/bargains.csv` names the bargain that several rows belong to, each with the reason; a
row alone is a bargain of its own. Every row was seen as an excerpt in a list of search results, never as a whole page.
Thirty rows drawn by a seed were looked up again (`tables/episodes_reopened.csv`); what a page showed to be wrong was
corrected (`tables/episode_corrections.csv`). Units of sizes are put as they are read after a number
(`tables/episode_sizes.csv`); the figures stay.
"""

from __future__ import annotations

import random
from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._sources import NO_DATE, date_of, hosts, title_of
from recipes._tables import date_precision, full_date, hand, text
from steppe.world.dates import last_day

KEY = ["sender", "target", "start", "instrument"]
SEEN = "2026-11-30"
REOPENED_ON = "2026-12-01"
"""Days on which the pages were seen, and those of the rows that were looked up again."""
SEED, REOPENED = 20261201, 30
"""Of the draw of rows to look up again."""
SHORT = {r"^million (?=USD|EUR)": "mn ", r"^billion (?=USD|EUR|CNY|INR)": "bn ", r"per 1000 m3": "per 1,000 m³"}
"""Units as they are written everywhere."""
RENAMED = {"unit": "size_unit", "source_kind": "page_kind", "notes": "note"}


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Table `episodes` and the pages that it cites."""
    listed = text(raw / "update-2026-11/episodes/carrots_and_sticks.csv").rename(columns=RENAMED)
    listed["bargain"] = _bargains(listed)
    listed["contested"] = listed["contested"].eq("yes")
    pages = Pages()
    listed = _corrected(listed.merge(hand("episodes_reopened"), on=KEY, how="left", validate="one_to_one"))
    listed["source"] = pages.titled(listed)
    listed["outcome_source"] = pages.named(listed["url_outcome"])
    listed["reopened_source"] = pages.named(listed["page"], REOPENED_ON)
    for day, exact in (("start", "precision"), ("end", "end_precision"), ("outcome_date", "outcome_precision")):
        listed[exact] = date_precision(listed[day])
        listed[day] = listed[day].map(_last, na_action="ignore") if day == "end" else full_date(listed[day])
    listed["size_unit"] = _units(listed["size_unit"])
    gone = ["episode_id", "url", "url_title", "published", "url_outcome", "page"]
    return {"episodes": listed.drop(columns=gone).assign(basis="reported"), "sources": pages.sources()}


def _corrected(listed: pd.DataFrame) -> pd.DataFrame:
    """The rows after `episode_corrections.csv`; what stood before and why is kept in `correction`."""
    keys = pd.MultiIndex.from_frame(listed[KEY])
    kept: dict[int, list[str]] = {}
    for one in hand("episode_corrections").itertuples(index=False):
        place = int(keys.get_loc(tuple(getattr(one, name) for name in KEY)))
        column = listed.columns.get_loc(one.column)
        if listed.iat[place, column] != one.was:
            raise ValueError(f"episode_corrections.csv: {one.column} of {keys[place]} is not {one.was!r}")
        listed.iat[place, column] = one.value
        kept.setdefault(place, []).append(f"{one.column.replace('_', ' ')} was {one.was}: {one.reason}")
    return listed.assign(correction=pd.Series({place: "; ".join(told) for place, told in kept.items()}, dtype=object))


def _units(written: pd.Series[str]) -> pd.Series[str]:
    """Units that read on after the number, money in mn and bn; a unit of the table that no row has is a fault."""
    words = hand("episode_sizes").set_index("was")["size_unit"]
    lost = words.index.difference(pd.Index(written))
    if len(lost):
        raise ValueError(f"episode_sizes.csv: no episode has the unit {lost[0]!r}; correct it")
    put = written.map(words).fillna(written)
    return put.replace(SHORT, regex=True)


def draw(keys: pd.DataFrame) -> list[tuple[str, ...]]:
    """The thirty rows that were looked up again, by their keys as compiled: drawn before any was looked up."""
    ordered = sorted(keys[KEY].itertuples(index=False, name=None))
    return sorted(random.Random(SEED).sample(ordered, REOPENED))


def _last(written: str) -> str:
    return str(last_day(written))


def _bargains(listed: pd.DataFrame) -> pd.Series[str]:
    """Name of the bargain of each row; a row of `bargains.csv` that is no episode is a fault."""
    joined = hand("bargains").set_index(KEY)["bargain"]
    keys = pd.MultiIndex.from_frame(listed[KEY])
    lost = joined.index.difference(keys)
    if len(lost):
        raise ValueError(
            f"bargains.csv: there is no episode {lost[0]}; correct its sender, target, start or instrument"
        )
    alone = listed["sender"] + " to " + listed["target"] + ", " + listed["instrument"].str.replace("_", " ")
    return pd.Series(joined.reindex(keys).to_numpy(), index=listed.index).fillna(alone + " " + listed["start"])


class Pages:
    """Pages that the rows cite: with the title that was noted, or by their address alone."""

    def __init__(self) -> None:
        self._citations = Citations()
        self._noted: dict[str, dict[str, str]] = {}
        self._known: dict[str, str] = {}

    def titled(self, rows: pd.DataFrame) -> pd.Series[str]:
        """Source of each row's `url`, with its `url_title` and `published`."""
        dates = rows["published"].fillna(NO_DATE)
        names = self._citations.cite(rows["url_title"] + " (" + dates + "), " + rows["url"])
        self._known |= dict(zip(rows["url"], names, strict=True))
        for name, title, day in zip(names, rows["url_title"], dates, strict=True):
            self._noted[name] = {"title": title, "published": day}
        return names

    def named(self, urls: pd.Series[str], seen: str = SEEN) -> pd.Series[str]:
        """Source of each address, missing where there is none."""
        new = urls[urls.notna() & ~urls.isin(list(self._known))].drop_duplicates()
        self._known |= dict(zip(new, self._citations.cite(f"excerpt seen {seen}: " + new), strict=True))
        return urls.map(self._known)

    def sources(self) -> pd.DataFrame:
        """One row of the table `sources` a page, graded as an excerpt whoever published it."""
        rows = self._citations.sources().assign(grade="excerpt").to_dict("records")
        return pd.DataFrame([self._described(row) for row in rows])

    def _described(self, row: dict[str, str]) -> dict[str, str]:
        known = {name: of for name, of in hosts().get(row["producer"], {}).items() if name != "grade"}
        again = row["citation"].startswith(f"excerpt seen {REOPENED_ON}")
        row = row | known | {"accessed": REOPENED_ON if again else SEEN}
        untitled = f"Page of {row['producer']} (title not noted)"
        read_off = {"title": title_of(row["url"]) or untitled, "published": date_of(row["url"], "") or NO_DATE}
        return row | self._noted.get(row["source"], read_off)
