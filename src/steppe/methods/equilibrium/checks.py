"""What a study of the equilibrium must not get wrong: its events, its assumptions, and whom its answer is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from steppe.methods.equilibrium.study import DEPTHS, MAIN, Elasticity, EquilibriumStudy
from steppe.scenario.event import Event, Money
from steppe.scenario.parties import members_of
from steppe.scenario.problem import Problem
from steppe.scenario.resolve import problems
from steppe.scenario.study import BASELINES, Assumption
from steppe.world.actors import EU, INSTITUTIONS
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.toml import Path
from steppe.world.world import World

DEEPEST = 3.0
CLOSURES = ("additive", "multiplicative", "zero")


def check(study: EquilibriumStudy, world: World) -> Iterator[Problem]:
    """Everything that is wrong, with the key at fault."""
    yield from _events(study.event, ("event",), world)
    names = [MAIN]
    for place, variant in enumerate(study.variant):
        if variant.name in names:
            yield Problem(
                ("variant", place, "name"), f'there is already a variant "{variant.name}"; give it another name'
            )
        names.append(variant.name)
        yield from _events(variant.event, ("variant", place, "event"), world)
    for place, assumption in enumerate(study.assumption):
        yield from _assumption(assumption, ("assumption", place, "value"))
    yield from check_elasticity(study)
    yield from _answer(study, world)


def _events(events: Sequence[Event], at: Path, world: World) -> Iterator[Problem]:
    for place, event in enumerate(events):
        if isinstance(event, Money):
            sentence = f"an event of kind {event.kind} changes no cost of trade; a study of method shock answers it"
            yield Problem((*at, place, "kind"), sentence)
    yield from problems(events, at, world)


def _assumption(assumption: Assumption, at: Path) -> Iterator[Problem]:
    value = assumption.value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if assumption.name == "depth" and not (value in DEPTHS or (number and 0 <= float(value) <= DEEPEST)):
        hint = look_alike(str(value), DEPTHS)
        rest = hint or f"; it must be own, typical, eu, or a trade effect in log points from 0 to {DEEPEST:g}"
        yield Problem(at, f"depth is {value!r}{rest}".replace("'", '"'))
    if assumption.name in ("theta", "elasticity"):
        key = "write `elasticity = 8` above the first table, and remove this assumption"
        yield Problem((*at[:-1], "name"), f"the trade elasticity is a key of the study: {key}")
    if assumption.name == "closure" and value not in CLOSURES:
        hint = look_alike(str(value), CLOSURES) or f"; it must be one of {', '.join(CLOSURES)}"
        yield Problem(at, f"closure is {value!r}{hint}".replace("'", '"'))


def check_elasticity(study: EquilibriumStudy) -> Iterator[Problem]:
    """The bounds of a distribution hold its median between them."""
    given = study.elasticity
    if isinstance(given, Elasticity) and not (given.low <= given.median <= given.high and given.low < given.high):
        yield Problem(
            ("elasticity", "median"),
            f"median is {given.median:g}; it must lie between low, {given.low:g}, and high, {given.high:g}",
        )


def _answer(study: EquilibriumStudy, world: World) -> Iterator[Problem]:
    day = study.event[0].date
    for key in ("subjects", "versus"):
        for name in getattr(study.answer, key) or ():
            try:
                members_of(world, name, day)
                if name in (INSTITUTIONS, "EU27", "eu27"):
                    yield Problem(("answer", key), f'write the code {EU} and not "{name}"')
            except UserError as error:
                yield Problem(("answer", key), str(error))
    for year in study.baseline_note:
        if year not in {str(known) for known in BASELINES}:
            yield Problem(("baseline_note", year), f'there is no baseline "{year}"; there are 2019 and 2023')
