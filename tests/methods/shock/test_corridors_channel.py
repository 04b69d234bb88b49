"""Corridors as a channel: zero, signs, nothing twice, bounds, what is assumed; and the four studies on them."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

import steppe
from steppe.methods.answer import MOST_WORDS, Verdict
from steppe.methods.income.channel import Ask, Effect
from steppe.methods.income.channels.corridors import CHANNEL, manufactures, shares
from steppe.scenario.event import Resolved
from steppe.scenario.events.corridor import Corridor
from steppe.world.points import Points
from steppe.world.world import World

DAY = dt.date(2026, 11, 1)
STATES = ("ARM", "AZE", "GEO", "KAZ")
GDP = np.array([24_000.0, 72_000.0, 30_000.0, 260_000.0])
STUDIES = ("middle-corridor", "north-south-corridor", "gauge-and-border-delays", "armenian-borders-open")


def corridor(what: str, **more: object) -> Corridor:
    ends = {"origins": ["ARM", "GEO"], "destinations": ["TUR", "RUS", "CHN", "DEU", "GEO", "ARM"]}
    return Corridor(**{"kind": "corridor", "date": DAY, "what": what, **ends, **more})


def effect(world: World, *events: Corridor) -> Effect:
    asked = Ask(world, 2023, STATES, GDP, tuple(Resolved(one, world, *one.sides(world, DAY)) for one in events))
    (found,) = CHANNEL.effects(asked, Points(1, 64, CHANNEL.parameters(asked)))
    return found


def test_nothing_that_changes_leaves_exact_zeros(world: World):
    nothing = corridor("faster", links=["L595"], hours=0)
    assert not effect(world, nothing).values.any()
    assert not effect(world).values.any()
    assert not effect(world, corridor("opened", links=["L001"])).values.any()  # it is open already


def test_what_opens_gains_what_closes_loses_and_states_apart_stay_at_zero(world: World):
    opened = effect(world, corridor("opened", borders=["ARM-TUR"], links=["L211", "L213"]))
    closed = effect(world, corridor("closed", links=["L604"]))
    assert (opened.values >= 0).all() and opened.values[:, 0].any()
    assert (closed.values <= 0).all() and (closed.values[:, 0] < 0).all()
    for one in (opened, closed):
        assert one.kind == "assumed"
        assert not one.values[:, [1, 3]].any()  # Azerbaijan and Kazakhstan trade with nobody that is asked about
        assert not one.missing and one.assumptions


def test_a_pair_counts_once_from_either_side(world: World):
    once = corridor("faster", places=["POT"], hours=48, origins=["GEO"], destinations=["DEU"])
    twice = corridor("faster", places=["POT"], hours=48, origins=["GEO", "DEU"], destinations=["DEU", "GEO"])
    assert effect(world, once).values == pytest.approx(effect(world, twice).values)


def test_an_effect_is_manufactures_times_days_times_what_a_day_is_worth(world: World):
    found = effect(world, corridor("faster", places=["POT"], hours=48, origins=["GEO"], destinations=["DEU"]))
    days = found.rows.set_index("what").loc["days saved"]
    traded = manufactures(world, ["GEO"], 2023)["GEO", "DEU"]
    assert found.rows.set_index("what").loc["manufactures, both ways", "value"] == pytest.approx(traded)
    assert (days["low"], days["value"], days["high"]) == (1.0, 2.0, 2.0)  # a port takes a day at the least
    least, most = traded * 1.0 * 0.6 / GDP[2], traded * 2.0 * 2.1 / GDP[2]
    values = found.values[:, 2]
    assert values.min() >= least and values.max() <= most
    assert values.max() > 2 * values.min()


def test_fuels_metals_and_grain_are_in_no_figure(world: World):
    whole = world.sql(
        "select sum(value) as v, sum(value) filter (section in (7, 8)) as made from trade_sections "
        "where year = 2015 and exporter = 'KAZ' and importer = 'CHN'"
    ).iloc[0]
    assert shares(world)["KAZ", "CHN"] == pytest.approx(whole["made"] / whole["v"])
    assert shares(world)["KAZ", "CHN"] < 0.05  # oil, copper, uranium and grain


@pytest.mark.parametrize(
    ("more", "key", "says"),
    [
        ({"what": "opened"}, "", "made of links, borders or places"),
        ({"what": "opened", "links": ["L999"]}, "links", 'no link has the number "L999"'),
        ({"what": "opened", "borders": ["ARM-CHN"]}, "borders", 'no link of the network crosses "ARM-CHN"'),
        ({"what": "one-gauge", "places": ["BJS"]}, "places", "the gauge does not break at BJS"),
        ({"what": "one-gauge", "places": ["XXX"]}, "places", 'no place has the short name "XXX"'),
        ({"what": "faster", "links": ["L001"]}, "hours", "say how many hours less"),
        ({"what": "closed", "links": ["L001"], "hours": 3}, "hours", "only there"),
        ({"what": "closed", "places": ["ALA"]}, "places", "places are not closed"),
        (
            {"what": "opened", "links": ["L001"], "origins": ["ARM"], "destinations": ["ARM"]},
            "destinations",
            "no pair of different states",
        ),
    ],
)
def test_a_corridor_that_cannot_be_gets_a_sentence(world: World, more, key, says):
    event = corridor(**more)
    faults = dict(event.faults(Resolved(event, world, *event.sides(world, DAY))))
    assert says in faults[key]


@pytest.mark.slow
@pytest.mark.parametrize("name", STUDIES)
def test_studies_on_corridors_keep_the_rules_of_answers(name):
    result = steppe.run(name, draws=256)
    assert result.answer.verdict in (Verdict.ASSUMED, Verdict.NOTHING)
    assert result.answer.words <= MOST_WORDS
    assert not result.results.loc[result.results["measure"].eq("sum"), "value"].any()  # assumed: never in the sum
    assert set(result.results.loc[result.results["measure"].ne("sum"), "basis"]) <= {"assumed"}
    assert any("calculator" in note for note in result.notes)
