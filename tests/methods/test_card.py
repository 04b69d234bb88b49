"""The card of a study in the gallery: a chart of what is on record or estimated, none of sizes that are assumed."""

from __future__ import annotations

import dataclasses

import pytest

from steppe.methods.card import card
from steppe.methods.registry import find
from steppe.methods.run import run
from steppe.world.world import World


@pytest.mark.slow
def test_a_card_has_no_chart_of_assumed_sizes(world: World):
    result = run("coercion", draws=64, world=world)
    made = card(result, find(result.method).answer(result))
    assert made.about.startswith("Recorded cases") and "draws" not in made.about  # counts, which have no interval
    assumed = result.results[result.results["measure"].eq("credible threat")].reset_index(drop=True)
    assert set(assumed["basis"]) == {"assumed"}
    alone = dataclasses.replace(result, results=assumed)
    made = card(alone, find(result.method).answer(result))
    assert (made.rows, made.about) == ((), "")
