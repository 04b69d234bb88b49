"""Answers studies of method "bargaining": the part of the file that asks decides which module does."""

from __future__ import annotations

from steppe.display.interval import LEVEL_WORDS
from steppe.methods.bargaining.enlargement import enlarge
from steppe.methods.bargaining.exchange import exchange
from steppe.methods.bargaining.figures import Reply
from steppe.methods.bargaining.formats import compare
from steppe.methods.bargaining.study import BargainingStudy
from steppe.methods.method import RunSettings
from steppe.methods.result import Progress, Result, by_slug
from steppe.scenario.study import Loaded, changes, heading
from steppe.world.world import World


def compute(
    loaded: Loaded[BargainingStudy], world: World, *, draws: int, seed: int, settings: RunSettings, progress: Progress
) -> Result:
    """Answer a study of bargaining; see `steppe.methods.run.run`.

    Raises
    ------
    UserError
        An agenda, an issue, a body or an actor of the study is unknown.
    """
    study = loaded.study
    reply = _reply(study, world, draws, seed)
    progress(draws, draws)
    return Result(
        **heading(loaded, baseline=reply.year, draws=draws, seed=seed),
        failed_draws=0,
        answer=reply.answer,
        results=reply.results,
        tables=by_slug(*reply.tables),
        notes=(
            *reply.notes,
            f"Intervals hold {LEVEL_WORDS} of the draws; a figure without one is a count, not an estimate.",
            changes(study.changes_if),
        ),
        assumptions=(*study.stated, *reply.assumed),
        sources=tuple(sorted(study.texts.union(reply.sources))),
        settings=dict(reply.settings),
    )


def _reply(study: BargainingStudy, world: World, draws: int, seed: int) -> Reply:
    if study.formats is not None:
        return compare(study.formats, world, draws, seed)
    if study.exchange is not None:
        return exchange(study.exchange, world, draws, seed)
    assert study.enlargement is not None  # the checks let no file pass that asks nothing
    return enlarge(study.enlargement, world, draws, seed)
