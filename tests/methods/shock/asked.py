"""What a channel is asked in the tests, and what it says, by class."""

from __future__ import annotations

import datetime as dt

from steppe.influence.bases import base
from steppe.methods.income.channel import Ask, Channel, Effect
from steppe.scenario.event import Event, Resolved
from steppe.world.actors import actors
from steppe.world.points import Points
from steppe.world.world import World

DAY = dt.date(2026, 1, 1)


def ask(world: World, year: int, *events: Event) -> Ask:
    """Events of `DAY` put to the twelve."""
    states = world.group("twelve")
    gdp = base(world, "gdp", tuple(actors(world, list(states))), (year,))[:, 0]
    return Ask(world, year, states, gdp, tuple(Resolved(one, world, *one.sides(world, DAY)) for one in events))


def of(world: World, channel: Channel, year: int, *events: Event) -> dict[str, Effect]:
    """Effects of a channel by class, at 64 points."""
    asked = ask(world, year, *events)
    return {one.kind: one for one in channel.effects(asked, Points(1, 64, channel.parameters(asked)))}
