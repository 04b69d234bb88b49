"""What a rule of consistency finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a rule forbids: the table, and a sentence that says where and how to mend it."""

    table: str
    message: str
