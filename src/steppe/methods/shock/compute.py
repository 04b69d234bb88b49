"""The answer to a study of shocks: every channel is asked, what has earned it is added up, the rest stands beside.

With v_cin the effect of channel c on state i in draw n, in % of GDP of the study's year, and S the effects that are in
the sum (arithmetic, and estimates whose score earns it),

    sum_in = Σ_{c ∈ S} v_cin,     beside_in = Σ_{c ∉ S} v_cin.

Draws are shared by all channels and cases. A state of which an effect of S is not on record has no sum, and the table
`missing` says why; what lies beside is never added to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from steppe.display.interval import LEVEL, LEVEL_WORDS
from steppe.methods.income.cases import Case, Part, answered, basis_of
from steppe.methods.income.channel import Array
from steppe.methods.result import COLUMNS, Progress, Result, by_slug
from steppe.methods.shock.study import MAIN, ShockStudy
from steppe.methods.shock.tables import all_of
from steppe.methods.shock.words import answer
from steppe.methods.summary import summary
from steppe.scenario.study import Loaded, changes, heading
from steppe.world.points import replicate
from steppe.world.sources import weo
from steppe.world.world import World

SUM, BESIDE = "sum", "beside the sum"
UNIT = "% of GDP"


def compute(
    loaded: Loaded[ShockStudy], world: World, *, draws: int, seed: int, settings: Any, progress: Progress
) -> Result:
    """Answer a study of method `shock`; see `steppe.methods.run.run`."""
    study = loaded.study
    cases: dict[str, Case] = {}
    for done, (name, (title, year, events)) in enumerate(study.cases.items(), start=1):
        cases[name] = answered(world, study.states, title, year, events, draws=draws, seed=seed)
        progress(done * draws // len(study.cases), draws)
    main = cases[MAIN]
    results = pd.concat(list(_results(main)), ignore_index=True)
    further = by_slug(*all_of(world, study, cases))
    used = {source for case in cases.values() for part in case.parts if part.moves for source in part.effect.sources}
    return Result(
        **heading(loaded, baseline=study.baseline, draws=draws, seed=seed),
        failed_draws=0,
        answer=answer(study, main, cases),
        results=results,
        tables=further,
        notes=_notes(study, cases),
        assumptions=_assumptions(study, cases),
        sources=tuple(sorted({*used, weo(world)} | study.texts)),
        settings={},
        read_first=(),
    )


# ------------------------------------------------------------------ results
def _results(case: Case) -> Iterator[pd.DataFrame]:
    """The sum, then every part that says something, in the columns of the contract; no sum where none moves."""
    counted = [part for part in case.parts if part.counted]
    if any(part.moves for part in counted) or not any(part.moves for part in case.parts):
        yield figures(case, SUM, case.total, counted)
    for part in case.parts:
        if part.moves:
            yield figures(case, part.name, part.effect.values, [part])


def figures(case: Case, measure: str, values: Array, parts: list[Part]) -> pd.DataFrame:
    """Median, interval and Monte Carlo error by state; a state that nothing touches, or without a figure, is left out.

    Where nothing moves anybody all states stand, with zeros.
    """
    median, low, high, error = summary(values, replicate(len(values)))
    bases = [basis_of(parts, state) for state in case.ask.states]
    frame = pd.DataFrame({"subject": case.ask.states, "value": median, "low": low, "high": high, "error": error})
    fixed = {"partner": "", "year": case.ask.year, "measure": measure, "unit": UNIT, "level": LEVEL}
    frame = frame.assign(**fixed, basis=bases)[list(COLUMNS)]
    moved = values.any(axis=0) if np.nan_to_num(values).any() else True
    return frame[moved & frame["value"].notna()]


def _notes(study: ShockStudy, cases: Mapping[str, Case]) -> tuple[str, ...]:
    beside = dict.fromkeys(
        part.name for case in cases.values() for part in case.parts if part.moves and not part.counted
    )
    out = f"Beside the sum, since no score earns it or it is assumed: {'; '.join(beside)}." if beside else ""
    own = dict.fromkeys(note for case in cases.values() for part in case.parts for note in part.effect.notes)
    told = (
        f"Changes of a year, in % of GDP of {study.baseline} as it was; nobody adjusts beyond what a channel says.",
        out,
        f"Intervals hold {LEVEL_WORDS} of the draws: of ranges on record, and of estimates.",
        *own,
        changes(study.answer.changes_if),
    )
    return tuple(note for note in told if note)


def _assumptions(study: ShockStudy, cases: Mapping[str, Case]) -> tuple[tuple[str, str, str], ...]:
    own = (one for case in cases.values() for part in case.parts if part.moves for one in part.effect.assumptions)
    return (*study.stated, *dict.fromkeys(own))
