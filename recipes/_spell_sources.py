"""Where each start, end and status of a spell was read: table `spell_sources`.

A fact has as many rows as pages: the citation of the compilation, that of every correction, and the pages found later
(`membership/spell_sources.csv`). The grade is that of the publisher (`tables/page_grades.csv`), never of the fact; of a
citation that admits recall for the fact itself, `status only` where it names a page and `general knowledge` where it
names none. Where a page gives another date, `tables/spell_decisions.csv` says what was done and why.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd

from recipes._tables import date_precision, full_date, hand, text
from steppe.world.dates import LENGTH
from steppe.world.spell_pages import RECALLED, STRENGTH

FOUND = "update-2026-11/membership/spell_sources.csv"
FACTBOOK = (
    "https://github.com/factbook/factbook.json (CIA World Factbook, field International organization participation)"
)
_HOST = re.compile(r"https?://(?:www\.)?([^/\s;,)]+)")


def spell_sources(raw: Path, compiled: pd.DataFrame, spells: pd.DataFrame) -> pd.DataFrame:
    """All rows of the table; `source` still holds the text to cite.

    Parameters
    ----------
    compiled
        The compilation as it was read, before corrections.
    spells
        The spells as they stand after them.
    """
    rows = pd.concat([_found(raw), _compiled(compiled), _corrected()], ignore_index=True)
    stands = spells.set_index("spell")
    rows["spell"] = [_part(row, stands) for row in rows.itertuples()]
    rows = rows.drop_duplicates(["spell", "field", "source"], ignore_index=True)
    rows["grade"] = rows["source"].map(_grade)
    rows["agrees"] = [_agrees(row, stands) for row in rows.itertuples()]
    return _decided(rows).assign(basis="reported")


def best_start(rows: pd.DataFrame) -> pd.DataFrame:
    """The strongest page that gives the start of a spell as it stands, and among equals the most exact; by spell."""
    dated = rows[rows["field"].eq("start") & rows["agrees"].eq("yes") & ~rows["grade"].isin(["status only", RECALLED])]
    rank = dated["grade"].map(STRENGTH.index), dated["precision"].map(list(LENGTH).index)
    return dated.assign(a=rank[0], b=rank[1]).sort_values(["a", "b"], kind="stable").drop_duplicates("spell")


def _found(raw: Path) -> pd.DataFrame:
    listed = text(raw / FOUND)
    book = listed["url"].str.startswith("factbook/")
    return pd.DataFrame(
        {
            "spell": listed["spell_id"],
            "field": listed["field"],
            "date": full_date(listed["source_date"]),
            "precision": listed["precision"],
            "says": listed["what_the_page_says"],
            "source": listed["url"].mask(book, FACTBOOK),
        }
    )


def _compiled(compiled: pd.DataFrame) -> pd.DataFrame:
    parts = []
    for field in ("start", "end"):
        dated = compiled[compiled[field].notna()]
        exact = dated["precision"] if field == "start" else "day"
        parts.append(pd.DataFrame({"spell": dated["spell"], "field": field, "date": dated[field], "precision": exact}))
        parts[-1]["source"] = dated["source"]
    return pd.concat(parts, ignore_index=True).assign(says=None)


def _corrected() -> pd.DataFrame:
    """Starts and ends that a correction sets, each with what it cites."""
    rows = []
    for one in hand("spell_corrections").itertuples(index=False):
        if one.action == "split":
            rows += [(one.spell, "end", one.on, one), (one.new_spell, "start", one.on, one)]
        elif one.field in ("start", "end") and isinstance(one.value, str):
            rows.append((one.spell, one.field, one.value, one))
    return pd.DataFrame(
        [(spell, field, day, "day", one.reason, one.source) for spell, field, day, one in rows],
        columns=["spell", "field", "date", "precision", "says", "source"],
    )


def _part(row: Any, stands: pd.DataFrame) -> str:
    """The part of a spell that a row is about, where the spell was split: of an end, the part that ends so."""
    splits = hand("spell_corrections")
    following = dict(splits.loc[splits["action"].eq("split"), ["spell", "new_spell"]].to_numpy().tolist())
    part = str(row.spell)
    while row.field == "end" and part in following and not _same(stands.at[part, "end"], row):
        part = following[part]
    return part


def _grade(cited: str) -> str:
    host = _HOST.search(cited)
    if RECALLED in cited.lower():
        if host:
            return "status only"
        return RECALLED if cited.strip().lower() == RECALLED or "note of spell" in cited else "compiled"
    if "wikipedia" in cited.lower():
        return "compiled"
    if not host:
        raise ValueError(f"no page in the citation {cited!r}: name one, or general knowledge")
    grades = hand("page_grades").set_index("host")["grade"]
    if host[1] not in grades.index:
        raise ValueError(f"page_grades.csv has no {host[1]}: add a row with its publisher and grade")
    return str(grades[host[1]])


def _agrees(row: Any, stands: pd.DataFrame) -> str:
    """Whether a row says what the spell has, as exactly as both say it; a status carries no date of the spell."""
    if row.field == "status":
        return "yes"
    spell = stands.loc[row.spell]
    return "yes" if _same(spell[row.field], row, spell["precision"] if row.field == "start" else "day") else "no"


def _same(day: object, row: Any, precision: str = "day") -> bool:
    length = min(LENGTH[row.precision], LENGTH[precision])
    return isinstance(day, str) and day[:length] == row.date[:length]


def _decided(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the decision on each page that gave another date than the compilation; one without is a fault."""
    decisions = hand("spell_decisions")
    decisions = decisions.assign(
        date=full_date(decisions["page_date"]), precision=date_precision(decisions["page_date"])
    )
    merged = rows.merge(
        decisions[["spell", "field", "date", "precision", "decision", "reason"]],
        on=["spell", "field", "date", "precision"],
        how="left",
    )
    if len(merged) != len(rows):
        raise ValueError("spell_decisions.csv decides one page twice: keep one row")
    open_ = merged[merged["agrees"].eq("no") & merged["decision"].isna() & merged["says"].notna()]
    if len(open_):
        raise ValueError(f"spell_decisions.csv decides nothing on {open_.iloc[0][['spell', 'field', 'date']].tolist()}")
    return merged
