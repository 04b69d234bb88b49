"""The answer under other inputs: every baseline, depth and trade elasticity of a grid, each from equilibria of its own.

The inputs are those that a reader may doubt: the year whose trade is taken, how deep the agreement is, and θ, as drawn
from the published estimates or held at a number. Each choice is answered as a run is: some hundreds of equilibria are
solved for it, its `POINTS` points are interpolated from these (see `surrogate`), and the error of that is in `error`.
Nothing is interpolated from one choice to another. The main case alone; variants stand on the page of the study.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from steppe.economy.depth import ElasticityDistribution
from steppe.methods.answer import Answer
from steppe.methods.equilibrium import words
from steppe.methods.equilibrium.compute import draw_all, solve_all, summary_of
from steppe.methods.equilibrium.setup import prepare
from steppe.methods.equilibrium.study import EquilibriumStudy
from steppe.scenario.study import BASELINES

if TYPE_CHECKING:
    from steppe.scenario.study import Loaded
    from steppe.world.world import World

TABLE = "study_grids"
DRAWN = "drawn"
ELASTICITIES = (DRAWN, "2.5", "5", "10")
"""θ as drawn, and held near the ends and the middle of the published estimates."""
POINTS, SEED = 2048, 1
KEYS = ("baseline", "depth", "elasticity")
"""The inputs of a grid, in the order in which a page offers them."""
COLUMNS = ("study", *KEYS, "subject", "measure", "unit", "value", "low", "high", "error", "points")


def grid(loaded: Loaded[EquilibriumStudy], world: World, only: Iterable[tuple[int, str]] | None = None) -> pd.DataFrame:
    """The measure of the answer for each subject under each choice of inputs.

    Parameters
    ----------
    only
        Baselines with elasticities; every pair by default.

    Returns
    -------
    `COLUMNS`; value, low, high and error in `unit`, the interval holding 90 % of the points.
    """
    study = loaded.study.model_copy(update={"variant": ()})
    wanted = list(only or [(year, theta) for year in BASELINES for theta in ELASTICITIES])
    parts = []
    for year in dict.fromkeys(year for year, _ in wanted):
        setup = prepare(world, study, year)
        for theta in [theta for one, theta in wanted if one == year]:
            of = setup if theta == DRAWN else replace(setup, elasticity=ElasticityDistribution(float(theta)))
            made = draw_all(of, of.points(POINTS, SEED))
            solved = solve_all(of, made, lambda done, total: None)
            for (case, depth), one in solved.items():
                rows = summary_of(of, case, depth, one, POINTS)
                rows = rows[rows["measure"].eq(study.answer.measure) & rows["partner"].eq("")]
                parts.append(rows.assign(study=loaded.name, baseline=year, elasticity=theta, points=POINTS))
    return pd.concat(parts, ignore_index=True)[list(COLUMNS)]


def answer(study: EquilibriumStudy, rows: pd.DataFrame) -> Answer:
    """Verdict and sentence of one choice, from its rows: the sign is that of these inputs, without further checks."""
    return words.answer(study, rows.set_index("subject"), {}, {})


def shipped(world: World, name: str) -> pd.DataFrame:
    """The rows of a study that the bundle keeps; none of a study that was written since."""
    return world.sql(f"select * exclude (source, basis) from {TABLE} where study = ? order by baseline, depth", [name])


def described(key: str, value: Any, heads: Mapping[str, str]) -> str:
    """An input in words."""
    if key == "elasticity":
        return "as drawn" if value == DRAWN else f"θ = {value}"
    return heads.get(str(value), str(value)) if key == "depth" else f"trade of {value}"
