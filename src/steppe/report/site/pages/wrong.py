"""How wrong we are, as a page of the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steppe.report.scoreboard import page as scores
from steppe.report.site.index import claim_results, index
from steppe.report.site.registry import Made, page

if TYPE_CHECKING:
    from steppe.world.world import World


@page("wrong.html", words="How wrong", place=6)
def wrong(world: World) -> Made:
    """Scores against naive baselines, what is contradicted, what is weak."""
    context = scores.context(world, claim_results(world))
    return index(world, "wrong", context, "overview", "site", template=scores.TEMPLATE)
