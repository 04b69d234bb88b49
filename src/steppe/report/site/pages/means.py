"""The page of means: what each power paid out by year, and beside it what it asked."""

from __future__ import annotations

from steppe.influence import POWERS
from steppe.report.means.view import ASKED, NEVER_ADDED, view
from steppe.report.site.index import index
from steppe.report.site.registry import Made, address, page
from steppe.world.world import World


@page("means.html", under="pairs.html")
def means(world: World) -> Made:
    """The means of every power toward the twelve."""
    views = [(power, view(world, power)) for power in POWERS]
    return index(
        world,
        "means",
        "overview",
        "site",
        title="Means",
        headline="What each power paid out by year, and what it asked",
        never_added=NEVER_ADDED,
        asked=ASKED,
        views=views,
        hrefs={world.state_names[code]: address("state", code) for code in world.group("twelve")},
    )
