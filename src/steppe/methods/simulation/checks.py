"""What a study of the system in motion must not get wrong."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from steppe.methods.simulation.couplings import OUTPUT_FOLLOWS
from steppe.methods.simulation.incomes import PREFIX, answerable
from steppe.methods.simulation.machine import first_day
from steppe.methods.simulation.panels import panel
from steppe.methods.simulation.seats import seats
from steppe.methods.simulation.study import Change, SimulationStudy
from steppe.politics.bargaining.agenda import Agenda
from steppe.politics.bargaining.reading import flawed
from steppe.scenario.problem import Problem
from steppe.scenario.resolve import problems
from steppe.world.actors import POWERS
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.toml import Path
from steppe.world.world import World


def check(study: SimulationStudy, world: World) -> Iterator[Problem]:
    """Everything that is wrong, with the key at fault."""
    latest = panel(world, "growth").years[-1]
    start = min(study.start or latest, latest)
    if study.start is not None and study.start > latest:
        yield Problem(
            ("start",), f"start is {study.start}, and figures end in {latest}; leave it out or give a year to then"
        )
    if study.until <= start:
        yield Problem(("until",), f"until is {study.until}; it must be after {start}, the last year that is known")
    yield from problems(study.event, ("event",), world)
    for place, event in enumerate(study.event):
        if event in study.event[:place]:
            first = study.event.index(event) + 1
            yield Problem(("event", place), f"this event is event {first} once more and would count twice; remove it")
        if not start < event.date.year <= study.until:
            sentence = f"{event.date} is not between the end of {start} and that of {study.until}, which is simulated"
            yield Problem(("event", place, "date"), f"{sentence}; choose another day")
    for place, change in enumerate(study.change):
        yield from (Problem(("change", place, key), sentence) for key, sentence in _faults(change, start, study, world))
    for place, agenda in enumerate(study.agenda):
        faults = chain(flawed(agenda, world), _unseated(agenda, start, study, world))
        yield from (Problem(("agenda", place, *at), sentence) for at, sentence in faults)
    yield from (Problem(("assume", *at), sentence) for at, sentence in _assumed(study))
    yield from (Problem(("about", key), sentence) for key, sentence in _about(study, world))


def _faults(change: Change, start: int, study: SimulationStudy, world: World) -> Iterator[tuple[str, str]]:
    of = panel(world, change.layer)
    for state in change.states:
        if state not in of.states:
            hint = look_alike(state, of.states) or f"; it has {', '.join(of.states)}"
            yield "states", f'{change.layer} has no state "{state}"{hint}'
    powers = [one for one in of.partners if one in POWERS]
    if change.partner is not None and change.partner not in powers:
        hint = f"; it has {', '.join(powers)}" if powers else "; leave the partner out"
        yield "partner", f'{change.layer} has no partner "{change.partner}"{hint}'
    if change.partner is None and of.kind == "shares":
        yield "partner", f"shares of {change.layer} sum to one: name the power whose tie is changed"
    if not start < change.first <= change.last <= study.until:
        yield "first", f"{change.first} to {change.last} must lie from {start + 1} to {study.until}, which is simulated"


def _unseated(agenda: Agenda, start: int, study: SimulationStudy, world: World) -> Iterator[tuple[Path, str]]:
    """What keeps an agenda from a body whose seats move."""
    known = first_day(world, start)
    if not (known <= agenda.date and agenda.date.year <= study.until):
        span = f"{known}, up to which seats are known, and the end of {study.until}"
        yield ("date",), f"{agenda.date} is not between {span}; choose another day"
    if agenda.seats != "members":
        yield ("seats",), 'members of a draw decide here; write seats = "members"'
    moving = sorted({body for _, body in seats(world).names})
    if agenda.body not in moving:
        hint = look_alike(agenda.body, moving) or f"; they move in {', '.join(moving)}"
        yield ("body",), f'no seat of "{agenda.body}" is simulated{hint}'


def _assumed(study: SimulationStudy) -> Iterator[tuple[tuple[int, ...], str]]:
    """What is assumed and can move nothing, as no event of the study leads to it."""
    kinds = {getattr(event, "kind", "") for event in study.event}
    holds = {PREFIX + channel.name: set(channel.holds) for channel in answerable()}
    holds[OUTPUT_FOLLOWS] = set().union(*holds.values())
    for place, name in enumerate(study.assume):
        if name in study.assume[:place]:
            yield (place,), f"{name} is assumed twice; remove one"
        elif name in holds and not kinds & holds[name]:
            yield (place,), f"{name} answers no event of the study; add one of kind {', '.join(sorted(holds[name]))}"


def _about(study: SimulationStudy, world: World) -> Iterator[tuple[str, str]]:
    about = study.about
    if about.kind == "seats":
        if about.body is None or not about.states:
            yield "body", "an answer about seats names a body and its states"
            return
        try:
            about_body = world.organization(about.body).organization
        except UserError as error:
            yield "body", str(error)
            return
        if about_body != about.body:
            yield "body", f'write the short name {about_body} and not "{about.body}"'
    if about.kind == "agenda" and not study.agenda:
        yield "kind", "no agenda goes to a body in this study; add one"
    if about.kind == "fans" and about.layer == "income":
        yield "layer", "income through channels has no fan of its own: it is what events change; write kind difference"
    if about.kind == "nothing" and not about.needed:
        yield "needed", "say what an answer would need"
    if about.kind == "difference" and study.plain:
        yield "kind", "nothing happens in this study, so nothing differs; add an event or a change"
    if (study.change or study.assume) and not about.condition:
        yield "condition", "what is changed by hand or assumed is a condition; say it in words after `if`"
    for state in about.states:
        if state not in world.group("twelve"):
            hint = look_alike(state, world.group("twelve")) or "; the twelve alone move"
            yield "states", f'"{state}" is none of the states that the answer can be about{hint}'
