"""Edits: a new world with one spell, tie or organization more. The old world stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pandas as pd

from steppe.world import schema
from steppe.world.dates import as_date
from steppe.world.errors import UserError
from steppe.world.layers import TIES, layer_of
from steppe.world.tables import Self, Tables

_SPELL_DEFAULTS = {"status": "member", "practice": "active", "precision": "day", "confidence": "high"}
_ASSUMED = {"basis": "assumed", "source": "assumption"}


def spells(world: Tables) -> pd.DataFrame:
    """Spells of membership; those of an edited world are at hand and need no query."""
    edited = world.edits.get("memberships")
    return world.table("memberships") if edited is None else edited.copy(deep=False)


def with_spell(world: Self, spell: Mapping[str, Any]) -> Self:
    """See `World.with_spell`."""
    row = {**_SPELL_DEFAULTS, **_ASSUMED, **spell}
    row["state"] = world.state(_needed(row, "state"))
    row["towards"] = world.state(row["towards"]) if row.get("towards") else None
    row["organization"] = world.organization(_needed(row, "organization")).organization
    start = pd.Timestamp(as_date(_needed(row, "start"), "start"))
    end = pd.Timestamp(as_date(row["end"], "end")) if row.get("end") else None
    if end is not None and end <= start:
        raise UserError(f"end: {end:%Y-%m-%d} is not after the start {start:%Y-%m-%d}; a spell lasts at least one day")
    frame = spells(world)
    row |= {
        "spell": int(frame["spell"].max()) + 1 if len(frame) else 1,
        "start": start,
        "end": end,
        "raw_status": row.get("raw_status", row["status"]),
    }
    frame = _close_open_spell(frame, row)
    added = schema.conform(pd.DataFrame([row]), schema.table("memberships"), "spell")
    return _with(world, "memberships", frame, added.astype(frame.dtypes.to_dict()))


def without_spells(world: Self, state: str, organization: str, on: str | date, towards: str | None = None) -> Self:
    """See `World.without_spells`."""
    day = pd.Timestamp(as_date(on, "on"))
    frame = spells(world)
    mine = frame["organization"].eq(world.organization(organization).organization)
    mine &= frame["state"].eq(world.state(state))
    if towards is not None:
        mine &= frame["towards"].eq(world.state(towards))
    kept = frame[~(mine & (frame["start"] >= day))].copy()
    kept.loc[mine & (kept["end"].isna() | (kept["end"] > day)), "end"] = day
    return world.replaced({"memberships": kept.reset_index(drop=True)})


def _close_open_spell(frame: pd.DataFrame, row: Mapping[str, Any]) -> pd.DataFrame:
    same = frame["organization"].eq(row["organization"]) & frame["state"].eq(row["state"])
    towards = row["towards"]
    same &= frame["towards"].isna() if towards is None else frame["towards"].eq(towards)
    last = row["end"] if row["end"] is not None else pd.Timestamp.max
    clash = frame[same & (frame["start"] < last) & (frame["end"].isna() | (frame["end"] > row["start"]))]
    later = clash[(clash["start"] >= row["start"]) | clash["end"].notna()]
    if len(later):
        first, last = later.iloc[0]["start"], later.iloc[0]["end"]
        until = "" if pd.isna(last) else f" to {last:%Y-%m-%d}"
        raise UserError(
            f"start: {row['state']} already has a spell in {row['organization']} from {first:%Y-%m-%d}{until}; "
            "choose days outside it"
        )
    frame.loc[clash.index, "end"] = row["start"]
    return frame


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
    present = frame[frame["organization"].eq(name)]
    old = present.iloc[0].to_dict() if len(present) else {"confidence": "high"}
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
