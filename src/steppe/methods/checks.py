"""What a study must not get wrong, whatever its method."""

from __future__ import annotations

from collections.abc import Iterator

from steppe.methods.bargaining import checks
from steppe.methods.bargaining.study import BargainingStudy
from steppe.methods.equilibrium.checks import check
from steppe.methods.equilibrium.study import EquilibriumStudy
from steppe.methods.patronage.checks import faults
from steppe.methods.patronage.study import PatronageStudy
from steppe.scenario.problem import Problem
from steppe.scenario.study import Study
from steppe.world.sources import PARAGRAPHS
from steppe.world.world import World


def first_problem(study: Study, world: World) -> Problem | None:
    """The first thing that is wrong, or None."""
    return next(problems(study, world), None)


def problems(study: Study, world: World) -> Iterator[Problem]:
    """All that is wrong with a study."""
    for place, reason in enumerate(study.reasoning):
        text, number = reason.cite.split(" ¶")
        if not 1 <= int(number) <= PARAGRAPHS[text]:
            yield Problem(
                ("reasoning", place, "cite"), f"there is no {reason.cite}; {text} ends with ¶{PARAGRAPHS[text]}"
            )
    if isinstance(study, PatronageStudy):
        yield from (Problem(path, sentence) for path, sentence in faults(study, world))
    if isinstance(study, BargainingStudy):
        yield from (Problem(path, sentence) for path, sentence in checks.faults(study, world))
    if isinstance(study, EquilibriumStudy):
        yield from check(study, world)
