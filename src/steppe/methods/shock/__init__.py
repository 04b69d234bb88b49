"""Method "shock": what events do to the income of states through trade, transfers, gas, debt and exchange rates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from steppe.methods.method import Method
from steppe.methods.result import Result
from steppe.methods.shock.study import ShockStudy
from steppe.scenario.problem import Problem
from steppe.scenario.study import Loaded
from steppe.world.world import World


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


METHOD = Shocks()
