"""The index of the finder, one script that every page can load: what can be found, of every kind."""

from __future__ import annotations

import json
import re

from steppe.report.site.registry import Made, findable, page
from steppe.world.world import World

SCRIPT = """/* What can be found: kind, weight, and of each entry title, address, other names, a line about it. */
window.steppe.entries = () => {
  let id = 0;
  return %s.flatMap(([kind, weight, rows]) => rows.map(
    ([title, where, names, about]) => ({ id: id++, kind, weight, title, where, names, about })));
};
"""


@page("search.js")
def search(world: World) -> Made:
    """Every entry of every kind."""
    kinds = []
    for kind, (weight, entries) in findable().items():
        rows = [[one.title, one.where, one.names, one.about] for one in entries(world)]
        kinds.append([kind, weight, rows])
    text = json.dumps(kinds, ensure_ascii=False, separators=(",", ":"))
    return Made(SCRIPT % re.sub(r"[\u2028\u2029]", " ", text))
