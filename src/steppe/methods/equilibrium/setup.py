"""What all parts of a run share: the accounts, treatments and subjects of a study, and the shock of a draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from steppe.economy import Accounts, Closure, Shock, accounts_of, baseline_flows
from steppe.methods.equilibrium.effects import Drawn, drawn
from steppe.methods.equilibrium.measures import Subjects, subjects_of
from steppe.methods.equilibrium.policy import treat
from steppe.methods.equilibrium.study import DEPTHS, MAIN, EquilibriumStudy
from steppe.methods.equilibrium.treatment import Treatment, last_day
from steppe.world.tables import remembered
from steppe.world.world import World

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Setup:
    """What all cases of a run share."""

    world: World
    study: EquilibriumStudy
    accounts: Accounts
    trade: Array
    treatments: Mapping[str, Treatment]
    subjects: Subjects
    closure: Closure
    theta: float | None

    @property
    def depths(self) -> tuple[str, ...]:
        """The depths side by side; `number` too where the study states one."""
        return DEPTHS if isinstance(self.study.depth, str) else (*DEPTHS, "number")


@remembered(maxsize=8)
def _accounts(world: World, baseline: int, domestic_shift: float) -> Accounts:
    """Accounts do not hang on the study: several in one process share them."""
    return accounts_of(world, baseline, domestic_shift=domestic_shift)


def prepare(world: World, study: EquilibriumStudy, baseline: int, *, domestic_shift: float = 0.0) -> Setup:
    """Accounts, treatments and subjects of a study on a baseline."""
    accounts = _accounts(world, baseline, domestic_shift)
    trade = baseline_flows(accounts.economy)[:, :, 0]
    states = accounts.economy.states
    treatments = {name: treat(world, events, states, trade, baseline) for name, (_, events) in study.cases.items()}
    zone = (treatments[MAIN].labels != "").any(axis=0) | (treatments[MAIN].labels != "").any(axis=1)
    named = (*study.answer.subjects, *(study.answer.versus or ()))
    subjects = subjects_of(world, accounts, named, last_day(study.event), zone)
    stated = {assumption.name: assumption.value for assumption in study.assumption}
    theta = stated.get("theta")
    return Setup(
        world=world,
        study=study,
        accounts=accounts,
        trade=trade,
        treatments=treatments,
        subjects=subjects,
        closure=Closure(str(stated.get("closure", "additive"))),
        theta=None if theta is None else float(theta),
    )


def draw_effects(setup: Setup, treatment: Treatment, depth: str, n: int, seed: int) -> Drawn:
    """Effects and elasticities of one case at one depth."""
    level: str | float = setup.study.depth if depth == "number" else depth
    reason = next((a.why for a in setup.study.assumption if a.name == "depth"), "")
    made = drawn(setup.world, treatment.effects, level, n, seed, reason)
    theta = made.theta if setup.theta is None else np.full(n, setup.theta)
    return Drawn(made.effects, theta)


def shock_of(treatment: Treatment, effects: Array, theta: float) -> Shock:
    """The shock of one draw: κ̂ = exp(-effect/θ) times what events do to costs, and tariffs, routes and size."""
    values = np.append(effects, 0.0)  # the place -1 means no effect
    total = values[treatment.plus] - values[treatment.minus] + treatment.fixed
    cost = treatment.cost * np.where(total == 0.0, 1.0, np.exp(-total / theta))
    opened = treatment.opened if treatment.opened.any() else None
    return Shock(
        cost=cost[:, :, None] if (cost != 1.0).any() else None,
        tariff=treatment.tariff[:, :, None] if (treatment.tariff != 1.0).any() else None,
        opened=None if opened is None else opened[:, :, None],
        endowments=treatment.endowments if (treatment.endowments != 1.0).any() else None,
    )
