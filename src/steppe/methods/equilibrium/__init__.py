"""Method "equilibrium": trade in changes, under events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from pydantic import Field

from steppe.methods.answer import Answer
from steppe.methods.equilibrium.result import EquilibriumResult
from steppe.methods.equilibrium.study import Depth, Elasticity, EquilibriumStudy, Number
from steppe.methods.method import BASELINE, Comparison, Method, RunSettings
from steppe.methods.result import Links, Result
from steppe.scenario.problem import Problem
from steppe.scenario.study import Baseline, Loaded
from steppe.world.world import World

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from steppe.display.charts.theme import Theme


class EquilibriumSettings(RunSettings):
    """What a run of the equilibrium may be given."""

    baseline: Baseline | None = BASELINE
    depth: Depth | None = Field(None, description="how deep agreements are in the answer; the study's own")
    elasticity: Number | Elasticity | None = Field(None, description="the trade elasticity, 1 to 30; the study's own")


class Equilibrium(Method[EquilibriumStudy, EquilibriumResult]):
    """The trade equilibrium in changes, at three depths of agreements."""

    name = "equilibrium"
    title = "Trade in equilibrium"
    Study = EquilibriumStudy
    Settings = EquilibriumSettings
    result_type = EquilibriumResult

    def check(self, study: EquilibriumStudy, world: World) -> Iterator[Problem]:
        """Codes, dates, memberships, exclusivity."""
        from steppe.methods.equilibrium.checks import check

        return check(study, world)

    def compute(self, loaded: Loaded[EquilibriumStudy], world: World, **options: Any) -> EquilibriumResult:
        """Solve every case of a study; see `steppe.methods.equilibrium.compute`."""
        from steppe.methods.equilibrium.compute import compute

        return compute(loaded, world, **options)

    def charts(
        self, result: EquilibriumResult, *, width: int, theme: Theme, framed: bool = False
    ) -> list[tuple[str, Any]]:
        """The intervals of all subjects, and the map of change."""
        from steppe.methods.equilibrium.charts import chart_change, chart_intervals
        from steppe.methods.equilibrium.view import view

        seen = view(result)
        makers = (chart_intervals, chart_change)
        return [(maker.__name__, maker(seen, width=width, theme=theme, framed=framed)) for maker in makers]

    def answer(self, result: EquilibriumResult) -> Answer:
        """The answer in which codes are names."""
        from steppe.methods.equilibrium.view import named_answer

        return named_answer(result)

    def page(self, result: EquilibriumResult, site: Links = ()) -> str:
        """Treatment, result, map, depths, cases and checks on one page."""
        from steppe.methods.equilibrium.page import page
        from steppe.methods.equilibrium.view import view

        return page(view(result), site)

    def show(self, result: EquilibriumResult, console: Console, *, compact: bool = False) -> None:
        """Print treatment, incomes, cases and checks."""
        from steppe.methods.equilibrium.terminal import show
        from steppe.methods.equilibrium.view import view

        show(view(result), console, compact=compact)

    def explain(self, result: EquilibriumResult, cell: str) -> pd.DataFrame:
        """From a number to the pairs that change and the figures beneath."""
        from steppe.methods.equilibrium.explain import explain

        return explain(result, cell)

    def compare(self, first: EquilibriumResult, second: Result, *, case: str, measure: str) -> Comparison:
        """Two runs on the same random numbers, draw by draw."""
        from steppe.methods.equilibrium.compare import compare

        return compare(first, second, case=case, measure=measure)


METHOD = Equilibrium()
