"""Free-text citations of the hand-compiled tables, turned into sources.

A compiled row says where its fact was read: page addresses, a title, or `general knowledge`. Every distinct text
becomes one source, `page-<host>-<four hex digits>`; its citation keeps the text and its url is the first address.
"""

from __future__ import annotations

import hashlib
import re

import pandas as pd

ACCESSED = "2026-11-21"
GENERAL_KNOWLEDGE = "general-knowledge"
LONGEST = 28
"""Letters of a host in the name of a source: a list of sources has to fit a terminal."""
_ADDRESS = re.compile(r"https?://[^\s;,)]+")


class Citations:
    """Collects the texts that rows cite and gives each a source name."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def cite(self, texts: pd.Series[str]) -> pd.Series[str]:
        """Source name of each text; an empty text is a fault of the raw row."""
        if texts.isna().any() or texts.astype(str).str.strip().eq("").any():
            raise ValueError(f"{int(texts.isna().sum())} rows cite nothing")
        return texts.map(self._name)

    def _name(self, text: str) -> str:
        text = " ".join(str(text).split())
        if text.lower() == "general knowledge":
            self._texts[GENERAL_KNOWLEDGE] = text
            return GENERAL_KNOWLEDGE
        name = f"page-{_host(text)[:LONGEST].strip('.-')}-{hashlib.sha256(text.encode()).hexdigest()[:4]}"
        if self._texts.setdefault(name, text) != text:
            raise ValueError(f"two citations share the name {name}: {text!r} and {self._texts[name]!r}")
        return name

    def sources(self) -> pd.DataFrame:
        """One row of the table `sources` per text cited so far."""
        return pd.DataFrame([_source(name, text) for name, text in self._texts.items()])


def _host(text: str) -> str:
    address = _ADDRESS.search(text)
    if not address:
        return "-".join(re.findall(r"[a-z0-9]+", text.lower())[:3]) or "text"
    return address.group().split("/")[2].removeprefix("www.").split(":")[0].strip(".").lower()


def _source(name: str, text: str) -> dict[str, str | None]:
    address = _ADDRESS.search(text)
    recalled = name == GENERAL_KNOWLEDGE
    return {
        "source": name,
        "title": "Facts of general knowledge" if recalled else f"Page at {_host(text)}" if address else text[:120],
        "producer": "steppe compilation" if recalled else _host(text),
        "citation": "recalled by the compilers, no page was seen; unchecked" if recalled else text,
        "url": address.group() if address else None,
        "published": None,
        "accessed": ACCESSED,
        "licence": "facts; compilation CC BY 4.0",
        "licence_class": "open",
        "note": "unchecked recall, whatever the confidence says" if recalled else None,
    }
