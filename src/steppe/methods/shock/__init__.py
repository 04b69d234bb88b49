"""Method "shock": what events do to the income of states through trade, transfers, gas, debt and exchange rates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from steppe.methods.method import Maker, Method
from steppe.methods.result import Result
from steppe.methods.shock.study import ShockStudy
from steppe.scenario.problem import Problem
from steppe.scenario.study import Loaded
from steppe.world.world import World

if TYPE_CHECKING:
    import pandas as pd


class Shocks(Method[ShockStudy, Result]):
    """Channels that add up."""

    name = "shock"
    title = "Shocks through several channels"
    Study = ShockStudy

    def check(self, study: ShockStudy, world: World) -> Iterator[Problem]:
        """Codes, dates, memberships; each event once."""
        from steppe.methods.shock.checks import check

        return check(study, world)

    def compute(self, loaded: Loaded[ShockStudy], world: World, **options: Any) -> Result:
        """Ask every channel; see `steppe.methods.shock.compute`."""
        from steppe.methods.shock.compute import compute

        return compute(loaded, world, **options)

    def makers(self) -> Sequence[Maker]:
        """Bars by state and channel, and the map."""
        from steppe.methods.shock.charts import chart_bars, chart_map

        return (chart_bars, chart_map)

    def explain(self, result: Result, cell: str) -> pd.DataFrame:
        """From a number to the figures on record."""
        from steppe.methods.shock.explain import explain

        return explain(result, cell)


METHOD = Shocks()
