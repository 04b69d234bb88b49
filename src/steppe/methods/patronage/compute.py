"""Answer a study of patronage: record, draws and stakes, then the module of its question, then a result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from steppe.display.format import listed
from steppe.display.interval import LEVEL_WORDS
from steppe.economy.depth import elasticity
from steppe.methods.patronage.case import Case, Reply
from steppe.methods.patronage.joint import joint
from steppe.methods.patronage.leaving import leaving
from steppe.methods.patronage.means import means
from steppe.methods.patronage.pressure import coercion, inducements
from steppe.methods.patronage.record import record
from steppe.methods.patronage.stakes import ASSUMED, draw, pair_only, stakes
from steppe.methods.patronage.study import Ask, PatronageStudy
from steppe.methods.result import COLUMNS, Progress, Result, by_slug
from steppe.scenario.baseline import chosen
from steppe.scenario.study import Loaded, changes, heading
from steppe.world.actors import actor, actors
from steppe.world.errors import UserError
from steppe.world.names import look_alike
from steppe.world.world import World

QUESTIONS: Mapping[Ask, Callable[[Case], Reply]] = {
    "joint": joint,
    "leaving": leaving,
    "means": means,
    "coercion": coercion,
    "inducements": inducements,
}
"""The function that answers each question."""

COMMITMENT = (
    "commitment to threats",
    "β of 1",
    "Harm counts in full, as if threats were believed whatever they cost: what closing both trades at once costs the "
    "two is not solved.",
)
"""What joint action takes for granted where the other questions draw."""


def compute(
    loaded: Loaded[PatronageStudy], world: World, *, draws: int, seed: int, settings: Any, progress: Progress
) -> Result:
    """Answer a study of patronage.

    Parameters
    ----------
    draws, seed
        Draws of what is assumed, and what makes them repeatable.
    settings
        `power`: the one power that tables and answer keep to, `baseline`: 2019 or 2023; the study's own by default.
    progress
        Called when all is done.

    Raises
    ------
    UserError
        A code is unknown, the power is not one of the study's, or a figure is missing.
    """
    study = loaded.study
    power, year = _power(world, study, settings.power), settings.baseline
    case = prepare(study, world, draws=draws, seed=seed, power=power, year=year)
    reply = QUESTIONS[study.ask](case)
    progress(draws, draws)
    return Result(
        **heading(loaded, baseline=case.record.year, draws=draws, seed=seed, power=case.power),
        failed_draws=0,
        answer=reply.answer,
        results=_checked(reply.results),
        tables=by_slug(*reply.tables),
        notes=_notes(case, reply),
        assumptions=_assumptions(case),
        sources=_sources(case),
        settings={"ask": study.ask, "powers": ", ".join(study.powers), "power": case.power or "all"},
    )


def prepare(
    study: PatronageStudy, world: World, *, draws: int, seed: int, power: str | None = None, year: int | None = None
) -> Case:
    """The games of a study: record, draws and stakes."""
    states = _states(world, study)
    year = year or study.baseline or _by_rule(world, study, states)
    read = record(world, states, study.powers, year=year, draws=draws, seed=seed, blocks=(_pair(study),))
    drawn = draw(len(study.powers), draws, seed, elasticity(world))
    return Case(
        study=study,
        record=read,
        drawn=drawn,
        stakes=stakes(read, drawn),
        pair=_pair(study),
        subjects=_subjects(world, study, states),
        power=power,
        sympathy=pair_only(len(study.powers), _pair(study), drawn.alpha),
    )


def _by_rule(world: World, study: PatronageStudy, states: tuple[str, ...]) -> int:
    powers = (state for one in actors(world, list(study.powers)) for state in one.states)
    return chosen(world, {*states, *powers})


def _power(world: World, study: PatronageStudy, power: str | None) -> str | None:
    if power is None:
        return study.power
    if study.ask == "joint":
        raise UserError("--power: this study is of two powers together; leave it out")
    chosen = actor(world, power).name
    if chosen not in study.powers:
        hint = look_alike(power, list(study.powers)) or f"; the study has {', '.join(study.powers)}"
        raise UserError(f'--power: "{power}" is not a power of this study{hint}')
    return chosen


def _pair(study: PatronageStudy) -> tuple[int, int]:
    return study.powers.index(study.together[0]), study.powers.index(study.together[1])


def _states(world: World, study: PatronageStudy) -> tuple[str, ...]:
    """Members of the groups named; powers are left out."""
    members = dict.fromkeys(member for one in actors(world, list(study.states)) for member in one.members)
    return tuple(member for member in members if member not in study.powers)


def _subjects(world: World, study: PatronageStudy, states: tuple[str, ...]) -> tuple[str, ...]:
    named = [member for one in actors(world, list(study.subjects)) for member in one.members] if study.subjects else []
    return tuple(named) or states


def _checked(frame: pd.DataFrame) -> pd.DataFrame:
    """The columns in their order; a value that is missing stops."""
    made = frame[list(COLUMNS)].reset_index(drop=True)
    if made.drop(columns=["low", "high", "error"]).isna().any(axis=None):
        raise ValueError("a result of a study of patronage has no value")
    return made


def _notes(case: Case, reply: Reply) -> tuple[str, ...]:
    layers = "; ".join(f"{domain}: {used}" for domain, used in case.record.layers.items())
    first, second = case.study.together
    fewer = len(case.subjects) < len(case.states)
    return (
        *([f"The answer speaks of {listed(case.subjects)}; results and tables have all {len(case.states)}."] * fewer),
        *reply.notes,
        "Policy is the same whoever acts jointly with whom, as long as money moves freely: the joint rule takes "
        "transfers and not the state's position. Position is lost where transfers are capped or spheres divided.",
        "Results are medians over the draws; further tables are means, so that their parts add up.",
        f"Low to high hold {LEVEL_WORDS} of {len(case.drawn.alpha)} points of what is assumed; lowest and highest "
        "are the ends over the equilibria of one game, and their means over draws are given.",
        f"In every game {first} and {second} value each other's share at α of their own, drawn from 0 to 1; all other "
        "powers value their own alone. `where it holds` says what other sympathies do.",
        f"Layers in the shares held, {case.record.year}: {layers}. Losses are of trade in goods, of remittances and, "
        "where they are on record, of gas below Europe's price, oil routes and new loans; debt and arms are in none.",
        changes(case.study.changes_if),
    )


def _assumptions(case: Case) -> tuple[tuple[str, str, str], ...]:
    first, second = case.study.together
    sympathy = (
        f"sympathy of {first} and {second}",
        "α from 0 to 1",
        "What one power gains from the other's share is not observed; all values are treated as equally likely.",
    )
    others = ("sympathy of other powers", "none", "Not observed either; this is the simplest assumption.")
    drawn = [entry for entry in ASSUMED if case.study.ask != "joint" or entry[0] != COMMITMENT[0]]
    more = (COMMITMENT,) if case.study.ask == "joint" else ()
    return (*case.study.stated, sympathy, others, *drawn, *more)


def _sources(case: Case) -> tuple[str, ...]:
    return tuple(sorted(case.study.texts.union(case.record.sources)))
