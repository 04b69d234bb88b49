"""Agreements between two actors, each treaty once: those known by name, those of the trade data, pledges of alliance.

One treaty may stand in several tables: `agreements` has its day, `trade_agreements` the years for which the trade data
count it, `alliances` a row for each pledge. A bilateral agreement of the trade data is the named one of the same two
whose years from signature to entry into force hold its first year; a pledge belongs to the treaty that it names.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from itertools import groupby
from typing import Any

import pandas as pd

from steppe.world.actors import Actor
from steppe.world.dates import TODAY
from steppe.world.world import World

NOW = pd.Timestamp(TODAY)
COLUMNS = ["name", "kind", "since", "until", "now", "note", "source"]
_NAMED = """
select agreement as name, type as kind, coalesce(in_force, signed, initialled) as start, ended as "end",
       case when in_force is not null then '' when signed is not null then 'signed '
       when initialled is not null then 'initialled ' else '' end as stage,
       coalesce(year(coalesce(signed, in_force)), 0) as first_year, coalesce(year(in_force), 0) as last_year,
       coalesce(note, '') as note, source
from agreements
where (list_contains($1::varchar[], party_a) and list_contains($2::varchar[], party_b))
   or (list_contains($2::varchar[], party_a) and list_contains($1::varchar[], party_b))
"""
_TRADE = """
select agreement as name, kind, min(start_year) as start_year,
       case when bool_or(end_year is null) then null else max(end_year) end as end_year,
       list(distinct start_year) as starts, string_agg(distinct source, ';') as source
from trade_agreements
where (list_contains($1::varchar[], state_a) and list_contains($2::varchar[], state_b))
   or (list_contains($2::varchar[], state_a) and list_contains($1::varchar[], state_b))
group by agreement, kind order by start_year, name
"""
_PARTIES = "select agreement, state_a, state_b from trade_agreements where list_contains(?::varchar[], agreement)"
_PLEDGES = """
select coalesce(treaty, 'Treaty without a name in the source') as name, treaty is null as unnamed, obligation as kind,
       start_year, end_year, source
from alliances where (state_a = $1 and state_b = $2) or (state_a = $2 and state_b = $1)
order by name, start_year, end_year, kind
"""
ON_TRADE = ("FTA", "PTA", "AA", "AA_DCFTA", "customs_union", "union")
"""Types of agreements that the trade data may count."""
KINDS = {
    "FTA": "free trade",
    "PTA": "preferences",
    "partial": "preferences in part",
    "customs_union": "customs union",
    "AA": "association",
    "AA_DCFTA": "association with free trade",
    "defence": "duty to defend",
    "neutrality": "neutrality",
    "nonaggression": "non-aggression",
    "consultation": "consultation",
    "offence": "joint attack",
}


def agreements(world: World, first: Actor, second: Actor) -> pd.DataFrame:
    """Agreements of the two: by name, on trade, and pledges of alliance; every treaty once.

    Returns
    -------
    Columns name, kind, since, until (text, as exact as known), now (in force on the last day of the bundle), note,
    source.
    """
    named = [_named(row) for row in world.sql(_NAMED, [list(first.codes), list(second.codes)]).itertuples()]
    trade = world.sql(_TRADE, [list(first.members), list(second.members)])
    bilateral = _bilateral(world, trade["name"])
    others = []
    for row in trade.itertuples():
        same = next((one for one in named if _is_same(one, row, row.name in bilateral)), None)
        if same:
            until = f" to {int(row.end_year)}" if pd.notna(row.end_year) else " on"
            _add(same, row.source, f"in the trade data from {row.start_year}{until}")
        else:
            others.append(_yearly(row.name, [row]))
    if not (first.bloc or second.bloc):
        others += _pledges(world, first, second, {str(one["name"]): one for one in named})
    return pd.DataFrame([*named, *others], columns=COLUMNS)


def _named(row: Any) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": KINDS.get(row.kind, row.kind),
        "since": "" if pd.isna(row.start) else f"{row.stage}{row.start.date()}",
        "until": "" if pd.isna(row.end) else str(row.end.date()),
        "now": row.last_year > 0 and (pd.isna(row.end) or row.end > NOW),
        "note": row.note,
        "source": row.source,
        "years": range(row.first_year, row.last_year + 1) if row.kind in ON_TRADE else range(0),
    }


def _is_same(one: dict[str, Any], row: Any, bilateral: bool) -> bool:
    return one["name"] == row.name or (bilateral and any(int(year) in one["years"] for year in row.starts))


def _bilateral(world: World, names: Iterable[str]) -> set[str]:
    """The agreements of the trade data that have one party in common everywhere: treaties of two sides."""
    rows = world.sql(_PARTIES, [list(names)])
    parties = rows.assign(both=[{*pair} for pair in zip(rows["state_a"], rows["state_b"], strict=True)])
    return {str(name) for name, own in parties.groupby("agreement")["both"] if reduce(set.intersection, own)}


def _add(one: dict[str, Any], source: str, note: str = "") -> None:
    """A second record of a treaty: what it adds, and its source."""
    one["note"] = "; ".join(part for part in (one["note"], note) if part)
    one["source"] = ";".join(dict.fromkeys(f"{one['source']};{source}".split(";")))


def _pledges(world: World, first: Actor, second: Actor, named: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Pledges of alliance by treaty; those without a name together where their years are the same."""
    found = world.sql(_PLEDGES, [first.name, second.name])
    kept = []
    for (name, *_), group in groupby(found.itertuples(), key=_treaty):
        rows = list(group)
        if name in named:
            _add(named[name], ";".join(row.source for row in rows))
        else:
            kept.append(_yearly(name, rows))
    return kept


def _treaty(row: Any) -> tuple[str, int, int]:
    years = (row.start_year, -1 if pd.isna(row.end_year) else int(row.end_year)) if row.unnamed else (0, 0)
    return row.name, *years


def _yearly(name: str, rows: list[Any]) -> dict[str, Any]:
    """A treaty that is known by its years, from one record or several."""
    spans = sorted(
        {(int(row.start_year), None if pd.isna(row.end_year) else int(row.end_year)) for row in rows}, key=str
    )
    return {
        "name": name,
        "kind": ", ".join(dict.fromkeys(KINDS[row.kind] for row in rows)),
        "since": "; ".join(str(start) for start, _ in spans),
        "until": "; ".join(str(end) for _, end in spans if end is not None),
        "now": any(end is None or end > TODAY.year for _, end in spans),
        "note": "",
        "source": ";".join(dict.fromkeys(row.source for row in rows)),
    }
