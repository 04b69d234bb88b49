"""Run a study: the model of its method answers it, and every answer is a `Result`."""

from __future__ import annotations

from pathlib import Path

from steppe.methods.loader import load_study
from steppe.methods.registry import METHODS
from steppe.scenario.result import Progress, Result
from steppe.scenario.study import Loaded
from steppe.world.errors import UserError
from steppe.world.load import load
from steppe.world.world import World

MOST_DRAWS = 100_000


def run(
    study: str | Path | Loaded,
    world: World | None = None,
    baseline: int | None = None,
    draws: int = 200,
    depth: str | None = None,
    seed: int = 1,
    progress: Progress = lambda done, total: None,
    power: str | None = None,
) -> Result:
    """Run a study.

    Parameters
    ----------
    study
        Name of a shipped study, path of a file, or a study that was loaded.
    world
        The embedded one by default.
    baseline
        2019 or 2023; the study's own by default. Only for the equilibrium.
    draws
        Draws of everything that is drawn.
    depth
        Which depth `results` and the answer speak of; the study's own by default. Only for the equilibrium.
    seed
        The same seed gives the same result, to the byte.
    progress
        Called with the number of draws that are done and their total.
    power
        One power alone. Only for studies of patronage.

    Raises
    ------
    UserError
        The study is not valid, or an argument is not.
    """
    world = load() if world is None else world
    loaded = study if isinstance(study, Loaded) else load_study(study, world)
    _check(draws, seed)
    method = METHODS[loaded.study.method]
    settings = {"baseline": baseline, "depth": depth, "power": power}
    given = {name: value for name, value in settings.items() if value is not None}
    for name in given:
        if name not in method.settings:
            of = f"{loaded.name} is a study of method {loaded.study.method}"
            takes = ", ".join(f"--{one}" for one in method.settings) or "no setting of its own"
            raise UserError(f"--{name}: {of}, which takes {takes}; leave it out")
    return method.answer(loaded, world, draws=draws, seed=seed, progress=progress, **given)


def _check(draws: int, seed: int) -> None:
    if not 2 <= draws <= MOST_DRAWS:
        raise UserError(f"draws: {draws} were asked for; an interval needs 2 at least, and {MOST_DRAWS:,} are the most")
    if seed < 0:
        raise UserError(f"seed: {seed} is below zero; give a whole number from 0 on")
