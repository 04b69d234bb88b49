"""Memberships: who stood where in which organization, in law (`status`) and in practice (`practice`).

The raw compilation has 610 spells and 28 statuses. `tables/status_map.csv` maps every raw status, by organization
where the same word means two things; `tables/spell_corrections.csv` lists what is changed and why:

    set    `field` of spell `spell` becomes `value`
    split  spell `spell` ends on `on`; from that day on spell `new_spell` holds with `practice`

`tables/added_spells.csv` holds spells that are wholly new to the compilation, in the columns of the raw one.
`tables/standings.csv` takes status and practice to one word, the standing. Where a page was found for a start that
rested on recall, the spell cites the page; `spell_sources` keeps every page of every fact.

A correction is a row with a reason and a source, never code. A spell cites the page of its start; what was read of its
end and its status stands in `spell_sources`. `end` is the first day on which a row no longer holds.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from recipes._cite import Citations
from recipes._spell_sources import best_start, spell_sources
from recipes._tables import hand, text
from steppe.world.spell_pages import RECALLED

RENAMED = {"CISFTA2011": "CISFTA", "BRI_MoU": "BRI"}
YEAR = r"year precision|year approximate|date approximate|lists disagree|by this date"
MONTH = r"day unknown|month approximate|start date approximate"


def make(raw: Path) -> dict[str, pd.DataFrame]:
    """Tables of spells, of their pages and of the maps of statuses, and the sources that they cite."""
    citations = Citations()
    made = spells(raw)
    pages = spell_sources(raw, _raw_spells(raw), made)
    made = _with_pages(made, pages)
    for frame in (made, pages):
        frame["source"] = citations.cite(frame["source"])
    return {
        "status_map": _published_map(raw),
        "standings": hand("standings").assign(source="steppe-spells", basis="assumed"),
        "memberships": made,
        "spell_sources": pages,
        "sources": _sources(citations),
    }


def _with_pages(made: pd.DataFrame, pages: pd.DataFrame) -> pd.DataFrame:
    """Spells that cite the page of their start where it was recalled and a page has been found since."""
    best = best_start(pages).set_index("spell")
    recalled = made["source"].str.strip().str.lower().eq(RECALLED) & made["spell"].isin(best.index)
    page = made["spell"].map(best["source"])
    less = recalled & made["spell"].map(best["precision"]).ne("day") & made["precision"].eq("day")
    said = (
        made["note"].fillna("")
        + "; the page gives the "
        + made["spell"].map(best["precision"])
        + ", the day is recalled"
    )
    return made.assign(
        source=made["source"].mask(recalled, page), note=made["note"].mask(less, said.str.removeprefix("; "))
    )


def spells(raw: Path) -> pd.DataFrame:
    """All spells, mapped and corrected; `source` still holds the raw text."""
    mapped = _map_statuses(_raw_spells(raw))
    for correction in hand("spell_corrections").itertuples(index=False):
        mapped = _correct(mapped, correction)
    return mapped.sort_values(["organization", "state", "start"], ignore_index=True)


def _raw_spells(raw: Path) -> pd.DataFrame:
    listed = pd.concat([text(raw / "political/org_membership_spells.csv"), hand("added_spells")], ignore_index=True)
    listed = listed.rename(columns={"spell_id": "spell", "org": "organization", "iso3": "state"})
    return listed.assign(organization=listed["organization"].replace(RENAMED), precision=_precision(listed["note"]))


def _precision(note: pd.Series[str]) -> pd.Series[str]:
    """How exact the start is, by what the note admits."""
    said = note.fillna("")
    exact = pd.Series("day", index=note.index)
    exact = exact.mask(said.str.contains(YEAR), "year")
    return exact.mask(said.str.contains(MONTH), "month")


def _map_statuses(listed: pd.DataFrame) -> pd.DataFrame:
    """Raw statuses replaced by those of the map; the row of the organization goes before the row of `*`."""
    rules = hand("status_map").set_index(["organization", "raw_status"])
    keys = list(zip(listed["organization"], listed["status"], strict=True))
    chosen = [key if key in rules.index else ("*", key[1]) for key in keys]
    unknown = sorted({status for _, status in chosen} - set(rules.index.get_level_values("raw_status")))
    if unknown:
        raise ValueError(f"status_map.csv maps no raw status {', '.join(unknown)}: add a row for each")
    rule = rules.loc[chosen]
    return pd.DataFrame(
        {
            "spell": listed["spell"],
            "organization": listed["organization"],
            "state": listed["state"],
            "status": rule["status"].to_numpy(),
            "practice": rule["practice"].to_numpy(),
            "towards": rule["towards"].to_numpy(),
            "start": listed["start"],
            "end": listed["end"],
            "raw_status": listed["status"],
            "precision": listed["precision"],
            "confidence": listed["confidence"],
            "note": listed["note"],
            "source": listed["source"],
            "basis": "reported",
        }
    )


def _correct(made: pd.DataFrame, correction: tuple[str, ...]) -> pd.DataFrame:
    """One row of the corrections applied; a row that fits no spell is a fault of the table."""
    row = correction._asdict()  # type: ignore[attr-defined]
    here = made["spell"].eq(row["spell"])
    if here.sum() != 1:
        raise ValueError(f"spell_corrections.csv corrects spell {row['spell']}, which stands {here.sum()} times")
    if row["action"] == "set":
        return _set(made, here, row)
    if row["action"] == "split":
        return _split(made, here, row)
    raise ValueError(f"spell_corrections.csv knows no action {row['action']!r}: use set or split")


def _set(made: pd.DataFrame, here: pd.Series[bool], row: dict[str, str]) -> pd.DataFrame:
    changed = made.copy()
    changed.loc[here, row["field"]] = row["value"]
    if row["field"] == "note":
        return changed
    changed.loc[here, "note"] = made["note"].fillna("") + f"; corrected {row['field']}: {row['reason']}"
    changed["note"] = changed["note"].str.removeprefix("; ")
    if row["field"] == "start":
        changed.loc[here, "source"] = row["source"]
    return changed


def _split(made: pd.DataFrame, here: pd.Series[bool], row: dict[str, str]) -> pd.DataFrame:
    first = made[here].iloc[0]
    if not (first["start"] < row["on"] and (pd.isna(first["end"]) or row["on"] < first["end"])):
        raise ValueError(f"spell_corrections.csv splits spell {row['spell']} on {row['on']}, outside its days")
    changed = made.copy()
    changed.loc[here, "end"] = row["on"]
    rest = first.to_dict() | {
        "spell": row["new_spell"],
        "start": row["on"],
        "practice": row["practice"],
        "precision": "day",
        "confidence": row["confidence"],
        "note": row["reason"],
        "source": row["source"],
    }
    return pd.concat([changed, pd.DataFrame([rest])], ignore_index=True)


def _published_map(raw: Path) -> pd.DataFrame:
    """The map with the number of raw spells that each row decides."""
    rules = hand("status_map")
    listed = _raw_spells(raw)
    own = set(zip(rules["organization"], rules["raw_status"], strict=True))
    used = [
        (o, s) if (o, s) in own else ("*", s) for o, s in zip(listed["organization"], listed["status"], strict=True)
    ]
    count = pd.Series(used).value_counts()
    keys = list(zip(rules["organization"], rules["raw_status"], strict=True))
    return rules.assign(count=[int(count.get(key, 0)) for key in keys], source="steppe-spells", basis="assumed")


def _sources(citations: Citations) -> pd.DataFrame:
    own = {
        "source": "steppe-spells",
        "title": "Membership spells of 54 organizations and formats, 1991-2026",
        "producer": "steppe compilation",
        "citation": "Own compilation from treaties, official dates and pages; each spell cites what was read",
        "url": None,
        "published": None,
        "accessed": "2026-11-21",
        "licence": "compilation CC BY 4.0",
        "licence_class": "open",
        "note": "members far from the region are listed for some bodies only (not for CoE, OIC, ICC, NAM, WTO)",
    }
    return pd.concat([citations.sources(), pd.DataFrame([own])], ignore_index=True)
