"""Method "simulation": the system year by year, from the last year of data to a horizon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from steppe.methods.method import Comparison, Maker, Method
from steppe.methods.result import Result
from steppe.methods.simulation.result import SimulationResult
from steppe.methods.simulation.study import EVERY, SimulationSettings, SimulationStudy
from steppe.scenario.problem import Problem
from steppe.scenario.study import Loaded
from steppe.world.world import World

if TYPE_CHECKING:
    import pandas as pd


class Simulation(Method[SimulationStudy, SimulationResult]):
    """Rules chosen on earlier years, drawn many times."""

    name = "simulation"
    title = "The system in motion"
    Study = SimulationStudy
    Settings = SimulationSettings
    result_type = SimulationResult
    compared = EVERY

    def check(self, study: SimulationStudy, world: World) -> Iterator[Problem]:
        """See `steppe.methods.simulation.checks`."""
        from steppe.methods.simulation.checks import check

        return check(study, world)

    def compute(self, loaded: Loaded[SimulationStudy], world: World, **options: Any) -> SimulationResult:
        """Answer a study; see `steppe.methods.simulation.compute`."""
        from steppe.methods.simulation.compute import compute

        return compute(loaded, world, **options)

    def makers(self) -> tuple[Maker, ...]:
        """The fans of one layer."""
        from steppe.methods.simulation.charts import chart_fans

        return (chart_fans,)

    def explain(self, result: SimulationResult, cell: str) -> pd.DataFrame:
        """What changed which tie of a state in a year: `KGZ@2031`, or one draw of it, `KGZ@2031/17`."""
        from steppe.methods.simulation.trace import explain

        return explain(result, cell)

    def compare(self, first: SimulationResult, second: Result, *, case: str, measure: str) -> Comparison:
        """What the second run has more than the first, draw by draw on the same luck."""
        from steppe.methods.simulation.compare import compare

        return compare(first, second, measure=measure)


METHOD = Simulation()
