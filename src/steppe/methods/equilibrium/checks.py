"""What a study must not get wrong about the world: codes, dates, memberships, exclusivity.

Each rule is a function that yields the problems of one event with the key that is at fault. The loader adds file and
line. Events are taken in their order, and each is checked against the memberships that those before it leave.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from steppe.methods.equilibrium.study import BASELINES, DEPTHS, EquilibriumStudy
from steppe.scenario.events import Agreement, Event, Freeze, Growth, Join, Leave, Sanction
from steppe.scenario.parties import Standing, members_of, sides, states_of
from steppe.scenario.problem import Problem
from steppe.scenario.study import Assumption
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.toml import Path
from steppe.world.world import World

DEEPEST = 3.0
CLOSURES = ("additive", "multiplicative", "zero")


def _events(events: tuple[Event, ...], path: Path, world: World) -> Iterator[Problem]:
    standing = Standing(world)
    before: dt.date | None = None
    for place, event in enumerate(events):
        here: Path = (*path, place)
        if before is not None and event.date < before:
            said = f"the event of {event.date} stands after one of {before}; put events in the order of their dates"
            yield Problem((*here, "date"), said)
            return
        before = event.date
        found = list(_names(event, here, world)) or list(_rules(event, here, world, standing))
        yield from found
        if found:
            return
        standing.apply(event)


def _names(event: Event, here: Path, world: World) -> Iterator[Problem]:
    """Codes and names that mean nothing."""
    lists = {"parties", "partners", "importers", "exporters", "senders"}
    for key in type(event).model_fields:
        value = getattr(event, key)
        try:
            if key in lists and value:
                for name in value:
                    members_of(world, name, event.date)
            elif key == "without":
                for name in value:
                    world.state(name)
            elif key in ("state", "target", "towards") and value:
                if value != world.state(value):
                    yield Problem((*here, key), f'write the code {world.state(value)} and not "{value}"')
            elif key == "organization" and value != world.organization(value).organization:
                right = world.organization(value).organization
                yield Problem((*here, key), f'write the short name {right} and not "{value}"')
        except UserError as error:
            yield Problem((*here, key), str(error))


def _rules(event: Event, here: Path, world: World, standing: Standing) -> Iterator[Problem]:
    if isinstance(event, Join):
        yield from _join(event, here, world, standing)
    elif isinstance(event, Leave | Freeze):
        yield from _leave(event, here, world, standing)
    elif isinstance(event, Agreement):
        yield from _agreement(event, here, world, standing)
    elif isinstance(event, Sanction):
        yield from _sanction(event, here, world)
    elif not isinstance(event, Growth):
        importers, exporters = (states_of(world, names, event.date) for names in (event.importers, event.exporters))
        if not any(i != e for i in importers for e in exporters):
            yield Problem((*here, "exporters"), "importers and exporters name no pair of two states; name another")


def _join(event: Join, here: Path, world: World, standing: Standing) -> Iterator[Problem]:
    body, who, when = world.organization(event.organization), event.state, event.date
    cannot, at = f"{who} cannot join {body.organization} on {when}", (*here, "organization")
    if body.ended and when >= body.ended:
        yield Problem(at, f"{cannot}: it ended on {body.ended}; name what followed it")
    elif body.founded and when < body.founded:
        yield Problem(at, f"{cannot}: it was founded on {body.founded}; choose a later day")
    elif who in standing.members(body.organization, when):
        spell = world.spell(who, body.organization, when)
        since = f" since {spell.start}" if spell else ""
        yield Problem(at, f"{cannot}: it is a member{since}; take this event out")
    else:
        for other in standing.bodies(who, when):
            if other.organization in body.rules.exclusive_with or body.organization in other.rules.exclusive_with:
                unions = {body.rules.trade, other.rules.trade} == {"customs_union"}
                both = "two customs unions" if unions else f"{body.organization} and {other.organization}"
                said = f"{cannot} while it is a member of {other.organization}: {both} exclude each other."
                yield Problem(here, f"{said} Add a `leave` event for {other.organization} before that date.")
                return


def _leave(event: Leave | Freeze, here: Path, world: World, standing: Standing) -> Iterator[Problem]:
    who, body, when = event.state, event.organization, event.date
    members = standing.members(body, when)
    word = "leave" if isinstance(event, Leave) else "freeze its part in"
    if who not in members:
        spell = world.spell(who, body, when)
        instead = f", but {spell.status}" if spell and spell.status != "member" else ""
        said = f"{who} cannot {word} {body} on {when}: it is no member then{instead}; take this event out"
        yield Problem((*here, "organization"), said)
    elif isinstance(event, Freeze) and event.towards and event.towards not in members - {who}:
        said = f"{who} cannot freeze its part in {body} towards {event.towards}, which is no other member on {when}"
        yield Problem((*here, "towards"), f"{said}; the members are {', '.join(sorted(members))}")


def _agreement(event: Agreement, here: Path, world: World, standing: Standing) -> Iterator[Problem]:
    one, other = sides(world, event)
    if not any(a != b for a in one for b in other):
        yield Problem((*here, "parties"), "an agreement needs two states at least; name more parties")
        return
    if event.scope == "facilitation":
        return
    everyone = {*one, *other}
    for union, members in standing.unions(event.date).items():
        inside, missing = sorted(members & everyone), sorted(members - everyone)
        if inside and missing:
            yield Problem(
                here,
                f"{inside[0]} cannot agree on free trade without {', '.join(missing[:3])} on {event.date} while it is "
                f"a member of {union}: a customs union has one trade policy. Add a `leave` event for {union} before "
                f'that date, name {union} among the parties, or set scope = "facilitation".',
            )
            return


def _sanction(event: Sanction, here: Path, world: World) -> Iterator[Problem]:
    senders = states_of(world, event.senders, event.date)
    if set(senders) <= {event.target}:
        yield Problem((*here, "senders"), f"{event.target} cannot sanction itself; name other senders")
    if isinstance(event.size, float) and not event.why:
        yield Problem((*here, "size"), 'a number given as size needs its reason; add why = "…"')


def _assumption(assumption: Assumption, at: Path) -> Iterator[Problem]:
    value = assumption.value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if assumption.name == "depth" and not (value in DEPTHS or (number and 0 <= float(value) <= DEEPEST)):
        hint = look_alike(str(value), DEPTHS)
        rest = hint or f"; it must be own, typical, eu, or a trade effect in log points from 0 to {DEEPEST:g}"
        yield Problem(at, f"depth is {value!r}{rest}".replace("'", '"'))
    if assumption.name == "theta" and not (number and 1 <= float(value) <= 30):
        yield Problem(at, f"theta is {value!r}; the trade elasticity must be a number from 1 to 30".replace("'", '"'))
    if assumption.name == "closure" and value not in CLOSURES:
        hint = look_alike(str(value), CLOSURES) or f"; it must be one of {', '.join(CLOSURES)}"
        yield Problem(at, f"closure is {value!r}{hint}".replace("'", '"'))


def _answer(study: EquilibriumStudy, world: World) -> Iterator[Problem]:
    day = study.event[0].date
    for key in ("subjects", "versus"):
        for name in getattr(study.answer, key) or ():
            try:
                members_of(world, name, day)
            except UserError as error:
                yield Problem(("answer", key), str(error))
    for year in study.baseline_note:
        if year not in {str(known) for known in BASELINES}:
            yield Problem(("baseline_note", year), f'there is no baseline "{year}"; there are 2019 and 2023')
