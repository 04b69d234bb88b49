"""The page of each state: its brief."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from steppe.influence import LAYERS
from steppe.report.brief import page as brief_page
from steppe.report.brief.view import brief
from steppe.report.site.pages.pairs import choices, frames_of
from steppe.report.site.registry import Made, address, links, page
from steppe.world.world import World


def _twelve(world: World) -> Sequence[str]:
    return world.group("twelve")


@page("{key}.html", keys=_twelve, under="index.html", effort=2)
def state(world: World, key: str) -> Made:
    """The brief of a state, with the pairs that it is one of."""
    names = {**world.state_names, "EU": "EU-27"}
    mine = [one for one in choices(world).values() if key in (one.first, one.second)]
    related = [(address("pair", one.key), names[one.second if one.first == key else one.first]) for one in mine]
    frames = frames_of(world, by_power=True)
    view = brief(world, key, in_layers([frames[one.key][0] for one in mine if one.by_power and one.first == key]))
    return Made(brief_page.page(view, links("state"), related), view.says["lead"])


def in_layers(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Rows of one state on each of several powers in the order of `dependence`: by layer, then by power."""
    rows = pd.concat(parts)
    place = rows["layer"].map({name: place for place, name in enumerate(LAYERS)})
    return rows.iloc[place.argsort(kind="stable")].reset_index(drop=True)
