"""What a study of patronage must not get wrong: codes, and how its keys fit. The loader adds file and line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from steppe.methods.patronage.study import ABOUT_ONE, DOMAINS, PatronageStudy
from steppe.scenario.problem import Problem
from steppe.world.actors import EU, actor, actors
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.toml import Path
from steppe.world.world import World


def check(study: PatronageStudy, world: World) -> Iterator[Problem]:
    """Where each fault is, and the sentence that says it."""
    for key in ("powers", "states", "subjects"):
        yield from _codes(key, getattr(study, key), world)
    yield from _among(("together", 0), study.together[0], study.powers)
    yield from _among(("together", 1), study.together[1], study.powers)
    if study.together[0] == study.together[1]:
        yield Problem(("together",), f"name two powers, not {study.together[0]} twice")
    if study.power is not None:
        yield from _among(("power",), study.power, study.powers)
    if study.ask in ABOUT_ONE and study.power is None:
        fault = f'a study that asks "{study.ask}" needs the key power: the power that its answer speaks of'
        yield Problem(("ask",), fault)
    yield from _spheres(study)
    yield from _members(study, world)


def _codes(key: str, names: Sequence[str], world: World) -> Iterator[Problem]:
    for place, name in enumerate(names):
        try:
            if actor(world, name).name == EU != name:
                yield Problem((key, place), f'write the code {EU} and not "{name}"')
        except UserError as error:
            yield Problem((key, place), str(error))
    if len(set(names)) < len(names):
        yield Problem((key,), f"{next(name for name in names if names.count(name) > 1)} stands twice; once is enough")


def _among(path: Path, name: str, powers: Sequence[str]) -> Iterator[Problem]:
    if name not in powers:
        yield Problem(path, f"{name} is not among the powers{look_alike(name, powers)}; add it there")


def _spheres(study: PatronageStudy) -> Iterator[Problem]:
    missing = [domain for domain in DOMAINS if domain not in study.spheres]
    if study.ask == "joint" and missing:
        yield Problem(("ask",), f"spheres: say also of {', '.join(missing)} to which of the two powers it falls")
    for domain, name in study.spheres.items():
        if name not in study.together:
            yield Problem(("spheres", domain), f"it must fall to one of {' and '.join(study.together)}, not to {name}")


def _members(study: PatronageStudy, world: World) -> Iterator[Problem]:
    """Groups stand for their members; powers are no states of the study."""
    try:
        states, subjects = (
            [member for one in actors(world, list(names)) for member in one.members] if names else []
            for names in (study.states, study.subjects)
        )
    except UserError:
        return  # said already, with its place
    kept = [state for state in states if state not in study.powers]
    if not kept:
        yield Problem(("states",), "all of them are powers of the study; name one that is not")
    for name in subjects:
        if name not in kept:
            yield Problem(("subjects",), f"{name} is not among the states of the study; add it there")
            return
