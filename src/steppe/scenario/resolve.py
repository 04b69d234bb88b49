"""Events in codes: what each one names is looked up once, in the world that the events before it leave.

An event on membership edits the world (`Event.after`), so who is a member of what, once some events have happened, is
asked of the world and of nothing else. A membership that an event changes stays so from its day on, whatever the bundle
says of later days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from steppe.scenario.event import Event, Resolved
from steppe.scenario.parties import members_of
from steppe.scenario.problem import Problem
from steppe.world.errors import UserError
from steppe.world.tables import remembered
from steppe.world.toml import Path
from steppe.world.world import World


def resolve(event: Event, world: World, on: dt.date | None = None) -> Resolved:
    """An event in codes; members of organizations are those of a day, by default that of the event.

    Raises
    ------
    UserError
        It names something that is not there.
    """
    return Resolved(event, world, *event.sides(world, on or event.date))


def resolve_all(events: Iterable[Event], world: World, on: dt.date) -> Iterator[Resolved]:
    """Events in order of date, each in the world that those before it leave; members are those of a day."""
    for event in events:
        yield resolve(event, world, on)
        world = _after(world, event)


def last_day(events: Iterable[Event]) -> dt.date:
    """The day whose policy is put on the baseline year."""
    return max(event.date for event in events)


def problems(events: Sequence[Event], path: Path, world: World) -> Iterator[Problem]:
    """What is wrong with a list of events, up to the first event that has a fault."""
    edited = world
    for place, event in enumerate(events):
        if place and event.date < events[place - 1].date:
            order = f"the event of {event.date} comes after one of {events[place - 1].date}"
            yield Problem((*path, place, "date"), f"{order}; put events in order of date")
            return
        faults = list(_misnamed(event, world)) or list(event.faults(resolve(event, edited)))
        yield from (Problem((*path, place, *([key] if key else [])), sentence) for key, sentence in faults)
        if faults:
            return
        edited = _after(edited, event)


@remembered(maxsize=64)
def _after(world: World, event: Event) -> World:
    return event.after(world)


def _misnamed(event: Event, world: World) -> Iterator[tuple[str, str]]:
    """Codes and names that mean nothing, by the key that they stand under."""
    for key, what in event.naming().items():
        value = getattr(event, key)
        try:
            if what == "parties":
                for name in value or ():
                    members_of(world, name, event.date)
            elif what == "states":
                for name in value:
                    world.state(name)
            elif what == "state" and value and value != world.state(value):
                yield key, f'write the code {world.state(value)} and not "{value}"'
            elif what == "organization" and value != world.organization(value).organization:
                right = world.organization(value).organization
                yield key, f'write the short name {right} and not "{value}"'
        except UserError as error:
            yield key, str(error)
