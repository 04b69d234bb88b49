"""Chronology: everything dated about a state, an organization or a pair, in one table.

Nothing is stored twice: events are read off the dated tables (spells of membership, meetings and who came, agreements,
offices, leaders, foreign troops, conflicts, votes on Ukraine, requests to the CSTO, infrastructure, corridors).

Columns of a chronology: date, precision (day | month | year), kind, event, states (`;` list), organization, source,
confidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    pass
