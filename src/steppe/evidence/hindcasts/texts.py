"""Forecasts that the five texts made, scored at their dates: how many the data bear out.

Informational: no naive forecast says the same, so there is no baseline. A forecast that holds under some admissible
measures and not under others is mixed and counts as not borne out. Blocks are texts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np

from steppe.evidence.claims import claims
from steppe.evidence.hindcast import Trial, hindcast
from steppe.evidence.verdicts import evaluate_claims
from steppe.world.world import World


@hindcast(
    "forecasts-of-the-texts",
    "What the five texts expected, at the date by which they expected it",
    "evidence",
    "forecast",
    mechanism="forecasts of the five texts",
)
def forecasts_of_the_texts(world: World) -> Iterable[Trial]:
    """Share of the forecasts with a verdict that are supported."""
    results = evaluate_claims(world, [one for one in claims().values() if one.type == "forecast"])
    scored = [result for result in results if result.computed]
    counts = Counter(result.verdict for result in scored)
    due = [result.claim.due.year for result in scored if result.claim.due]
    yield Trial(
        measure="share supported",
        unit="share",
        scores=np.array([float(result.verdict == "supported") for result in scored]),
        baselines={},
        block=np.array([result.claim.text for result in scored]),
        of="text",
        period=f"{min(due)}-{max(due)}",
        evidence=f"{', '.join(f'{size} {verdict}' for verdict, size in sorted(counts.items()))}; "
        f"{len(results) - len(scored)} more cannot be tested here.",
        higher=True,
    )
