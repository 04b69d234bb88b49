"""The figures of the map as one script, for every page that shows them by layer, power and year."""

from __future__ import annotations

import json

from steppe.report.site.choices import packed
from steppe.report.site.registry import Made, page
from steppe.world.world import World

SCRIPT = """/* Figures of every layer, power and year. steppe.figures:
   states [code, name], powers [code, name, colour token], domains, first [layer, power, year], texts,
   layers.NAME: title, domain, measure, whole, unit, shares (else the map shows amounts), parts, bounds, defects, and
   powers.CODE: years; by year says (the finding), sub (what is shown), when, credit (places in texts);
                by state (as in states; [] if none), then by year: share, low, high (per cent), amount (in unit),
                mark (a text: i, m, a or . of each year), missing, record (places in texts: place, times, …). */
window.steppe.figures = %s;
"""


@page("figures.js")
def figures(world: World) -> Made:
    """Every choice of the map."""
    return Made(SCRIPT % json.dumps(packed(world), ensure_ascii=False, separators=(",", ":"), default=str))
