"""Sources and licence classes.

`open` figures may be passed on with attribution; `share-alike` ones live in files of their own under their own
licence; of a `closed` source only shares, ratios or indices are shipped, never its rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

PARAGRAPHS: Mapping[str, int] = {"T0": 21, "T1": 9, "T2": 13, "T3": 9, "T4": 25}
"""Body paragraphs of each of the five texts."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from, and how far they may be passed on."""

    source: str
    title: str
    producer: str
    citation: str
    url: str | None
    published: str | None
    accessed: date
    licence: str
    licence_class: str
    note: str | None
