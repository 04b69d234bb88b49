"""Method "membership": who is likely to leave or join."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from steppe.methods.membership.study import MembershipStudy
from steppe.methods.method import Maker, Method
from steppe.methods.result import Result
from steppe.scenario.study import Loaded
from steppe.world.world import World


class Membership(Method[MembershipStudy, Result]):
    """Base rates of standings and waiting times."""

    name = "membership"
    title = "Joining and leaving"
    Study = MembershipStudy

    def compute(self, loaded: Loaded[MembershipStudy], world: World, **options: Any) -> Result:
        """Answer a study of membership; see `steppe.methods.membership.compute`."""
        from steppe.methods.membership.compute import compute

        return compute(loaded, world, **options)

    def makers(self) -> Sequence[Maker]:
        """The chances with their intervals."""
        from steppe.methods.membership.charts import chart_chances

        return (chart_chances,)


METHOD = Membership()
