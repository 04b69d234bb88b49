"""Answers studies of method "bargaining": the part of the file that asks decides which module does."""

from __future__ import annotations

from steppe.scenario.bargaining_enlargement import enlarge
from steppe.scenario.bargaining_exchange import swap
from steppe.scenario.bargaining_formats import compare
from steppe.scenario.bargaining_parts import Found
from steppe.scenario.bargaining_study import BargainingStudy
from steppe.scenario.result import LEVEL, Progress, Result
from steppe.scenario.study import Loaded, fingerprint
from steppe.world.world import VERSION, World


def run_bargaining(
    loaded: Loaded,
    world: World,
    *,
    draws: int,
    seed: int,
    progress: Progress = lambda done, total: None,
) -> Result:
    """Answer a study of bargaining; see `steppe.scenario.run.run`.

    Raises
    ------
    UserError
        An agenda, an issue, a body or an actor of the study is unknown.
    """
    study = loaded.study
    assert isinstance(study, BargainingStudy)
    found = _found(study, world, draws, seed)
    progress(draws, draws)
    cited = {f"text-{reason.cite[:2]}" for reason in study.reasoning}
    stated = tuple((one.name, str(one.value), one.why) for one in study.assumption)
    return Result(
        study=loaded.name,
        run=f"{loaded.name}-{fingerprint(study, draws=draws, seed=seed, version=VERSION)}",
        method=study.method,
        title=study.title or study.question,
        question=study.question,
        baseline=found.year,
        seed=seed,
        draws=draws,
        failed_draws=0,
        world_version=VERSION,
        answer=found.answer,
        results=found.results,
        tables=dict(found.tables),
        notes=(
            *found.notes,
            f"Intervals hold {100 * LEVEL:.0f} % of the draws; a figure without one was counted and not drawn.",
            f"It would change the answer if {', or if '.join(study.changes_if)}.",
        ),
        assumptions=(*stated, *found.assumed),
        sources=tuple(sorted(cited | set(found.sources))),
        settings=dict(found.settings),
    )


def _found(study: BargainingStudy, world: World, draws: int, seed: int) -> Found:
    if study.formats is not None:
        return compare(study.formats, world, draws, seed)
    if study.exchange is not None:
        return swap(study.exchange, world, draws, seed)
    assert study.enlargement is not None  # the model lets no file pass that asks nothing
    return enlarge(study.enlargement, world, draws, seed)
