"""The equilibrium's answer: events to treatment, treatment to shocks, shocks to equilibria, equilibria to a result.

Every case is solved at three depths (`own`, `typical`, `eu`; see `steppe.economy.depth`) from the same random numbers:
one effect per agreement and draw, one trade elasticity per draw, θ. Trade costs change by κ̂ = exp(-effect/θ), so that θ
moves welfare and not the effect on trade. Intervals hold 90 % of the draws. The same seed gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.display.interval import LEVEL, LEVEL_WORDS, interval
from steppe.economy import Draws, Shock, solve_many
from steppe.methods.equilibrium import robustness, tables, words
from steppe.methods.equilibrium.checks import check_elasticity
from steppe.methods.equilibrium.effects import Drawn
from steppe.methods.equilibrium.measures import MEASURES, UNITS, Measure
from steppe.methods.equilibrium.result import EquilibriumResult
from steppe.methods.equilibrium.setup import Setup, draw_effects, own_baseline, prepare, shock_of
from steppe.methods.equilibrium.study import MAIN, EquilibriumStudy
from steppe.methods.result import COLUMNS, Progress, Table, by_slug
from steppe.scenario.policy.treatment import UNCHANGED, Treatment
from steppe.scenario.resolve import last_day
from steppe.scenario.study import Loaded, changes, heading
from steppe.world.errors import UserError
from steppe.world.world import World


def compute(
    loaded: Loaded[EquilibriumStudy], world: World, *, draws: int, seed: int, settings: Any, progress: Progress
) -> EquilibriumResult:
    """Answer a study of method `equilibrium`; see `steppe.methods.run.run`."""
    if settings.elasticity is not None:
        changed = loaded.study.model_copy(update={"elasticity": settings.elasticity})
        for problem in check_elasticity(changed):
            raise UserError(f"elasticity: {problem.sentence}")
        loaded = Loaded(loaded.name, changed)
    asked = loaded.study
    setup = prepare(world, asked, settings.baseline or own_baseline(world, asked))
    depth = settings.depth or (asked.depth if isinstance(asked.depth, str) else "number")
    made = _draw_all(setup, draws, seed)
    solved = _solve_all(setup, made, progress)
    return _result(loaded, setup, depth=depth, solved=solved, made=made, draws=draws, seed=seed)


def _draw_all(setup: Setup, n: int, seed: int) -> dict[tuple[str, str], Drawn]:
    """Effects and elasticities of every case at every depth."""
    return {
        (case, depth): draw_effects(setup, treatment, depth, n, seed)
        for case, treatment in setup.treatments.items()
        for depth in setup.depths
    }


def _solve_all(
    setup: Setup, draws: Mapping[tuple[str, str], Drawn], progress: Progress
) -> dict[tuple[str, str], Draws]:
    """What is measured in every draw of every case at every depth."""
    measure = Measure(setup.accounts, setup.subjects)
    total = sum(len(made.theta) for made in draws.values())
    done = 0

    def shocks(treatment: Treatment, made: Drawn) -> Iterator[tuple[Shock, float]]:
        nonlocal done
        for effects, theta in zip(made.effects, made.theta, strict=True):
            yield shock_of(treatment, effects, float(theta)), float(theta)
            done += 1
            progress(done, total)

    economy = setup.accounts.economy
    return {
        key: solve_many(economy, shocks(setup.treatments[key[0]], made), measure, closure=setup.closure)
        for key, made in draws.items()
    }


def _result(
    loaded: Loaded[EquilibriumStudy],
    setup: Setup,
    *,
    depth: str,
    solved: Mapping[tuple[str, str], Draws],
    made: Mapping[tuple[str, str], Drawn],
    draws: int,
    seed: int,
) -> EquilibriumResult:
    study, accounts = setup.study, setup.accounts
    cases = pd.concat([_summary(setup, *key, one) for key, one in solved.items()], ignore_index=True)
    samples = pd.concat([_samples(setup, *key, one, made[key].theta) for key, one in solved.items()], ignore_index=True)
    chosen = cases[cases["case"].eq(MAIN) & cases["depth"].eq(depth)]
    further = by_slug(Table("domestic", "what is sold at home", tables.domestic(accounts, setup.subjects)))
    replaced = tables.partners(setup.world, study.answer.subjects[0]) if "partners" in study.tables else None
    if replaced is not None:
        further |= by_slug(Table("partners", "who replaced whom", replaced, "%"))
    if "consignment" in study.tables:
        sent = tables.sent_on(setup.world, study.answer.subjects)
        further |= by_slug(Table("consignment", "cars sent on, by consignment", sent, "million current USD"))
    return EquilibriumResult(
        **heading(loaded, baseline=accounts.year, draws=draws, seed=seed, depth=depth),
        failed_draws=sum(len(one.failed) for one in solved.values()),
        answer=words.answer(study, cases, samples, depth, replaced),
        results=chosen[list(COLUMNS)].reset_index(drop=True),
        cases=cases,
        treatment=_treatments(setup),
        robustness=robustness.checks(setup, depth, draws, seed),
        pairs=tables.pairs(setup.treatments, setup.accounts, setup.trade, made),
        samples=samples,
        tables=further,
        settings={"depth": depth, "closure": str(setup.closure), "imputed_share": accounts.imputed_share},
        read_first=_read_first(setup),
        notes=_notes(setup),
        assumptions=_assumptions(setup),
        sources=_sources(setup),
    )


def _summary(setup: Setup, case: str, depth: str, made: Draws) -> pd.DataFrame:
    """Mean and interval of every measure of every subject, in the columns of the contract."""
    low, high = interval(made.values, axis=0)
    mean = made.values.mean(axis=0)
    subjects, columns = setup.subjects.names, setup.subjects.columns
    frame = pd.DataFrame(
        {
            "case": case,
            "depth": depth,
            "subject": np.repeat(subjects, len(columns)),
            "partner": [partner for _, partner in columns] * len(subjects),
            "year": setup.accounts.year,
            "measure": [name for name, _ in columns] * len(subjects),
            "unit": [UNITS[name] for name, _ in columns] * len(subjects),
            "value": mean.ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
            "level": LEVEL,
            "basis": "estimated",
        }
    )
    return frame.dropna(subset="value").reset_index(drop=True)


def _samples(setup: Setup, case: str, depth: str, made: Draws, theta: NDArray[np.float64]) -> pd.DataFrame:
    """Every draw of the measures towards the world, for comparing runs draw by draw."""
    count = len(setup.subjects.names)
    values = made.values[:, :, : len(MEASURES)].reshape(-1, len(MEASURES))
    frame = pd.DataFrame(values, columns=list(MEASURES))
    frame.insert(0, "subject", np.tile(setup.subjects.names, len(made.solved)))
    frame.insert(0, "theta", np.repeat(theta[list(made.solved)], count))
    frame.insert(0, "draw", np.repeat(made.solved, count))
    frame.insert(0, "depth", depth)
    frame.insert(0, "case", case)
    return frame


def _treatments(setup: Setup) -> pd.DataFrame:
    reported = tables.reported_trade(setup.world, setup.accounts)
    treated = {case: tables.treated(one, setup.trade, reported) for case, one in setup.treatments.items()}
    parts = [frame.assign(case=case) for case, frame in treated.items()]
    whole = pd.concat(parts, ignore_index=True)
    return whole[["case", *(name for name in whole.columns if name != "case")]]


def _read_first(setup: Setup) -> tuple[str, ...]:
    """What a reader must know before the answer: of the treatments, then of the baseline."""
    study = setup.study
    of_cases = [
        note if case == MAIN else f"{study.cases[case][0]}: {note}"
        for case, treatment in setup.treatments.items()
        for note in treatment.notes
    ]
    of_year = study.baseline_note.get(str(setup.accounts.year))
    return (*dict.fromkeys(of_cases), *([of_year] if of_year else []))


def _notes(setup: Setup) -> tuple[str, ...]:
    """What else to know, the most weighty first."""
    study, accounts = setup.study, setup.accounts
    return (
        f"The policy of {last_day(study.event)} is applied to the trade of {accounts.year}; nothing else changes.",
        f"Deficits: {setup.closure}. Intervals hold {LEVEL_WORDS} of the draws.",
        f"{100 * accounts.imputed_share:.1f} % of world trade is imputed, by value, and "
        f"{100 * _imputed_here(setup):.1f} % of the trade that changes in the main case; domestic sales of "
        f"{accounts.proxied} of {len(accounts.economy.states)} states rest on a fitted ratio.",
        *accounts.notes,
        changes(study.answer.changes_if),
    )


def _imputed_here(setup: Setup) -> float:
    """Share of the trade whose pairs the main case changes that is imputed, by value."""
    treatment, trade = setup.treatments[MAIN], setup.accounts.trade
    place = {state: k for k, state in enumerate(treatment.states)}
    labels = treatment.labels[trade["importer"].map(place), trade["exporter"].map(place)]
    rows = trade[(labels != "") & (labels != UNCHANGED)]
    total = float(rows["value"].sum())
    return float(rows.loc[rows["basis"].eq("imputed"), "value"].sum()) / total if total else 0.0


def _assumptions(setup: Setup) -> tuple[tuple[str, str, str], ...]:
    implied = dict.fromkeys(one for treatment in setup.treatments.values() for one in treatment.assumed)
    return (*setup.study.stated, *((name, "as stated", why) for name, why in implied))


def _sources(setup: Setup) -> tuple[str, ...]:
    used = {*setup.accounts.sources, "desta", "steppe-gravity"}
    if any((treatment.tariff != 1).any() for treatment in setup.treatments.values()):
        used.add("wdi-tariffs")
    return tuple(sorted(used | setup.study.texts))
