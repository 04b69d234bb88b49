"""What a compilation cites by the name of another folder, turned back into the page itself.

Rows of the network and of the pipelines say `facts/infrastructure.csv (rferl.org)` or `reported_facts (report.az)`: the
page stands in that file. A remark on OpenStreetMap belongs to the share-alike tables and is dropped here.
"""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from recipes._cite import GENERAL_KNOWLEDGE, Citations
from recipes._tables import text

TRACKER = "gem-gas-2024"
FOLDERS = {
    "facts/infrastructure.csv": ("facts/infrastructure.csv", "source"),
    "update-2026-11/reported_facts": ("update-2026-11/reported_facts/reported_facts_2019_2025.csv", "url"),
}
_FOLDER = re.compile(r"(facts/infrastructure\.csv|update-2026-11/reported_facts)(?: \(([^)]*)\))?")
_OSM = re.compile(r"; track confirmed by OSM [^;]*$")
_TRACKER = re.compile(r"GEM GGIT October 2024 \([^)]*\), CC BY 4\.0")


class Originals:
    """Cites rows whose text may name a file of another folder."""

    def __init__(self, raw: Path, citations: Citations) -> None:
        self._raw = raw
        self._citations = citations

    def cite(self, texts: pd.Series[str], names: pd.Series[str] | None = None) -> pd.Series[str]:
        """Source of each row; `names` finds the page in a file that is cited without a host."""
        named = names if names is not None else pd.Series("", index=texts.index)
        pages = [self._page(written, name) for written, name in zip(texts, named, strict=True)]
        kept = pd.Series(pages, index=texts.index)
        return self._citations.cite(kept.mask(kept.eq(TRACKER), "general knowledge")).mask(kept.eq(TRACKER), TRACKER)

    def _page(self, written: str, name: str) -> str:
        written = _OSM.sub("", written)
        found = _FOLDER.search(written)
        if found:
            written = _FOLDER.sub(self._in_folder(found[1], found[2], name), written)
        tracked = bool(_TRACKER.search(written))
        written = _TRACKER.sub("", written)
        parts = [part.strip() for part in written.split(";")]
        known = list(dict.fromkeys(part for part in parts if part and part != "general knowledge"))
        return "; ".join(known) or (TRACKER if tracked else "general knowledge")

    def _in_folder(self, folder: str, host: str | None, name: str) -> str:
        file, column = FOLDERS[folder]
        rows = text(self._raw / file)
        if host:
            rows = rows[rows[column].str.contains(host.removesuffix(", table"), regex=False)]
        else:
            rows = rows[[name.startswith(one) for one in rows["name"]]]
        pages = rows[column][rows[column].str.startswith("http")]
        return str(pages.iloc[-1]) if len(pages) else "general knowledge"


def of_recall(source: pd.Series[str]) -> pd.Series[bool]:
    """Whether a row rests on recall alone."""
    return source.eq(GENERAL_KNOWLEDGE)
