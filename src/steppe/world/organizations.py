"""Organizations, their rules and the dated spells of their members.

A spell has two answers. In law a state holds a `status`; in practice the seat is `active`, `selective`, `frozen`,
`suspended` or `leaving`. Which statuses count as membership in law differs by body and stands in the table
`organizations` (`legal_members`): a participant of the CIS counts, an observer of the EAEU does not. In practice a
state is a member when it is one in law and the seat is active or selective.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

Within = Literal["law", "practice"]
IN_PRACTICE = ("active", "selective")


@dataclass(frozen=True, slots=True)
class Rules:
    """What belonging to an organization changes. None where the bundle does not know."""

    trade: str | None
    external_tariff: str | None
    labour_access: str | None
    defence_obligation: str | None
    decision_rule: str | None
    exclusive_with: tuple[str, ...]
    legal_members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Organization:
    """An intergovernmental organization, treaty or format."""

    organization: str
    title: str
    kind: str
    founded: date | None
    ended: date | None
    leader: str | None
    rules: Rules
    note: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Spell:
    """One state's status in one organization; `end` is the first day on which it no longer holds."""

    spell: int
    organization: str
    state: str
    status: str
    practice: str
    towards: str | None
    start: date
    end: date | None
    raw_status: str | None
    precision: str | None
    confidence: str
    note: str | None
    source: str
    basis: str

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.start <= day and (self.end is None or self.end > day)

    def counts(self, body: Organization, within: Within) -> bool:
        """Whether it makes a member of a body, in law or in practice; a spell towards one state only never does."""
        in_law = self.towards is None and self.status in body.rules.legal_members
        return in_law and (within == "law" or self.practice in IN_PRACTICE)


def organization_of(row: Mapping[str, Any]) -> Organization:
    """An organization from its row of the table."""
    rules = Rules(**{f.name: _rule(row[f.name], f.name) for f in fields(Rules)})
    kept = {f.name: row[f.name] for f in fields(Organization) if f.name != "rules"}
    return Organization(rules=rules, **kept)


def _rule(value: Any, name: str) -> Any:
    if name in ("exclusive_with", "legal_members"):
        return tuple(value.split(";")) if value else ()
    return value


def plain(value: Any) -> Any:
    """A cell as plain Python: missing is None, a timestamp is a date."""
    import pandas as pd

    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return value.item() if hasattr(value, "item") else value
