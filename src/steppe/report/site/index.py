"""What the pages that lead to others share: the overview with its claims, and the frame of the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from steppe.display.format import day
from steppe.display.page import render
from steppe.evidence.verdicts import ClaimResult, evaluate_claims
from steppe.report.overview.view import Overview, overview
from steppe.report.site.registry import Made, links
from steppe.world.tables import remembered
from steppe.world.world import World

TEMPLATES = Path(__file__).parent / "pages"


@remembered(maxsize=1)
def claim_results(world: World) -> list[ClaimResult]:
    """Every claim with its verdict."""
    return evaluate_claims(world)


@remembered(maxsize=1)
def whole(world: World) -> Overview:
    """The overview of the last day, with the tally of the claims."""
    return overview(world, claims=claim_results(world))


def index(world: World, kind: str, *sheets: str, template: Path | None = None, **context: Any) -> Made:
    """A page of the site that is no state's, pair's, organization's or study's; `sheets` as `render` takes them."""
    view = whole(world)
    reach = f"seats {day(view.on)} · trade {view.trade_year} · votes {view.votes.iloc[-1]['last']}"
    frame = {"version": view.version, "data_to": reach, "sections": [], "sources": [], "site": links(kind)}
    return Made(render(template or TEMPLATES / f"{kind}.html.j2", {**frame, **context}, sheets))
