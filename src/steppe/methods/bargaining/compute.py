"""Answers studies of method "bargaining": the part of the file that asks decides which module does."""

from __future__ import annotations

from steppe.display.interval import LEVEL_WORDS
from steppe.methods.bargaining.enlargement import enlarge
from steppe.methods.bargaining.exchange import swap
from steppe.methods.bargaining.figures import Found
from steppe.methods.bargaining.formats import compare
from steppe.methods.bargaining.study import BargainingStudy
from steppe.scenario.result import Progress, Result
from steppe.scenario.study import Loaded, changes, heading
from steppe.world.world import World


def run_bargaining(
    loaded: Loaded,
    world: World,
    *,
    draws: int,
    seed: int,
    progress: Progress = lambda done, total: None,
) -> Result:
    """Answer a study of bargaining; see `steppe.methods.run.run`.

    Raises
    ------
    UserError
        An agenda, an issue, a body or an actor of the study is unknown.
    """
    study = loaded.study
    assert isinstance(study, BargainingStudy)
    found = _found(study, world, draws, seed)
    progress(draws, draws)
    return Result(
        **heading(loaded, baseline=found.year, draws=draws, seed=seed),
        failed_draws=0,
        answer=found.answer,
        results=found.results,
        tables=dict(found.tables),
        notes=(
            *found.notes,
            f"Intervals hold {LEVEL_WORDS} of the draws; a figure without one was counted and not drawn.",
            changes(study.changes_if),
        ),
        assumptions=(*study.stated, *found.assumed),
        sources=tuple(sorted(study.texts.union(found.sources))),
        settings=dict(found.settings),
    )


def _found(study: BargainingStudy, world: World, draws: int, seed: int) -> Found:
    if study.formats is not None:
        return compare(study.formats, world, draws, seed)
    if study.exchange is not None:
        return swap(study.exchange, world, draws, seed)
    assert study.enlargement is not None  # the model lets no file pass that asks nothing
    return enlarge(study.enlargement, world, draws, seed)
