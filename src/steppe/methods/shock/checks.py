"""What a study of shocks must not get wrong: its events, each once, and whom its answer is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from steppe.influence.trade import trade_years
from steppe.methods.shock.study import MAIN, ShockStudy
from steppe.scenario.event import Event, Money
from steppe.scenario.parties import members_of, states_of
from steppe.scenario.problem import Problem
from steppe.scenario.resolve import problems
from steppe.world.errors import UserError
from steppe.world.toml import Path
from steppe.world.world import World


def check(study: ShockStudy, world: World) -> Iterator[Problem]:
    """Everything that is wrong, with the key at fault."""
    yield from _events(study.event, ("event",), study.baseline, world)
    names = [MAIN]
    for place, variant in enumerate(study.variant):
        at: Path = ("variant", place)
        if variant.name in names:
            yield Problem((*at, "name"), f'there is already a variant "{variant.name}"; give it another name')
        names.append(variant.name)
        yield from _events(variant.event, (*at, "event"), variant.baseline or study.baseline, world)
    if study.beside is not None and study.beside <= study.baseline:
        yield Problem(("beside",), f"beside is {study.beside}; it must be later than the baseline, {study.baseline}")
    yield from _states(study, world)


def _events(events: Sequence[Event], at: Path, year: int, world: World) -> Iterator[Problem]:
    for place, event in enumerate(events):
        if event in events[:place]:
            first = events.index(event) + 1
            yield Problem((*at, place), f"this event is event {first} once more and would count twice; remove it")
        if not isinstance(event, Money) and year not in trade_years(world):
            sentence = f"an event of kind {getattr(event, 'kind', '')} needs the trade of {year}, which is not known"
            near = min(trade_years(world), key=lambda known: abs(known - year))
            yield Problem((*at, place, "kind"), f"{sentence}; the nearest baseline that has it is {near}")
    yield from problems(events, at, world)


def _states(study: ShockStudy, world: World) -> Iterator[Problem]:
    day = study.event[0].date
    for key, names in (("states", study.states), ("subjects", study.answer.subjects)):
        path: Path = (key,) if key == "states" else ("answer", key)
        for name in names:
            try:
                members_of(world, name, day)
            except UserError as error:
                yield Problem(path, str(error))
                return
    shown = states_of(world, (*study.states,), day)
    for name in states_of(world, study.answer.subjects, day):
        if name not in shown:
            yield Problem(("answer", "subjects"), f"{name} is not among the states of the study; add it there")
            return
