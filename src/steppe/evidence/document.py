"""One thing that `ask` can find; `documents` makes them from a world."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be searched for: its kind, name, where it stands, and its words."""

    kind: str
    key: str
    title: str
    locator: str
    text: str
    extra: str = ""
    only: str = ""
