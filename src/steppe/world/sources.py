"""Sources and licence classes.

`open` figures may be passed on with attribution; `share-alike` ones live in files of their own under their own
licence; of a `closed` source only shares, ratios or indices are shipped, never its rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from steppe.world.tables import Tables

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
    grade: str | None
    mirror_of: str | None


def weo(tables: Tables) -> str:
    """The source of the newest edition of the World Economic Outlook in the table `macro`."""
    (row,) = tables.records("select max(source) as newest from macro where starts_with(source, 'weo-')")
    return str(row["newest"] or "weo")


def is_page(source: str) -> bool:
    """Whether a source is a page that single facts were read from, and no data set."""
    return source.startswith("page-")


def sources_of(tables: Tables, cells: Iterable[object]) -> pd.DataFrame:
    """The sources that cells of `;`-separated names cite, each once, in the order of first use.

    Returns
    -------
    Columns source, title, producer, citation, url, published, accessed, licence, grade. Names without a source, and
    empty cells, have no row.
    """
    names = "source, title, producer, citation, url, published, accessed, licence, grade"
    sources = tables.sql(f"select {names} from sources")
    sources = sources.set_index("source", drop=False)
    cited = dict.fromkeys(name for cell in cells for name in str(cell).split(";"))
    return sources.loc[[name for name in cited if name in sources.index]].reset_index(drop=True)


def places_of(sources: pd.DataFrame, cells: Iterable[object]) -> list[int]:
    """Places, from 1, in a list of sources of those that cells of `;`-separated names cite."""
    places = {name: place for place, name in enumerate(sources["source"], start=1)}
    return sorted({places[name] for cell in cells for name in str(cell).split(";") if name in places})
