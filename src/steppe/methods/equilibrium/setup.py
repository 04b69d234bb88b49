"""What all parts of a run share: the accounts, treatments and subjects of a study, and what is drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steppe.economy import Accounts, Closure, accounts_of, baseline_flows
from steppe.economy.depth import OWN, ElasticityDistribution
from steppe.economy.depth import elasticity as published
from steppe.methods.equilibrium.measures import Subjects, states_of_subject, subjects_of
from steppe.methods.equilibrium.study import DEPTHS, MAIN, Elasticity, EquilibriumStudy
from steppe.scenario.baseline import chosen
from steppe.scenario.policy.effects import Drawn, drawn, parameters
from steppe.scenario.policy.treat import treat
from steppe.scenario.policy.treatment import Effect, Treatment
from steppe.scenario.resolve import last_day
from steppe.world.points import Points
from steppe.world.world import World

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Setup:
    """What all cases of a run share; `trade` is that of the baseline, shape (N, N, J), domestic sales included."""

    world: World
    study: EquilibriumStudy
    accounts: Accounts
    trade: Array
    treatments: Mapping[str, Treatment]
    subjects: Subjects
    closure: Closure
    elasticity: ElasticityDistribution

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Every effect of every case."""
        return tuple(effect for treatment in self.treatments.values() for effect in treatment.effects)

    @property
    def depths(self) -> tuple[str, ...]:
        """The depths side by side: `own` where an agreement exists, `number` where the study states one."""
        exists = any(effect.role == "deep" and effect.name in OWN for effect in self.effects)
        shown = tuple(depth for depth in DEPTHS if depth != "own" or exists)
        return shown if isinstance(self.study.depth, str) else (*shown, "number")

    def points(self, n: int, seed: int) -> Points:
        """The points of a run of this setup."""
        return Points(seed, n, parameters(self.effects))


def prepare(world: World, study: EquilibriumStudy, baseline: int, *, domestic_shift: float = 0.0) -> Setup:
    """Accounts, treatments and subjects of a study on a baseline."""
    accounts = accounts_of(world, baseline, domestic_shift=domestic_shift)
    treatments = {name: treat(events, world, accounts) for name, (_, events) in study.cases.items()}
    zone = (treatments[MAIN].labels != "").any(axis=0) | (treatments[MAIN].labels != "").any(axis=1)
    named = (*study.answer.subjects, *(study.answer.versus or ()))
    return Setup(
        world=world,
        study=study,
        accounts=accounts,
        trade=baseline_flows(accounts.economy),
        treatments=treatments,
        subjects=subjects_of(world, accounts, named, last_day(study.event), zone),
        closure=next((Closure(str(one.value)) for one in study.assumption if one.name == "closure"), Closure.ADDITIVE),
        elasticity=_elasticity(study.elasticity) or published(world),
    )


def own_baseline(world: World, study: EquilibriumStudy) -> int:
    """The baseline that the study names, or the one that the rule gives it."""
    return study.baseline or chosen(world, *concerned(world, study))


def concerned(world: World, study: EquilibriumStudy) -> tuple[frozenset[str], dt.date]:
    """The states that the events of all cases and the answer speak of, and the day of the first event."""
    events = [one for _, case in study.cases.values() for one in case]
    sides = [side for one in events for side in one.sides(world, one.date)]
    named = (*study.answer.subjects, *(study.answer.versus or ()))
    subjects = [states_of_subject(world, name, last_day(study.event)) for name in named]
    return frozenset(state for states in (*sides, *subjects) for state in states), min(one.date for one in events)


def _elasticity(given: float | Elasticity | None) -> ElasticityDistribution | None:
    """The distribution that a study sets, if it does."""
    if isinstance(given, Elasticity):
        return ElasticityDistribution(given.median, given.log_sd, given.low, given.high)
    return None if given is None else ElasticityDistribution(given)


def draw_effects(setup: Setup, treatment: Treatment, depth: str, points: Points) -> Drawn:
    """Effects and elasticities of one case at one depth."""
    level: str | float = setup.study.depth if depth == "number" else depth
    return drawn(setup.world, treatment.effects, level, points=points, elasticity=setup.elasticity)
