"""What a study of bargaining must not get wrong about agendas, bodies and actors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from steppe.display.format import listed
from steppe.methods.bargaining.study import BargainingStudy, EnlargementOf, ExchangeOf, Formats
from steppe.politics.bargaining.agenda import Agenda
from steppe.politics.bargaining.bodies import enlargements
from steppe.politics.bargaining.reading import agenda_names, read_agenda
from steppe.politics.bargaining.rules import rule_of
from steppe.politics.bargaining.session import BILATERAL
from steppe.scenario.problem import Problem
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.toml import Path
from steppe.world.world import World

PARTS = ("formats", "exchange", "enlargement")


def check(study: BargainingStudy, world: World) -> Iterator[Problem]:
    """Everything that is wrong, with the key at fault."""
    asked = [name for name in PARTS if getattr(study, name) is not None]
    if len(asked) != 1:
        fault = f"it has {listed(asked)}" if asked else "it has none"
        at: Path = (asked[-1],) if asked else ("method",)
        yield Problem(at, f"a study of bargaining has one of the tables {', '.join(PARTS)}; {fault}")
        return
    if study.formats is not None:
        yield from _formats(study.formats, world)
    if study.exchange is not None:
        yield from _exchange(study.exchange)
    if study.enlargement is not None:
        yield from _enlargement(study.enlargement, world)


def _formats(asked: Formats, world: World) -> Iterator[Problem]:
    for place, case in enumerate(asked.case):
        here: Path = ("formats", "case", place)
        agenda = _agenda(case.agenda)
        if agenda is None:
            yield Problem((*here, "agenda"), _no_agenda(case.agenda))
            continue
        issues = [issue.name for issue in agenda.issue]
        if case.issue not in issues:
            hint = _near(case.issue, issues)
            yield Problem((*here, "issue"), f'the agenda {case.agenda} has no issue "{case.issue}"{hint}')
            continue
        actors = [stance.actor for stance in agenda.position if stance.issue == case.issue]
        for key, name in (("of", asked.of), *(("partners", partner) for partner in case.partners)):
            if name not in actors:
                path: Path = ("formats", "of") if key == "of" else (*here, key)
                hint = _near(name, actors)
                yield Problem(path, f"{name} has no position on {case.issue} in the agenda {case.agenda}{hint}")
        for body in case.bodies:
            yield from (Problem((*here, "bodies"), fault) for fault in _body(world, agenda, body, actors))


def _body(world: World, agenda: Agenda, body: str, actors: Sequence[str]) -> Iterator[str]:
    if body == BILATERAL:
        return
    name, _, organ = body.partition(" ")
    try:
        rule_of(name, organ)
        members = world.members(name, on=agenda.date.isoformat())
    except UserError as fault:
        yield str(fault)
        return
    if sum(actor in members for actor in actors) < 2:
        yield f"fewer than two members of {body} on {agenda.date} have a position on the issue; name another body"


def _exchange(asked: ExchangeOf) -> Iterator[Problem]:
    agenda = _agenda(asked.agenda)
    if agenda is None:
        yield Problem(("exchange", "agenda"), _no_agenda(asked.agenda))
        return
    if not agenda.package:
        yield Problem(("exchange", "agenda"), f"the agenda {asked.agenda} has no package, so there is nothing to trade")
    actors = [actor.name for actor in agenda.actor]
    for name in asked.between:
        if name not in actors:
            yield Problem(("exchange", "between"), f"{asked.agenda} has no actor {name}{_near(name, actors)}")
    if asked.between[0] == asked.between[1]:
        yield Problem(("exchange", "between"), "name two actors, not one twice")


def _enlargement(asked: EnlargementOf, world: World) -> Iterator[Problem]:
    for key, body in (("body", asked.body), *(("beside", other) for other in asked.beside)):
        try:
            rule_of(body)
            grown = enlargements(world, body)
        except UserError as fault:
            yield Problem(("enlargement", key), str(fault))
            continue
        if key == "body" and not grown:
            yield Problem(("enlargement", key), f"{body} has never been enlarged in the tables; name a body that was")
    for code in asked.watched:
        try:
            world.state(code)
        except UserError as fault:
            yield Problem(("enlargement", "watched"), str(fault))


def _agenda(name: str) -> Agenda | None:
    return read_agenda(name) if name in agenda_names() else None


def _no_agenda(name: str) -> str:
    return f'no agenda is called "{name}"{_near(name, agenda_names())}'


def _near(word: str, names: Sequence[str]) -> str:
    return look_alike(word, names) or f"; there are {', '.join(names)}"
