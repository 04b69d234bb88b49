"""The page of corridors: China to Germany with and without Russia, named corridors link by link, published services."""

from __future__ import annotations

from typing import Any

import pandas as pd

from steppe.display.charts.tokens import PAGE
from steppe.display.format import Figure, sentence_case
from steppe.display.page import inline
from steppe.economy.corridors import ways
from steppe.economy.corridors.network import places
from steppe.economy.corridors.services import corridors as named
from steppe.economy.corridors.services import score, services
from steppe.report.route.charts import chart_route
from steppe.report.route.compared import compared, told
from steppe.report.route.view import RouteView, days, dollars, kilometres, legs, sentence, span, view
from steppe.report.site.index import index
from steppe.report.site.registry import Made, page
from steppe.world.dates import TODAY
from steppe.world.world import World

SIZES = (("large", 850, 460), ("small", 358, 300))
ASKED = (("With every way", ()), ("Without Russia and the sea lanes", ("RUS", "sea")))


@page("corridors.html", under="pairs.html")
def corridors(world: World) -> Made:
    """The ways from Beijing to Berlin, three corridors, and what they are compared with."""
    views = [(words, view(world, ways(world, "CHN", "DEU", on=TODAY, without=shut))) for words, shut in ASKED]
    rows = services(world)
    first = views[0][1].ways.ways[0]
    return index(
        world,
        "corridors",
        "overview",
        "site",
        title="Corridors",
        headline=f"China to Germany by {first.modes[0]}: about {days(first.days)} days, bounds {span(first.days)}",
        shown=[
            (words, one, _pictures(one, f"way-{place}"), _table(one.others)) for place, (words, one) in enumerate(views)
        ],
        named=_named(world),
        services=_table(compared(rows)),
        bars=told(score(rows)),
        assumed=world.sql("select quantity, value, low, high, unit, why from network_assumed order by quantity"),
    )


def _pictures(one: RouteView, name: str) -> list[tuple[str, str]]:
    return [
        (size, inline(chart_route(one, width=width, height=height, theme=PAGE), f"{name}-{size}"))
        for size, width, height in SIZES
    ]


def _table(frame: pd.DataFrame) -> tuple[list[str], list[list[Figure | str]]]:
    """Heads and rows: text, and figures with their letter; a dash where a figure has no sense, as length of a wait."""
    rows = [
        [cell if isinstance(cell, Figure) else "–" if pd.isna(cell) else str(cell) for cell in row]
        for row in frame.astype(object).to_numpy()
    ]
    return [str(name).capitalize() if name != "usd" else "USD" for name in frame], rows


def _named(world: World) -> list[dict[str, Any]]:
    """The three corridors from Xi'an to Duisburg, leg by leg."""
    names, at = dict(world.state_names), places(world)
    return [
        {
            "name": sentence_case(name),
            "says": sentence(one, names),
            "figures": (kilometres(one), days(one.days), span(one.days), dollars(one.dollars)),
            "legs": _table(legs(one, names, at).drop(columns=["source"])),
        }
        for name, one in named(world, TODAY).items()
    ]
