"""The page of the sources: data sets, and pages that single facts were read from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from steppe.display.format import number
from steppe.report.site.index import index
from steppe.report.site.registry import Made, page
from steppe.world.sources import is_page

if TYPE_CHECKING:
    from steppe.world.world import World


@page("sources.html", words="Sources", place=8)
def sources(world: World) -> Made:
    """Every source with its terms and its defects."""
    frame = world.table("sources").sort_values(["producer", "title"], kind="stable")
    rows = [{str(name): _text(cell) for name, cell in row.items()} for row in frame.to_dict("records")]
    parts = [[row for row in rows if is_page(row["source"]) == pages] for pages in (False, True)]
    sizes = [number(len(part)) for part in parts]
    headline = f"{sizes[0]} data sets and {sizes[1]} pages stand behind the figures"
    heads = ("Data sets", "Pages that single facts were read from")
    context = {"title": "Sources", "headline": headline, "parts": list(zip(heads, parts, strict=True))}
    return index(world, "sources", context, "site")


def _text(value: Any) -> str:
    """A cell as text, empty where it is missing."""
    if hasattr(value, "strftime") and value == value:
        return str(value.date())
    return value if isinstance(value, str) else ""
