"""Edits: a new world with one spell, tie or organization more. The old world stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from steppe.world import schema
from steppe.world.dates import as_date
from steppe.world.errors import UserError
from steppe.world.layers import TIES, layer_of
from steppe.world.tables import Self

_SPELL_DEFAULTS = {"status": "member", "practice": "active", "precision": "day", "confidence": "high"}
_ASSUMED = {"basis": "assumed", "source": "assumption"}


def with_spell(world: Self, spell: Mapping[str, Any]) -> Self:
    """See `World.with_spell`."""
    row = {**_SPELL_DEFAULTS, **_ASSUMED, **spell}
    row["state"] = world.state(_needed(row, "state"))
    row["towards"] = world.state(row["towards"]) if row.get("towards") else None
    row["organization"] = world.organization(_needed(row, "organization")).organization
    start = pd.Timestamp(as_date(_needed(row, "start"), "start"))
    end = pd.Timestamp(as_date(row["end"], "end")) if row.get("end") else None
    if end is not None and end <= start:
        raise UserError(f"end: {end:%Y-%m-%d} is not after the start {start:%Y-%m-%d}; a spell lasts a day at least")
    spells = world.table("memberships")
    row |= {
        "spell": int(spells["spell"].max()) + 1 if len(spells) else 1,
        "start": start,
        "end": end,
        "raw_status": row.get("raw_status", row["status"]),
    }
    spells = _close_open_spell(spells, row)
    added = schema.conform(pd.DataFrame([row]), schema.table("memberships"), "spell")
    return _with(world, "memberships", spells, added)


def _close_open_spell(spells: pd.DataFrame, row: Mapping[str, Any]) -> pd.DataFrame:
    same = spells["organization"].eq(row["organization"]) & spells["state"].eq(row["state"])
    towards = row["towards"]
    same &= spells["towards"].isna() if towards is None else spells["towards"].eq(towards)
    last = row["end"] if row["end"] is not None else pd.Timestamp.max
    clash = spells[same & (spells["start"] < last) & (spells["end"].isna() | (spells["end"] > row["start"]))]
    later = clash[(clash["start"] >= row["start"]) | clash["end"].notna()]
    if len(later):
        first, last = later.iloc[0]["start"], later.iloc[0]["end"]
        until = "" if pd.isna(last) else f" to {last:%Y-%m-%d}"
        raise UserError(
            f"start: {row['state']} already has a spell in {row['organization']} from {first:%Y-%m-%d}{until}; "
            "choose days outside it"
        )
    spells.loc[clash.index, "end"] = row["start"]
    return spells


def with_tie(world: Self, layer: str, tie: Mapping[str, Any]) -> Self:
    """See `World.with_tie`: the row of the same states and year is replaced, or a new one is added."""
    of = layer_of(layer, TIES)
    frame = world.table(of.table)
    row = {**_ASSUMED, **tie}
    for end in (of.sender, of.receiver):
        row[end] = world.state(_needed(row, end))
    added = schema.conform(pd.DataFrame([row]), schema.table(of.table), f"tie on {layer}")
    place = [name for name in (of.sender, of.receiver, of.year) if name]
    same = (frame[place] == added.loc[0, place]).all(axis=1)
    return _with(world, of.table, frame[~same], added)


def with_organization(world: Self, organization: Mapping[str, Any]) -> Self:
    """See `World.with_organization`: fields that are not given stay as they are, or empty for a new one."""
    frame = world.table("organizations")
    name = _needed(organization, "organization")
    known = frame[frame["organization"].eq(name)]
    old = known.iloc[0].to_dict() if len(known) else {"confidence": "high"}
    row = {**old, **_ASSUMED, **organization}
    added = schema.conform(pd.DataFrame([row]), schema.table("organizations"), f"organization {name}")
    return _with(world, "organizations", frame[~frame["organization"].eq(name)], added)


def _with(world: Self, table: str, kept: pd.DataFrame, added: pd.DataFrame) -> Self:
    """A world with one row more; both parts keep to the schema already, so neither is checked again."""
    return world.replaced({table: pd.concat([kept, added], ignore_index=True)})


def _needed(row: Mapping[str, Any], name: str) -> Any:
    if row.get(name) in (None, ""):
        raise UserError(f"{name}: it is missing; give it")
    return row[name]
