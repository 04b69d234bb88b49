"""Run studies: the method of each answers it, and every answer is a `Result`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from steppe.economy.threads import one_thread
from steppe.methods import unfinished
from steppe.methods.executors import Work, as_asked
from steppe.methods.loader import load_run, load_study
from steppe.methods.method import Method
from steppe.methods.registry import find
from steppe.methods.result import Origin, Progress, Result
from steppe.methods.store import answered, question
from steppe.scenario import complaints
from steppe.scenario.study import Loaded
from steppe.world.derived import FRESH
from steppe.world.errors import UserError
from steppe.world.load import embedded
from steppe.world.points import rounded
from steppe.world.world import World

DRAWS = 2048
"""Points of a run, where nothing else is asked for."""

Asked = str | Path | Mapping[str, Any] | Loaded[Any]
"""What `run` takes for a study."""


def run(
    study: Asked,
    *,
    world: World | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    progress: Progress = lambda done, total: None,
    store: Path | None = None,
    workers: int | None = 1,
    executor: Executor | str | None = None,
    **settings: Any,
) -> Result:
    """Run a study.

    Parameters
    ----------
    study
        Name of a shipped study, path of a file, a dictionary with the keys of a file, or a study that was loaded.
    world
        The embedded one by default.
    draws
        Points of everything that is drawn, rounded up to a power of two.
    seed
        The same seed gives the same result, to the byte.
    progress
        Called with the number of draws that are done and their total.
    store
        Folder of runs: a question that is answered there is read from it (unless in `steppe.world.derived.fresh`), and
        what an interrupted simulation had finished is kept there until its run is saved into the same folder.
    workers
        Of a simulation: processes of this machine; None for one a core where there is enough to do. A script needs
        `if __name__ == "__main__":` for more than one.
    executor
        Of a simulation: any `concurrent.futures.Executor`, or the address of a Dask scheduler, `tcp://host:port`.
    **settings
        What the method of the study takes besides (`steppe run --help` lists them): the equilibrium `baseline`,
        `depth` and `elasticity`, patronage `baseline` and `power`. None: the study's own.

    Returns
    -------
    The answer with its tables; it can be plotted, turned into frames, and saved.

    Raises
    ------
    UserError
        The study is not valid, or an argument is not.
    """
    world = world or embedded()
    loaded = load_study(study, world)
    method = find(loaded.study.method)
    points = _points(draws, seed)
    chosen = _settings(method, loaded, settings)
    key = question(loaded, world, points, seed, chosen)
    if store is not None and not FRESH.get() and (home := answered(store, loaded.name, key)) is not None:
        return load_run(home, world)
    place = None if store is None else unfinished.place(store, loaded.name, key)
    with one_thread(), as_asked(Work(executor, _workers(workers), place)):
        result = method.compute(loaded, world, draws=points, seed=seed, settings=chosen, progress=progress)
    if world.edits:  # the name that the method gives does not know them
        result = replace(result, run=f"{loaded.name}-{key}")
    return replace(result, origin=Origin(method, loaded.study, world, key))


def run_many(studies: Iterable[Asked], *, world: World | None = None, **options: Any) -> list[Result]:
    """Run several studies on one world; whatever does not depend on the study is computed once.

    Parameters
    ----------
    studies
        What `run` takes for a study, several times.
    world
        The embedded one by default.
    **options
        Those of `run`.

    Returns
    -------
    The results that `run` would give one by one, in the order of the studies.
    """
    world = world or embedded()
    return [run(study, world=world, **options) for study in studies]


def _workers(workers: int | None) -> int | None:
    if workers is not None and workers < 1:
        raise UserError(f"workers: {workers} is below one; give a whole number of 1 or more")
    return workers


def _points(draws: int, seed: int) -> int:
    if seed < 0:
        raise UserError(f"seed: {seed} is below zero; give a whole number of 0 or more")
    return rounded(draws)


def _settings(method: Method[Any, Any], loaded: Loaded[Any], settings: Mapping[str, Any]) -> Any:
    """The settings of a run, of which the method takes every one."""
    given = {name: value for name, value in settings.items() if value is not None}
    for name in given:
        if name not in method.Settings.model_fields:
            of = f"{loaded.name} is a study of method {method.name}"
            takes = ", ".join(f"--{one}" for one in method.Settings.model_fields) or "no setting of its own"
            raise UserError(f"--{name}: {of}, which takes {takes}; leave it out")
    try:
        return method.Settings(**given)
    except ValidationError as error:
        finding = complaints.first(error.errors(include_url=False))
        raise UserError(complaints.sentence(finding, given, method.Settings)) from None
