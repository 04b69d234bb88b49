"""Rows of the ledger as a person reads them: when, who toward whom, what, how large, what was asked, what followed.

Counts are of rows and bargains, of inducements and of coercion each in a table of its own. No rate is computed here or
anywhere: `influence.ledger.WHY_NO_RATE` says why, and every listing repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from steppe.display.format import number, sentence_case
from steppe.display.words import in_text
from steppe.influence.ledger import (
    FORCE,
    KINDS,
    OUTCOME_WORDS,
    OUTCOMES,
    counts,
    instrument_words,
    issue_words,
    outcome_words,
)
from steppe.world.actors import actor
from steppe.world.dates import as_exact
from steppe.world.sources import sources_of
from steppe.world.world import World

TITLES = {"inducement": "Inducements", "coercion": "Coercion"}
BY = {"sender": "By sender", "instrument": "By instrument"}
"""Columns that outcomes are counted by, each in a table of its own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row in words; `source` and `outcome_source` are ids, `size`, `followed` and `note` may be empty."""

    when: str
    who: str
    used: str
    kind: str
    size: str
    issue: str
    asked: str
    followed: str
    basis: str
    contested: bool
    confidence: str
    bargain: str
    note: str
    source: str
    outcome_source: str

    @property
    def pages(self) -> list[str]:
        """Ids of the pages of the row."""
        return [one for one in (self.source, self.outcome_source) if one]

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """When; who used what toward whom, and how large; what was asked; what followed, on what basis."""
        kind = f" ({self.kind})" if self.kind else ""
        size = f". {sentence_case(self.size)}" if self.size else ""
        judged = ", judged" if self.basis == "judgement" else ""
        contested = "; motive contested" if self.contested else ""
        followed = f"{sentence_case(self.followed)}{judged}" if self.followed else "No outcome is coded"
        return self.when, f"{self.who}: {self.used}{kind}{size}", sentence_case(self.asked) + contested, followed


@dataclass(frozen=True)
class Listing:
    """A choice of the ledger.

    Attributes
    ----------
    title
        What was chosen, with its number of rows and bargains.
    entries
        The rows in words, oldest first.
    counts
        Title and table of each kind by sender and by instrument, for those kinds that occur.
    sources
        Pages of the rows, as `world.sources.sources_of` has them.
    """

    title: str
    entries: tuple[Entry, ...]
    counts: tuple[tuple[str, pd.DataFrame], ...]
    sources: pd.DataFrame

    def page(self, source: str) -> Mapping[str, Any]:
        """Title, producer, address and date of a page."""
        found = self.sources.loc[self.sources["source"].eq(source)].iloc[0]
        return {str(name): value for name, value in found.items()}


def listing(world: World, rows: pd.DataFrame, about: str) -> Listing:
    """The rows of a choice as a person reads them; `about` says what was chosen."""
    names = {**world.state_names, "EUU": "European Union"}
    cited = [*rows["source"], *rows["outcome_source"].dropna()]
    return Listing(
        title=f"{about}: {size_of(rows)}",
        entries=told(world, rows),
        counts=tuple(_counted(rows, names)),
        sources=sources_of(world, cited),
    )


def told(world: World, rows: pd.DataFrame) -> tuple[Entry, ...]:
    """Rows of the ledger in words, in their order."""
    names = {**world.state_names, "EUU": "European Union"}
    return tuple(entry(row, names) for row in rows.to_dict("records"))


def recent(rows: pd.DataFrame, most: int) -> pd.DataFrame:
    """At most so many rows, the latest first: every use of force, and the last row of each of the latest bargains."""
    force = rows[rows["instrument"].eq(FORCE)].tail(most)
    others = rows[rows["instrument"].ne(FORCE)].drop_duplicates("bargain", keep="last")
    kept = pd.concat([force, others.tail(most - len(force))]) if len(force) < most else force
    return kept.sort_values("start", ascending=False, kind="stable")


def again(rows: pd.DataFrame) -> str:
    """What was found when rows were looked up again.

    Examples
    --------
    >>> again(pd.DataFrame({"reopened_result": ["confirmed", "confirmed", "corrected", None]}))
    '3 reopened: 2 confirmed, 1 corrected, 0 not found again'
    """
    found = rows["reopened_result"].value_counts()
    parts = [f"{found.get(result, 0)} {result}" for result in ("confirmed", "corrected", "not found again")]
    return f"{found.sum()} reopened: {', '.join(parts)}"


def about(world: World, name: str | None, other: str | None, sender: str | None, by: str | None) -> str:
    """What was chosen, in words: the parameters of `influence.ledger.chosen`."""
    titles = [actor(world, word).title for word in (name, other) if word is not None]
    said = " and ".join(titles) or "All states"
    said += f", by {in_text(actor(world, sender).title)}" if sender is not None else ""
    return said + (f", {instrument_words(by)}" if by is not None else "")


def size_of(rows: pd.DataFrame) -> str:
    """How many rows, in how many bargains, and how often force was used.

    Examples
    --------
    >>> size_of(pd.DataFrame({"instrument": ["import_ban", "use_of_force"], "bargain": ["a", None]}))
    '1 episode in 1 bargain and 1 use of force'
    """
    force = int(rows["instrument"].eq(FORCE).sum())
    parts = [_many(len(rows) - force, "episode") + f" in {_many(rows['bargain'].nunique(), 'bargain')}"]
    parts += [_many(force, "use") + " of force"] if force else []
    return " and ".join(parts)


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'s' * (count != 1)}"


def entry(row: Mapping[str, Any], names: Mapping[str, str]) -> Entry:
    """A row of the ledger in words."""
    sender, target = (in_text(names[row[side]]) for side in ("sender", "target"))
    if str(row["size_unit"]).startswith("Transnistrian leaders"):
        target = f"leaders of Transnistria ({target})"
    used = instrument_words(row["instrument"])
    kind = row["kind"] if isinstance(row["kind"], str) else ""
    return Entry(
        when=when(row),
        who=sentence_case(f"{sender} and {target}" if row["both"] else f"{sender} → {target}"),
        used=used,
        kind=kind,
        size=_size(row),
        issue=issue_words(row["issue"]),
        asked=_plain(row["issue_text"]),
        followed=_followed(row),
        basis=_text(row["outcome_basis"]),
        contested=row["contested"] is True,
        confidence=row["confidence"],
        bargain="" if not kind or " to " in row["bargain"] else row["bargain"],
        note=_plain(_text(row["note"])),
        source=row["source"],
        outcome_source=_text(row["outcome_source"]),
    )


def when(row: Mapping[str, Any]) -> str:
    """The time of a row, as exact as it is known; open where no end is."""
    start = as_exact(row["start"], row["precision"])
    end = as_exact(row["end"], row["end_precision"]) if pd.notna(row["end"]) else ""
    return f"{start} to {end}" if end and end != start else start if end else f"{start}, no end on record"


def _size(row: Mapping[str, Any]) -> str:
    """`2.15 bn USD promised`; a unit alone where there is no number; a figure of another year says of which."""
    unit = _plain(_text(row["size_unit"]))
    unit = unit if pd.isna(row["size"]) else f"{_number(row['size'])} {unit.strip()}"
    span = range(row["start"].year, (row["end"] if pd.notna(row["end"]) else row["start"]).year + 1)
    dated = re.fullmatch(r"(.*) \(((?:19|20)\d\d)(?: figure| estimate)?\)", unit)
    return f"{dated[1]} (figure of {dated[2]})" if dated and int(dated[2]) not in span else unit


def _number(value: float) -> str:
    return number(value) if float(value).is_integer() else f"{value:,.4f}".rstrip("0")


def _followed(row: Mapping[str, Any]) -> str:
    """The outcome with its date and words; empty where the record has none."""
    if not isinstance(row["outcome"], str):
        return ""
    day = f", {as_exact(row['outcome_date'], row['outcome_precision'])}" if pd.notna(row["outcome_date"]) else ""
    return f"{outcome_words(row['outcome'])}{day}: {_plain(row['outcome_text'])}"


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _plain(text: str) -> str:
    """A text with its per cent signs in words: here a sign would look like a rate."""
    return re.sub(r"\s*%", " per cent", text)


def _counted(rows: pd.DataFrame, names: Mapping[str, str]) -> list[tuple[str, pd.DataFrame]]:
    """Tables of counts, one a kind and way of counting, with the outcomes that occur."""
    found = []
    for kind in KINDS:
        for by, words in BY.items():
            frame = counts(rows, kind, [by])
            if frame.empty:
                continue
            shown = [name for name in OUTCOMES if frame[name].any()]
            frame = frame[[by, "bargains", "rows", *shown, "by judgement"]]
            frame = frame.rename(columns=OUTCOME_WORDS)
            frame[by] = frame[by].map(names if by == "sender" else instrument_words)
            found.append((f"{TITLES[kind]} {words.lower()}: rows by outcome", frame))
    return found
