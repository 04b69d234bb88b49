"""Trade by kind of goods: the SITC sections of all exporters in two years, the HS chapters of Russia in most.

For Russia the chapters stand beside the sections in the years that have no matrix of the world. Where both are at hand
they agree (`tests/recipes/test_trade_chapters.py`). The chapters of a kind are those whose goods belong to its
sections: food, drink and tobacco without hides, plants, oil seeds and fats; machinery and vehicles as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from steppe.influence.layer import Gap
from steppe.world.actors import Actor
from steppe.world.tables import remembered
from steppe.world.world import World

SITC = {"food": (0, 1), "fuels": (3,), "machinery": (7,)}
"""Sections of the SITC by kind of goods."""
CHAPTERS = {"food": (1, 2, 3, 4, *range(7, 12), *range(16, 25)), "fuels": (27,), "machinery": tuple(range(84, 90))}
"""Chapters of the Harmonized System by kind of goods."""
SECTION_YEARS = (2005, 2015)
NOT_NAMED = "Russia's trade by chapter is at hand with sixty partners, and not with all of these in both directions"


MOST = 0.5
"""Part of a pair's trade from which, if its chapter is withheld (99), the kinds of its goods are not known."""
WITHHELD = "most of Russia's trade with these in the year is recorded without its kind of goods"


@remembered(maxsize=16)
def by_section(world: World, states: tuple[str, ...], goods: str) -> pd.DataFrame:
    """Trade of some states in a kind of goods, both flows: year, state, partner, value, source, basis; of chapters a
    zero where a partner is named and nothing of the kind is."""
    side = (
        "select year, {0} as state, {1} as partner, value, source, basis from trade_sections "
        "where year >= 2000 and exporter <> importer and list_contains(?::int[], section) "
        "and list_contains(?::varchar[], {0})"
    )
    both = " union all ".join((side.format("exporter", "importer"), side.format("importer", "exporter")))
    matrix = world.sql(both, [SITC[goods], list(states), SITC[goods], list(states)])
    own = world.sql(
        "select year, reporter as state, partner, source, basis, "
        "coalesce(sum(value) filter (list_contains(?::int[], chapter)), 0) as value from trade_chapters "
        "where list_contains(?::varchar[], reporter) and partner is not null and not list_contains(?::int[], year) "
        "group by all order by all",
        [CHAPTERS[goods], list(states), SECTION_YEARS],
    )
    return pd.concat([matrix, own], ignore_index=True)


@remembered(maxsize=4)
def recorded(world: World) -> frozenset[tuple[str, str, int]]:
    """Reporter, partner and year of all trade by chapter in the years without a matrix."""
    rows = world.sql(
        "select distinct reporter, partner, year from trade_chapters "
        "where partner is not null and not list_contains(?::int[], year)",
        [SECTION_YEARS],
    )
    return frozenset(rows.itertuples(index=False, name=None))


def not_named(world: World, actors: Sequence[Actor]) -> tuple[Gap, ...]:
    """Gaps of reporters with partners that they do not name, or of which a member is not named, by year."""
    there = recorded(world)
    reports = {(reporter, year) for reporter, _, year in there}
    return tuple(
        Gap(NOT_NAMED, reporter, one.name, (year,))
        for reporter, year in sorted(reports)
        for one in actors
        if any((reporter, member, year) not in there for member in one.members)
    ) + tuple(
        Gap(WITHHELD, row["reporter"], one.name, (row["year"],))
        for row in _withheld(world)
        for one in actors
        if row["partner"] in one.members
    )


@remembered(maxsize=1)
def _withheld(world: World) -> list[dict[str, Any]]:
    """Reporter, partner and year of which most trade by chapter is not specified."""
    return world.records(
        "select reporter, partner, year from trade_chapters "
        "where partner is not null and not list_contains(?::int[], year) "
        "group by all having coalesce(sum(value) filter (chapter = 99), 0) > ? * sum(value) order by all",
        [list(SECTION_YEARS), MOST],
    )
