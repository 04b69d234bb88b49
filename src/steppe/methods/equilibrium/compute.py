"""The equilibrium's answer: events to treatment, treatment to shocks, shocks to equilibria, equilibria to a result.

Every case is solved at the depths that it has (`own`, `typical`, `eu`; see `steppe.economy.depth`) from the same
points: one effect per agreement and draw, one trade elasticity per draw, θ. Trade costs change by κ̂ = exp(-effect/θ),
so that θ moves welfare and not the effect on trade. Figures are medians, intervals hold 90 % of the draws, and the
spread over the scramblings of the points is their Monte Carlo error. The same seed gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from steppe.display.interval import LEVEL, LEVEL_WORDS
from steppe.economy import Draws, Shock, solve_many
from steppe.methods.equilibrium import robustness, tables, words
from steppe.methods.equilibrium.checks import check_elasticity
from steppe.methods.equilibrium.measures import MEASURES, UNITS, Measure
from steppe.methods.equilibrium.result import EquilibriumResult
from steppe.methods.equilibrium.setup import Setup, draw_effects, own_baseline, prepare
from steppe.methods.equilibrium.study import MAIN, TYPICAL, EquilibriumStudy
from steppe.methods.result import COLUMNS, Progress, Table, by_slug
from steppe.methods.summary import summary
from steppe.scenario.policy.effects import Drawn, shock_of
from steppe.scenario.policy.surrogate import Solved, at_points
from steppe.scenario.policy.treatment import UNCHANGED, Treatment
from steppe.scenario.resolve import last_day
from steppe.scenario.study import Loaded, changes, heading
from steppe.world.errors import UserError
from steppe.world.points import Points, replicate
from steppe.world.world import World

Array = NDArray[np.float64]


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
    if depth not in setup.depths:
        raise UserError(f"depth: no agreement of this study exists, so none has an effect of its own; say {TYPICAL}")
    made = draw_all(setup, setup.points(draws, seed))
    solved = solve_all(setup, made, progress)
    return _result(loaded, setup, depth=depth, solved=solved, made=made, draws=draws, seed=seed)


def draw_all(setup: Setup, points: Points) -> dict[tuple[str, str], Drawn]:
    """Effects and elasticities of every case at every depth."""
    return {
        (case, depth): draw_effects(setup, treatment, depth, points)
        for case, treatment in setup.treatments.items()
        for depth in setup.depths
    }


def solve_all(
    setup: Setup, draws: Mapping[tuple[str, str], Drawn], progress: Progress
) -> dict[tuple[str, str], Solved]:
    """What is measured at every point of every case and depth."""
    measure, economy = Measure(setup.accounts, setup.subjects), setup.accounts.economy
    found: dict[tuple[str, str], Solved] = {}
    for place, (case, treatment) in enumerate(setup.treatments.items()):

        def solve(effects: Array, theta: Array, treatment: Treatment = treatment, place: int = place) -> Draws:
            def shocks() -> Iterator[tuple[Shock, float]]:
                for done, (values, one) in enumerate(zip(effects, theta, strict=True), start=1):
                    yield shock_of(treatment, values, float(one)), float(one)
                    progress(place * len(theta) + done, len(setup.treatments) * len(theta))

            return solve_many(economy, shocks(), measure, closure=setup.closure)

        of_case = {depth: made for (name, depth), made in draws.items() if name == case}
        found |= {(case, depth): one for depth, one in at_points(of_case, solve).items()}
    return found


def _result(
    loaded: Loaded[EquilibriumStudy],
    setup: Setup,
    *,
    depth: str,
    solved: Mapping[tuple[str, str], Solved],
    made: Mapping[tuple[str, str], Drawn],
    draws: int,
    seed: int,
) -> EquilibriumResult:
    study, accounts = setup.study, setup.accounts
    cases = pd.concat([summary_of(setup, *key, one, draws) for key, one in solved.items()], ignore_index=True)
    samples = pd.concat([_samples(setup, *key, one, made[key].theta) for key, one in solved.items()], ignore_index=True)
    chosen = cases[cases["case"].eq(MAIN) & cases["depth"].eq(depth)]
    checks = robustness.checks(setup, depth, setup.points(draws, seed))
    headline = chosen[chosen["measure"].eq(study.answer.measure) & chosen["partner"].eq("")].set_index("subject")
    further = by_slug(Table("domestic", "what is sold at home", tables.domestic(accounts, setup.subjects)))
    replaced = tables.partners(setup.world, study.answer.subjects[0]) if "partners" in study.tables else None
    if replaced is not None:
        further |= by_slug(Table("partners", "who replaced whom", replaced, "%"))
    if "consignment" in study.tables:
        sent = tables.sent_on(setup.world, study.answer.subjects)
        further |= by_slug(Table("consignment", "cars sent on, by consignment", sent, "million current USD"))
    return EquilibriumResult(
        **heading(loaded, baseline=accounts.year, draws=draws, seed=seed, depth=depth),
        failed_draws=sum(one.failed for one in solved.values()),
        answer=words.answer(study, headline, words.turned(checks), _remitted(setup)),
        results=chosen[list(COLUMNS)].reset_index(drop=True),
        cases=cases,
        treatment=_treatments(setup),
        robustness=checks,
        pairs=tables.pairs(setup.treatments, setup.accounts, setup.trade, made),
        samples=samples,
        tables=further,
        settings={"depth": depth, "closure": str(setup.closure), "imputed_share": accounts.imputed_share},
        read_first=_read_first(setup),
        notes=_notes(setup),
        assumptions=_assumptions(setup),
        sources=_sources(setup),
    )


def _remitted(setup: Setup) -> dict[str, float]:
    """Remittances that each state received in the year of the baseline, or the nearest within two, % of GDP."""
    rows = setup.world.sql(
        "select state, arg_min(value, abs(year - $1)) from remittance_receipts where \"use\" = 'whole' "
        "and abs(year - $1) <= 2 group by all",
        [setup.accounts.year],
    )
    gdp = dict(zip(setup.accounts.economy.states, setup.accounts.gdp, strict=True))
    return {state: 100 * value / gdp[state] for state, value in rows.to_numpy().tolist() if state in gdp}


def summary_of(setup: Setup, case: str, depth: str, made: Solved, draws: int) -> pd.DataFrame:
    """Median, interval and Monte Carlo error of every measure of every subject, in the columns of the contract."""
    median, low, high, error = summary(made.values, replicate(draws, made.solved))
    error = error + made.error
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
            "value": median.ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
            "level": LEVEL,
            "error": error.ravel(),
            "basis": "estimated",
        }
    )
    return frame.dropna(subset="value").reset_index(drop=True)


def _samples(setup: Setup, case: str, depth: str, made: Solved, theta: Array) -> pd.DataFrame:
    """Every point of the measures towards the world, for comparing runs point by point."""
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
