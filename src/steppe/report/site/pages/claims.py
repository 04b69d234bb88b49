"""The page of the claims: what the texts say, against the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from steppe.evidence.listing import in_words
from steppe.report.overview.tally import SHAPES
from steppe.report.site.index import claim_results, index, whole
from steppe.report.site.registry import Made, page

if TYPE_CHECKING:
    from steppe.evidence.claims import ClaimResult
    from steppe.world.world import World


@page("claims.html", words="Claims", place=5)
def claims(world: World) -> Made:
    """Every claim with what was measured and its verdict."""
    tally, says = whole(world).claims, whole(world).says
    assert tally is not None  # the overview has the same results
    counts = [(SHAPES[verdict], size, verdict, _key(verdict)) for verdict, size in tally.counts.items()]
    rows = [_row(one) for one in claim_results(world)]
    context = {"title": "Claims", "headline": says["claims"], "counts": counts, "rows": rows}
    return index(world, "claims", context, "overview", "site")


def _key(verdict: str) -> str:
    return verdict.replace(" ", "-")


def _row(one: ClaimResult) -> dict[str, object]:
    claim = one.claim
    return {
        "claim": claim,
        "found": [f"{f.measure.name}: {in_words(f)}" for f in one.findings] or [claim.untestable or claim.pending],
        "verdict": f"{SHAPES[one.verdict]} {one.verdict}",
        "key": _key(one.verdict),
    }
